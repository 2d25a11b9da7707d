"""What an acceptance adds to what was claimed: the act, and from when it takes effect."""

from datetime import UTC, datetime
from typing import Any

import pytest

from events.domain import acts
from events.domain.event import Event
from events.domain.refusals import EffectiveFromNotAllowed, InvalidData, ObjectsMismatch
from tests import builders
from tests.builders import HAPPENED, Register, birth, person

ACT = {"naam": "Anna", "akte": {"aktenummer": "1AA0001"}}
LATER = "2026-02-01T00:00:00+01:00"
LATER_INSTANT = datetime(2026, 1, 31, 23, tzinfo=UTC)


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def claim(register: Register) -> Event:
    """A midwife's claim: she does not know the name, and has no act."""
    return register.record(birth(complete=False))


@pytest.fixture
def name_change(register: Register) -> Event:
    """A claim of a constitutive type."""
    return register.record(builders.claim(builders.NAME_CHANGE))


def test_to_accept_takes_what_the_type_demands_and_all_that_lacks_is_told(register: Register, claim: Event) -> None:
    with pytest.raises(InvalidData) as refused:
        register.accept(claim)
    pointers = {violation.pointer for violation in refused.value.violations}
    assert pointers == {"/event_data/act/naam", "/event_data/act/akte"}


def test_the_act_supplies_it_and_belongs_to_the_content(register: Register, claim: Event) -> None:
    register.accept(claim, act=ACT)
    (fact,) = register.facts()
    assert fact.content.data == {**claim.data, **ACT}
    assert claim.data == register.log[claim.id].data, "the claim itself stays as it was"


def test_the_act_changes_nothing_that_was_claimed(register: Register, claim: Event) -> None:
    with pytest.raises(InvalidData) as refused:
        register.accept(claim, act={**ACT, "geboortedatum": "2026-01-05"})
    assert [violation.pointer for violation in refused.value.violations] == ["/event_data/act/geboortedatum"]


def test_the_act_may_repeat_what_was_claimed(register: Register, claim: Event) -> None:
    register.accept(claim, act={**ACT, "geboortedatum": claim.data["geboortedatum"]})


def test_the_act_together_with_the_claim_fits_the_type(register: Register, claim: Event) -> None:
    with pytest.raises(InvalidData) as refused:
        register.accept(claim, act={**ACT, "gewicht": 3500})
    assert [violation.pointer for violation in refused.value.violations] == ["/event_data/act/gewicht"]


def test_the_act_names_no_person_who_is_not_an_object(register: Register, claim: Event) -> None:
    mother = person()
    with pytest.raises(ObjectsMismatch) as refused:
        register.accept(claim, act={**ACT, "moeder": {"objectId": str(mother)}})
    assert refused.value.missing == (mother,)


def test_a_rejection_has_no_act(register: Register, claim: Event) -> None:
    with pytest.raises(InvalidData) as refused:
        register.reject(claim, act=ACT)
    assert [violation.pointer for violation in refused.value.violations] == ["/event_data/act"]


def test_the_acceptance_of_a_retraction_has_no_act(register: Register, claim: Event) -> None:
    register.accept(claim, act=ACT)
    filed = register.record(builders.retraction(claim))
    with pytest.raises(InvalidData):
        register.accept(filed, act=ACT)


def test_a_claim_that_was_corrected_first_keeps_the_act_of_its_acceptance(register: Register, claim: Event) -> None:
    register.replace(claim, data={**claim.data, "geboortedatum": "2026-01-03"})
    register.accept(claim, act=ACT)
    (fact,) = register.facts()
    assert fact.content.data == {**claim.data, "geboortedatum": "2026-01-03", **ACT}


