"""The checks of a decision: named, recorded, and some of them to be overruled with a motivation."""

from typing import Any

import pytest

from events.domain import checks
from events.domain.event import Event
from events.domain.refusals import ChecksFailed, MotivationRequired, ReferenceMissing
from tests import builders
from tests.builders import Register, birth, marriage, person

OVERRULE = [{"check": checks.GROUNDS_IN_FORCE, "overruled": True}]


@pytest.fixture
def register() -> Register:
    return Register()


@pytest.fixture
def on_a_retracted_ground(register: Register) -> Event:
    """A claim whose ground was accepted, and retracted since."""
    ground = register.record(birth())
    register.accept(ground)
    claim = register.record(builders.claim(builders.DEATH, references=(ground.id,)))
    register.retract(ground)
    return claim


def _outcomes(decision: Event) -> dict[str, tuple[str, bool]]:
    return {entry["check"]: (entry["outcome"], entry["overruled"]) for entry in decision.data["checks"]}


def test_a_decision_records_every_check_that_was_made(register: Register) -> None:
    decision = register.accept(register.record(birth()))
    assert _outcomes(decision) == dict.fromkeys(checks.OURS, (checks.PASSED, False))


def test_a_rejection_records_what_failed(register: Register) -> None:
    child = person()
    register.accept(register.record(birth(child)))
    second = register.record(birth(child, complete=False))
    outcomes = _outcomes(register.reject(second))
    assert outcomes[checks.COMPLETE] == (checks.FAILED, False)


def test_what_the_official_says_of_our_checks_is_not_believed(register: Register) -> None:
    said = [{"check": checks.COMPLETE, "outcome": "failed", "overruled": True}]
    decision = register.accept(register.record(birth()), checks=said)
    assert _outcomes(decision)[checks.COMPLETE] == (checks.PASSED, False)


def test_accepting_on_a_retracted_ground_is_refused(register: Register, on_a_retracted_ground: Event) -> None:
    with pytest.raises(ChecksFailed) as refused:
        register.accept(on_a_retracted_ground)
    assert refused.value.checks == refused.value.overrulable == (checks.GROUNDS_IN_FORCE,)


def test_unless_it_is_overruled_with_a_motivation(register: Register, on_a_retracted_ground: Event) -> None:
    with pytest.raises(MotivationRequired):
        register.accept(on_a_retracted_ground, checks=OVERRULE, motivation=None)
    decision = register.accept(on_a_retracted_ground, checks=OVERRULE)
    assert _outcomes(decision)[checks.GROUNDS_IN_FORCE] == (checks.FAILED, True)


def test_a_ground_retracted_after_leaves_the_claim_in_force(register: Register) -> None:
    ground = register.record(birth())
    register.accept(ground)
    claim = register.record(builders.claim(builders.DEATH, references=(ground.id,)))
    register.accept(claim)
    register.retract(ground)
    assert [fact.claim for fact in register.facts()] == [claim]


def test_a_ground_of_the_decision_itself_counts_too(register: Register) -> None:
    ground = register.record(birth())
    register.retract(ground)
    claim = register.record(builders.claim(builders.DEATH))
    with pytest.raises(ChecksFailed):
        register.accept(claim, grounds=(ground.id,))


def test_a_ground_that_is_open_or_corrected_is_no_obstacle(register: Register) -> None:
    opened, corrected = register.record(birth()), register.record(birth())
    register.accept(corrected)
    register.replace(corrected)
    register.accept(register.record(builders.claim(builders.DEATH, references=(opened.id, corrected.id))))


@pytest.mark.parametrize("overruled", [[], [{"check": checks.REQUIRED_GROUNDS, "overruled": True}]])
def test_a_ground_that_the_type_demands_is_accepted_first_and_this_is_not_overruled(
    register: Register, overruled: list[dict[str, Any]]
) -> None:
    wedding = register.record(marriage(person(), person()))
    divorce = register.record(builders.claim(builders.DISSOLUTION, references=(wedding.id,)))
    with pytest.raises(ReferenceMissing) as refused:
        register.accept(divorce, checks=overruled)
    assert refused.value.accepted
    register.accept(wedding)
    register.accept(divorce)


def test_a_demanded_ground_that_was_retracted_since_can_be_overruled(register: Register) -> None:
    wedding = register.record(marriage(person(), person()))
    register.accept(wedding)
    divorce = register.record(builders.claim(builders.DISSOLUTION, references=(wedding.id,)))
    register.retract(wedding)
    with pytest.raises(ChecksFailed):
        register.accept(divorce)
    register.accept(divorce, checks=OVERRULE)


def test_a_replacement_rests_on_the_grounds_of_its_claim(register: Register) -> None:
    wedding = register.record(marriage(person(), person()))
    register.accept(wedding)
    divorce = register.record(builders.claim(builders.DISSOLUTION, references=(wedding.id,)))
    register.accept(divorce)
    register.replace(divorce, data={"reden": "verklaring"})


def test_a_check_that_the_official_made_himself_is_recorded(register: Register) -> None:
    own = {"check": "identiteit_vastgesteld", "outcome": "passed"}
    decision = register.accept(register.record(birth()), checks=[own])
    assert decision.data["checks"][-1] == {**own, "overruled": False}


def test_his_own_failed_check_stands_in_the_way_until_he_overrules_it(register: Register) -> None:
    claim = register.record(birth())
    own = {"check": "identiteit_vastgesteld", "outcome": "failed"}
    with pytest.raises(ChecksFailed) as refused:
        register.accept(claim, checks=[own])
    assert refused.value.overrulable == ("identiteit_vastgesteld",)
    decision = register.accept(claim, checks=[{**own, "overruled": True}])
    assert decision.data["checks"][-1] == {**own, "overruled": True}


def test_checks_are_against_the_legal_state_never_against_open_claims(register: Register) -> None:
    child = person()
    first, second = register.record(birth(child)), register.record(birth(child))
    register.accept(second)
    assert len(register.facts()) == 1
    assert first.id in register.log
