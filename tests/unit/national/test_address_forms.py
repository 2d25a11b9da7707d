"""How somebody is addressed: by what he is called, whose name he uses, and what title goes with it (BW 1:9)."""

from typing import Any

import pytest

from tests.unit.national.files import a_file, told

WOUTERS = {"voornamen": "Sanne Lotte", "voorvoegsel": "van der", "geslachtsnaam": "Wouters"}
DIJK = {"voorvoegsel": "ten", "geslachtsnaam": "Dijk", "datumAangaan": "20150301"}
FORMER = DIJK | {"datumOntbinding": "20200101"}


def addressing(sex: str, use: str = "E", title: str = "", partner: dict[str, str] | None = None, **name: str) -> Any:
    said = WOUTERS | {"geslachtsaanduiding": sex, "aanduidingNaamgebruik": use, "adellijkeTitelPredicaat": title} | name
    file = a_file(c01=said, **({"c05": partner} if partner else {}))
    return told(file, "adressering")["adressering"]


@pytest.mark.parametrize(
    ("sex", "salutation", "in_text"),
    [
        ("V", "Geachte mevrouw Van der Wouters", "mevrouw Van der Wouters"),
        ("M", "Geachte heer Van der Wouters", "de heer Van der Wouters"),
        ("O", "Geachte S.L. van der Wouters", "S.L. van der Wouters"),
    ],
)
def test_a_salutation_follows_the_sex_and_a_person_of_unknown_sex_has_initials(
    sex: str, salutation: str, in_text: str
) -> None:
    told_as = addressing(sex)
    assert told_as["aanhef"] == salutation
    assert told_as["gebruikInLopendeTekst"] == in_text
    assert told_as["aanschrijfwijze"] == {"naam": "S.L. van der Wouters"}


def test_without_given_names_the_prefix_of_somebody_of_unknown_sex_has_a_capital() -> None:
    assert addressing("O", voornamen="")["aanhef"] == "Geachte Van der Wouters"


@pytest.mark.parametrize(
    ("use", "name"),
    [
        ("E", "van der Wouters"),
        ("P", "ten Dijk"),
        ("V", "ten Dijk-van der Wouters"),
        ("N", "van der Wouters-ten Dijk"),
    ],
)
@pytest.mark.parametrize("partner", [DIJK, FORMER])
def test_who_is_or_was_married_uses_the_names_he_chose(use: str, name: str, partner: dict[str, str]) -> None:
    told_as = addressing("V", use, partner=partner)
    assert told_as["aanschrijfwijze"]["naam"] == f"S.L. {name}"
    assert told_as["gebruikInLopendeTekst"] == f"mevrouw {name[0].upper()}{name[1:]}"


@pytest.mark.parametrize("partner", [None, {"geslachtsnaam": ".", "voornamen": "Bo"}])
def test_one_uses_ones_own_name_when_there_is_no_partner_whose_name_is_known(partner: dict[str, str] | None) -> None:
    assert addressing("M", "P", partner=partner)["aanhef"] == "Geachte heer Van der Wouters"


def test_who_has_two_partners_uses_the_name_of_the_first_whom_he_married() -> None:
    said = WOUTERS | {"geslachtsaanduiding": "M", "aanduidingNaamgebruik": "P"}
    later = {"geslachtsnaam": "Later", "datumAangaan": "20180101"}
    assert (
        told(a_file(c01=said, c05=[[later], [DIJK]]), "adressering")["adressering"]["aanhef"] == "Geachte heer Ten Dijk"
    )


def test_a_title_stands_before_the_name_it_belongs_to() -> None:
    assert addressing("V", "V", "BS", DIJK) == {
        "aanhef": "Hoogwelgeboren vrouwe",
        "aanschrijfwijze": {
            "naam": "S.L. ten Dijk-barones van der Wouters",
            "aanspreekvorm": "De hoogwelgeboren vrouwe",
        },
        "gebruikInLopendeTekst": "mevrouw Ten Dijk-barones van der Wouters",
    }
    assert addressing("V", "N", "BS", DIJK)["gebruikInLopendeTekst"] == "barones van der Wouters-ten Dijk"


def test_who_uses_only_the_name_of_his_partner_does_not_use_his_own_title() -> None:
    told_as = addressing("M", "P", "G", DIJK)
    assert told_as["aanhef"] == "Geachte heer Ten Dijk"
    assert told_as["aanschrijfwijze"] == {"naam": "S.L. ten Dijk"}


def test_a_predicate_stands_before_the_initials() -> None:
    envelope = {"naam": "Jonkheer S.L. van der Wouters", "aanspreekvorm": "De hoogwelgeboren heer"}
    assert addressing("M", "E", "JH", DIJK)["aanschrijfwijze"] == envelope


def test_a_married_jonkvrouw_does_not_use_her_predicate() -> None:
    assert addressing("V", "E", "JV", DIJK)["aanhef"] == "Geachte mevrouw Van der Wouters"


def test_a_jonkvrouw_who_was_divorced_uses_her_predicate_again_with_her_own_name_only() -> None:
    assert addressing("V", "E", "JV", FORMER)["gebruikInLopendeTekst"] == "jonkvrouw van der Wouters"
    assert addressing("V", "N", "JV", FORMER)["gebruikInLopendeTekst"] == "mevrouw Van der Wouters-ten Dijk"


def test_a_woman_bears_the_title_of_the_husband_whose_name_she_uses() -> None:
    count = DIJK | {"adellijkeTitelPredicaat": "G"}
    assert addressing("V", "P", partner=count) == {
        "aanhef": "Hooggeboren vrouwe",
        "aanschrijfwijze": {"naam": "S.L. gravin ten Dijk", "aanspreekvorm": "De hooggeboren vrouwe"},
        "gebruikInLopendeTekst": "gravin ten Dijk",
    }
    assert addressing("V", "E", partner=count)["aanhef"] == "Geachte mevrouw Van der Wouters"
    assert addressing("M", "P", partner=count)["aanhef"] == "Geachte heer Ten Dijk"


@pytest.mark.parametrize("title", ["GI", "JH", "R"])
def test_there_is_no_courtesy_title_of_a_countess_a_jonkheer_or_a_knight(title: str) -> None:
    assert (
        addressing("V", "P", partner=DIJK | {"adellijkeTitelPredicaat": title})["aanhef"] == "Geachte mevrouw Ten Dijk"
    )


def test_a_title_is_written_in_the_form_for_the_sex_of_its_bearer() -> None:
    assert addressing("M", "E", "GI")["gebruikInLopendeTekst"] == "graaf van der Wouters"
    assert addressing("O", "E", "GI")["gebruikInLopendeTekst"] == "S.L. van der Wouters"


def test_a_prince_is_addressed_as_highness_also_when_the_sex_is_not_known() -> None:
    told_as = addressing("O", "E", "P")
    assert told_as["aanhef"] == "Hoogheid"
    assert told_as["aanschrijfwijze"] == {"naam": "S.L. van der Wouters", "aanspreekvorm": "De hoogheid"}


def test_nobody_can_be_addressed_by_a_surname_that_is_not_known() -> None:
    assert addressing("V", geslachtsnaam=".") == {}
    assert addressing("V", "N", geslachtsnaam=".", partner=DIJK) == {}
    assert addressing("V", "P", geslachtsnaam=".", partner=DIJK)["aanhef"] == "Geachte mevrouw Ten Dijk"
