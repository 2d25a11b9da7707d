"""Asking the listener of this process as a peer, with its certificate; without sockets, which add nothing here."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlencode
from uuid import UUID

from django.test import Client, override_settings

from federation.domain.contracts import Content
from federation.transport import transaction_log
from federation.transport.entering import CERTIFICATE
from tests.federation.pki import Organisation

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"

LISTENER = override_settings(
    ROOT_URLCONF="federation.api.listener_urls", MIDDLEWARE=["events.api.middleware.TraceContext"]
)
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Connection:
    """A connection of an organisation with the listener of this process; None: one that showed no certificate."""

    by: Organisation | None

    def ask(self, method: str, path: str, body: bytes | str = b"", media_type: str = FORM, **headers: str) -> Answer:
        shown: dict[str, Any] = {} if self.by is None else {CERTIFICATE: self.by.der}
        with LISTENER:
            return Client(raise_request_exception=False).generic(
                method,
                path,
                body,
                content_type=media_type,
                headers={name.replace("_", "-"): value for name, value in headers.items()},
                **shown,
            )

    def token_request(self, fields: dict[str, str]) -> Answer:
        return self.ask("POST", "/v1/token", urlencode(fields))

    def ask_token(self, held: Content, *, grant: int = 0, **changed: Any) -> Answer:
        """Ask for a token as a conforming outway does."""
        assert self.by is not None
        fields = {
            "grant_type": "client_credentials",
            "scope": held.grants[grant].hash,
            "client_id": self.by.oin,
            **changed,
        }
        return self.token_request({name: value for name, value in fields.items() if value})

    def token(self, held: Content, *, grant: int = 0) -> str:
        answer = self.ask_token(held, grant=grant)
        assert answer.status_code == 200, answer.content
        return str(answer.json()["access_token"])

    def call(
        self,
        token: str | None,
        path: str = "/",
        *,
        method: str = "GET",
        body: bytes = b"",
        transaction_id: UUID | str | None = "",
        **headers: str,
    ) -> Answer:
        """Call a service. `transaction_id`: a new one when it is empty; None: none."""
        told = dict(headers)
        if token is not None:
            told["Fsc_Authorization"] = f"Bearer {token}"
        if transaction_id is not None:
            told["Fsc_Transaction_Id"] = str(transaction_id or transaction_log.new_id(now=datetime.now(UTC)))
        return self.ask(method, path, body, "application/json", **told)
