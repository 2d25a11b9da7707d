"""What is told of a person whatever was asked: secrecy, suspension of his file, verification, and who supplied it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

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
from readmodels.domain.national.persons import values
from readmodels.domain.national.persons.nationalities import is_held
from readmodels.domain.national.persons.public_values import public_value, translated
from readmodels.domain.national.persons.trees import Tree, put

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


def said_of(file: PersonFile, *, describe: Codes) -> Tree:
    """Secrecy, suspension, verification and who supplied a category, in the data form."""
    said, told = file.present(REGISTRATION), Tree()
    secrecy = values.number(values.written(said.get("indicatieGeheim")), describe)
    put(told, "geheimhoudingPersoonsgegevens", secrecy if isinstance(secrecy, int) and secrecy > 0 else None)
    reason = values.written(said.get("redenOpschortingBijhouding"))
    put(told, "opschortingBijhouding.reden", values.suspension(reason, describe) if reason else None)
    put(
        told,
        "opschortingBijhouding.datum",
        values.eight_digits(values.written(said.get("datumOpschortingBijhouding"))) or None,
    )
    put(told, "verificatie.datum", values.eight_digits(values.written(said.get("datumVerificatie"))) or None)
    put(told, "verificatie.omschrijving", values.written(said.get("omschrijvingVerificatie")) or None)
    put(told, "rni", list(_supplied(file, describe=describe)) or None)
    return told


def _supplied(file: PersonFile, *, describe: Codes) -> Iterator[Tree]:
    for category, name in RNI_CATEGORIES.items():
        for stack in file.of(category):
            said = next((row.elements for row in stack), NOTHING)
            code = values.written(said.get("rniDeelnemer"))
            if code and (category != NATIONALITY or is_held(said)):
                supplied: Tree = {"deelnemer": values.participant(code, describe)}
                put(supplied, "omschrijvingVerdrag", values.written(said.get("omschrijvingVerdrag")) or None)
                yield supplied | {"categorie": name}


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
