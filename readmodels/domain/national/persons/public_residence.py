"""A residence in the public form: one of four kinds, each with the fields that it knows."""

from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national.person_file import RESIDENCE
from readmodels.domain.national.persons.fields import Selection, Sources, below
from readmodels.domain.national.persons.investigations import CODE, DOES_NOT_LIVE_THERE
from readmodels.domain.national.persons.marks import mark
from readmodels.domain.national.persons.public_values import public_value
from readmodels.domain.national.persons.residences import FIELDS, SINCE, TELLING, Kind, kind_of
from readmodels.domain.national.persons.trees import Tree, get, put
from readmodels.domain.national.persons.typed_dates import typed

OF_RESIDENCE: Final = below("verblijfplaats")
SAID_AS: Final[Mapping[str, str]] = {
    "verblijfadres.korteStraatnaam": "straat",
    "verblijfadres.officieleStraatnaam": "naamOpenbareRuimte",
}
"""Where the data form tells what the public form has another name for."""


def public_residence(said: Mapping[str, Any], selection: Selection) -> Tree | None:
    """A residence of the data form; None when it is of no kind, or was not asked for (abroad, by an inland alias)."""
    kind = kind_of(said)
    if kind is None or selection.leaves_out("verblijfplaats", said):
        return None
    told: Tree = {"type": kind.value}
    if kind is not Kind.UNKNOWN:
        told["verblijfadres"] = {}
    for path in FIELDS[kind][1:]:
        put(told, path, _value(said, path, kind=kind))
    investigated = said.get("inOnderzoek")
    if investigated and investigated[CODE] in DOES_NOT_LIVE_THERE:
        told["indicatieVastgesteldVerblijftNietOpAdres"] = True
    mark(told, _sources(kind), investigated, category=RESIDENCE)
    return told


def _value(said: Mapping[str, Any], path: str, *, kind: Kind) -> Any:
    if path == "datumVan":
        return typed(said.get(SINCE[kind]))
    name = path.rpartition(".")[2]
    return public_value(name, get(said, SAID_AS.get(path, name)))


def _sources(kind: Kind) -> dict[str, Sources]:
    sources = {path: OF_RESIDENCE[path] for path in FIELDS[kind]}
    return sources | {"type": frozenset({(RESIDENCE, TELLING[kind])})}
