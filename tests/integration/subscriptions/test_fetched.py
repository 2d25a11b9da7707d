"""What is fetched is not sent: no deliverer ever serves it, and nobody is alarmed that none does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from events import access
from events.models import DeliveryAttempt, ParkedDelivery, Subscription, User
from events.subscriptions.commands import subscribing
from events.subscriptions.delivering import leases
from events.subscriptions.delivering.lag import lag
from events.subscriptions.pulling import feed
from tests.integration.subscriptions.delivering import deliverers, happen
from tests.integration.subscriptions.managing import URL
from tests.integration.subscriptions.subscribing import subscribe, subscriber
from tests.receivers import now, running

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def owner(town: object) -> User:
    return subscriber("haler")


def fetched(owner: User) -> Subscription:
    body = {"name": "Ophalen", "mode": "pull", "startFrom": "beginning"}
    return subscribing.subscribe(body, by=access.principal_of(owner)).subscription


def test_a_deliverer_sends_what_is_sent_and_leaves_alone_what_is_fetched(owner: User) -> None:
    held = fetched(owner)
    with running() as receiver, deliverers():
        subscribe(receiver.url)
        events = happen()
        assert receiver.wait_for(1) == [events[0].id]
        happen()
        receiver.wait_for(2)
    held.refresh_from_db()
    assert (held.fence, held.cursor, held.lease_until) == (0, 0, None)
    assert not DeliveryAttempt.objects.filter(subscription=held).exists()
    assert not ParkedDelivery.objects.exists()


def claimed() -> list[object]:
    found, _last = leases.claim(holder="een", limit=9, running=(), freed=(), now=now())
    return list(found)


def test_it_is_not_even_claimed_and_the_same_one_that_is_sent_is(owner: User) -> None:
    held = fetched(owner)
    happen()
    assert claimed() == []
    Subscription.objects.update(mode="push", url=URL)
    assert claimed() == [held.pk]


def test_nobody_is_alarmed_that_it_is_served_by_nobody(owner: User) -> None:
    fetched(owner)
    happen()
    assert (lag(now=now()).active, lag(now=now()).unserved) == (0, 0)


def test_what_is_fetched_has_no_address_and_the_database_says_so(owner: User) -> None:
    fetched(owner)
    with pytest.raises(IntegrityError, match="subscription_is_sent_or_fetched"), transaction.atomic():
        Subscription.objects.update(url=URL)


def test_how_far_was_asked_is_written_once_in_a_while_only(owner: User) -> None:
    held, by, moment = fetched(owner), access.principal_of(owner), now()
    happen()
    answer = feed.read(held.pk, principal=by, now=moment)
    for after, later, noted in ((answer.to, 4, 0), (answer.to, 6, answer.to), (0, 7, answer.to)):
        feed.read(held.pk, principal=by, after=after, now=moment + timedelta(seconds=later))
        held.refresh_from_db()
        assert held.cursor == noted, later
