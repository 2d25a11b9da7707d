"""Dutch nationality (RWN 3, 4, 14): whoever was Dutch on the day, and that it never reaches back (RWN 2)."""

from datetime import date
from uuid import UUID

import pytest

from tests.builders import person
from tests.unit.law.lives import leaves, man, said, sure, why_not, woman
from tests.unit.states.stories import Story

KIND = "nationaliteit"


def of(story: Story, someone: UUID, code: str, *, on: str = "1985-01-01") -> UUID:
    """Somebody of a nationality."""
    story.nationality(someone, code, on=on)
    return someone


def couple(story: Story, *, mothers: str, fathers: str) -> tuple[UUID, UUID]:
    mother, father = of(story, woman(story), mothers), of(story, man(story), fathers)
    story.wedding(mother, father, on="2015-01-01")
    return mother, father


def dutch(story: Story, someone: UUID, on: str, *, rules_at: date | None = None) -> bool:
    """Whether he certainly is Dutch by law."""
    found = said(story, someone, on, KIND, rules_at=rules_at)
    return found is not None and found.determined


def test_a_dutch_father_by_marriage_passes_it_on(story: Story) -> None:
    mother, _ = couple(story, mothers="0339", fathers="0001")
    wedding = next(it for it in story.register.log.claims() if it.event_type == "Huwelijk")
    child = story.born(mother=mother, on="2020-05-01")
    found = sure(story, child, "2021-01-01", KIND)
    assert (found.rule, found.version, found.article) == ("nederlanderschap-geboorte", "1", "RWN 3 lid 1")
    assert wedding.id in found.supports
    story.retract(wedding)
    assert not dutch(story, child, "2021-01-01")


@pytest.mark.parametrize(("born", "passes"), [("1984-12-31", False), ("1985-01-01", True)])
def test_the_mother_passes_it_on_since_1985_only(story: Story, born: str, *, passes: bool) -> None:
    mother = of(story, woman(story, on="1960-01-01"), "0001", on="1960-01-01")
    child = story.born(mother=mother, on=born)
    assert (said(story, child, "1990-01-01", KIND) is not None) is passes
    assert dutch(story, child, "1990-01-01", rules_at=date(1985, 1, 1))
    assert said(story, child, "1990-01-01", KIND, rules_at=date(1984, 12, 31)) is None


