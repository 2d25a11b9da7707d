"""The laws of `product.md`, section 3, told of states and timelines; a law that is broken asserts."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from events.domain import boundaries
from events.domain.event import Draft, Event, Kind
from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT
from events.domain.readings import View
from readmodels.domain.holdings import Holding, holdings
from readmodels.domain.states import Question, State, state
from readmodels.domain.timelines import as_known_at, timeline
from tests.builders import HAPPENED, START, Register
from tests.unit.domain import generated, laws
from tests.unit.domain.generated import PEOPLE, TYPES

FOREVER = START + timedelta(days=10_000)
TICK = timedelta(microseconds=1)


def the_order_of_arrival_is_irrelevant(events: list[Event], random: Random) -> None:
    shuffled = Log(random.sample(events, len(events)))
    for someone in PEOPLE:
        assert told(shuffled, someone) == told(Log(events), someone)


def what_is_recorded_later_never_changes_what_was_known(log: Log, minutes: int, days: int) -> None:
    known_at, moment = START + timedelta(minutes=minutes), HAPPENED + timedelta(days=days)
    then = Log(event for event in log if event.created_at <= known_at)
    for someone in PEOPLE:
        assert told(log, someone, as_of=moment, as_at=known_at) == told(then, someone, as_of=moment, as_at=known_at)


def nor_does_it_change_what_a_timeline_says_of_then(log: Log, minutes: int) -> None:
    known_at = START + timedelta(minutes=minutes)
    then = Log(event for event in log if event.created_at <= known_at)
    for someone in PEOPLE[:2]:
        whole = timeline(log, object_id=someone, catalogue=TYPES)
        assert as_known_at(whole, known_at) == timeline(then, object_id=someone, catalogue=TYPES)


def without_validations_nothing_holds_by_law_though_it_is_asserted(log: Log) -> None:
    said = Log(event for event in log if event.kind is not Kind.VALIDATION)
    for someone in PEOPLE:
        assert not told(said, someone).exists
    for claim in said.claims():
        one = Log([claim])
        assert all(told(one, someone, view=View.ASSERTED).exists for someone in claim.object_ids)


def a_correction_and_its_accepted_retraction_change_nothing(register: Register, at: int) -> None:
    claim = laws._an_accepted_claim(register, at=at)
    before = everybody(register.log)
    correction = laws._accepted(laws._correction_of(claim, register=register, at=at), register=register)
    laws._retracted(correction, register=register)
    assert everybody(register.log) == before


def the_retraction_of_a_retraction_revives(register: Register, at: int) -> None:
    claim = laws._an_accepted_claim(register, at=at)
    correction = laws._accepted(laws._correction_of(claim, register=register, at=at), register=register)
    corrected = everybody(register.log)
    laws._retracted(laws._retracted(correction, register=register), register=register)
    assert everybody(register.log) == corrected


def an_event_changes_attributes_only_of_the_old_and_new_objects_of_its_chain(register: Register) -> None:
    for draft in generated.every_next(register):
        after = _next(draft, register=register)
        addresses = boundaries.boundary_of(draft, log=register.log, catalogue=TYPES)
        for someone in set(PEOPLE) - addresses.objects:
            assert told(register.log, someone).attributes == told(after, someone).attributes


def the_timeline_equals_the_point_queries_at_every_moment(log: Log) -> None:
    """At every corner of every rectangle, just before it, and where nothing is."""
    for someone in PEOPLE[:2]:
        rectangles = timeline(log, object_id=someone, catalogue=TYPES)
        materials = {HAPPENED, FOREVER, *(it.segment.since for it in rectangles)}
        materials |= {it.segment.until for it in rectangles if it.segment.until is not None}
        formals = {FOREVER, *(event.created_at for event in log)}
        for as_of in {moment - back for moment in materials for back in (TICK * 0, TICK) if moment > UNKNOWN_MOMENT}:
            for as_at in {moment - back for moment in formals for back in (TICK * 0, TICK)}:
                over = {
                    it.segment.holding.name: it.segment.holding
                    for it in rectangles
                    if it.covers(as_of=as_of, as_at=as_at)
                }
                assert over == _named(told(log, someone, as_of=as_of, as_at=as_at))


def every_value_names_the_events_and_a_consequence_also_the_rule(log: Log) -> None:
    for someone in PEOPLE:
        for holding in _named(told(log, someone)).values():
            assert holding.supports
            assert all(support in log for support in holding.supports)
            if holding.name.startswith("rechtsgevolg/"):
                assert holding.rule
                assert holding.version
                assert holding.article or not holding.determined


def every_answer_is_total(log: Log) -> None:
    try:
        for someone in PEOPLE:
            for view in View:
                told(log, someone, view=view)
            timeline(log, object_id=someone, catalogue=TYPES)
    except Exception as error:
        raise AssertionError("an answer raised") from error


# -- what the laws are told in -----------------------------------------------------------------------------------------


def told(
    log: Log, someone: UUID, *, as_of: datetime = FOREVER, as_at: datetime = FOREVER, view: View = View.LEGAL
) -> State:
    return state(log, object_id=someone, asked=Question(as_of=as_of, as_at=as_at, view=view), catalogue=TYPES)


def everybody(log: Log) -> list[State]:
    return [told(log, someone) for someone in PEOPLE]


def _named(found: State) -> dict[str, Holding]:
    return {holding.name: holding for holding in holdings(found)}


def _next(draft: Draft, *, register: Register) -> Log:
    """The log with the draft if it may be recorded, else as it was."""
    return laws._next(draft, register=register) or register.log
