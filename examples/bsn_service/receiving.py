"""The receiver: agrees to be told by F6, and keeps every notice that F6 signed before it says that it took it in.

It looks into nothing: F6 must not have to wait for what we do with a notice, nor we for an F6 that waits for us. The
signature is checked with the library of the standard (https://www.standardwebhooks.com), over the very bytes.
"""

import json
import sqlite3
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

from standardwebhooks import Webhook, WebhookVerificationError

from .book import Book, Message

PATH: Final = "/hook"
HEALTH: Final = "/livez"
BODY_BYTES_MAX: Final = 64 * 1024
"""What every receiver of CloudEvents takes; our notices are thin, and far smaller."""
SECONDS_MAX: Final = 10.0
"""How long somebody may take to send us something."""
ALLOWED_PER_MINUTE: Final = 600
WANTED: Final = ".geboorte."


class Refused(Exception):
    """A request that is not taken in, and the status that says so; the answer says nothing else."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Receiver(ThreadingHTTPServer):
    """Listens at `address`. `origin` is the one name that may send to us, `kept` is called after each notice."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], *, book: Book, origin: str, kept: Callable[[], None]) -> None:
        self.book, self.origin, self.kept = book, origin, kept
        super().__init__(address, _Handler)


def verified(headers: dict[str, str], body: bytes, *, secret: str) -> dict[str, Any]:
    """The notice in these bytes, when who knows the secret signed them less than five minutes ago.

    Raises `Refused`: 401 for what is not signed so, 400 for what is signed but no notice.
    """
    try:
        Webhook(secret).verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError) as fault:  # ValueError: what cannot even be read as a signature
        raise Refused(401) from fault
    try:
        notice = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Refused(400) from fault
    lower = {name.lower(): value for name, value in headers.items()}
    if not isinstance(notice, dict) or not all(isinstance(notice.get(it), str) for it in ("id", "type", "time")):
        raise Refused(400)
    if notice.get("specversion") != "1.0" or notice["id"] != lower["webhook-id"]:
        raise Refused(400)
    return notice


class _Handler(BaseHTTPRequestHandler):
    server: Receiver
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "bsn-service", ""
    timeout = SECONDS_MAX

    def do_OPTIONS(self) -> None:
        """The handshake of CloudEvents: yes to F6, to nobody else."""
        asked = self.headers.get("WebHook-Request-Origin", "")
        if self.path != PATH or asked.lower() != self.server.origin.lower():
            self._answer(403)
            return
        self._answer(200, {"WebHook-Allowed-Origin": asked, "WebHook-Allowed-Rate": str(ALLOWED_PER_MINUTE)})

    def do_POST(self) -> None:
        """A notice: 204 once it is in the book."""
        try:
            self._take_in()
        except Refused as refusal:
            self._answer(refusal.status)
        except sqlite3.Error as fault:
            print(f"the book cannot be written: {fault}", flush=True)
            self._answer(503, {"Retry-After": "5"})
        else:
            self._answer(204)

    def do_GET(self) -> None:
        """How it fares, for who looks after processes."""
        if self.path == HEALTH:
            self._answer(200, text=json.dumps({"status": "ok", **self.server.book.tally()}))
        else:
            self._answer(404)

    def _take_in(self) -> None:
        if self.path != PATH:
            raise Refused(404)
        body = self._body()
        subscription = self.server.book.subscription()
        if subscription is None:
            raise Refused(401)
        headers = {name.lower(): value for name, value in self.headers.items()}
        notice = verified(headers, body, secret=subscription.secret)
        if WANTED in notice["type"]:  # what we did not ask for, such as a ping, is taken in and forgotten
            self.server.book.keep(Message(id=notice["id"], body=body))
            self.server.kept()

    def _body(self) -> bytes:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            raise Refused(411)
        if len(length) > len(str(BODY_BYTES_MAX)) or int(length) > BODY_BYTES_MAX:
            raise Refused(413)
        body = self.rfile.read(int(length))
        if len(body) != int(length):
            raise Refused(400)
        return body

    def _answer(self, status: int, headers: dict[str, str] | None = None, *, text: str = "") -> None:
        """Answer and, after a refusal, hang up: what the other still sends is not read."""
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(text.encode())))
        if status >= 400:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_said: object) -> None:
        """Say nothing of each request: F6 keeps every attempt."""
