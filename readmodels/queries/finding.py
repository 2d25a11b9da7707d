"""Finding a person at the desk: by number, by name, by birth date, or by any of these together.

The national search asks a whole name with a birth date or a municipality; at the desk somebody stands before the
official, and less will do. Every search leaves lines in the log of processing, also when it finds nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from events import processing
from events.domain.moments import PartialDate
from events.domain.permissions import Principal
from readmodels.domain.national import dates, said, search
from readmodels.domain.national.codes import NationalTable
from readmodels.domain.national.numbers import BSN_LENGTH, padded
from readmodels.domain.national.person_file import DECEASED, PERSON, REGISTRATION, RESIDENCE, PersonFile
from readmodels.domain.national.search import Selector, folded
from readmodels.queries.code_tables import description
from readmodels.queries.live_views import Freshness
from readmodels.queries.national import Files

FOUND_MAX: Final = 20
"""Persons in one answer at most."""
LETTERS_MIN: Final = 2
"""How much of a surname is needed to look by it alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is known of who is looked for; empty or None for what is not."""

    bsn: str = ""
    surname: str = ""
    given_names: str = ""
    born_on: PartialDate | None = None

    @property
    def is_enough(self) -> bool:
        """Whether one can look by it."""
        return bool(self.bsn or len(folded(self.surname)) >= LETTERS_MIN or (self.born_on and self.born_on.year))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A person, as he is told of in a list to choose from."""

    id: UUID
    name: str
    born_on: PartialDate
    residence: str
    is_deceased: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Who was found; `more` when there are more than one answer holds."""

    people: tuple[Found, ...]
    more: bool


@transaction.atomic
def find_persons(sought: Sought, *, principal: Principal, now: datetime) -> Findings:
    """The persons who answer to all that is known, as they are now, in the zones that the principal may read.

    Raises ZoneForbidden, ViewNotFound, ViewBehind, ViewIncomplete and TooManyFound.
    """
    files = Files(principal=principal, fresh=Freshness())
    candidates = {file.id: file for it in _selectors(sought) for file in files.selected(it)}
    present = (file.as_of(now) for file in candidates.values())
    matching = [file for file in present if file.exists and _matches(sought, file)]
    shown = sorted((_told(file) for file in matching), key=lambda it: folded(it.name))[:FOUND_MAX]
    processing.record(
        "Persoon opgezocht",
        principal=principal,
        subjects=[it.id for it in shown],
        activity=processing.Activity.READ,
    )
    return Findings(people=tuple(shown), more=len(matching) > FOUND_MAX)


def _selectors(sought: Sought) -> Iterator[Selector]:
    """What finds all candidates, by the narrowest that is known."""
    if sought.bsn:
        yield Selector(search.BSN, padded(_digits(sought.bsn), BSN_LENGTH))
    elif sought.born_on is not None and sought.born_on.day is not None:
        yield Selector(search.BIRTH, dates.eight_digits(sought.born_on))
    elif len(folded(sought.surname)) >= LETTERS_MIN:
        yield from (Selector(search.SURNAME, text, beginning=True) for text in _surnames(sought.surname))
    elif sought.born_on is not None and sought.born_on.year is not None:
        yield Selector(search.BIRTH, f"{sought.born_on.year:04d}", beginning=True)


def _surnames(text: str) -> list[str]:
    """The text, and what remains of it without its first words: “van der Berg” stands under “berg”."""
    words = folded(text).split()
    found = [" ".join(words[at:]) for at in range(len(words))]
    return [it for it in found if len(it) >= LETTERS_MIN]


def _matches(sought: Sought, file: PersonFile) -> bool:
    person = file.present(PERSON)
    surname, prefix = said.text(person, "geslachtsnaam") or "", said.text(person, "voorvoegsel") or ""
    names = [folded(surname), folded(f"{prefix} {surname}")]
    born = dates.stated(person, "geboortedatum") or ""
    return (
        (not sought.bsn or file.bsn == padded(_digits(sought.bsn), BSN_LENGTH))
        and (not sought.surname or any(name.startswith(folded(sought.surname)) for name in names))
        and folded(said.text(person, "voornamen") or "").startswith(folded(sought.given_names))
        and (sought.born_on is None or born.startswith(_known_digits(sought.born_on)))
    )


def _known_digits(date: PartialDate) -> str:
    return date.text.replace("-", "")


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())


def _told(file: PersonFile) -> Found:
    person = file.present(PERSON)
    parts = (said.text(person, name) for name in ("voornamen", "voorvoegsel", "geslachtsnaam"))
    return Found(
        id=file.id,
        name=" ".join(part for part in parts if part),
        born_on=dates.read(dates.stated(person, "geboortedatum")),
        residence=_residence(file),
        is_deceased=said.text(file.present(REGISTRATION), "redenOpschortingBijhouding") == DECEASED,
    )


def _residence(file: PersonFile) -> str:
    """Street and number with the place, or the municipality; what is not known is left out."""
    residence = file.present(RESIDENCE)
    address = said.part(residence, "adres")
    street = said.preferred(address, "naamOpenbareRuimte", "straatnaamDiakritisch", "straatnaam")
    number = (said.text(address, "huisnummer") or "").lstrip("0")
    code = said.known(residence, "gemeenteVanInschrijving")
    municipality = description(NationalTable.MUNICIPALITY, code) if code else None
    place = said.preferred(address, "woonplaats", "woonplaatsnaam") or municipality
    return ", ".join(part for part in (f"{street or ''} {number}".strip() if street else "", place) if part)
