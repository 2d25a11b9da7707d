"""The laws of `product.md`, section 3, each as a property of what was generated; a law that is broken asserts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import assume, reject

from events.domain import boundaries, chains, facts, moments, occurrences, readings, standing
from events.domain.event import Draft, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.readings import View
from events.domain.refusals import ChecksFailed, ReferenceMissing, Refusal
from events.domain.standing import StandingOf
from tests import builders
from tests.builders import START, Register
from tests.unit.domain import generated
from tests.unit.domain.generated import TYPES
from tests.unit.domain.literal import Literal

FOREVER = START + timedelta(days=10_000)


def the_functions_are_those_of_the_specification(log: Log) -> None:
    for view in View:
        literal = Literal(log, view=view, catalogue=TYPES)
        for event in log:
            assert chains.head(event, log=log, catalogue=TYPES, view=view) == literal.head(event)
            assert chains.in_force(event, log=log, catalogue=TYPES, view=view) == literal.in_force(event)
            assert chains.accepted(event, log=log, catalogue=TYPES, view=view) == literal.accepted(event)
            said = chains.content(event, log=log, catalogue=TYPES, view=view)
            assert (said.event if said else None) == literal.content(event)


def the_order_of_arrival_is_irrelevant(events: list[Event], random: Random) -> None:
    shuffled = random.sample(events, len(events))
    assert _answers(Log(shuffled)) == _answers(Log(events))


def what_is_recorded_later_never_changes_what_was_known(log: Log, minutes: int) -> None:
    known_at = START + timedelta(minutes=minutes)
    then = Log(event for event in log if event.created_at <= known_at)
    assert _answers(log, as_at=known_at) == _answers(then, as_at=known_at)


def without_validations_nothing_holds_by_law_though_it_is_asserted(log: Log) -> None:
    said = Log(event for event in log if event.kind is not Kind.VALIDATION)
    assert _facts(said) == ()
    for claim in said.claims():
        assert [fact.claim for fact in _facts(Log([claim]), view=View.ASSERTED)] == [claim]


def a_correction_and_its_accepted_retraction_change_nothing(register: Register, at: int) -> None:
    claim = _an_accepted_claim(register, at=at)
    before = _facts(register.log)
    correction = _accepted(_correction_of(claim, register=register, at=at), register=register)
    _retracted(correction, register=register)
    assert _facts(register.log) == before


def the_retraction_of_a_retraction_revives(register: Register, at: int) -> None:
    claim = _an_accepted_claim(register, at=at)
    correction = _accepted(_correction_of(claim, register=register, at=at), register=register)
    corrected = _facts(register.log)
    _retracted(_retracted(correction, register=register), register=register)
    assert _facts(register.log) == corrected


def an_event_changes_facts_only_of_the_old_and_new_objects_of_its_chain(register: Register) -> None:
    for draft in generated.every_next(register):
        before = _facts(register.log)
        addresses = boundaries.boundary_of(draft, log=register.log, catalogue=TYPES)
        after = _facts(_next(draft, register=register) or register.log)
        for someone in set(generated.PEOPLE) - addresses.objects:
            assert _naming(someone, before) == _naming(someone, after)


def and_none_before_the_earlier_of_the_old_and_new_material_moments(register: Register) -> None:
    for draft in generated.every_next(register):
        before, log = _facts(register.log), _next(draft, register=register)
        root_id = register.log.root_id(draft.references[0])
        if log is None or root_id is None:
            continue
        chain = (event for event in log.chain(root_id) if event.kind is not Kind.VALIDATION)
        earliest = min(
            moments.material_moment(chains.said_by(event), TYPES.newest(event.event_type)).earliest for event in chain
        )
        assert _before(earliest, before) == _before(earliest, _facts(log))


def at_most_one_claim_per_key_is_in_force(register: Register) -> None:
    for log in _this_and_every_next(register):
        for fact in _facts(log):
            for key in occurrences.held_by(fact.content).all:
                assert occurrences.holders(key, log=log, catalogue=TYPES) == (fact.claim,)


def never_two_corrections_or_two_outcomes_stand_on_one_event(register: Register) -> None:
    for log in _this_and_every_next(register):
        for claim in log.claims():
            for link in readings.chain(claim.id, log=log, catalogue=TYPES, view=View.LEGAL).values():
                assert len(link.corrections) <= 1
                assert not link.has_two_outcomes


def every_answer_is_total(log: Log) -> None:
    try:
        for view in View:
            _facts(log, view=view)
            for event in log:
                chains.content(event, log=log, catalogue=TYPES, view=view)
                chains.tip(event, log=log, catalogue=TYPES, view=view)
        for event in log:
            chains.objects_of(event, log=log, catalogue=TYPES)
            if log.root_id(event.id) is not None:
                boundaries.boundary_of(event, log=log, catalogue=TYPES)
        standing.standings(log, TYPES)
    except Exception as error:
        raise AssertionError("an answer raised") from error


def a_settled_claim_has_another_in_force_of_its_occurrence(log: Log) -> None:
    counted = {fact.claim.id: fact for fact in _facts(log)}
    keys = {occurrences.held_by(fact.content).identity for fact in counted.values()} - {None}
    for claim in log.claims():
        said = chains.content(claim, log=log, catalogue=TYPES)
        settled = standing.standing_of(claim, log=log, catalogue=TYPES) is StandingOf.SETTLED
        undecided = not readings.link_of(claim, log=log, catalogue=TYPES, view=View.LEGAL).is_decided
        held = said is not None and occurrences.held_by(said).identity in keys
        assert settled == (undecided and held)


def every_fact_names_the_events_it_rests_on(log: Log) -> None:
    """Take away all but what a fact says it rests on, and the fact stands as it stood."""
    for fact in _facts(log):
        support = Log(event for event in log if event.id in fact.supports)
        assert fact in _facts(support)


def whoever_could_contradict_shares_the_boundary(register: Register) -> None:
    """Two decisions that are each allowed alone, and not one after the other, meet in at least one id."""
    allowed = [draft for draft in generated.every_next(register) if _next(draft, register=register) is not None]
    for index, first in enumerate(allowed[:12]):
        after = Register(catalogue=TYPES)
        after.log = _next(first, register=register) or register.log
        for second in allowed[index + 1 : 12]:
            if generated.tried(_renamed(second), register=_copy(after)) is None:
                assert _boundary(first, register=register) & _boundary(second, register=register)


# -- what the laws are told in -----------------------------------------------------------------------------------------


def _facts(
    log: Log, *, view: View = View.LEGAL, as_at: datetime = FOREVER, catalogue: Catalogue = TYPES
) -> tuple[Fact, ...]:
    return facts.facts(log, catalogue=catalogue, as_at=as_at, view=view)


def _answers(log: Log, *, as_at: datetime = FOREVER) -> tuple[object, ...]:
    known = log.as_known_at(as_at)
    return *(_facts(log, view=view, as_at=as_at) for view in View), standing.standings(known, TYPES)


def _an_accepted_claim(register: Register, *, at: int) -> Event:
    counted = _facts(register.log, catalogue=register.catalogue)
    assume(counted)
    return counted[at // 2 % len(counted)].claim


def _correction_of(claim: Event, *, register: Register, at: int) -> Draft:
    tip = generated.present(claim, register=register)
    if at % 2:
        return builders.retraction(tip, object_ids=register.objects_of(tip))
    days = timedelta(days=at % 5 * 97)
    said = _said_on_another_day(tip, later=days, catalogue=register.catalogue)
    return builders.replacement(tip, data=said, occurred_at=tip.occurred_at + days)


def _said_on_another_day(event: Event, *, later: timedelta, catalogue: Catalogue) -> Mapping[str, Any]:
    """What it says, its own date so much later; the same where its type has none."""
    said = chains.said_by(event).data
    member = (catalogue.version(event.event_type, event.event_version).material_pointer or "").removeprefix("/")
    on = moments.parse(said.get(member))
    if on is None or not later:
        return said
    day = (on.earliest + later).isoformat()
    return {**said, member: day if isinstance(said[member], str) else {"type": "Datum", "datum": day}}


def _accepted(draft: Draft, *, register: Register) -> Event:
    """The event, accepted; what its persons or grounds stand in the way of is no lawful step, and proves nothing."""
    try:
        event = register.record(draft)
        generated.accepted_fully(event, register=register)
    except (ChecksFailed, ReferenceMissing):
        reject()
    except Refusal as refusal:
        raise AssertionError("a lawful step was refused") from refusal
    return event


def _retracted(event: Event, *, register: Register) -> Event:
    return _accepted(builders.retraction(event, object_ids=register.objects_of(event)), register=register)


def _next(draft: Draft, *, register: Register) -> Log | None:
    """The log with the draft, if it may be recorded."""
    following = _copy(register)
    try:
        following.record(draft)
    except Refusal:
        return None
    return following.log


def _copy(register: Register) -> Register:
    copy = Register(catalogue=TYPES)
    copy.log = register.log
    return copy


def _this_and_every_next(register: Register) -> list[Log]:
    following = (_next(draft, register=register) for draft in generated.every_next(register))
    return [register.log, *(log for log in following if log is not None)]


def _naming(someone: object, found: tuple[Fact, ...]) -> list[Fact]:
    return [fact for fact in found if someone in fact.object_ids]


def _before(moment: datetime, found: tuple[Fact, ...]) -> list[Fact]:
    return [fact for fact in found if fact.moment < moment]


def _boundary(draft: Draft, *, register: Register) -> frozenset[object]:
    return frozenset(boundaries.boundary_of(draft, log=register.log, catalogue=TYPES).all)


def _renamed(draft: Draft) -> Draft:
    return replace(draft, id=UUID(int=9_998))
