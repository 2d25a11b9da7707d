"""Dates and moments in words: as precise as they are known, in Amsterdam's time."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from management_ui.presenters.moments import age_text, date_text, moment_text, recorded_text

NOW = datetime(2026, 11, 23, 15, 55, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "dutch"),
    [
        ({"type": "Datum", "datum": "1985-04-12"}, "12 april 1985"),
        ({"type": "JaarMaandDatum", "jaar": 1985, "maand": 4}, "april 1985 (dag onbekend)"),
        ({"type": "JaarDatum", "jaar": 1985}, "1985 (maand en dag onbekend)"),
        ({"type": "DatumOnbekend", "onbekend": True}, "datum onbekend"),
        ("1985-04", "april 1985 (dag onbekend)"),
        ("zo snel mogelijk", "zo snel mogelijk"),
        ({"type": "Datum", "datum": "2026-02-30"}, "{'type': 'Datum', 'datum': '2026-02-30'}"),
    ],
)
def test_a_partial_date_says_what_is_unknown_and_invents_no_day(value: Any, dutch: str) -> None:
    with translation.override("nl"):
        assert date_text(value) == dutch


def test_an_instant_is_shown_in_amsterdam_in_winter_and_in_summer() -> None:
    with translation.override("nl"):
        assert moment_text(datetime(2026, 11, 20, 3, 37, tzinfo=UTC)) == "20 november 2026, 04:37"
        assert moment_text(datetime(2026, 7, 20, 3, 37, tzinfo=UTC)) == "20 juli 2026, 05:37"


def test_the_first_instant_of_a_day_is_that_day_and_the_unknown_moment_is_unknown() -> None:
    with translation.override("nl"):
        assert moment_text(datetime(2026, 11, 19, 23, 0, tzinfo=UTC)) == "20 november 2026"
        assert moment_text(datetime(1, 1, 1, tzinfo=UTC)) == "datum onbekend"


@pytest.mark.parametrize(
    ("recorded", "dutch"),
    [
        (NOW - timedelta(hours=1), "vandaag 15:55"),
        (NOW - timedelta(days=1), "gisteren 16:55"),
        (NOW - timedelta(days=2), "21 november 2026, 16:55"),
        (datetime(2021, 6, 2, 22, 0, 0, 1, tzinfo=UTC), "3 juni 2021"),
        (datetime(1, 1, 1, 0, 0, 0, 7, tzinfo=UTC), "datum onbekend"),
    ],
)
def test_near_days_are_said_in_words(recorded: datetime, dutch: str) -> None:
    with translation.override("nl"):
        assert recorded_text(recorded, now=NOW) == dutch


@pytest.mark.parametrize(
    ("waited", "dutch"),
    [
        (timedelta(seconds=20), "zojuist"),
        (timedelta(minutes=1), "1 minuut"),
        (timedelta(hours=5), "5 uur"),
        (timedelta(days=1, hours=5), "1 dag"),
        (timedelta(days=12), "12 dagen"),
        (-timedelta(minutes=3), "zojuist"),
    ],
)
def test_age_is_said_in_the_largest_whole_unit(waited: timedelta, dutch: str) -> None:
    with translation.override("nl"):
        assert age_text(NOW - waited, now=NOW) == dutch


def test_a_moment_that_falls_outside_the_calendar_in_amsterdam_is_told_by_its_own_offset() -> None:
    with translation.override("nl"):
        assert moment_text(datetime(9999, 12, 31, 23, 30, tzinfo=UTC)) == "31 december 9999, 23:30"
