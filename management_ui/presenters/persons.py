"""Persons by name, where a name is known from events the reader may see; else a short id. Never a BSN.

A name belongs to the first person that the type names as its subject (`subject_pointers`), or to the person object it
stands in. The newest known name counts: by material moment among what is in force, else among what is only claimed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from events.domain import chains, pointers
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.log import Log
from events.domain.readings import View

NAME_MEMBERS = ("naam", "nieuweNaam")
NAMED_THEMSELVES = frozenset({"OvernamePersoon"})
"""The types whose data are, member by member, the name of their subject."""
SHORT_ID_LENGTH = 8


def name_text(name: Mapping[str, Any]) -> str:
    """A `Naam` as one reads it: first names, prefix, surname."""
    parts = (name.get("voornamen"), name.get("voorvoegsel"), name.get("geslachtsnaam"))
    return " ".join(str(part) for part in parts if part)


class _Candidate(NamedTuple):
    """A name, ordered by what it counts for: in force above claimed, then the newest."""

    is_legal: bool
    moment: datetime
    name: str


def _unknown_code(_table: int, _code: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Names:
    """What the persons on a page are called, and what the codes of places mean."""

    known: Mapping[UUID, str] = field(default_factory=dict)
    code: Callable[[int, str], str | None] = _unknown_code
    """What a code of a national table (by its number) means; None when the table does not say."""

    def of(self, person: UUID) -> str:
        """The person's name, or the first characters of the id when no name is known."""
        return self.known.get(person) or _("person %(id)s") % {"id": str(person)[:SHORT_ID_LENGTH]}

    def knows(self, person: UUID) -> bool:
        """Whether a name is known."""
        return person in self.known


def names_in(data: Mapping[str, Any], *, event_type: EventTypeVersion) -> Iterator[tuple[UUID, str]]:
    """The names that the data of one event of that type give."""
    first = next(iter(subjects_of(data, event_type=event_type)), None)
    itself = [data] if event_type.name in NAMED_THEMSELVES else []
    for name in (*(data.get(member) for member in NAME_MEMBERS), *itself):
        if first is not None and isinstance(name, Mapping) and name.get("geslachtsnaam"):
            yield first, name_text(name)
    yield from _inner_names(data)


def _inner_names(value: Any) -> Iterator[tuple[UUID, str]]:
    if isinstance(value, Mapping):
        name, identifier = value.get("naam"), value.get("objectId")
        if isinstance(name, Mapping) and isinstance(identifier, str) and name.get("geslachtsnaam"):
            yield UUID(identifier), name_text(name)
        for member in value.values():
            yield from _inner_names(member)
    elif isinstance(value, list | tuple):
        for member in value:
            yield from _inner_names(member)


def names_of(log: Log, *, catalogue: Catalogue) -> Names:
    """The newest name of every person in these events: what is in force counts above what is only claimed."""
    found: dict[UUID, _Candidate] = {}
    for claim in log.claims():
        for view in (View.ASSERTED, View.LEGAL):
            content = chains.content(claim, log=log, catalogue=catalogue, view=view)
            legal = view is View.LEGAL and chains.in_force(claim, log=log, catalogue=catalogue, view=view)
            if content is None or (view is View.LEGAL and not legal):
                continue
            for person, name in names_in(content.data, event_type=content.event_type):
                candidate = _Candidate(legal, content.material.earliest, name)
                found[person] = max(found.get(person, candidate), candidate)
    return Names({person: candidate.name for person, candidate in found.items()})


def subjects_of(data: Mapping[str, Any], *, event_type: EventTypeVersion) -> list[UUID]:
    """The persons that the type names as its subjects, the first one first."""
    values = (value for pointer in event_type.subject_pointers for value in pointers.values(data, pointer))
    return [identifier for value in values if (identifier := _identifier(value)) is not None]


def _identifier(value: object) -> UUID | None:
    """The id that a subject pointer leads to: it stands there itself, or in the reference to a person."""
    said = value.get("objectId") if isinstance(value, Mapping) else value
    try:
        return UUID(said) if isinstance(said, str) else None
    except ValueError:
        return None
