"""A person file of what our own events say: the rows that LO GBA would have."""

from uuid import UUID

from hypothesis import given, settings

from events.domain.facts import facts
from events.domain.moments import LAST_MOMENT, first_instant
from readmodels.domain.law.engine import consequences
from readmodels.domain.national.dates import eight_digits
from readmodels.domain.national.filing import person_file
from readmodels.domain.national.person_file import Elements, PersonFile
from readmodels.domain.societies import Society
from tests.builders import Register, person
from tests.unit.states.families import families
from tests.unit.states.family_stories import PEOPLE
from tests.unit.states.stories import CATALOGUE, Story


def file_of(story: Story, someone: UUID) -> PersonFile:
    return filed(story.register, someone)


def filed(register: Register, someone: UUID) -> PersonFile:
    told = facts(register.log, catalogue=CATALOGUE, as_at=LAST_MOMENT)
    return person_file(someone, told, catalogue=CATALOGUE)


def says(file: PersonFile, category: str, **elements: str) -> bool:
    return elements.items() <= file.present(category).items()


def starts(file: PersonFile) -> list[str]:
    """When each residence began, the newest first."""
    return [row.elements.get("datumAanvangAdreshouding", "") for row in file.rows("08")]


def test_a_birth_is_a_row_of_the_child_with_rows_of_its_parents() -> None:
    story = Story()
    mother = story.born(on="1990-01-01", geslacht="V")
    child = story.born(on="2020-05-01", mother=mother)
    file = file_of(story, child)
    assert says(file, "01", geboortedatum="20200501", voornamen="Noor", geslachtsnaam="Bakker", geslachtsaanduiding="V")
    assert says(file, "02", geboortedatum="19900101", datumIngangFamilierechtelijkeBetrekking="20200501")
    assert file.rows("02")[0].related == mother
    assert file.present("03") == {}


def test_the_mother_has_a_row_of_the_child() -> None:
    story = Story()
    mother = story.born(on="1990-01-01")
    story.born(on="2020-05-01", mother=mother)
    (stack,) = file_of(story, mother).of("09")
    assert stack[0].elements["geboortedatum"] == "20200501"


def test_every_move_is_a_row_and_the_newest_comes_first() -> None:
    story = Story()
    someone = story.born(on="1990-01-01")
    story.move(someone, on="2010-04-01")
    story.move(someone, on="2015-07", street="Parklaan")
    file = file_of(story, someone)
    assert starts(file) == ["20150700", "20100401"]
    assert file.present("08")["adres"] == {"straatnaam": "Parklaan", "huisnummer": "12", "woonplaats": "Lindenveen"}
    assert starts(file.as_of(first_instant("2012-01-01"))) == ["20100401"]


def test_a_newborn_lives_where_the_mother_lives() -> None:
    story = Story()
    mother = story.born(on="1990-01-01")
    story.move(mother, on="2010-04-01")
    child = story.born(on="2020-05-01", mother=mother)
    assert starts(file_of(story, child)) == ["20200501"]


def test_a_marriage_and_its_end_are_two_rows_of_one_stack() -> None:
    story = Story()
    one, other = story.born(on="1990-01-01"), story.born(on="1991-01-01")
    wedding = story.wedding(one, other, on="2015-05-05")
    story.dissolution(wedding, one, other, on="2020-06-06")
    (stack,) = file_of(story, one).of("05")
    ended, begun = (row.elements for row in stack)
    assert (ended["datumOntbinding"], ended["redenOntbinding"]) == ("20200606", "S")
    assert begun["datumAangaan"] == ended["datumAangaan"] == "20150505"
    assert (begun["soortVerbintenis"], begun["geboortedatum"]) == ("H", "19910101")
    assert "datumOntbinding" not in begun


def test_a_death_is_a_row_and_suspends_the_registration() -> None:
    story = Story()
    someone = story.born(on="1990-01-01")
    story.death(someone, on="2020-03-03")
    file = file_of(story, someone)
    assert says(file, "06", datumOverlijden="20200303")
    assert says(file, "07", redenOpschortingBijhouding="O", datumOpschortingBijhouding="20200303")
    assert file.as_of(first_instant("2020-01-01")).present("07") == {}


