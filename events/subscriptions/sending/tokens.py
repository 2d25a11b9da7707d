"""The token of one subscription: asked of its token endpoint, kept while it holds, asked once for many that wait."""

import asyncio
import base64
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Final
from urllib.parse import quote, quote_plus, urlencode, urlsplit

from aiohttp import ClientError, ClientSession, ClientTimeout
from django.conf import settings
from django.utils import timezone
from yarl import URL

from events.subscriptions.domain.access import Credentials, Method
from events.subscriptions.domain.answers import answered
from events.subscriptions.domain.redaction import HIDDEN, text_kept
from events.subscriptions.domain.tokens import Granted, granted
from events.subscriptions.sending.connecting import CONNECT_SECONDS, NOT_SENT_TO, is_forbidden, told

TOKEN_SECONDS: Final = 10.0
"""From asking for a token to the end of the answer: within what a delivery may take."""
TOKEN_ANSWER_BYTES_MAX: Final = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A token to send with. `fresh`: it was asked while this delivery waited, so that another would be no better."""

    token: str = field(repr=False)
    fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoTicket:
    """There is no token: why, for people; `retry_after` is what the token endpoint asks to wait."""

    why: str
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    token: str = field(repr=False)
    until: float


class TokenSource:
    """Gives the token of these credentials. `clock`: seconds of any clock that only goes forward."""

    def __init__(
        self, credentials: Credentials, *, session: ClientSession, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._credentials = credentials
        self._session = session
        self._clock = clock
        self._kept: _Kept | None = None
        self._asking: asyncio.Task[Granted | NoTicket] | None = None

    async def ticket(self, *, within: float) -> Ticket | NoTicket:
        """The token that is kept, or one that is asked now: of those who wait at one moment one asks for all."""
        if self._kept is not None and self._clock() < self._kept.until:
            return Ticket(token=self._kept.token, fresh=False)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())
        try:
            came = await asyncio.wait_for(asyncio.shield(self._asking), within)
        except TimeoutError:
            return self._none("it did not answer in time")
        return came if isinstance(came, NoTicket) else Ticket(token=came.token, fresh=True)

    def drop(self, token: str) -> None:
        """The receiver did not take it: use it no more, unless another took its place already."""
        if self._kept is not None and self._kept.token == token:
            self._kept = None

    async def close(self) -> None:
        """Ask no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> Granted | NoTicket:
        began = self._clock()
        try:
            came = await self._exchange()
        except (TimeoutError, ClientError, OSError, ValueError) as fault:
            came = self._none(NOT_SENT_TO if is_forbidden(fault) else told(fault))
        if isinstance(came, Granted):
            self._kept = _Kept(token=came.token, until=began + came.seconds)
        return came

    async def _exchange(self) -> Granted | NoTicket:
        target = URL(self._credentials.token_url)
        if target.scheme != "https" or target.user or target.password or not target.host:
            return self._none(NOT_SENT_TO)
        headers, body = request_of(self._credentials)
        timeout = ClientTimeout(total=TOKEN_SECONDS, sock_connect=CONNECT_SECONDS)
        async with self._session.post(
            target, data=body, headers=headers, allow_redirects=False, timeout=timeout
        ) as response:
            read = bytearray()
            while chunk := await response.content.read(TOKEN_ANSWER_BYTES_MAX + 1 - len(read)):
                read += chunk
            if len(read) > TOKEN_ANSWER_BYTES_MAX:
                response.close()
                return self._none(f"its answer is longer than {TOKEN_ANSWER_BYTES_MAX} bytes")
            came = granted(response.status, read.decode("utf-8", errors="replace"))
            if isinstance(came, Granted):
                return came
            headed = {name.lower(): value for name, value in response.headers.items()}
            wait = answered(response.status, headers=headed, now=timezone.now()).retry_after
            return replace(self._none(came.why), retry_after=wait)

    def _none(self, why: str) -> NoTicket:
        secret = self._credentials.secret
        said = why.replace(secret, HIDDEN) if secret else why
        return NoTicket(why=text_kept(f"no token from {urlsplit(self._credentials.token_url).hostname}: {said}"))


def request_of(credentials: Credentials) -> tuple[dict[str, str], bytes]:
    """The headers and the body that ask for a token (RFC 6749, 4.4.2)."""
    asked = {"grant_type": "client_credentials"}
    if credentials.scope:
        asked["scope"] = credentials.scope
    if credentials.audience:
        asked["audience"] = credentials.audience
    headers = {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": f"F6/{settings.API_VERSION}",
    }
    match credentials.method:
        case Method.BASIC:
            # Both are encoded as a form first (RFC 6749, 2.3.1): a colon in an id would end it otherwise.
            pair = f"{quote_plus(credentials.client_id)}:{quote_plus(credentials.secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        case Method.POST:
            asked |= {"client_id": credentials.client_id, "client_secret": credentials.secret}
        case Method.TLS:
            asked["client_id"] = credentials.client_id
    return headers, urlencode(asked).encode()


def without(token: str, text: str) -> str:
    """A text in which a receiver may have repeated the token: without it, also where the text was cut off within it."""
    for form in {token, quote(token, safe=""), token.replace("/", "\\/")}:
        text = text.replace(form, HIDDEN)
    cut = next((at for at in range(min(len(token), len(text)), 7, -1) if text.endswith(token[:at])), 0)
    return text[: len(text) - cut] + HIDDEN if cut else text
