"""Who lived together, part by part of a period: a new part begins where the composition changes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from uuid import UUID

from readmodels.domain.national.occupancy.stays import Stay, stays
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.residence_questions import Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupant:
    """A person with what he lives, or may live, in an addressable object by."""

    file: PersonFile
    stay: Stay


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """Who lives there and who may live there on all these days, by their ids; nobody is both."""

    days: Days
    certain: Mapping[UUID, Occupant] = field(default_factory=dict)
    possible: Mapping[UUID, Occupant] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether nobody lives there, nor may live there."""
        return not self.certain and not self.possible


def compositions(files: Iterable[PersonFile], *, object_id: str, days: Days) -> Iterator[Composition]:
    """The parts of a period in order, one between each two days on which a stay begins or ends; empty ones left out."""
    found = [Occupant(file=file, stay=stay) for file in files for stay in stays(file, object_id=object_id)]
    for part in _parts(found, days):
        composition = _composition(found, part)
        if not composition.is_empty:
            yield composition


def _parts(occupants: Iterable[Occupant], days: Days) -> Iterator[Days]:
    turns = {turn for each in occupants for turn in (each.stay.start, each.stay.end)}
    edges = sorted({days.start, days.end} | {turn for turn in turns if days.start < turn < days.end})
    for start, end in pairwise(edges):
        yield Days(start=start, end=end)


def _composition(occupants: Iterable[Occupant], part: Days) -> Composition:
    """Who is there in a part. Who may live there by one residence and lives there by another, lives there."""
    there = [each for each in occupants if _contains(each.stay, part.start)]
    certain = {each.file.id: each for each in there if each.stay.certain}
    possible = {each.file.id: each for each in there if each.file.id not in certain}
    return Composition(days=part, certain=certain, possible=possible)


def _contains(stay: Stay, day: date) -> bool:
    return stay.start <= day < stay.end
