"""What an official cannot accept, because the law says otherwise of the persons concerned: each check by its name."""

from dataclasses import replace

import pytest

from events.domain.event import Event
from events.domain.refusals import ChecksFailed, MotivationRequired
from readmodels.domain import state_checks
from readmodels.domain.state_checks import CHECKS, StateExaminer
from tests import builders
from tests.builders import Register, SmallCatalogue, person
from tests.unit.event_types.shipped import VERSIONS
from tests.unit.states import stories
from tests.unit.states.stories import Story


@pytest.fixture
def story() -> Story:
    return Story()


def refused_by(story: Story, claim: Event) -> tuple[str, ...]:
    with pytest.raises(ChecksFailed) as refusal:
        story.accept(claim)
    return refusal.value.checks


def test_nobody_marries_while_he_is_married(story: Story) -> None:
    anna, bert, chris = (story.person() for _ in range(3))
    story.wedding(anna, bert, on="2010-06-01")
    assert refused_by(story, story.claims_wedding(anna, chris, on="2020-06-01")) == ("ongehuwd",)
    assert refused_by(story, story.claims_wedding(chris, bert, on="2020-06-01")) == ("ongehuwd",)


def test_nobody_marries_before_a_marriage_that_is_known_already(story: Story) -> None:
    anna, bert, chris = (story.person() for _ in range(3))
    story.wedding(anna, bert, on="2010-06-01")
    assert refused_by(story, story.claims_wedding(anna, chris, on="2005-06-01")) == ("ongehuwd",)


def test_who_is_divorced_or_widowed_marries_again(story: Story) -> None:
    anna, bert, chris, dirk = (story.person() for _ in range(4))
    wedding = story.wedding(anna, bert, on="2010-06-01")
    story.dissolution(wedding, anna, bert, on="2015-03-01")
    story.wedding(anna, chris, on="2016-06-01")
    story.death(chris, on="2018-01-01")
    story.wedding(anna, dirk, on="2020-06-01")


def test_a_partnership_is_converted_by_the_marriage_of_the_two(story: Story) -> None:
    anna, bert = story.person(), story.person()
    partnership = story.partnership(anna, bert, on="2010-06-01")
    story.wedding(anna, bert, on="2015-06-01", omzetting_van=partnership)


def test_a_retracted_marriage_is_not_in_the_way(story: Story) -> None:
    anna, bert, chris = (story.person() for _ in range(3))
    story.retract(story.wedding(anna, bert, on="2010-06-01"))
    story.wedding(anna, chris, on="2020-06-01")


def test_an_open_claim_is_not_in_the_way(story: Story) -> None:
    anna, bert, chris = (story.person() for _ in range(3))
    story.claims_wedding(anna, bert, on="2010-06-01")
    story.wedding(anna, chris, on="2020-06-01")


def test_both_partners_are_of_age_on_the_day(story: Story) -> None:
    young, old = story.born(on="2008-03-01"), story.born(on="1980-01-01")
    assert refused_by(story, story.claims_wedding(young, old, on="2026-02-28")) == ("meerderjarig",)
    story.wedding(young, old, on="2026-03-01")


def test_brother_and_sister_do_not_marry_unless_an_official_says_why(story: Story) -> None:
    mother = story.person()
    brother, sister = story.born(mother=mother, on="1980-01-01"), story.born(mother=mother, on="1982-01-01")
    claim = story.claims_wedding(brother, sister, on="2026-02-28")
    assert refused_by(story, claim) == ("geen_verwantschap",)
    overruled = [{"check": "geen_verwantschap", "overruled": True}]
    with pytest.raises(MotivationRequired):
        story.accept(claim, checks=overruled, motivation=None)
    decision = story.accept(claim, checks=overruled, motivation="Ontheffing verleend (artikel 1:41 lid 2 BW).")
    recorded = {entry["check"]: entry for entry in decision.data["checks"]}
    assert recorded["geen_verwantschap"] == {"check": "geen_verwantschap", "outcome": "failed", "overruled": True}
    assert recorded["ongehuwd"]["outcome"] == "passed"


