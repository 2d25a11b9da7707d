"""What the BSN service takes in: what F6 signed a moment ago, and nothing else. Of the rest it says nothing."""

import base64
import json
import socket
import stat
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

import pytest
from standardwebhooks import Webhook

from events.subscriptions.domain.signing import KeyPair, SharedSecret, signed_headers
from examples.bsn_service import receiving
from examples.bsn_service.book import Book, Message, Subscription
from examples.bsn_service.receiving import Receiver

KEY: Final = SharedSecret(secret=b"k" * 32)
ID: Final = "01a218ab-74b7-7a8c-9a4d-44197acc65e9"
NOTICE: Final = {
    "specversion": "1.0",
    "id": ID,
    "source": "urn:nld:oin:00000099000000001000:systeem:f6-burgerlijke-stand",
    "type": "nl.f6.geboorte.validation.v1",
    "time": "2026-11-26T12:00:00Z",
    "data": {"id": ID, "object_ids": ["61ab09bb-e1bf-5619-a3c5-4fb0168ab1db"]},
}
NOTHING: Final[Mapping[str, str]] = {}


def signed(body: bytes, *, key: SharedSecret | KeyPair = KEY, late: timedelta = timedelta(0)) -> dict[str, str]:
    """The headers with which F6 sends these bytes, so much later than it is now."""
    timestamp = int((datetime.now(UTC) + late).timestamp())
    return signed_headers(body, webhook_id=ID, timestamp=timestamp, keys=[key])


def text(**more: Any) -> bytes:
    return json.dumps({**NOTICE, **more}).encode()


