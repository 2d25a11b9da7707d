"""What the history tells of a residence, in both forms."""

from typing import Any

import pytest

from tests.unit.national.residence_lives import HERE, THERE, file_of, leaves, lives, told, typed

LANE = {"straatnaam": "Lindelaan", "huisnummer": "12", "huisletter": "a", "postcode": "2511CV"}
SINCE = {"type": "Datum", "datum": "2021-03-01", "langFormaat": "1 maart 2021"}


def first(answer: dict[str, Any]) -> dict[str, Any]:
    found = answer["verblijfplaatsen"][0]
    assert isinstance(found, dict)
    return found


def on(*rows: dict[str, Any]) -> dict[str, Any]:
    """The oldest residence in the public form, in 2019."""
    return first(typed(file_of(*rows), "2019-06-01"))


def test_the_data_form_gives_the_elements_as_the_register_wrote_them() -> None:
    row = lives(HERE, "20190000", adres=LANE, rniDeelnemer="0101", omschrijvingVerdrag="Verdrag")
    assert first(told(file_of(row, leaves("5010", "20200000")), "2019-06-01")) == {
        "gemeenteVanInschrijving": {"code": "0518", "omschrijving": "'s-Gravenhage"},
        "functieAdres": {"code": "W", "omschrijving": "woonadres"},
        "datumAanvangAdreshouding": "20190000",
        "datumAanvangVolgendeAdresBuitenland": "20200000",
        "straat": "Lindelaan",
        "huisnummer": 12,
        "huisletter": "a",
        "postcode": "2511CV",
        "adresseerbaarObjectIdentificatie": HERE,
        "rni": {"deelnemer": {"code": "0101"}, "omschrijvingVerdrag": "Verdrag"},
    }


def test_the_public_form_types_dates_and_writes_the_lines_of_the_address() -> None:
    assert on(lives(HERE, "20190000", adres=LANE), lives(THERE, "20200200")) == {
        "type": "Adres",
        "datumVan": {"type": "JaarDatum", "jaar": 2019, "langFormaat": "2019"},
        "datumTot": {"type": "JaarMaandDatum", "jaar": 2020, "maand": 2, "langFormaat": "februari 2020"},
        "gemeenteVanInschrijving": {"code": "0518", "omschrijving": "'s-Gravenhage"},
        "functieAdres": {"code": "W", "omschrijving": "woonadres"},
        "adresseerbaarObjectIdentificatie": HERE,
        "verblijfadres": {"korteStraatnaam": "Lindelaan", "huisnummer": 12, "huisletter": "a", "postcode": "2511CV"},
        "adressering": {"adresregel1": "Lindelaan 12 a", "adresregel2": "2511 CV  'S-GRAVENHAGE"},
    }


def test_a_location_is_its_description_and_its_place() -> None:
    found = on(lives(None, "20190101", adres={"locatiebeschrijving": "Keet achter de dijk"}))
    assert found["type"] == "Locatie"
    assert found["verblijfadres"] == {"locatiebeschrijving": "Keet achter de dijk"}
    assert found["adressering"] == {"adresregel1": "Keet achter de dijk", "adresregel2": "'S-GRAVENHAGE"}


def test_a_residence_abroad_is_its_country_and_its_lines() -> None:
    found = on(leaves("5010", "20190101", regel1AdresBuitenland="Kerkstraat 1"))
    belgium = {"code": "5010", "omschrijving": "België"}
    assert found["type"] == "VerblijfplaatsBuitenland"
    assert found["verblijfadres"] == {"land": belgium, "regel1": "Kerkstraat 1"}
    assert found["adressering"] == {"land": belgium, "adresregel1": "Kerkstraat 1"}
    assert "adressering" not in on(leaves("5010", "20190101"))


def test_of_an_unknown_residence_nothing_but_its_dates_is_told() -> None:
    assert on(leaves("0000", "20190101", regel1AdresBuitenland="x")) == {
        "type": "VerblijfplaatsOnbekend",
        "datumVan": {"type": "Datum", "datum": "2019-01-01", "langFormaat": "1 januari 2019"},
    }


