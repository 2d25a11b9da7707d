"""What holds of a person, in words an official reads."""

from typing import Any
from uuid import UUID

import pytest
from django.utils import translation

from management_ui.presenters.holdings import TOLD, holding_text, holding_title
from management_ui.presenters.persons import Names
from readmodels.domain.holdings import Holding

NOOR = UUID("6b1c2d3e-4f50-4a61-8b72-9c83ad94be01")
ANNA = UUID("6b1c2d3e-4f50-4a61-8b72-9c83ad94be02")
NAMES = Names({NOOR: "Noor Bakker", ANNA: "Anna Bakker"}, code=lambda _table, code: {"0518": "Den Haag"}.get(code))
DAY = {"type": "Datum", "datum": "2026-11-20"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("naam", {"voornamen": "Noor", "voorvoegsel": "de", "geslachtsnaam": "Wit"}, "Noor de Wit"),
        ("geboorte", {"op": DAY, "plaats": "0518", "land": "6030"}, "20 november 2026, Den Haag"),
        ("geboorte", {"op": {"type": "JaarDatum", "jaar": 1985}}, "1985 (maand en dag onbekend)"),
        ("geslacht", "V", "vrouw"),
        ("ouder/1", {"ouder": {"objectId": str(ANNA)}, "grond": "geboorte"}, "Anna Bakker"),
        ("kind/x", {"naam": {"geslachtsnaam": "Bakker"}}, "Bakker"),
        ("verbintenis/x", {"partner": {"objectId": str(ANNA)}, "soort": "H"}, "Anna Bakker, huwelijk"),
        ("nationaliteit/0001", {"nationaliteit": "0001"}, "Nederlandse"),
        ("overlijden", DAY, "20 november 2026"),
        ("opschorting", {"reden": "E", "ingang": DAY}, "emigratie, vanaf 20 november 2026"),
        ("curatele", True, "ja"),
        (
            "verblijfplaats",
            {"gemeente": "0518", "adres": {"straat": "Molenweg", "huisnummer": 4}},
            "Molenweg 4, Den Haag",
        ),
        ("rechtsgevolg/geslachtsnaam", {"geslachtsnaam": "Bakker"}, "Bakker"),
        (
            "rechtsgevolg/gezag",
            {"soort": "GezamenlijkOuderlijkGezag", "ouders": [str(ANNA), str(NOOR)], "derde": None, "voogden": []},
            "Gezamenlijk ouderlijk gezag: Anna Bakker, Noor Bakker",
        ),
        (
            "rechtsgevolg/gezag",
            {"soort": "Voogdij", "ouders": [], "derde": "onbekend", "voogden": []},
            "Voogdij: iemand onbekend",
        ),
        ("rechtsgevolg/burgerlijke staat", {"staat": "gehuwd", "partner": str(ANNA)}, "gehuwd, Anna Bakker"),
        ("rechtsgevolg/ouderschap/x", {"ouder": str(ANNA), "grond": "erkenning"}, "Anna Bakker, erkenning"),
        ("Hondenbezit/ras", ["teckel", "poedel"], "teckel, poedel"),
        ("Hondenbezit/hond", {"naam": "Boef", "baas": str(ANNA)}, "naam Boef, baas Anna Bakker"),
    ],
)
def test_a_value_is_told_in_words(name: str, value: Any, said: str) -> None:
    with translation.override("nl"):
        assert holding_text(Holding(name=name, value=value, supports=()), names=NAMES) == said


def test_what_the_law_does_not_determine_says_why() -> None:
    holding = Holding(name="rechtsgevolg/gezag", value={}, supports=(), determined=False, reason="Moeder onbekend.")
    with translation.override("nl"):
        assert holding_text(holding, names=NAMES) == "Niet te bepalen: Moeder onbekend."


def test_whatever_is_told_in_words_has_a_title() -> None:
    with translation.override("en"):
        assert [kind for kind in TOLD if holding_title(kind) == kind] == []


def test_a_value_of_an_organisations_own_type_keeps_its_name() -> None:
    assert holding_title("Hondenbezit/ras") == "Hondenbezit/ras"
