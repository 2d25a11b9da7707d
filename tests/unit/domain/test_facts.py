"""Facts, standing and content: what holds, in the order of the fold (`product.md`, section 3)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from events.domain import chains
from events.domain.boundaries import boundary_of
from events.domain.event import Kind
from events.domain.identity import key_ids
from events.domain.log import Log, root_of
from events.domain.readings import View
from events.domain.refusals import ReferenceNotFound, TargetMissing
from events.domain.standing import StandingOf, standings
from tests import builders
from tests.builders import HAPPENED, TYPES, Register, birth, moment_of, person

CHAIN_LENGTH = 2_000


@pytest.fixture
def register() -> Register:
    return Register()


# -- facts -------------------------------------------------------------------------------------------------------------


def test_facts_come_by_material_moment_then_rank_then_zone_then_position(register: Register) -> None:
    day = timedelta(days=1)
    death = builders.claim(builders.DEATH)
    drafts = [
        builders.claim(builders.DEATH, occurred_at=HAPPENED + day),
        death,
        builders.claim(builders.DEATH, zone="adreshuishouding"),
        builders.claim(builders.DEATH),
        birth(),
        builders.claim(builders.MOVE, data={"ingangsdatum": "2025-12-31", "adres": "Dorpsstraat 1"}),
    ]
    events = [register.record(draft) for draft in drafts]
    for event in events:
        register.accept(event)
    later, first, elsewhere, second, born, moved = events
    assert [fact.claim for fact in register.facts()] == [moved, born, elsewhere, first, second, later]


def test_a_fact_is_known_from_when_its_acceptance_was_recorded(register: Register) -> None:
    claim = register.record(birth())
    decision = register.accept(claim)
    just_before = decision.created_at - timedelta(microseconds=1)
    assert register.facts(as_at=just_before) == ()
    assert len(register.facts(as_at=decision.created_at)) == 1


def test_a_fact_names_the_claim_the_correction_and_their_decisions(register: Register) -> None:
    claim = register.record(birth())
    accepted = register.accept(claim)
    newer = register.replace(claim)
    (fact,) = register.facts()
    assert fact.supports == (claim.id, accepted.id, newer.id, register.log.targeting(newer.id)[0].id)


def test_a_wholly_unknown_date_is_folded_first(register: Register) -> None:
    register.accept(register.record(birth()))
    unknown = builders.claim(builders.MOVE, data={"ingangsdatum": {"type": "DatumOnbekend"}, "adres": "?"})
    claim = register.record(unknown)
    register.accept(claim)
    first = register.facts()[0]
    assert (first.claim, first.moment) == (claim, datetime(1, 1, 1, tzinfo=UTC))


def test_in_the_asserted_view_the_last_claim_of_an_occurrence_counts(register: Register) -> None:
    child = person()
    register.record(birth(child))
    last = register.record(birth(child))
    assert [fact.claim for fact in register.facts(View.ASSERTED)] == [last]
    assert register.facts() == ()


def test_but_the_claim_in_force_counts_before_a_later_one(register: Register) -> None:
    child = person()
    first = register.record(birth(child))
    register.accept(first)
    register.record(birth(child))
    assert [fact.claim for fact in register.facts(View.ASSERTED)] == [first]


def test_a_rejected_claim_is_not_asserted(register: Register) -> None:
    register.reject(register.record(birth()))
    assert register.facts(View.ASSERTED) == ()


def test_an_open_correction_counts_in_the_asserted_view_only(register: Register) -> None:
    claim = register.record(birth())
    register.accept(claim)
    register.record(builders.replacement(claim, data={**claim.data, "naam": "Anne"}))
    assert [fact.content.data["naam"] for fact in register.facts(View.ASSERTED)] == ["Anne"]
    assert [fact.content.data["naam"] for fact in register.facts()] == ["Anna"]


# -- standing ----------------------------------------------------------------------------------------------------------


def test_every_claim_and_correction_has_a_standing_and_no_validation_has(register: Register) -> None:
    claim = register.record(birth())
    register.accept(claim)
    newer = register.replace(claim)
    opened = register.record(builders.retraction(newer))
    assert standings(register.log, TYPES) == {
        claim.id: StandingOf.CORRECTED,
        newer.id: StandingOf.ACCEPTED,
        opened.id: StandingOf.OPEN,
    }


def test_a_standing_is_asked_of_any_moment_of_knowing(register: Register) -> None:
    claim = register.record(birth())
    register.accept(claim)
    register.retract(claim)
    found = [standings(register.log.as_known_at(moment_of(order)), TYPES)[claim.id] for order in (1, 2, 3, 4)]
    assert found == [StandingOf.OPEN, StandingOf.ACCEPTED, StandingOf.ACCEPTED, StandingOf.RETRACTED]


# -- chains ------------------------------------------------------------------------------------------------------------


def test_the_root_of_everything_in_a_chain_is_its_claim(register: Register) -> None:
    claim = register.record(birth())
    decision = register.accept(claim)
    undoing = register.retract(decision)
    assert {root_of(event, register.log).id for event in register.log} == {claim.id}
    assert root_of(builders.retraction(undoing), register.log) == claim
    assert root_of(draft := birth(), register.log) == draft


def test_without_a_known_target_there_is_no_root(register: Register) -> None:
    stray = builders.retraction(birth())
    with pytest.raises(ReferenceNotFound):
        root_of(stray, register.log)
    with pytest.raises(TargetMissing):
        root_of(replace(stray, references=()), register.log)


def test_a_reference_that_does_not_point_back_counts_for_nothing() -> None:
    claim = builders.recorded(builders.claim(builders.DEATH), order=5)
    early = builders.recorded(builders.acceptance(claim), order=4)
    elsewhere = builders.recorded(replace(builders.acceptance(claim), zone="adreshuishouding"), order=6)
    log = Log([claim, early, elsewhere])
    assert (log.targeting(claim.id), chains.accepted(claim, log=log, catalogue=TYPES)) == ((), False)
    assert log.root_id(early.id) is None


def test_a_chain_of_two_thousand_corrections_is_read_without_recursion() -> None:
    claim = builders.claim(builders.MOVE)
    drafts = [claim, builders.acceptance(claim)]
    for _ in range(CHAIN_LENGTH):
        newer = builders.replacement(drafts[-2])
        drafts += [newer, builders.acceptance(newer)]
    log = builders.a_log(*drafts)
    content = chains.content(log[claim.id], log=log, catalogue=TYPES)
    assert content is not None
    assert content.event == chains.tip(log[claim.id], log=log, catalogue=TYPES) == log[drafts[-2].id]
    assert list(standings(log, TYPES).values()).count(StandingOf.CORRECTED) == CHAIN_LENGTH


def test_a_chain_of_two_thousand_retractions_of_retractions_is_read_without_recursion() -> None:
    claim = builders.claim(builders.MOVE)
    drafts = [claim, builders.acceptance(claim)]
    for _ in range(CHAIN_LENGTH):
        undoing = builders.retraction(drafts[-2])
        drafts += [undoing, builders.acceptance(undoing)]
    log = builders.a_log(*drafts)
    assert chains.in_force(log[claim.id], log=log, catalogue=TYPES)
    assert chains.objects_of(log[drafts[-2].id], log=log, catalogue=TYPES) == claim.object_ids


# -- boundaries --------------------------------------------------------------------------------------------------------


def test_the_boundary_of_a_claim_is_its_objects_itself_and_its_keys(register: Register) -> None:
    draft = birth()
    addresses = boundary_of(draft, log=register.log, catalogue=TYPES)
    keys = key_ids(builders.BIRTH, data=draft.data).all
    assert (addresses.objects, addresses.root, addresses.keys) == (frozenset(draft.object_ids), draft.id, keys)
    assert addresses.all == {*draft.object_ids, draft.id, *keys}


def test_the_boundary_of_a_correction_holds_the_old_and_the_new_objects_and_keys(register: Register) -> None:
    claim = register.record(birth())
    other = person()
    said = {**claim.data, "kind": {"objectId": str(other)}}
    draft = builders.replacement(claim, data=said, object_ids=(other,))
    addresses = boundary_of(draft, log=register.log, catalogue=TYPES)
    assert addresses.objects == {*claim.object_ids, other}
    assert addresses.root == claim.id
    old, new = (key_ids(builders.BIRTH, data=data).all for data in (claim.data, said))
    assert addresses.keys == old | new


def test_the_boundary_of_a_decision_holds_the_values_that_its_act_adds(register: Register) -> None:
    claim = register.record(birth(complete=False))
    act = {"naam": "Anna", "akte": {"aktenummer": "1AA0001"}}
    addresses = boundary_of(builders.acceptance(claim, act=act), log=register.log, catalogue=TYPES)
    assert addresses.keys == key_ids(builders.BIRTH, data={**claim.data, **act}).all
    register.accept(claim, act=act)
    later = boundary_of(builders.retraction(claim), log=register.log, catalogue=TYPES)
    assert later.keys == addresses.keys


def test_two_claims_of_one_occurrence_meet_in_its_key(register: Register) -> None:
    one, other = person(), person()
    pair = [builders.marriage(one, other), builders.marriage(other, one)]
    first, second = (boundary_of(draft, log=register.log, catalogue=TYPES) for draft in pair)
    assert first.keys == second.keys != frozenset()
    assert first.root != second.root


def test_a_draft_without_a_known_target_has_no_boundary(register: Register) -> None:
    stray = replace(builders.acceptance(birth()), references=(uuid4(),))
    assert stray.kind is Kind.VALIDATION
    with pytest.raises(ReferenceNotFound):
        boundary_of(stray, log=register.log, catalogue=TYPES)
