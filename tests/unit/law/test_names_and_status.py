"""Surname, nationality, marital status and the end of registration: each rule with what it needs and when it holds."""

from datetime import date
from uuid import UUID

import pytest

from readmodels.domain.law.consequence import Consequence
from readmodels.domain.law.rules import RULES
from tests.builders import person
from tests.unit.law.lives import leaves
from tests.unit.states.stories import Story


def found(story: Story, someone: UUID, on: str, kind: str, *, rules_at: date | None = None) -> Consequence | None:
    return next((it for it in story.law(someone, on, rules_at=rules_at) if it.kind == kind), None)


def surname(story: Story, child: UUID, *, rules_at: date | None = None) -> str | None:
    consequence = found(story, child, "2026-01-01", "geslachtsnaam", rules_at=rules_at)
    assert consequence is not None
    return consequence.value.get("geslachtsnaam") if consequence.determined else None


def called(story: Story, name: str, *, sex: str = "V") -> UUID:
    return story.born(on="1985-01-01", geslacht=sex, naam={"voornamen": "A.", "geslachtsnaam": name})


def couple(story: Story) -> tuple[UUID, UUID]:
    mother, father = called(story, "Bakker"), called(story, "Visser", sex="M")
    story.wedding(mother, father, on="2015-01-01")
    return mother, father


# -- surname (BW 1:5) --------------------------------------------------------------------------------------------------


def test_a_child_of_one_parent_has_that_name(story: Story) -> None:
    assert surname(story, story.born(mother=called(story, "Bakker"), on="2020-05-01")) == "Bakker"


def test_a_child_of_a_married_man_and_woman_has_the_fathers_name_without_a_choice(story: Story) -> None:
    mother, _ = couple(story)
    assert surname(story, story.born(mother=mother, on="2020-05-01")) == "Visser"


def test_a_recognised_child_keeps_the_mothers_name_without_a_choice(story: Story) -> None:
    child = story.born(mother=called(story, "Bakker"), on="2020-05-01")
    story.recognition(child, by=called(story, "Visser", sex="M"), on="2020-06-01")
    assert surname(story, child) == "Bakker"


def test_a_choice_goes_before(story: Story) -> None:
    mother, _ = couple(story)
    assert surname(story, story.born(mother=mother, on="2020-05-01", naamskeuze={"keuze": "moeder"})) == "Bakker"


def test_both_names_can_be_given_to_who_is_born_from_2024_on(story: Story) -> None:
    mother, _ = couple(story)
    both = {"keuze": "gecombineerd", "volgorde": "moederEerst"}
    early = story.born(mother=mother, on="2023-12-31", naamskeuze=both)
    late = story.born(mother=mother, on="2024-01-01", naamskeuze=both)
    assert surname(story, early) is None
    assert surname(story, late) == "Bakker Visser"
    assert surname(story, early, rules_at=date(2024, 1, 1)) == "Bakker Visser"
    assert surname(story, late, rules_at=date(2023, 1, 1)) is None


def test_the_choice_at_the_first_child_binds_the_next(story: Story) -> None:
    mother, _ = couple(story)
    story.born(mother=mother, on="2018-05-01", naamskeuze={"keuze": "moeder"})
    assert surname(story, story.born(mother=mother, on="2020-05-01")) == "Bakker"


def test_of_a_parent_without_a_name_it_is_not_determined_and_says_why(story: Story) -> None:
    consequence = found(story, story.born(mother=story.person(), on="2020-05-01"), "2026-01-01", "geslachtsnaam")
    assert consequence is not None
    assert not consequence.determined
    assert "niet bekend" in consequence.reason


# -- nationality (RWN 3 and 4) -----------------------------------------------------------------------------------------


def dutch(story: Story, *, sex: str = "V") -> UUID:
    someone = story.born(on="1985-01-01", geslacht=sex)
    story.nationality(someone, "0001", on="1985-01-01")
    return someone


def is_dutch(story: Story, someone: UUID, on: str, *, rules_at: date | None = None) -> bool:
    consequence = found(story, someone, on, "nationaliteit", rules_at=rules_at)
    return consequence is not None and consequence.determined


