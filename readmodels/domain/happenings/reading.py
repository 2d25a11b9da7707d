"""How the data of our own types are read: small translations that the happenings share."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from events.domain import moments, pointers
from events.domain.facts import Fact
from events.domain.moments import PartialDate
from readmodels.domain.changing import changed
from readmodels.domain.known import Known
from readmodels.domain.person import Issue, Name, Person

Data = Mapping[str, Any]


def with_issue(person: Person, fact: Fact, code: str) -> Person:
    """The person with one more fact that does not fit."""
    return changed(person, issues=(*person.issues, Issue(code=code, supports=fact.supports)))


def resting_too(known: Known[Any], fact: Fact) -> Known[Any]:
    """The value, resting on this fact as well."""
    return replace(known, supports=tuple(dict.fromkeys((*known.supports, *fact.supports))))


def name_in(said: Data) -> Name:
    """The name that a `Naam` says."""
    return Name(
        given_names=str(said.get("voornamen", "")),
        title=str(said.get("adellijkeTitelPredicaat", "")),
        prefix=str(said.get("voorvoegsel", "")),
        surname=str(said.get("geslachtsnaam", "")),
    )


def person_in(reference: Any) -> UUID | None:
    """The person that a reference (`PersoonRef`) names."""
    return identifier(reference.get("objectId")) if isinstance(reference, Mapping) else None


def members_in(said: Any) -> Data:
    """The members of an object; none where nothing is said. Raises `TypeError` for what is no object."""
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        raise TypeError("not an object")
    return said


def identifier(text: Any) -> UUID | None:
    """The id that a text says; None without one. Raises `ValueError` for text that is none."""
    return UUID(text) if isinstance(text, str) and text else None


def own_date(fact: Fact) -> PartialDate | None:
    """The type's own date, as far as it is known."""
    pointer = fact.content.event_type.material_pointer
    return None if pointer is None else moments.parse(pointers.value(fact.content.data, pointer))
