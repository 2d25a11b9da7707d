"""Connections of a subscription's own: shared with nobody, closed when nobody uses them, and no harm to others."""

import asyncio
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from events.domain.subscription_refusals import AccessSealed
from events.models import DeliveryAttempt, ReceiverAccess, Subscription, SubscriptionKey
from events.subscriptions import keys
from events.subscriptions.delivering import loading
from events.subscriptions.domain.access import Access
from events.subscriptions.sending import pools
from events.subscriptions.sending.ping import ping
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.reaching import OURS, pinged, showing, trusting
from tests.integration.subscriptions.subscribing import subscribe
from tests.receivers import Receiver, now, running

pytestmark = pytest.mark.usefixtures("town")
Outcome = DeliveryAttempt.Outcome

# -- nothing is shared between subscriptions ---------------------------------------------------------------------------


def two_at_one_receiver(receiver: Receiver) -> None:
    """Two subscriptions at one receiver, each with a certificate of its own, delivered by one deliverer."""
    for name in ("afdeling A", "afdeling B"):
        showing(trusting(subscribe(receiver.url), OURS), OURS.issue(name, names=[]))
    with deliverers():
        happen()
        receiver.wait_for(2)
        happen()
        receiver.wait_for(4)


def shown_by_connection(receiver: Receiver) -> Mapping[Any, set[str]]:
    found: dict[Any, set[str]] = {}
    for it in receiver.received:
        found.setdefault(it.connection, set()).add(it.certificate)
    return found


def test_two_subscriptions_with_different_certificates_never_share_a_connection() -> None:
    with running(tls=OURS.issue().server(clients_of=OURS.pem)) as receiver:
        two_at_one_receiver(receiver)
    assert sorted(it.certificate for it in receiver.received) == ["afdeling A"] * 2 + ["afdeling B"] * 2
    assert all(len(names) == 1 for names in shown_by_connection(receiver).values())


def test_kept_by_the_host_alone_they_would(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: connections are kept by where they go, whoever they are for."""
    monkeypatch.setattr(pools, "key_of", lambda _access: "one for all")
    with running(tls=OURS.issue().server(clients_of=OURS.pem)) as receiver:
        two_at_one_receiver(receiver)
    assert len({it.certificate for it in receiver.received}) == 1, "one of the two went under the other's name"


async def used(count: int) -> int:
    """How many pools are left when so many were used, one after another."""
    held = pools.Pools(())
    for _ in range(count):
        async with held.of(Access(mark=uuid4(), authorities=OURS.pem)):
            await held.tidy()
    await held.tidy()
    left = len(held)
    await held.close()
    return left


@pytest.mark.parametrize(
    ("unused_seconds", "most", "left"), [(-1, 128, 0), (600, 128, 5), (600, 2, 2)], ids=["old", "few", "many"]
)
def test_pools_that_nobody_uses_are_closed(
    monkeypatch: pytest.MonkeyPatch, unused_seconds: float, most: int, left: int
) -> None:
    monkeypatch.setattr(pools, "UNUSED_SECONDS", unused_seconds)
    monkeypatch.setattr(pools, "POOLS_MAX", most)
    assert asyncio.run(used(5)) == left


def test_a_pool_that_somebody_waits_for_or_uses_is_not_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pools, "UNUSED_SECONDS", -1)
    monkeypatch.setattr(pools, "POOLS_MAX", 0)
    access_ = Access(mark=uuid4(), authorities=OURS.pem)

    async def two_at_once() -> tuple[bool, bool]:
        held = pools.Pools(())

        async def one() -> pools.Pool:
            async with held.of(access_) as pool:
                await asyncio.gather(*(held.tidy() for _ in range(3)))
                assert not pool.session.closed
                return pool

        first, second = asyncio.create_task(one()), asyncio.create_task(one())
        await asyncio.sleep(0)
        await held.tidy()  # while it is being made
        made = await asyncio.gather(first, second)
        await held.tidy()
        return made[0] is made[1], made[0].session.closed

    assert asyncio.run(two_at_once()) == (True, True)


def test_certificates_that_tls_does_not_take_any_more_are_told_of_and_harm_nobody_else() -> None:
    """As after OpenSSL began to ask more than when they were given."""
    with running(tls=OURS.issue().server()) as receiver:
        broken, sound = (trusting(subscribe(receiver.url), OURS) for _ in range(2))
        ReceiverAccess.objects.filter(subscription=broken).update(authorities="geen certificaat")
        with deliverers():
            (event,) = happen()
            assert receiver.wait_for(1) == [event.id]
            until(lambda: DeliveryAttempt.objects.filter(subscription=broken).first())
    attempt = DeliveryAttempt.objects.filter(subscription=broken).earliest("pk")
    assert (attempt.outcome, attempt.status) == (Outcome.UNREACHABLE, None)
    assert attempt.error.startswith("the certificates of this subscription cannot be used")
    assert DeliveryAttempt.objects.get(subscription=sound).outcome == Outcome.DELIVERED


def test_what_cannot_be_opened_rests_and_harms_nobody_else(settings: Settings) -> None:
    with running(tls=OURS.issue().server()) as receiver:
        closed = showing(trusting(subscribe(receiver.url), OURS), OURS.issue("F6", names=[]))
        settings.SUBSCRIPTION_KEY = "n" * 50
        sound = trusting(subscribe(receiver.url), OURS)
        SubscriptionKey.objects.filter(subscription=closed).delete()
        keys.new_key(closed, scheme=SubscriptionKey.Scheme.V1, now=now())
        unsigned = subscribe(receiver.url)
        SubscriptionKey.objects.filter(subscription=unsigned).update(private_key=b"sealed with what is gone")
        with deliverers():
            (event,) = happen()
            assert receiver.wait_for(1) == [event.id]
            until(lambda: Subscription.objects.filter(rest_until__isnull=False).count() == 2)
    assert [it.subscription_id for it in DeliveryAttempt.objects.all()] == [sound.pk]
    with pytest.raises(AccessSealed):
        ping(closed, now=now())


def test_a_scheme_in_capitals_is_the_same_scheme() -> None:
    with running(tls=OURS.issue().server()) as receiver:
        held = trusting(subscribe(receiver.url.replace("https", "HTTPS")), OURS)
        assert pinged(held).outcome == Outcome.DELIVERED


def test_who_asks_for_nothing_of_this_costs_no_look_at_it() -> None:
    plain = [subscribe("https://ontvanger.example.nl/hook").pk for _ in range(3)]
    with CaptureQueriesContext(connection) as asked:
        loading.held(plain, now=now())
    assert not any("receiveraccess" in query["sql"] for query in asked.captured_queries)
    without = len(asked)
    trusting(Subscription.objects.get(pk=plain[0]), OURS)
    with CaptureQueriesContext(connection) as asked:
        loading.held(plain, now=now())
    assert len(asked) == without + 1, "one more for however many ask for it"
