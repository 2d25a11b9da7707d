"""Decisions that rested on what changed are looked at again, with the difference; what came later is no change."""

from typing import Any
from uuid import UUID

import pytest

from events.domain.event import Event
from events.domain.moments import LAST_MOMENT
from readmodels.domain.reexamination import Rested, Shift, decided_claims, reexaminations
from readmodels.domain.states import Question, state
from tests import builders
from tests.unit.states.stories import CATALOGUE, Story, retraction_of


@pytest.fixture
def story() -> Story:
    return Story()


def looked_at_again(story: Story) -> dict[UUID, tuple[Shift, ...]]:
    """Every claim that was decided on and is to be looked at again, with the difference."""
    log = story.register.log
    found = reexaminations(log, claims=decided_claims(log), catalogue=CATALOGUE)
    return {it.claim.id: it.shifts for it in found}


def told(shifts: tuple[Shift, ...]) -> set[tuple[Rested, str]]:
    return {(shift.rested, shift.name) for shift in shifts}


def correct(story: Story, claim: Event, **said: Any) -> Event:
    """The claim with other data, accepted; the correction."""
    data = {**claim.data, **said}
    about = story.register.objects_of(claim)
    correction = story.register.record(builders.replacement(claim, data=data, object_ids=about))
    story.accept(correction)
    return correction


def birth_of(story: Story, someone: UUID) -> Event:
    (claim,) = story._claims_of("Geboorte", someone)
    return claim


