"""A delivery folds attempts; an endpoint folds attempts; a bucket fills by the minute."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from events.subscriptions.domain import deliveries, endpoints, rates
from events.subscriptions.domain.answers import Outcome
from events.subscriptions.domain.deliveries import Delivery, Standing, Tried
from events.subscriptions.domain.endpoints import FAILING_MAX, FAILURES_BEFORE_REST, REST_MAX, Endpoint, Seen
from events.subscriptions.domain.retries import SCHEDULE, SPREAD, wait_after

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
HOUR = 3600
chances = st.floats(min_value=0, max_value=1)
outcomes = st.sampled_from(Outcome)
FREE = (Outcome.BUSY, Outcome.GONE, Outcome.TOKEN)
"""Outcomes that say nothing of the event."""


def test_the_table_is_that_of_standard_webhooks() -> None:
    assert SCHEDULE == (5, 300, 1800, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR)
    waits = [wait_after(tries, schedule=None, dice=0.5) for tries in range(1, 11)]
    assert [it and it.total_seconds() for it in waits] == [*SCHEDULE, None]


@given(tries=st.integers(min_value=1, max_value=9), dice=chances, asked=st.none() | st.integers(0, 10**6))
def test_a_wait_is_near_the_table_and_never_less_than_was_asked(tries: int, dice: float, asked: int | None) -> None:
    wait = wait_after(tries, schedule=None, dice=dice, asked=None if asked is None else timedelta(seconds=asked))
    assert wait is not None
    least = SCHEDULE[tries - 1] * (1 - SPREAD)
    assert wait.total_seconds() >= max(least, asked or 0) - 1e-3
    assert wait.total_seconds() <= max(SCHEDULE[tries - 1] * (1 + SPREAD), asked or 0) + 1e-3


def folded(*of: Outcome, schedule: tuple[int, ...] | None = None) -> Delivery:
    delivery = Delivery()
    for outcome in of:
        if delivery.standing in (Standing.DELIVERED, Standing.DEAD):
            break
        delivery = deliveries.evolve(delivery, Tried(outcome=outcome, at=NOW, dice=0.5), schedule=schedule)
    return delivery


@given(st.lists(outcomes, max_size=30))
def test_only_failures_of_the_event_itself_are_tries(seen: list[Outcome]) -> None:
    failures = (
        [it for it in seen[: seen.index(Outcome.DELIVERED)] if it not in FREE]
        if (Outcome.DELIVERED in seen)
        else [it for it in seen if it not in FREE]
    )
    found = folded(*seen)
    assert found.tries == min(len(failures), len(SCHEDULE) + 1)
    if len(failures) > len(SCHEDULE):
        assert found.standing is Standing.DEAD
    elif Outcome.DELIVERED in seen:
        assert found.standing is Standing.DELIVERED


@given(st.lists(outcomes, max_size=30))
def test_it_is_due_exactly_while_it_is_tried_again(seen: list[Outcome]) -> None:
    found = folded(*seen)
    assert (found.next_try_at is not None) == (found.standing is Standing.RETRYING)


def test_an_empty_schedule_means_one_try() -> None:
    assert folded(Outcome.REFUSED, schedule=()).standing is Standing.DEAD


def seen(outcome: Outcome, *, at: int, began: int | None = None, asked: int | None = None) -> Seen:
    """An attempt that ended so many seconds after NOW."""
    return Seen(
        outcome=outcome,
        began=NOW + timedelta(seconds=at if began is None else began),
        ended=NOW + timedelta(seconds=at),
        dice=0.5,
        asked=None if asked is None else timedelta(seconds=asked),
    )


def failing(times: int) -> list[Endpoint]:
    """An endpoint after each of so many failures, each after the rest before it."""
    found = [Endpoint()]
    at = 0
    for _ in range(times):
        found.append(endpoints.evolve(found[-1], seen(Outcome.REFUSED, at=at)))
        rest = found[-1].rest_until
        at = 1 + (at if rest is None else int((rest - NOW).total_seconds()))
    return found[1:]


def test_it_rests_longer_each_time_and_never_more_than_the_longest() -> None:
    found = failing(30)
    rests = [(it.rest_until - it.rested_at) for it in found if it.rest_until and it.rested_at]
    assert len(rests) == 30 - FAILURES_BEFORE_REST + 1
    assert all(one <= next_ for one, next_ in pairwise(rests))
    assert rests[-1] == REST_MAX


def test_what_was_under_way_when_a_rest_began_adds_nothing() -> None:
    resting = failing(FAILURES_BEFORE_REST)[-1]
    again = endpoints.evolve(resting, seen(Outcome.TIMEOUT, at=20, began=-10))
    assert (again.failures, again.rest_until) == (resting.failures, resting.rest_until)


@given(st.lists(outcomes.filter(lambda it: it is not Outcome.DELIVERED), max_size=20))
def test_one_success_makes_everything_good(before: list[Outcome]) -> None:
    endpoint = Endpoint()
    for at, outcome in enumerate(before):
        endpoint = endpoints.evolve(endpoint, seen(outcome, at=at))
    assert endpoints.evolve(endpoint, seen(Outcome.DELIVERED, at=100)) == Endpoint()


def test_busy_rests_at_once_for_as_long_as_is_asked() -> None:
    busy = endpoints.evolve(Endpoint(), seen(Outcome.BUSY, at=0, asked=77))
    assert busy.rest_until == NOW + timedelta(seconds=77)
    longer = endpoints.evolve(busy, seen(Outcome.BUSY, at=1, began=-1, asked=300))
    assert longer.rest_until == NOW + timedelta(seconds=301)


def test_it_is_given_up_after_five_days_of_failures_only() -> None:
    endpoint = failing(FAILURES_BEFORE_REST)[-1]
    assert not endpoint.given_up_at(NOW + FAILING_MAX - timedelta(seconds=1))
    assert endpoint.given_up_at(NOW + FAILING_MAX)
    assert not failing(1)[-1].given_up_at(NOW + FAILING_MAX)


@given(
    per_minute=st.integers(1, 10_000),
    pauses=st.lists(st.floats(min_value=0, max_value=5), min_size=1, max_size=200),
)
def test_never_more_is_sent_than_was_allowed(per_minute: int, pauses: list[float]) -> None:
    bucket, at, taken = rates.empty(per_minute, at=0.0), 0.0, 0
    for pause in pauses:
        at += pause
        bucket = bucket.filled(at)
        while bucket.wait == 0:
            bucket, taken = bucket.taken(), taken + 1
        assert taken <= at * per_minute / 60 + 1e-6


@given(st.integers(1, 10_000))
def test_after_the_wait_one_may_be_sent(per_minute: int) -> None:
    bucket = rates.empty(per_minute, at=0.0)
    assert bucket.filled(bucket.wait + 1e-6).wait == 0


def test_without_a_token_a_receiver_rests_at_once_and_is_paused_after_five_days_of_that() -> None:
    endpoint = endpoints.evolve(Endpoint(), seen(Outcome.TOKEN, at=0))
    assert endpoint.rests_at(NOW + timedelta(seconds=29))
    assert not endpoint.rests_at(NOW + timedelta(seconds=31))
    for day in range(1, 6):
        endpoint = endpoints.evolve(endpoint, seen(Outcome.TOKEN, at=day * 24 * HOUR))
        assert endpoint.given_up_at(NOW + timedelta(days=day)) == (timedelta(days=day) >= FAILING_MAX)
