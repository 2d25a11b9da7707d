"""The family of somebody at one moment: by law, by what the register says, and from every side the same."""

from uuid import UUID, uuid4

from readmodels.domain.family import HALF, Family, Relative, family_of
from tests.unit.domain.trying import hold
from tests.unit.states import families
from tests.unit.states.stories import ExaminedRegister, Story


def family(story: Story, someone: UUID, on: str) -> Family:
    return family_of(someone, story.society(on))


def ids(relatives: tuple[Relative, ...]) -> list[UUID | None]:
    return [it.id for it in relatives]


def test_a_husband_who_is_the_father_by_law_is_seen_from_both_sides() -> None:
    story = Story()
    mother, father = (story.born(on="1990-01-01", geslacht=sex) for sex in ("V", "M"))
    story.wedding(mother, father, on="2015-06-12")
    child = story.born(on="2016-02-01", mother=mother)
    assert ids(family(story, child, "2017-01-01").parents) == [mother, father]
    assert ids(family(story, father, "2017-01-01").children) == [child]
    assert ids(family(story, mother, "2017-01-01").children) == [child]


def test_before_the_birth_there_is_no_child_and_before_the_wedding_no_partner() -> None:
    story = Story()
    mother, father = (story.born(on="1990-01-01", geslacht=sex) for sex in ("V", "M"))
    story.wedding(mother, father, on="2015-06-12")
    story.born(on="2016-02-01", mother=mother)
    assert family(story, mother, "2015-01-01").partners == ()
    assert family(story, mother, "2016-01-01").children == ()


def test_brothers_and_sisters_of_one_parent_are_told_apart() -> None:
    story = Story()
    mother, father = (story.born(on="1990-01-01", geslacht=sex) for sex in ("V", "M"))
    elder = story.born(on="2014-01-01", mother=mother)
    story.wedding(mother, father, on="2015-06-12")
    one, other = (story.born(on=day, mother=mother) for day in ("2016-02-01", "2018-02-01"))
    told = {it.id: it.tie for it in family(story, one, "2020-01-01").siblings}
    assert told == {elder: HALF, other: ""}


def test_an_ended_marriage_says_until_when() -> None:
    story = Story()
    one, other = (story.born(on="1990-01-01", geslacht=sex) for sex in ("V", "M"))
    union = story.wedding(one, other, on="2015-06-12")
    story.dissolution(union, one, other, on="2019-03-01")
    (before,) = family(story, one, "2018-01-01").partners
    (after,) = family(story, one, "2020-01-01").partners
    assert before.until is None
    assert after.until is not None
    assert after.until.text == "2019-03-01"


def test_who_was_denied_is_no_parent_and_has_no_child() -> None:
    story = Story()
    mother, father = (story.born(on="1990-01-01", geslacht=sex) for sex in ("V", "M"))
    child = story.born(on="2014-01-01", mother=mother)
    recognition = story.recognition(child, by=father, on="2014-02-01")
    assert ids(family(story, father, "2015-01-01").children) == [child]
    story.denial(child, father, on="2016-01-01", of=recognition, annulled=True)
    assert family(story, father, "2017-01-01").children == ()
    assert ids(family(story, child, "2017-01-01").parents) == [mother]


def test_parents_whom_a_register_only_names_are_told_by_their_name() -> None:
    story = Story()
    someone = story.taken_over(born="19850101", parents=("Bakker", "Jansen"))
    parents = family(story, someone, "2027-01-01").parents
    assert [(it.name.surname, it.tie) for it in parents] == [("Bakker", "overgenomen"), ("Jansen", "overgenomen")]


def test_nobody_is_known_of_somebody_of_whom_nothing_is() -> None:
    found = family(Story(), uuid4(), "2020-01-01")
    assert found.relatives == ()


def test_who_has_a_parent_is_a_child_of_that_parent() -> None:
    hold(a_parent_has_the_child, (families.families(),), examples=40)


def a_parent_has_the_child(register: ExaminedRegister) -> None:
    """Of everybody in a family, at the end of it."""
    story = Story(register=register)
    society = story.society("2035-01-01")
    for someone in families.FAMILY.people:
        for parent in family_of(someone, society).parents:
            if parent.id is not None and society.person(someone).exists:
                assert someone in ids(family_of(parent.id, society).children)
