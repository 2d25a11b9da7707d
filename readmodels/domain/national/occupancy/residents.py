"""A resident, or possible resident, in both forms: who he is, whether that is secret, whether he is in doubt."""

from typing import Any, Final

from readmodels.domain.national import always_told, dates, elements, names, said
from readmodels.domain.national.codes import Codes
from readmodels.domain.national.investigations import running
from readmodels.domain.national.occupancy.compositions import Occupant
from readmodels.domain.national.person_file import PERSON
from readmodels.domain.national.trees import get

TOLD: Final = (*elements.IDENTITY, *elements.NAME, *elements.BORN_ON, *elements.SEX)
"""What is told of a resident."""
DOUBTFUL_BY: Final = ("1010", "1030", "1180")
"""Where he lives is in doubt when its function, its start or its address is: not when something else of the row is."""


def in_data_form(occupant: Occupant, describe: Codes) -> dict[str, Any]:
    """The register's own elements of the person, with the investigation of the row that he lives there by."""
    found = running(occupant.stay.residence.elements)
    return said.filled(
        **elements.told(TOLD, occupant.file.present(PERSON), describe),
        geheimhoudingPersoonsgegevens=always_told.secrecy(occupant.file),
        verblijfplaatsInOnderzoek=None if found is None else found.as_data(),
    )


def in_public_form(occupant: Occupant, describe: Codes) -> dict[str, Any]:
    """The full name, the typed date of birth, and whether where he lives is in doubt."""
    person = elements.told(TOLD, occupant.file.present(PERSON), describe)
    name = names.full_name(person.get("naam", {}), str(get(person, "geslacht.code")))
    return said.filled(
        burgerservicenummer=person.get("burgerservicenummer"),
        naam=said.filled(volledigeNaam=name or None),
        geboorte=said.filled(datum=dates.typed(get(person, "geboorte.datum"))),
        geheimhoudingPersoonsgegevens=always_told.secrecy(occupant.file) and True,
        inOnderzoek=_is_doubtful(occupant) or None,
    )


def order(occupant: Occupant) -> tuple[str, ...]:
    """How residents are ordered: by the start of the stay, surname, given names and date of birth."""
    person = occupant.file.present(PERSON)
    called = [(said.text(person, name) or "").casefold() for name in ("geslachtsnaam", "voornamen")]
    born = dates.eight_digits(dates.read(said.text(person, "geboortedatum")))
    return (dates.eight_digits(occupant.stay.residence.start), *called, born, occupant.file.bsn or "")


def _is_doubtful(occupant: Occupant) -> bool:
    """Whether where he lives is investigated. That he was found not to live there is told by the days alone."""
    found = running(occupant.stay.residence.elements)
    return found is not None and not found.found_not_living_there and any(map(found.covers, DOUBTFUL_BY))
