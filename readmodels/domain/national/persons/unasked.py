"""What is told of a person whatever was asked, in both forms: `always_told`, and verification."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from readmodels.domain.national import always_told, dates, said
from readmodels.domain.national.codes import Codes
from readmodels.domain.national.person_file import (
    DEATH,
    NATIONALITY,
    NOTHING,
    PERSON,
    REGISTRATION,
    RESIDENCE,
    PersonFile,
)
from readmodels.domain.national.persons.nationalities import is_held
from readmodels.domain.national.public_values import public_value, translated
from readmodels.domain.national.trees import Tree, put

ALWAYS: Final = ("geheimhoudingPersoonsgegevens", "opschortingBijhouding", "verificatie")
RNI_CATEGORIES: Final[Mapping[str, str]] = {
    PERSON: "Persoon",
    NATIONALITY: "Nationaliteit",
    DEATH: "Overlijden",
    RESIDENCE: "Verblijfplaats",
}
"""Categories that a participant of the register of non-residents may have supplied, as the API names them.

They are told of only when something of the category was asked for.
"""


def whole(file: PersonFile, *, describe: Codes) -> Tree:
    """Secrecy, suspension, verification and who supplied a category, in the data form."""
    row = file.present(REGISTRATION)
    verification = said.filled(
        datum=dates.stated(row, "datumVerificatie"), omschrijving=said.text(row, "omschrijvingVerificatie")
    )
    return said.filled(
        geheimhoudingPersoonsgegevens=always_told.secrecy(file),
        opschortingBijhouding=always_told.suspension(file),
        verificatie=verification,
        rni=list(_supplied(file, describe=describe)) or None,
    )


def _supplied(file: PersonFile, *, describe: Codes) -> Iterator[Tree]:
    for category, name in RNI_CATEGORIES.items():
        for stack in file.of(category):
            row = next((row.elements for row in stack), NOTHING)
            supplier = always_told.supplier(row, describe)
            if supplier is not None and (category != NATIONALITY or is_held(row)):
                yield supplier | {"categorie": name}


def supplied_by(person: Tree, categories: Iterable[str]) -> list[Any] | None:
    """Who supplied these categories of a whole person of the data form; None when nobody is named."""
    named = {RNI_CATEGORIES[category] for category in categories if category in RNI_CATEGORIES}
    return [one for one in person.get("rni", ()) if one["categorie"] in named] or None


def public(person: Tree) -> Tree:
    """What is told unasked of a person of the data form, in the public form."""
    told: Tree = {"geheimhoudingPersoonsgegevens": True} if "geheimhoudingPersoonsgegevens" in person else {}
    suspension = person.get("opschortingBijhouding", {})
    put(told, "opschortingBijhouding.reden", suspension.get("reden"))
    put(told, "opschortingBijhouding.datum", public_value("datum", suspension.get("datum")))
    put(told, "rni", person.get("rni"))
    put(told, "verificatie", translated("verificatie", person.get("verificatie")))
    return told
