"""What our own events change of a person file: what was said before, by a register or by us, is said no more."""

from typing import Any
from uuid import UUID

from events.domain.event import Event
from events.domain.moments import first_instant
from readmodels.domain.national.person_file import Stack
from tests import builders
from tests.unit.event_types.shipped import shipped
from tests.unit.national.test_filing import file_of
from tests.unit.states.stories import Story
from tests.unit.states.wording import RULING, bsn, date_form, ref


def renamed(story: Story, someone: UUID, *, on: str, **name: str) -> Event:
    new = {"voornamen": "Noor", **name}
    data = {"persoon": ref(someone), "soort": "geslachtsnaam", "nieuweNaam": new, "datumIngang": date_form(on)}
    old = {"voornamen": "Noor", "geslachtsnaam": "Bakker"}
    decree = {"soort": "koninklijkBesluit", "nummer": "1"}
    return story.happened("Naamswijziging", [someone], {**data, "oudeNaam": old, "besluit": decree})


def told(story: Story, category: str, event_type: str, someone: UUID, *, since: str, **row: Any) -> Event:
    """A row of a register, which counts from a day."""
    place = {"persoonslijst": "1", "categorie": category, "stapel": 0, "volgnummer": 0}
    claim = story.register.record(
        builders.claim(
            shipped(event_type),
            object_ids=[someone],
            data={"persoon": ref(someone), "register": place, **row},
            occurred_at=first_instant(since),
            by=builders.source("ambtenaar"),
        )
    )
    story.accept(claim)
    return claim


def registered(story: Story, someone: UUID | None = None, **row: Any) -> UUID:
    """Somebody from a register, born in 1990."""
    someone = someone or builders.person()
    born = {"geslachtsnaam": "Bakker", "geboortedatum": "19900101"}
    told(story, "01", "OvernamePersoon", someone, since="1990-01-01", **born, **row)
    return someone


def present(stacks: tuple[Stack, ...]) -> list[dict[str, Any]]:
    return [dict(stack[0].elements) for stack in stacks if stack[0].elements]


def test_who_takes_a_name_without_a_prefix_has_none() -> None:
    story = Story()
    someone = story.born(on="1990-01-01", naam={"voornamen": "Noor", "voorvoegsel": "van den", "geslachtsnaam": "Berg"})
    renamed(story, someone, on="2015-01-01", geslachtsnaam="Jansen")
    said = file_of(story, someone).present("01")
    assert (said["geslachtsnaam"], said.get("voorvoegsel")) == ("Jansen", None)


def test_the_name_that_the_register_wrote_with_signs_goes_with_the_name() -> None:
    story = Story()
    someone = registered(story, geslachtsnaamDiakritisch="Bäkker", anummer="1234567890")
    renamed(story, someone, on="2015-01-01", geslachtsnaam="Jansen")
    said = file_of(story, someone).present("01")
    assert (said["geslachtsnaam"], said.get("geslachtsnaamDiakritisch")) == ("Jansen", None)
    assert said["anummer"] == "1234567890"


def test_another_parent_has_nothing_of_the_one_before_him() -> None:
    story = Story()
    mother = story.born(on="1990-01-01")
    husband = story.born(on="1989-01-01", geslacht="M")
    story.happened("BsnToegekend", [husband], {"persoon": ref(husband), "bsn": bsn(77)})
    story.wedding(mother, husband, on="2015-05-05")
    child = builders.person()
    birth = story.birth(child, mother=mother, on="2020-05-01")
    story.denial(child, husband, on="2021-01-01", of=birth)
    nameless = builders.person()
    story.recognition(child, by=nameless, on="2021-01-01")
    said = file_of(story, child).present("03")
    assert said["gerelateerde"] == {"objectId": str(nameless)}
    assert {"burgerservicenummer", "geslachtsnaam", "geboortedatum"}.isdisjoint(said)


def test_a_parent_whom_the_register_told_and_a_court_denied_is_a_parent_no_more() -> None:
    story = Story()
    child, father = builders.person(), story.born(on="1980-01-01", geslacht="M")
    registered(story, child)
    row = told(
        story, "02", "OvernameOuder", child, since="1990-01-01", geslachtsnaam="Bakker", gerelateerde=ref(father)
    )
    file = file_of(story, child)
    assert file.rows("02")[0].related == father
    story.denial(child, father, on="2021-01-01", of=row)
    file = file_of(story, child)
    assert file.present("02") == {}


