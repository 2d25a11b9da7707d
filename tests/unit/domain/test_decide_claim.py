"""A claim says that something happened (`product.md`, section 3): what it must have, and what it need not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from events.domain.decide import decide
from events.domain.event_types import Deprecation, RequiredReference
from events.domain.refusals import (
    IdentifierInUse,
    InvalidData,
    MomentOutOfRange,
    ObjectsMismatch,
    ReferenceMissing,
    ReferenceNotFound,
    SourceNotAllowed,
    UnknownEventType,
    UnknownEventVersion,
    VersionDeprecated,
)
from events.domain.standing import StandingOf
from tests import builders
from tests.builders import Register, SmallCatalogue, birth, marriage, person


@pytest.fixture
def register() -> Register:
    return Register()


def test_a_claim_is_recorded_as_it_was_sent(register: Register) -> None:
    sent = birth()
    assert decide(sent, log=register.log, catalogue=builders.TYPES) == sent


def test_a_claim_stands_open(register: Register) -> None:
    assert register.standing(register.record(birth())) is StandingOf.OPEN


def test_a_claim_may_lack_what_only_acceptance_takes(register: Register) -> None:
    register.record(birth(complete=False))


def test_a_claim_may_contradict_an_open_claim(register: Register) -> None:
    child = person()
    register.record(birth(child))
    register.record(birth(child))


def test_a_claim_may_be_filed_of_what_is_in_force_already(register: Register) -> None:
    child = person()
    register.accept(register.record(birth(child)))
    assert register.standing(register.record(birth(child))) is StandingOf.SETTLED


@pytest.mark.parametrize("name", ["Doop", "geboorte"])
def test_a_type_that_is_not_published_is_refused(register: Register, name: str) -> None:
    with pytest.raises(UnknownEventType):
        register.record(replace(birth(), event_type=name))


def test_a_version_that_is_not_published_is_refused_and_the_published_ones_are_named(register: Register) -> None:
    with pytest.raises(UnknownEventVersion) as refused:
        register.record(replace(birth(), event_version="9"))
    assert refused.value.versions == ("1",)


def test_only_the_sources_that_a_type_allows_may_claim_it(register: Register) -> None:
    with pytest.raises(SourceNotAllowed) as refused:
        register.record(birth(by=builders.source("notaris")))
    assert refused.value.allowed == ("ambtenaar", "arts", "ouder", "verloskundige")


def test_a_type_that_names_no_sources_may_be_claimed_by_anyone(register: Register) -> None:
    register.record(builders.claim(builders.DEATH, by=builders.source("buurman")))


def test_every_violation_of_the_schema_is_told_at_once(register: Register) -> None:
    with pytest.raises(InvalidData) as refused:
        register.record(birth(data={"naam": 5}))
    pointers = {violation.pointer for violation in refused.value.violations}
    assert pointers == {"/event_data/kind", "/event_data/geboortedatum", "/event_data/naam"}


def test_every_person_in_the_data_is_among_the_objects(register: Register) -> None:
    child, mother = person(), person()
    data = {
        "kind": {"objectId": str(child)},
        "moeder": {"objectId": str(mother).upper()},
        "geboortedatum": "2026-01-04",
    }
    with pytest.raises(ObjectsMismatch) as refused:
        register.record(birth(child, data=data))
    assert refused.value.missing == (mother,)
    register.record(birth(child, data=data, object_ids=(child, mother)))


def test_every_person_in_a_list_is_among_the_objects(register: Register) -> None:
    one, other = person(), person()
    with pytest.raises(ObjectsMismatch) as refused:
        register.record(replace(marriage(one, other), object_ids=(one,)))
    assert refused.value.missing == (other,)


def test_an_object_need_not_be_named_in_the_data(register: Register) -> None:
    child = person()
    register.record(birth(child, object_ids=(child, person())))


def test_a_ground_that_is_not_in_the_log_is_refused_where_it_stands(register: Register) -> None:
    known = register.record(birth())
    with pytest.raises(ReferenceNotFound) as refused:
        register.record(birth(references=(known.id, uuid4())))
    assert refused.value.pointer == "/event_reference/1"


def test_a_claim_is_no_ground_of_itself(register: Register) -> None:
    claimed = birth()
    with pytest.raises(ReferenceNotFound):
        register.record(replace(claimed, references=(claimed.id,)))


def test_a_type_may_demand_a_ground(register: Register) -> None:
    with pytest.raises(ReferenceMissing) as refused:
        register.record(builders.claim(builders.DISSOLUTION, references=(register.record(birth()).id,)))
    assert refused.value.required == ("Huwelijk",)


def test_to_claim_the_demanded_ground_need_not_be_accepted_yet(register: Register) -> None:
    wedding = register.record(marriage(person(), person()))
    register.record(builders.claim(builders.DISSOLUTION, references=(wedding.id,)))


def test_a_ground_may_be_demanded_only_of_certain_data() -> None:
    demand = RequiredReference(
        event_types=("Huwelijk",), when={"properties": {"reden": {"const": "echtscheiding"}}, "required": ["reden"]}
    )
    divorce = replace(builders.DISSOLUTION, required_references=(demand,))
    register = Register(catalogue=builders.SmallCatalogue([divorce]))
    register.record(builders.claim(divorce, data={"reden": "overlijden"}))
    with pytest.raises(ReferenceMissing):
        register.record(builders.claim(divorce, data={"reden": "echtscheiding"}))


def test_an_id_that_was_used_is_refused(register: Register) -> None:
    first = register.record(birth())
    with pytest.raises(IdentifierInUse):
        register.record(birth(id=first.id))


def test_a_birth_cannot_be_claimed_before_it_happens_but_a_move_can(register: Register) -> None:
    now = datetime(2026, 1, 3, tzinfo=UTC)
    with pytest.raises(MomentOutOfRange):
        decide(birth(), log=register.log, catalogue=builders.TYPES, now=now)
    decide(builders.claim(builders.MOVE), log=register.log, catalogue=builders.TYPES, now=now)


# -- versions that are not used any more -------------------------------------------------------------------------------

SINCE = datetime(2026, 6, 1, tzinfo=UTC)
SAID = Deprecation(since=SINCE, reason="Oud.", successor="2")
DEPRECATED = SmallCatalogue(builders.TYPES.versions.values(), deprecations={("Geboorte", "1"): SAID})


def test_with_a_deprecated_version_nothing_new_is_claimed_and_the_one_to_use_is_named(register: Register) -> None:
    with pytest.raises(VersionDeprecated) as refused:
        decide(birth(), log=register.log, catalogue=DEPRECATED, now=SINCE)
    assert (refused.value.event_version, refused.value.successor) == ("1", "2")
    assert refused.value.pointer == "/event_version"


def test_a_deprecation_refuses_nothing_before_its_day_nor_in_another_type(register: Register) -> None:
    decide(birth(), log=register.log, catalogue=DEPRECATED, now=SINCE - timedelta(seconds=1))
    decide(marriage(person(), person()), log=register.log, catalogue=DEPRECATED, now=SINCE)


def test_without_a_clock_nothing_is_judged_by_it(register: Register) -> None:
    decide(birth(), log=register.log, catalogue=DEPRECATED)
