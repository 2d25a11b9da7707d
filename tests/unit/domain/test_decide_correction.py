"""A correction says that an earlier event was wrong, and chains stay linear (`product.md`, section 3)."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from events.domain.event import Event
from events.domain.refusals import (
    AlreadyDecided,
    ChainMoved,
    ClaimRejected,
    GroundMissing,
    IdentifierInUse,
    InvalidData,
    MotivationRequired,
    NothingToRetract,
    ObjectsMismatch,
    ReferenceNotFound,
    TargetMismatch,
    TargetMissing,
)
from events.domain.standing import StandingOf
from tests import builders
from tests.builders import Register, birth, correction, person, replacement, retraction


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def accepted(register: Register) -> Event:
    """A birth that was accepted: an act of civil status."""
    claim = register.record(birth())
    register.accept(claim)
    return claim


# -- its shape ---------------------------------------------------------------------------------------------------------


def test_a_correction_names_one_target(register: Register, accepted: Event) -> None:
    with pytest.raises(TargetMissing):
        register.record(replace(retraction(accepted), references=()))


def test_its_target_is_in_the_log(register: Register, accepted: Event) -> None:
    with pytest.raises(ReferenceNotFound) as refused:
        register.record(replace(retraction(accepted), references=(uuid4(),)))
    assert refused.value.pointer == "/event_reference/0"


@pytest.mark.parametrize("field", ["event_type", "event_version", "zone"])
def test_it_carries_its_targets_type_version_and_zone(register: Register, accepted: Event, field: str) -> None:
    other: dict[str, Any] = {field: "anders"}
    with pytest.raises(TargetMismatch) as refused:
        register.record(replace(retraction(accepted), **other))
    assert (refused.value.field_name, refused.value.expected) == (field, getattr(accepted, field))


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({}, {"/event_data/operation", "/event_data/reason"}),
        ({"operation": "undo", "reason": "x"}, {"/event_data/operation"}),
        ({"operation": "retract", "reason": "  "}, {"/event_data/reason"}),
        ({"operation": "retract", "reason": 5}, {"/event_data/reason"}),
        ({"operation": "retract", "reason": "x", "data": {"naam": "x"}}, {"/event_data/data"}),
        ({"operation": "replace", "reason": "x"}, {"/event_data/data"}),
        ({"operation": "replace", "reason": "x", "data": []}, {"/event_data/data"}),
        ({"operation": "retract", "reason": "x", "rede/n": "y"}, {"/event_data/rede~1n"}),
        ({"operation": "retract", "reason": "x", "court_reference": 7}, {"/event_data/court_reference"}),
    ],
)
def test_what_is_wrong_with_its_data_is_told_at_once(
    register: Register, accepted: Event, data: dict[str, Any], wrong: set[str]
) -> None:
    with pytest.raises(InvalidData) as refused:
        register.record(replace(retraction(accepted), data=data))
    assert {violation.pointer for violation in refused.value.violations} == wrong


def test_a_replacement_gives_full_content_that_fits_the_type(register: Register, accepted: Event) -> None:
    with pytest.raises(InvalidData) as refused:
        register.record(replacement(accepted, data={"naam": "Anne"}))
    pointers = {violation.pointer for violation in refused.value.violations}
    assert pointers == {"/event_data/data/kind", "/event_data/data/geboortedatum"}


def test_a_replacement_has_objects_of_its_own_and_every_person_in_its_data_is_one(
    register: Register, accepted: Event
) -> None:
    other = person()
    data = {**accepted.data, "kind": {"objectId": str(other)}}
    with pytest.raises(ObjectsMismatch) as refused:
        register.record(replacement(accepted, data=data))
    assert refused.value.missing == (other,)
    register.record(replacement(accepted, data=data, object_ids=(other,)))


def test_a_retraction_is_about_the_objects_of_what_it_retracts(register: Register, accepted: Event) -> None:
    other = person()
    with pytest.raises(ObjectsMismatch) as refused:
        register.record(retraction(accepted, object_ids=(other,)))
    assert (refused.value.missing, refused.value.unexpected) == (accepted.object_ids, (other,))


def test_the_retraction_of_a_decision_is_about_the_objects_of_the_present_content(register: Register) -> None:
    claim = register.record(birth())
    child = person()
    said = {**claim.data, "kind": {"objectId": str(child)}}
    register.replace(claim, data=said, object_ids=(child,))
    decision = register.accept(claim)
    assert decision.object_ids == (child,)
    assert register.retract(decision).object_ids == (child,)


def test_an_unknown_ground_is_refused_where_it_stands(register: Register, accepted: Event) -> None:
    with pytest.raises(ReferenceNotFound) as refused:
        register.record(retraction(accepted, grounds=(uuid4(),)))
    assert refused.value.pointer == "/event_reference/1"


def test_an_id_that_was_used_is_refused(register: Register, accepted: Event) -> None:
    with pytest.raises(IdentifierInUse):
        register.record(retraction(accepted, id=accepted.id))


# -- its place ---------------------------------------------------------------------------------------------------------


def test_a_correction_has_no_effect_until_it_is_accepted(register: Register, accepted: Event) -> None:
    before = register.facts()
    register.record(retraction(accepted))
    assert register.facts() == before
    assert register.standing(accepted) is StandingOf.ACCEPTED


def test_a_next_replacement_targets_the_last(register: Register, accepted: Event) -> None:
    first = register.replace(accepted)
    with pytest.raises(ChainMoved) as refused:
        register.record(replacement(accepted))
    assert refused.value.tip == first.id
    second = register.replace(first)
    standing = register.content(accepted)
    assert standing is not None
    assert standing.event == second


def test_two_replacements_may_stand_open_but_only_one_can_be_accepted(register: Register, accepted: Event) -> None:
    one, other = register.record(replacement(accepted)), register.record(replacement(accepted))
    register.accept(one)
    with pytest.raises(ChainMoved) as refused:
        register.accept(other)
    assert (refused.value.event_id, refused.value.tip) == (accepted.id, one.id)
    register.reject(other)


def test_an_open_replacement_is_not_replaced_nor_retracted(register: Register, accepted: Event) -> None:
    proposal = register.record(replacement(accepted))
    with pytest.raises(ChainMoved) as refused:
        register.record(replacement(proposal))
    assert refused.value.tip == accepted.id
    with pytest.raises(NothingToRetract):
        register.record(retraction(proposal))


def test_what_a_replacement_replaced_is_not_retracted_apart(register: Register, accepted: Event) -> None:
    newer = register.replace(accepted)
    with pytest.raises(ChainMoved) as refused:
        register.record(retraction(accepted, object_ids=register.objects_of(accepted)))
    assert refused.value.tip == newer.id


def test_retracting_a_replacement_brings_back_what_it_replaced(register: Register, accepted: Event) -> None:
    before = register.facts()
    newer = register.replace(accepted, data={**accepted.data, "naam": "Anne"})
    register.retract(newer)
    assert register.facts() == before
    assert register.standing(newer) is StandingOf.RETRACTED


def test_a_retraction_ends_the_chain_and_is_never_replaced(register: Register, accepted: Event) -> None:
    end = register.retract(accepted)
    with pytest.raises(TargetMissing):
        register.record(replacement(end, data=accepted.data))
    with pytest.raises(ChainMoved) as refused:
        register.record(replacement(accepted))
    assert refused.value.tip == end.id


def test_a_validation_is_never_replaced(register: Register, accepted: Event) -> None:
    decision = register.log.targeting(accepted.id)[0]
    with pytest.raises(TargetMissing):
        register.record(replacement(decision, data=accepted.data))


def test_a_retraction_of_a_retraction_revives(register: Register, accepted: Event) -> None:
    before = register.facts()
    end = register.retract(accepted)
    assert register.facts() == ()
    register.retract(end)
    assert register.facts() == before
    assert register.standing(accepted) is StandingOf.ACCEPTED


def test_a_retraction_of_the_retraction_of_a_retraction_retracts_again(register: Register, accepted: Event) -> None:
    revival = register.retract(register.retract(accepted))
    register.retract(revival)
    assert register.facts() == ()


def test_a_revival_that_would_leave_two_corrections_in_force_is_refused(register: Register, accepted: Event) -> None:
    end = register.retract(accepted)
    revival = register.retract(end)
    newer = register.replace(accepted)
    with pytest.raises(ChainMoved) as refused:
        register.record(retraction(revival, object_ids=register.objects_of(revival)))
    assert (refused.value.event_id, refused.value.tip) == (accepted.id, newer.id)


def test_a_revival_is_checked_again_on_accepting(register: Register, accepted: Event) -> None:
    revival = register.retract(register.retract(accepted))
    undoing = register.record(retraction(revival))
    register.replace(accepted)
    with pytest.raises(ChainMoved):
        register.accept(undoing)


def test_a_replacement_whose_target_fell_is_not_accepted(register: Register, accepted: Event) -> None:
    first = register.replace(accepted)
    second = register.record(replacement(first))
    register.retract(register.log.targeting(first.id)[0])
    with pytest.raises(ChainMoved) as refused:
        register.accept(second)
    assert refused.value.tip == accepted.id


def test_what_was_retracted_is_not_retracted_again(register: Register, accepted: Event) -> None:
    first, second = register.record(retraction(accepted)), register.record(retraction(accepted))
    register.accept(first)
    with pytest.raises(ChainMoved):
        register.accept(second)


def test_a_retraction_that_was_rejected_is_not_retracted(register: Register, accepted: Event) -> None:
    refused_one = register.record(retraction(accepted))
    register.reject(refused_one)
    with pytest.raises(NothingToRetract):
        register.record(retraction(refused_one))


@pytest.mark.parametrize("operation", ["replace", "retract"])
def test_a_rejected_claim_is_not_corrected(register: Register, operation: str) -> None:
    claim = register.record(birth())
    register.reject(claim)
    with pytest.raises(ClaimRejected):
        register.record(correction(claim, operation=operation))


def test_a_correction_filed_before_its_claim_was_rejected_is_not_accepted_after(register: Register) -> None:
    claim = register.record(birth())
    filed = register.record(replacement(claim))
    register.reject(claim)
    with pytest.raises(ClaimRejected):
        register.accept(filed)
    register.reject(filed)


def test_a_rejection_itself_can_be_retracted(register: Register) -> None:
    claim = register.record(birth())
    register.retract(register.reject(claim))
    assert register.standing(claim) is StandingOf.OPEN
    register.accept(claim)


def test_a_correction_is_accepted_while_its_claim_is_undecided_and_has_no_effect_until_then(
    register: Register,
) -> None:
    claim = register.record(birth())
    register.replace(claim, data={**claim.data, "naam": "Anne"})
    assert (register.facts(), register.standing(claim)) == ((), StandingOf.OPEN)
    register.accept(claim)
    assert [fact.content.data["naam"] for fact in register.facts()] == ["Anne"]


def test_an_undecided_claim_can_be_withdrawn(register: Register) -> None:
    claim = register.record(birth())
    register.retract(claim)
    assert register.standing(claim) is StandingOf.RETRACTED


def test_to_accept_a_retraction_takes_a_motivation(register: Register, accepted: Event) -> None:
    filed = register.record(retraction(accepted))
    with pytest.raises(MotivationRequired):
        register.accept(filed, motivation="  ")


# -- acts of civil status ----------------------------------------------------------------------------------------------


def _without_ground(draft: Any, **more: Any) -> Any:
    data = {name: value for name, value in draft.data.items() if name != "ground"}
    return replace(draft, data={**data, **more})


@pytest.mark.parametrize("ground", ["vergissing", ["onzin"], None])
def test_a_ground_is_one_of_the_two_from_the_start(register: Register, ground: object) -> None:
    undecided = register.record(birth())
    with pytest.raises(InvalidData) as refusal:
        register.record(_without_ground(retraction(undecided), ground=ground))
    assert [violation.pointer for violation in refusal.value.violations] == ["/event_data/ground"]


@pytest.mark.parametrize("operation", ["replace", "retract"])
@pytest.mark.parametrize("more", [{}, {"ground": "beschikking"}])
def test_a_correction_of_an_act_says_by_what_right(
    register: Register, accepted: Event, operation: str, more: dict[str, Any]
) -> None:
    with pytest.raises(GroundMissing):
        register.record(_without_ground(correction(accepted, operation=operation), **more))


@pytest.mark.parametrize("more", [{"ground": "misslag"}, {"ground": "beschikking", "court_reference": "C/10/7"}])
def test_the_right_is_an_error_or_a_ruling_with_its_reference(
    register: Register, accepted: Event, more: dict[str, Any]
) -> None:
    register.record(_without_ground(retraction(accepted), **more))


def test_retracting_the_acceptance_of_an_act_takes_a_ground_too(register: Register, accepted: Event) -> None:
    with pytest.raises(GroundMissing):
        register.record(_without_ground(retraction(register.log.targeting(accepted.id)[0])))


def test_what_is_not_accepted_yet_is_no_act(register: Register) -> None:
    claim = register.record(birth())
    filed = register.record(_without_ground(replacement(claim)))
    register.accept(claim)
    with pytest.raises(GroundMissing):
        register.accept(filed)


def test_other_types_take_no_ground(register: Register) -> None:
    move = register.record(builders.claim(builders.MOVE))
    register.accept(move)
    register.record(_without_ground(replacement(move)))


# -- two outcomes ------------------------------------------------------------------------------------------------------


def test_a_decision_is_not_revived_beside_a_newer_one(register: Register) -> None:
    claim = register.record(birth())
    undone = register.retract(register.reject(claim))
    register.accept(claim)
    with pytest.raises(AlreadyDecided):
        register.record(retraction(undone))


def test_a_correction_is_not_revived_by_its_decision_beside_a_newer_one(register: Register, accepted: Event) -> None:
    first = register.replace(accepted)
    undone = register.retract(register.log.targeting(first.id)[0])
    register.replace(accepted)
    with pytest.raises(ChainMoved):
        register.record(retraction(undone))
