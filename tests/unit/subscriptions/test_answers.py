"""What an answer means, and how long it asks to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.models import DeliveryAttempt
from events.subscriptions.domain.answers import RETRY_AFTER_MAX, Outcome, answered, outcome_of, rest_asked
from events.subscriptions.domain.consent import Doubt, Grant, consent_of

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


def test_the_outcomes_are_those_that_are_kept() -> None:
    assert {it.value for it in Outcome} == set(DeliveryAttempt.Outcome.values)


@given(st.integers(min_value=100, max_value=999))
def test_only_success_is_success(code: int) -> None:
    assert (outcome_of(code) is Outcome.DELIVERED) == (200 <= code < 300)
    assert (outcome_of(code) is Outcome.REDIRECTED) == (300 <= code < 400)
    assert (outcome_of(code) is Outcome.GONE) == (code == 410)
    assert (outcome_of(code) is Outcome.BUSY) == (code in (429, 503))


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("120", 120),
        (" 5 ", 5),
        ("99999999999999", 86_400),
        (format_datetime(NOW + timedelta(seconds=90), usegmt=True), 90),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), 0),
        ("Thu, 26 Nov 2026 12:01:30 -0000", 90),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 86_400),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_bounded(text: str, seconds: int) -> None:
    assert rest_asked(text, now=NOW) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "²", "Thu, 99 Nov 2026", "0x10"])
def test_another_retry_after_says_nothing(text: str) -> None:
    assert rest_asked(text, now=NOW) is None


@given(st.text(max_size=40))
def test_no_text_breaks_it(text: str) -> None:
    rest = rest_asked(text, now=NOW)
    assert rest is None or timedelta(0) <= rest <= RETRY_AFTER_MAX


def test_a_success_asks_for_no_rest() -> None:
    assert answered(200, headers={"retry-after": "5"}, now=NOW).retry_after is None
    assert answered(500, headers={"retry-after": "5"}, now=NOW).retry_after == timedelta(seconds=5)


def test_consent_names_our_origin_and_a_rate() -> None:
    asked = {"webhook-allowed-origin": "F6.example.nl", "webhook-allowed-rate": "60"}
    assert consent_of(200, headers=asked, origin="f6.example.nl") == Grant(allowed_per_minute=60)
    free = {"webhook-allowed-origin": "*", "webhook-allowed-rate": "*"}
    assert consent_of(204, headers=free, origin="f6.example.nl") == Grant(allowed_per_minute=None)
    assert consent_of(200, headers={}, origin="f6.example.nl") is Doubt.ORIGIN_MISSING
    assert consent_of(200, headers=asked, origin="f6.other.nl") is Doubt.ORIGIN_OTHER
    assert consent_of(403, headers=free, origin="f6.example.nl") is Doubt.STATUS
    for rate in ("", "0", "-1", "many", "٣"):
        assert consent_of(200, headers=free | {"webhook-allowed-rate": rate}, origin="x") is Doubt.RATE
