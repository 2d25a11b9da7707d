"""Person files for the residence shapes: a test names only what it is about. All of it is invented."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from events.domain.moments import UNKNOWN_MOMENT
from readmodels.domain.national import history, occupancy
from readmodels.domain.national.history import request as history_request
from readmodels.domain.national.occupancy import request as occupancy_request
from readmodels.domain.national.person_file import PERSON, REGISTRATION, RESIDENCE, FileRow, PersonFile, Stack

HERE, THERE, ELSEWHERE = "0518010000000011", "0518010000000022", "0518010000000033"
BSN = "999990342"
MEANINGS = {(33, "0518"): "'s-Gravenhage", (34, "5010"): "België", (38, "BS"): "barones"}


def describe(table: int, code: str) -> str | None:
    """What the few codes of these tests mean."""
    return MEANINGS.get((table, code))


def lives(
    at: str | None, since: str, *, postal: bool = False, investigated: str = "", **elements: Any
) -> dict[str, Any]:
    """A row: somebody lives at an addressable object. `investigated`: `code since [until]`."""
    address = {"identificatiecodeVerblijfplaats": at} if at else {}
    return {
        "adres": address | elements.pop("adres", {}),
        "gemeenteVanInschrijving": "0518",
        "functieAdres": "B" if postal else "W",
        "datumAanvangAdreshouding": since,
        **_investigation(investigated),
        **elements,
    }


def leaves(to: str, since: str, *, investigated: str = "", **elements: Any) -> dict[str, Any]:
    """A row: somebody lives in a country, or nobody knows where (`0000`)."""
    return {
        "landBuitenland": to,
        "datumAanvangAdresBuitenland": since,
        **_investigation(investigated),
        **elements,
    }


def file_of(
    *rows: Mapping[str, Any],
    number: int = 1,
    secret: str = "0",
    suspended: tuple[str, str] | None = None,
    **person: Any,
) -> PersonFile:
    """The file of a person by his rows of residence, the oldest first. `suspended`: reason and date."""
    registration = {"indicatieGeheim": secret}
    if suspended:
        registration |= {"redenOpschortingBijhouding": suspended[0], "datumOpschortingBijhouding": suspended[1]}
    bsn = person.pop("bsn", f"{int(BSN) + number - 1}")
    stacks = {
        PERSON: (_stack({"burgerservicenummer": bsn, **person}),),
        REGISTRATION: (_stack(registration),),
        RESIDENCE: (_stack(*reversed(rows)),),
    }
    return PersonFile(id=UUID(int=number), stacks=stacks)


def told(file: PersonFile, *days: str) -> dict[str, Any]:
    """The history in the data form, on a day or over a period."""
    return history.data_answer(file, history_request.parse(_history_body(days)), describe)


def typed(file: PersonFile, *days: str) -> dict[str, Any]:
    """The same in the public form."""
    return history.public_answer(file, history_request.parse(_history_body(days)), describe)


def homes(file: PersonFile, *days: str) -> list[str]:
    """Where somebody lived, the newest first: the addressable objects, and countries."""
    found = told(file, *days)["verblijfplaatsen"]
    return [one.get("adresseerbaarObjectIdentificatie") or one["land"]["code"] for one in found]


def occupied(files: Iterable[PersonFile], *days: str, at: str = HERE) -> list[dict[str, Any]]:
    """The parts of the occupancy of an address in the data form."""
    answer = occupancy.data_answer(files, occupancy_request.parse(_occupancy_body(at, days)), describe)
    return list(answer["bewoningen"])


def occupied_typed(files: Iterable[PersonFile], *days: str, at: str = HERE) -> list[dict[str, Any]]:
    """The same in the public form."""
    answer = occupancy.public_answer(files, occupancy_request.parse(_occupancy_body(at, days)), describe)
    return list(answer["bewoningen"])


def days_of(*files: PersonFile, over: tuple[str, str], at: str = HERE) -> list[str]:
    """The parts of the occupancy in a line each: `2020-02-01..2020-03-01 sure 1, maybe 2`, persons by their number."""
    return [_line(part) for part in occupied(files, *over, at=at)]


def _line(part: Mapping[str, Any]) -> str:
    period = f"{part['periode']['datumVan']}..{part['periode']['datumTot']}"
    who = (("sure", "bewoners"), ("maybe", "mogelijkeBewoners"))
    return f"{period} {', '.join(f'{word} {_numbers(part[name])}' for word, name in who if part[name])}"


def _numbers(people: Iterable[Mapping[str, Any]]) -> str:
    return " ".join(str(int(person["burgerservicenummer"]) - int(BSN) + 1) for person in people)


def _stack(*rows: Mapping[str, Any]) -> Stack:
    return tuple(FileRow(elements=row, since=UNKNOWN_MOMENT) for row in rows)


def _investigation(text: str) -> dict[str, str]:
    names = ("aanduidingInOnderzoek", "datumIngangOnderzoek", "datumEindeOnderzoek")
    return dict(zip(names, text.split(), strict=False))


def _history_body(days: tuple[str, ...]) -> dict[str, str]:
    kind = "RaadpleegMetPeildatum" if len(days) == 1 else "RaadpleegMetPeriode"
    return {"type": kind, "burgerservicenummer": BSN, **_days(days)}


def _occupancy_body(at: str, days: tuple[str, ...]) -> dict[str, str]:
    kind = "BewoningMetPeildatum" if len(days) == 1 else "BewoningMetPeriode"
    return {"type": kind, "adresseerbaarObjectIdentificatie": at, **_days(days)}


def _days(days: tuple[str, ...]) -> dict[str, str]:
    names = ("peildatum",) if len(days) == 1 else ("datumVan", "datumTot")
    return dict(zip(names, days, strict=True))
