"""Setting a subscription back, also while somebody delivers."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from events import access
from events.domain.permissions import Principal
from events.domain.refusals import EventNotFound, InvalidRequest
from events.domain.subscription_refusals import NotPassedYet, SubscriptionNotFound
from events.models import AdministrativeChange, ParkedDelivery, Subscription, User
from events.subscriptions.commands import rewinding
from events.subscriptions.commands.rewinding import rewind
from events.subscriptions.delivering import leases, loading, recording
from events.subscriptions.delivering.leases import LeaseLost
from events.subscriptions.delivering.recording import Results
from events.subscriptions.domain.endpoints import Endpoint
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.managing import last_change
from tests.integration.subscriptions.subscribing import subscribe, subscriber
from tests.integration.subscriptions.test_redelivering import park
from tests.receivers import running


def passed(count: int) -> Subscription:
    return subscribe("https://receiver.example/hook", cursor=count)


def cursor() -> int:
    return Subscription.objects.get().cursor


def test_it_goes_back_to_an_event_a_moment_or_the_beginning(owner: User, by: Principal) -> None:
    happen(uuid4(), uuid4())
    moment = timezone.now()
    third = happen(uuid4(), uuid4())[0]
    one = passed(4)
    targets: dict[UUID | datetime | None, int] = {third.id: 2, moment: 2, None: 0}
    for to, place in targets.items():
        Subscription.objects.update(cursor=4)
        assert rewind(one.pk, to=to, by=by).cursor == place
        assert cursor() == place
    assert (last_change().action, last_change().before) == ("rewound", {"cursor": 4})


def test_it_never_goes_forward(owner: User, by: Principal) -> None:
    events = happen(uuid4(), uuid4(), uuid4())
    one = passed(1)
    with pytest.raises(NotPassedYet):
        rewind(one.pk, to=events[2].id, by=by)
    with pytest.raises(InvalidRequest):
        rewind(one.pk, to=timezone.now() + timedelta(days=1), by=by)
    with pytest.raises(EventNotFound):
        rewind(one.pk, to=uuid4(), by=by)
    with pytest.raises(SubscriptionNotFound):
        rewind(one.pk, to=None, by=access.principal_of(subscriber("ander")))
    assert cursor() == 1
    assert not AdministrativeChange.objects.exists()


def test_where_nothing_came_since_nothing_changes(owner: User, by: Principal) -> None:
    happen()
    one = passed(1)
    with pytest.raises(InvalidRequest):
        rewind(one.pk, to=timezone.now() + timedelta(days=1), by=by)
    assert rewind(one.pk, to=timezone.now(), by=by).fence == one.fence
    assert not AdministrativeChange.objects.exists()


def test_what_is_parked_of_it_is_delivered_in_its_turn_and_what_is_parked_of_before_stays(
    owner: User, by: Principal
) -> None:
    events = happen(uuid4(), uuid4(), uuid4())
    one = passed(3)
    for event in events:
        park(one, event, ParkedDelivery.State.DEAD)
    rewind(one.pk, to=events[1].id, by=by)
    assert list(one.parked.values_list("seq", flat=True)) == [1]
    assert (last_change().after or {})["no_longer_parked"] == 2


# -- beside who delivers -----------------------------------------------------------------------------------------------


def results_of(held: Subscription, *, at: int) -> Results:
    """What who delivers writes next: that he came further."""
    return Results(
        subscription=held,
        owner=loading.held([held.pk], now=timezone.now())[0].principal,
        fence=held.fence,
        cursor=at,
        endpoint=Endpoint(),
        now=timezone.now(),
    )


def set_back_under_a_lease(by: Principal) -> Subscription:
    """Somebody serves the subscription, it is set back, and he writes what he did meanwhile."""
    happen(uuid4(), uuid4(), uuid4())
    one = passed(2)
    leases.claim(holder="slow", limit=1, running=(), freed=(), now=timezone.now())
    held = Subscription.objects.get()
    assert held.lease_holder == "slow"
    rewind(one.pk, to=None, by=by)
    try:
        recording.record(results_of(held, at=3))
    except LeaseLost:
        assert leases.renew({held.pk: held.fence}) == frozenset()
    return one


def test_who_delivers_while_it_is_set_back_does_not_move_it_forward_again(owner: User, by: Principal) -> None:
    set_back_under_a_lease(by)
    assert cursor() == 0
    taken, _last = leases.claim(holder="quick", limit=1, running=(), freed=(), now=timezone.now())
    assert len(taken) == 1, "another begins from the new place at once"


def test_without_the_fence_he_would(owner: User, by: Principal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rewinding, "_stop_who_delivers", lambda _held: None)
    set_back_under_a_lease(by)
    assert cursor() == 3


def test_everything_is_delivered_once_more_and_in_order_whenever_it_is_set_back(owner: User, by: Principal) -> None:
    anna = uuid4()
    with running() as receiver, deliverers():
        one = subscribe(receiver.url, owner=owner)
        events = [it.id for it in happen(*(anna for _ in range(60)))]
        receiver.wait_for(20)
        rewind(one.pk, to=None, by=by)
        at = len(receiver.taken)
        until(lambda: cursor() == 60 and set(receiver.told[at:]) >= set(events), seconds=30)
        assert list(dict.fromkeys(receiver.told)) == events
        first = receiver.told.index(events[0], at)
        assert list(dict.fromkeys(receiver.told[first:])) == events