@pytest.mark.parametrize("unknown", [{"straatnaam": "."}, {"huisnummer": "0"}])
def test_without_a_street_or_number_that_is_known_no_lines_are_written(unknown: dict[str, str]) -> None:
    found = on(lives(HERE, "20190101", adres=LANE | unknown))
    assert "adressering" not in found
    assert not set(unknown.values()) & {str(value) for value in found["verblijfadres"].values()}


# -- under investigation -----------------------------------------------------------------------------------------------


def test_an_element_under_investigation_marks_what_was_made_of_it() -> None:
    found = on(lives(HERE, "20190101", adres=LANE, investigated="081110 20210301"))
    assert found["inOnderzoek"] == {"type": True, "datumIngangOnderzoek": SINCE}
    assert found["verblijfadres"]["inOnderzoek"] == {"korteStraatnaam": True, "datumIngangOnderzoek": SINCE}
    assert found["adressering"]["inOnderzoek"] == {"adresregel1": True, "datumIngangOnderzoek": SINCE}


def test_a_group_under_investigation_marks_all_that_it_holds_and_nothing_else() -> None:
    found = on(lives(HERE, "20190101", adres=LANE, investigated="581000 20210301"))
    assert found["inOnderzoek"] == {"datumVan": True, "functieAdres": True, "datumIngangOnderzoek": SINCE}
    assert "inOnderzoek" not in found["verblijfadres"]
    assert "inOnderzoek" not in found["adressering"]


def test_the_municipality_of_who_lives_abroad_is_in_doubt_only_with_the_whole_row() -> None:
    assert "inOnderzoek" not in on(leaves("5010", "20190101", investigated="080900 20210301"))
    assert on(leaves("5010", "20190101", investigated="080000 20210301"))["inOnderzoek"]["gemeenteVanInschrijving"]


def test_an_end_is_in_doubt_when_the_start_of_the_successor_is() -> None:
    home = lives(HERE, "20190101")
    doubt = {"datumTot": True, "datumIngangOnderzoek": SINCE}
    assert on(home, lives(THERE, "20200101", investigated="081030 20210301"))["inOnderzoek"] == doubt
    assert on(home, leaves("5010", "20200101", investigated="081320 20210301"))["inOnderzoek"] == doubt
    assert "inOnderzoek" not in on(home, lives(THERE, "20200101", investigated="081120 20210301"))


def test_the_data_form_tells_of_running_investigations_of_the_residence_and_its_successor() -> None:
    rows = (
        lives(HERE, "20190101", investigated="581100 20210301"),
        leaves("5010", "20200101", investigated="81300 20"),
    )
    found = first(told(file_of(*rows), "2019-06-01"))
    assert found["inOnderzoek"] == {"aanduidingGegevensInOnderzoek": "581100", "datumIngangOnderzoek": "20210301"}
    assert found["inOnderzoekVolgendeVerblijfplaats"]["aanduidingGegevensInOnderzoek"] == "081300"


def test_an_investigation_that_ended_is_told_only_when_it_found_that_nobody_lives_there() -> None:
    ended = first(told(file_of(lives(HERE, "20190101", investigated="081100 20210301 20210401")), "2019-06-01"))
    absent = first(told(file_of(lives(HERE, "20190101", investigated="089999 20210301 20210401")), "2019-06-01"))
    assert "inOnderzoek" not in ended
    assert absent["inOnderzoek"]["datumEindeOnderzoek"] == "20210401"


@pytest.mark.parametrize(
    ("investigated", "successor", "told_since"),
    [
        ("089999 20210301", None, True),
        ("589999 20210301 20220401", "20220401", True),
        ("589999 20210301 20220331", "20220401", False),
        ("089999 20210301 20220401", None, False),
    ],
)
def test_that_somebody_does_not_live_there_is_told_until_he_is_found_there(
    investigated: str, successor: str | None, *, told_since: bool
) -> None:
    rows = [lives(HERE, "20190101", investigated=investigated), *([lives(THERE, successor)] if successor else [])]
    assert on(*rows).get("verblijftNietOpAdresVanaf") == (SINCE if told_since else None)
    assert "verblijftNietOpAdresVanaf" not in on(
        lives(THERE, "20190101"), rows[0] | {"datumAanvangAdreshouding": "20200101"}
    )
