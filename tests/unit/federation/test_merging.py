"""What of another organisation's answer counts, what does not, and why: case by case."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from events.domain.event import Event
from events.domain.permissions import Permission
from federation.domain.answers import EVENTS_MAX, NoAnswer, Reason, Source, SourceAnswer, answer_in
from federation.domain.merging import Merged, merged
from federation.domain.parts import CLAIMS_OF_ONE_MAX, HARMLESS, LeftOut, Why
from federation.domain.peer_principals import principal_of
from tests import builders
from tests.unit.federation.divided import OWN, SOURCES, sent

FIRST, SECOND = SOURCES[:2]
TYPES = frozenset({"Overlijden", "Huwelijk"})
BELIEVED = {source.peer_id: TYPES for source in SOURCES}


def death(person: UUID, *, minute: int = 0, **more: Any) -> Event:
    """Somebody died, as recorded at a minute."""
    draft = builders.claim(builders.DEATH, object_ids=(person,), **more)
    return Event.from_draft(replace(draft, zone=OWN), created_at=builders.START + minute * builders.MINUTE, order=1)


def of(*found: tuple[Source, SourceAnswer], about: UUID, own: tuple[Event, ...] = ()) -> Merged:
    return merged(own, dict(found), about=[about], responsible=BELIEVED)


def left_out(found: Merged, source: Source) -> tuple[LeftOut, ...]:
    return next(part.left_out for part in found.parts if part.source == source)


PERSON = uuid4()


def test_what_another_recorded_lies_in_his_zone_at_its_place_in_his_answer() -> None:
    one, other = death(PERSON), death(PERSON, minute=1)
    found = of((FIRST, sent([one, other])), about=PERSON)
    assert [(it.id, it.zone, it.order, it.position) for it in found.log] == [
        (one.id, f"{FIRST.peer_id}/{OWN}", 1, None),
        (other.id, f"{FIRST.peer_id}/{OWN}", 2, None),
    ]


def test_an_event_with_an_id_of_ours_is_ours() -> None:
    ours = death(PERSON, minute=5)
    theirs = replace(death(PERSON), id=ours.id)
    found = of((FIRST, sent([theirs])), about=PERSON, own=(ours,))
    assert list(found.log) == [ours]
    assert left_out(found, FIRST) == (LeftOut(why=Why.SAME_ID, event_id=ours.id, event_type="Overlijden"),)


def test_of_two_that_another_recorded_the_first_is_it_as_a_copy_comes_later() -> None:
    original = death(PERSON)
    copied = replace(original, created_at=original.created_at + timedelta(days=1))
    for one, other in ((original, copied), (copied, original)):
        found = of((FIRST, sent([one])), (SECOND, sent([other])), about=PERSON)
        (kept,) = found.log
        assert kept.created_at == original.created_at
    assert [it.why for part in found.parts for it in part.left_out] == [Why.SAME_ID]


def test_an_answer_of_another_zone_than_was_asked_is_refused_whole() -> None:
    found = of((FIRST, replace(sent([death(PERSON)]), zone="strafzaken")), about=PERSON)
    assert not len(found.log)
    assert [it.why for it in left_out(found, FIRST)] == [Why.OTHER_ZONE]


@pytest.mark.parametrize("zone", ["strafzaken", f"{SECOND.peer_id}/{OWN}", 5, ""])
def test_an_event_that_says_to_be_of_a_zone_that_its_sender_does_not_have_is_refused(zone: Any) -> None:
    one, other = death(PERSON), death(PERSON, minute=1)
    answer = sent([one, other])
    answer = replace(answer, events=[answer.events[0] | {"zone": zone}, answer.events[1] | {"zone": OWN}])
    found = of((FIRST, answer), about=PERSON)
    assert [it.id for it in found.log] == [other.id]
    assert left_out(found, FIRST) == (LeftOut(why=Why.OTHER_ZONE, event_id=one.id, event_type="Overlijden"),)


def test_what_an_organisation_is_not_responsible_for_does_not_count_and_is_told() -> None:
    move = Event.from_draft(builders.claim(builders.MOVE, object_ids=(PERSON,)), created_at=builders.START, order=1)
    found = of((FIRST, sent([move, death(PERSON)])), about=PERSON)
    assert [it.event_type for it in found.log] == ["Overlijden"]
    assert left_out(found, FIRST) == (LeftOut(why=Why.NOT_RESPONSIBLE, event_id=move.id, event_type="Verhuizing"),)


def test_what_no_contract_grants_does_not_count_whoever_sends_it_and_leaves_the_answer_incomplete() -> None:
    """Of each zone by its own grant: that another zone of the same organisation is believed of it changes nothing."""
    granted = replace(FIRST, granted=frozenset({"Huwelijk"}))
    sent_anyway = death(PERSON)
    found = of((granted, sent([sent_anyway])), about=PERSON)
    assert not len(found.log)
    assert left_out(found, granted) == (LeftOut(why=Why.NOT_GRANTED, event_id=sent_anyway.id, event_type="Overlijden"),)
    assert Why.NOT_GRANTED not in HARMLESS


def test_what_was_recorded_later_than_now_is_told_and_leaves_the_answer_incomplete() -> None:
    """Of whose clock is ahead nothing new shows until ours is there too: that must not look complete."""
    now = builders.START + timedelta(minutes=10)
    near, far = death(PERSON, minute=11), death(PERSON, minute=12)
    found = merged((), {FIRST: sent([near, far])}, about=[PERSON], responsible=BELIEVED, now=now)
    assert [it.id for it in found.log] == [near.id]
    assert left_out(found, FIRST) == (LeftOut(why=Why.AHEAD, event_id=far.id, event_type="Overlijden"),)
    assert Why.AHEAD not in HARMLESS


def test_what_was_not_asked_for_is_left_out_but_not_what_it_rests_on() -> None:
    ground = death(uuid4())
    asked = replace(death(PERSON), references=(ground.id,))
    found = of((FIRST, sent([ground, asked, death(uuid4())])), about=PERSON)
    assert [it.id for it in found.log] == [ground.id, asked.id]
    assert [it.why for it in left_out(found, FIRST)] == [Why.NOT_ASKED_FOR]


def test_one_id_for_two_events_is_told_and_the_first_counts() -> None:
    one = death(PERSON)
    other = replace(death(PERSON, minute=3), id=one.id)
    found = of((FIRST, sent([one, one, other])), about=PERSON)
    assert [it.created_at for it in found.log] == [one.created_at]
    assert [it.why for it in left_out(found, FIRST)] == [Why.DOUBLED]


def test_two_grants_on_one_zone_give_one_log_of_it() -> None:
    also = replace(FIRST, grant_hash="$1$3$nog-een")
    claim, other = death(PERSON), death(PERSON, minute=1)
    accepted = Event.from_draft(
        replace(builders.acceptance(claim), zone=OWN), created_at=builders.START + builders.MINUTE, order=2
    )
    found = of((FIRST, sent([claim])), (also, sent([claim, accepted, other])), about=PERSON)
    assert [it.id for it in found.log.chain(claim.id)] == [claim.id, accepted.id]
    assert len(found.log) == 3
    assert not any(part.left_out for part in found.parts)


def test_of_who_tells_more_of_one_than_can_be_true_nothing_counts() -> None:
    told = [death(PERSON, minute=minute) for minute in range(CLAIMS_OF_ONE_MAX + 1)]
    assert len(of((FIRST, sent(told[1:])), about=PERSON).log) == CLAIMS_OF_ONE_MAX
    found = of((FIRST, sent(told)), (SECOND, sent(told[:1])), about=PERSON)
    assert [it.zone for it in found.log] == [SECOND.place]
    assert {it.why for it in left_out(found, FIRST)} == {Why.TOO_MANY}


@pytest.mark.parametrize("field", ["id", "created_at", "object_ids", "event_kind", "event_data"])
def test_what_is_no_event_is_told_without_an_id(field: str) -> None:
    answer = sent([death(PERSON)])
    broken = {name: value for name, value in answer.events[0].items() if name != field}
    found = of((FIRST, replace(answer, events=[broken])), about=PERSON)
    assert left_out(found, FIRST) == (LeftOut(why=Why.UNREADABLE),)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (None, Reason.MALFORMED),
        ([], Reason.MALFORMED),
        ({}, Reason.MALFORMED),
        ({"events": {}}, Reason.MALFORMED),
        ({"events": [], "horizon": "gisteren"}, Reason.MALFORMED),
        ({"events": [], "horizon": 5}, Reason.MALFORMED),
        ({"events": [], "zone": ["x"]}, Reason.MALFORMED),
        ({"events": [None] * (EVENTS_MAX + 1)}, Reason.TOO_MUCH),
    ],
)
def test_a_body_that_cannot_be_read_is_no_answer(body: Any, reason: Reason) -> None:
    assert answer_in(body) == NoAnswer(reason=reason)


def test_a_body_is_read_with_its_horizon() -> None:
    body = {"events": [{}], "horizon": "2026-01-05T09:00:00Z", "zone": OWN, "organisation": {"oin": "", "name": ""}}
    assert answer_in(body) == SourceAnswer(events=[{}], horizon=builders.START, zone=OWN)


def test_a_peer_is_the_same_principal_every_time_and_in_another_group_another() -> None:
    one, same, other = (
        principal_of(FIRST.peer_id, group_id=group, name="Elders", zone=OWN, event_types=TYPES)
        for group in ("f6", "f6", "f6-test")
    )
    assert one == same
    assert one.source_id != other.source_id
    assert one.source_type == "systeem"
    assert not one.may(Permission.VIEW, zone=OWN)
    assert one.sees("Overlijden", zone=OWN)
    assert not one.sees("Geboorte", zone=OWN)
    assert not one.sees("Overlijden", zone="adreshuishouding")


def test_a_peer_of_whom_no_types_are_named_reads_nothing_and_one_of_all_the_zone() -> None:
    nothing = principal_of(FIRST.peer_id, group_id="f6", name="", zone=OWN, event_types=())
    assert not nothing.seen_in_part
    whole = principal_of(FIRST.peer_id, group_id="f6", name="", zone=OWN, event_types=None)
    assert whole.zones_with(Permission.VIEW) == {OWN}
