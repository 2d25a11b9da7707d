"""A provider that is no F6: a manager and an inway that answer what a test says, over real mutual TLS."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from federation.domain import certificates, jose, tokens
from federation.domain.contracts import Content
from federation.domain.tokens import Client
from tests.federation import peers
from tests.federation.peers import Answer, Peer
from tests.federation.pki import GROUP_ID, Organisation


def refusal(code: str, *, status: str = "401 Unauthorized") -> Answer:
    """What an inway says no with."""
    body = json.dumps({"message": "no", "domain": "ERROR_DOMAIN_INWAY", "code": code}).encode()
    return peers.says(status, body, f"Fsc-Error-Code: {code}", "Content-Type: application/json")


@dataclass
class Provider:
    """What it gives as a token, and what its inway answers; lists are used up, the last goes on."""

    organisation: Organisation
    reader: Organisation
    held: Content
    peer: Peer = field(default_factory=lambda: Peer(""))
    changed: dict[str, Any] = field(default_factory=dict)
    """Claims that are otherwise than they should be."""
    token_answers: list[Answer] = field(default_factory=list)
    """In place of a token."""
    answers: list[Answer] = field(default_factory=lambda: [peers.says(body=b'{"fine": true}')])
    before_answer: Callable[[str], None] = lambda _head: None
    """What is done when a call came in, before it is answered."""

    @property
    def token_requests(self) -> list[str]:
        return [it for it in self.peer.heads if "POST /v1/token " in it]

    @property
    def calls(self) -> list[str]:
        return [it for it in self.peer.heads if "POST /v1/token " not in it]

    def token(self) -> str:
        """A token as the manager of this provider gives it."""
        client = Client(
            peer_id=self.reader.oin,
            thumbprint=certificates.thumbprint(self.reader.der),
            public_key_thumbprint="",
            names=(),
        )
        claims = tokens.claims_of(
            self.held.grants[0],
            group_id=GROUP_ID,
            audience=self.organisation.address,
            client=client,
            now=datetime.now(UTC),
        )
        key = self.organisation.issued.key
        thumbprint = certificates.thumbprint(self.organisation.der)
        changed = {name: value for name, value in {**claims, **self.changed}.items() if value is not None}
        return jose.sign(changed, key=key, thumbprint=thumbprint)  # type: ignore[arg-type]  # RSA or EC

    async def answer(self, to: Any) -> None:
        """One request; the connection is kept, as HTTP has it of a server that does not say that it closes."""
        head = self.peer.heads[-1]
        if "POST /v1/token " in head:
            given = json.dumps({"access_token": self.token(), "token_type": "bearer"}).encode()
            await _next(self.token_answers, otherwise=peers.says(body=given))(to)
        else:
            self.before_answer(head)
            await _next(self.answers, otherwise=peers.says())(to)


def _next(answers: list[Answer], *, otherwise: Answer) -> Answer:
    if not answers:
        return otherwise
    return answers.pop(0) if len(answers) > 1 else answers[0]


@contextmanager
def providing(organisation: Organisation, reader: Organisation, held: Content) -> Iterator[Provider]:
    """The provider, at its address."""
    found = Provider(organisation, reader, held)
    with peers.serving(organisation, found.answer) as peer:
        found.peer = peer
        yield found


def header(head: str, name: str) -> str | None:
    """The value of a header in the head of a request."""
    for line in head.split("\r\n"):
        found, colon, value = line.partition(":")
        if colon and found.strip().lower() == name.lower():
            return value.strip()
    return None


def expires_in(**seconds: float) -> int:
    """The moment so long from now, in Unix seconds."""
    return int((datetime.now(UTC) + timedelta(**seconds)).timestamp())
