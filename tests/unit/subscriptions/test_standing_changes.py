"""What an event changed of the standings in its chain: judged at its place in the log, and the same for ever."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st

from events.domain import standing
from events.domain.event import Draft, Event, Kind, Operation
from events.domain.log import Log
from events.domain.readings import operation_of
from events.domain.standing import StandingOf
from events.subscriptions.domain import standing_changes
from events.subscriptions.domain.filters import wanted_of
from events.subscriptions.domain.standing_changes import changes, standings_in
from tests import builders
from tests.builders import acceptance, official, rejection, replacement, retraction
from tests.unit.domain import generated
from tests.unit.domain.trying import Law, hold

CATALOGUE = generated.TYPES
CLAIM = builders.claim(builders.DEATH)
FOUR_EYES = builders.claim(builders.ADOPTION)


def chain(*drafts: Draft) -> Sequence[Event]:
    return tuple(builders.a_log(*drafts))


def told(*drafts: Draft) -> list[list[str]]:
    """Of every event of a chain what it changed, as words: which draft, and its standing."""
    events = chain(*drafts)
    names = {draft.id: index for index, draft in enumerate(drafts)}
    return [
        [f"{names[it.id]} {it.standing.value}" for it in changes(event, chain=events, catalogue=CATALOGUE)]
        for event in events
    ]


def test_a_claim_is_open_until_it_is_accepted() -> None:
    assert told(CLAIM, acceptance(CLAIM)) == [["0 open"], ["0 accepted"]]


def test_a_rejection_is_told_and_what_is_filed_is_open() -> None:
    assert told(CLAIM, rejection(CLAIM)) == [["0 open"], ["0 rejected"]]


def test_under_four_eyes_the_last_acceptance_that_is_needed_is_the_one() -> None:
    first, second = acceptance(FOUR_EYES, by=official("A")), acceptance(FOUR_EYES, by=official("B"))
    assert told(FOUR_EYES, first, second) == [["0 open"], [], ["0 accepted"]]


def test_an_accepted_replacement_corrects_what_it_replaces_and_is_accepted_itself() -> None:
    better = replacement(CLAIM)
    assert told(CLAIM, acceptance(CLAIM), better, acceptance(better))[2:] == [
        ["2 open"],
        ["0 corrected", "2 accepted"],
    ]


def test_a_rejected_correction_leaves_its_claim_as_it_was() -> None:
    better = replacement(CLAIM)
    assert told(CLAIM, acceptance(CLAIM), better, rejection(better))[3] == ["2 rejected"]


def test_a_claim_that_was_corrected_first_and_accepted_after_counts_from_its_own_acceptance() -> None:
    better = replacement(CLAIM)
    assert told(CLAIM, better, acceptance(better), acceptance(CLAIM)) == [
        ["0 open"],
        ["1 open"],
        [],
        ["0 corrected", "1 accepted"],
    ]


def test_a_correction_of_what_was_rejected_never_counts() -> None:
    better = replacement(CLAIM)
    assert told(CLAIM, better, rejection(CLAIM), acceptance(better))[2:] == [["0 rejected"], []]


def test_what_an_accepted_retraction_is_about_is_retracted_and_revives_with_the_retraction_of_that() -> None:
    never = retraction(CLAIM)
    after_all = retraction(never)
    assert told(CLAIM, acceptance(CLAIM), never, acceptance(never), after_all, acceptance(after_all))[3:] == [
        ["0 retracted", "2 accepted"],
        ["4 open"],
        ["0 accepted", "2 retracted", "4 accepted"],
    ]


def test_when_a_replacement_is_retracted_what_it_replaced_is_accepted_again() -> None:
    better = replacement(CLAIM)
    never = retraction(better)
    found = told(CLAIM, acceptance(CLAIM), better, acceptance(better), never, acceptance(never))
    assert found[5] == ["0 accepted", "2 retracted", "4 accepted"]


def test_a_claim_whose_validation_is_retracted_is_open_again_with_what_corrected_it() -> None:
    yes, better = acceptance(CLAIM), replacement(CLAIM)
    not_so = retraction(yes)
    drafts = (CLAIM, yes, better, acceptance(better), not_so, acceptance(not_so), acceptance(CLAIM))
    assert told(*drafts)[5:] == [["0 open", "2 open", "4 accepted"], ["0 corrected", "2 accepted"]]


def test_what_came_later_changes_nothing_of_what_an_event_changed() -> None:
    never = retraction(CLAIM)
    whole = chain(CLAIM, acceptance(CLAIM), never, acceptance(never))
    for event in whole:
        known = [it for it in whole if it.order <= event.order]
        assert changes(event, chain=whole, catalogue=CATALOGUE) == changes(event, chain=known, catalogue=CATALOGUE)


def test_a_filter_asks_for_one_of_the_standings_and_must_know_what_changed() -> None:
    events = chain(CLAIM, acceptance(CLAIM))
    wanted = wanted_of({"standings": ["accepted", "corrected"]})
    found = [wanted.holds_of(it, changes(it, chain=events, catalogue=CATALOGUE)) for it in events]
    assert found == [False, True]
    with pytest.raises(ValueError, match="not read"):
        wanted.holds_of(events[0])
    assert not wanted_of({"standings": ["accepted"], "eventTypes": ["Geboorte"]}).holds_of(
        events[1], changes(events[1], chain=events, catalogue=CATALOGUE)
    )


# -- laws --------------------------------------------------------------------------------------------------------------


def what_changed_adds_up_to_what_stands(log: Log) -> None:
    """Follow a log event by event, and take over what each changed: that is how everything stands after it."""
    known: list[Event] = []
    followed: dict[UUID, StandingOf] = {}
    for event in log:
        known.append(event)
        root = log.root_id(event.id)
        if root is None:
            continue
        followed |= {it.id: it.standing for it in changes(event, chain=log.chain(root), catalogue=CATALOGUE)}
        stands = standings_in(Log(known).chain(root), catalogue=CATALOGUE)
        assert {pk: followed[pk] for pk in stands} == stands


def what_counts_is_the_standing_of_the_chain(log: Log) -> None:
    """Of a claim and a retraction always; of a replacement unless it waits for what it replaces, and is open."""
    for claim in log.claims():
        events = log.chain(claim.id)
        stands = standings_in(events, catalogue=CATALOGUE)
        alone = Log(events)
        for event in events:
            if event.kind is Kind.VALIDATION:
                continue
            found, said = stands[event.id], standing.standing_of(event, log=alone, catalogue=CATALOGUE)
            waits = operation_of(event) is Operation.REPLACE and found is StandingOf.OPEN
            assert found is said or waits
            assert set(stands.values()) <= set(standing_changes.TOLD)


def a_claim_or_correction_is_open_when_it_comes_and_changes_nothing_else(log: Log) -> None:
    """So of these no chain has to be read."""
    for event in log:
        if event.kind is Kind.VALIDATION or (root := log.root_id(event.id)) is None:
            continue
        upto = [it for it in log.chain(root) if it.order <= event.order]
        before = standings_in([it for it in upto if it is not event], catalogue=CATALOGUE)
        assert standings_in(upto, catalogue=CATALOGUE) == before | {event.id: StandingOf.OPEN}


IN_ORDER = st.one_of(generated.raw_logs(), generated.dense_chains(), generated.lawful_logs()).map(
    lambda log: Log(replace(it, order=order) for order, it in enumerate(log, start=1))
)
LAWS: tuple[Law, ...] = (
    what_changed_adds_up_to_what_stands,
    what_counts_is_the_standing_of_the_chain,
    a_claim_or_correction_is_open_when_it_comes_and_changes_nothing_else,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, (IN_ORDER,), examples=150)


def test_the_law_fails_when_an_event_is_judged_by_what_stands_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "changes", judged_now)
    with pytest.raises(AssertionError):
        hold(what_changed_adds_up_to_what_stands, (IN_ORDER,), examples=150, shrink=False)


def judged_now(event: Event, *, chain: Sequence[Event], catalogue: Any) -> standing_changes.Changes:
    """A fault: what stands now in the chain, though it came later."""
    before = standings_in([it for it in chain if it.id != event.id], catalogue=catalogue)
    after = standings_in(chain, catalogue=catalogue)
    return tuple(
        standing_changes.StandingChange(id=pk, standing=it) for pk, it in after.items() if before.get(pk) is not it
    )
