"""An event that data names has one name: its claim. So one marriage is dissolved once, by whichever id one found it."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from events.domain.boundaries import boundary_of
from events.domain.event import Event
from events.domain.event_types import EventTypeVersion
from events.domain.identity import key_ids
from events.domain.refusals import InvalidData, ReferenceNotFound, SameOccurrence
from tests.builders import (
    MARRIAGE,
    MOVE,
    Register,
    SmallCatalogue,
    acceptance,
    birth,
    claim,
    marriage,
    person,
    replacement,
    retraction,
)

DISSOLUTION = EventTypeVersion(
    name="Ontbinding",
    version="1",
    title="Ontbinding",
    schema={
        "type": "object",
        "required": ["verbintenis"],
        "properties": {"verbintenis": {"type": "string", "format": "uuid"}, "verklaring": {"type": "string"}},
    },
    identity_key=("/verbintenis",),
    event_pointers={"/verbintenis": ("Huwelijk",), "/verklaring": ()},
)
REGISTRATION = EventTypeVersion(
    name="Inschrijving",
    version="1",
    title="Inschrijving",
    schema={"type": "object", "properties": {"register": {"type": "string"}, "nummer": {"type": "string"}}},
    identity_key=("/register", "/nummer"),
)
TYPES = SmallCatalogue((MARRIAGE, DISSOLUTION, REGISTRATION, MOVE))


@pytest.fixture
def register() -> Register:
    return Register(catalogue=TYPES)


@pytest.fixture
def couple() -> tuple[UUID, UUID]:
    return person(), person()


@pytest.fixture
def wedding(register: Register, couple: tuple[UUID, UUID]) -> Event:
    found = register.record(marriage(*couple))
    register.accept(found)
    return found


def dissolution(couple: tuple[UUID, UUID], *, of: Any, references: tuple[UUID, ...], **data: Any) -> Any:
    said = {"verbintenis": str(of), **data}
    return claim(DISSOLUTION, object_ids=couple, references=references, data=said)


def refusal(register: Register, draft: Any) -> tuple[str, str]:
    with pytest.raises(InvalidData) as refused:
        register.record(draft)
    (violation,) = refused.value.violations
    return violation.pointer, violation.message


def test_the_claim_of_a_marriage_names_it(register: Register, wedding: Event, couple: tuple[UUID, UUID]) -> None:
    register.record(dissolution(couple, of=wedding.id, references=(wedding.id,)))


def test_an_event_in_the_data_is_a_ground_too(register: Register, wedding: Event, couple: tuple[UUID, UUID]) -> None:
    pointer, message = refusal(register, dissolution(couple, of=wedding.id, references=()))
    assert pointer == "/event_data/verbintenis"
    assert "event_reference" in message


def test_an_event_that_nobody_knows_is_no_ground(register: Register, wedding: Event, couple: tuple[UUID, UUID]) -> None:
    unknown = uuid4()
    with pytest.raises(ReferenceNotFound):
        register.record(dissolution(couple, of=unknown, references=(unknown, wedding.id)))


def test_a_marriage_is_not_named_by_a_correction_of_it(
    register: Register, wedding: Event, couple: tuple[UUID, UUID]
) -> None:
    corrected = register.replace(wedding)
    pointer, message = refusal(register, dissolution(couple, of=corrected.id, references=(corrected.id,)))
    assert pointer == "/event_data/verbintenis"
    assert str(wedding.id) in message


def test_only_an_event_of_a_type_that_fits_is_named(register: Register, couple: tuple[UUID, UUID]) -> None:
    moved = register.record(claim(MOVE, object_ids=couple))
    _, message = refusal(register, dissolution(couple, of=moved.id, references=(moved.id,)))
    assert "Huwelijk" in message


def test_one_marriage_is_not_dissolved_twice(register: Register, wedding: Event, couple: tuple[UUID, UUID]) -> None:
    corrected = register.replace(wedding)
    ended = [
        register.record(dissolution(couple, of=wedding.id, references=references))
        for references in ((wedding.id,), (corrected.id, wedding.id))
    ]
    register.accept(ended[0])
    with pytest.raises(SameOccurrence):
        register.accept(ended[1])


def test_a_replacement_may_rest_on_the_grounds_of_its_claim(
    register: Register, wedding: Event, couple: tuple[UUID, UUID]
) -> None:
    ended = register.record(dissolution(couple, of=wedding.id, references=(wedding.id,)))
    register.record(replacement(ended, data={"verbintenis": str(wedding.id), "verklaring": str(wedding.id)}))
    other = register.record(marriage(*couple, on="2020-01-04"))
    pointer, _ = refusal(register, replacement(ended, data={"verbintenis": str(other.id)}))
    assert pointer == "/event_data/data/verbintenis"


def test_an_act_names_only_grounds_of_the_decision(
    register: Register, wedding: Event, couple: tuple[UUID, UUID]
) -> None:
    ended = register.record(dissolution(couple, of=wedding.id, references=(wedding.id,)))
    other = register.record(marriage(*couple, on="2020-01-04"))
    adding = {"verklaring": str(other.id)}
    pointer, _ = refusal(register, acceptance(ended, act=adding))
    assert pointer == "/event_data/act/verklaring"
    register.record(acceptance(ended, act=adding, grounds=(other.id,)))


def test_a_key_of_a_claim_and_its_act_together_guards_the_revival_too(register: Register) -> None:
    """Two registrations of one number: the second takes the place of the first, which then cannot be revived."""
    one, other = (register.record(claim(REGISTRATION, data={"register": "A"})) for _ in range(2))
    register.accept(one, act={"nummer": "1"})
    retracted = register.retract(one)
    register.accept(other, act={"nummer": "1"})
    revival = retraction(retracted)
    key = key_ids(REGISTRATION, data={"register": "A", "nummer": "1"}).identity
    assert key in boundary_of(revival, log=register.log, catalogue=TYPES).keys
    filed = register.record(revival)
    assert key in boundary_of(acceptance(filed), log=register.log, catalogue=TYPES).keys
    with pytest.raises(SameOccurrence):
        register.accept(filed)


def test_the_boundary_of_a_birth_is_what_it_was() -> None:
    register = Register()
    born = register.record(birth())
    keys = boundary_of(acceptance(born), log=register.log, catalogue=register.catalogue).keys
    assert len(keys) == 2
