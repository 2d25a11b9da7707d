"""What was delivered follows from what was asked: under other filters, parked, set back, once more."""

from typing import Any

import pytest

from events import store
from events.catalogue.loading import publish
from events.domain.permissions import Principal
from events.domain.subscription_refusals import NotAskedFor
from events.models import AskedSpan, ParkedDelivery, Subscription
from events.subscriptions.commands.redelivering import (
    ParkedChoice,
    redeliver_event,
    redeliver_parked,
    redeliver_since,
)
from events.subscriptions.commands.rewinding import rewind
from events.subscriptions.commands.running import pause, resume
from events.subscriptions.commands.subscribing import change
from events.subscriptions.domain import asked
from events.subscriptions.domain.asked import Span
from tests import builders
from tests.database import Database
from tests.integration.subscriptions.correcting import CLAIMS, NOTHING, Life, asking, corrections, fails, passed
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.receivers import Receiver, now, status

State = ParkedDelivery.State


@pytest.fixture(autouse=True)
def types(town: Database) -> None:
    publish(builders.BIRTH, builders.DEATH, builders.MARRIAGE)


# -- what was asked then, and what is asked now ------------------------------------------------------------------------


def test_who_asks_for_something_else_now_is_still_told_what_became_of_what_he_got(
    receiver: Receiver, by: Principal
) -> None:
    life, after = Life(), Life()
    with deliverers():
        subscription = asking(receiver)
        life.begin()
        passed(subscription)
        change(subscription.pk, {"filter": NOTHING}, by=by)
        after.begin()
        life.correct()
        after.correct()
        passed(subscription)
    assert receiver.told == [life.born.id, life.e.id]


def test_who_asks_for_corrections_later_is_told_of_what_he_got_before(receiver: Receiver, by: Principal) -> None:
    life = Life()
    with deliverers():
        subscription = asking(receiver, corrections=False)
        life.begin()
        passed(subscription)
        change(subscription.pk, {"corrections": True}, by=by)
        life.correct()
        passed(subscription)
    assert receiver.told == [life.born.id, life.e.id]


def test_what_was_parked_and_is_not_asked_for_any_more_was_never_delivered(receiver: Receiver, by: Principal) -> None:
    life, other = Life(), Life()
    with deliverers():
        receiver.answer = fails(life.born.id)
        subscription = asking(receiver, schedule=[1])
        life.begin()
        other.begin()
        until(lambda: subscription.parked.filter(state=State.DEAD).exists())
        passed(subscription)
        change(subscription.pk, {"filter": NOTHING}, by=by)
        receiver.answer = status(204)
        redeliver_parked(subscription.pk, ParkedChoice(), by=by)
        until(lambda: not subscription.parked.exists(), seconds=20)
        life.correct()
        other.correct()
        passed(subscription)
    assert receiver.told == [other.born.id, other.e.id]


def test_who_began_later_is_told_of_no_difference_until_he_is_set_back(receiver: Receiver, by: Principal) -> None:
    life = Life()
    life.begin()
    with deliverers():
        subscription = asking(receiver, cursor=store.last_seq())
        life.correct()
        passed(subscription)
        assert receiver.received == []
        rewind(subscription.pk, to=None, by=by)
        assert receiver.wait_for(2) == [life.born.id, life.e.id]
        passed(subscription)


def test_what_was_parked_when_he_was_set_back_under_another_filter_was_never_delivered(
    receiver: Receiver, by: Principal
) -> None:
    life, other = Life(), Life()
    with deliverers():
        receiver.answer = fails(life.born.id)
        subscription = asking(receiver, schedule=[1])
        life.begin()
        other.begin()
        until(lambda: subscription.parked.filter(state=State.DEAD).exists())
        passed(subscription)
        change(subscription.pk, {"filter": NOTHING}, by=by)
        rewind(subscription.pk, to=None, by=by)
        receiver.answer = status(204)
        passed(subscription)
        life.correct()
        other.correct()
        passed(subscription)
    assert receiver.told == [other.born.id, other.e.id]


