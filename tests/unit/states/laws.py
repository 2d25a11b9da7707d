"""The laws of `product.md`, section 3, told of states and timelines; a law that is broken asserts.

Each is told of a world: of the people and event types of the small catalogue, or of a family in the shipped types.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from random import Random
from uuid import UUID

from events.domain import boundaries
from events.domain.event import Draft, Event, Kind
from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT
from events.domain.readings import View
from readmodels.domain import states
from readmodels.domain.holdings import Holding, holdings
from readmodels.domain.states import Question, State
from readmodels.domain.timelines import Rectangle, as_known_at, timeline
from tests.builders import HAPPENED, START, Register, SmallCatalogue
from tests.unit.domain import generated, laws

FOREVER = START + timedelta(days=10_000)
TICK = timedelta(microseconds=1)

Point = tuple[datetime, datetime]
"""A material and a formal moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Whom a law is told of, in which event types, and at which material moments everybody is looked at."""

    people: tuple[UUID, ...]
    types: SmallCatalogue
    moments: tuple[datetime, ...] = (FOREVER,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """At what of a timeline one looks: of whom, what is asked, at which points and at the corners of which rectangles.

    The moments of `asked` say nothing here.
    """

    whom: int
    asked: Question
    points: tuple[Point, ...]
    rectangles: tuple[int, ...]


SMALL = World(people=generated.PEOPLE, types=generated.TYPES)


def the_order_of_arrival_is_irrelevant(world: World, events: Collection[Event], random: Random) -> None:
    shuffled = Log(random.sample(list(events), len(events)))
    for view in View:
        assert everybody(world, shuffled, view=view) == everybody(world, Log(events), view=view)


def what_is_recorded_later_never_changes_what_was_known(world: World, log: Log, minutes: int, days: int) -> None:
    known_at, moment = START + timedelta(minutes=minutes), HAPPENED + timedelta(days=days)
    then = Log(event for event in log if event.created_at <= known_at)
    for someone, view in product(world.people, View):
        asked = Question(as_of=moment, as_at=known_at, view=view)
        assert told(world, log, someone, asked) == told(world, then, someone, asked)


def nor_does_it_change_what_a_timeline_says_of_then(world: World, log: Log, minutes: int) -> None:
    known_at = START + timedelta(minutes=minutes)
    then = Log(event for event in log if event.created_at <= known_at)
    for someone in world.people[:2]:
        whole = timeline(log, object_id=someone, catalogue=world.types)
        assert as_known_at(whole, known_at) == timeline(then, object_id=someone, catalogue=world.types)


def without_validations_nothing_holds_by_law_though_it_is_asserted(world: World, log: Log) -> None:
    said = Log(event for event in log if event.kind is not Kind.VALIDATION)
    assert not any(found.exists for found in everybody(world, said))
    for claim in said.claims():
        one = Log([claim])
        assert all(told(world, one, someone, ASSERTED).exists for someone in claim.object_ids)


def a_correction_and_its_accepted_retraction_change_nothing(world: World, register: Register, at: int) -> None:
    claim = laws._an_accepted_claim(register, at=at)
    before = everybody(world, register.log)
    correction = laws._accepted(laws._correction_of(claim, register=register, at=at), register=register)
    laws._retracted(correction, register=register)
    assert everybody(world, register.log) == before


def the_retraction_of_a_retraction_revives(world: World, register: Register, at: int) -> None:
    claim = laws._an_accepted_claim(register, at=at)
    correction = laws._accepted(laws._correction_of(claim, register=register, at=at), register=register)
    corrected = everybody(world, register.log)
    laws._retracted(laws._retracted(correction, register=register), register=register)
    assert everybody(world, register.log) == corrected


def an_event_changes_attributes_only_of_the_old_and_new_objects_of_its_chain(world: World, register: Register) -> None:
    for draft in generated.every_next(register):
        after = _next(draft, register=register)
        addresses = boundaries.boundary_of(draft, log=register.log, catalogue=world.types)
        for someone in set(world.people) - addresses.objects:
            assert told(world, register.log, someone).attributes == told(world, after, someone).attributes


def the_timeline_equals_the_point_queries_at_every_moment(world: World, log: Log) -> None:
    """At every corner of every rectangle, just before it, and where nothing is."""
    formals = {FOREVER, *(event.created_at for event in log)}
    for someone in world.people[:2]:
        rectangles = timeline(log, object_id=someone, catalogue=world.types)
        materials = {HAPPENED, FOREVER, *(it.segment.since for it in rectangles)}
        materials |= {it.segment.until for it in rectangles if it.segment.until is not None}
        for as_of, as_at in product(_and_just_before(materials), _and_just_before(formals)):
            asked = Question(as_of=as_of, as_at=as_at)
            assert _over(rectangles, asked) == _named(told(world, log, someone, asked))


def the_timeline_equals_the_point_queries_wherever_one_looks(world: World, log: Log, look: Look) -> None:
    """At points of any choice, and at all corners of some of the rectangles and just before them."""
    someone, asked = world.people[look.whom], look.asked
    rectangles = timeline(log, object_id=someone, catalogue=world.types, view=asked.view, rules_at=asked.rules_at)
    some = {number % len(rectangles) for number in look.rectangles if rectangles}
    for as_of, as_at in {*look.points, *(point for number in some for point in _corners(rectangles[number]))}:
        point = replace(asked, as_of=as_of, as_at=as_at)
        assert _over(rectangles, point) == _named(told(world, log, someone, point))


def every_value_names_the_events_and_a_consequence_also_the_rule(world: World, log: Log) -> None:
    for found in everybody(world, log):
        for holding in _named(found).values():
            assert holding.supports
            assert all(support in log for support in holding.supports)
            if holding.name.startswith("rechtsgevolg/"):
                assert holding.rule
                assert holding.version
                assert holding.article or not holding.determined


def every_answer_is_total(world: World, log: Log) -> None:
    try:
        for view in View:
            everybody(world, log, view=view)
        for someone in world.people:
            timeline(log, object_id=someone, catalogue=world.types)
    except Exception as error:
        raise AssertionError("an answer raised") from error


# -- what the laws are told in -----------------------------------------------------------------------------------------

IN_THE_END = Question(as_of=FOREVER, as_at=FOREVER)
ASSERTED = replace(IN_THE_END, view=View.ASSERTED)


def told(world: World, log: Log, someone: UUID, asked: Question = IN_THE_END) -> State:
    return states.state(log, object_id=someone, asked=asked, catalogue=world.types)


def everybody(world: World, log: Log, *, view: View = View.LEGAL) -> list[State]:
    """Everybody as known in the end, at every moment of the world."""
    asked = [Question(as_of=moment, as_at=FOREVER, view=view) for moment in world.moments]
    return [told(world, log, someone, one) for someone in world.people for one in asked]


def _over(rectangles: Sequence[Rectangle], point: Question) -> dict[str, Holding]:
    """What the rectangles say that lie over a point."""
    over = (it.segment.holding for it in rectangles if it.covers(as_of=point.as_of, as_at=point.as_at))
    return {holding.name: holding for holding in over}


def _corners(rectangle: Rectangle) -> Iterator[Point]:
    """The four corners, and what lies just before them."""
    segment = rectangle.segment
    materials = {segment.since, FOREVER if segment.until is None else segment.until}
    formals = {rectangle.known_from, FOREVER if rectangle.known_until is None else rectangle.known_until}
    return product(_and_just_before(materials), _and_just_before(formals))


def _and_just_before(moments: Iterable[datetime]) -> set[datetime]:
    known = set(moments)
    return known | {moment - TICK for moment in known if moment > UNKNOWN_MOMENT}


def _named(found: State) -> dict[str, Holding]:
    return {holding.name: holding for holding in holdings(found)}


def _next(draft: Draft, *, register: Register) -> Log:
    """The log with the draft if it may be recorded, else as it was."""
    return laws._next(draft, register=register) or register.log
