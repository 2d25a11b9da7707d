"""Custody told as lives in our own event types; the national cases are in `tests/conformance`."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readmodels.domain.law.consequence import Consequence
from tests.builders import person
from tests.unit.law.lives import leaves
from tests.unit.states.stories import Story

JOINT, SOLE = "GezamenlijkOuderlijkGezag", "EenhoofdigOuderlijkGezag"


def custody(story: Story, child: UUID, on: str, *, rules_at: date | None = None) -> Consequence:
    return next(it for it in story.law(child, on, rules_at=rules_at) if it.kind == "gezag")


def holders(found: Consequence) -> tuple[str, set[str]]:
    return found.value["soort"], set(found.value["ouders"])


def adult(story: Story, sex: str = "V") -> UUID:
    return story.born(on="1985-01-01", geslacht=sex)


def test_an_unmarried_mother_has_custody_alone(story: Story) -> None:
    mother = adult(story)
    child = story.born(mother=mother, on="2020-05-01")
    found = custody(story, child, "2021-01-01")
    assert holders(found) == (SOLE, {str(mother)})
    assert found.article == "BW 1:253b"
    assert found.supports


def test_married_parents_have_it_together_also_after_a_divorce(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    wedding = story.wedding(mother, father, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    story.dissolution(wedding, mother, father, on="2022-01-01")
    for day in ("2021-01-01", "2023-01-01"):
        assert holders(custody(story, child, day)) == (JOINT, {str(mother), str(father)})


def test_parents_who_marry_after_the_birth_have_it_together_from_then_on(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    child = story.born(mother=mother, on="2015-05-01")
    story.recognition(child, by=father, on="2015-06-01")
    story.wedding(mother, father, on="2018-01-01")
    assert holders(custody(story, child, "2017-12-31")) == (SOLE, {str(mother)})
    assert holders(custody(story, child, "2018-01-01")) == (JOINT, {str(mother), str(father)})


@pytest.mark.parametrize(("on", "kind"), [("2022-12-31", SOLE), ("2023-01-01", JOINT)])
def test_recognition_gives_custody_since_2023_only(story: Story, on: str, kind: str) -> None:
    mother, father = adult(story), adult(story, "M")
    child = story.born(mother=mother, on="2020-05-01")
    story.recognition(child, by=father, on=on)
    assert custody(story, child, "2024-01-01").value["soort"] == kind


def test_the_rules_of_another_day_judge_otherwise_when_asked(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    child = story.born(mother=mother, on="2015-05-01")
    story.recognition(child, by=father, on="2020-01-01")
    assert custody(story, child, "2024-01-01").value["soort"] == SOLE
    assert custody(story, child, "2024-01-01", rules_at=date(2024, 1, 1)).value["soort"] == JOINT
    assert custody(story, child, "2024-01-01", rules_at=date(2020, 1, 1)).value["soort"] == SOLE


def test_when_one_of_two_dies_the_other_has_it_alone_and_when_both_die_nobody(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    story.wedding(mother, father, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    story.death(father, on="2021-01-01")
    assert holders(custody(story, child, "2021-01-02")) == (SOLE, {str(mother)})
    assert custody(story, child, "2021-01-02").article == "BW 1:253f"
    story.death(mother, on="2022-01-01")
    assert custody(story, child, "2022-01-02").value["soort"] == "TijdelijkGeenGezag"


def test_who_is_under_curatele_or_a_minor_has_none(story: Story) -> None:
    mother = adult(story)
    child = story.born(mother=mother, on="2020-05-01")
    story.curatele(mother, on="2021-01-01")
    assert custody(story, child, "2020-12-31").value["soort"] == SOLE
    assert custody(story, child, "2021-01-01").value["soort"] == "TijdelijkGeenGezag"
    girl = story.born(on="2006-01-01")
    of_girl = story.born(mother=girl, on="2022-05-01")
    assert custody(story, of_girl, "2023-12-31").value["soort"] == "TijdelijkGeenGezag"
    assert custody(story, of_girl, "2024-01-01").value["soort"] == SOLE


def test_a_ruling_goes_before_the_law_until_the_parents_marry_each_other_again(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    wedding = story.wedding(mother, father, on="2010-01-01")
    child = story.born(mother=mother, on="2012-05-01")
    story.dissolution(wedding, mother, father, on="2015-01-01")
    story.custody_ruling(child, "1", on="2015-02-01")
    assert holders(custody(story, child, "2016-01-01")) == (SOLE, {str(mother)})
    story.wedding(mother, father, on="2017-01-01")
    assert holders(custody(story, child, "2017-01-01")) == (JOINT, {str(mother), str(father)})


def test_a_guardian_by_ruling(story: Story) -> None:
    child = story.born(mother=adult(story), on="2012-05-01")
    story.custody_ruling(child, "D", on="2015-02-01")
    assert custody(story, child, "2016-01-01").value["soort"] == "Voogdij"


def test_it_ends_on_the_eighteenth_birthday(story: Story) -> None:
    child = story.born(mother=adult(story), on="2002-05-01")
    assert custody(story, child, "2020-04-30").determined
    assert not any(it.kind == "gezag" for it in story.law(child, "2020-05-01"))


def test_it_cannot_be_determined_for_a_child_born_abroad(story: Story) -> None:
    child = person()
    place = {"land": "6029", "omschrijving": "Bonn"}
    story.birth(child, mother=adult(story), on="2020-05-01", plaats=place)
    found = custody(story, child, "2021-01-01")
    assert (found.determined, found.value) == (False, {})
    assert found.reason == "De minderjarige is in het buitenland geboren."


def test_a_denial_takes_the_custody_of_the_father_with_it(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    wedding = story.wedding(mother, father, on="2019-01-01")
    child = person()
    birth = story.birth(child, mother=mother, on="2020-05-01", other=father, ground="huwelijk", resting_on=wedding)
    story.denial(child, father, on="2022-01-01", of=birth)
    assert holders(custody(story, child, "2021-01-01")) == (SOLE, {str(mother)})


def test_custody_is_the_mothers_when_both_declare_so_in_the_act_of_recognition(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    child = story.born(mother=mother, on="2023-05-01")
    story.recognition(child, by=father, on="2023-06-01", gezagAlleenMoeder=True)
    found = custody(story, child, "2024-01-01")
    assert (holders(found), found.article) == ((SOLE, {str(mother)}), "BW 1:251b")


def test_a_void_recognition_gives_no_custody(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    child = story.born(mother=mother, on="2023-05-01")
    story.recognition(child, by=father, on="2023-06-01", toestemmingMoeder={"gegeven": False})
    assert holders(custody(story, child, "2024-01-01")) == (SOLE, {str(mother)})


def test_it_cannot_be_determined_while_the_child_lives_abroad(story: Story) -> None:
    child = story.born(mother=adult(story), on="2015-05-01")
    leaves(story, child, on="2020-01-01")
    assert custody(story, child, "2019-12-31").determined
    assert custody(story, child, "2020-01-01").reason == "De minderjarige is niet ingezetene."


def test_when_the_wedding_turns_out_never_to_have_been_the_mother_has_it_alone(story: Story) -> None:
    mother, father = adult(story), adult(story, "M")
    wedding = story.wedding(mother, father, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    assert holders(custody(story, child, "2021-01-01")) == (JOINT, {str(mother), str(father)})
    story.retract(wedding)
    assert holders(custody(story, child, "2021-01-01")) == (SOLE, {str(mother)})


def test_a_corrected_curatele_or_death_gives_it_back(story: Story) -> None:
    mother = adult(story)
    child = story.born(mother=mother, on="2015-05-01")
    curatele = story.curatele(mother, on="2020-01-01")
    assert custody(story, child, "2021-01-01").value["soort"] == "TijdelijkGeenGezag"
    story.retract(curatele)
    death = story.death(mother, on="2020-06-01")
    assert custody(story, child, "2021-01-01").value["soort"] == "TijdelijkGeenGezag"
    story.retract(death)
    assert holders(custody(story, child, "2021-01-01")) == (SOLE, {str(mother)})


def test_the_wife_of_the_mother_who_is_no_parent_shares_it_from_the_birth(story: Story) -> None:
    mother, wife = adult(story), adult(story)
    story.wedding(mother, wife, on="2015-01-01")
    found = custody(story, story.born(mother=mother, on="2020-05-01"), "2021-01-01")
    assert (found.value["soort"], found.value["derde"], found.article) == ("GezamenlijkGezag", str(wife), "BW 1:253sa")


DAYS = ("1985-01-01", "2002-05-01", "2004-06-01", "2006-07-01", "2010-01-01")


@settings(max_examples=12, deadline=None, derandomize=True)
@given(years=st.integers(0, 10), married=st.booleans(), ends=st.booleans(), dies=st.booleans())
def test_shifting_everything_by_years_changes_nothing_unless_2023_lies_between(
    *, years: int, married: bool, ends: bool, dies: bool
) -> None:
    told = [_life(shift, married=married, ends=ends, dies=dies) for shift in (0, years)]
    assert told[0] == told[1]


def _life(shift: int, *, married: bool, ends: bool, dies: bool) -> str:
    """A recognised child of parents who may marry, divorce and die; all before 2023, whatever the shift."""
    born, birth, recognised, wed, today = (f"{int(day[:4]) + shift}{day[4:]}" for day in DAYS)
    story = Story()
    mother, father = story.born(on=born), story.born(on=born, geslacht="M")
    child = story.born(mother=mother, on=birth)
    story.recognition(child, by=father, on=recognised)
    if married:
        wedding = story.wedding(mother, father, on=wed)
        if ends:
            story.dissolution(wedding, mother, father, on=f"{int(wed[:4]) + 1}-01-01")
    if dies:
        story.death(mother, on=f"{int(wed[:4]) + 2}-01-01")
    found = custody(story, child, today)
    names = {str(mother): "mother", str(father): "father"}
    return f"{found.value['soort']} {sorted(names[it] for it in found.value['ouders'])}"
