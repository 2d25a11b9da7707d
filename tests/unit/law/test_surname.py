"""The surname by law (BW 1:5), where more than one child, act or parent bears on it."""

from uuid import UUID

from tests.unit.law.lives import man, sure, why_not, woman
from tests.unit.states.stories import Story

KIND = "geslachtsnaam"
ON = "2026-01-01"


def couple(story: Story) -> tuple[UUID, UUID]:
    mother, father = woman(story, naam=_called("Bakker")), man(story, naam=_called("Visser"))
    story.wedding(mother, father, on="2015-01-01")
    return mother, father


def _called(name: str) -> dict[str, str]:
    return {"voornamen": "A.", "geslachtsnaam": name}


def test_the_name_of_the_first_child_binds_also_without_a_choice_and_against_a_later_one(story: Story) -> None:
    mother, _ = couple(story)
    story.born(mother=mother, on="2018-05-01")
    second = story.born(mother=mother, on="2020-05-01", naamskeuze={"keuze": "moeder"})
    assert sure(story, second, ON, KIND).value == {"geslachtsnaam": "Visser"}


def test_a_child_of_another_father_binds_nobody(story: Story) -> None:
    mother = woman(story, naam=_called("Bakker"))
    story.born(mother=mother, on="2012-05-01")
    father = man(story, naam=_called("Visser"))
    story.wedding(mother, father, on="2015-01-01")
    assert sure(story, story.born(mother=mother, on="2018-05-01"), ON, KIND).value == {"geslachtsnaam": "Visser"}


def test_a_choice_at_the_recognition_gives_the_name_from_that_day_on(story: Story) -> None:
    child = story.born(mother=woman(story, naam=_called("Bakker")), on="2020-05-01")
    father = man(story, naam=_called("Visser"))
    recognition = story.recognition(child, by=father, on="2021-03-01", naamskeuze={"keuze": "ouder2"})
    assert sure(story, child, "2021-02-28", KIND).value == {"geslachtsnaam": "Bakker"}
    found = sure(story, child, "2021-03-01", KIND)
    assert found.value == {"geslachtsnaam": "Visser"}
    assert found.since is not None
    assert found.since.text == "2021-03-01"
    assert recognition.id in found.supports
    story.retract(recognition)
    assert sure(story, child, "2021-03-01", KIND).value == {"geslachtsnaam": "Bakker"}


def test_after_a_denial_the_child_has_the_mothers_name(story: Story) -> None:
    mother, father = couple(story)
    child = story.born(mother=mother, on="2020-05-01")
    (birth,) = story._claims_of("Geboorte", child)
    assert sure(story, child, ON, KIND).value == {"geslachtsnaam": "Visser"}
    story.denial(child, father, on="2022-01-01", of=birth)
    assert sure(story, child, ON, KIND).value == {"geslachtsnaam": "Bakker"}


def test_with_a_parent_by_the_court_it_keeps_the_mothers(story: Story) -> None:
    child = story.born(mother=woman(story, naam=_called("Bakker")), on="2020-05-01")
    story.court_parent(child, man(story, naam=_called("Visser")), on="2022-01-01")
    assert sure(story, child, ON, KIND).value == {"geslachtsnaam": "Bakker"}


def test_the_name_of_the_parent_at_the_birth_counts_with_its_prefix(story: Story) -> None:
    mother = woman(story, naam={"voornamen": "A.", "voorvoegsel": "van der", "geslachtsnaam": "Berg"})
    assert sure(story, story.born(mother=mother, on="2020-05-01"), ON, KIND).value == {"geslachtsnaam": "van der Berg"}


def test_of_two_mothers_without_a_choice_and_after_an_adoption_it_does_not_follow_from_the_law(story: Story) -> None:
    mother, wife = woman(story), woman(story)
    child = story.born(mother=mother, on="2020-05-01")
    story.adoption(child, mother, wife, on="2022-01-01")
    assert "uitspraak" in why_not(story, child, ON, KIND)
