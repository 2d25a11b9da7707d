"""Who is a legal parent (BW Book 1, title 11): told as lives, each rule with the day on which it begins to hold."""

from uuid import UUID

from readmodels.domain.law.consequence import Consequence
from tests.builders import person
from tests.unit.states.stories import Story


def parents(story: Story, child: UUID, on: str) -> dict[str, str]:
    """The legal parents on a day, each with the rule that makes him one."""
    found = (it for it in story.law(child, on) if it.kind == "ouderschap")
    return {it.value["ouder"]: it.rule for it in found}


def rule_of(story: Story, child: UUID, on: str, parent: UUID) -> Consequence:
    return next(it for it in story.law(child, on) if it.key == str(parent))


def a_man(story: Story) -> UUID:
    return story.born(on="1985-01-01", geslacht="M")


def test_who_gave_birth_is_the_mother_from_the_birth_on(story: Story) -> None:
    mother = story.person()
    child = story.born(mother=mother, on="2020-05-01")
    assert parents(story, child, "2020-05-01") == {str(mother): "ouderschap-geboortemoeder"}
    assert parents(story, child, "2020-04-30") == {}
    consequence = rule_of(story, child, "2021-01-01", mother)
    assert (consequence.article, consequence.version) == ("BW 1:198 lid 1 onder a", "1")
    assert consequence.supports


