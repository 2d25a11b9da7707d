"""What nobody can do to the listener: hold up others, by saying nothing, or little at a time."""

import contextlib
import socket
from collections.abc import Callable, Iterator

import pytest

from federation.transport import listening
from tests.federation import listeners
from tests.federation.conftest import MakeOrganisation
from tests.federation.listeners import Listener, MakeListener
from tests.federation.pki import Organisation

THREADS = 32
MORE_THAN_THREADS = 40
HALF_A_HELLO = bytes.fromhex("16030100ff010000fb0303")
IMPATIENT_SECONDS = 3.0
"""Less than gunicorn's own worker waits for a first byte."""
NOT_LET_GO = {"ECHO_HANDSHAKE_SECONDS": "120", "ECHO_SILENT_SECONDS": "120"}
"""Who says nothing is not let go while others wait as long as a busy machine needs: they are answered beside him."""
GUNICORNS_OWN = "gthread"
Doing = Callable[[Listener, Organisation], None]


def say_nothing(found: Listener, _by: Organisation) -> None:
    """Connect, and be silent: needs no certificate."""
    for _ in range(MORE_THAN_THREADS):
        found.plain()


def say_half_a_hello(found: Listener, _by: Organisation) -> None:
    """Begin as many handshakes as there are threads for, and no more: needs no certificate either."""
    for _ in range(listening.HANDSHAKES_MAX - 1):
        found.plain().sendall(HALF_A_HELLO)


def say_half_a_hello_more_often(found: Listener, _by: Organisation) -> None:
    for _ in range(MORE_THAN_THREADS):
        found.plain().sendall(HALF_A_HELLO)


def shake_hands_and_say_nothing(found: Listener, by: Organisation) -> None:
    for _ in range(THREADS):
        found.shaken(by)


@pytest.fixture
def zonnendaal(organisation: MakeOrganisation) -> Organisation:
    return organisation("Zonnendaal")


@contextlib.contextmanager
def held_up(listener: MakeListener, other: Organisation, **more: str) -> Iterator[Listener]:
    with listener(other, configuration=listeners.ECHOING, **more) as found:
        yield found


def is_answered(found: Listener, by: Organisation, *, seconds: float) -> bool:
    """Whether somebody else is, who waits no longer."""
    connection = found.connection(by)
    connection.timeout = seconds
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except TimeoutError:
        return False


@pytest.mark.parametrize("hold_up", [say_nothing, say_half_a_hello, shake_hands_and_say_nothing])
def test_who_says_nothing_holds_up_nobody(
    hold_up: Doing, zonnendaal: Organisation, other: Organisation, listener: MakeListener
) -> None:
    with held_up(listener, other, **NOT_LET_GO) as found:
        hold_up(found, zonnendaal)
        assert is_answered(found, zonnendaal, seconds=listeners.ANSWER_SECONDS)


@pytest.mark.verify
@pytest.mark.parametrize("hold_up", [say_nothing, say_half_a_hello_more_often, shake_hands_and_say_nothing])
def test_with_gunicorns_own_worker_who_says_nothing_holds_up_everybody(
    hold_up: Doing, zonnendaal: Organisation, other: Organisation, listener: MakeListener
) -> None:
    """The planted fault: it shows that the test above can fail."""
    with held_up(listener, other, ECHO_WORKER=GUNICORNS_OWN) as found:
        hold_up(found, zonnendaal)
        assert not is_answered(found, zonnendaal, seconds=IMPATIENT_SECONDS)


def test_who_had_a_connection_is_answered_whatever_strangers_do(
    zonnendaal: Organisation, other: Organisation, listener: MakeListener
) -> None:
    with held_up(listener, other) as found:
        kept = found.connection(zonnendaal)
        kept.request("GET", "/")
        kept.getresponse().read()
        say_half_a_hello_more_often(found, zonnendaal)
        kept.request("GET", "/")
        assert kept.getresponse().status == 200


@pytest.mark.verify
def test_hands_that_are_never_shaken_are_let_go(
    zonnendaal: Organisation, other: Organisation, listener: MakeListener
) -> None:
    with held_up(listener, other) as found:
        say_half_a_hello_more_often(found, zonnendaal)
        assert found.ask(zonnendaal, "GET", "/").status == 200  # after waits that are bounded
        assert found.sockets[0].recv(1) == b""


def dripped(found: Listener, by: Organisation, *, first: bytes, then: bytes) -> int:
    """How much could be sent, a little at a time, before the listener let go."""
    connection = found.shaken(by)
    connection.sendall(first)
    connection.settimeout(0.1)
    for count in range(600):
        try:
            connection.sendall(then)
            if connection.recv(1) == b"":
                return count
        except TimeoutError:
            continue
        except OSError:
            return count
    raise AssertionError("the listener never let go")


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param(b"GET / HT", b"T", id="its first line"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\nX: ", b"a", id="a header"),
        pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n", b"a", id="a body"),
        pytest.param(b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n", id="chunks"),
    ],
)
def test_who_sends_a_request_byte_by_byte_is_let_go(
    first: bytes, then: bytes, zonnendaal: Organisation, other: Organisation, listener: MakeListener
) -> None:
    with held_up(listener, other, ECHO_REQUEST_SECONDS="3") as found:
        assert dripped(found, zonnendaal, first=first, then=then) > 1


def test_who_does_not_read_his_answer_is_let_go(
    zonnendaal: Organisation, other: Organisation, listener: MakeListener
) -> None:
    with held_up(listener, other, ECHO_ANSWER_SECONDS="1") as found:
        slow = [found.shaken(zonnendaal) for _ in range(MORE_THAN_THREADS)]
        for it in slow:
            it.sendall(b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
        assert found.ask(zonnendaal, "GET", "/").status == 200  # once those threads are free again
        slow[0].settimeout(listeners.ANSWER_SECONDS)
        assert _all_of(slow[0]) < 64 * 1024 * 1024


def _all_of(connection: socket.socket) -> int:
    """How much comes before the end."""
    found = 0
    with contextlib.suppress(OSError):
        while piece := connection.recv(1024 * 1024):
            found += len(piece)
    return found
