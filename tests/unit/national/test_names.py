"""Initials and full names."""

import pytest

from tests.unit.national.files import a_file, told


@pytest.mark.parametrize(
    ("given", "initials"),
    [
        ("Sanne Lotte", "S.L."),
        ("Jan-Willem", "J."),
        ("Ömer", "Ö."),
        ("Sanne Q", "S.Q"),
        ("X Y", "X Y"),
        ("abu Karim", "a.K."),
    ],
)
def test_initials_are_the_first_letters_and_a_name_of_one_letter_has_no_full_stop(given: str, initials: str) -> None:
    assert told(a_file(c01={"voornamen": given}), "naam.voorletters") == {"naam": {"voorletters": initials}}


@pytest.mark.parametrize(
    ("title", "sex", "full"),
    [
        ("", "V", "Sanne van der Wouters"),
        ("BS", "V", "Sanne barones van der Wouters"),
        ("BS", "M", "Sanne baron van der Wouters"),
        ("B", "O", "Sanne baron van der Wouters"),
        ("JH", "V", "jonkvrouw Sanne van der Wouters"),
        ("R", "V", "Sanne ridder van der Wouters"),
        ("?", "V", "Sanne van der Wouters"),
    ],
)
def test_a_title_stands_before_the_prefix_and_a_predicate_before_all(title: str, sex: str, full: str) -> None:
    said = {"voornamen": "Sanne", "voorvoegsel": "van  der", "geslachtsnaam": "Wouters"}
    file = a_file(c01=said | {"adellijkeTitelPredicaat": title, "geslachtsaanduiding": sex})
    assert told(file, "naam.volledigeNaam") == {"naam": {"volledigeNaam": full}}


def test_a_name_is_told_with_its_diacritics() -> None:
    file = a_file(c01={"voornamen": "Zoe", "voornamenDiakritisch": "Zoë", "geslachtsnaam": "Ozturk"})
    assert told(file, "naam.volledigeNaam") == {"naam": {"volledigeNaam": "Zoë Ozturk"}}


def test_what_is_not_known_of_a_name_is_left_out_and_the_name_is_told_to_exist() -> None:
    assert told(a_file(c01={"geslachtsnaam": "."}), "naam") == {"naam": {}}
    assert told(a_file(c01={"geslachtsnaam": "."}), "naam", form="data") == {"naam": {"geslachtsnaam": "."}}
