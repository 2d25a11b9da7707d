"""The history as the register's own elements: eight-digit dates, standard values and codes, nothing derived."""

from typing import Any, Final

from readmodels.domain.national import always_told, elements, said, values
from readmodels.domain.national.codes import Codes
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.history.stays import Stay, stays
from readmodels.domain.national.investigations import Investigation, running
from readmodels.domain.national.person_file import RESIDENCE, PersonFile
from readmodels.domain.national.residences import Residence
from readmodels.domain.national.trees import Tree

PLACE: Final = "verblijfplaats"
_TOLD: Final = tuple(
    leaf
    for leaf in elements.LEAVES[RESIDENCE]
    if leaf.path == "gemeenteVanInschrijving" or (leaf.path.startswith(PLACE) and leaf.read is not values.day)
)
"""What the history tells of a row; of the dates, only the start that counts for a residence of its kind."""


def data_answer(file: PersonFile, request: HistoryRequest, describe: Codes) -> dict[str, Any]:
    """The residences of a person on the days asked for, the newest first. Total: of any rows.

    Of a file that does not count (suspended as F or W) nothing is told.
    """
    if not file.exists:
        return {"verblijfplaatsen": []}
    found = [_residence(stay, describe) for stay in stays(file, on=request.days)]
    around = said.filled(
        geheimhoudingPersoonsgegevens=always_told.secrecy(file), opschortingBijhouding=always_told.suspension(file)
    )
    return {"verblijfplaatsen": found} | around


def place(residence: Residence, describe: Codes) -> Tree:
    """The municipality, address and place abroad of a residence."""
    told = elements.told(_TOLD, residence.elements, describe)
    lives_at: Tree = told.pop(PLACE, {})
    return told | lives_at


def _residence(stay: Stay, describe: Codes) -> dict[str, Any]:
    return said.filled(
        **place(stay.residence, describe),
        **_start(stay.residence, "datumAanvang"),
        **({} if stay.successor is None else _start(stay.successor, "datumAanvangVolgende")),
        rni=always_told.supplier(stay.residence.elements, describe),
        inOnderzoek=_investigation(_told(stay.residence.investigation)),
        inOnderzoekVolgendeVerblijfplaats=_successors_investigation(stay),
    )


def _start(residence: Residence, name: str) -> dict[str, Any]:
    abroad = "AdresBuitenland" if residence.is_abroad else "Adreshouding"
    return {f"{name}{abroad}": residence.stated_start}


def _told(found: Investigation | None) -> Investigation | None:
    """An ended investigation is not told, unless it established that the person does not live there."""
    return found if found is not None and (found.is_running or found.found_not_living_there) else None


def _successors_investigation(stay: Stay) -> dict[str, Any]:
    return {} if stay.successor is None else _investigation(running(stay.successor.elements))


def _investigation(found: Investigation | None) -> dict[str, Any]:
    return {} if found is None else found.as_data()