def test_what_was_retracted_is_in_no_row() -> None:
    story = Story()
    someone = story.born(on="1990-01-01")
    story.retract(story.move(someone, on="2010-04-01"))
    assert file_of(story, someone).rows("08") == ()


def test_a_parent_who_was_denied_is_a_parent_no_more() -> None:
    story = Story()
    mother, husband = story.born(on="1990-01-01"), story.born(on="1989-01-01", geslacht="M")
    story.wedding(mother, husband, on="2015-05-05")
    child = person()
    birth = story.birth(child, mother=mother, on="2020-05-01")
    assert file_of(story, child).rows("03")[0].related == husband
    story.denial(child, husband, on="2021-01-01", of=birth)
    assert file_of(story, child).present("03") == {}


def test_who_was_taken_over_keeps_the_rows_of_the_register_and_what_they_say_besides() -> None:
    story = Story()
    someone = story.taken_over(born="19800101", anummer="1234567890", parents=("Jansen",))
    story.death(someone, on="2020-03-03")
    file = file_of(story, someone)
    assert says(file, "01", anummer="1234567890", geslachtsnaam="Bakker")
    assert says(file, "02", geslachtsnaam="Jansen")
    assert says(file, "06", datumOverlijden="20200303")


def test_an_investigation_marks_the_row_until_it_ends() -> None:
    story = Story()
    someone = story.born(on="1990-01-01")
    move = story.move(someone, on="2010-04-01")
    doubt = story.doubt(someone, move, on="2021-02-01")
    assert says(file_of(story, someone), "08", aanduidingInOnderzoek="080000", datumIngangOnderzoek="20210201")
    ended = {"persoon": {"objectId": str(someone)}, "onderzoek": str(doubt.id), "uitkomst": "juist"}
    story.happened(
        "OnderzoekBeeindigd", [someone], {**ended, "datumEinde": {"type": "Datum", "datum": "2021-06-01"}}, doubt
    )
    file = file_of(story, someone)
    assert "aanduidingInOnderzoek" not in file.present("08")
    assert says(file.as_of(first_instant("2021-03-01")), "08", aanduidingInOnderzoek="080000")


def test_a_mark_that_the_register_put_stays_when_our_own_events_doubt_nothing() -> None:
    story = Story()
    someone = story.taken_over(born="19800101", aanduidingInOnderzoek="010310", datumIngangOnderzoek="20200101")
    story.move(someone, on="2021-01-01")
    assert says(file_of(story, someone), "01", aanduidingInOnderzoek="010310")


@settings(deadline=None, max_examples=30)
@given(families())
def test_the_present_rows_say_what_the_fold_says(register: Register) -> None:
    """At every moment, of everybody: who he is, where he lives, and whether he died."""
    told = facts(register.log, catalogue=CATALOGUE, as_at=LAST_MOMENT)
    for someone in PEOPLE:
        file = person_file(someone, told, catalogue=CATALOGUE)
        for day in ("1990-01-01", "2014-04-01", "2020-05-20", "2023-06-01"):
            moment = first_instant(day)
            assert _told_by_file(file.as_of(moment)) == _told_by_fold(
                someone, Society(told, as_of=moment, catalogue=CATALOGUE)
            )


def _told_by_file(file: PersonFile) -> dict[str, str | None]:
    person: Elements = file.present("01")
    return {
        "bsn": file.bsn,
        "surname": person.get("geslachtsnaam"),
        "born": person.get("geboortedatum"),
        "died": file.present("06").get("datumOverlijden"),
        "lives": file.present("08").get("adres", {}).get("straatnaam"),
    }


def _told_by_fold(someone: UUID, society: Society) -> dict[str, str | None]:
    person = society.person(someone)
    by_law = (it.value["adres"] for it in consequences(person, society) if it.kind == "woonadres" and it.determined)
    address = next(by_law, {}) if person.residence is None else person.residence.value.address
    return {
        "bsn": person.bsn.value if person.bsn else None,
        "surname": person.name.value.surname if person.name else None,
        "born": eight_digits(person.birth.value.on) if person.birth and person.birth.value.on else None,
        "died": eight_digits(person.death.value) if person.death else None,
        "lives": address.get("straat"),
    }
