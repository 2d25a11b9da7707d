"""Canonical bytes: what commitments rest on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from events.domain.canonical import canonical_bytes, instant_text


def test_members_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical_bytes({"b": 1.0, "a": "é"}) == '{"a":"é","b":1}'.encode()


def test_equal_moments_have_equal_text() -> None:
    amsterdam = timezone(timedelta(hours=1))
    assert instant_text(datetime(2026, 1, 1, 1, tzinfo=amsterdam)) == "2026-01-01T00:00:00Z"
    assert instant_text(datetime(2026, 1, 1, 0, 0, 0, 5, tzinfo=UTC)) == "2026-01-01T00:00:00.000005Z"


def test_a_number_that_would_not_survive_is_refused() -> None:
    with pytest.raises(ValueError, match="exceeds"):
        canonical_bytes({"a": 2**53})
