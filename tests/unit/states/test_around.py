"""What is taken apart in memory, of many persons who were read at once, is what is read of each."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st

from events.domain.log import Log
from readmodels.domain.relatives import Ids, gathered, named_in, on_whom_they_bear, who_bear_on
from readmodels.projectors.around import REACH, Around
from tests.unit.domain.trying import Law, hold
from tests.unit.states.families import family_logs
from tests.unit.states.family_stories import PEOPLE
from tests.unit.states.test_reach import reader


def ids(log: Log) -> list[UUID]:
    return sorted(event.id for event in log)


def naming(log: Log) -> Callable[[Ids], Log]:
    """Reads as the store does: also the chains that name somebody who is not among their objects."""
    named = {event.id: named_in([event.data]) for event in log}

    def read(object_ids: Ids) -> Log:
        found = (event for event in log if not object_ids.isdisjoint(named[event.id]))
        return reader(log)(object_ids.union(*(event.object_ids for event in found)))

    return read


def what_is_taken_apart_is_what_is_read(log: Log) -> None:
    together = Around(reader(log))
    together.gather(frozenset(PEOPLE))
    for someone in PEOPLE:
        _, everything = gathered([someone], read=reader(log), reach=REACH)
        assert ids(together.about_relatives(someone)) == ids(everything)
        assert ids(together.about([someone])) == ids(reader(log)(frozenset({someone})))


def whom_one_gathers_is_who_is_gathered(log: Log) -> None:
    for closure in (who_bear_on, on_whom_they_bear):
        for some in (PEOPLE[:1], PEOPLE[1:2], PEOPLE[2:4], PEOPLE):
            around = Around(naming(log))
            everybody, everything = gathered(some, read=naming(log), reach=REACH, closure=closure)
            assert around.gather(frozenset(some), closure=closure) == everybody
            assert ids(around.everything()) == ids(everything)


LAWS: dict[Law, tuple[st.SearchStrategy[Any], ...]] = {
    what_is_taken_apart_is_what_is_read: (family_logs(),),
    whom_one_gathers_is_who_is_gathered: (family_logs(),),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, LAWS[law], examples=30)


def ties_are_not_added(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Around, "_ties_of", lambda _self, _root: ())


def what_is_read_later_is_left_out(patch: pytest.MonkeyPatch) -> None:
    right = Around.take
    patch.setattr(Around, "take", lambda self, ids: [] if self._ids else right(self, ids))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("bug", [ties_are_not_added, what_is_read_later_is_left_out], ids=lambda it: it.__name__)
def test_the_law_bites(law: Law, bug: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, LAWS[law], examples=100, shrink=False)
