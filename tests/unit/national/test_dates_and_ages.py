"""Dates as far as they are known, and ages as far as they are certain."""

from datetime import date
from typing import Any

import pytest

from tests.unit.national.files import a_file, told


@pytest.mark.parametrize(
    ("said", "typed"),
    [
        ("19850412", {"type": "Datum", "datum": "1985-04-12", "langFormaat": "12 april 1985"}),
        ("19850400", {"type": "JaarMaandDatum", "jaar": 1985, "maand": 4, "langFormaat": "april 1985"}),
        ("19850000", {"type": "JaarDatum", "jaar": 1985, "langFormaat": "1985"}),
        ("00000000", {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}),
        ("19859999", {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}),
        ("junk", {"type": "DatumOnbekend", "onbekend": True, "langFormaat": "onbekend"}),
    ],
)
def test_no_day_is_invented_for_a_date(said: str, typed: dict[str, Any]) -> None:
    assert told(a_file(c01={"geboortedatum": said}), "geboorte.datum") == {"geboorte": {"datum": typed}}
    assert told(a_file(c01={"geboortedatum": said}), "geboorte.datum", form="data") == {"geboorte": {"datum": said}}


@pytest.mark.parametrize(
    ("born", "age"),
    [
        ("20000615", 26),
        ("20000616", 25),
        ("20000500", 26),
        ("20000700", 25),
        ("20000600", None),
        ("20000000", None),
        ("00000000", None),
        ("20260616", None),
    ],
)
def test_an_age_is_told_only_when_it_is_certain(born: str, age: int | None) -> None:
    person = told(a_file(c01={"geboortedatum": born}), "leeftijd", today=date(2026, 6, 15))
    assert person.get("leeftijd") == age


def test_who_was_born_on_29_february_is_a_year_older_on_1_march() -> None:
    born = a_file(c01={"geboortedatum": "20040229"})
    assert told(born, "leeftijd", today=date(2026, 2, 28))["leeftijd"] == 21
    assert told(born, "leeftijd", today=date(2026, 3, 1))["leeftijd"] == 22


def test_the_dead_have_no_age() -> None:
    suspended = a_file(c01={"geboortedatum": "20000101"}, c07={"redenOpschortingBijhouding": "O"})
    assert "leeftijd" not in told(suspended, "leeftijd")
    buried = a_file(c01={"geboortedatum": "20000101"}, c06={"datumOverlijden": "20200101"})
    assert "leeftijd" not in told(buried, "leeftijd")
