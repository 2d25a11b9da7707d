"""Finding a person at the desk: by name, birth date, citizen service number, or several of these.

Found in the view of person files, so by what they ever said of themselves; shown as they are now. Every search is
written to the log of processing, also one that finds nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from events.domain.moments import PartialDate
from events.domain.permissions import Principal
from events.domain.refusals import TooManyFound
from readmodels.domain.national import dates, said, search
from readmodels.domain.national.names import joined
from readmodels.domain.national.numbers import BSN_LENGTH, padded
from readmodels.domain.national.person_file import DECEASED, PERSON, REGISTRATION, Elements, PersonFile
from readmodels.domain.national.search import Selector
from readmodels.queries.live_views import Freshness
from readmodels.queries.national import Files

FOUND_MAX: Final = 50
"""Persons in one answer: who finds more asks more precisely, so that nobody leafs through the registry."""
MADE_MAX: Final = 100
"""Files made anew for one search, for who does not see all that is known of a person: a hundredth of a second each."""
NAME_PARTS = ("voornamen", "voorvoegsel", "geslachtsnaam")


PERSONS_MAX: Final = 500
"""Persons whose work is sought at once: so many were hardly ever born on one day in one municipality."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is known of who is sought; at least one of these. All that is given must fit.

    `name`: a surname or the beginning of one, with given names before it or, after a comma, behind it. `born_on`: as
    far as it is known, at least the year.
    """

    name: str = ""
    born_on: PartialDate | None = None
    bsn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A person who was found: as his file is now. `former_name` is the name he was found by when it is another."""

    id: UUID
    name: str
    former_name: str
    born: str
    file: PersonFile
    died: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Who was found, by name; as known at a formal moment. `more_than`: there are more, so nobody is told of."""

    persons: tuple[Someone, ...]
    more_than: int | None
    as_at: datetime
    provisional: bool


@transaction.atomic
def search_persons(wanted: Wanted, *, as_of: datetime, principal: Principal) -> Found:
    """The persons who fit. Raises `ZoneForbidden` for who may read nothing, and `ViewBehind`."""
    files = Files(principal=principal, fresh=Freshness(), made_max=MADE_MAX)
    found: list[Someone] = []
    more_than = None
    try:
        candidates = {file.id: file for it in _selectors(wanted) for file in files.selected(it)}
    except TooManyFound as too_many:
        more_than = too_many.limit
    else:
        now = (file.as_of(as_of) for file in candidates.values())
        found = [it for file in now if file.exists and (it := _fits(wanted, file)) is not None]
        more_than = FOUND_MAX if len(found) > FOUND_MAX else None
    told = [] if more_than is not None else sorted(found, key=_by_name)
    answered = files.answered(body={}, action="Personen gezocht", about=[it.id for it in told])
    return Found(persons=tuple(told), more_than=more_than, as_at=answered.as_at, provisional=answered.provisional)


def ids_of_persons(wanted: Wanted, *, as_of: datetime, principal: Principal) -> frozenset[UUID]:
    """Who fits, to seek something else by: nothing of them is shown, so nothing is written down here.

    Raises `TooManyFound`, `ZoneForbidden` and `ViewBehind`.
    """
    files = Files(principal=principal, fresh=Freshness())
    candidates = {file.id: file for it in _selectors(wanted) for file in files.selected(it)}
    now = (file.as_of(as_of) for file in candidates.values())
    found = frozenset(file.id for file in now if file.exists and _fits(wanted, file) is not None)
    if len(found) > PERSONS_MAX:
        raise TooManyFound(limit=PERSONS_MAX)
    return found


def _by_name(found: Someone) -> tuple[str, str, str]:
    return search.folded(found.name), found.born, str(found.id)


def _selectors(wanted: Wanted) -> Iterator[Selector]:
    """What finds everybody who fits, by what finds fewest."""
    if wanted.bsn:
        yield Selector(search.BSN, wanted.bsn)
    elif wanted.born_on is not None and (wanted.born_on.day is not None or not wanted.name):
        yield Selector(search.BIRTH, _digits(wanted.born_on), beginning=wanted.born_on.day is None)
    else:
        surname, comma, _given = search.folded(wanted.name).partition(",")
        words = surname.split()
        tails = [words] if comma else [words[at:] for at in range(len(words))]
        for tail in tails:
            yield Selector(search.SURNAME, " ".join(tail)[: search.KEY_LENGTH_MAX], beginning=True)


def _fits(wanted: Wanted, file: PersonFile) -> Someone | None:
    """The person when all that is wanted fits: number and birth as they are now, the name as it ever was."""
    present = file.present(PERSON)
    if wanted.bsn and file.bsn != padded(wanted.bsn, BSN_LENGTH):
        return None
    born = dates.stated(present, "geboortedatum") or ""
    if wanted.born_on is not None and not born.startswith(_digits(wanted.born_on)):
        return None
    names = [_name(row.elements) for row in file.rows(PERSON)]
    fitting = [name for name in names if _is_named(name, wanted.name)]
    if not fitting:
        return None
    return Someone(
        id=file.id,
        name=_name(present),
        former_name="" if _name(present) in fitting else fitting[0],
        born=born,
        file=file,
        died=said.text(file.present(REGISTRATION), "redenOpschortingBijhouding") == DECEASED,
    )


def _digits(day: PartialDate) -> str:
    """As much of a date as is known, as files write it."""
    return day.text.replace("-", "")


def _name(person: Elements) -> str:
    return joined(*(said.preferred(person, f"{part}Diakritisch", part) for part in NAME_PARTS))


def _is_named(name: str, wanted: str) -> bool:
    """Whether every word that is wanted begins a word of the name."""
    words = search.folded(name).split()
    return all(any(it.startswith(word) for it in words) for word in search.folded(wanted).replace(",", " ").split())
