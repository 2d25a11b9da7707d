"""Whatever a subscription is in has words, and says what to do when nothing is being delivered."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import translation

from events.models import Subscription
from management_ui.presenters.subscription_words import condition_text, host_of, lasted, told, wants_no_more

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
State = Subscription.State
Reason = Subscription.Reason


def being(state: Subscription.State, reason: Subscription.Reason, **more: Any) -> Subscription:
    return Subscription(state=state, state_reason=reason, state_since=NOW, **more)


@pytest.mark.parametrize(("state", "reason"), list(product(State, Reason)))
def test_every_state_has_words_and_what_is_not_delivered_says_what_to_do(
    state: Subscription.State, reason: Subscription.Reason
) -> None:
    with translation.override("nl"):
        found = told(being(state, reason))
    assert found.badge
    assert found.text
    assert bool(found.advice) == (state != State.ACTIVE)


def test_what_was_paused_by_hand_is_calm_and_what_paused_by_itself_is_not() -> None:
    assert told(being(State.PAUSED, Reason.BY_HAND)).tone == "info"
    assert told(being(State.PAUSED, Reason.FAILING)).tone == "danger"
    assert told(being(State.ACTIVE, Reason.VERIFIED, failing_since=NOW)).tone == "danger"


def test_a_receiver_that_agreed_after_its_410_is_not_asked_again() -> None:
    before, after = NOW - timedelta(days=1), NOW + timedelta(hours=1)
    assert wants_no_more(being(State.STOPPED, Reason.GONE))
    assert wants_no_more(being(State.STOPPED, Reason.GONE, verified_at=before))
    assert not wants_no_more(being(State.STOPPED, Reason.GONE, verified_at=after))
    assert not wants_no_more(being(State.PAUSED, Reason.BY_HAND))


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ({"pointer": "/gemeente"}, "/gemeente is er"),
        ({"pointer": "/decision", "values": ["accepted"]}, "/decision is “accepted”"),
        ({"pointer": "/x", "values": [1, True, None]}, "/x is een van 1, ja, niets"),
        ({"pointer": "/x", "values": list(range(12))}, "/x is een van 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …"),
    ],
)
def test_a_condition_is_said_in_words(condition: dict[str, Any], said: str) -> None:
    with translation.override("nl"):
        assert condition_text(condition) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "minder dan een minuut"), (61, "1 minuut"), (7_300, "2 uur"), (200_000, "2 dagen")]
)
def test_how_long_something_takes_is_said_in_its_largest_unit(seconds: float, said: str) -> None:
    with translation.override("nl"):
        assert lasted(seconds) == said


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://ontvanger.example.nl/geheim?sleutel=x", "ontvanger.example.nl"),
        ("https://wie:wat@ontvanger.example.nl:8443/", "ontvanger.example.nl:8443"),
    ],
)
def test_of_an_address_only_the_host_is_shown_in_a_list(url: str, host: str) -> None:
    assert host_of(url) == host
