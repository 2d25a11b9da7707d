"""A resident, or possible resident, in both forms: who he is, whether that is secret, whether he is in doubt."""

from typing import Any, Final

from readmodels.domain.national import dates, said
from readmodels.domain.national.codes import Codes, NationalTable, coded
from readmodels.domain.national.fixed_codes import SEX, fixed
from readmodels.domain.national.full_names import GIVEN_NAMES, PREDICATES, SURNAME, full_name
from readmodels.domain.national.investigations import running
from readmodels.domain.national.occupancy.compositions import Occupant
from readmodels.domain.national.person_file import PERSON, Elements
from readmodels.domain.national.secrecy import secrecy

DOUBTFUL_BY: Final = ("10.10", "10.30", "11.80")
"""Where he lives is in doubt when its function, its start or its address is: not when something else of the row is."""


def in_data_form(occupant: Occupant, describe: Codes) -> dict[str, Any]:
    """The register's own elements of the person, with the investigation of the row that he lives there by."""
    person = occupant.file.present(PERSON)
    return said.filled(
        burgerservicenummer=occupant.file.bsn,
        naam=_name(person, describe),
        geboorte=said.filled(datum=said.text(person, "geboortedatum")),
        geslacht=fixed(said.text(person, "geslachtsaanduiding"), SEX),
        geheimhoudingPersoonsgegevens=secrecy(occupant.file),
        verblijfplaatsInOnderzoek=_investigation(occupant),
    )


def in_public_form(occupant: Occupant) -> dict[str, Any]:
    """The full name, the typed date of birth, and whether where he lives is in doubt."""
    person = occupant.file.present(PERSON)
    return said.filled(
        burgerservicenummer=occupant.file.bsn,
        naam=said.filled(volledigeNaam=full_name(person)),
        geboorte=said.filled(datum=dates.typed(said.text(person, "geboortedatum"))),
        geheimhoudingPersoonsgegevens=secrecy(occupant.file) and True,
        inOnderzoek=_is_doubtful(occupant) or None,
    )


def order(occupant: Occupant) -> tuple[str, ...]:
    """How residents are ordered: by the start of the stay, surname, given names and date of birth."""
    person = occupant.file.present(PERSON)
    names = [(said.text(person, name) or "").casefold() for name in ("geslachtsnaam", "voornamen")]
    born = dates.eight_digits(dates.read(said.text(person, "geboortedatum")))
    return (dates.eight_digits(occupant.stay.residence.start), *names, born, occupant.file.bsn or "")


def _is_doubtful(occupant: Occupant) -> bool:
    """Whether where he lives is investigated. That he was found not to live there is told by the days alone."""
    found = running(occupant.stay.residence.elements)
    return found is not None and not found.found_not_living_there and any(map(found.covers, DOUBTFUL_BY))


def _name(person: Elements, describe: Codes) -> dict[str, Any]:
    title = said.text(person, "adellijkeTitelPredicaat")
    kind = {"soort": "predicaat" if title in PREDICATES else "titel"}
    return said.filled(
        voornamen=said.preferred(person, *GIVEN_NAMES),
        adellijkeTitelPredicaat=None if title is None else coded(title, describe(NationalTable.TITLE, title)) | kind,
        voorvoegsel=said.text(person, "voorvoegsel"),
        geslachtsnaam=said.preferred(person, *SURNAME),
    )


def _investigation(occupant: Occupant) -> dict[str, Any]:
    found = running(occupant.stay.residence.elements)
    if found is None:
        return {}
    return said.filled(aanduidingGegevensInOnderzoek=found.code, datumIngangOnderzoek=found.since)
