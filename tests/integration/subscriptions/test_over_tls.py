"""Delivery over TLS: to who can show that he is the receiver, with our certificate to who asks for one."""

import ssl
from typing import Any

import pytest

from events import access
from events.models import DeliveryAttempt, ReceiverAllowance, Subscription
from events.subscriptions.commands import certificate_changes
from events.subscriptions.sending import connecting, tls
from events.subscriptions.sending.handshake import ask_for_consent
from tests import authority
from tests.authority import DAY, Issued
from tests.database import Database
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.reaching import OTHER, OURS, pinged, showing, trusting
from tests.integration.subscriptions.subscribing import allow_loopback, subscribe
from tests.receivers import Receiver, now, running

pytestmark = pytest.mark.usefixtures("town")
Outcome = DeliveryAttempt.Outcome


def test_an_event_is_delivered_over_tls_to_who_a_trusted_authority_vouches_for() -> None:
    with running(tls=OURS.issue().server()) as receiver:
        trusting(subscribe(receiver.url), OURS)
        with deliverers():
            (event,) = happen()
            assert receiver.wait_for(1) == [event.id]
    assert receiver.received[0].request.version == (1, 1)
    assert set(receiver.names_asked) == {"localhost"}, "who is looked for is named in the handshake"


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(OTHER.issue(), id="of an authority that is not trusted"),
        pytest.param(OURS.issue(names=["elders.example.nl"]), id="of somebody else"),
        pytest.param(OURS.issue(names=[]), id="of nobody by name"),
        pytest.param(OURS.issue(until=-DAY), id="that ended"),
        pytest.param(OURS.issue(since=DAY), id="of the future"),
        pytest.param(authority.self_signed(), id="that nobody vouches for"),
        pytest.param(OURS.issue(purposes=[authority.CLIENT]), id="of a client"),
    ],
)
def test_a_receiver_with_a_certificate_is_not_sent_to(shown: Issued) -> None:
    with running(tls=shown.server()) as receiver:
        attempt = pinged(trusting(subscribe(receiver.url), OURS))
    assert (attempt.outcome, attempt.status) == (Outcome.UNREACHABLE, None)
    assert "CERTIFICATE_VERIFY_FAILED" in attempt.error
    assert receiver.received == []


def test_who_trusts_one_authority_trusts_the_systems_no_more(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The system of this test trusts `OURS`; a subscription that names another does not."""
    file = tmp_path / "system.pem"
    file.write_text(OURS.pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    tls.ordinary.cache_clear()
    try:
        with running(tls=OURS.issue().server()) as receiver:
            held = subscribe(receiver.url)
            assert pinged(held).outcome == Outcome.DELIVERED
            assert pinged(trusting(held, OTHER)).outcome == Outcome.UNREACHABLE
            assert pinged(trusting(held, OTHER, OURS)).outcome == Outcome.DELIVERED
            certificate_changes.trust_as_ever(held.pk, by=access.principal_of(held.owner))
            held.refresh_from_db()
            assert pinged(held).outcome == Outcome.DELIVERED
    finally:
        tls.ordinary.cache_clear()


def test_an_intermediate_may_be_trusted_alone_and_vouches_for_its_own_only() -> None:
    below, beside = OURS.below(), OURS.below("ernaast")
    with running(tls=below.issue().server()) as one, running(tls=beside.issue().server()) as other:
        assert pinged(trusting(subscribe(one.url), below)).outcome == Outcome.DELIVERED
        assert pinged(trusting(subscribe(other.url), below)).outcome == Outcome.UNREACHABLE
        assert pinged(trusting(subscribe(other.url), OURS)).outcome == Outcome.DELIVERED


def test_a_server_that_speaks_only_what_came_before_1_2_is_not_sent_to() -> None:
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with running(tls=OURS.issue().server(context=old)) as receiver:
        assert pinged(trusting(subscribe(receiver.url), OURS)).outcome == Outcome.UNREACHABLE
    assert receiver.received == []


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_receiver_that_demands_a_client_certificate_gets_it(version: ssl.TLSVersion) -> None:
    demanding = OURS.issue().server(clients_of=OURS.pem)
    demanding.minimum_version = demanding.maximum_version = version
    shown = OURS.below().issue("F6 van Voorbeeldstad", names=[])
    with running(tls=demanding) as receiver:
        held = trusting(subscribe(receiver.url), OURS)
        assert pinged(held).outcome == Outcome.UNREACHABLE, "without a certificate"
        assert receiver.received == []
        showing(held, shown)
        assert pinged(held).outcome == Outcome.DELIVERED
        assert ask_for_consent(held).attempt.outcome == Outcome.DELIVERED
        with deliverers():
            (event,) = happen()
            until(lambda: [it for it in list(receiver.taken) if it.headers.get("webhook-id") == str(event.id)])
    assert {it.certificate for it in receiver.received} == {"F6 van Voorbeeldstad"}


def test_a_receiver_that_demands_a_client_certificate_refuses_another_authoritys() -> None:
    with running(tls=OURS.issue().server(clients_of=OURS.pem)) as receiver:
        held = showing(trusting(subscribe(receiver.url), OURS), OTHER.issue("een ander", names=[]))
        assert pinged(held).outcome == Outcome.UNREACHABLE
    assert receiver.received == []


def test_what_is_trusted_anew_holds_for_what_is_being_delivered(town: Database) -> None:
    """A turn that runs ends when what it goes by changes: what comes then goes by the new trust."""
    with running(tls=OURS.issue().server()) as receiver:
        held = trusting(subscribe(receiver.url), OTHER)
        with deliverers():
            (event,) = happen()
            until(lambda: DeliveryAttempt.objects.filter(outcome=Outcome.UNREACHABLE).first())
            assert receiver.received == []
            held.schedule = [1, 1, 1, 1]
            Subscription.objects.update(schedule=[1, 1, 1, 1])
            trusting(held, OURS)
            held.parked.update(next_try_at=now())
            assert receiver.wait_for(1) == [event.id]


# -- where may be sent to holds here too -------------------------------------------------------------------------------


def sent_where_it_may_not() -> tuple[DeliveryAttempt, Receiver]:
    ReceiverAllowance.objects.all().delete()
    with running(tls=OURS.issue().server()) as receiver:
        attempt = pinged(trusting(subscribe(receiver.url), OURS))
    return attempt, receiver


def test_a_private_address_is_not_connected_to_whatever_is_trusted_there() -> None:
    attempt, receiver = sent_where_it_may_not()
    assert attempt.outcome == Outcome.FORBIDDEN
    assert receiver.names_asked == []


def test_without_the_guard_it_would_be_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: the connections of a subscription's own are not judged."""
    monkeypatch.setattr(connecting, "may_be_sent_to", lambda _address, **_: True)
    attempt, receiver = sent_where_it_may_not()
    assert attempt.outcome == Outcome.DELIVERED
    assert receiver.names_asked


def test_without_tls_nothing_that_lets_us_in_is_sent() -> None:
    allow_loopback()
    with running() as receiver:
        held = subscribe("https://localhost/hook")
        trusting(held, OURS)
        held.url = receiver.url  # no command lets it come to this
        assert pinged(held).outcome == Outcome.FORBIDDEN
    assert receiver.received == []
