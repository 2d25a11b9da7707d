"""The history as the register's own elements: eight-digit dates, standard values and codes as they were written."""

from typing import Any

from readmodels.domain.national import said
from readmodels.domain.national.addresses import PUBLIC_SPACE, STREET
from readmodels.domain.national.codes import Codes, NationalTable, coded
from readmodels.domain.national.fixed_codes import ADDRESS_FUNCTION, BESIDE_NUMBER, fixed
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.history.stays import Stay, stays
from readmodels.domain.national.investigations import Investigation, running
from readmodels.domain.national.person_file import Elements, PersonFile
from readmodels.domain.national.residences import Residence
from readmodels.domain.national.secrecy import secrecy
from readmodels.domain.national.suspension import suspension


def data_answer(file: PersonFile, request: HistoryRequest, describe: Codes) -> dict[str, Any]:
    """The residences of a person on the days asked for, the newest first. Total: of any rows.

    Of a file that does not count (suspended as F or W) nothing is told.
    """
    if not file.exists:
        return {"verblijfplaatsen": []}
    found = [_residence(stay, describe) for stay in stays(file, on=request.days)]
    around = said.filled(
        geheimhoudingPersoonsgegevens=secrecy(file), opschortingBijhouding=suspension(file, dated=lambda text: text)
    )
    return {"verblijfplaatsen": found} | around


def _residence(stay: Stay, describe: Codes) -> dict[str, Any]:
    row = stay.residence.elements
    return said.filled(
        gemeenteVanInschrijving=_coded(row, "gemeenteVanInschrijving", NationalTable.MUNICIPALITY, describe),
        functieAdres=fixed(said.text(row, "functieAdres"), ADDRESS_FUNCTION),
        **_start(stay.residence, "datumAanvang"),
        **({} if stay.successor is None else _start(stay.successor, "datumAanvangVolgende")),
        **_address(stay.residence.address),
        **_abroad(row, describe),
        rni=_rni(row, describe),
        inOnderzoek=_investigation(_told(stay.residence.investigation)),
        inOnderzoekVolgendeVerblijfplaats=_successors_investigation(stay),
    )


def _start(residence: Residence, name: str) -> dict[str, Any]:
    place = "AdresBuitenland" if residence.is_abroad else "Adreshouding"
    return {f"{name}{place}": residence.stated_start}


def _address(address: Elements) -> dict[str, Any]:
    return {
        "straat": said.preferred(address, *STREET),
        "naamOpenbareRuimte": said.preferred(address, *PUBLIC_SPACE),
        "huisnummer": said.number(address, "huisnummer"),
        "huisletter": said.text(address, "huisletter"),
        "huisnummertoevoeging": said.text(address, "huisnummertoevoeging"),
        "aanduidingBijHuisnummer": fixed(said.text(address, "aanduidingBijHuisnummer"), BESIDE_NUMBER),
        "postcode": said.text(address, "postcode"),
        "woonplaats": said.text(address, "woonplaats"),
        "adresseerbaarObjectIdentificatie": said.text(address, "identificatiecodeVerblijfplaats"),
        "nummeraanduidingIdentificatie": said.text(address, "identificatiecodeNummeraanduiding"),
        "locatiebeschrijving": said.text(address, "locatiebeschrijving"),
    }


def _abroad(row: Elements, describe: Codes) -> dict[str, Any]:
    lines = {f"regel{number}": said.text(row, f"regel{number}AdresBuitenland") for number in (1, 2, 3)}
    return {"land": _coded(row, "landBuitenland", NationalTable.COUNTRY, describe)} | lines


def _rni(row: Elements, describe: Codes) -> dict[str, Any]:
    """Who told it, of a person who is not a resident (88.10, 88.20)."""
    participant = _coded(row, "rniDeelnemer", NationalTable.NON_RESIDENT_PARTNER, describe)
    return said.filled(deelnemer=participant, omschrijvingVerdrag=said.text(row, "omschrijvingVerdrag"))


def _told(found: Investigation | None) -> Investigation | None:
    """An ended investigation is not told, unless it established that the person does not live there."""
    return found if found is not None and (found.is_running or found.found_not_living_there) else None


def _successors_investigation(stay: Stay) -> dict[str, Any]:
    return {} if stay.successor is None else _investigation(running(stay.successor.elements))


def _investigation(found: Investigation | None) -> dict[str, Any]:
    if found is None:
        return {}
    return said.filled(
        aanduidingGegevensInOnderzoek=found.code, datumIngangOnderzoek=found.since, datumEindeOnderzoek=found.until
    )


def _coded(row: Elements, name: str, table: NationalTable, describe: Codes) -> dict[str, str] | None:
    code = said.text(row, name)
    return None if code is None else coded(code, describe(table, code))