def test_a_child_of_a_dutch_mother_is_dutch_by_birth(story: Story) -> None:
    child = story.born(mother=dutch(story), on="2020-05-01")
    consequence = found(story, child, "2021-01-01", "nationaliteit")
    assert consequence is not None
    assert (consequence.value, consequence.article) == ({"nationaliteit": "0001"}, "RWN 3 lid 1")
    assert consequence.since is not None
    assert consequence.since.text == "2020-05-01"


def test_it_passes_to_the_grandchild(story: Story) -> None:
    mother = story.born(mother=dutch(story), on="2000-05-01")
    assert found(story, story.born(mother=mother, on="2020-05-01"), "2021-01-01", "nationaliteit") is not None


def test_who_became_dutch_after_the_birth_does_not_pass_it_on(story: Story) -> None:
    mother = story.born(on="1985-01-01")
    story.nationality(mother, "0339", on="1985-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    story.nationality(mother, "0001", on="2020-05-02")
    assert not is_dutch(story, child, "2021-01-01")


def test_when_nothing_is_known_of_the_parents_it_is_not_determined(story: Story) -> None:
    consequence = found(story, story.born(mother=story.person(), on="2020-05-01"), "2021-01-01", "nationaliteit")
    assert consequence is not None
    assert (consequence.determined, consequence.value) == (False, {})


def test_recognition_by_a_dutchman_makes_dutch_under_seven_and_not_before(story: Story) -> None:
    mother = story.born(on="1985-01-01")
    story.nationality(mother, "0339", on="1985-01-01")
    young = story.born(mother=mother, on="2015-05-01")
    story.recognition(young, by=dutch(story, sex="M"), on="2022-04-30")
    assert not is_dutch(story, young, "2022-04-29")
    assert is_dutch(story, young, "2022-04-30")
    old = story.born(mother=mother, on="2015-05-01")
    story.recognition(old, by=dutch(story, sex="M"), on="2022-05-01")
    consequence = found(story, old, "2022-05-01", "nationaliteit")
    assert consequence is not None
    assert not consequence.determined
    assert "bewijs van afstamming" in consequence.reason


def test_before_the_rule_was_law_recognition_made_nobody_dutch(story: Story) -> None:
    mother = story.born(on="1985-01-01")
    story.nationality(mother, "0339", on="1985-01-01")
    child = story.born(mother=mother, on="2007-05-01")
    story.recognition(child, by=dutch(story, sex="M"), on="2009-02-28")
    assert not is_dutch(story, child, "2010-01-01")
    assert is_dutch(story, child, "2010-01-01", rules_at=date(2009, 3, 1))


def test_a_stated_nationality_is_a_fact_and_needs_no_rule(story: Story) -> None:
    assert found(story, dutch(story), "2021-01-01", "nationaliteit") is None


# -- marital status ----------------------------------------------------------------------------------------------------


def status(story: Story, someone: UUID, on: str) -> str | None:
    consequence = found(story, someone, on, "burgerlijke staat")
    return None if consequence is None else consequence.value["staat"]


def test_marital_status_follows_the_unions(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01", geslacht="M")
    wedding = story.wedding(anna, bert, on="2010-06-01")
    story.dissolution(wedding, anna, bert, on="2015-03-01")
    told = [status(story, anna, day) for day in ("2010-05-31", "2010-06-01", "2015-02-28", "2015-03-01")]
    assert told == ["ongehuwd", "gehuwd", "gehuwd", "gescheiden"]


@pytest.mark.parametrize("ended", ["2000", "2000-06"])
def test_a_divorce_of_which_the_day_is_not_known_ends_the_marriage_of_that_year(story: Story, ended: str) -> None:
    """By its first possible day it comes before the wedding; still it is that wedding which it ends."""
    anna, bert = story.born(on="1970-01-01"), story.born(on="1970-01-01")
    wedding = story.wedding(anna, bert, on="2000-06-15")
    story.dissolution(wedding, anna, bert, on=ended)
    assert status(story, anna, "2001-01-01") == "gescheiden"
    assert story.told(anna, "2001-01-01").issues == ()


def test_who_is_left_behind_is_widowed_and_the_dead_have_no_status(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01", geslacht="M")
    story.wedding(anna, bert, on="2010-06-01")
    death = story.death(bert, on="2020-02-02")
    assert status(story, anna, "2020-02-02") == "verweduwd"
    assert status(story, bert, "2020-02-02") is None
    consequence = found(story, anna, "2021-01-01", "burgerlijke staat")
    assert consequence is not None
    assert death.id in consequence.supports
    story.retract(death)
    assert status(story, anna, "2021-01-01") == "gehuwd"


def test_who_died_before_the_divorce_was_inscribed_leaves_a_widow(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01", geslacht="M")
    wedding = story.wedding(anna, bert, on="2010-06-01")
    story.death(bert, on="2020-02-02")
    story.dissolution(wedding, anna, bert, on="2020-03-01")
    assert [status(story, anna, day) for day in ("2020-02-02", "2020-03-01")] == ["verweduwd", "verweduwd"]


def test_the_death_of_a_former_partner_changes_nothing_and_nor_does_a_void_marriage(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01", geslacht="M")
    wedding = story.wedding(anna, bert, on="2010-06-01")
    story.dissolution(wedding, anna, bert, on="2015-03-01")
    story.death(bert, on="2020-02-02")
    assert status(story, anna, "2021-01-01") == "gescheiden"
    carl = story.born(on="1980-01-01", geslacht="M")
    void = story.wedding(anna, carl, on="2016-06-01")
    story.dissolution(void, anna, carl, on="2017-03-01", reason="nietig")
    assert status(story, carl, "2021-01-01") == "ongehuwd"


def test_the_end_of_a_partnership_by_declaration_and_by_death(story: Story) -> None:
    told = []
    for by_death in (True, False):
        anna, bert = story.person(), story.person()
        partnership = story.partnership(anna, bert, on="2010-06-01")
        if by_death:
            story.death(bert, on="2020-02-02")
        else:
            story.dissolution(partnership, anna, bert, on="2020-02-02", reason="verklaring")
        told.append([status(story, anna, day) for day in ("2010-05-31", "2020-02-01", "2020-02-02")])
    assert told == [
        [None, "geregistreerd partner", "achtergebleven partner"],
        [None, "geregistreerd partner", "partnerschap beëindigd"],
    ]


def test_a_partnership_that_is_converted_is_a_marriage_from_then_on(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01", geslacht="M")
    partnership = story.partnership(anna, bert, on="2010-06-01")
    story.wedding(anna, bert, on="2015-06-01", omzetting_van=partnership)
    assert [status(story, anna, day) for day in ("2015-05-31", "2015-06-01")] == ["geregistreerd partner", "gehuwd"]


# -- registration, and the list itself ---------------------------------------------------------------------------------


def test_registration_ends_by_death(story: Story) -> None:
    anna = story.born(on="1980-01-01")
    story.death(anna, on="2020-02-02")
    assert found(story, anna, "2020-02-01", "einde bijhouding") is None
    consequence = found(story, anna, "2020-02-02", "einde bijhouding")
    assert consequence is not None
    assert consequence.value == {"reden": "O"}


def test_registration_ends_by_leaving_and_after_that_by_death(story: Story) -> None:
    anna = story.born(on="1980-01-01")
    leaves(story, anna, on="2019-01-01")
    death = story.death(anna, on="2020-02-02")
    told = [found(story, anna, day, "einde bijhouding") for day in ("2018-12-31", "2019-01-01", "2020-02-02")]
    assert [it and it.value["reden"] for it in told] == [None, "E", "O"]
    story.retract(death)
    consequence = found(story, anna, "2020-02-02", "einde bijhouding")
    assert consequence is not None
    assert consequence.value == {"reden": "E"}


def test_of_somebody_unknown_nothing_follows(story: Story) -> None:
    assert story.law(person(), "2020-01-01") == []


def test_every_rule_names_its_law_and_every_version_has_its_own_time() -> None:
    assert all(rule.title and rule.article and rule.since < rule.until for rule in RULES)
    named = [(rule.name, rule.version) for rule in RULES]
    assert len(set(named)) == len(named)
    for one in RULES:
        for other in RULES:
            if one.name == other.name and one is not other:
                assert one.until <= other.since or other.until <= one.since
