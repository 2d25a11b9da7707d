"""The questions of both residence shapes: what is wrong with one is said all at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from events.domain.refusals import InvalidRequest
from readmodels.domain.national.history import request as history
from readmodels.domain.national.occupancy import request as occupancy
from readmodels.domain.national.residence_questions import DAY_MAX, Days

ON_A_DAY = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": "999990342", "peildatum": "2020-02-29"}
OVER_A_PERIOD = {
    "type": "BewoningMetPeriode",
    "adresseerbaarObjectIdentificatie": "0518010000000011",
    "datumVan": "2020-01-01",
    "datumTot": "2020-01-02",
}


def wrong(parse: Callable[[object], Any], body: object) -> dict[str, str]:
    """Where something is wrong with a question, and the code of what."""
    with pytest.raises(InvalidRequest) as refusal:
        parse(body)
    assert all(violation.message.endswith(".") for violation in refusal.value.violations)
    return {violation.pointer: violation.code for violation in refusal.value.violations}


def test_a_day_is_a_period_of_that_day() -> None:
    asked = history.parse(ON_A_DAY)
    assert asked == history.HistoryRequest(bsn="999990342", days=Days(start=date(2020, 2, 29), end=date(2020, 3, 1)))


def test_a_period_ends_before_the_day_that_it_names() -> None:
    asked = occupancy.parse(OVER_A_PERIOD)
    assert asked == occupancy.OccupancyRequest(
        object_id="0518010000000011", days=Days(start=date(2020, 1, 1), end=date(2020, 1, 2))
    )


def test_everything_that_is_wrong_is_said_at_once() -> None:
    body = {
        "type": "RaadpleegMetPeriode",
        "burgerservicenummer": "12",
        "datumVan": "2020-02-30",
        "peildatum": "x",
        "a/b": 1,
    }
    assert wrong(history.parse, body) == {
        "/burgerservicenummer": "pattern",
        "/datumVan": "date",
        "/datumTot": "required",
        "/peildatum": "unknown-field",
        "/a~1b": "unknown-field",
    }


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_text_that_nothing_can_hold_is_refused_wherever_it_stands(text: str) -> None:
    code = "nul" if text == "\x00" else "surrogate"
    assert wrong(history.parse, ON_A_DAY | {text: 1}) == {"": code}
    assert wrong(history.parse, ON_A_DAY | {"type": text}) == {"/type": code}


@pytest.mark.parametrize("end", ["2020-01-01", "2019-12-31"])
def test_a_period_of_no_days_is_refused(end: str) -> None:
    assert wrong(occupancy.parse, OVER_A_PERIOD | {"datumTot": end}) == {"/datumTot": "order"}


@pytest.mark.parametrize("kind", [None, 7, "RaadpleegMetPeildatum"])
def test_a_kind_of_question_that_is_not_asked_here_is_refused(kind: object) -> None:
    code = "required" if kind is None else "choice"
    assert wrong(occupancy.parse, OVER_A_PERIOD | {"type": kind}) == {"/type": code}


@pytest.mark.parametrize("day", ["20200101", "2020-1-1", "2020-13-01", "0000-01-01", 2020, ["2020-01-01"]])
def test_what_is_no_day_is_refused(day: object) -> None:
    assert wrong(history.parse, ON_A_DAY | {"peildatum": day}) == {"/peildatum": "date"}


def test_the_last_day_of_which_an_answer_can_end_is_the_last_that_can_be_asked_for() -> None:
    assert wrong(history.parse, ON_A_DAY | {"peildatum": "9999-12-31"}) == {"/peildatum": "last-day"}
    assert history.parse(ON_A_DAY | {"peildatum": str(DAY_MAX)}).days.end == date.max


@pytest.mark.parametrize("body", [None, [], "x", 7])
def test_what_is_no_object_is_refused(body: object) -> None:
    assert wrong(history.parse, body) == {"": "type"}
    assert wrong(occupancy.parse, body) == {"": "type"}


@pytest.mark.parametrize("bsn", ["99999034", "9999903421", "99999034x", 999990342, "٩٩٩٩٩٠٣٤٢", ""])
def test_a_number_is_so_many_digits_as_text(bsn: object) -> None:
    assert wrong(history.parse, ON_A_DAY | {"burgerservicenummer": bsn}) == {"/burgerservicenummer": "pattern"}