@dataclass(frozen=True)
class Listening:
    """A receiver that runs, its book, and how often it said that there is work."""

    port: int
    book: Book
    woken: threading.Event

    def ask(self, method: str, path: str = "/hook", *, body: bytes = b"", headers: Mapping[str, str] = NOTHING) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body=body or None, headers=dict(headers))
        answer = connection.getresponse()
        said = (answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()})
        connection.close()
        return said

    def post(self, body: bytes, headers: Mapping[str, str]) -> int:
        status, said, _headers = self.ask("POST", body=body, headers=headers)
        assert said == b"", "an answer tells nothing"
        return int(status)

    def raw(self, *pieces: bytes) -> bytes:
        """What comes back to these bytes, until the other hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as other:
            for piece in pieces:
                other.sendall(piece)
            return until_the_end(other)


def until_the_end(other: socket.socket) -> bytes:
    found = b""
    while piece := other.recv(4096):
        found += piece
    return found


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Listening]:
    book = Book(tmp_path / "book.sqlite3")
    book.keep_subscription(Subscription(id="it", secret=KEY.text, source_id="we"))
    woken = threading.Event()
    with Receiver(("127.0.0.1", 0), book=book, origin="f6.example.nl", kept=woken.set) as receiver:
        thread = threading.Thread(target=receiver.serve_forever, args=[0.01], daemon=True)
        thread.start()
        yield Listening(receiver.server_port, book, woken)
        receiver.shutdown()
        thread.join(10)


def test_a_notice_that_f6_signed_is_in_the_book_when_it_is_answered(listening: Listening) -> None:
    assert listening.post(text(), signed(text())) == 204
    assert listening.book.messages() == [Message(id=ID, body=text())]
    assert listening.woken.is_set()


def test_what_the_library_of_the_standard_signs_is_taken_in_too(listening: Listening) -> None:
    now = datetime.now(UTC)
    headers = {
        "webhook-id": ID,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(KEY.text).sign(ID, now, text().decode()),
    }
    assert listening.post(text(), headers) == 204


def test_a_notice_that_comes_again_is_kept_once(listening: Listening) -> None:
    headers = signed(text())
    assert {listening.post(text(), headers) for _ in range(3)} == {204}
    assert len(listening.book.messages()) == 1


def test_while_a_key_is_replaced_either_signature_will_do(listening: Listening) -> None:
    headers = signed(text())
    another = signed(text(), key=SharedSecret(secret=b"o" * 32))["webhook-signature"]
    pair = signed(text(), key=KeyPair(secret=b"p" * 32))["webhook-signature"]
    headers["webhook-signature"] = f"{another} {pair} {headers['webhook-signature']}"
    assert listening.post(text(), headers) == 204


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("webhook-signature", None),
        ("webhook-signature", ""),
        ("webhook-signature", "v1,"),
        ("webhook-signature", "v1"),
        ("webhook-signature", "v1,,"),
        ("webhook-signature", "v1,not base64!"),
        ("webhook-signature", "v1," + base64.b64encode(b"x" * 32).decode()),
        ("webhook-signature", "v1a," + base64.b64encode(b"x" * 64).decode()),
        ("webhook-id", None),
        ("webhook-id", "another"),
        ("webhook-timestamp", None),
        ("webhook-timestamp", "yesterday"),
        ("webhook-timestamp", "nan"),
        ("webhook-timestamp", "1e400"),
        ("webhook-timestamp", "-1"),
        ("webhook-timestamp", "9" * 5000),
    ],
)
def test_what_is_not_signed_so_is_not_taken_in(listening: Listening, name: str, value: str | None) -> None:
    headers = signed(text()) | ({} if value is None else {name: value})
    if value is None:
        del headers[name]
    assert listening.post(text(), headers) == 401
    assert listening.book.messages() == []


def test_another_secret_or_another_body_is_not_taken_in(listening: Listening) -> None:
    assert listening.post(text(), signed(text(), key=SharedSecret(secret=b"o" * 32))) == 401
    assert listening.post(text(type="nl.f6.geboorte.claim.v1"), signed(text())) == 401
    assert listening.post(b"\xff\xfe", signed(b"\xff\xfe")) == 401
    assert listening.book.messages() == []


@pytest.mark.parametrize("minutes", [-6, 6, -60 * 24 * 365])
def test_what_was_signed_at_another_time_is_not_taken_in(listening: Listening, minutes: int) -> None:
    assert listening.post(text(), signed(text(), late=timedelta(minutes=minutes))) == 401


@pytest.mark.parametrize("minutes", [-4, 4])
def test_clocks_may_differ_by_a_few_minutes(listening: Listening, minutes: int) -> None:
    assert listening.post(text(), signed(text(), late=timedelta(minutes=minutes))) == 204


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"[" * 50_000,
        text(specversion="0.3"),
        text(id="another"),
        text(id=7),
        text(type=None),
        text(time=None),
    ],
)
def test_what_is_signed_but_no_notice_is_refused(listening: Listening, body: bytes) -> None:
    assert listening.post(body, {"Content-Length": str(len(body)), **signed(body)}) == 400
    assert listening.book.messages() == []


@pytest.mark.parametrize("kind", ["nl.f6.ping.v1", "nl.f6.overlijden.validation.v1"])
def test_what_we_did_not_ask_for_is_taken_in_and_forgotten(listening: Listening, kind: str) -> None:
    assert listening.post(text(type=kind), signed(text(type=kind))) == 204
    assert listening.book.messages() == []


def test_without_a_subscription_nothing_is_taken_in(listening: Listening, tmp_path: Path) -> None:
    listening.book.path.unlink()
    Book(listening.book.path)
    assert listening.post(text(), signed(text())) == 401


def test_a_huge_body_is_refused_before_it_is_read(listening: Listening) -> None:
    said = listening.raw(b"POST /hook HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n", b"x" * 1000)
    assert said.startswith(b"HTTP/1.1 413 ")
    length = receiving.BODY_BYTES_MAX
    most = text(data={"x": ""})
    most = text(data={"x": "x" * (length - len(most))})
    assert len(most) == length
    assert listening.post(most, signed(most)) == 204
    assert listening.post(most + b" ", signed(most + b" ")) == 413


@pytest.mark.parametrize(
    "length", [b"", b"Content-Length: -1\r\n", b"Content-Length: 1_0\r\n", b"Content-Length: x\r\n"]
)
def test_a_body_of_unknown_length_is_refused(listening: Listening, length: bytes) -> None:
    said = listening.raw(b"POST /hook HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n" + length + b"\r\n5\r\n")
    assert said.startswith(b"HTTP/1.1 411 ")


def test_who_is_slow_is_hung_up_on(listening: Listening, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving._Handler, "timeout", 0.2)
    assert listening.raw(b"POST /hook HTTP/1.1\r\nContent-Length: 10\r\n\r\nx").count(b" 204 ") == 0
    assert listening.post(text(), signed(text())) == 204


def test_a_body_that_ends_too_soon_is_refused(listening: Listening) -> None:
    with socket.create_connection(("127.0.0.1", listening.port), timeout=20) as other:
        other.sendall(b"POST /hook HTTP/1.1\r\nContent-Length: 10\r\n\r\nx")
        other.shutdown(socket.SHUT_WR)
        assert until_the_end(other).startswith(b"HTTP/1.1 400 ")


def test_a_book_that_cannot_be_written_asks_for_patience(listening: Listening) -> None:
    listening.book.path.unlink()
    listening.book.path.mkdir()
    status, said, headers = listening.ask("POST", body=text(), headers=signed(text()))
    assert (status, said, headers["retry-after"]) == (503, b"", "5")


def test_f6_is_told_that_it_may_send(listening: Listening) -> None:
    status, _said, headers = listening.ask("OPTIONS", headers={"WebHook-Request-Origin": "F6.example.nl"})
    assert status == 200
    assert headers["webhook-allowed-origin"] == "F6.example.nl"
    assert int(headers["webhook-allowed-rate"]) > 0


@pytest.mark.parametrize(
    ("path", "asked"), [("/hook", {}), ("/hook", {"WebHook-Request-Origin": "else.where"}), ("/", {})]
)
def test_nobody_else_is(listening: Listening, path: str, asked: Mapping[str, str]) -> None:
    status, _said, headers = listening.ask("OPTIONS", path, headers=asked)
    assert status == 403
    assert not [name for name in headers if name.startswith("webhook")]


def test_only_the_hook_takes_in_notices(listening: Listening) -> None:
    assert listening.ask("POST", "/elsewhere", body=text(), headers=signed(text()))[0] == 404
    assert listening.ask("GET", "/elsewhere")[0] == 404
    assert listening.ask("PUT", "/hook", body=text(), headers=signed(text()))[0] == 501


def test_how_it_fares_names_nobody_and_no_number(listening: Listening) -> None:
    listening.post(text(), signed(text()))
    status, said, _headers = listening.ask("GET", "/livez")
    assert status == 200
    assert json.loads(said) == {"status": "ok", "messagesWaiting": 1, "numbersGiven": 0, "claimsWaiting": 0}


def test_the_book_stays_private_while_it_is_written(listening: Listening) -> None:
    listening.post(text(), signed(text()))
    modes = {stat.S_IMODE(it.stat().st_mode) for it in listening.book.path.parent.iterdir()}
    assert modes == {0o600}
