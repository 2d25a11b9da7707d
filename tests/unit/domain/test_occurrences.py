"""Same occurrence: at most one claim per identity key, and per unique value, is in force (`product.md`, section 3)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from events.domain import identity
from events.domain.event import Event
from events.domain.readings import View
from events.domain.refusals import NotUnique, SameOccurrence
from events.domain.standing import StandingOf
from tests import builders
from tests.builders import Register, birth, marriage, person


@pytest.fixture
def register() -> Register:
    return Register()


def _moved(claim: Event, child: UUID) -> Mapping[str, Any]:
    """What the claim says, about another child."""
    return {**claim.data, "kind": {"objectId": str(child)}}


def test_the_claims_of_a_midwife_and_a_parent_end_as_one_birth(register: Register) -> None:
    child = person()
    midwife = register.record(birth(child, complete=False, by=builders.source("verloskundige")))
    parent = register.record(birth(child, by=builders.source("ouder")))
    register.accept(parent)
    assert (register.standing(parent), register.standing(midwife)) == (StandingOf.ACCEPTED, StandingOf.SETTLED)
    assert [fact.claim for fact in register.facts()] == [parent]
    assert [fact.claim for fact in register.facts(View.ASSERTED)] == [parent]


def test_accepting_a_second_is_refused_and_tells_which_is_in_force(register: Register) -> None:
    child = person()
    first, second = register.record(birth(child)), register.record(birth(child))
    register.accept(first)
    with pytest.raises(SameOccurrence) as refused:
        register.accept(second)
    assert (refused.value.event_id, refused.value.in_force) == (second.id, first.id)
    register.reject(second)


def test_a_settled_claim_reopens_when_the_one_in_force_falls(register: Register) -> None:
    child = person()
    first, second = register.record(birth(child)), register.record(birth(child))
    register.accept(first)
    register.retract(first)
    assert register.standing(second) is StandingOf.OPEN
    register.accept(second)


def test_the_fallen_claim_is_not_revived_beside_the_one_that_took_its_place(register: Register) -> None:
    child = person()
    first, second = register.record(birth(child)), register.record(birth(child))
    register.accept(first)
    end = register.retract(first)
    register.accept(second)
    revival = register.record(builders.retraction(end))
    with pytest.raises(SameOccurrence) as refused:
        register.accept(revival)
    assert refused.value.in_force == second.id


def test_nor_is_its_acceptance(register: Register) -> None:
    child = person()
    first, second = register.record(birth(child)), register.record(birth(child))
    end = register.retract(register.accept(first))
    register.accept(second)
    revival = register.record(builders.retraction(end))
    with pytest.raises(SameOccurrence):
        register.accept(revival)


def test_a_correction_that_would_make_two_of_one_occurrence_is_refused(register: Register) -> None:
    one, other = register.record(birth()), register.record(birth())
    register.accept(one)
    register.accept(other)
    (child,) = one.object_ids
    filed = register.record(builders.replacement(other, data=_moved(other, child), object_ids=(child,)))
    with pytest.raises(SameOccurrence):
        register.accept(filed)


def test_a_correction_to_another_occurrence_frees_the_first(register: Register) -> None:
    child = person()
    mistaken, waiting = register.record(birth(child)), register.record(birth(child))
    register.accept(mistaken)
    other = person()
    said = {**_moved(mistaken, other), "akte": {"aktenummer": "1AA0009"}}
    register.replace(mistaken, data=said, object_ids=(other,))
    assert register.standing(waiting) is StandingOf.OPEN
    register.accept(waiting)


def test_two_ids_of_one_human_are_corrected_before_acceptance(register: Register) -> None:
    child, twice = person(), person()
    midwife, parent = register.record(birth(child)), register.record(birth(twice))
    register.replace(parent, data=_moved(parent, child), object_ids=(child,))
    register.accept(midwife)
    assert register.standing(parent) is StandingOf.SETTLED


def test_with_four_eyes_the_first_acceptance_is_refused_already() -> None:
    slow = replace(builders.DEATH, acceptances=2)
    register = Register(catalogue=builders.SmallCatalogue([slow]))
    someone = person()
    first, second = (register.record(builders.claim(slow, object_ids=(someone,))) for _ in range(2))
    register.accept(first)
    register.accept(second)
    register.accept(first)
    with pytest.raises(SameOccurrence):
        register.accept(second)


def test_a_claim_of_another_occurrence_does_not_stand_in_the_way(register: Register) -> None:
    one, other = register.record(birth()), register.record(birth())
    register.accept(one)
    register.accept(other)
    assert len(register.facts()) == 2


def test_partners_in_any_order_make_one_marriage(register: Register) -> None:
    one, other = person(), person()
    first, second = register.record(marriage(one, other)), register.record(marriage(other, one))
    register.accept(first)
    assert register.standing(second) is StandingOf.SETTLED


def test_the_same_partners_can_marry_again_on_another_day(register: Register) -> None:
    one, other = person(), person()
    register.accept(register.record(marriage(one, other)))
    register.accept(register.record(marriage(one, other, on="2030-01-01")))


def test_a_value_that_only_one_may_hold_is_refused_to_a_second(register: Register) -> None:
    register.accept(register.record(builders.claim(builders.BSN)))
    second = register.record(builders.claim(builders.BSN))
    with pytest.raises(NotUnique) as refused:
        register.accept(second)
    assert refused.value.rule == "bsn"


def test_an_act_number_that_the_act_adds_is_held_too(register: Register) -> None:
    act = {"naam": "Anna", "akte": {"aktenummer": "1AA0001"}}
    register.accept(register.record(birth(complete=False)), act=act)
    second = register.record(birth(complete=False))
    with pytest.raises(NotUnique) as refused:
        register.accept(second, act=act)
    assert refused.value.rule == "aktenummer"


def test_a_type_without_identity_key_knows_no_same_occurrence(register: Register) -> None:
    someone = person()
    for _ in range(2):
        register.accept(register.record(builders.claim(builders.MOVE, object_ids=(someone,))))


# -- the keys ----------------------------------------------------------------------------------------------------------


def _key(data: Mapping[str, Any]) -> UUID | None:
    return identity.key_ids(builders.MARRIAGE, data=data).identity


def test_spelling_makes_no_difference_to_a_key() -> None:
    one, other = person(), person()
    plain = marriage(one, other, on="1985-04").data
    people = [{"objectId": str(other).upper()}, {"objectId": str(one)}]
    date = {"type": "JaarMaandDatum", "jaar": 1985, "maand": 4.0, "langFormaat": "april 1985"}
    other_date = {"langFormaat": "apr. 1985", "maand": 4, "jaar": 1985, "type": "JaarMaandDatum"}
    assert _key({"partners": people, "huwelijksdatum": other_date}) is not None
    assert _key({**plain, "partners": people}) == _key(plain)
    assert _key({**plain, "huwelijksdatum": other_date}) == _key(plain)
    assert _key({**plain, "huwelijksdatum": date}) is not None


def test_a_key_of_which_a_value_is_absent_reserves_nothing() -> None:
    said = marriage(person(), person()).data
    assert _key({name: value for name, value in said.items() if name != "huwelijksdatum"}) is None
    assert _key({**said, "huwelijksdatum": None}) is None
    assert _key({**said, "partners": []}) is None


def test_versions_of_a_type_share_their_keys_and_types_do_not() -> None:
    said = marriage(person(), person()).data
    newer, other = replace(builders.MARRIAGE, version="2"), replace(builders.MARRIAGE, name="Partnerschap")
    assert identity.key_ids(newer, data=said) == identity.key_ids(builders.MARRIAGE, data=said)
    assert identity.key_ids(other, data=said) != identity.key_ids(builders.MARRIAGE, data=said)


def test_a_uniqueness_rule_holds_across_types() -> None:
    other = replace(builders.BSN, name="BsnGewijzigd")
    data = {"bsn": "999990342"}
    assert identity.key_ids(other, data=data).unique == identity.key_ids(builders.BSN, data=data).unique
