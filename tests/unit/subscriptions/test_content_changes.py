"""What an event made of what a claim says: told for what corrects, silent for what is said for the first time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import strategies as st

from events.domain.event import Draft, Kind
from events.domain.log import Log
from events.domain.standing import StandingOf
from events.subscriptions.domain import content_changes
from events.subscriptions.domain.content_changes import (
    NOTHING,
    WHOLE,
    ContentChange,
    Picture,
    differences,
    pictures,
)
from tests import builders
from tests.builders import acceptance, birth, person, rejection, replacement, retraction
from tests.unit.domain import generated
from tests.unit.domain.trying import Law, hold

BORN = birth()
BETTER = replacement(BORN, data={**BORN.data, "naam": "Anne"})
TYPES = builders.TYPES


def changes(*drafts: Draft) -> list[ContentChange | None]:
    """Of every event of a chain what it made of what the claim says."""
    chain = tuple(builders.a_log(*drafts))
    found = content_changes.content_changes(chain, catalogue=TYPES)
    return [found.get(it.id) for it in chain]


def places(*drafts: Draft) -> list[list[str] | None]:
    return [None if it is None else [each.pointer for each in it.differences] for it in changes(*drafts)]


def test_an_accepted_replacement_changes_where_it_says_otherwise_and_nothing_else() -> None:
    found = changes(BORN, acceptance(BORN), BETTER, acceptance(BETTER))
    assert found[:3] == [None, None, None]
    assert found[3] is not None
    (one,) = found[3].differences
    assert (one.pointer, one.was, one.now) == ("/event_data/naam", "Anna", "Anne")
    assert (found[3].claim, found[3].standing) == (BORN.id, StandingOf.CORRECTED)


def test_a_claim_that_is_corrected_before_its_acceptance_is_told_of_at_once_and_not_again() -> None:
    assert places(BORN, BETTER, acceptance(BETTER), acceptance(BORN)) == [None, None, ["/event_data/naam"], None]


def test_that_officials_add_an_act_to_what_was_claimed_corrects_nothing() -> None:
    bare = birth(data={name: value for name, value in BORN.data.items() if name != "akte"})
    assert places(bare, acceptance(bare, act={"akte": {"aktenummer": "1AB1234"}})) == [None, None]


def test_a_rejection_or_a_correction_that_is_rejected_changes_nothing() -> None:
    assert places(BORN, rejection(BORN)) == [None, None]
    assert places(BORN, acceptance(BORN), BETTER, rejection(BETTER))[3] is None


def test_a_retraction_leaves_nothing_and_its_own_retraction_brings_all_of_it_back() -> None:
    never = retraction(BORN)
    after_all = retraction(never)
    found = changes(BORN, acceptance(BORN), never, acceptance(never), after_all, acceptance(after_all))
    gone, back = found[3], found[5]
    assert gone is not None
    assert back is not None
    assert gone.standing is StandingOf.RETRACTED
    assert [(it.pointer, it.now) for it in gone.differences] == [(WHOLE, NOTHING)]
    assert gone.differences[0].was["event_data"]["naam"] == "Anna"
    assert [(it.pointer, it.was) for it in back.differences] == [(WHOLE, NOTHING)]
    assert (back.standing, back.differences[0].now) == (StandingOf.ACCEPTED, gone.differences[0].was)


def test_when_a_replacement_falls_what_it_replaced_stands_again() -> None:
    never = retraction(BETTER)
    found = changes(BORN, acceptance(BORN), BETTER, acceptance(BETTER), never, acceptance(never))[5]
    assert found is not None
    assert [(it.pointer, it.was, it.now) for it in found.differences] == [("/event_data/naam", "Anne", "Anna")]


def test_a_claim_whose_validation_is_retracted_says_nothing_until_it_is_accepted_anew() -> None:
    yes = acceptance(BORN)
    not_so = retraction(yes)
    drafts = (BORN, yes, not_so, acceptance(not_so), acceptance(BORN))
    assert places(*drafts) == [None, None, None, [WHOLE], [WHOLE]]


def test_a_retracted_claim_that_nobody_decided_on_says_nothing_either() -> None:
    never = retraction(BORN)
    assert places(BORN, never, acceptance(never)) == [None, None, [WHOLE]]


def test_under_four_eyes_the_first_acceptance_of_a_correction_changes_nothing_yet() -> None:
    adopted = builders.claim(builders.ADOPTION)
    better = replacement(adopted, data={"uitspraak": "anders"})
    decide = [acceptance(it, by=builders.official(who)) for it in (adopted, better) for who in ("A", "B")]
    assert places(adopted, *decide[:2], better, *decide[2:])[4:] == [None, ["/event_data/uitspraak"]]


def test_its_moment_and_its_objects_count_and_their_order_does_not() -> None:
    one, other, third = person(), person(), person()
    wed = builders.marriage(one, other)
    turned = replacement(wed, object_ids=(other, one))
    later = replacement(turned, object_ids=(other, third), occurred_at=wed.occurred_at + timedelta(days=1))
    found = places(wed, acceptance(wed), turned, acceptance(turned), later, acceptance(later))
    assert found[3] is None
    assert found[5] == ["/object_ids", "/occurred_at"]


def test_a_place_is_one_that_the_type_declares_so_that_no_name_of_somebody_stands_in_it() -> None:
    schema = {
        "type": "object",
        "properties": {"namen": {"type": "array", "items": {"type": "object", "properties": {"naam": {}}}}, "vrij": {}},
    }
    was = {"event_data": {"namen": [{"naam": "A"}, {"naam": "B"}], "vrij": {"999990019": 1}}}
    now = {"event_data": {"namen": [{"naam": "A"}, {"naam": "C"}], "vrij": {"999990020": 1}}}
    assert [it.pointer for it in differences(was, now, schema=schema)] == [
        "/event_data/namen/1/naam",
        "/event_data/vrij",
    ]
    longer = {"event_data": {"namen": [{"naam": "A"}], "vrij": {"999990019": 1}}}
    assert [it.pointer for it in differences(was, longer, schema=schema)] == ["/event_data/namen"]


@pytest.mark.parametrize(("one", "other", "same"), [(1, 1.0, True), (1, True, False), (None, 0, False)])
def test_values_are_compared_as_json(one: Any, other: Any, same: bool) -> None:  # noqa: FBT001 - of the parameters
    found = list(differences({"event_data": {"a": one}}, {"event_data": {"a": other}}, schema={}))
    assert (not found) == same


# -- laws --------------------------------------------------------------------------------------------------------------


def who_follows_what_changed_knows_what_stands(log: Log) -> None:
    """Begin with what was claimed, and put in what each correction says: that is what stands, whenever it does.

    What officials add at the first acceptance is not a correction; from then on it is known.
    """
    for claim in log.claims():
        chain = log.chain(claim.id)
        stands = pictures(chain, catalogue=generated.TYPES)
        found = content_changes.content_changes(chain, catalogue=generated.TYPES)
        known, before = stands[claim.id].said, stands[claim.id]
        for event in chain[1:]:
            if event.kind is not Kind.VALIDATION:
                assert event.id not in found
                continue
            after = stands[event.id]
            if event.id in found:
                known = put_in(known, found[event.id])
            elif after.in_force and not before.in_force:
                known = after.said
            assert same(known, after)
            before = after


def put_in(known: Mapping[str, Any] | None, change: ContentChange) -> Mapping[str, Any] | None:
    for it in change.differences:
        if it.pointer == WHOLE:
            known = None if it.now is NOTHING else it.now
        else:
            known = inside(known, it.pointer.split("/")[1:], it.now)
    return known


def inside(holder: Any, tokens: Sequence[str], value: Any) -> Any:
    token, *rest = tokens
    key: Any = int(token) if isinstance(holder, list) else token.replace("~1", "/").replace("~0", "~")
    if isinstance(holder, list):
        new = inside(holder[key], rest, value) if rest else value
        return [*holder[:key], new, *holder[key + 1 :]]
    if not rest and value is NOTHING:
        return {name: it for name, it in holder.items() if name != key}
    return {**holder, key: inside(holder[key], rest, value) if rest else value}


def same(known: Mapping[str, Any] | None, picture: Picture) -> bool:
    return not list(differences(known, picture.said, schema={}))


def what_comes_later_changes_nothing_of_what_an_event_changed(log: Log) -> None:
    for claim in log.claims():
        chain = log.chain(claim.id)
        whole = content_changes.content_changes(chain, catalogue=generated.TYPES)
        for number in range(1, len(chain)):
            upto = content_changes.content_changes(chain[:number], catalogue=generated.TYPES)
            ids = {it.id for it in chain[:number]}
            assert upto == {pk: it for pk, it in whole.items() if pk in ids}


def renumbered(log: Log) -> Log:
    return Log(replace(it, order=order) for order, it in enumerate(log, start=1))


LAWFUL = generated.lawful_logs()
ANY = st.one_of(generated.raw_logs(), generated.dense_chains(), LAWFUL).map(renumbered)
LAWS: dict[Law, st.SearchStrategy[Log]] = {
    who_follows_what_changed_knows_what_stands: st.one_of(LAWFUL, generated.dense_chains()).map(renumbered),
    what_comes_later_changes_nothing_of_what_an_event_changed: ANY,
}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, (LAWS[law],), examples=150)


def retractions_go_unnoticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = content_changes._picture
    wrong = lambda chain, **others: replace(right(chain, **{**others, "has_been": False}))  # noqa: E731
    monkeypatch.setattr(content_changes, "_picture", wrong)
    begins = lambda before, after: before.in_force != after.in_force  # noqa: E731
    monkeypatch.setattr(content_changes, "_begins", begins)


@pytest.mark.parametrize("bug", [retractions_go_unnoticed])
def test_the_law_bites(bug: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    law = who_follows_what_changed_knows_what_stands
    with pytest.raises(AssertionError):
        hold(law, (LAWS[law],), examples=150, shrink=False)
