"""Recognition (BW 1:203, 1:204): when its act makes nobody a parent, and when that cannot be told."""

from uuid import UUID

import pytest

from tests.builders import person
from tests.unit.law.lives import man, parents, said, sure, unexamined, why_not, woman
from tests.unit.states.stories import Story


def reason_of(story: Story, child: UUID, on: str, by: UUID) -> str:
    """Why the recognition is void."""
    return str(sure(story, child, on, "nietige erkenning", key=by).value["reden"])


def test_who_may_not_marry_the_mother_does_not_become_a_parent(story: Story) -> None:
    grandmother, grandfather = woman(story, on="1960-01-01"), man(story, on="1960-01-01")
    mother, brother = (story.born(mother=grandmother, on="1990-01-01", geslacht=sex) for sex in "VM")
    story.recognition(mother, by=grandfather, on="1990-02-01")
    for relative in (brother, grandfather):
        child = story.born(mother=mother, on="2020-05-01")
        story.recognition(child, by=relative, on="2020-06-01")
        assert parents(story, child, "2021-01-01") == {mother}
        assert "onder a" in reason_of(story, child, "2021-01-01", relative)


@pytest.mark.parametrize(("on", "void"), [("2020-12-31", True), ("2021-01-01", False)])
def test_who_is_not_sixteen_does_not_become_a_parent(on: str, *, void: bool) -> None:
    story = unexamined()
    mother, boy = woman(story), man(story, on="2005-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    story.recognition(child, by=boy, on=on)
    assert parents(story, child, "2022-01-01") == ({mother} if void else {mother, boy})
    if void:
        assert "onder b" in reason_of(story, child, "2022-01-01", boy)


def test_of_a_recogniser_of_whom_only_the_year_is_known_it_may_not_be_told() -> None:
    story = unexamined()
    mother, boy = woman(story), man(story, on="2005")
    child = story.born(mother=mother, on="2020-05-01")
    story.recognition(child, by=boy, on="2021-06-01")
    assert "onder b" in why_not(story, child, "2022-01-01", "ouderschap", key=boy)
    assert "onder b" in why_not(story, child, "2022-01-01", "gezag")


def test_the_parents_consent_is_needed_under_sixteen_only(story: Story) -> None:
    mother, father = woman(story), man(story)
    refused = {"toestemmingMoeder": {"gegeven": False}, "toestemmingKind": True}
    young, old = (story.born(mother=mother, on=day) for day in ("2004-05-02", "2004-05-01"))
    for child in (young, old):
        story.recognition(child, by=father, on="2020-05-01", **refused)
    assert "onder c" in reason_of(story, young, "2021-01-01", father)
    assert parents(story, old, "2021-01-01") == {mother, father}


def test_nobody_asks_the_consent_of_a_mother_who_is_dead(story: Story) -> None:
    mother, father = woman(story), man(story)
    child = story.born(mother=mother, on="2019-05-01")
    story.death(mother, on="2019-06-01")
    story.recognition(child, by=father, on="2020-05-01", toestemmingMoeder={"gegeven": False})
    assert father in parents(story, child, "2021-01-01")


def test_a_child_of_twelve_must_consent_and_silence_leaves_it_open(story: Story) -> None:
    mother = woman(story)
    told = {}
    for said_so in (True, False, None):
        father, child = man(story), story.born(mother=mother, on="2008-05-01")
        more = {} if said_so is None else {"toestemmingKind": said_so}
        story.recognition(child, by=father, on="2020-05-01", **more)
        told[said_so] = (father, child)
    assert parents(story, told[True][1], "2021-01-01") == {mother, told[True][0]}
    assert "onder d" in reason_of(story, told[False][1], "2021-01-01", told[False][0])
    assert "onder d" in why_not(story, told[None][1], "2021-01-01", "ouderschap", key=told[None][0])


def test_under_twelve_the_child_is_not_asked(story: Story) -> None:
    mother, father = woman(story), man(story)
    child = story.born(mother=mother, on="2008-05-02")
    story.recognition(child, by=father, on="2020-05-01")
    assert parents(story, child, "2021-01-01") == {mother, father}


def test_beside_a_father_by_marriage_another_does_not_become_a_parent(story: Story) -> None:
    mother, husband, other = woman(story), man(story), man(story)
    wedding = story.wedding(mother, husband, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    story.recognition(child, by=other, on="2020-06-01")
    assert parents(story, child, "2021-01-01") == {mother, husband}
    assert "onder e" in reason_of(story, child, "2021-01-01", other)
    story.retract(wedding)
    assert parents(story, child, "2021-01-01") == {mother, other}
    assert said(story, child, "2021-01-01", "nietige erkenning") is None


def test_before_the_birth_the_unborn_has_no_parents(story: Story) -> None:
    mother, father, child = woman(story), man(story), person()
    story.recognition(child, by=father, on="2020-01-01", moment="ongeboren")
    story.birth(child, mother=mother, on="2020-05-01")
    assert parents(story, child, "2020-04-30") == set()
    assert parents(story, child, "2020-05-01") == {mother, father}


def test_a_recognition_at_the_declaration_counts_from_its_own_day(story: Story) -> None:
    mother, father, child = woman(story), man(story), person()
    story.birth(child, mother=mother, on="2020-05-01")
    story.recognition(child, by=father, on="2020-05-03", moment="bijAangifte")
    assert parents(story, child, "2020-05-02") == {mother}
    found = sure(story, child, "2020-05-03", "ouderschap", key=father)
    assert found.since is not None
    assert found.since.text == "2020-05-03"


def test_it_falls_when_it_is_retracted_and_the_custody_with_it(story: Story) -> None:
    mother, father = woman(story), man(story)
    child = story.born(mother=mother, on="2023-05-01")
    recognition = story.recognition(child, by=father, on="2023-06-01")
    assert sure(story, child, "2024-01-01", "gezag").value["soort"] == "GezamenlijkOuderlijkGezag"
    story.retract(recognition)
    assert parents(story, child, "2024-01-01") == {mother}
    assert sure(story, child, "2024-01-01", "gezag").value["soort"] == "EenhoofdigOuderlijkGezag"
