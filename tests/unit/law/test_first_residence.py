"""A newborn lives where the mother lives (Wet BRP 2.3), until something else is stated."""

from tests.unit.law.lives import leaves, said, sure, why_not, woman
from tests.unit.states.stories import Story

KIND = "woonadres"


def test_a_newborn_lives_at_the_address_of_the_mother_on_the_day_of_birth(story: Story) -> None:
    mother = woman(story)
    move = story.move(mother, on="2019-01-01", street="Lindelaan")
    child = story.born(mother=mother, on="2020-05-01")
    found = sure(story, child, "2020-05-01", KIND)
    assert found.value["adres"]["straat"] == "Lindelaan"
    assert (found.value["gemeente"], found.value["functie"], found.article) == ("0518", "W", "Wet BRP 2.3")
    assert move.id in found.supports


def test_that_the_mother_moves_later_without_the_child_changes_nothing(story: Story) -> None:
    mother = woman(story)
    story.move(mother, on="2019-01-01", street="Lindelaan")
    child = story.born(mother=mother, on="2020-05-01")
    story.move(mother, on="2021-01-01", street="Kerkstraat")
    assert sure(story, child, "2022-01-01", KIND).value["adres"]["straat"] == "Lindelaan"


def test_a_move_of_the_child_takes_its_place_from_its_day_on(story: Story) -> None:
    mother = woman(story)
    story.move(mother, on="2019-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    move = story.move(child, on="2021-01-01")
    assert sure(story, child, "2020-12-31", KIND).determined
    assert said(story, child, "2021-01-01", KIND) is None
    story.retract(move)
    assert sure(story, child, "2021-01-01", KIND).determined


def test_when_the_mothers_address_is_corrected_the_child_follows(story: Story) -> None:
    mother = woman(story)
    first = story.move(mother, on="2018-01-01", street="Lindelaan")
    wrong = story.move(mother, on="2019-01-01", street="Kerkstraat")
    child = story.born(mother=mother, on="2020-05-01")
    assert sure(story, child, "2021-01-01", KIND).value["adres"]["straat"] == "Kerkstraat"
    story.retract(wrong)
    found = sure(story, child, "2021-01-01", KIND)
    assert found.value["adres"]["straat"] == "Lindelaan"
    assert first.id in found.supports


def test_of_a_mother_abroad_or_without_an_address_it_cannot_be_told(story: Story) -> None:
    unknown, abroad = woman(story), woman(story)
    leaves(story, abroad, on="2019-01-01")
    assert "niet bekend" in why_not(story, story.born(mother=unknown, on="2020-05-01"), "2021-01-01", KIND)
    assert "geen ingezetene" in why_not(story, story.born(mother=abroad, on="2020-05-01"), "2021-01-01", KIND)
