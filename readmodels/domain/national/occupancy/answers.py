"""The occupancy of an address in both forms: the parts of the period, each with who lived together in it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from readmodels.domain.national.codes import Codes
from readmodels.domain.national.occupancy.compositions import Composition, Occupant, compositions
from readmodels.domain.national.occupancy.request import OccupancyRequest
from readmodels.domain.national.occupancy.residents import in_data_form, in_public_form, order
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.residence_questions import Days

RESIDENTS_MAX: Final = 100
"""With more people than this in one part, only that there are so many is told (`indicatieVeelBewoners`)."""

Told = list[dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What is told of one part of the period: nobody by name where there are too many."""

    days: Days
    certain: Told
    possible: Told
    too_many: bool = False

    def says_the_same_as(self, other: "Part") -> bool:
        """Whether both tell of the same people, in whatever order."""
        return self.too_many == other.too_many and all(
            sorted(map(repr, ours)) == sorted(map(repr, theirs))
            for ours, theirs in ((self.certain, other.certain), (self.possible, other.possible))
        )


def data_answer(files: Iterable[PersonFile], request: OccupancyRequest, describe: Codes) -> dict[str, Any]:
    """Who lives, or may live, at the address on the days asked for, as the register's own elements. Total: of any rows.

    `files`: of everybody of whom a residence there was ever stated.
    """
    return _answer(files, request, told=partial(in_data_form, describe=describe))


def public_answer(files: Iterable[PersonFile], request: OccupancyRequest, describe: Codes) -> dict[str, Any]:
    """The same as the public API types it."""
    return _answer(files, request, told=partial(in_public_form, describe=describe))


def _answer(
    files: Iterable[PersonFile], request: OccupancyRequest, *, told: Callable[[Occupant], dict[str, Any]]
) -> dict[str, Any]:
    found = compositions(files, object_id=request.object_id, days=request.days)
    parts = merged(part_of(composition, told=told) for composition in found)
    return {"bewoningen": [_rendered(part, request.object_id) for part in parts]}


def part_of(composition: Composition, *, told: Callable[[Occupant], dict[str, Any]]) -> Part:
    """What is told of a composition: the people in their order, or that there are too many."""
    if len(composition.certain) + len(composition.possible) > RESIDENTS_MAX:
        return Part(days=composition.days, certain=[], possible=[], too_many=True)
    certain, possible = (
        [told(occupant) for occupant in sorted(people.values(), key=order)]
        for people in (composition.certain, composition.possible)
    )
    return Part(days=composition.days, certain=certain, possible=possible)


def merged(parts: Iterable[Part]) -> list[Part]:
    """The parts, with neighbours that say the same as one: what changed between them is not told."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if last is not None and last.days.end == part.days.start and last.says_the_same_as(part):
            days = Days(start=last.days.start, end=part.days.end)
            found[-1] = Part(days=days, certain=last.certain, possible=last.possible, too_many=last.too_many)
        else:
            found.append(part)
    return found


def _rendered(part: Part, object_id: str) -> dict[str, Any]:
    return {
        "adresseerbaarObjectIdentificatie": object_id,
        "periode": {"datumVan": part.days.start.isoformat(), "datumTot": part.days.end.isoformat()},
        "bewoners": part.certain,
        "mogelijkeBewoners": part.possible,
    } | ({"indicatieVeelBewoners": True} if part.too_many else {})
