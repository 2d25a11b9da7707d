"""F6 over HTTP: reading events, sending claims, and looking after our subscription.

The token goes to one address only, the one that we were configured with: no redirect is followed, no proxy of the
environment used, and a link in a notice is not where we read from.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

SECONDS_MAX: Final = 30.0
ANSWER_BYTES_MAX: Final = 10 * 1024 * 1024
BEGINS: Final = "/api/v1/"

Json = Mapping[str, Any]


class NoAnswer(Exception):
    """F6 did not answer, or not in a way that says anything of what we asked: ask again, later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A status, and the JSON that came with it (empty when there was none)."""

    status: int
    body: Json = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        """Whether it was done."""
        return 200 <= self.status < 300

    @property
    def problem(self) -> str:
        """What F6 calls what is wrong (RFC 9457), in one line."""
        return f"{self.status} {self.body.get('type', '')}".strip()


class F6:
    """F6 at `url`, asked with a bearer token."""

    def __init__(self, url: str, *, token: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"{url} is not the address of an F6: give http://… or https://….")
        self._connection = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._place = parts.netloc.rpartition("@")[2]
        self._begins = parts.path.rstrip("/") + BEGINS
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/json", "Accept-Language": "en"}

    def ask(self, method: str, path: str, body: bytes | Json | None = None) -> Answer:
        """Ask, and give the answer. Raises `NoAnswer` for no answer, 401, 403, 429 and 5xx: what others must mend."""
        sent = json.dumps(body).encode() if isinstance(body, Mapping) else body
        headers = self._headers | ({"Content-Type": "application/json"} if sent is not None else {})
        connection = self._connection(self._place, timeout=SECONDS_MAX)
        try:
            connection.request(method, self._begins + path, body=sent, headers=headers)
            response = connection.getresponse()
            text = response.read(ANSWER_BYTES_MAX)
            answer = Answer(status=response.status, body=json.loads(text) if text else {})
        except (OSError, HTTPException, ValueError) as fault:
            raise NoAnswer(f"{method} {path.partition('?')[0]}: {type(fault).__name__}: {fault}") from fault
        finally:
            connection.close()
        if answer.status in {401, 403, 429} or not 200 <= answer.status < 500 or 300 <= answer.status < 400:
            raise NoAnswer(f"{method} {path.partition('?')[0]}: {answer.problem}")
        return answer

    def event(self, event_id: str) -> Json | None:
        """One event; None when it is not there, or not ours to see, which is the same to us."""
        answer = self.ask("GET", f"events/{quote(event_id, safe='')}")
        return answer.body if answer.is_success else None

    def events(self, **asked: str | tuple[str, ...]) -> Iterator[Json]:
        """Every event that answers the question, in the order of the log. Raises `NoAnswer`."""
        filters, cursor, more = urlencode(asked, doseq=True), "", True
        while more:
            answer = self.ask("GET", f"events?{filters}{cursor}")
            if not answer.is_success:
                raise NoAnswer(f"GET events: {answer.problem}")
            yield from answer.body["events"]
            more, cursor = answer.body["more"], f"&cursor={quote(answer.body['cursor'], safe='')}"
