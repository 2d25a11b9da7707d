"""The history as the public API types it: dates and residences by `type`, lines of the address, what is in doubt."""

from typing import Any

from readmodels.domain.national import addresses, always_told, dates, places, said
from readmodels.domain.national.codes import Codes
from readmodels.domain.national.history import data_form
from readmodels.domain.national.history import under_investigation as doubts
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.history.stays import Stay, stays
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.public_values import public_value
from readmodels.domain.national.residences import Residence, found_not_living_there


def public_answer(file: PersonFile, request: HistoryRequest, describe: Codes) -> dict[str, Any]:
    """The residences of a person on the days asked for, the newest first. Total: of any rows.

    Of a file that does not count (suspended as F or W) nothing is told.
    """
    if not file.exists:
        return {"verblijfplaatsen": []}
    found = [_residence(stay, describe) for stay in stays(file, on=request.days)]
    around = said.filled(
        geheimhoudingPersoonsgegevens=always_told.secrecy(file) and True,
        opschortingBijhouding=always_told.suspension(file, dated=dates.typed),
    )
    return {"verblijfplaatsen": found} | around


def _residence(stay: Stay, describe: Codes) -> dict[str, Any]:
    residence, left = stay.residence, found_not_living_there(stay.residence, stay.successor)
    place = data_form.place(residence, describe)
    told = places.public_place(place, residence.kind)
    address, lines = told.pop("verblijfadres", {}), addresses.lines(place, place.get("gemeenteVanInschrijving", {}))
    return said.filled(
        type=residence.kind.value,
        datumVan=dates.typed(residence.stated_start),
        datumTot=None if stay.successor is None else dates.typed(stay.successor.stated_start),
        verblijftNietOpAdresVanaf=None if left is None else dates.typed(left.since),
        gemeenteVanInschrijving=public_value("gemeenteVanInschrijving", place.get("gemeenteVanInschrijving")),
        **told,
        inOnderzoek=doubts.marks_with_end(stay),
        verblijfadres=_with_doubts(address, residence, doubts.OF_ADDRESS),
        adressering=_with_doubts(lines, residence, doubts.OF_LINES),
    )


def _with_doubts(members: dict[str, Any], residence: Residence, sources: Any) -> dict[str, Any]:
    """A group of members with its own `inOnderzoek`; nothing where the group says nothing."""
    return members and members | said.filled(inOnderzoek=doubts.marks(residence, sources))