def test_set_back_over_and_over_few_spans_are_kept(receiver: Receiver, by: Principal) -> None:
    life = Life()
    with deliverers():
        subscription = asking(receiver)
        life.begin()
        passed(subscription)
        for _ in range(4):
            rewind(subscription.pk, to=None, by=by)
            passed(subscription)
        assert AskedSpan.objects.count() == 2
        life.correct()
        passed(subscription)
    assert receiver.told == [life.born.id] * 5 + [life.e.id]


def test_while_it_is_paused_nothing_is_told_and_when_it_goes_on_all_of_it_is(receiver: Receiver, by: Principal) -> None:
    life = Life()
    with deliverers():
        subscription = asking(receiver, verified_at=now())
        life.begin()
        passed(subscription)
        pause(subscription.pk, by=by)
        life.correct()
        resume(subscription.pk, by=by)
        assert receiver.wait_for(2) == [life.born.id, life.e.id]


# -- once more ---------------------------------------------------------------------------------------------------------


def test_what_is_delivered_once_more_brings_along_what_corrected_it(receiver: Receiver, by: Principal) -> None:
    """He did not ask for claims when it happened; now he does, and asks for the old one, which is wrong by now."""
    life = Life()
    with deliverers():
        subscription = asking(receiver, filter=NOTHING)
        life.live()
        passed(subscription)
        change(subscription.pk, {"filter": CLAIMS}, by=by)
        assert receiver.received == []
        assert redeliver_event(subscription.pk, life.born.id, by=by).events == 2
        assert receiver.wait_for(2, seconds=20) == [life.born.id, life.e.id]
        until(lambda: not subscription.parked.exists())
    assert corrections(receiver.taken[1])[0]["told"] == [str(life.born.id)]


def test_a_correction_of_what_he_never_got_is_not_asked_for(by: Principal, receiver: Receiver) -> None:
    life = Life()
    life.live()
    one = asking(receiver, filter=NOTHING, cursor=store.last_seq())
    with pytest.raises(NotAskedFor):
        redeliver_event(one.pk, life.e.id, by=by)


def test_since_a_moment_the_corrections_of_what_he_got_come_again_too(by: Principal, receiver: Receiver) -> None:
    life = Life()
    life.live()
    happen()
    two = asking(receiver, cursor=store.last_seq(), state=Subscription.State.PAUSED)
    AskedSpan.objects.update(after=0)
    assert redeliver_since(two.pk, builders.START, by=by).events == 3
    row = two.parked.get(event_id=life.e.id)
    assert row.state == State.BEHIND


# -- bugs that somebody could make -------------------------------------------------------------------------------------


def everything_was_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "_came", lambda *_given, **_more: True)


def only_what_is_asked_now_was_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Span.holds
    monkeypatch.setattr(Span, "holds", lambda span, seq: span.until is None and right(span, seq))


def what_is_dropped_counts_as_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "dropped", lambda spans, _seqs: tuple(spans))


@pytest.mark.parametrize(
    ("bug", "story"),
    [
        (everything_was_delivered, test_who_asks_for_something_else_now_is_still_told_what_became_of_what_he_got),
        (
            only_what_is_asked_now_was_delivered,
            test_who_asks_for_something_else_now_is_still_told_what_became_of_what_he_got,
        ),
        (
            what_is_dropped_counts_as_delivered,
            test_what_was_parked_and_is_not_asked_for_any_more_was_never_delivered,
        ),
        (
            what_is_dropped_counts_as_delivered,
            test_what_was_parked_when_he_was_set_back_under_another_filter_was_never_delivered,
        ),
    ],
)
def test_a_story_fails_with_the_bug_that_it_is_about(
    receiver: Receiver, by: Principal, monkeypatch: pytest.MonkeyPatch, bug: Any, story: Any
) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        story(receiver, by)