def test_of_one_parent_unknown_and_one_foreign_it_cannot_be_told(story: Story) -> None:
    mother, father = of(story, woman(story), "0339"), man(story)
    story.wedding(mother, father, on="2015-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    assert "ouders" in why_not(story, child, "2021-01-01", KIND)


def test_who_lost_it_before_the_birth_does_not_pass_it_on(story: Story) -> None:
    mother = of(story, woman(story), "0001")
    data = {"persoon": {"objectId": str(mother)}, "nationaliteit": "0001", "richting": "verlies", "reden": "035"}
    lost = {"datumIngang": {"type": "Datum", "datum": "2010-01-01"}, "brondocument": {"soort": "besluit"}}
    story.happened("Nationaliteit", [mother], data | lost)
    assert not dutch(story, story.born(mother=mother, on="2020-05-01"), "2021-01-01")
    assert dutch(story, story.born(mother=mother, on="2009-05-01"), "2021-01-01")


def test_another_nationality_beside_it_does_not_take_it_away(story: Story) -> None:
    child = story.born(mother=of(story, woman(story), "0001"), on="2020-05-01")
    of(story, child, "0339", on="2020-05-01")
    assert dutch(story, child, "2021-01-01")


# -- the third generation (RWN 3 lid 3) --------------------------------------------------------------------------------


def three_generations(story: Story) -> tuple[UUID, UUID]:
    grandmother = of(story, woman(story, on="1960-01-01"), "0339")
    mother = of(story, story.born(mother=grandmother, on="1990-01-01"), "0339")
    return grandmother, mother


def test_whose_mother_and_grandmother_lived_here_at_the_births_is_dutch(story: Story) -> None:
    grandmother, mother = three_generations(story)
    story.move(grandmother, on="1980-01-01")
    story.move(mother, on="2010-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    assert sure(story, child, "2021-01-01", KIND).article == "RWN 3 lid 3"


def test_where_a_grandmother_lived_may_not_be_known(story: Story) -> None:
    _, mother = three_generations(story)
    story.move(mother, on="2010-01-01")
    child = story.born(mother=mother, on="2020-05-01")
    assert "lid 3" in why_not(story, child, "2021-01-01", KIND)


def test_whose_mother_lived_abroad_at_the_birth_is_not(story: Story) -> None:
    _, mother = three_generations(story)
    leaves(story, mother, on="2015-01-01")
    assert said(story, story.born(mother=mother, on="2020-05-01"), "2021-01-01", KIND) is None


# -- recognition and the court (RWN 4) ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "version"), [("2003-03-31", "1"), ("2003-04-01", None), ("2009-02-28", None), ("2009-03-01", "2")]
)
def test_recognition_made_dutch_by_two_laws_with_a_gap_between(story: Story, on: str, version: str | None) -> None:
    father = of(story, man(story, on="1960-01-01"), "0001", on="1960-01-01")
    child = story.born(mother=of(story, woman(story, on="1960-01-01"), "0339"), on="2002-05-01")
    story.recognition(child, by=father, on=on)
    found = said(story, child, "2010-01-01", KIND)
    assert found is not None
    by_recognition = found.rule == "nederlanderschap-erkenning" and found.determined
    assert (found.version if by_recognition else None) == version


def test_of_a_recogniser_without_a_known_nationality_it_cannot_be_told(story: Story) -> None:
    child = story.born(mother=of(story, woman(story), "0339"), on="2020-05-01")
    story.recognition(child, by=man(story), on="2020-06-01")
    assert "erkenner" in why_not(story, child, "2021-01-01", KIND)


def test_a_void_recognition_makes_nobody_dutch(story: Story) -> None:
    child = story.born(mother=of(story, woman(story), "0339"), on="2020-05-01")
    father = of(story, man(story), "0001")
    story.recognition(child, by=father, on="2020-06-01", toestemmingMoeder={"gegeven": False})
    found = said(story, child, "2021-01-01", KIND)
    assert found is None or found.rule == "nederlanderschap-geboorte"


def test_an_adult_who_is_recognised_does_not_become_dutch(story: Story) -> None:
    child = story.born(mother=of(story, woman(story, on="1970-01-01"), "0339"), on="2000-05-01")
    story.recognition(child, by=of(story, man(story, on="1970-01-01"), "0001"), on="2020-06-01", toestemmingKind=True)
    found = said(story, child, "2021-01-01", KIND)
    assert found is None or found.rule == "nederlanderschap-geboorte"


def test_the_court_makes_a_minor_dutch_from_the_final_ruling_on(story: Story) -> None:
    child = story.born(mother=of(story, woman(story), "0339"), on="2015-05-01")
    story.court_parent(child, of(story, man(story), "0001"), on="2021-03-01")
    assert not dutch(story, child, "2021-02-28")
    found = sure(story, child, "2021-03-01", KIND)
    assert (found.rule, found.article) == ("nederlanderschap-vaststelling", "RWN 4 lid 1")
    assert found.since is not None
    assert found.since.text == "2021-03-01"


# -- losing it with the parenthood (RWN 14) ----------------------------------------------------------------------------


def denied(story: Story, *, mothers: str, born: str = "2015-05-01") -> UUID:
    """A child of a Dutch husband whose parenthood is denied in 2021."""
    mother, father = couple(story, mothers=mothers, fathers="0001")
    wedding = next(it for it in story.register.log.claims() if it.event_type == "Huwelijk")
    child = person()
    birth = story.birth(child, mother=mother, on=born, other=father, ground="huwelijk", resting_on=wedding)
    story.denial(child, father, on="2021-01-01", of=birth)
    return child


def test_who_was_dutch_by_a_father_who_is_denied_was_so_until_the_ruling(story: Story) -> None:
    child = denied(story, mothers="0339")
    assert dutch(story, child, "2020-12-31")
    assert "RWN 14" in why_not(story, child, "2021-01-01", KIND)


def test_with_a_dutch_mother_a_denied_father_changes_nothing(story: Story) -> None:
    assert dutch(story, denied(story, mothers="0001"), "2022-01-01")
