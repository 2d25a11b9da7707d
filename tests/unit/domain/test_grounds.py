"""What a decision rests on: the claim that a ground belongs to must hold, by whichever event it is named."""

from uuid import UUID

import pytest

from events.domain import moments
from events.domain.event import Event
from events.domain.identity import key_ids
from events.domain.refusals import ChecksFailed, InvalidData, ReferenceMissing
from events.domain.standing import StandingOf
from tests.builders import (
    DISSOLUTION,
    MARRIAGE,
    Register,
    acceptance,
    birth,
    claim,
    marriage,
    named,
    person,
    retraction,
)


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def couple() -> tuple[UUID, UUID]:
    return person(), person()


@pytest.fixture
def wedding(register: Register, couple: tuple[UUID, UUID]) -> Event:
    return register.record(marriage(*couple))


def dissolution(register: Register, *, resting_on: Event, couple: tuple[UUID, UUID]) -> Event:
    return register.record(claim(DISSOLUTION, object_ids=couple, references=(resting_on.id,)))


def test_a_rejection_of_the_marriage_is_no_ground_to_dissolve_it(
    register: Register, wedding: Event, couple: tuple[UUID, UUID]
) -> None:
    rejected = register.reject(wedding)
    ended = dissolution(register, resting_on=rejected, couple=couple)
    with pytest.raises(ReferenceMissing):
        register.accept(ended)


def test_the_acceptance_of_the_marriage_is_a_ground_until_it_is_retracted(
    register: Register, wedding: Event, couple: tuple[UUID, UUID]
) -> None:
    accepted = register.accept(wedding)
    ended = dissolution(register, resting_on=accepted, couple=couple)
    register.retract(accepted)
    with pytest.raises(ReferenceMissing):
        register.accept(ended)


def test_the_retraction_of_the_marriage_is_no_ground_to_dissolve_it(
    register: Register, wedding: Event, couple: tuple[UUID, UUID]
) -> None:
    register.accept(wedding)
    ended = dissolution(register, resting_on=register.retract(wedding), couple=couple)
    with pytest.raises(ChecksFailed) as refusal:
        register.accept(ended)
    assert refusal.value.checks == ("grond_van_kracht",)


def test_a_claim_that_was_accepted_while_retracted_is_judged_when_it_revives(
    register: Register, wedding: Event, couple: tuple[UUID, UUID]
) -> None:
    ended = dissolution(register, resting_on=wedding, couple=couple)
    withdrawn = register.record(retraction(ended))
    register.accept(withdrawn)
    register.accept(ended)
    revival = register.record(retraction(withdrawn))
    with pytest.raises(ReferenceMissing):
        register.accept(revival)
    register.accept(wedding)
    register.accept(revival)
    assert register.standing(ended) is StandingOf.ACCEPTED


def test_a_year_written_as_a_fraction_of_nothing_is_the_same_year(couple: tuple[UUID, UUID]) -> None:
    whole, same = (
        key_ids(MARRIAGE, data={"partners": named(*couple), "huwelijksdatum": {"type": "JaarDatum", "jaar": year}})
        for year in (1985, 1985.0)
    )
    assert whole == same


@pytest.mark.parametrize("year", [5_000_000_000, -1, 0, 10_000, 1985.5])
def test_a_year_that_does_not_exist_is_no_date_and_no_crash(year: float) -> None:
    assert moments.parse({"type": "JaarDatum", "jaar": year}) is None


def test_a_check_without_a_name_is_refused_at_its_place(register: Register) -> None:
    born = register.record(birth())
    with pytest.raises(InvalidData) as refusal:
        register.record(acceptance(born, checks=[{"check": []}]))
    assert "/event_data/checks/0/check" in {violation.pointer for violation in refusal.value.violations}