def test_nothing_is_done_by_the_dead(story: Story) -> None:
    anna, bert = story.person(), story.person()
    story.death(anna, on="2020-01-01")
    assert refused_by(story, story.claims_wedding(anna, bert, on="2020-01-02")) == ("in_leven",)
    assert refused_by(story, story.claims_move(anna, on="2021-01-01")) == ("in_leven",)
    story.wedding(anna, bert, on="2019-12-31")


def test_what_may_have_been_before_an_uncertain_death_passes(story: Story) -> None:
    anna, bert = story.person(), story.person()
    story.death(anna, on="2020")
    story.wedding(anna, bert, on="2020-05-01")


def test_a_death_before_a_marriage_that_holds_is_not_accepted(story: Story) -> None:
    anna, bert = story.person(), story.person()
    story.wedding(anna, bert, on="2020-01-02")
    assert refused_by(story, story.claims_death(anna, on="2020-01-01")) == ("niet_gehuwd_na_overlijden",)
    story.death(anna, on="2020-01-02")


def test_a_child_whose_birth_is_known_is_not_born_again(story: Story) -> None:
    child = story.taken_over(born="20100401")
    claim = story.claims_birth(child, mother=story.person(), on="2010-04-01")
    assert refused_by(story, claim) == ("niet_eerder_geboren",)


def test_the_parents_of_a_birth_are_known_or_an_official_says_why(story: Story) -> None:
    claim = story.claims_birth(person(), mother=person(), on="2026-04-01")
    assert refused_by(story, claim) == ("ouders_bekend",)
    story.accept(claim, checks=[{"check": "ouders_bekend", "overruled": True}], motivation="Moeder zonder papieren.")


def test_a_child_with_two_parents_is_not_recognised_by_a_third(story: Story) -> None:
    child = story.born(mother=story.person(), on="2020-01-01")
    story.recognition(child, by=story.person(), on="2020-02-01")
    claim = story.claims_recognition(child, by=story.person(), on="2020-03-01")
    assert refused_by(story, claim) == ("erkenning_mogelijk",)


def test_who_is_under_sixteen_does_not_recognise(story: Story) -> None:
    child, boy = story.born(mother=story.person(), on="2020-01-01"), story.born(on="2004-05-01")
    assert refused_by(story, story.claims_recognition(child, by=boy, on="2020-04-30")) == ("erkenning_mogelijk",)
    story.recognition(child, by=boy, on="2020-05-01")


def test_a_marriage_that_ended_does_not_end_again(story: Story) -> None:
    anna, bert = story.person(), story.person()
    wedding = story.wedding(anna, bert, on="2010-06-01")
    story.dissolution(wedding, anna, bert, on="2015-03-01")
    with pytest.raises(Exception, match="SameOccurrence"):
        story.dissolution(wedding, anna, bert, on="2016-03-01")


def test_a_correction_is_held_to_the_same(story: Story) -> None:
    anna, bert, chris = (story.person() for _ in range(3))
    story.wedding(anna, bert, on="2010-06-01")
    other = story.wedding(chris, story.person(), on="2012-06-01")
    filed = story.register.record(stories.replaced_partners(other, anna, chris))
    assert refused_by(story, filed) == ("ongehuwd",)


def test_a_revival_is_held_to_the_same(story: Story) -> None:
    anna, bert, chris = (story.person() for _ in range(3))
    retracted = story.retract(story.wedding(anna, bert, on="2010-06-01"))
    story.wedding(anna, chris, on="2020-06-01")
    assert refused_by(story, story.register.record(stories.retraction_of(retracted, story))) == ("ongehuwd",)


def test_every_check_has_a_story_above_and_names_its_law() -> None:
    assert StateExaminer.names == {check.name for check in CHECKS}
    assert all(check.article and check.title and check.types for check in CHECKS)
    known = {version.name for version in VERSIONS}
    assert all(check.types <= known for check in CHECKS)


def test_an_official_does_not_report_the_outcome_of_a_check_himself(story: Story) -> None:
    anna, bert, chris = (story.person() for _ in range(3))
    story.wedding(anna, bert, on="2010-06-01")
    claim = story.claims_wedding(anna, chris, on="2020-06-01")
    with pytest.raises(ChecksFailed):
        story.accept(claim, checks=[{"check": "ongehuwd", "outcome": "passed"}])


