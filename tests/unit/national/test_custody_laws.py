"""Asked only where it can change, custody is what asking at every moment gives; and each law bites a planted bug."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st

from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from readmodels.domain.national.custody_rows import rows_of_custody
from readmodels.domain.recall import Recall
from readmodels.domain.societies import Society
from readmodels.domain.watched import Notes, Read, WatchedDay, WatchedPerson
from readmodels.domain.watching import Timeline, Watching
from tests.unit.domain.trying import Law, hold
from tests.unit.law import test_totality as anything
from tests.unit.national.custody_at_every_moment import asked_at_every_moment, look, rows_at_every_moment
from tests.unit.states.families import family_logs
from tests.unit.states.family_stories import PEOPLE
from tests.unit.states.stories import CATALOGUE

Bug = Callable[[pytest.MonkeyPatch], None]


def the_rows_are_those_of_asking_at_every_moment(log: Log) -> None:
    for someone in PEOPLE:
        rows = rows_of_custody(someone, log, recall=Recall(CATALOGUE))
        assert rows == rows_at_every_moment(someone, log, catalogue=CATALOGUE)


def what_was_found_for_others_or_before_makes_no_difference(log: Log) -> None:
    """The log grows while it is asked, as it does for who follows it: what is recalled is of another society."""
    recall, events = Recall(CATALOGUE), sorted(log, key=lambda event: (event.created_at, event.order))
    for known in (len(events) // 3, len(events) // 2):
        for someone in PEOPLE:
            rows_of_custody(someone, Log(events[:known]), recall=recall)
    for someone in PEOPLE:
        rows = rows_of_custody(someone, log, recall=recall)
        assert rows == rows_at_every_moment(someone, log, catalogue=CATALOGUE)


def on_any_facts_the_law_says_the_same(facts: list[Fact], fewer: int) -> None:
    """Also where data say nothing, go round in a circle, or lie at the end of time; and when some are told later."""
    watching = Watching()
    for told in (facts[: -fewer or None], facts):
        society = Society(told, as_of=LAST_MOMENT, catalogue=CATALOGUE, memory=watching.memory)
        for someone in anything.PEOPLE:
            found = watching.over_life(someone, partial(look, someone), society=society)
            expected = asked_at_every_moment(someone, Society(told, as_of=LAST_MOMENT, catalogue=CATALOGUE))
            assert list(found.answers) == expected


LAWS: dict[Law, tuple[st.SearchStrategy[Any], ...]] = {
    the_rows_are_those_of_asking_at_every_moment: (family_logs(),),
    what_was_found_for_others_or_before_makes_no_difference: (family_logs(),),
    on_any_facts_the_law_says_the_same: (anything.some_facts(), st.integers(0, 3)),
}


def comparisons_with_the_day_are_not_noted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(WatchedDay, "_noted", lambda _self, other: other)


def a_day_that_is_over_is_not_noted(patch: pytest.MonkeyPatch) -> None:
    right = WatchedDay._noted
    patch.setattr(WatchedDay, "_noted", lambda self, other: right(self, other) if other > self._day else other)


def what_is_read_of_persons_is_not_noted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(WatchedPerson, "read", property(lambda _self: {}))


def one_member_that_is_read_is_not_noted(patch: pytest.MonkeyPatch) -> None:
    def read(self: WatchedPerson) -> dict[str, Any]:
        return {name: said for name, said in self.__dict__.items() if name != "parentages"}

    patch.setattr(WatchedPerson, "read", property(read))


def what_is_read_at_the_end_of_time_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    right = Notes.reads

    def reads(self: Notes) -> Iterator[Read]:
        return (read for read in right(self) if read.moment is None)

    patch.setattr(Notes, "reads", reads)


def whatever_was_found_before_is_found_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Timeline, "is_of", lambda _self, _society: True)


BUGS: list[tuple[Law, Bug]] = [
    (the_rows_are_those_of_asking_at_every_moment, comparisons_with_the_day_are_not_noted),
    (the_rows_are_those_of_asking_at_every_moment, what_is_read_of_persons_is_not_noted),
    (the_rows_are_those_of_asking_at_every_moment, what_is_read_at_the_end_of_time_is_forgotten),
    (what_was_found_for_others_or_before_makes_no_difference, one_member_that_is_read_is_not_noted),
    (what_was_found_for_others_or_before_makes_no_difference, whatever_was_found_before_is_found_again),
    (on_any_facts_the_law_says_the_same, one_member_that_is_read_is_not_noted),
    (on_any_facts_the_law_says_the_same, a_day_that_is_over_is_not_noted),
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, LAWS[law], examples=15)


@pytest.mark.verify
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_of_many_more(law: Law) -> None:
    hold(law, LAWS[law], examples=300)


@pytest.mark.parametrize(("law", "bug"), BUGS, ids=lambda it: it.__name__)
def test_the_law_bites(law: Law, bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, LAWS[law], examples=400, shrink=False)


def test_every_law_is_shown_to_bite() -> None:
    assert {law for law, _ in BUGS} == set(LAWS)
