"""The father by marriage (BW 1:199 a, b): judged by what was so at the birth, whatever comes after it."""

from datetime import date

import pytest

from tests.builders import person
from tests.unit.law.lives import changes_sex, man, parents, sure, unexamined, why_not, woman
from tests.unit.states.stories import Story


def test_a_divorce_and_a_death_after_the_birth_leave_him_the_father(story: Story) -> None:
    mother, father = woman(story), man(story)
    wedding = story.wedding(mother, father, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    story.dissolution(wedding, mother, father, on="2021-01-01")
    story.death(father, on="2022-01-01")
    for day in ("2020-05-01", "2021-06-01", "2023-01-01"):
        assert parents(story, child, day) == {mother, father}


def test_who_registers_another_sex_later_stays_the_father(story: Story) -> None:
    """BW 1:28c lid 3: what followed from the sex before stays as it was."""
    mother, father = woman(story), man(story)
    story.wedding(mother, father, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    changes_sex(story, father, "V", on="2022-01-01")
    assert parents(story, child, "2023-01-01") == {mother, father}


def test_the_deceased_husband_goes_before_the_new_one(story: Story) -> None:
    """BW 1:199 onder b: also when the mother had married again."""
    mother, first, second = woman(story), man(story), man(story)
    story.wedding(mother, first, on="2015-01-01")
    story.death(first, on="2020-01-01")
    story.wedding(mother, second, on="2020-04-01")
    assert parents(story, story.born(mother=mother, on="2020-05-01"), "2021-01-01") == {mother, first}
    assert parents(story, story.born(mother=mother, on="2020-12-01"), "2021-01-01") == {mother, second}


def test_after_a_divorce_the_death_of_the_former_husband_makes_no_father(story: Story) -> None:
    mother, father = woman(story), man(story)
    wedding = story.wedding(mother, father, on="2015-01-01")
    story.dissolution(wedding, mother, father, on="2019-12-01")
    story.death(father, on="2020-01-01")
    assert parents(story, story.born(mother=mother, on="2020-05-01"), "2021-01-01") == {mother}


@pytest.mark.parametrize(("born", "version"), [("2014-03-31", "1"), ("2014-04-01", "2")])
def test_a_husband_is_the_father_by_the_version_of_the_day_of_birth(story: Story, born: str, version: str) -> None:
    mother, father = woman(story), man(story)
    story.wedding(mother, father, on="2010-01-01")
    found = sure(story, story.born(mother=mother, on=born), "2015-01-01", "ouderschap", key=father)
    assert (found.rule, found.version, found.article) == (
        "ouderschap-door-verbintenis",
        version,
        "BW 1:199 onder a en b",
    )


def test_a_registered_partner_is_the_father_since_april_2014_only(story: Story) -> None:
    mother, father = woman(story), man(story)
    story.partnership(mother, father, on="2010-01-01")
    early, late = (story.born(mother=mother, on=day) for day in ("2014-03-31", "2014-04-01"))
    assert parents(story, early, "2015-01-01") == {mother}
    assert parents(story, late, "2015-01-01") == {mother, father}
    assert parents(story, early, "2015-01-01", rules_at=date(2014, 4, 1)) == {mother, father}
    assert parents(story, late, "2015-01-01", rules_at=date(2014, 3, 31)) == {mother}


def test_the_statement_of_an_unknown_donor_counts_since_april_2014_only(story: Story) -> None:
    mother, wife = woman(story), woman(story)
    story.wedding(mother, wife, on="2010-01-01")
    early, late = person(), person()
    for child, day in ((early, "2014-03-31"), (late, "2014-04-01")):
        story.birth(child, mother=mother, on=day, other=wife, ground="donorverklaring")
    assert parents(story, early, "2015-01-01") == {mother}
    assert parents(story, late, "2015-01-01") == {mother, wife}
    assert parents(story, late, "2015-01-01", rules_at=date(2014, 3, 31)) == {mother}


def test_of_a_spouse_whose_sex_is_not_known_it_cannot_be_told(story: Story) -> None:
    mother, spouse = woman(story), story.person()
    story.wedding(mother, spouse, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    assert parents(story, child, "2021-01-01") == {mother}
    assert "geslacht" in why_not(story, child, "2021-01-01", "ouderschap", key=spouse)
    assert "geslacht" in why_not(story, child, "2021-01-01", "gezag")
    assert "geslacht" in why_not(story, child, "2021-01-01", "geslachtsnaam")


def test_when_the_wedding_and_the_birth_fall_in_one_month_it_cannot_be_told(story: Story) -> None:
    mother, father = woman(story), man(story)
    story.wedding(mother, father, on="2020-05")
    child = story.born(mother=mother, on="2020-05-10")
    assert "verbintenis" in why_not(story, child, "2021-01-01", "ouderschap", key=father)
    assert parents(story, story.born(mother=mother, on="2020-06-01"), "2021-01-01") == {mother, father}


def test_whether_he_died_just_before_or_after_the_birth_makes_no_difference(story: Story) -> None:
    mother, father = woman(story), man(story)
    story.wedding(mother, father, on="2015-01-01")
    story.death(father, on="2020-05")
    assert parents(story, story.born(mother=mother, on="2020-05-10"), "2021-01-01") == {mother, father}


def test_a_father_in_the_act_of_birth_falls_with_the_marriage(story: Story) -> None:
    mother, father, child = woman(story), man(story), person()
    wedding = story.wedding(mother, father, on="2019-01-01")
    story.birth(child, mother=mother, on="2020-05-01", other=father, ground="huwelijk", resting_on=wedding)
    assert wedding.id in sure(story, child, "2021-01-01", "ouderschap", key=father).supports
    retraction = story.retract(wedding)
    assert parents(story, child, "2021-01-01") == {mother}
    story.retract(retraction)
    assert parents(story, child, "2021-01-01") == {mother, father}


def test_a_denied_father_who_recognises_later_is_a_parent_from_then_on(story: Story) -> None:
    mother, father = woman(story), man(story)
    wedding = story.wedding(mother, father, on="2015-01-01")
    child = person()
    birth = story.birth(child, mother=mother, on="2020-05-01", other=father, ground="huwelijk", resting_on=wedding)
    story.denial(child, father, on="2021-01-01", of=birth)
    story.recognition(child, by=father, on="2022-01-01")
    assert parents(story, child, "2021-12-31") == {mother}
    assert parents(story, child, "2022-01-01") == {mother, father}


def test_an_annulled_recognition_leaves_a_father_by_marriage_the_father() -> None:
    story = unexamined()
    mother, father = woman(story), man(story)
    story.wedding(mother, father, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    recognition = story.recognition(child, by=father, on="2020-06-01")
    story.denial(child, father, on="2021-01-01", of=recognition, annulled=True)
    assert parents(story, child, "2022-01-01") == {mother, father}


def test_who_was_established_by_the_court_stays_one_from_birth_to_adoption(story: Story) -> None:
    mother, father, adopter = woman(story), man(story), man(story)
    child = story.born(mother=mother, on="2015-05-01")
    story.court_parent(child, father, on="2018-01-01")
    story.adoption(child, adopter, on="2020-01-01")
    assert parents(story, child, "2016-01-01") == {mother, father}
    assert parents(story, child, "2019-12-31") == {mother, father}
    assert parents(story, child, "2020-01-01") == {adopter}