def test_without_the_examiner_the_second_marriage_passes_so_these_tests_can_fail() -> None:
    story = Story(register=Register(catalogue=SmallCatalogue(VERSIONS)))
    anna, bert, chris = (story.person() for _ in range(3))
    story.wedding(anna, bert, on="2010-06-01")
    story.wedding(anna, chris, on="2020-06-01")


def test_a_check_that_cannot_read_the_data_fails_and_does_not_raise(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tuple(replace(check, passes=lambda before: bool(before.data["absent"])) for check in CHECKS)
    monkeypatch.setattr(state_checks, "CHECKS", broken)
    assert len(refused_by(story, story.claims_move(story.person(), on="2021-01-01"))) == 1


def test_nobody_marries_a_grandchild(story: Story) -> None:
    grandmother = story.born(on="1940-01-01")
    mother = story.born(on="1960-01-01", mother=grandmother)
    grandchild = story.born(on="1980-01-01", mother=mother)
    claim = story.claims_wedding(grandchild, grandmother, on="2026-02-28")
    assert refused_by(story, claim) == ("geen_verwantschap",)


def test_an_earlier_marriage_can_be_corrected_after_a_later_one(story: Story) -> None:
    anna, bert, chris = (story.born(on="1970-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on="2000-06-01")
    story.dissolution(first, anna, bert, on="2005-01-01")
    story.wedding(anna, chris, on="2006-01-01")
    data = {**first.data, "huwelijksdatum": {"type": "Datum", "datum": "2000-06-08"}}
    correction = story.register.record(builders.replacement(first, data=data, object_ids=(anna, bert)))
    story.accept(correction)


def test_but_not_to_a_day_on_which_it_would_run_beside_another(story: Story) -> None:
    anna, bert, chris = (story.born(on="1970-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on="2000-06-01")
    story.dissolution(first, anna, bert, on="2005-01-01")
    story.wedding(anna, chris, on="2006-01-01")
    data = {**first.data, "huwelijksdatum": {"type": "Datum", "datum": "2006-06-08"}}
    correction = story.register.record(builders.replacement(first, data=data, object_ids=(anna, bert)))
    assert refused_by(story, correction) == ("ongehuwd",)


@pytest.mark.parametrize(
    ("wed", "ended", "again"),
    [("2000-06-01", "2000-06-01", "2001-01-01"), ("2000-06-01", "2000", "2001-01-01"), ("2000", "2000", "2002-01-01")],
)
def test_of_days_that_are_partly_known_it_is_held_that_one_union_followed_the_other(
    story: Story, wed: str, ended: str, again: str
) -> None:
    anna, bert, chris = (story.born(on="1970-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on=wed)
    story.death(bert, on=ended)
    story.wedding(anna, chris, on=again)
    data = {**first.data, "plaats": {"land": "6030", "gemeente": "0344"}}
    story.accept(story.register.record(builders.replacement(first, data=data, object_ids=(anna, bert))))


def test_a_marriage_of_which_only_the_year_is_known_may_have_followed_a_divorce_in_it(story: Story) -> None:
    anna, bert, chris = (story.born(on="1970-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on="2000-06-01")
    story.dissolution(first, anna, bert, on="2005-05-01")
    story.wedding(anna, chris, on="2005")


def test_a_marriage_that_was_declared_void_never_was_in_the_way(story: Story) -> None:
    anna, bert, chris = (story.born(on="1970-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on="2000-06-01")
    story.dissolution(first, anna, bert, on="2005-05-01", reason="nietig")
    story.wedding(anna, chris, on="2003-01-01")


def test_who_is_dead_by_the_suspension_in_a_register_leaves_a_widow(story: Story) -> None:
    bert = story.taken_over(born="19700101")
    anna, chris = story.born(on="1970-01-01"), story.born(on="1970-01-01")
    story.wedding(anna, bert, on="2000-06-01")
    place = {"persoonslijst": "1", "categorie": "07", "stapel": 0, "volgnummer": 0}
    ended = {"redenOpschortingBijhouding": "O", "datumOpschortingBijhouding": "20050101"}
    story.happened("OvernameInschrijving", [bert], {"persoon": {"objectId": str(bert)}, "register": place, **ended})
    story.wedding(anna, chris, on="2006-01-01")
