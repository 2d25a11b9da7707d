"""A peer that is no F6, as a scenario plays it: it signs by itself, and asks our listener over mutual TLS.

Whatever it sends and gets is held against the OpenAPI files of the standard (`judging`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID, uuid4

from federation.domain import hashes
from tests.federation.foreign_peers import ForeignPeer
from tests.federation.listeners import Answer, Listener
from tests.federation.pki import Organisation
from tests.federation.scenarios import judging

ERROR_HEADER = "fsc-error-code"
FORM = "application/x-www-form-urlencoded"
NEW = "new"


@dataclass(frozen=True)
class Outsider:
    """The peer, and the listener of ours that it asks."""

    peer: ForeignPeer
    of: Listener

    @property
    def organisation(self) -> Organisation:
        return self.peer.organisation

    @property
    def id(self) -> str:
        return self.organisation.oin

    def content(self, *grants: Mapping[str, Any], **changed: Any) -> dict[str, Any]:
        """Content of a contract with these grants."""
        return self.peer.content(*grants, **changed)

    def signs(self, content: Mapping[str, Any], kind: str = "accept", **claims: Any) -> str:
        return self.peer.signs(content, kind, **claims)

    def posts(self, content: Mapping[str, Any], *, signature: str | None = None) -> Answer:
        """Send us a contract with its acceptance."""
        body = {"content": content, "signature": signature or self.signs(content)}
        return self._sends("POST", "/v1/contracts", body)

    def puts(
        self, kind: str, content: Mapping[str, Any], *, signature: str | None = None, at: str | None = None
    ) -> Answer:
        """Send us what it signed of a contract; `at`: the hash in the address."""
        place = quote(at or hashes.content_hash(content), safe="")
        body = {"content": content, "signature": signature or self.signs(content, kind)}
        return self._sends("PUT", f"/v1/contracts/{place}/{kind}", body)

    def announces(self) -> Answer:
        """Tell us where its manager is."""
        return self._sends("PUT", "/v1/announce", None)

    def reads(self, path: str, **query: str) -> Any:
        """What our manager tells it."""
        asked = f"/v1/{path}?{urlencode(query)}" if query else f"/v1/{path}"
        answer = judging.judge("GET", asked, self.of.ask(self.organisation, "GET", asked))
        assert answer.status == 200, answer.body
        return answer.told

    def asks_token(self, scope: str, **changed: str) -> Answer:
        """Ask our manager for a token, as a conforming outway does; what is changed to nothing is left out."""
        told = {"grant_type": "client_credentials", "scope": scope, "client_id": self.id, **changed}
        form = urlencode({name: value for name, value in told.items() if value}).encode()
        answer = self.of.ask(self.organisation, "POST", "/v1/token", form, Content_Type=FORM)
        return judging.judge("POST", "/v1/token", answer)

    def token(self, scope: str) -> str:
        """The token itself."""
        answer = self.asks_token(scope)
        assert answer.status == 200, answer.body
        assert answer.told["token_type"] == "bearer"
        return str(answer.told["access_token"])

    def calls(
        self, path: str, token: str | None, *, transaction: UUID | str | None = NEW, by: Organisation | None = None
    ) -> Answer:
        """Ask our inway for something. `by`: over a connection of another. None leaves a header out."""
        told = {} if token is None else {"Fsc_Authorization": f"Bearer {token}"}
        if transaction is not None:
            told["Fsc_Transaction_Id"] = str(uuid4() if transaction == NEW else transaction)
        return self.of.ask(by or self.organisation, "GET", path, None, **told)

    def _sends(self, method: str, path: str, body: Any) -> Answer:
        headers = {"Fsc_Manager_Address": self.organisation.address}
        sent = None if body is None else json.dumps(body).encode()
        more = {} if body is None else {"Content_Type": judging.JSON}
        answer = judging.judge(method, path, self.of.ask(self.organisation, method, path, sent, **headers, **more))
        if answer.status < 300:
            judging.judge_request(method, path, body, headers)
        return answer


def refused(answer: Answer, code: str, *, status: int = 422) -> None:
    """That it was refused with this code, in the body and in the header."""
    assert (answer.status, answer.told["code"]) == (status, f"ERROR_CODE_{code}"), answer.told
    assert answer.headers[ERROR_HEADER] == answer.told["code"]
    assert answer.told["domain"] == "ERROR_DOMAIN_MANAGER"
