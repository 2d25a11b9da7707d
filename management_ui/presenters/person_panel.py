"""Choosing a person: the search at the place where one is asked for, who was found, and who is known already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from management_ui.forms.person_search import PersonSearch
from management_ui.presenters.moments import date_text
from management_ui.presenters.writing import Writing
from readmodels.queries.finding import Findings

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
    form: PersonSearch
    found: tuple[Candidate, ...] = ()
    said: str = ""
    related: Sequence[Candidate] = field(default_factory=tuple)


def found_people(findings: Findings) -> tuple[Candidate, ...]:
    """Who was found, as lines to choose from."""
    return tuple(
        Candidate(
            id=it.id,
            name=it.name or _("without a name"),
            born=date_text(it.born_on.text) if it.born_on.text else _("date unknown"),
            residence=it.residence,
            mark=_("deceased") if it.is_deceased else "",
        )
        for it in findings.people
    )


def related_people(writing: Writing) -> tuple[Candidate, ...]:
    """Persons of whom a name is known from the events of those who are in the form already, and new ones in it."""
    return tuple(_related(writing))[:RELATED_MAX]


def _related(writing: Writing) -> Iterator[Candidate]:
    persons = set(writing.names.known)
    named = [Candidate(id=person, name=writing.names.of(person)) for person in persons if writing.names.knows(person)]
    yield from sorted(named, key=lambda it: (it.name.casefold(), it.id))
