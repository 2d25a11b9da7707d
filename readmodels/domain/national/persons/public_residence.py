"""A residence in the public form of a person: one of four kinds, with since when and what of it is in doubt."""

from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national import places
from readmodels.domain.national.dates import typed
from readmodels.domain.national.investigations import of_data_form
from readmodels.domain.national.person_file import RESIDENCE
from readmodels.domain.national.persons.fields import Selection, Sources, below
from readmodels.domain.national.persons.marks import NOT_THERE, mark
from readmodels.domain.national.places import Kind
from readmodels.domain.national.trees import Tree, put

OF_RESIDENCE: Final = below("verblijfplaats")
OF_ANY_KIND: Final = ("type", "datumVan", "datumIngangGeldigheid")
TELLING: Final[Mapping[Kind, str]] = {
    Kind.ADDRESS: "1110",
    Kind.LOCATION: "1210",
    Kind.ABROAD: "1310",
    Kind.UNKNOWN: "1310",
}
"""The element by which a residence is known to be of its kind."""
SINCE: Final[Mapping[Kind, str]] = {
    Kind.ADDRESS: "datumAanvangAdreshouding",
    Kind.LOCATION: "datumAanvangAdreshouding",
    Kind.ABROAD: "datumAanvangAdresBuitenland",
    Kind.UNKNOWN: "datumAanvangAdresBuitenland",
}


def public_residence(told: Mapping[str, Any], selection: Selection) -> Tree | None:
    """A residence of the data form; None when it is of no kind, or was not asked for (abroad, by an inland alias)."""
    kind = places.kind_of(told)
    if kind is None or selection.leaves_out("verblijfplaats", told):
        return None
    public: Tree = {"type": kind.value} | ({} if kind is Kind.UNKNOWN else {"verblijfadres": {}})
    public |= places.public_place(told, kind)
    put(public, "datumVan", typed(told.get(SINCE[kind])))
    put(public, "datumIngangGeldigheid", typed(told.get("datumIngangGeldigheid")))
    investigated = of_data_form(told.get("inOnderzoek"))
    if investigated and investigated.found_not_living_there:
        public[NOT_THERE] = True
    mark(public, _sources(kind), told.get("inOnderzoek"), category=RESIDENCE)
    return public


def _sources(kind: Kind) -> dict[str, Sources]:
    sources = {path: OF_RESIDENCE[path] for path in (*OF_ANY_KIND, *places.FIELDS[kind])}
    return sources | {"type": frozenset({(RESIDENCE, TELLING[kind])})}
