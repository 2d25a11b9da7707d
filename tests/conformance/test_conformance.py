"""The cases of `../shared/oracles`: all of them, by the same import and the same functions as the product."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from events.domain.facts import facts
from events.domain.log import Log
from readmodels.domain.national import search
from tests.conformance import (
    axes_view,
    cases,
    custody_view,
    history_view,
    national_cases,
    occupancy_view,
    pairs_view,
    persons_view,
    replay,
    shifting,
    unmet,
)
from tests.conformance.cases import Case, Judged
from tests.conformance.registers import shipped, taken_over
from tests.conformance.views import VIEWS
from tests.shared_material import ORACLES, needs_shared_material

EXPECTED = {"bewoning": 1_050, "formal_time_pairs": 104, "gezag": 667, "historie": 593, "two_axes": 8}
OF_A_REGISTER = ("bewoning", "gezag", "historie")
RESIDENCE_SHAPES = {"bewoning": occupancy_view.answer_of, "historie": history_view.answer_of}
PERSONS, PERSONS_PASSED_MIN = 2_691, 2_634
PERSONS_PAGE = Path(__file__).resolve().parents[2] / "docs" / "conformance-personen.md"
EVERY_TENTH = 10
SHIFTABLE_MIN = 100

pytestmark = needs_shared_material


def the_cases(view: str) -> list[Case]:
    return cases.load(ORACLES / f"{view}.jsonl.gz")


def failures(judged: Iterable[Judged]) -> list[str]:
    return [f"{one.id} {one.error}".strip() for one in judged if not one.passed]


@pytest.mark.parametrize("view", EXPECTED)
def test_every_case_is_answered_as_expected(view: str) -> None:
    judged = [cases.judge(VIEWS[view], case) for case in the_cases(view)]
    assert failures(judged) == []
    assert len(judged) == EXPECTED[view]


@pytest.fixture(scope="module")
def judged_persons() -> list[Judged]:
    return [cases.judge(VIEWS["personen"], case) for case in the_cases("personen")]


def test_persons_are_told_as_the_national_services_tell_them(judged_persons: list[Judged]) -> None:
    assert len(judged_persons) == PERSONS
    assert sum(one.passed for one in judged_persons) >= PERSONS_PASSED_MIN
    assert [one for one in judged_persons if one.error] == []


def test_the_page_of_what_is_not_met_is_what_the_cases_say_and_explains_all(judged_persons: list[Judged]) -> None:
    assert unmet.unexplained(judged_persons) == []
    assert PERSONS_PAGE.read_text(encoding="utf-8") == unmet.page(judged_persons), "make it again: see its first lines"


def test_whoever_is_found_has_a_key_by_which_an_index_would_find_him() -> None:
    for case in the_cases("personen"):
        asked, files = persons_view.asked_of(case), persons_view.files_in(case)
        for file in search.found(asked, files.values()):
            assert any(it.finds(search.search_keys(file)) for it in search.selectors(asked)), case["id"]


def test_custody_is_told_in_the_form_of_the_national_service() -> None:
    for case in the_cases("gezag")[::EVERY_TENTH]:
        family = persons_view.Family(case, persons_view.files_in(case))
        told = family.custody_of(case["when"]["burgerservicenummer"])
        assert persons_view.comparable(told) == persons_view.comparable(case["then"]["response"]), case["id"]


def test_the_report_counts_by_topic_and_names_what_failed(tmp_path: Path) -> None:
    right, wrong = (Judged(id=name, topics=("a",), answer=1, passed=name == "x") for name in ("x", "y"))
    lines: list[str] = []
    cases.report([right, wrong], write=lines.append)
    assert lines[-2:] == ["FAILED y", "1 of 2 passed"]
    assert lines[0].split() == ["a", "1", "passed", "1", "failed"]
    cases.write_answers([right], path=tmp_path / "answers.jsonl")
    assert (tmp_path / "answers.jsonl").read_text() == '{"id": "x", "answer": 1}\n'


def test_a_case_that_breaks_the_product_is_a_failure() -> None:
    judged = cases.judge(VIEWS["gezag"], {"id": "broken", "as_of": "2026-04-23"})
    assert not judged.passed
    assert "KeyError" in judged.error


def test_an_answer_that_differs_is_a_failure() -> None:
    case = next(case for case in the_cases("gezag") if case["then"]["outcome"][0]["gezag"])
    other = {**case, "then": {"outcome": [{**case["then"]["outcome"][0], "gezag": []}]}}
    assert not cases.judge(VIEWS["gezag"], other).passed


def effective_facts(log: Log, as_at: datetime) -> Any:
    return facts(log, catalogue=shipped(), as_at=as_at)


def log_of_pair(case: Case) -> Log:
    person = {"pl": case["pl"], "bsn": case["bsn"], "categories": {case["category"]: pairs_view.rows_of(case)}}
    return taken_over([person], at=pairs_view.TAKEN_OVER_AT).log


def log_of_register(case: Case) -> Log:
    given = case["given"]
    return taken_over(given["persons"], at=custody_view.moment_of(case), addresses=given.get("addresses")).log


def test_as_known_at_an_event_is_what_the_events_until_then_answer_on_both_axes() -> None:
    for case in the_cases("two_axes"):
        log = axes_view.log_of(case)

        def answer(known: Log, moment: datetime, case: Case = case) -> Any:
            return axes_view.timeline_at(known, (moment - axes_view.EPOCH) // axes_view.DAY, case=case)

        assert replay.broken(log, answer) == []


def test_as_known_at_an_event_is_what_the_events_until_then_answer_for_pairs() -> None:
    assert [case for case in the_cases("formal_time_pairs") if replay.broken(log_of_pair(case), effective_facts)] == []


@pytest.mark.parametrize("view", OF_A_REGISTER)
def test_as_known_at_an_event_is_what_the_events_until_then_answer_for_a_register(view: str) -> None:
    """Custody, history and occupancy are pure functions of the facts: facts that are equal answer equally."""
    sample = the_cases(view)[::EVERY_TENTH]
    assert [case["id"] for case in sample if replay.broken(log_of_register(case), effective_facts)] == []


@pytest.mark.verify
def test_the_same_for_all_cases_of_custody_and_for_the_answers_themselves() -> None:
    for index, case in enumerate(the_cases("gezag")):
        log, bsn, today = log_of_register(case), case["when"]["burgerservicenummer"], custody_view.moment_of(case)
        assert replay.broken(log, effective_facts) == [], case["id"]
        if index % EVERY_TENTH == 0:

            def answer(known: Log, moment: datetime, bsn: str = bsn, today: datetime = today) -> Any:
                return custody_view.told_by(known, bsn=bsn, as_of=today, as_at=moment)

            assert replay.broken(log, answer) == [], case["id"]


@pytest.mark.verify
@pytest.mark.parametrize("years", [1, 4, -3])
def test_shifting_every_date_by_years_changes_no_custody(years: int) -> None:
    """Unless the law of 1 January 2023 lies between a date and where it is shifted to (the rules of the cases)."""
    view = VIEWS["gezag"]
    shiftable = [case for case in the_cases("gezag") if shifting.changes_no_law(case, years)]
    assert len(shiftable) > SHIFTABLE_MIN
    shifted = [(case, shifting.shifted(case, years)) for case in shiftable]
    assert [case["id"] for case, moved in shifted if not view.agree(view.answer(moved), view.expected(case))] == []


@pytest.mark.verify
@pytest.mark.parametrize("view", RESIDENCE_SHAPES)
def test_the_same_for_the_answers_of_the_residence_shapes(view: str) -> None:
    for case in the_cases(view)[::EVERY_TENTH]:

        def answer(known: Log, moment: datetime, case: Case = case) -> Any:
            files = national_cases.files_told_by(known, as_at=moment)
            return RESIDENCE_SHAPES[view](case, files)

        assert replay.broken(log_of_register(case), answer) == [], case["id"]


@pytest.mark.verify
@pytest.mark.parametrize("view", RESIDENCE_SHAPES)
@pytest.mark.parametrize("years", [4, -8, 28])
def test_shifting_every_date_by_years_shifts_where_people_live(view: str, years: int) -> None:
    """By fours, so that every day exists; of the form without words for dates."""
    judged = [shifting.shifted(case, years) for case in the_cases(view) if case["api"] == "data"]
    assert len(judged) > SHIFTABLE_MIN
    assert failures(cases.judge(VIEWS[view], case) for case in judged) == []


def test_a_state_that_looks_ahead_is_caught_by_the_replay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Log, "as_known_at", lambda self, _moment: self)
    found = [case for case in the_cases("formal_time_pairs") if replay.broken(log_of_pair(case), effective_facts)]
    assert found
