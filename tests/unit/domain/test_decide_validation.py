"""A validation is an official's decision on exactly one claim or correction (`product.md`, section 3)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from events.domain.decide import decide
from events.domain.decide_claim import CLOCK_SKEW_MAX
from events.domain.event import Event
from events.domain.refusals import (
    AlreadyDecided,
    AlreadyDecidedByYou,
    IdentifierInUse,
    InvalidData,
    MomentOutOfRange,
    MotivationRequired,
    NotAnOfficial,
    ObjectsMismatch,
    ReferenceNotFound,
    SelfValidation,
    TargetMismatch,
    TargetMissing,
)
from events.domain.standing import StandingOf
from tests import builders
from tests.builders import Register, acceptance, birth, official, person, rejection, replacement, retraction


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def claim(register: Register) -> Event:
    return register.record(birth())


# -- its shape ---------------------------------------------------------------------------------------------------------


def test_a_validation_names_one_target(register: Register, claim: Event) -> None:
    with pytest.raises(TargetMissing):
        register.record(replace(acceptance(claim), references=()))


def test_its_target_is_in_the_log(register: Register, claim: Event) -> None:
    with pytest.raises(ReferenceNotFound):
        register.record(replace(acceptance(claim), references=(uuid4(),)))


def test_a_decision_is_not_decided_on(register: Register, claim: Event) -> None:
    with pytest.raises(TargetMissing):
        register.record(acceptance(register.accept(claim)))


@pytest.mark.parametrize("field", ["event_type", "event_version", "zone"])
def test_it_carries_its_targets_type_version_and_zone(register: Register, claim: Event, field: str) -> None:
    other: dict[str, Any] = {field: "anders"}
    with pytest.raises(TargetMismatch):
        register.record(replace(acceptance(claim), **other))


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, {"/event_data/decision"}),
        ({"decision": "maybe"}, {"/event_data/decision"}),
        ({"decision": ["accepted"]}, {"/event_data/decision"}),
        ({"decision": "accepted", "motivation": 5}, {"/event_data/motivation"}),
        ({"decision": "accepted", "motivation": "x" * 4_001}, {"/event_data/motivation"}),
        ({"decision": "accepted", "effective_from": "2026-01-04"}, {"/event_data/effective_from"}),
        ({"decision": "accepted", "act": "1A0001"}, {"/event_data/act"}),
        ({"decision": "accepted", "note": "x"}, {"/event_data/note"}),
        ({"decision": "accepted", "checks": {}}, {"/event_data/checks"}),
        ({"decision": "accepted", "checks": [{}] * 51}, {"/event_data/checks"}),
        ({"decision": "accepted", "checks": ["x"]}, {"/event_data/checks/0"}),
        ({"decision": "accepted", "checks": [{"check": "", "outcome": "passed"}]}, {"/event_data/checks/0/check"}),
        ({"decision": "accepted", "checks": [{"check": "legitimatie"}]}, {"/event_data/checks/0/outcome"}),
        ({"decision": "accepted", "checks": [{"check": "grond_van_kracht"}] * 2}, {"/event_data/checks/1/check"}),
        ({"decision": "accepted", "checks": [{"check": "grond_van_kracht", "overruled": 1}]},
         {"/event_data/checks/0/overruled"}),
        ({"decision": "accepted", "checks": [{"check": "grond_van_kracht", "why": 1}]}, {"/event_data/checks/0/why"}),
    ],
)  # fmt: skip
def test_what_is_wrong_with_its_data_is_told_at_once(
    register: Register, claim: Event, data: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(InvalidData) as refused:
        register.record(replace(acceptance(claim), data=data))
    assert {violation.pointer for violation in refused.value.violations} == wrong


def test_it_is_about_exactly_the_objects_of_its_target(register: Register, claim: Event) -> None:
    other = person()
    with pytest.raises(ObjectsMismatch) as refused:
        register.record(acceptance(claim, object_ids=(*claim.object_ids, other)))
    assert (refused.value.missing, refused.value.unexpected) == ((), (other,))


def test_of_a_corrected_claim_it_is_about_the_objects_of_the_present_content(register: Register, claim: Event) -> None:
    child = person()
    said = {**claim.data, "kind": {"objectId": str(child)}}
    register.replace(claim, data=said, object_ids=(child,))
    with pytest.raises(ObjectsMismatch):
        register.record(acceptance(claim))
    register.record(acceptance(claim, object_ids=(child,)))


def test_of_a_replacement_it_is_about_the_objects_that_it_gives(register: Register, claim: Event) -> None:
    child = person()
    said = {**claim.data, "kind": {"objectId": str(child)}}
    filed = register.record(replacement(claim, data=said, object_ids=(child,)))
    assert register.accept(filed).object_ids == (child,)


def test_an_unknown_ground_is_refused_where_it_stands(register: Register, claim: Event) -> None:
    with pytest.raises(ReferenceNotFound) as refused:
        register.record(acceptance(claim, grounds=(uuid4(),)))
    assert refused.value.pointer == "/event_reference/1"


def test_an_id_that_was_used_is_refused(register: Register, claim: Event) -> None:
    with pytest.raises(IdentifierInUse):
        register.record(acceptance(claim, id=claim.id))


def test_a_decision_is_not_taken_in_the_future(register: Register, claim: Event) -> None:
    now = datetime(2026, 1, 5, 10, tzinfo=UTC)
    latest = acceptance(claim, occurred_at=now + CLOCK_SKEW_MAX)
    decide(latest, log=register.log, catalogue=builders.TYPES, now=now)
    later = replace(latest, occurred_at=latest.occurred_at + timedelta(seconds=1))
    with pytest.raises(MomentOutOfRange):
        decide(later, log=register.log, catalogue=builders.TYPES, now=now)


# -- who decides -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source_type", ["burger", "verloskundige", "systeem", "rechtbank", "Ambtenaar"])
def test_only_an_official_decides(register: Register, claim: Event, source_type: str) -> None:
    with pytest.raises(NotAnOfficial):
        register.record(acceptance(claim, by=builders.source(source_type)))


@pytest.mark.parametrize("decide_on", [acceptance, rejection])
def test_an_official_decides_not_on_his_own_claim(register: Register, decide_on: Any) -> None:
    clerk = official()
    claim = register.record(birth(by=clerk))
    with pytest.raises(SelfValidation):
        register.record(decide_on(claim, by=clerk))
    register.accept(claim)


def test_an_official_decides_not_on_his_own_correction(register: Register, claim: Event) -> None:
    clerk = official()
    filed = register.record(replacement(claim, by=clerk))
    with pytest.raises(SelfValidation):
        register.record(acceptance(filed, by=clerk))


@pytest.mark.parametrize("decide_on", [acceptance, rejection])
def test_on_the_retraction_of_a_validation_its_maker_does_not_decide(
    register: Register, claim: Event, decide_on: Any
) -> None:
    maker = official()
    filed = register.record(retraction(register.accept(claim, by=maker)))
    with pytest.raises(SelfValidation):
        register.record(decide_on(filed, by=maker))
    register.accept(filed)


def test_nor_does_he_decide_on_its_revival(register: Register, claim: Event) -> None:
    maker = official()
    filed = register.record(retraction(register.retract(register.accept(claim, by=maker))))
    with pytest.raises(SelfValidation):
        register.accept(filed, by=maker)
    register.accept(filed)


def test_nor_does_the_official_who_asks_for_it(register: Register, claim: Event) -> None:
    clerk = official()
    filed = register.record(retraction(register.accept(claim), by=clerk))
    with pytest.raises(SelfValidation):
        register.accept(filed, by=clerk)


def test_the_maker_of_a_validation_may_ask_for_its_retraction(register: Register, claim: Event) -> None:
    maker = official()
    filed = register.record(retraction(register.accept(claim, by=maker), by=maker))
    register.accept(filed)
    assert register.standing(claim) is StandingOf.OPEN


# -- once --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", [acceptance, rejection])
@pytest.mark.parametrize("second", [acceptance, rejection])
def test_what_is_decided_is_decided(register: Register, claim: Event, first: Any, second: Any) -> None:
    register.record(first(claim))
    with pytest.raises(AlreadyDecided):
        register.record(second(claim))


def test_a_decision_that_was_retracted_decides_no_more(register: Register, claim: Event) -> None:
    maker = official()
    register.retract(register.accept(claim, by=maker))
    assert register.facts() == ()
    register.accept(claim, by=maker)
    assert len(register.facts()) == 1


# -- four eyes: a type may require acceptances by different officials --------------------------------------------------


@pytest.fixture
def adoption(register: Register) -> Event:
    """A claim of a type that takes two acceptances."""
    return register.record(builders.claim(builders.ADOPTION))


def test_four_eyes_take_two_different_officials(register: Register, adoption: Event) -> None:
    first = official()
    register.accept(adoption, by=first)
    assert (register.standing(adoption), register.facts()) == (StandingOf.OPEN, ())
    with pytest.raises(AlreadyDecidedByYou):
        register.accept(adoption, by=first)
    register.accept(adoption)
    assert (register.standing(adoption), len(register.facts())) == (StandingOf.ACCEPTED, 1)


def test_with_four_eyes_a_third_decision_is_refused(register: Register, adoption: Event) -> None:
    register.accept(adoption)
    register.accept(adoption)
    with pytest.raises(AlreadyDecided):
        register.reject(adoption)
    with pytest.raises(AlreadyDecided):
        register.accept(adoption)


def test_with_four_eyes_one_rejection_decides(register: Register, adoption: Event) -> None:
    register.accept(adoption)
    register.reject(adoption)
    assert register.standing(adoption) is StandingOf.REJECTED
    with pytest.raises(AlreadyDecided):
        register.accept(adoption)


def test_with_four_eyes_an_official_who_accepted_does_not_reject_as_well(register: Register, adoption: Event) -> None:
    first = official()
    register.accept(adoption, by=first)
    with pytest.raises(AlreadyDecidedByYou):
        register.reject(adoption, by=first)


def test_with_four_eyes_a_retracted_acceptance_leaves_the_other(register: Register, adoption: Event) -> None:
    first, second = register.accept(adoption), register.accept(adoption)
    filed = register.record(retraction(first))
    register.accept(filed)
    register.accept(filed)
    assert register.standing(adoption) is StandingOf.OPEN
    with pytest.raises(AlreadyDecidedByYou):
        register.accept(adoption, by=official(source_id=second.source_id))
    register.accept(adoption)
    assert register.standing(adoption) is StandingOf.ACCEPTED


def test_with_four_eyes_an_acceptance_is_not_revived_as_a_third(register: Register, adoption: Event) -> None:
    first = register.accept(adoption)
    register.accept(adoption)
    undoing = register.record(retraction(first))
    register.accept(undoing)
    register.accept(undoing)
    register.accept(adoption)
    with pytest.raises(AlreadyDecided):
        register.record(retraction(undoing))


def test_with_four_eyes_an_official_is_not_counted_twice_by_a_revival(register: Register, adoption: Event) -> None:
    maker = official()
    undoing = register.record(retraction(register.accept(adoption, by=maker)))
    register.accept(undoing)
    register.accept(undoing)
    register.accept(adoption, by=maker)
    with pytest.raises(AlreadyDecided):
        register.record(retraction(undoing))


# -- motivation --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("motivation", [None, "", " \n"])
def test_to_reject_takes_a_motivation(register: Register, claim: Event, motivation: str | None) -> None:
    with pytest.raises(MotivationRequired):
        register.reject(claim, motivation=motivation)


def test_to_accept_a_claim_takes_none(register: Register, claim: Event) -> None:
    register.accept(claim, motivation=None)
