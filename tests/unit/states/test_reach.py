"""What is read for an answer is enough: with only his relatives everything is said of somebody that all events say.

And whom a change can touch, it touches: nobody else's life becomes otherwise.
"""

from collections.abc import Callable, Iterable
from uuid import UUID

import pytest
from hypothesis import assume, reject
from hypothesis import strategies as st

from events.domain.event import Event, Kind
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.refusals import Refusal, SameOccurrence
from readmodels.domain import relatives
from readmodels.domain.differences import Comparison
from readmodels.domain.holdings import Holding
from readmodels.domain.pictures import Picture
from readmodels.domain.reexamination import decided_claims, reexaminations
from readmodels.domain.rehearsals import Touched, accepted, touched_between
from readmodels.domain.relatives import Ids, Reach, Ties, gathered, on_whom_they_bear, ties_in, who_bear_on
from readmodels.domain.states import Question
from tests.builders import Register
from tests.unit.domain import laws as domain_laws
from tests.unit.domain.trying import Law, hold
from tests.unit.states.families import families, family_logs
from tests.unit.states.family_stories import PEOPLE
from tests.unit.states.stories import CATALOGUE

REACH = Reach(as_at=LAST_MOMENT)


def picture(log: Log) -> Picture:
    return Picture(log, asked=Question(as_of=LAST_MOMENT, as_at=LAST_MOMENT), catalogue=CATALOGUE)


def reader(log: Log) -> Callable[[Ids], Log]:
    """Reads as the store does: whole chains about these objects, and what those refer to."""

    def read(object_ids: Ids) -> Log:
        ahead = {
            root for event in log for root in (log.root_id(event.id),) if object_ids & {*event.object_ids} and root
        }
        roots = set(ahead)
        while ahead:
            events = [event for root in ahead for event in log.chain(root)]
            named = {log.root_id(reference) for event in events for reference in event.references}
            ahead = {root for root in named if root is not None} - roots
            roots |= ahead
        return Log(event for root in roots for event in log.chain(root))

    return read


def his_relatives_are_enough_to_say_everything_of_somebody(log: Log) -> None:
    for someone in PEOPLE:
        _, read = gathered([someone], read=reader(log), reach=REACH)
        assert picture(read).segments(someone) == picture(log).segments(someone)


def the_law_looks_at_nobody_but_relatives(log: Log) -> None:
    ties = ties_in(log, reach=REACH)
    for someone in PEOPLE:
        _, looked_at = picture(log).looked_at(someone)
        assert looked_at <= {someone} | who_bear_on(frozenset({someone}), ties)
        assert all(someone in {one} | on_whom_they_bear(frozenset({one}), ties) for one in looked_at)


def a_change_touches_nobody_but_those_on_whom_it_bears(log: Log) -> None:
    """Every late decision of the history is put beside the history without it."""
    for decision in [event for event in log if event.kind is Kind.VALIDATION][-4:]:
        without = Log(event for event in log if event.created_at < decision.created_at or event.zone != decision.zone)
        with_it = without.with_(decision)
        about = frozenset(it for event in chain_of(decision, with_it) for it in event.object_ids)
        touchable, _ = gathered(about, read=reader(with_it), reach=REACH, closure=on_whom_they_bear)
        compared = Comparison(picture(without), picture(with_it))
        assert {someone for someone in PEOPLE if compared.of(someone)} <= touchable


def what_a_correction_put_under_investigation_is_out_of_it_once_it_is_undone(register: Register, at: int) -> None:
    claim = domain_laws._an_accepted_claim(register, at=at)
    before = looked_at_again(register.log)
    try:
        correction = domain_laws._correction_of(claim, register=register, at=at)
        domain_laws._retracted(domain_laws._accepted(correction, register=register), register=register)
    except AssertionError as refused:
        if isinstance(refused.__cause__, SameOccurrence):  # what it said before is said by another claim by now
            reject()
        raise
    assert looked_at_again(register.log) == before


def what_a_dry_run_shows_is_what_follows(register: Register, at: int) -> None:
    """Something is claimed, or said to be otherwise: first it is tried, and then an official accepts it."""
    log = register.log
    filed = [event for event in log if event.kind is not Kind.VALIDATION and not log.targeting(event.id)]
    assume(filed)
    event = filed[at % len(filed)]
    read = reader(log)
    touchable, _ = gathered(objects_of(event, log), read=read, reach=REACH, closure=on_whom_they_bear)
    _, around = gathered(touchable, read=read, reach=REACH)
    foreseen = touched_between(
        around, accepted(event, log=around, catalogue=CATALOGUE), touchable=touchable, catalogue=CATALOGUE
    )
    try:
        register.accept(event)
    except Refusal:
        return
    everybody = {object_id for it in log for object_id in it.object_ids}
    really = touched_between(log, register.log, touchable=everybody, catalogue=CATALOGUE)
    assert shown(foreseen) == shown(really)


def objects_of(event: Event, log: Log) -> frozenset[UUID]:
    return frozenset(object_id for member in (*chain_of(event, log), event) for object_id in member.object_ids)


def shown(found: Iterable[Touched]) -> set[str]:
    """What changes for whom; the acceptance has another id in a dry run."""
    return {
        f"{touched.object_id} {it.name} {it.since} {it.until} {_value(it.before)} {_value(it.after)}"
        for touched in found
        for it in touched.changes
    }


def _value(holding: Holding | None) -> object:
    return None if holding is None else (holding.value, holding.determined, holding.in_doubt, holding.uncertain)


def chain_of(event: Event, log: Log) -> tuple[Event, ...]:
    root = log.root_id(event.id)
    return (event,) if root is None else log.chain(root)


def looked_at_again(log: Log) -> dict[object, list[tuple[object, ...]]]:
    found = reexaminations(log, claims=decided_claims(log), catalogue=CATALOGUE)
    return {
        it.claim.id: [(shift.rested, shift.name, shift.about, shift.before, shift.after) for shift in it.shifts]
        for it in found
    }


LAWS: dict[Law, tuple[st.SearchStrategy[object], ...]] = {
    his_relatives_are_enough_to_say_everything_of_somebody: (family_logs(),),
    the_law_looks_at_nobody_but_relatives: (family_logs(),),
    a_change_touches_nobody_but_those_on_whom_it_bears: (family_logs(),),
    what_a_correction_put_under_investigation_is_out_of_it_once_it_is_undone: (families(), st.integers(0, 99)),
    what_a_dry_run_shows_is_what_follows: (families(), st.integers(0, 99)),
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, LAWS[law], examples=30)


@pytest.mark.verify
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_of_many_more_families(law: Law) -> None:
    hold(law, LAWS[law], examples=400)


def nobody_has_a_partner(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ties, "partners_of", lambda _self, _persons: relatives.NOBODY)


def nobody_has_children(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Ties, "children_of", lambda _self, _persons: relatives.NOBODY)


@pytest.mark.parametrize(
    ("law", "bug"),
    [
        (his_relatives_are_enough_to_say_everything_of_somebody, nobody_has_a_partner),
        (the_law_looks_at_nobody_but_relatives, nobody_has_a_partner),
        (a_change_touches_nobody_but_those_on_whom_it_bears, nobody_has_children),
        (what_a_dry_run_shows_is_what_follows, nobody_has_children),
    ],
    ids=lambda it: it.__name__,
)
def test_the_law_bites(law: Law, bug: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, LAWS[law], examples=400, shrink=False)
