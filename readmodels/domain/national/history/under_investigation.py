"""Which members of the public form are under investigation: those that an element under investigation went into.

A member that was put together of several elements is in doubt as soon as one of them is (the national specification,
"afgeleide en samengestelde velden").
"""

from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national import dates
from readmodels.domain.national.history.stays import Stay
from readmodels.domain.national.investigations import WHOLE_CATEGORY, Investigation, running
from readmodels.domain.national.residences import Kind, Residence

Sources = Mapping[str, tuple[str, ...]]
"""Member → the elements that it is made of."""

_IN_THE_NETHERLANDS: Final = {"datumVan": ("10.30",), "functieAdres": ("10.10",), "gemeenteVanInschrijving": ("09.10",)}
_ABROAD: Final = {"type": ("13.10",), "datumVan": ("13.20",), "gemeenteVanInschrijving": (WHOLE_CATEGORY,)}

OF_RESIDENCE: Final[Mapping[Kind, Sources]] = {
    Kind.ADDRESS: {
        "type": ("11.10",),
        **_IN_THE_NETHERLANDS,
        "adresseerbaarObjectIdentificatie": ("11.80",),
        "nummeraanduidingIdentificatie": ("11.90",),
    },
    Kind.LOCATION: {"type": ("12.10",), **_IN_THE_NETHERLANDS},
    Kind.ABROAD: _ABROAD,
    Kind.UNKNOWN: _ABROAD,
}
OF_ADDRESS: Final[Mapping[Kind, Sources]] = {
    Kind.ADDRESS: {
        "korteStraatnaam": ("11.10",),
        "officieleStraatnaam": ("11.15",),
        "huisnummer": ("11.20",),
        "huisletter": ("11.30",),
        "huisnummertoevoeging": ("11.40",),
        "aanduidingBijHuisnummer": ("11.50",),
        "postcode": ("11.60",),
        "woonplaats": ("11.70", "09.10"),
    },
    Kind.LOCATION: {"locatiebeschrijving": ("12.10",)},
    Kind.ABROAD: {"land": ("13.10",), "regel1": ("13.30",), "regel2": ("13.40",), "regel3": ("13.50",)},
    Kind.UNKNOWN: {},
}
OF_LINES: Final[Mapping[Kind, Sources]] = {
    Kind.ADDRESS: {
        "adresregel1": ("11.10", "11.15", "11.20", "11.30", "11.40", "11.50"),
        "adresregel2": ("11.60", "11.70", "09.10"),
    },
    Kind.LOCATION: {"adresregel1": ("12.10",), "adresregel2": ("09.10",)},
    Kind.ABROAD: {
        "land": ("13.10",), "adresregel1": ("13.30",), "adresregel2": ("13.40",), "adresregel3": ("13.50",),
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
