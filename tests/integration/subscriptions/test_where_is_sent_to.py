"""No receiver reaches through us what only we can reach: the resolved address of each connection is judged."""

import socket
from typing import Any

import pytest

from events.models import DeliveryAttempt, ReceiverAllowance
from events.subscriptions.sending import connecting
from events.subscriptions.sending.ping import ping
from tests.integration.store.records import make_zone
from tests.integration.subscriptions.subscribing import allow_loopback, subscribe
from tests.receivers import now, running

pytestmark = pytest.mark.usefixtures("rows")
Outcome = DeliveryAttempt.Outcome
NAME = "receiver.example"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names lead to: the first address now, the next at the next look; other names are looked up as always."""
    known: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def look_up(host: Any, port: Any, *rest: Any, **options: Any) -> Any:
        if host not in known:
            return real(host, port, *rest, **options)
        addresses = known[host]
        address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return real(address, port, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def test_a_name_that_leads_to_a_private_address_is_not_sent_to(names: dict[str, list[str]]) -> None:
    names[NAME] = ["127.0.0.1"]
    make_zone()
    with running() as receiver:
        for host in (NAME, "localhost"):
            sent = ping(subscribe(f"http://{host}:{receiver.port}/hook"), now=now())
            assert sent.attempt.outcome == Outcome.FORBIDDEN, host
    assert receiver.received == []


def test_a_name_that_leads_elsewhere_at_the_second_look_gains_nothing(names: dict[str, list[str]]) -> None:
    names[NAME] = ["127.0.0.2", "127.0.0.1"]
    make_zone()
    ReceiverAllowance.objects.create(network="127.0.0.2", reason="test", plain_http=True)
    with running(host="127.0.0.2") as allowed, running(port=allowed.port) as other:
        subscription = subscribe(f"http://{NAME}:{allowed.port}/hook")
        first, second = (ping(subscription, now=now()).attempt.outcome for _ in range(2))
    assert (first, second) == (Outcome.DELIVERED, Outcome.FORBIDDEN)
    assert (len(allowed.received), len(other.received)) == (1, 0)


def test_without_the_guard_it_would_be_sent_to(names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: addresses are judged when a subscription is made, and not when it is connected to."""
    monkeypatch.setattr(connecting, "may_be_sent_to", lambda _address, **_: True)
    names[NAME] = ["127.0.0.1"]
    make_zone()
    with running() as receiver:
        sent = ping(subscribe(f"http://{NAME}:{receiver.port}/hook"), now=now())
    assert sent.taken_in
    assert len(receiver.received) == 1


def test_a_name_that_leads_nowhere_is_unreachable() -> None:
    make_zone()
    sent = ping(subscribe("https://no-such-name.invalid/hook"), now=now())
    assert sent.attempt.outcome == Outcome.UNREACHABLE
    assert sent.attempt.error


def test_who_does_not_show_a_certificate_that_is_trusted_is_not_sent_to() -> None:
    make_zone()
    allow_loopback()
    with running() as receiver:
        sent = ping(subscribe(f"https://localhost:{receiver.port}/hook"), now=now())
    assert sent.attempt.outcome == Outcome.UNREACHABLE
    assert receiver.received == []


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    make_zone()
    allow_loopback()
    with running() as proxy, running() as receiver:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        assert ping(subscribe(receiver.url), now=now()).taken_in
    assert proxy.received == []