def test_a_marriage_rests_on_the_births_of_both(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01")
    wedding = story.wedding(anna, bert, on="2000-06-01")
    assert looked_at_again(story) == {}
    correction = correct(story, birth_of(story, anna), geboortedatum={"type": "Datum", "datum": "1979-01-01"})
    (shift,) = looked_at_again(story)[wedding.id]
    assert (shift.rested, shift.name, shift.about) == (Rested.VALUE, "geboorte", anna)
    assert (shift.before["op"]["datum"], shift.after["op"]["datum"]) == ("1980-01-01", "1979-01-01")
    assert correction.id in shift.because
    assert birth_of(story, anna).id in shift.rests_on


def test_a_check_that_comes_out_otherwise_now_is_told_beside_the_value(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01")
    wedding = story.wedding(anna, bert, on="2000-06-01")
    correct(story, birth_of(story, anna), geboortedatum={"type": "Datum", "datum": "1990-01-01"})
    shifts = looked_at_again(story)[wedding.id]
    assert told(shifts) == {(Rested.VALUE, "geboorte"), (Rested.CHECK, "meerderjarig")}
    outcome = shifts[-1]
    assert (outcome.before, outcome.after) == (True, False)
    assert outcome.because == shifts[0].because


def test_a_name_is_no_ground_for_a_marriage(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01")
    story.wedding(anna, bert, on="2000-06-01")
    correct(story, birth_of(story, anna), naam={"voornamen": "Anne", "geslachtsnaam": "Bakker"})
    assert looked_at_again(story) == {}


def test_what_is_claimed_and_accepted_later_is_no_change_of_the_past(story: Story) -> None:
    anna, bert, chris = (story.born(on="1980-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on="2000-06-01")
    story.dissolution(first, anna, bert, on="2005-01-01")
    story.wedding(anna, chris, on="2006-01-01")
    story.death(anna, on="2020-01-01")
    assert looked_at_again(story) == {}


def test_a_retracted_marriage_puts_what_named_it_and_what_came_after_it_under_investigation(story: Story) -> None:
    anna, bert, chris = (story.born(on="1980-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on="2000-06-01")
    ended = story.dissolution(first, anna, bert, on="2005-01-01")
    second = story.wedding(anna, chris, on="2006-01-01")
    retraction = story.retract(first)
    found = looked_at_again(story)
    assert found.keys() == {ended.id, second.id}
    assert (Rested.GROUND, "Huwelijk") in told(found[ended.id])
    ground = next(shift for shift in found[ended.id] if shift.rested is Rested.GROUND)
    assert ground.after is None
    assert retraction.id in ground.because
    assert {shift.name.partition("/")[0] for shift in found[second.id]} == {"verbintenis"}


def test_a_corrected_death_of_a_former_partner_bears_on_the_next_marriage(story: Story) -> None:
    anna, bert, chris = (story.born(on="1950-01-01") for _ in range(3))
    story.wedding(anna, bert, on="1980-06-01")
    died = story.death(bert, on="2000-01-01")
    again = story.wedding(anna, chris, on="2001-01-01")
    correct(story, died, overlijdensdatum={"type": "Datum", "datum": "2003-01-01"})
    shifts = looked_at_again(story)[again.id]
    assert told(shifts) == {(Rested.VALUE, "overlijden"), (Rested.CHECK, "ongehuwd")}
    assert {shift.about for shift in shifts} == {bert, again.id}


def test_a_denial_reaches_back_to_a_marriage_that_rested_on_who_the_parents_were(story: Story) -> None:
    mother, husband = story.born(on="1970-01-01"), story.born(on="1970-01-01", geslacht="M")
    union = story.wedding(mother, husband, on="1995-01-01")
    child = story.born(on="2000-01-01", mother=mother, other=husband, ground="huwelijk", resting_on=union)
    wedding = story.wedding(child, story.born(on="1998-01-01"), on="2020-01-02")
    denied = story.denial(child, husband, on="2026-02-01", of=birth_of(story, child))
    (shift,) = looked_at_again(story)[wedding.id]
    assert (shift.name, shift.about, shift.after) == ("ouder/2", child, None)
    assert denied.id in shift.because


def test_a_rejection_is_looked_at_again_when_what_it_rested_on_falls(story: Story) -> None:
    anna, bert, chris = (story.born(on="1980-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on="2000-06-01")
    refused = story.claims_wedding(anna, chris, on="2001-01-01")
    story.register.reject(refused)
    story.retract(first)
    assert (Rested.CHECK, "ongehuwd") in told(looked_at_again(story)[refused.id])


def test_nothing_is_left_to_look_at_once_the_retraction_is_undone(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01")
    first = story.wedding(anna, bert, on="2000-06-01")
    story.dissolution(first, anna, bert, on="2005-01-01")
    retraction = story.retract(first)
    assert looked_at_again(story)
    story.retract(retraction)
    assert looked_at_again(story) == {}


def test_an_open_correction_changes_nothing_yet(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01")
    first = story.wedding(anna, bert, on="2000-06-01")
    story.dissolution(first, anna, bert, on="2005-01-01")
    story.register.record(retraction_of(first, story))
    assert looked_at_again(story) == {}


def test_a_claim_that_is_itself_corrected_afterwards_rests_on_what_was_known_then(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01")
    wedding = story.wedding(anna, bert, on="2000-06-01")
    correct(story, birth_of(story, anna), geboortedatum={"type": "Datum", "datum": "1979-01-01"})
    assert wedding.id in looked_at_again(story)
    correct(story, wedding, huwelijksdatum={"type": "Datum", "datum": "2000-07-01"})
    assert looked_at_again(story) == {}


def test_a_claim_that_fell_itself_is_not_looked_at(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01")
    wedding = story.wedding(anna, bert, on="2000-06-01")
    correct(story, birth_of(story, anna), geboortedatum={"type": "Datum", "datum": "1979-01-01"})
    story.retract(wedding)
    assert wedding.id not in looked_at_again(story)


def test_a_row_that_was_taken_over_and_is_corrected_here_is_a_change_of_the_past(story: Story) -> None:
    anna, bert = story.taken_over(born="19800101"), story.born(on="1980-01-01")
    wedding = story.wedding(anna, bert, on="2000-06-01")
    (row,) = story._claims_of("OvernamePersoon", anna)
    correct(story, row, geboortedatum="19790101")
    assert told(looked_at_again(story)[wedding.id]) == {(Rested.VALUE, "geboorte")}


def test_what_a_takeover_accepted_rests_on_nothing(story: Story) -> None:
    anna = story.taken_over(born="19800101")
    (row,) = story._claims_of("OvernamePersoon", anna)
    story.born(on="2000-01-01", mother=anna)
    found = decided_claims(story.register.log)
    assert row.id not in found
    assert len(found) == 1


def test_a_claim_that_takes_the_place_of_one_that_fell_counts_as_what_is_known_now(story: Story) -> None:
    anna, bert, chris = (story.born(on="1980-01-01") for _ in range(3))
    first = story.wedding(anna, bert, on="2000-06-01")
    ended = story.dissolution(first, anna, bert, on="2005-01-01")
    again = story.wedding(anna, chris, on="2006-01-01")
    story.retract(ended)
    story.dissolution(first, anna, bert, on="2005-01-02")
    (shift,) = looked_at_again(story)[again.id]
    assert (shift.before["einde"]["datum"], shift.after["einde"]["datum"]) == ("2005-01-01", "2005-01-02")


def test_what_was_claimed_anew_as_it_was_leaves_nothing_to_look_at(story: Story) -> None:
    mother = story.person()
    anna, bert = story.born(on="1980-01-01", mother=mother), story.born(on="1980-01-01")
    wedding = story.wedding(anna, bert, on="2000-06-01")
    story.retract(birth_of(story, anna))
    assert wedding.id in looked_at_again(story)
    story.birth(anna, mother=mother, on="1980-01-01")
    assert wedding.id not in looked_at_again(story)


def test_a_value_that_appears_is_told_with_what_brought_it_and_nothing_else(story: Story) -> None:
    anna, bert = story.born(on="1950-01-01"), story.born(on="1950-01-01")
    death = story.death(bert, on="1990-01-01")
    moved = story.move(anna, on="2001-01-01")
    data = {**death.data, "persoon": {"objectId": str(anna)}}
    correction = story.register.record(builders.replacement(death, data=data, object_ids=(anna,)))
    story.accept(correction)
    value, check = before = looked_at_again(story)[moved.id]
    assert (value.rested, value.name, value.before) == (Rested.VALUE, "overlijden", None)
    assert (check.name, check.after, check.because) == ("in_leven", False, value.because)
    correct(story, birth_of(story, anna), naam={"voornamen": "Anne", "geslachtsnaam": "Bakker"})
    assert looked_at_again(story)[moved.id] == before


def test_a_retraction_rests_on_its_grounds(story: Story) -> None:
    anna, bert = story.born(on="1950-01-01"), story.born(on="1950-01-01")
    wedding, ground = story.wedding(anna, bert, on="2000-06-01"), story.move(anna, on="1999-01-01")
    filed = story.register.record(builders.retraction(wedding, object_ids=(anna, bert), grounds=(ground.id,)))
    story.accept(filed)
    story.retract(ground)
    (shift,) = looked_at_again(story)[wedding.id]
    assert (shift.rested, shift.name, shift.after) == (Rested.GROUND, "Verhuizing", None)


def test_a_decision_on_what_was_accepted_anew_rests_on_what_it_says(story: Story) -> None:
    anna, bert = story.born(on="1980-01-01"), story.born(on="1980-01-01")
    wedding = story.wedding(anna, bert, on="2000-06-01")
    birth = birth_of(story, anna)
    (acceptance,) = story.register.log.targeting(birth.id)
    story.retract(acceptance)
    assert wedding.id in looked_at_again(story)
    story.accept(birth)
    assert wedding.id not in looked_at_again(story)


def test_a_ground_of_which_the_acceptance_was_withdrawn_is_an_issue_and_a_task(story: Story) -> None:
    child, father = story.born(on="2010-01-01"), story.born(on="1980-01-01")
    recognised = story.recognition(child, by=father, on="2010-02-01")
    (acceptance,) = story.register.log.targeting(birth_of(story, child).id)
    assert issues_of(story, child) == []
    story.retract(acceptance)
    assert issues_of(story, child) == ["grond-niet-meer-aanvaard"]
    assert (Rested.GROUND, "Geboorte") in told(looked_at_again(story)[recognised.id])


def issues_of(story: Story, someone: UUID) -> list[str]:
    asked = Question(as_of=LAST_MOMENT, as_at=LAST_MOMENT)
    return [
        issue.code for issue in state(story.register.log, object_id=someone, asked=asked, catalogue=CATALOGUE).issues
    ]


def test_what_fell_to_somebody_else_and_was_claimed_anew_counts_as_it_is_now(story: Story) -> None:
    anna, bert, chris, dirk = (story.born(on="1950-01-01") for _ in range(4))
    story.wedding(anna, bert, on="1980-06-01")
    died = story.death(bert, on="2000-01-01")
    again = story.wedding(anna, chris, on="2001-01-01")
    data = {**died.data, "persoon": {"objectId": str(dirk)}}
    story.accept(story.register.record(builders.replacement(died, data=data, object_ids=(dirk,))))
    assert again.id in looked_at_again(story)
    story.death(bert, on="2000-01-01")
    assert again.id not in looked_at_again(story)


def test_each_check_is_told_with_what_it_rested_on_itself(story: Story) -> None:
    anna, bert, chris = (story.born(on="1980-01-01") for _ in range(3))
    story.wedding(anna, bert, on="2000-06-01")
    died = story.death(bert, on="2005-01-01")
    again = story.wedding(anna, chris, on="2006-01-01")
    story.retract(died)
    correct(story, birth_of(story, anna), geboortedatum={"type": "Datum", "datum": "1990-01-01"})
    because = {shift.name: shift.because for shift in looked_at_again(story)[again.id] if shift.rested is Rested.CHECK}
    chains = {name: {story.register.log.root_id(it) for it in events} for name, events in because.items()}
    assert chains == {"ongehuwd": {died.id}, "meerderjarig": {birth_of(story, anna).id}}


def test_the_rejection_of_a_correction_is_looked_at_again(story: Story) -> None:
    anna, bert = story.born(on="1950-01-01"), story.born(on="1950-01-01")
    moved = story.move(anna, on="2001-01-01")
    death = story.death(anna, on="2005-01-01")
    data = {**moved.data, "datumIngang": {"type": "Datum", "datum": "2006-01-01"}}
    correction = story.register.record(builders.replacement(moved, data=data, object_ids=(anna,)))
    rejection = story.register.reject(correction)
    data = {**death.data, "persoon": {"objectId": str(bert)}}
    story.accept(story.register.record(builders.replacement(death, data=data, object_ids=(bert,))))
    log = story.register.log
    found = {it.decision.id: it for it in reexaminations(log, claims=decided_claims(log), catalogue=CATALOGUE)}
    assert told(found[rejection.id].shifts) == {(Rested.VALUE, "overlijden"), (Rested.CHECK, "in_leven")}
    assert found[rejection.id].claim.id == moved.id
    outcome = found[rejection.id].shifts[-1]
    assert (outcome.before, outcome.after) == (False, True)
