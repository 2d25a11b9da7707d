"""Custody in the national form: who is in a relation, by his own file or as another's names him."""

from typing import Any
from uuid import UUID

import pytest

from readmodels.domain.law.custody_outcome import UNKNOWN_THIRD, Custody, Kind
from readmodels.domain.national import custody
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.national.persons.custody_relations import public_relation
from readmodels.domain.person import Name, Person, Someone
from tests.unit.national.files import TODAY, a_file, describe

CHILD, MOTHER, FATHER = UUID(int=1), UUID(int=2), UUID(int=3)
FILES = {
    CHILD: a_file(
        CHILD,
        c01={"burgerservicenummer": "999990342", "geslachtsnaam": "Dijk", "geboortedatum": "20150101"},
    ),
    MOTHER: a_file(
        MOTHER,
        c01={
            "burgerservicenummer": "999994669",
            "voornamen": "Ans",
            "geslachtsnaam": "Dijk",
            "geslachtsaanduiding": "V",
            "adellijkeTitelPredicaat": "JV",
        },
    ),
}
MINOR = {
    "burgerservicenummer": "999990342",
    "naam": {"geslachtsnaam": "Dijk"},
    "geboorte": {"datum": "20150101"},
}
ANS = {
    "burgerservicenummer": "999994669",
    "naam": {"voornamen": "Ans", "geslachtsnaam": "Dijk", "adellijkeTitelPredicaat": {"code": "JV"}},
    "geslacht": {"code": "V"},
}
OUTSIDER = Someone(id=FATHER, name=Name(given_names="Bo", prefix="ten", surname="Berg"), sex="M")
BO = {"naam": {"voornamen": "Bo", "voorvoegsel": "ten", "geslachtsnaam": "Berg"}, "geslacht": {"code": "M"}}


def file_of(person_id: UUID) -> PersonFile | None:
    return FILES.get(person_id)


def told(kind: Kind, **parts: Any) -> dict[str, Any]:
    relation = custody.relation(Custody(kind=kind, minor=Person(id=CHILD), **parts), file_of=file_of)
    assert relation.pop("type") == kind.value
    assert relation.pop("minderjarige") == MINOR
    return relation


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        (Kind.JOINT_PARENTAL, {"parents": (Someone(id=MOTHER), OUTSIDER)}, {"ouders": [ANS, BO]}),
        (Kind.SOLE, {"parents": (Someone(id=MOTHER),)}, {"ouder": ANS}),
        (
            Kind.JOINT_WITH_THIRD,
            {"parents": (OUTSIDER,), "third": Someone(id=MOTHER)},
            {"ouder": BO, "derde": {"type": "BekendeDerde"} | ANS},
        ),
        (
            Kind.JOINT_WITH_THIRD,
            {"parents": (OUTSIDER,), "third": UNKNOWN_THIRD},
            {"ouder": BO, "derde": {"type": "OnbekendeDerde"}},
        ),
        (Kind.GUARDIANSHIP, {"guardians": (OUTSIDER,)}, {"derden": [{"type": "BekendeDerde"} | BO]}),
        (Kind.GUARDIANSHIP, {}, {"derden": []}),
        (Kind.NONE_FOR_NOW, {"reason": "Niemand."}, {"toelichting": "Niemand."}),
        (
            Kind.UNDETERMINABLE,
            {"reason": "Onbekend.", "in_doubt": True},
            {"toelichting": "Onbekend.", "inOnderzoek": True},
        ),
    ],
)
def test_a_relation_names_who_is_in_it(kind: Kind, parts: dict[str, Any], expected: dict[str, Any]) -> None:
    assert told(kind, **parts) == expected


def test_the_persons_api_tells_what_the_codes_in_a_relation_mean() -> None:
    relation = custody.relation(
        Custody(kind=Kind.SOLE, minor=Person(id=CHILD), parents=(Someone(id=MOTHER),)), file_of=file_of
    )
    parent = custody.with_meanings(relation, describe)["ouder"]
    assert parent["geslacht"] == {"code": "V", "omschrijving": "vrouw"}
    assert parent["naam"]["adellijkeTitelPredicaat"] == {
        "code": "JV",
        "omschrijving": "jonkvrouw",
        "soort": "predicaat",
    }


def test_the_public_form_tells_full_names_and_the_age_of_the_minor() -> None:
    relation = custody.relation(
        Custody(kind=Kind.SOLE, minor=Person(id=CHILD), parents=(Someone(id=MOTHER),)), file_of=file_of
    )
    assert public_relation(relation, today=TODAY) == {
        "type": "EenhoofdigOuderlijkGezag",
        "minderjarige": {"burgerservicenummer": "999990342", "naam": {"volledigeNaam": "Dijk"}, "leeftijd": 11},
        "ouder": {"burgerservicenummer": "999994669", "naam": {"volledigeNaam": "jonkvrouw Ans Dijk"}},
    }
