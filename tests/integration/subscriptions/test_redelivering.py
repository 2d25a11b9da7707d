"""Delivering once more: what is put in line, what waits for what, and what it does beside who delivers."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from events import access
from events.domain.event import Event
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound
from events.domain.subscription_refusals import NotAskedFor, NotPassedYet, SubscriptionNotFound, TooManyToRedeliver
from events.models import AdministrativeChange, ParkedDelivery, Subscription, User
from events.store import seq_of
from events.subscriptions.commands import redelivering
from events.subscriptions.commands.redelivering import (
    ParkedChoice,
    Redelivery,
    redeliver_event,
    redeliver_parked,
    redeliver_since,
)
from events.subscriptions.delivering import loading
from tests.builders import DEATH
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.managing import last_change
from tests.integration.subscriptions.subscribing import subscribe, subscriber
from tests.receivers import Receiver, running, status

State = ParkedDelivery.State


def passed(*, count: int, owner: User, **fields: Any) -> Subscription:
    """A subscription that came so far."""
    return subscribe("https://receiver.example/hook", owner=owner, cursor=count, **fields)


def park(subscription: Subscription, event: Event, state: State, *, tries: int = 3) -> ParkedDelivery:
    return ParkedDelivery.objects.create(
        subscription=subscription,
        seq=seq_of(event.id) or 0,
        event_id=event.id,
        object_ids=list(event.object_ids),
        state=state,
        cause=ParkedDelivery.Cause.FAILED,
        tries=tries,
        next_try_at=timezone.now() + timedelta(hours=2) if state == State.RETRYING else None,
        parked_at=timezone.now(),
    )


def standing(subscription: Subscription) -> dict[int, str]:
    return dict(subscription.parked.order_by("seq").values_list("seq", "state"))


# -- one event ---------------------------------------------------------------------------------------------------------


def test_an_event_that_was_passed_is_tried_now(owner: User, by: Principal) -> None:
    event = happen()[0]
    one = passed(count=1, owner=owner)
    before = timezone.now()
    assert redeliver_event(one.pk, event.id, by=by) == Redelivery(events=1, waiting=0)
    row = one.parked.get()
    assert (row.state, row.cause, row.tries, row.event_id) == (State.RETRYING, "redelivery", 0, event.id)
    assert row.object_ids == list(event.object_ids)
    assert row.next_try_at is not None
    assert row.next_try_at >= before
    assert (last_change().action, last_change().after) == (
        "redelivery-asked",
        {"asked": {"event": str(event.id)}, "events": 1, "waiting": 0},
    )


def test_one_that_is_parked_already_is_tried_anew_and_not_twice(owner: User, by: Principal) -> None:
    event = happen()[0]
    one = passed(count=1, owner=owner)
    row = park(one, event, State.DEAD)
    redeliver_event(one.pk, event.id, by=by)
    row.refresh_from_db()
    assert (one.parked.count(), row.state, row.tries, row.cause) == (1, State.RETRYING, 0, "failed")


def test_what_he_may_not_see_does_not_ask_for_or_did_not_come_to_is_refused(owner: User, by: Principal) -> None:
    event, later = happen(uuid4(), uuid4())
    one = passed(count=1, owner=owner)
    picky = passed(count=2, owner=owner, filter={"objectIds": [str(uuid4())]})
    with pytest.raises(EventNotFound):
        redeliver_event(one.pk, uuid4(), by=by)
    with pytest.raises(NotPassedYet):
        redeliver_event(one.pk, later.id, by=by)
    with pytest.raises(NotAskedFor):
        redeliver_event(picky.pk, event.id, by=by)
    with pytest.raises(SubscriptionNotFound):
        redeliver_event(one.pk, event.id, by=access.principal_of(subscriber("ander")))
    assert not ParkedDelivery.objects.exists()
    assert not AdministrativeChange.objects.exists()


def test_a_hidden_event_is_as_absent(owner: User) -> None:
    event = happen()[0]
    blind = subscriber("elders", zones=())
    boss = access.principal_of(owner)
    one = passed(count=1, owner=blind)
    with pytest.raises(SubscriptionNotFound):
        redeliver_event(one.pk, event.id, by=boss)


# -- in what order -----------------------------------------------------------------------------------------------------


def test_what_comes_after_it_about_the_same_object_waits_for_it(owner: User, by: Principal) -> None:
    anna, bert = uuid4(), uuid4()
    first, _other, both, last = happen(anna, bert, [anna, bert], bert)
    one = passed(count=4, owner=owner)
    park(one, both, State.RETRYING)
    park(one, last, State.BEHIND)
    redeliver_event(one.pk, first.id, by=by)
    assert standing(one) == {1: State.RETRYING, 3: State.BEHIND, 4: State.BEHIND}


def test_it_waits_itself_for_an_earlier_one_that_was_given_up(owner: User, by: Principal) -> None:
    anna = uuid4()
    first, second = happen(anna, anna)
    one = passed(count=2, owner=owner)
    park(one, first, State.DEAD)
    assert redeliver_event(one.pk, second.id, by=by) == Redelivery(events=1, waiting=1)
    assert standing(one) == {1: State.DEAD, 2: State.BEHIND}


@pytest.mark.parametrize(("ordering", "second"), [("none", State.RETRYING), ("all", State.BEHIND)])
def test_without_order_nothing_waits_and_with_all_in_order_everything(
    owner: User, by: Principal, ordering: str, second: str
) -> None:
    happen(uuid4(), uuid4())
    one = passed(count=2, owner=owner, ordering=ordering)
    redeliver_since(one.pk, timezone.now() - timedelta(days=1), by=by)
    assert standing(one) == {1: State.RETRYING, 2: second}


# -- what is parked ----------------------------------------------------------------------------------------------------


def test_what_was_given_up_is_tried_now_and_what_is_behind_it_follows(owner: User, by: Principal) -> None:
    anna = uuid4()
    first, second, other = happen(anna, anna, uuid4())
    one = passed(count=3, owner=owner)
    for event, state in ((first, State.DEAD), (second, State.BEHIND), (other, State.RETRYING)):
        park(one, event, state)
    assert redeliver_parked(one.pk, ParkedChoice(state=State.DEAD), by=by).events == 1
    assert standing(one) == {1: State.RETRYING, 2: State.BEHIND, 3: State.RETRYING}
    assert dict(one.parked.values_list("seq", "tries")) == {1: 0, 2: 3, 3: 3}


def test_of_what_is_parked_a_part_can_be_chosen(owner: User, by: Principal) -> None:
    anna, bert = uuid4(), uuid4()
    events = [*happen(anna, bert), *happen(anna, event_type=DEATH)]
    one = passed(count=3, owner=owner, ordering="none")
    for event in events:
        park(one, event, State.DEAD)
    assert redeliver_parked(one.pk, ParkedChoice(object_id=bert), by=by).events == 1
    assert redeliver_parked(one.pk, ParkedChoice(event_types=frozenset({"Overlijden"})), by=by).events == 1
    assert standing(one) == {1: State.DEAD, 2: State.RETRYING, 3: State.RETRYING}
    assert str(bert) not in str(last_change().after)


def test_when_nothing_is_parked_nothing_is_changed_or_recorded(owner: User, by: Principal) -> None:
    one = passed(count=0, owner=owner)
    assert redeliver_parked(one.pk, ParkedChoice(), by=by) == Redelivery(events=0, waiting=0)
    assert not AdministrativeChange.objects.exists()


# -- since a moment ----------------------------------------------------------------------------------------------------


def test_what_came_since_a_moment_and_was_asked_for_and_passed_is_tried_now(owner: User, by: Principal) -> None:
    happen()
    moment = timezone.now()
    happen(uuid4(), uuid4(), uuid4())
    happen(event_type=DEATH)
    happen()
    one = passed(count=5, owner=owner, filter={"eventTypes": ["Geboorte"]})
    assert redeliver_since(one.pk, moment, by=by).events == 3
    assert list(standing(one)) == [2, 3, 4]


def test_beyond_the_limit_one_is_told_to_set_it_back(
    owner: User, by: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(*(uuid4() for _ in range(5)))
    one = passed(count=5, owner=owner)
    monkeypatch.setattr(redelivering, "REDELIVERED_MAX", 4)
    with pytest.raises(TooManyToRedeliver):
        redeliver_since(one.pk, timezone.now() - timedelta(days=1), by=by)
    monkeypatch.setattr(redelivering, "REDELIVERED_MAX", 5)
    monkeypatch.setattr(redelivering, "PASSED_MAX", 4)
    with pytest.raises(TooManyToRedeliver):
        redeliver_since(one.pk, timezone.now() - timedelta(days=1), by=by)
    monkeypatch.setattr(redelivering, "PASSED_MAX", 5)
    assert redeliver_since(one.pk, timezone.now() - timedelta(days=1), by=by).events == 5


def test_no_more_is_parked_than_who_delivers_looks_at(
    owner: User, by: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert redelivering.PARKED_MAX == loading.LOADED_MAX
    events = happen(uuid4(), uuid4(), uuid4())
    one = passed(count=3, owner=owner)
    park(one, events[0], State.DEAD)
    monkeypatch.setattr(redelivering, "PARKED_MAX", 2)
    with pytest.raises(TooManyToRedeliver):
        redeliver_since(one.pk, timezone.now() - timedelta(days=1), by=by)
    assert one.parked.count() == 1
    assert redeliver_event(one.pk, events[0].id, by=by).events == 1


# -- beside who delivers -----------------------------------------------------------------------------------------------


def orders(receiver: Receiver, about: dict[UUID, UUID]) -> dict[UUID, list[UUID]]:
    """For each object, the events in the order in which they were first taken in."""
    found: dict[UUID, list[UUID]] = {}
    for event_id in dict.fromkeys(receiver.told):
        found.setdefault(about[event_id], []).append(event_id)
    return found


def test_what_was_given_up_is_delivered_before_what_is_behind_it(owner: User, by: Principal) -> None:
    anna = uuid4()
    with running(status(500)) as receiver, deliverers():
        one = subscribe(receiver.url, owner=owner, schedule=[1])
        events = happen(anna, anna, anna)
        until(lambda: one.parked.filter(state=State.DEAD).exists(), seconds=30)
        receiver.answer = status(204)
        Subscription.objects.update(rest_until=None, failures=0)
        redeliver_parked(one.pk, ParkedChoice(state=State.DEAD), by=by)
        assert receiver.wait_for(3, seconds=30) == [it.id for it in events]
        until(lambda: not one.parked.exists())


def test_much_that_is_delivered_once_more_comes_in_order_for_each_object(owner: User, by: Principal) -> None:
    people = [uuid4() for _ in range(5)]
    with running() as receiver, deliverers():
        one = subscribe(receiver.url, owner=owner)
        events = happen(*(person for _ in range(10) for person in people))
        receiver.wait_for(50, seconds=30)
        until(lambda: Subscription.objects.get().cursor == 50)
        receiver.taken.clear()
        assert redeliver_since(one.pk, timezone.now() - timedelta(days=1), by=by) == Redelivery(events=50, waiting=45)
        receiver.wait_for(50, seconds=30)
    about = {it.id: it.object_ids[0] for it in events}
    expected = {person: [it.id for it in events if it.object_ids[0] == person] for person in people}
    assert orders(receiver, about) == expected
