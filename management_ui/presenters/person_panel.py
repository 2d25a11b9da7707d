"""Choosing a person: the search at the place where one is asked for, who was found, and who is known already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from management_ui.forms.persons import PersonSearchForm
from management_ui.presenters.person_search import lines
from management_ui.presenters.writing import Writing
from readmodels.queries.person_search import Found

RELATED_MAX: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who can be chosen."""

    id: UUID
    name: str
    born: str = ""
    residence: str = ""
    mark: str = ""


@dataclass(slots=True, kw_only=True)
class Panel:
    """The search that stands open at the input of `path`. `said` is what came of it, or why nothing did."""

    path: str
    form: PersonSearchForm
    found: tuple[Candidate, ...] = ()
    said: str = ""
    related: Sequence[Candidate] = field(default_factory=tuple)


def found_people(found: Found) -> tuple[Candidate, ...]:
    """Who was found, as lines to choose from."""
    return tuple(
        Candidate(
            id=it.id,
            name=it.name,
            born=it.born or _("date unknown"),
            residence=it.residence,
            mark=_("deceased") if it.died else "",
        )
        for it in lines(found.persons)
    )


def related_people(writing: Writing) -> tuple[Candidate, ...]:
    """Persons of whom a name is known from the events of those who are in the form already, and new ones in it."""
    return tuple(_related(writing))[:RELATED_MAX]


def _related(writing: Writing) -> Iterator[Candidate]:
    persons = set(writing.names.known)
    named = [Candidate(id=person, name=writing.names.of(person)) for person in persons if writing.names.knows(person)]
    yield from sorted(named, key=lambda it: (it.name.casefold(), it.id))
