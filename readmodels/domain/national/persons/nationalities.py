"""Of which kind a nationality is (Rijkswet op het Nederlanderschap; LO GBA, elements 05.10 and 65.10)."""

from collections.abc import Mapping
from typing import Any, Final

from readmodels.domain.national import said
from readmodels.domain.national.person_file import NATIONALITY, Elements
from readmodels.domain.national.persons.fields import below
from readmodels.domain.national.persons.marks import mark
from readmodels.domain.national.public_values import public_value
from readmodels.domain.national.trees import Tree, put

NATIONALITY_KIND: Final = "Nationaliteit"
KINDS: Final[Mapping[str, str]] = {
    "0000": "NationaliteitOnbekend",
    "0499": "Staatloos",
    "0500": "VastgesteldNietNederlander",
}
SPECIAL_KINDS: Final[Mapping[str, str]] = {"B": "BehandeldAlsNederlander", "V": "VastgesteldNietNederlander"}
TOLD: Final = ("redenOpname", "datumIngangGeldigheid")
MARKED: Final = ("type", "nationaliteit", "redenOpname")
"""Fields beside which the API has a mark."""
FIELDS: Final = below("nationaliteiten")


def is_held(row: Elements) -> bool:
    """Whether a row says that a nationality is held: one that has ended names none (64.10)."""
    return said.anything(row, ("nationaliteit", "bijzonderNederlanderschap"))


def kind_of(told: Mapping[str, Any]) -> str:
    """The kind of a nationality of the data form."""
    special = SPECIAL_KINDS.get(told.get("aanduidingBijzonderNederlanderschap", ""))
    return special or KINDS.get(told.get("nationaliteit", {}).get("code", ""), NATIONALITY_KIND)


def public_nationality(item: Mapping[str, Any]) -> Tree:
    """A nationality of the data form in the public form: which one it is, is told only of a nationality."""
    told: Tree = {"type": kind_of(item)}
    if told["type"] == NATIONALITY_KIND:
        put(told, "nationaliteit", item.get("nationaliteit"))
    for name in TOLD:
        put(told, name, public_value(name, item.get(name)))
    fields = {name: FIELDS[name] for name in MARKED if name != "nationaliteit" or name in told}
    mark(told, fields, item.get("inOnderzoek"), category=NATIONALITY)
    return told