def test_the_husband_at_the_birth_is_the_father_though_nobody_says_so(story: Story) -> None:
    mother, father = story.person(), a_man(story)
    story.wedding(mother, father, on="2019-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    assert parents(story, child, "2021-01-01")[str(father)] == "ouderschap-door-verbintenis"


def test_a_divorce_before_the_birth_or_a_wedding_after_it_makes_no_father(story: Story) -> None:
    mother, father = story.person(), a_man(story)
    wedding = story.wedding(mother, father, on="2010-01-01")
    story.dissolution(wedding, mother, father, on="2019-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    story.wedding(mother, father, on="2020-06-01")
    assert set(parents(story, child, "2021-01-01")) == {str(mother)}


def test_the_wife_of_the_mother_is_no_parent_by_marriage_alone(story: Story) -> None:
    mother, wife = story.person(), story.born(on="1985-01-01")
    story.wedding(mother, wife, on="2019-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    assert set(parents(story, child, "2021-01-01")) == {str(mother)}


def test_the_wife_is_a_mother_from_the_birth_with_the_statement_of_an_unknown_donor(story: Story) -> None:
    mother, wife = story.person(), story.born(on="1985-01-01")
    story.wedding(mother, wife, on="2019-01-01")
    child = person()
    story.birth(child, mother=mother, on="2020-05-01", other=wife, ground="donorverklaring")
    assert parents(story, child, "2020-05-01")[str(wife)] == "ouderschap-donorverklaring"


def test_a_child_born_within_306_days_after_the_death_of_the_husband_is_his(story: Story) -> None:
    for born, his in (("2020-11-02", True), ("2020-11-03", False)):
        mother, father = story.person(), a_man(story)
        story.wedding(mother, father, on="2015-01-01")
        story.death(father, on="2020-01-01")
        child = story.born(mother=mother, on=born)
        assert (str(father) in parents(story, child, "2021-01-01")) is his


def test_recognition_makes_a_parent_from_its_day_and_not_before(story: Story) -> None:
    mother, father = story.person(), story.person()
    child = story.born(mother=mother, on="2020-05-01")
    story.recognition(child, by=father, on="2021-03-01")
    assert str(father) not in parents(story, child, "2021-02-28")
    assert parents(story, child, "2021-03-01")[str(father)] == "ouderschap-erkenning"


def test_recognition_of_the_unborn_holds_from_the_birth(story: Story) -> None:
    mother, father, child = story.person(), story.person(), person()
    recognition = story.recognition(child, by=father, on="2020-01-01", moment="ongeboren")
    story.birth(child, mother=mother, on="2020-05-01", other=father, ground="erkenning", resting_on=recognition)
    found = rule_of(story, child, "2021-01-01", father)
    assert found.since is not None
    assert found.since.text == "2020-05-01"
    assert set(found.supports) >= {recognition.id}


def test_a_recognition_without_the_consent_of_the_mother_is_void(story: Story) -> None:
    mother, father = story.person(), story.person()
    child = story.born(mother=mother, on="2020-05-01")
    story.recognition(child, by=father, on="2021-03-01", toestemmingMoeder={"gegeven": False})
    assert set(parents(story, child, "2021-04-01")) == {str(mother)}
    void = next(it for it in story.law(child, "2021-04-01") if it.kind == "nietige erkenning")
    assert (void.article, void.value["erkenner"]) == ("BW 1:204 lid 1", str(father))


def test_a_denied_parenthood_never_was(story: Story) -> None:
    """BW 1:202: asked of any day, also before the ruling; the father stays on record as one who was stated."""
    mother, father, child = story.person(), a_man(story), person()
    wedding = story.wedding(mother, father, on="2019-01-01")
    birth = story.birth(child, mother=mother, on="2020-05-01", other=father, ground="huwelijk", resting_on=wedding)
    assert str(father) in parents(story, child, "2021-01-01")
    story.denial(child, father, on="2022-01-01", of=birth)
    assert set(parents(story, child, "2021-01-01")) == {str(mother)}
    assert set(parents(story, child, "2023-01-01")) == {str(mother)}
    undone = next(it for it in story.law(child, "2023-01-01") if it.kind == "ouderschap ontvallen")
    assert (undone.rule, undone.article) == ("ontkenning-ouderschap", "BW 1:202")


def test_a_father_by_law_alone_can_be_denied_too(story: Story) -> None:
    mother, father = story.person(), a_man(story)
    story.wedding(mother, father, on="2019-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    (birth,) = story._claims_of("Geboorte", child)
    story.denial(child, father, on="2022-01-01", of=birth)
    assert set(parents(story, child, "2021-01-01")) == {str(mother)}


def test_an_annulled_recognition_never_was(story: Story) -> None:
    mother, father = story.person(), story.person()
    child = story.born(mother=mother, on="2020-05-01")
    recognition = story.recognition(child, by=father, on="2021-03-01")
    story.denial(child, father, on="2022-01-01", of=recognition, annulled=True)
    assert set(parents(story, child, "2021-06-01")) == {str(mother)}
    assert any(it.rule == "vernietiging-erkenning" for it in story.law(child, "2023-01-01"))


def test_parenthood_that_the_court_establishes_reaches_back_to_the_birth(story: Story) -> None:
    mother, father = story.person(), story.person()
    child = story.born(mother=mother, on="2020-05-01")
    story.court_parent(child, father, on="2023-01-01")
    assert parents(story, child, "2020-06-01")[str(father)] == "ouderschap-vastgesteld"


def test_adoption_takes_the_place_of_the_parents_from_the_ruling_on(story: Story) -> None:
    mother, one, other = (story.person() for _ in range(3))
    child = story.born(mother=mother, on="2020-05-01")
    story.adoption(child, one, other, on="2023-01-01")
    assert set(parents(story, child, "2022-12-31")) == {str(mother)}
    assert parents(story, child, "2023-01-01") == dict.fromkeys((str(one), str(other)), "ouderschap-adoptie")


def test_when_the_marriage_turns_out_never_to_have_been_the_father_falls(story: Story) -> None:
    mother, father = story.person(), a_man(story)
    wedding = story.wedding(mother, father, on="2019-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    assert str(father) in parents(story, child, "2021-01-01")
    story.retract(wedding)
    assert set(parents(story, child, "2021-01-01")) == {str(mother)}


def test_a_register_that_was_taken_over_says_who_is_a_parent_and_not_why(story: Story) -> None:
    child = story.taken_over(born="20100401", parents=("Smit", "Bakker"))
    found = [it for it in story.law(child, "2026-02-01") if it.kind == "ouderschap"]
    assert [(it.key, it.rule, it.value["grond"]) for it in found] == [
        ("1", "ouderschap-overgenomen", "overgenomen"),
        ("2", "ouderschap-overgenomen", "overgenomen"),
    ]
