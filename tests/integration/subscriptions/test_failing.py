"""What fails is tried again, in order for each object, while the rest goes on."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from aiohttp import web

from events.models import AdministrativeChange, DeliveryAttempt, ParkedDelivery, ReceiverAllowance, Subscription
from events.subscriptions.domain.retries import SCHEDULE
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.subscribing import subscribe
from tests.receivers import Answering, Received, now, ok, running, status

pytestmark = pytest.mark.usefixtures("town")
State = ParkedDelivery.State
Reason = Subscription.Reason


def refusing(*events: UUID) -> Answering:
    """Refuse these, take in the others."""
    return lambda received: web.Response(status=400 if received.event_id in events else 204)


def reloaded(subscription: Subscription) -> Subscription:
    return Subscription.objects.get(pk=subscription.pk)


def parked(subscription: Subscription) -> list[tuple[UUID, str]]:
    return [(it.event_id, it.state) for it in subscription.parked.order_by("seq")]


def due_now(subscription: Subscription) -> None:
    """As if the time to try again has come."""
    subscription.parked.filter(state=State.RETRYING).update(next_try_at=now())


def test_while_one_object_fails_its_events_wait_in_order_and_others_go_on() -> None:
    failing, fine = uuid4(), uuid4()
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, schedule=[3600])
        first, second, other = (happen(it)[0] for it in (failing, failing, fine))
        receiver.answer = refusing(first.id)
        _, third, last = happen(failing, failing, fine)
        ids = [first.id, second.id]
        until(lambda: reloaded(subscription).cursor == 6)
        assert [it for it in receiver.told if it in (other.id, last.id)] == [other.id, last.id]
        assert not set(ids) & set(receiver.told[-1:])
        receiver.answer = ok
        if parked(subscription):
            due_now(subscription)
        until(lambda: not parked(subscription))
    of_one = [it for it in receiver.told if it not in (other.id, last.id)]
    assert of_one[:2] == ids
    assert of_one[-1] == third.id
    assert len(receiver.told) == 6


def test_what_waits_behind_a_failure_is_parked_and_follows_at_once_without_the_back_off() -> None:
    one, other, third = uuid4(), uuid4(), uuid4()
    with running(status(500)) as receiver, deliverers():
        subscription = subscribe(receiver.url, schedule=[3600])
        first = happen(one)[0]
        until(lambda: parked(subscription) == [(first.id, State.RETRYING)])
        second, across, beyond = happen(one, (one, other), (other, third))
        waiting = [(first.id, State.RETRYING), *((it.id, State.BEHIND) for it in (second, across, beyond))]
        until(lambda: parked(subscription) == waiting)
        receiver.answer = ok
        free = happen(third, uuid4())
        until(lambda: free[1].id in receiver.told)
        due_now(subscription)
        assert receiver.wait_for(6) == [free[1].id, *(it.id for it in (first, second, across, beyond)), free[0].id]
        until(lambda: not parked(subscription))
    assert len(receiver.received) == 7
    tries = DeliveryAttempt.objects.filter(outcome="delivered").values_list("number", flat=True)
    assert sorted(tries) == [1, 1, 1, 1, 1, 2]


def test_without_order_nothing_waits() -> None:
    one = uuid4()
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, ordering=Subscription.Ordering.NONE, schedule=[3600])
        receiver.answer = status(500)
        first = happen(one)[0]
        until(lambda: parked(subscription) == [(first.id, State.RETRYING)])
        receiver.answer = ok
        second = happen(one)[0]
        assert receiver.wait_for(1) == [second.id]


def test_with_everything_in_order_one_failure_holds_the_whole() -> None:
    with running(status(500)) as receiver, deliverers():
        subscription = subscribe(receiver.url, ordering=Subscription.Ordering.ALL, schedule=[3600])
        events = happen(*(uuid4() for _ in range(20)))
        until(lambda: parked(subscription) == [(events[0].id, State.RETRYING)])
        receiver.answer = ok
        more = happen()
        assert reloaded(subscription).cursor == 1
        assert receiver.told == []
        due_now(subscription)
        assert receiver.wait_for(21) == [it.id for it in (*events, *more)]
    assert receiver.busy_most == 1


def test_it_is_tried_again_by_the_table_until_it_is_given_up() -> None:
    with running(status(500)) as receiver, deliverers(dice=lambda: 0.5):
        subscription = subscribe(receiver.url)
        event = happen()[0]
        for tries, seconds in enumerate(SCHEDULE, start=1):
            row = until(subscription.parked.filter(tries=tries).first)
            attempt = DeliveryAttempt.objects.get(number=tries)
            ended = attempt.started_at + timedelta(milliseconds=attempt.duration_ms)
            assert abs((row.next_try_at - ended).total_seconds() - seconds) < 1, tries
            Subscription.objects.update(rest_until=None)
            due_now(subscription)
        until(lambda: parked(subscription) == [(event.id, State.DEAD)])
        Subscription.objects.update(rest_until=None)
        later = happen(event.object_ids[0])[0]
        until(lambda: parked(subscription) == [(event.id, State.DEAD), (later.id, State.BEHIND)])
    assert DeliveryAttempt.objects.count() == len(SCHEDULE) + 1
    assert reloaded(subscription).cursor == 2


def test_a_receiver_that_asks_for_rest_is_left_alone_so_long_and_it_costs_no_try() -> None:
    with running(status(429, Retry_After="2")) as receiver, deliverers():
        subscription = subscribe(receiver.url, schedule=[0])
        event = happen()[0]
        row = until(subscription.parked.first)
        assert row.tries == 0
        receiver.answer = ok
        happen()
        receiver.wait_for(2)
    assert receiver.taken[0].at - receiver.received[0].at >= 1.9
    assert DeliveryAttempt.objects.filter(event_id=event.id).count() == 2


def test_retry_after_is_honoured_for_one_event_beyond_the_table() -> None:
    with running(status(500, Retry_After="900")) as receiver, deliverers():
        subscription = subscribe(receiver.url, schedule=[1])
        happen()
        row = until(subscription.parked.first)
    assert (row.next_try_at - now()).total_seconds() > 800


def test_a_receiver_that_is_gone_is_sent_nothing_any_more() -> None:
    with running(status(410)) as receiver, deliverers():
        subscription = subscribe(receiver.url)
        happen()
        until(lambda: reloaded(subscription).state == Subscription.State.STOPPED)
        happen(uuid4(), uuid4())
    assert reloaded(subscription).state_reason == Reason.GONE
    assert len(receiver.received) == 1
    assert AdministrativeChange.objects.get().after == {"state": "stopped", "reason": "gone"}


def test_a_redirect_is_never_followed() -> None:
    with running() as elsewhere, running(status(307, Location=elsewhere.url)) as receiver, deliverers():
        subscription = subscribe(receiver.url, schedule=[3600])
        happen()
        until(lambda: parked(subscription))
    assert elsewhere.received == []
    assert DeliveryAttempt.objects.get().outcome == DeliveryAttempt.Outcome.REDIRECTED


def test_a_receiver_that_fails_again_and_again_rests() -> None:
    with running(status(500)) as receiver, deliverers():
        subscription = subscribe(receiver.url, schedule=[3600])
        for _ in range(6):
            happen()
        until(lambda: reloaded(subscription).rest_until)
        seen = len(receiver.received)
        receiver.answer = ok
        happen()
        assert len(receiver.received) == seen
        Subscription.objects.update(rest_until=now())
        receiver.wait_for(1)
        until(lambda: reloaded(subscription).failures == 0)


def test_after_five_days_of_only_failures_it_is_paused_and_that_is_on_record() -> None:
    with running(status(500)) as receiver, deliverers():
        long_ago = now() - timedelta(days=5, seconds=1)
        subscription = subscribe(receiver.url, failing_since=long_ago, failures=40)
        happen()
        until(lambda: reloaded(subscription).state == Subscription.State.PAUSED)
        happen()
    assert reloaded(subscription).state_reason == Reason.FAILING
    assert len(receiver.received) == 1
    assert AdministrativeChange.objects.get().action == AdministrativeChange.Action.DELIVERY_PAUSED


def test_no_more_is_sent_in_a_minute_than_was_allowed() -> None:
    with running() as receiver, deliverers():
        subscribe(receiver.url, allowed_per_minute=600)
        happen(*(uuid4() for _ in range(15)))
        receiver.wait_for(15)
    took = receiver.taken[-1].at - receiver.taken[0].at
    assert took >= 14 / 10 - 1.1
    assert took >= 0.35 * 14 / 10


def test_an_address_that_is_not_allowed_is_not_connected_to() -> None:
    ReceiverAllowance.objects.all().delete()
    hosts = ("10.0.0.1", "169.254.169.254", "[fd00::1]", "[64:ff9b::7f00:1]", "127.0.0.1", "localhost")
    with running() as receiver, deliverers():
        for host in hosts:
            subscribe(f"https://{host}:{receiver.port}/hook", schedule=[])
        happen()
        until(lambda: ParkedDelivery.objects.count() == len(hosts))
    assert receiver.received == []
    assert {it.outcome for it in DeliveryAttempt.objects.all()} == {DeliveryAttempt.Outcome.FORBIDDEN}


def test_of_an_answer_without_end_the_beginning_is_read() -> None:
    written: list[int] = []

    async def endless(received: Received) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(received.request)
        try:
            while True:
                await response.write(b"x" * 4096)
                written.append(4096)
        except (ConnectionError, asyncio.CancelledError):
            return response

    with running(endless) as receiver, deliverers():
        subscription = subscribe(receiver.url)
        happen()
        until(lambda: reloaded(subscription).cursor == 1)
        attempt = DeliveryAttempt.objects.get()
        receiver.wait_for(1)
    assert (attempt.outcome, len(attempt.answer)) == ("delivered", 16 * 1024)
    assert attempt.duration_ms < 5_000
