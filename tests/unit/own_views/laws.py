"""The laws of a view of one's own, each as a property of what was generated; a law that is broken asserts."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from itertools import combinations, product
from random import Random
from uuid import UUID

from events.domain.event import Event, Kind
from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT
from events.domain.readings import View
from readmodels.domain.own_views import becoming_known, projection
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.projection import ViewRow, as_known_at
from readmodels.domain.own_views.telling import Row
from tests.builders import HAPPENED, START, Register
from tests.unit.domain import laws
from tests.unit.domain.generated import PEOPLE, TYPES
from tests.unit.own_views.views import FOREVER

TICK = timedelta(microseconds=1)


def the_rectangles_equal_the_point_query_at_every_moment(definition: Definition, log: Log) -> None:
    """At every corner of every rectangle, just before it, and where nothing is."""
    formals = {FOREVER, *(event.created_at for event in log)}
    for someone in PEOPLE[:2]:
        rectangles = of(someone, definition, log)
        materials = {HAPPENED, FOREVER, *(it.since for it in rectangles)}
        materials |= {it.until for it in rectangles if it.until is not None}
        for as_of, as_at in product(_and_just_before(materials), _and_just_before(formals)):
            over = [it.row for it in rectangles if it.covers(as_of=as_of, as_at=as_at)]
            assert _by_key(over) == _by_key(at(someone, definition, log, as_of=as_of, as_at=as_at))


def what_is_recorded_later_never_changes_what_was_known(
    definition: Definition, log: Log, minutes: int, days: int
) -> None:
    known_at, moment = START + timedelta(minutes=minutes), HAPPENED + timedelta(days=days)
    then = Log(event for event in log if event.created_at <= known_at)
    for someone in PEOPLE:
        here = at(someone, definition, log, as_of=moment, as_at=known_at)
        assert here == at(someone, definition, then, as_of=moment, as_at=known_at)
        assert as_known_at(of(someone, definition, log), known_at) == of(someone, definition, then)


def the_order_of_arrival_is_irrelevant(definition: Definition, events: Collection[Event], random: Random) -> None:
    shuffled = Log(random.sample(list(events), len(events)))
    for someone in PEOPLE:
        assert of(someone, definition, shuffled) == of(someone, definition, Log(events))


def without_validations_nothing_holds_by_law_though_it_is_asserted(
    legal: Definition, asserted: Definition, log: Log
) -> None:
    """Of definitions without conditions, that nothing ends."""
    said = Log(event for event in log if event.kind is not Kind.VALIDATION)
    assert not any(of(someone, legal, said) for someone in PEOPLE)
    for claim in said.claims():
        for someone in claim.object_ids:
            assert [it.row.claim for it in of(someone, asserted, Log([claim]))] == [claim.id]


def a_correction_and_its_accepted_retraction_change_nothing(
    definition: Definition, register: Register, number: int
) -> None:
    claim = laws._an_accepted_claim(register, at=number)
    before = everybody(definition, register.log)
    correction = laws._accepted(laws._correction_of(claim, register=register, at=number), register=register)
    laws._retracted(correction, register=register)
    assert everybody(definition, register.log) == before


def the_retraction_of_a_retraction_revives(definition: Definition, register: Register, number: int) -> None:
    claim = laws._an_accepted_claim(register, at=number)
    correction = laws._accepted(laws._correction_of(claim, register=register, at=number), register=register)
    corrected = everybody(definition, register.log)
    laws._retracted(laws._retracted(correction, register=register), register=register)
    assert everybody(definition, register.log) == corrected


def rectangles_with_one_key_never_overlap(definition: Definition, log: Log) -> None:
    """And none of them is empty."""
    for someone in PEOPLE:
        for found in of(someone, definition, log):
            assert found.until is None or found.since < found.until
            assert found.known_until is None or found.known_from < found.known_until
        for one, other in combinations(of(someone, definition, log), 2):
            assert one.key != other.key or not _overlap(one, other)


def the_rows_of_an_object_depend_on_its_own_chains_only(definition: Definition, log: Log) -> None:
    """On those of one occurrence with them too, in a view of what was asserted."""
    for someone in PEOPLE:
        own = becoming_known.bearing_on(someone, log, view=definition.counts)
        assert of(someone, definition, own) == of(someone, definition, log)
        assert at(someone, definition, own) == at(someone, definition, log)
        if definition.counts is View.LEGAL:
            named = {event.id for event in log if someone in event.object_ids}
            assert all(named & {it.id for it in own.chain(claim.id)} for claim in own.claims())


def every_row_names_events_of_the_log(definition: Definition, log: Log) -> None:
    for someone in PEOPLE:
        for found in of(someone, definition, log):
            assert found.row.claim in found.supports
            assert all(event in log for event in found.supports)


def every_answer_is_total(definition: Definition, log: Log) -> None:
    try:
        for someone in PEOPLE:
            of(someone, definition, log)
            at(someone, definition, log)
    except Exception as error:
        raise AssertionError("an answer raised") from error


# -- what the laws are told in -----------------------------------------------------------------------------------------


def of(someone: UUID, definition: Definition, log: Log) -> tuple[ViewRow, ...]:
    return projection.rows_of(definition, someone, log, catalogue=TYPES)


def at(
    someone: UUID, definition: Definition, log: Log, *, as_of: datetime = FOREVER, as_at: datetime = FOREVER
) -> tuple[Row, ...]:
    return projection.rows_at(definition, someone, log, catalogue=TYPES, as_of=as_of, as_at=as_at)


def everybody(definition: Definition, log: Log) -> list[tuple[Row, ...]]:
    """The rows of everybody as they are known in the end, at some moments."""
    moments = (HAPPENED - timedelta(days=2), HAPPENED, HAPPENED + timedelta(days=8), FOREVER)
    return [at(someone, definition, log, as_of=moment) for someone in PEOPLE for moment in moments]


def _by_key(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: repr(row.key))


def _and_just_before(moments: Iterable[datetime]) -> set[datetime]:
    known = set(moments)
    return known | {moment - TICK for moment in known if moment > UNKNOWN_MOMENT}


def _overlap(one: ViewRow, other: ViewRow) -> bool:
    held = _meet(one.since, one.until, other.since, other.until)
    return held and _meet(one.known_from, one.known_until, other.known_from, other.known_until)


def _meet(since: datetime, until: datetime | None, other: datetime, other_until: datetime | None) -> bool:
    return (other_until is None or since < other_until) and (until is None or other < until)