def test_a_nationality_that_the_register_told_and_was_lost_stands_no_more() -> None:
    story = Story()
    someone = registered(story)
    told(story, "04", "OvernameNationaliteit", someone, since="1990-01-01", nationaliteit="0001", redenOpnemen="001")
    data = {"persoon": ref(someone), "nationaliteit": "0001", "richting": "verlies", "reden": "034"}
    story.happened(
        "Nationaliteit",
        [someone],
        {**data, "datumIngang": date_form("2020-01-01"), "brondocument": {"soort": "besluit"}},
    )
    rows = present(file_of(story, someone).of("04"))
    assert [row for row in rows if row.get("nationaliteit") == "0001" and "redenBeeindigen" not in row] == []
    before = present(file_of(story, someone).as_of(first_instant("2019-01-01")).of("04"))
    assert [row["nationaliteit"] for row in before] == ["0001"]


def test_who_settles_again_is_suspended_no_more() -> None:
    story = Story()
    someone = registered(story)
    told(
        story,
        "07",
        "OvernameInschrijving",
        someone,
        since="2019-01-01",
        redenOpschortingBijhouding="E",
        datumOpschortingBijhouding="20190101",
        indicatieGeheim="0",
    )
    address = {"straat": "Lindelaan", "huisnummer": 12, "woonplaats": "Lindenveen"}
    data = {"persoon": ref(someone), "adres": address, "gemeente": "0518", "functieAdres": "woonadres"}
    proof = {"eersteInschrijving": False, "identiteit": {"soort": "paspoort", "nummer": "1"}}
    abroad = {"landVanHerkomst": "5010", "datumVestiging": date_form("2021-03-01")}
    story.happened("VestigingInNederland", [someone], {**data, **abroad, **proof})
    assert "redenOpschortingBijhouding" not in file_of(story, someone).present("07")


def test_who_was_released_from_curatele_is_in_no_register_of_it() -> None:
    story = Story()
    someone = story.born(on="2010-01-01")
    story.custody_ruling(someone, "1D", on="2019-01-01")
    story.curatele(someone, on="2020-01-01")
    data = {"persoon": ref(someone), "onderCuratele": False, "datumIngang": date_form("2021-01-01")}
    story.happened("CurateleGewijzigd", [someone], {**data, "uitspraak": RULING})
    said = file_of(story, someone).present("11")
    assert (said["indicatieGezagMinderjarige"], said.get("indicatieCurateleregister")) == ("1D", None)


def test_what_the_register_says_of_a_later_day_stands_beside_an_earlier_event_of_ours() -> None:
    """A move of long ago that is told late takes nothing away of where somebody lives now."""
    story = Story()
    someone = registered(story)
    address = {"straatnaam": "Parklaan", "huisnummer": "1"}
    here = {"gemeenteVanInschrijving": "0518", "functieAdres": "W", "adres": address}
    told(
        story, "08", "OvernameVerblijfplaats", someone, since="2022-01-01", datumAanvangAdreshouding="20220101", **here
    )
    story.move(someone, on="2015-01-01")
    file = file_of(story, someone)
    assert file.present("08").get("adres") == address
    assert file.as_of(first_instant("2016-01-01")).present("08")["adres"]["straatnaam"] == "Lindelaan"


def test_a_later_row_of_the_register_keeps_its_own_mark_of_investigation() -> None:
    """Of the row before it something was doubted by an event of ours: that mark went with that row."""
    story = Story()
    someone = registered(story)
    doubted = {"aanduidingInOnderzoek": "080000", "datumIngangOnderzoek": "20220101"}
    here = {"gemeenteVanInschrijving": "0518", "functieAdres": "W", "adres": {"straatnaam": "Parklaan"}, **doubted}
    told(
        story, "08", "OvernameVerblijfplaats", someone, since="2022-01-01", datumAanvangAdreshouding="20220101", **here
    )
    story.doubt(someone, story.move(someone, on="2010-01-01"), on="2015-01-01")
    file = file_of(story, someone)
    assert file.present("08").items() >= doubted.items()
    assert file.as_of(first_instant("2016-01-01")).present("08")["datumIngangOnderzoek"] == "20150101"


def test_who_is_adopted_has_nothing_of_his_parents_before_in_the_rows_of_those_who_adopt() -> None:
    story = Story()
    child, mother = builders.person(), story.born(on="1980-01-01")
    registered(story, child)
    named = {"geslachtsnaam": "Moeder", "voorvoegsel": "de", "burgerservicenummer": bsn(77), "anummer": "1234567890"}
    told(story, "02", "OvernameOuder", child, since="1990-01-01", gerelateerde=ref(mother), **named)
    (row,) = (it for it in story.register.log.claims() if it.event_type == "OvernamePersoon")
    adopter = builders.person()
    data = {"kind": ref(child), "adoptanten": [ref(adopter)], "datumIngang": date_form("2000-01-01")}
    act = {"aktenummer": "1QA0001", "registergemeente": "0518", "jaar": 2000}
    story.happened("Adoptie", [child, adopter], {**data, "uitspraak": RULING, "akte": act}, row)
    said = file_of(story, child).present("02")
    assert said["gerelateerde"] == ref(adopter)
    assert named.keys().isdisjoint(said)
