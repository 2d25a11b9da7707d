"""A life that begins in Zonnendaal and goes on in Woudendijk, as officials of both take it down and decide on it."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID, uuid4

from f6_project.neighbours.cast import ADDRESSES, CIVIL_STATUS, WOUDENDIJK, ZONNENDAAL
from f6_project.neighbours.houses import House, HouseFailed

NAME: Final = "Noor Bakker"
BORN_ON: Final = "2001-03-14"
MOVED_ON: Final = "2026-10-01"
BEFORE, AFTER = "2026-06-01", "2026-11-01"
"""Two days: she lived in Zonnendaal on the one, in Woudendijk on the other."""
OLD_ADDRESS: Final = {"straat": "Lindelaan", "huisnummer": 12, "postcode": "9901AB", "woonplaats": "Zonnendaal"}
NEW_ADDRESS: Final = {"straat": "Bosrand", "huisnummer": 7, "postcode": "9911KL", "woonplaats": "Woudendijk"}
DUTCH: Final = "6030"


def born_in(house: House) -> UUID:
    """She is born in Zonnendaal, and lives there. Returns her object id."""
    mother, child = uuid4(), uuid4()
    known = {"persoon": _ref(mother), "bsn": "999932354"}
    taken(house, "BsnToegekend", known, about=[mother], on="1970-05-02", zone=CIVIL_STATUS)
    birth = {
        "kind": _ref(child),
        "geboortemoeder": _ref(mother),
        "geboortedatum": _date(BORN_ON),
        "plaats": {"land": DUTCH, "gemeente": ZONNENDAAL.municipality},
        "naam": {"voornamen": "Noor", "geslachtsnaam": "Bakker"},
        "geslacht": "V",
        "akte": {"aktenummer": "1AA0314", "registergemeente": ZONNENDAAL.municipality, "jaar": 2001},
    }
    taken(house, "Geboorte", birth, about=[child, mother], on=BORN_ON, zone=CIVIL_STATUS)
    settled = _move(child, OLD_ADDRESS, municipality=ZONNENDAAL.municipality, on="2019-09-01")
    taken(house, "Verhuizing", settled, about=[child], on="2019-09-01", zone=ADDRESSES, version="2")
    return child


def moved_to(house: House, person: UUID) -> None:
    """She moves to Woudendijk, which takes that down by the same id."""
    said = _move(person, NEW_ADDRESS, municipality=WOUDENDIJK.municipality, on=MOVED_ON)
    taken(house, "Verhuizing", said, about=[person], on=MOVED_ON, zone=ADDRESSES, version="2")


def taken(
    house: House, event_type: str, data: Mapping[str, Any], *, about: list[UUID], on: str, zone: str, version: str = "1"
) -> None:
    """One official takes a claim down at the desk, another accepts it in the system of cases."""
    claim = {
        "event_type": event_type,
        "event_version": version,
        "occurred_at": on,
        "object_ids": [str(it) for it in about],
        "event_data": data,
        "zone": zone,
    }
    made = _posted(house, "claims", claim, by="desk")
    decision = {"event_reference": [made["id"]], "event_data": {"decision": "accepted"}}
    _posted(house, "validations", decision, by="decisions")


def _posted(house: House, path: str, body: Any, *, by: str) -> Any:
    answer = house.post(path, body, by=by)
    if answer.status != 201:  # created
        raise HouseFailed(f"{house.neighbour.name} refuses {path}: {answer.body}")
    return answer.body


def _move(person: UUID, address: Mapping[str, Any], *, municipality: str, on: str) -> dict[str, Any]:
    return {
        "personen": [_ref(person)],
        "nieuwAdres": dict(address),
        "gemeente": municipality,
        "datumIngang": _date(on),
        "functieAdres": "woonadres",
        "aangiftedatum": on,
        "aangever": {"rol": "ingeschrevene"},
    }


def _ref(object_id: UUID) -> dict[str, str]:
    return {"objectId": str(object_id)}


def _date(day: str) -> dict[str, str]:
    return {"type": "Datum", "datum": day}