def test_a_replacement_gives_full_content_so_it_inherits_no_act(register: Register, claim: Event) -> None:
    register.accept(claim, act=ACT)
    filed = register.record(builders.replacement(claim, data=claim.data))
    with pytest.raises(InvalidData) as refused:
        register.accept(filed)
    assert {violation.pointer for violation in refused.value.violations} == {
        "/event_data/act/naam", "/event_data/act/akte",
    }  # fmt: skip
    register.accept(filed, act={**ACT, "naam": "Anne"})
    assert [fact.content.data["naam"] for fact in register.facts()] == ["Anne"]


@pytest.mark.parametrize(
    ("data", "act", "expected"),
    [
        ({"a": 1}, {"b": 2}, {"a": 1, "b": 2}),
        ({"a": {"x": 1}}, {"a": {"y": 2}}, {"a": {"x": 1, "y": 2}}),
        ({"a": 1}, {"a": 2}, {"a": 1}),
        ({"a": None}, {"a": 2}, {"a": None}),
        ({"a": {"x": 1}}, {"a": 5}, {"a": {"x": 1}}),
    ],
)
def test_where_data_and_act_both_speak_the_data_stands(data: Any, act: Any, expected: Any) -> None:
    assert acts.merged(data, act=act) == expected


def test_every_conflict_is_told_with_its_place() -> None:
    data = {"a/b": {"x": 1, "y": 2}, "c": [1], "d": {"z": 1}, "same": 1}
    act = {"a/b": {"x": 3, "y": 2, "new": 1}, "c": [2], "d": 1, "same": 1}
    places = [violation.pointer for violation in acts.conflicts(data, act=act, pointer="/act")]
    assert places == ["/act/a~1b/x", "/act/c", "/act/d"]


# -- effective_from ----------------------------------------------------------------------------------------------------


def test_a_constitutive_decision_works_from_when_it_says(register: Register, name_change: Event) -> None:
    register.accept(name_change, effective_from=LATER)
    assert [fact.moment for fact in register.facts()] == [LATER_INSTANT]


def test_without_it_the_material_moment_counts(register: Register, name_change: Event) -> None:
    register.accept(name_change)
    assert [fact.moment for fact in register.facts()] == [HAPPENED]


def test_only_a_constitutive_type_has_it(register: Register, claim: Event) -> None:
    with pytest.raises(EffectiveFromNotAllowed):
        register.accept(claim, act=ACT, effective_from=LATER)


def test_it_is_never_before_the_material_moment(register: Register, name_change: Event) -> None:
    with pytest.raises(EffectiveFromNotAllowed):
        register.accept(name_change, effective_from="2026-01-04T03:29:59Z")
    register.accept(name_change, effective_from="2026-01-04T04:30:00+01:00")


def test_a_rejection_has_none(register: Register, name_change: Event) -> None:
    with pytest.raises(EffectiveFromNotAllowed):
        register.reject(name_change, effective_from=LATER)


def test_the_acceptance_of_a_retraction_has_none(register: Register, name_change: Event) -> None:
    filed = register.record(builders.retraction(name_change))
    with pytest.raises(EffectiveFromNotAllowed):
        register.accept(filed, effective_from=LATER)


def test_it_is_never_inherited_a_decision_on_a_replacement_restates_it(register: Register, name_change: Event) -> None:
    register.accept(name_change, effective_from=LATER)
    first = register.replace(name_change)
    assert [fact.moment for fact in register.facts()] == [HAPPENED]
    register.accept(register.record(builders.replacement(first)), effective_from=LATER)
    assert [fact.moment for fact in register.facts()] == [LATER_INSTANT]


def test_it_comes_back_with_what_the_replacement_replaced(register: Register, name_change: Event) -> None:
    register.accept(name_change, effective_from=LATER)
    register.retract(register.replace(name_change))
    assert [fact.moment for fact in register.facts()] == [LATER_INSTANT]


def test_stated_on_a_claim_that_was_corrected_first_it_counts(register: Register, name_change: Event) -> None:
    register.replace(name_change)
    register.accept(name_change, effective_from=LATER)
    assert [fact.moment for fact in register.facts()] == [LATER_INSTANT]
