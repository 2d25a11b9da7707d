"""Which members of the public form are under investigation: those that an element under investigation went into.

A member that was put together of several elements is in doubt as soon as one of them is (the national specification,
"afgeleide en samengestelde velden").

Persons have tables of their own (`persons.fields`, `persons.marks`), because their service marks otherwise: it names
the category with the date, puts no town in doubt with its municipality, and no registration with where somebody lives.
"""

from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national import dates
from readmodels.domain.national.history.stays import Stay
from readmodels.domain.national.investigations import WHOLE_CATEGORY, Investigation, running
from readmodels.domain.national.places import Kind
from readmodels.domain.national.residences import Residence

Sources = Mapping[str, tuple[str, ...]]
"""Member → the elements that it is made of."""

_IN_THE_NETHERLANDS: Final = {"datumVan": ("1030",), "functieAdres": ("1010",), "gemeenteVanInschrijving": ("0910",)}
_ABROAD: Final = {"type": ("1310",), "datumVan": ("1320",), "gemeenteVanInschrijving": (WHOLE_CATEGORY,)}

OF_RESIDENCE: Final[Mapping[Kind, Sources]] = {
    Kind.ADDRESS: {
        "type": ("1110",),
        **_IN_THE_NETHERLANDS,
        "adresseerbaarObjectIdentificatie": ("1180",),
        "nummeraanduidingIdentificatie": ("1190",),
    },
    Kind.LOCATION: {"type": ("1210",), **_IN_THE_NETHERLANDS},
    Kind.ABROAD: _ABROAD,
    Kind.UNKNOWN: _ABROAD,
}
OF_ADDRESS: Final[Mapping[Kind, Sources]] = {
    Kind.ADDRESS: {
        "korteStraatnaam": ("1110",),
        "officieleStraatnaam": ("1115",),
        "huisnummer": ("1120",),
        "huisletter": ("1130",),
        "huisnummertoevoeging": ("1140",),
        "aanduidingBijHuisnummer": ("1150",),
        "postcode": ("1160",),
        "woonplaats": ("1170", "0910"),
    },
    Kind.LOCATION: {"locatiebeschrijving": ("1210",)},
    Kind.ABROAD: {"land": ("1310",), "regel1": ("1330",), "regel2": ("1340",), "regel3": ("1350",)},
    Kind.UNKNOWN: {},
}
OF_LINES: Final[Mapping[Kind, Sources]] = {
    Kind.ADDRESS: {
        "adresregel1": ("1110", "1115", "1120", "1130", "1140", "1150"),
        "adresregel2": ("1160", "1170", "0910"),
    },
    Kind.LOCATION: {"adresregel1": ("1210",), "adresregel2": ("0910",)},
    Kind.ABROAD: {
        "land": ("1310",), "adresregel1": ("1330",), "adresregel2": ("1340",), "adresregel3": ("1350",),
    },
    Kind.UNKNOWN: {},
}  # fmt: skip


def marks(residence: Residence, sources: Mapping[Kind, Sources]) -> dict[str, Any]:
    """`inOnderzoek` of one group of members: those in doubt, and since when; empty when none is."""
    found = running(residence.elements)
    return {} if found is None else _marked(found, sources[residence.kind])


def marks_with_end(stay: Stay) -> dict[str, Any]:
    """`inOnderzoek` of the residence itself. Its end is in doubt when the start of its successor is."""
    return _doubtful_end(stay) | marks(stay.residence, OF_RESIDENCE)


def _doubtful_end(stay: Stay) -> dict[str, Any]:
    found = None if stay.successor is None else running(stay.successor.elements)
    if stay.successor is None or found is None or found.found_not_living_there:
        return {}
    return _marked(found, {"datumTot": OF_RESIDENCE[stay.successor.kind]["datumVan"]})


def _marked(found: Investigation, sources: Sources) -> dict[str, Any]:
    doubtful = [member for member, elements in sources.items() if any(map(found.covers, elements))]
    if not doubtful:
        return {}
    since = dates.typed(found.since)
    return dict.fromkeys(doubtful, True) | ({} if since is None else {"datumIngangOnderzoek": since})
