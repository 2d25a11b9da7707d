"""A peer of the group that is no F6: it makes contracts and signs by itself, and has a manager of its own over TLS.

    with foreign_peers.running(organisation("Gemeente Verweg")) as verweg:
        content = verweg.asks_for(service="f6-zone-burgerlijke-stand", of=ours.oin)
        assert verweg.post(content).status_code == 201

What it sends goes through Django's test client, with its certificate where the listener puts it; what it is sent
arrives over mutual TLS and is kept in `came`.
"""

import base64
import json
import re
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from uuid import uuid4

from cryptography.hazmat.primitives.serialization import Encoding
from django.test import Client

from federation.domain import certificates, hashes, jose
from tests.authority import Issued
from tests.federation import standard
from tests.federation.pki import GROUP_ID, Organisation

Answer = tuple[int, Mapping[str, Any] | bytes]
KEYS = "/v1/.well-known/jwks.json"


@dataclass(frozen=True, kw_only=True)
class Came:
    """A request that came to the peer's manager."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Any
    certificate: bytes

    @property
    def kind(self) -> str:
        """The last part of its path: contracts, accept, reject, revoke, announce."""
        return urlsplit(self.path).path.rpartition("/")[2]


@dataclass(kw_only=True, eq=False)
class ForeignPeer:
    """Somebody else's manager. `answers` is what it says to a request; `keys` whose certificates are in its key set."""

    organisation: Organisation
    keys: list[Issued] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)
    answers: Callable[[Came], Answer] = field(default=lambda came: usual(came))  # noqa: PLW0108  # it stands below
    key_sets_asked: int = 0

    @property
    def id(self) -> str:
        return self.organisation.oin

    def content(self, *grants: Mapping[str, Any], **other: Any) -> dict[str, Any]:
        """Content with these grants (what is inside `data`), good from an hour ago for a year; `other` replaces."""
        now = int(time.time())
        return {
            "fsc_version": "2.0.0",
            "iv": str(uuid4()),
            "group_id": GROUP_ID,
            "validity": {"not_before": now - 3_600, "not_after": now + 365 * 86_400},
            "grants": [{"data": dict(grant)} for grant in grants],
            "hash_algorithm": "HASH_ALGORITHM_SHA3_512",
            "created_at": now - 60,
            **other,
        }

    def asks_for(self, *, service: str, of: str, **other: Any) -> dict[str, Any]:
        """Content by which its outway may connect to a service of this peer."""
        return self.content(self.connection(service=service, of=of), **other)

    def connection(self, *, service: str, of: str, properties: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The grant for that."""
        key = certificates.public_key_thumbprint(self.organisation.issued.certificate)
        return {
            "type": "GRANT_TYPE_SERVICE_CONNECTION",
            "outway": {
                "peer_id": self.id,
                "identification": {
                    "type": "OUTWAY_IDENTIFICATION_TYPE_PUBLIC_KEY_THUMBPRINT",
                    "public_key_thumbprint": key,
                },
            },
            "service": {"type": "SERVICE_TYPE_SERVICE", "peer_id": of, "name": service},
            **({"properties": dict(properties)} if properties else {}),
        }

    def publication(
        self, *, service: str, at: str, properties: Mapping[str, Any] | None = None, delegator: str = ""
    ) -> dict[str, Any]:
        """The grant by which a directory lists its service, on behalf of the delegator when there is one."""
        kind = "GRANT_TYPE_DELEGATED_SERVICE_PUBLICATION" if delegator else "GRANT_TYPE_SERVICE_PUBLICATION"
        return {
            "type": kind,
            "directory": {"peer_id": at},
            "service": {"peer_id": self.id, "name": service, "protocol": "PROTOCOL_TCP_HTTP_1.1"},
            **({"delegator": {"peer_id": delegator}} if delegator else {}),
            **({"properties": dict(properties)} if properties else {}),
        }

    def signs(
        self, content: Mapping[str, Any], kind: str = "accept", *, by: Issued | None = None, **claims: Any
    ) -> str:
        """What it signs of content. `claims` replace those of the payload."""
        issued = by or self.organisation.issued
        der = issued.certificate.public_bytes(Encoding.DER)
        payload = {
            "contract_content_hash": hashes.content_hash(content),
            "type": kind,
            "signed_at": int(time.time()),
            **claims,
        }
        return jose.sign(payload, key=issued.key, thumbprint=certificates.thumbprint(der))  # type: ignore[arg-type]  # tests make RSA and EC keys only

    def post(self, content: Mapping[str, Any], *, signature: str | None = None, **headers: str) -> Any:
        """Send a contract to us."""
        return self._send(
            "post", "/v1/contracts", {"content": content, "signature": signature or self.signs(content)}, headers
        )

    def put(self, content: Mapping[str, Any], kind: str, *, signature: str | None = None, at: str | None = None) -> Any:
        """Send what it signed of a contract to us; `at` is the hash in the address."""
        place = quote(at or hashes.content_hash(content), safe="")
        body = {"content": content, "signature": signature or self.signs(content, kind)}
        return self._send("put", f"/v1/contracts/{place}/{kind}", body, {})

    def post_bytes(self, body: bytes) -> Any:
        """Send these bytes where contracts are taken."""
        told = {"Fsc-Manager-Address": self.organisation.address}
        return Client().post("/v1/contracts", body, "application/json", headers=told, **self._meta())

    def announces(self) -> Any:
        """Tell us where its manager is."""
        return self._send("put", "/v1/announce", None, {})

    def get(self, path: str, **query: Any) -> Any:
        """Ask something of our manager."""
        return self._judged("GET", f"/v1/{path}", Client().get(f"/v1/{path}", query, **self._meta()))

    def _send(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Any:
        told = {"Fsc-Manager-Address": self.organisation.address, **headers}
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        answer = getattr(Client(), method)(path, headers=told, **sent, **self._meta())
        return self._judged(method.upper(), path, answer)

    def _judged(self, method: str, path: str, answer: Any) -> Any:
        """The answer, once the standard's own description allows it (where that is at hand)."""
        described = re.sub(r"^/contracts/[^/]+/", "/contracts/{hash}/", path.removeprefix("/v1"))
        if standard.FILE.exists() and described in standard.document()["paths"]:
            body = json.loads(answer.content) if answer.content else None
            standard.judge(method, described, status=answer.status_code, headers=answer.headers, body=body)
        return answer

    def _meta(self) -> dict[str, Any]:
        return {"f6.client_certificate": self.organisation.der}

    @property
    def key_set(self) -> dict[str, Any]:
        """What it gives as its key set: only certificates count in it."""
        return {"keys": [{"kty": "EC", "use": "sig", "x5c": _x5c(it)} for it in self.keys]}


@contextmanager
def running(organisation: Organisation) -> Iterator[ForeignPeer]:
    """Such a peer, whose manager answers at its address for as long as the block lasts."""
    peer = ForeignPeer(organisation=organisation, keys=[organisation.issued])
    server = ThreadingHTTPServer((organisation.host, organisation.port), _handler(peer))
    server.daemon_threads = True
    context = organisation.issued.server(clients_of=organisation.anchors)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(peer: ForeignPeer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            if self.path == KEYS:
                peer.key_sets_asked += 1
                self._send((200, peer.key_set))
                return
            assert isinstance(self.connection, ssl.SSLSocket)
            length = int(self.headers.get("Content-Length") or 0)
            came = Came(
                method=self.command,
                path=unquote(self.path),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=json.loads(self.rfile.read(length)) if length else None,
                certificate=self.connection.getpeercert(binary_form=True) or b"",
            )
            peer.came.append(came)
            self._send(peer.answers(came))

        def _send(self, answer: Answer) -> None:
            status, body = answer
            sent = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(sent)))
            self.end_headers()
            self.wfile.write(sent)

        do_GET = do_POST = do_PUT = _answer  # noqa: N815  # as http.server names them

        def log_message(self, *_: Any) -> None:
            """Say nothing: tests tell what came."""

    return Handler


def usual(came: Came) -> Answer:
    """What a manager says that takes everything and knows nothing."""
    if came.method != "GET":
        return (200 if came.kind == "announce" else 201, b"")
    name = urlsplit(came.path).path.rpartition("/")[2]
    return 200, {name: [], "pagination": {"next_cursor": ""}}


def _x5c(issued: Issued) -> list[str]:
    chain = (issued.certificate, *(it for it in issued.issuers if it.subject != it.issuer))
    return [base64.b64encode(it.public_bytes(Encoding.DER)).decode() for it in chain]
