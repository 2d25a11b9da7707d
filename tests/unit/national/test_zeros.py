"""An export drops zeros at the beginning of numbers, and of what is not known of dates: every shape reads them back."""

from typing import Any

import pytest

from tests.unit.national.files import a_file
from tests.unit.national.files import told as told_of_person
from tests.unit.national.residence_lives import HERE, file_of, leaves, lives, occupied, told, typed

SHORN = {"gemeenteVanInschrijving": "518", "datumAanvangAdreshouding": "2019"}


def test_the_history_tells_municipality_dates_and_supplier_as_the_register_has_them() -> None:
    (found,) = told(file_of(lives(HERE, "") | SHORN | {"rniDeelnemer": "101"}), "2020-06-01")["verblijfplaatsen"]
    assert found["gemeenteVanInschrijving"] == {"code": "0518", "omschrijving": "'s-Gravenhage"}
    assert found["datumAanvangAdreshouding"] == "20190000"
    assert found["rni"] == {"deelnemer": {"code": "0101"}}


@pytest.mark.parametrize("code", ["0", "0000"])
def test_who_left_to_where_nobody_knows_is_nowhere(code: str) -> None:
    (found,) = typed(file_of(leaves(code, "20190101")), "2020-06-01")["verblijfplaatsen"]
    assert found["type"] == "VerblijfplaatsOnbekend"


def test_a_resident_has_his_whole_number() -> None:
    (part,) = occupied([file_of(lives(HERE, "20190101"), bsn="10082426")], "2020-06-01")
    assert part["bewoners"][0]["burgerservicenummer"] == "010082426"


def test_what_is_under_investigation_is_read_back_too() -> None:
    home: dict[str, Any] = {"adres": {"straatnaam": "Lindelaan", "huisnummer": "1"}, "aanduidingInOnderzoek": "81110"}
    person = told_of_person(a_file(c08=home), "verblijfplaats.verblijfadres.korteStraatnaam")
    assert person["verblijfplaats"]["verblijfadres"]["inOnderzoek"] == {"korteStraatnaam": True}


def test_a_house_number_that_is_no_number_is_not_told() -> None:
    file = a_file(c08={"adres": {"straatnaam": "Lindelaan", "huisnummer": "x"}})
    assert "huisnummer" not in told_of_person(file, "verblijfplaats", form="data")["verblijfplaats"]
