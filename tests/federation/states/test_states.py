"""A person's state is built of every F6 that holds events about him, and says of each what it told or why not."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest

from events.domain.readings import View
from events.domain.refusals import FactNotFound, ObjectNotFound, RequestTooLarge
from events.models import AccessRecord, ProcessingRecord
from events.processing import pseudonym
from federation.domain.answers import Source, SourceAnswer
from federation.domain.parts import Why
from federation.queries import asking, states
from federation.queries.answering import SourceTold
from federation.queries.asking import gathered
from federation.queries.sources import NotAsked
from federation.queries.states import (
    FederatedState,
    federated_explanation_of,
    federated_state_of,
    federated_timeline_of,
)
from readmodels.domain.relatives import Reach
from readmodels.queries.objects import Asked, state_of
from tests import registry
from tests.federation.states.neighbours import LOOSDAM, NIEUWEGRACHT, Neighbours, of_another, says, silent
from tests.federation.zone_api.peers import peer
from tests.people import accepted, caught_up, moves

NOW = datetime(2027, 1, 1, tzinfo=UTC)
OWN = "99000000000000000001"

pytestmark = pytest.mark.usefixtures("furnished")


def asked(**more: Any) -> Asked:
    return Asked(**{"as_of": NOW, **more})


def state(person: UUID, neighbours: Neighbours, **more: Any) -> FederatedState:
    return federated_state_of(person, asked=asked(**more), principal=registry.official(), others=neighbours.others())


def value_of(found: FederatedState, name: str) -> Any:
    return next((it.value for it in found.state.attributes if it.name == name), None)


def told(found: FederatedState) -> dict[str, SourceTold]:
    return {it.source.organisation: it for it in found.answer.sources}


def born_here() -> tuple[UUID, UUID]:
    """A child and its mother, of an accepted birth."""
    child, mother = uuid4(), registry.known_person()
    accepted(registry.birth(child, mother))
    caught_up()
    return child, mother


# -- what is known together --------------------------------------------------------------------------------------------


def test_what_is_recorded_here_and_elsewhere_is_one_life_and_everything_says_whose_it_is() -> None:
    child, _ = born_here()
    neighbours = Neighbours()
    neighbours.accepted(LOOSDAM, moves(child, on="2026-12-01"))
    found = state(child, neighbours)
    holders = {it.name: [holder.id for holder in found.answer.holders_of(it.supports)] for it in found.state.attributes}
    assert holders["naam"] == [OWN]
    assert LOOSDAM.peer_id in {one for name, those in holders.items() if name != "naam" for one in those}
    assert found.answer.complete
    assert told(found)["Gemeente 2"].events == 2
    assert f"{LOOSDAM.peer_id}/bevolking" in found.answer.known.zones


def test_somebody_of_whom_only_others_know_is_known() -> None:
    person, neighbours = uuid4(), Neighbours()
    neighbours.accepted(LOOSDAM, registry.death(person))
    found = state(person, neighbours)
    assert found.state.exists
    assert [it.id for it in found.answer.holders_of(found.state.attributes[0].supports)] == [LOOSDAM.peer_id]


def test_relatives_are_asked_about_too_everybody_at_once_in_each_round() -> None:
    child, mother = born_here()
    neighbours = Neighbours(logs={LOOSDAM: [], NIEUWEGRACHT: []})
    neighbours.accepted(NIEUWEGRACHT, registry.death(mother))
    found = state(child, neighbours)
    first, second = ({it for it in neighbours.asked if it[1] == ids} for ids in _rounds(neighbours)[:2])
    assert {it[0] for it in first} == {it[0] for it in second} == {LOOSDAM, NIEUWEGRACHT}
    assert _rounds(neighbours)[0] == {child}
    assert mother in _rounds(neighbours)[1]
    rests_on = {holder.id for it in found.state.consequences for holder in found.answer.holders_of(it.supports)}
    assert rests_on >= {OWN, NIEUWEGRACHT.peer_id}


def test_over_the_query_api_of_a_zone_a_state_is_what_it_is_for_who_reads_that_zone() -> None:
    """The real thing on both sides: what who reads nothing of the civil registry gets of it as a peer of it."""
    child, _ = born_here()
    reader = peer("Geboorte", "BsnToegekend", "Overlijden", "Huwelijk", zone=registry.CIVIL)
    civil = of_another(LOOSDAM, "Geboorte", "BsnToegekend", "Overlijden", "Huwelijk")
    neighbours = Neighbours(logs={civil: []})

    def ask() -> Any:
        ids = sorted(map(str, neighbours.asked[-1][1]))
        body = reader.post("/events-about", {"objectIds": ids}).json()
        return says(body["events"])()

    neighbours.instead[civil, 0] = ask
    elsewhere = registry.official(registry.ADDRESSES)
    there = federated_state_of(child, asked=asked(), principal=elsewhere, others=neighbours.others()).state
    here = state_of(child, asked=asked(), principal=registry.official()).state
    assert [(it.name, it.value, it.supports) for it in there.attributes] == [
        (it.name, it.value, it.supports) for it in here.attributes
    ]
    assert there.consequences == here.consequences
    assert there.attributes


def _rounds(neighbours: Neighbours) -> list[frozenset[UUID]]:
    return list(dict.fromkeys(ids for _, ids, _ in neighbours.asked))


# -- at any two moments ------------------------------------------------------------------------------------------------


def test_it_is_told_as_it_was_known_at_any_moment_everywhere() -> None:
    person, neighbours = uuid4(), Neighbours()
    neighbours.accepted(LOOSDAM, registry.death(person))
    neighbours.accepted(LOOSDAM, moves(person), on=datetime(2026, 11, 25, tzinfo=UTC))
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    found = state(person, neighbours, as_at=moment)
    assert {it[2] for it in neighbours.asked} == {moment}
    assert not found.answer.known.provisional
    assert told(found)["Gemeente 2"].events == 2
    both = state(person, neighbours)
    assert told(both)["Gemeente 2"].events == 4
    asserted = state(person, neighbours, view=View.ASSERTED, as_of=datetime(2021, 1, 1, tzinfo=UTC))
    assert "overlijden" not in {it.name for it in asserted.state.attributes}


def test_beyond_the_lowest_horizon_of_who_answered_it_can_still_change() -> None:
    child, _ = born_here()
    neighbours = Neighbours(logs={LOOSDAM: [], NIEUWEGRACHT: []})
    early = datetime.now(UTC) - timedelta(seconds=20)
    neighbours.horizons = {LOOSDAM: early}
    settled = state(child, neighbours)
    assert settled.answer.known.as_at == settled.answer.known.horizon == early
    assert not settled.answer.known.provisional
    assert state(child, neighbours, as_at=early + timedelta(seconds=1)).answer.known.provisional


def test_who_lags_far_behind_hides_nothing_but_leaves_it_provisional() -> None:
    child, _ = born_here()
    neighbours = Neighbours(logs={LOOSDAM: []}, horizons={LOOSDAM: datetime(1, 1, 1, tzinfo=UTC)})
    found = state(child, neighbours)
    assert found.answer.known.provisional
    assert value_of(found, "naam")


def test_of_whose_clock_is_ahead_what_does_not_show_yet_is_told() -> None:
    child, _ = born_here()
    neighbours = Neighbours()
    neighbours.accepted(LOOSDAM, moves(child, on="2026-11-01"), on=datetime.now(UTC) + timedelta(minutes=5))
    found = state(child, neighbours)
    assert [it.why for it in told(found)["Gemeente 2"].left_out] == [Why.AHEAD] * 2
    assert not found.answer.complete


def test_what_another_says_to_be_of_who_asks_moves_nothing() -> None:
    child, _ = born_here()
    by, neighbours = registry.official(), Neighbours()
    far = datetime.now(UTC) + timedelta(seconds=40)  # and what lies further is left out (`Why.AHEAD`)
    (forged,) = neighbours.records(LOOSDAM, registry.death(child), on=far)
    forged["event_source_id"] = str(by.source_id)
    found = federated_state_of(child, asked=asked(), principal=by, others=neighbours.others())
    assert found.answer.known.as_at < far
    assert "overlijden" not in {it.name for it in found.state.attributes}


def test_the_timeline_and_the_explanation_are_of_the_same_log() -> None:
    child, _ = born_here()
    neighbours = Neighbours()
    move = neighbours.accepted(LOOSDAM, moves(child, on="2026-12-01"))
    by, others = registry.official(), neighbours.others()
    timeline = federated_timeline_of(child, asked=asked(), principal=by, others=others)
    by_name = {it.segment.holding.name: it.segment.holding for it in timeline.rectangles}
    theirs = next(name for name, it in by_name.items() if UUID(move["id"]) in it.supports)
    why = federated_explanation_of(child, theirs, asked=asked(), principal=by, others=others)
    assert UUID(move["id"]) in {it.id for it in why.answer.events_of(why.holding.supports)}
    assert why.history
    with pytest.raises(FactNotFound):
        federated_explanation_of(child, "geen", asked=asked(), principal=by, others=others)


# -- who does not answer, and what does not count ----------------------------------------------------------------------


def test_who_does_not_answer_is_named_with_why_and_since_when_and_the_rest_is_told() -> None:
    child, _ = born_here()
    since = datetime(2026, 11, 20, tzinfo=UTC)
    neighbours = Neighbours(logs={LOOSDAM: [], NIEUWEGRACHT: []})
    neighbours.instead[NIEUWEGRACHT, 0] = silent("unreachable", since)
    found = state(child, neighbours)
    assert value_of(found, "naam")
    assert not found.answer.complete
    named = told(found)["Gemeente 3"]
    assert (named.reason, named.since, named.events) == ("unreachable", since, 0)
    assert told(found)["Gemeente 2"].complete
    assert sum(it[0] == NIEUWEGRACHT for it in neighbours.asked) == 1


def test_a_source_of_which_nothing_is_heard_did_not_answer() -> None:
    child, _ = born_here()
    neighbours = Neighbours(logs={LOOSDAM: []})
    others = neighbours.others()
    found = federated_state_of(
        child,
        asked=asked(),
        principal=registry.official(),
        others=type(others)(sources=others.sources, not_asked=(), fetch=lambda *_a, **_k: {}),
    )
    assert told(found)["Gemeente 2"].reason == "nothing-heard"


def test_of_who_falls_silent_what_he_told_before_counts_and_the_answer_says_so() -> None:
    child, _ = born_here()
    neighbours = Neighbours()
    neighbours.accepted(LOOSDAM, moves(child, on="2026-12-01"))
    neighbours.instead[LOOSDAM, 2] = silent()
    found = state(child, neighbours)
    assert (told(found)["Gemeente 2"].events, told(found)["Gemeente 2"].reason) == (2, "unreachable")
    assert not found.answer.complete


def test_who_told_something_is_not_taken_to_have_nothing_in_a_later_round() -> None:
    """What is known of whom he holds events about may be forgotten between two rounds."""
    child, mother = born_here()
    neighbours = Neighbours()
    neighbours.accepted(LOOSDAM, moves(child, on="2026-12-01"))

    def told_later(sources: Collection[Source], *, object_ids: Collection[UUID]) -> Mapping[Source, SourceAnswer]:
        later = mother in object_ids
        return {it: SourceAnswer(events=(), horizon=NOW, zone=it.zone) for it in sources if later}

    others = replace(neighbours.others(), told=told_later)
    found = federated_state_of(child, asked=asked(), principal=registry.official(), others=others)
    assert told(found)["Gemeente 2"].events == 2


def test_somebody_unknown_to_all_who_answered_is_not_found_but_may_be_known_to_who_did_not() -> None:
    person = uuid4()
    neighbours = Neighbours(logs={LOOSDAM: []})
    with pytest.raises(ObjectNotFound):
        state(person, neighbours)
    neighbours.instead[LOOSDAM, 0] = silent()
    found = state(person, neighbours)
    assert not found.state.exists
    assert not found.answer.complete


def test_who_is_not_asked_is_named_with_why_and_then_it_is_not_complete() -> None:
    child, _ = born_here()
    absent = NotAsked(peer_id="5", organisation="Gemeente 5", service="f6-zone-x", reason="no-contract")
    found = state(child, Neighbours(not_asked=(absent,)))
    assert found.answer.not_asked == (absent,)
    assert not found.answer.complete


def test_who_is_responsible_for_nothing_is_told_nothing_of_whom_we_look_at() -> None:
    child, _ = born_here()
    neighbours = Neighbours(logs={of_another(LOOSDAM): []})
    found = state(child, neighbours)
    assert neighbours.asked == []
    assert [(it.peer_id, it.reason) for it in found.answer.not_asked] == [(LOOSDAM.peer_id, "not-responsible")]
    assert found.answer.complete


def test_an_organisation_is_believed_of_what_it_is_responsible_for_alone() -> None:
    child, _ = born_here()
    one = of_another(LOOSDAM, "Huwelijk")
    neighbours = Neighbours()
    neighbours.accepted(one, registry.death(child))
    found = state(child, neighbours)
    assert "overlijden" not in {it.name.split("/")[0] for it in found.state.attributes}
    assert [it.why for it in told(found)["Gemeente 2"].left_out] == [Why.NOT_RESPONSIBLE] * 2
    assert found.answer.complete


def test_what_cannot_be_read_is_told_and_makes_the_answer_incomplete() -> None:
    child, _ = born_here()
    neighbours = Neighbours(logs={LOOSDAM: []})
    neighbours.instead[LOOSDAM, 0] = says([None, {"id": "x"}, {"event_data": {}}])
    found = state(child, neighbours)
    assert value_of(found, "naam")
    assert [it.why for it in told(found)["Gemeente 2"].left_out] == [Why.UNREADABLE] * 3
    assert not found.answer.complete


# -- bounds ------------------------------------------------------------------------------------------------------------


def test_more_relatives_than_one_answer_reads_are_not_asked_about_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "RELATIVES_MAX", 2)
    mother, neighbours = uuid4(), Neighbours()
    for _ in range(5):
        neighbours.accepted(LOOSDAM, registry.birth(uuid4(), mother))
    found = state(mother, neighbours)
    assert not found.answer.whole
    assert not found.answer.complete
    assert _rounds(neighbours) == [{mother}]


def test_the_rounds_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ROUNDS_MAX", 1)
    child, _ = born_here()
    found = state(child, Neighbours(logs={LOOSDAM: []}))
    assert (found.answer.whole, found.answer.complete) == (False, False)


def test_there_is_one_deadline_for_all_rounds_together() -> None:
    child, mother = born_here()
    neighbours, times = Neighbours(logs={LOOSDAM: []}), iter((0.0, 1.0, 9.0, 11.0, 11.0, 11.0))
    found = gathered(
        child,
        others=neighbours.others(),
        as_at=None,
        reach=Reach(as_at=NOW),
        principal=registry.official(),
        clock=lambda: next(times),
    )
    assert len(neighbours.asked) == 1
    assert found.silent[LOOSDAM].reason == "out-of-time"
    assert any(mother in event.object_ids for event in found.own.log)


def test_a_timeline_of_more_moments_than_one_takes_is_refused_and_never_shortened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child, _ = born_here()
    neighbours = Neighbours()
    neighbours.accepted(LOOSDAM, moves(child))
    monkeypatch.setattr(states, "MOMENTS_MAX", 2)
    with pytest.raises(RequestTooLarge):
        federated_timeline_of(child, asked=asked(), principal=registry.official(), others=neighbours.others())


# -- who may, and what is written down ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("of_whom", "claims"), [("himself", 80), ("a relative", 190)])
def test_a_timeline_that_somebody_made_slow_is_refused_before_it_is_made(of_whom: str, claims: int) -> None:
    """A hundred claims were twenty seconds, two hundred minutes, and all the while nobody else was served."""
    child, mother = born_here()
    neighbours = Neighbours()
    for _ in range(claims):
        neighbours.accepted(LOOSDAM, moves(child if of_whom == "himself" else mother, on="2026-12-01"))
    for of in (federated_timeline_of, partial(federated_explanation_of, fact="naam")):
        with pytest.raises(RequestTooLarge) as refused:
            of(child, asked=asked(), principal=registry.official(), others=neighbours.others())
        assert refused.value.unit == "claims about one person"
    assert state(child, neighbours).answer.complete


def test_a_long_life_has_a_timeline() -> None:
    child, mother = born_here()
    neighbours = Neighbours()
    for _ in range(20):
        neighbours.accepted(LOOSDAM, moves(child, on="2026-12-01"))
        neighbours.accepted(NIEUWEGRACHT, moves(mother, on="2026-12-01"))
    found = federated_timeline_of(child, asked=asked(), principal=registry.official(), others=neighbours.others())
    assert found.rectangles


def test_what_he_may_not_see_here_is_in_no_federated_state_of_his() -> None:
    child, _ = born_here()
    with pytest.raises(ObjectNotFound):
        federated_state_of(
            child, asked=asked(), principal=registry.official(registry.ADDRESSES), others=Neighbours().others()
        )


def test_a_question_about_what_does_not_hold_is_written_down_as_its_refusal_names_what_does() -> None:
    child, _ = born_here()
    with pytest.raises(FactNotFound) as refused:
        federated_explanation_of(
            child, "nergens", asked=asked(), principal=registry.official(), others=Neighbours().others()
        )
    assert "naam" in refused.value.facts
    assert AccessRecord.objects.filter(action="Federatieve uitleg geraadpleegd").exists()


def test_whom_we_ask_about_whom_is_written_down_before_it_is_asked() -> None:
    child, mother = born_here()
    by = registry.official()
    written: list[set[str]] = []
    neighbours = Neighbours(logs={LOOSDAM: [], NIEUWEGRACHT: []})
    lines = AccessRecord.objects.filter(source_id=by.source_id)
    neighbours.before = lambda: written.append({it.details.get("peer", "") for it in lines.all()})
    federated_state_of(child, asked=asked(), principal=by, others=neighbours.others())
    assert written[0] == {LOOSDAM.peer_id, NIEUWEGRACHT.peer_id}
    asked_lines = [it for it in lines.order_by("pk") if "peer" in it.details]
    assert asked_lines[0].action == "Gebeurtenissen opgevraagd bij Gemeente 2"
    assert asked_lines[0].details["grant"] == LOOSDAM.grant_hash
    spans = {bytes(it.span_id): it for it in asked_lines}
    about = {
        it.attributes["dpl.core.data_subject_id"]
        for it in ProcessingRecord.objects.filter(trace_id__in=[it.trace_id for it in asked_lines])
        if it.parent_span_id is not None and bytes(it.parent_span_id) in spans
    }
    assert {pseudonym(child), pseudonym(mother)} <= about
    assert lines.latest("pk").action == "Federatieve toestand geraadpleegd"


def test_and_it_is_seen_when_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    child, _ = born_here()
    by, written = registry.official(), list[int]()
    neighbours = Neighbours(logs={LOOSDAM: []})
    neighbours.before = lambda: written.append(AccessRecord.objects.filter(source_id=by.source_id).count())
    monkeypatch.setattr(asking._Asking, "_write_down", lambda *_: None)
    federated_state_of(child, asked=asked(), principal=by, others=neighbours.others())
    assert written[0] == 0


def test_nothing_is_asked_when_it_cannot_be_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    child, _ = born_here()
    neighbours = Neighbours(logs={LOOSDAM: []})

    def fails(*_args: Any, **_fields: Any) -> None:
        raise RuntimeError("no line")

    monkeypatch.setattr("events.processing.record", fails)
    with pytest.raises(RuntimeError, match="no line"):
        state(child, neighbours)
    assert neighbours.asked == []
