"""The history as the public API types it: dates and residences by `type`, lines of the address, what is in doubt."""

from typing import Any

from readmodels.domain.national import addresses, dates, said
from readmodels.domain.national.codes import Codes, NationalTable, coded
from readmodels.domain.national.fixed_codes import ADDRESS_FUNCTION, BESIDE_NUMBER, fixed
from readmodels.domain.national.history import under_investigation as doubts
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.history.stays import Stay, stays
from readmodels.domain.national.person_file import Elements, PersonFile
from readmodels.domain.national.residences import Kind, Residence, found_not_living_there
from readmodels.domain.national.secrecy import secrecy
from readmodels.domain.national.suspension import suspension

LINES_ABROAD = (1, 2, 3)


def public_answer(file: PersonFile, request: HistoryRequest, describe: Codes) -> dict[str, Any]:
    """The residences of a person on the days asked for, the newest first. Total: of any rows.

    Of a file that does not count (suspended as F or W) nothing is told.
    """
    if not file.exists:
        return {"verblijfplaatsen": []}
    found = [_residence(stay, describe) for stay in stays(file, on=request.days)]
    around = said.filled(
        geheimhoudingPersoonsgegevens=secrecy(file) and True, opschortingBijhouding=suspension(file, dated=dates.typed)
    )
    return {"verblijfplaatsen": found} | around


def _residence(stay: Stay, describe: Codes) -> dict[str, Any]:
    residence, row = stay.residence, stay.residence.elements
    left = found_not_living_there(residence, stay.successor)
    return said.filled(
        type=residence.kind.value,
        datumVan=dates.typed(residence.stated_start),
        datumTot=None if stay.successor is None else dates.typed(stay.successor.stated_start),
        verblijftNietOpAdresVanaf=None if left is None else dates.typed(left.since),
        gemeenteVanInschrijving=_coded(row, "gemeenteVanInschrijving", NationalTable.MUNICIPALITY, describe),
        functieAdres=fixed(said.text(row, "functieAdres"), ADDRESS_FUNCTION),
        adresseerbaarObjectIdentificatie=residence.object_id,
        nummeraanduidingIdentificatie=said.known(residence.address, "identificatiecodeNummeraanduiding"),
        inOnderzoek=doubts.marks_with_end(stay),
        verblijfadres=_with_doubts(_address(residence, describe), residence, doubts.OF_ADDRESS),
        adressering=_with_doubts(_lines(residence, describe), residence, doubts.OF_LINES),
    )


def _address(residence: Residence, describe: Codes) -> dict[str, Any]:
    match residence.kind:
        case Kind.ADDRESS:
            return _dutch_address(residence.address)
        case Kind.LOCATION:
            return said.filled(locatiebeschrijving=said.known(residence.address, "locatiebeschrijving"))
        case Kind.ABROAD:
            return said.filled(land=_country(residence, describe), **_lines_abroad(residence, "regel"))
        case Kind.UNKNOWN:
            return {}


def _dutch_address(address: Elements) -> dict[str, Any]:
    number = said.number(address, "huisnummer")
    return said.filled(
        officieleStraatnaam=_known(said.preferred(address, *addresses.PUBLIC_SPACE)),
        korteStraatnaam=_known(said.preferred(address, *addresses.STREET)),
        huisnummer=number or None,
        huisletter=said.known(address, "huisletter"),
        huisnummertoevoeging=said.text(address, "huisnummertoevoeging"),
        aanduidingBijHuisnummer=fixed(said.text(address, "aanduidingBijHuisnummer"), BESIDE_NUMBER),
        postcode=said.known(address, "postcode"),
        woonplaats=said.known(address, "woonplaats"),
    )


def _lines(residence: Residence, describe: Codes) -> dict[str, Any]:
    """The lines of the address; none when the first cannot be written."""
    if residence.is_abroad:
        lines = _lines_abroad(residence, "adresregel") if residence.kind is Kind.ABROAD else {}
        return said.filled(land=_country(residence, describe), **lines) if lines else {}
    first = addresses.first_line(residence.address)
    if first is None:
        return {}
    code = said.known(residence.elements, "gemeenteVanInschrijving")
    municipality = None if code is None else describe(NationalTable.MUNICIPALITY, code)
    second = addresses.second_line(residence.address, municipality=municipality)
    return said.filled(adresregel1=first, adresregel2=second)


def _lines_abroad(residence: Residence, name: str) -> dict[str, Any]:
    row = residence.elements
    return said.filled(**{f"{name}{line}": said.text(row, f"regel{line}AdresBuitenland") for line in LINES_ABROAD})


def _country(residence: Residence, describe: Codes) -> dict[str, str] | None:
    return _coded(residence.elements, "landBuitenland", NationalTable.COUNTRY, describe)


def _with_doubts(members: dict[str, Any], residence: Residence, sources: Any) -> dict[str, Any]:
    """A group of members with its own `inOnderzoek`; nothing where the group says nothing."""
    return members and members | said.filled(inOnderzoek=doubts.marks(residence, sources))


def _known(text: str | None) -> str | None:
    return None if text == said.UNKNOWN_TEXT else text


def _coded(row: Elements, name: str, table: NationalTable, describe: Codes) -> dict[str, str] | None:
    code = said.text(row, name)
    return None if code is None else coded(code, describe(table, code))
