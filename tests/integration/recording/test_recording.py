"""The write path on the real log: permit, decide, append, and tell — or refuse and leave no trace."""

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

import pytest

from events import access, store
from events.commands.decisions import validate_claim
from events.commands.permissions import grant_permission
from events.commands.recording import BATCH_MAX, submit
from events.domain.event import Decision, Event
from events.domain.permissions import Permission, Principal
from events.domain.refusals import (
    AlreadyDecided,
    ChainMoved,
    ChecksFailed,
    IdentifierInUse,
    InvalidData,
    InvalidRequest,
    NewerEvents,
    NotAnOfficial,
    ReferenceNotFound,
    Refusal,
    RequestTooLarge,
    SameOccurrence,
    SelfValidation,
    SourceNotAllowed,
    TargetMismatch,
    UnknownEventType,
    ZoneClosed,
    ZoneForbidden,
    ZoneRequired,
)
from events.models import AccessRecord, ProcessingRecord, Standing, User, Zone
from tests.database import Database
from tests.registry import (
    ADDRESSES,
    CIVIL,
    birth,
    death,
    furnish,
    known_person,
    marriage,
    official,
    principal,
    record,
    replacement,
    retraction,
)

LOG_TABLES = ("event", "event_payload", "event_object", "event_ref", "events_standing", "events_processingrecord")


@pytest.fixture(autouse=True)
def registry(database: Database) -> Database:
    furnish()
    return database


@pytest.fixture
def rows_of(registry: Database) -> Callable[[], dict[str, int]]:
    def count() -> dict[str, int]:
        with registry.connect("owner") as owner:
            return {table: _count(owner.execute(f"SELECT count(*) FROM {table}").fetchone()) for table in LOG_TABLES}

    return count


def _count(row: tuple[int, ...] | None) -> int:
    assert row is not None
    return row[0]


def accept(event_id: UUID, *, by: Principal | None = None, motivation: str = "Akkoord.") -> Event:
    return validate_claim(
        claim_id=event_id, decision=Decision.ACCEPTED, principal=by or official(), motivation=motivation
    )


def standing(event_id: UUID) -> str:
    return Standing.objects.get(event_id=event_id).standing


MIDWIFE = principal("verloskundige", Permission.SUBMIT_CLAIM)


def test_a_claim_of_a_midwife_lies_open_in_the_only_zone_where_she_may_submit() -> None:
    claim = record(birth(uuid4(), uuid4()), by=MIDWIFE)[0].event
    assert claim.zone == CIVIL
    assert store.find([claim.id]) == {claim.id: claim}
    assert standing(claim.id) == "open"


def test_the_second_claim_of_one_birth_is_settled_by_the_first_and_reopens_when_that_falls() -> None:
    child, mother = uuid4(), known_person()
    midwife, parent = (record(birth(child, mother, act=act), by=MIDWIFE)[0].event for act in (1, 2))
    acceptance = accept(parent.id)
    assert (standing(midwife.id), standing(parent.id)) == ("settled", "accepted")
    with pytest.raises(SameOccurrence) as refusal:
        accept(midwife.id)
    assert refusal.value.in_force == parent.id
    undoing = record(retraction(acceptance.id), by=official())[0].event
    accept(undoing.id)
    assert (standing(midwife.id), standing(parent.id)) == ("open", "open")


def test_the_same_request_answers_as_the_first_time() -> None:
    claim = birth(uuid4(), uuid4()) | {"id": str(uuid4())}
    first, again = (record(claim, by=MIDWIFE)[0] for _ in range(2))
    assert (first.repeated, again.repeated) == (False, True)
    assert first.event == again.event


def test_the_same_id_for_other_content_or_of_another_sender_is_refused() -> None:
    claim = birth(uuid4(), uuid4()) | {"id": str(uuid4())}
    record(claim, by=MIDWIFE)
    with pytest.raises(IdentifierInUse):
        record(claim | {"occurred_at": "2026-11-20T05:00:00Z"}, by=MIDWIFE)
    with pytest.raises(IdentifierInUse):
        record(claim, by=principal("verloskundige", Permission.SUBMIT_CLAIM))


def test_the_same_request_sent_sixteen_times_at_one_moment_is_recorded_once(registry: Database) -> None:
    claim = birth(uuid4(), uuid4()) | {"id": str(uuid4())}
    answers = registry.concurrently(*[lambda: record(claim, by=MIDWIFE)[0] for _ in range(16)])
    assert [answer.event.id for answer in answers] == [UUID(claim["id"])] * 16
    assert sum(not answer.repeated for answer in answers) == 1


def test_a_validation_repeated_answers_as_the_first_time_though_its_claim_is_decided_by_then() -> None:
    claim = record(birth(uuid4(), known_person()), by=MIDWIFE)[0].event
    clerk, decision_id = official(), uuid4()
    first, again = (
        validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=clerk, event_id=decision_id)
        for _ in range(2)
    )
    assert first == again
    assert first.data["checks"], "the server completes the checks"


def test_a_batch_is_all_or_nothing_and_says_which_item_is_refused(rows_of: Callable[[], dict[str, int]]) -> None:
    good = birth(uuid4(), uuid4())
    bad = birth(uuid4(), uuid4(), act=2) | {"event_type": "Bestaatniet"}
    before = rows_of()
    with pytest.raises(UnknownEventType) as refusal:
        record(good, bad, by=MIDWIFE)
    assert refusal.value.item == 1
    assert rows_of() == before


def test_a_batch_may_decide_on_what_it_claims_itself() -> None:
    claim = death(uuid4()) | {"id": str(uuid4())}
    clerk, other = official(), official()
    record(claim, by=other)
    decision = {"event_kind": "validation", "event_reference": [claim["id"]], "event_data": {"decision": "accepted"}}
    correction = replacement(UUID(claim["id"]), UUID(claim["object_ids"][0])) | {"id": str(uuid4())}
    recorded = record(decision, correction, by=clerk)
    assert [answer.event.kind.value for answer in recorded] == ["validation", "correction"]
    assert standing(UUID(claim["id"])) == "accepted"


def test_an_item_of_a_batch_may_expect_an_earlier_one_and_no_later_one() -> None:
    child, mother, by = uuid4(), uuid4(), official()
    first, second = uuid4(), uuid4()
    later = {**birth(child, mother, act=2), "id": str(second), "expected": {str(child): str(first)}}
    recorded = record({**birth(child, mother), "id": str(first)}, later, by=by)
    assert [item.event.id for item in recorded] == [first, second]
    stale = {**birth(child, mother, act=4), "expected": {str(child): str(second)}}
    with pytest.raises(NewerEvents) as refused:
        record({**birth(child, mother, act=3), "id": str(uuid4())}, stale, by=by)
    assert refused.value.item == 1


def test_a_batch_knows_its_limit_and_refuses_one_id_twice() -> None:
    twice = birth(uuid4(), uuid4()) | {"id": str(uuid4())}
    with pytest.raises(InvalidRequest):
        record(twice, twice, by=MIDWIFE)
    with pytest.raises(InvalidRequest):
        submit([], principal=MIDWIFE)
    with pytest.raises(RequestTooLarge):
        record(*[death(uuid4()) for _ in range(BATCH_MAX + 1)], by=official())


def test_who_may_submit_in_several_zones_names_one() -> None:
    both = official(CIVIL, ADDRESSES)
    with pytest.raises(ZoneRequired) as refusal:
        record(death(uuid4()), by=both)
    assert refusal.value.zones == (ADDRESSES, CIVIL)
    assert record(death(uuid4()), by=both, zone=ADDRESSES)[0].event.zone == ADDRESSES


@pytest.mark.parametrize("zone", [ADDRESSES, "bestaat-niet"])
def test_a_zone_not_granted_answers_as_one_that_does_not_exist(zone: str) -> None:
    with pytest.raises(ZoneForbidden) as refusal:
        record(birth(uuid4(), uuid4()), by=MIDWIFE, zone=zone)
    assert refusal.value.zone == zone


def test_a_hidden_event_is_refused_as_an_unknown_one() -> None:
    hidden = record(death(uuid4()), by=official(ADDRESSES))[0].event
    refusals = []
    for event_id in (hidden.id, uuid4()):
        with pytest.raises(ReferenceNotFound) as refusal:
            accept(event_id, by=official(CIVIL))
        with pytest.raises(ReferenceNotFound):
            record(birth(uuid4(), uuid4()) | {"event_reference": [str(event_id)]}, by=official(CIVIL))
        with pytest.raises(ReferenceNotFound):
            record(retraction(event_id), by=official(CIVIL))
        refusals.append((refusal.value.pointer, refusal.value.item, refusal.value.event_id == event_id))
    assert refusals[0] == refusals[1]


def test_who_may_not_read_may_still_refer_to_what_he_said_himself() -> None:
    own = record(birth(uuid4(), uuid4()), by=MIDWIFE)[0].event
    colleague = principal("verloskundige", Permission.SUBMIT_CLAIM)
    later = birth(uuid4(), uuid4(), act=2) | {"event_reference": [str(own.id)]}
    with pytest.raises(ReferenceNotFound):
        record(later, by=colleague)
    assert record(later, by=MIDWIFE)[0].event.references == (own.id,)


def test_who_may_not_read_does_not_correct_what_he_said_and_learns_nothing_of_its_corrections() -> None:
    person = uuid4()
    rights = (Permission.SUBMIT_CLAIM, Permission.SUBMIT_CORRECTION)
    undertaker = principal("uitvaartondernemer", *rights)
    claim = record(death(person), by=undertaker)[0].event
    accept(claim.id)
    correction = record(replacement(claim.id, person), by=official())[0].event
    accept(correction.id)
    for target in (claim.id, correction.id):
        with pytest.raises(ReferenceNotFound):
            record(replacement(target, person), by=undertaker)
    with pytest.raises(ChainMoved) as refusal:
        record(replacement(claim.id, person), by=official())
    assert refusal.value.tip == correction.id


def test_a_refusal_of_the_same_occurrence_does_not_name_a_hidden_claim() -> None:
    person = uuid4()
    hidden = record(death(person, act=1), by=official(ADDRESSES))[0].event
    accept(hidden.id, by=official(ADDRESSES))
    visible = record(death(person, act=2), by=official(CIVIL))[0].event
    assert standing(visible.id) == "settled"
    with pytest.raises(SameOccurrence) as refusal:
        accept(visible.id, by=official(CIVIL))
    assert refusal.value.in_force is None


def test_nobody_decides_on_his_own_claim_and_only_officials_decide() -> None:
    clerk = official()
    claim = record(death(uuid4()), by=clerk)[0].event
    with pytest.raises(SelfValidation):
        accept(claim.id, by=clerk)
    with pytest.raises(NotAnOfficial):
        accept(claim.id, by=principal("arts", *Permission))
    with pytest.raises(ZoneForbidden):
        accept(claim.id, by=principal("ambtenaar", Permission.VIEW))


def test_a_decision_on_an_older_picture_is_refused_with_what_is_new() -> None:
    person = uuid4()
    claim = record(death(person), by=official())[0].event
    later = record(death(person, act=2), by=official())[0].event
    with pytest.raises(NewerEvents) as refusal:
        validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=official(), expected={person: claim.id})
    assert refusal.value.newer == (later.id,)
    decision = validate_claim(
        claim_id=claim.id, decision=Decision.ACCEPTED, principal=official(), expected={person: later.id}
    )
    assert standing(claim.id) == "accepted"
    assert decision.references == (claim.id,)


def test_what_was_seen_is_compared_with_what_may_be_seen() -> None:
    person = uuid4()
    seen = record(death(person), by=official())[0].event
    record(death(person, act=2), by=official(ADDRESSES))
    validate_claim(claim_id=seen.id, decision=Decision.ACCEPTED, principal=official(), expected={person: seen.id})
    assert standing(seen.id) == "accepted"


def test_a_takeover_type_is_not_claimed() -> None:
    with pytest.raises(SourceNotAllowed) as refusal:
        record(death(uuid4()) | {"event_type": "OvernamePersoon"}, by=official())
    assert refusal.value.allowed == ()


def test_a_closed_zone_takes_nothing() -> None:
    Zone.objects.filter(slug=CIVIL).update(closed=True)
    with pytest.raises(ZoneClosed):
        record(death(uuid4()), by=official())


def test_a_correction_keeps_to_the_type_and_zone_of_its_target() -> None:
    person = uuid4()
    claim = record(death(person), by=official())[0].event
    with pytest.raises(TargetMismatch):
        record(replacement(claim.id, person) | {"event_type": "Geboorte"}, by=official())
    with pytest.raises(TargetMismatch):
        record(replacement(claim.id, person) | {"zone": ADDRESSES}, by=official())


def test_what_lacks_its_act_is_not_accepted_and_leaves_no_trace(rows_of: Callable[[], dict[str, int]]) -> None:
    body = birth(uuid4(), known_person())
    del body["event_data"]["akte"]
    claim = record(body, by=MIDWIFE)[0].event
    before = rows_of()
    with pytest.raises(InvalidData) as refusal:
        accept(claim.id)
    assert [violation.pointer for violation in refusal.value.violations] == ["/event_data/act/akte"]
    assert rows_of() == before
    act = {"akte": {"aktenummer": "1AA9999", "registergemeente": "0518", "jaar": 2026}}
    validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=official(), act=act)
    assert standing(claim.id) == "accepted"


def test_every_event_recorded_leaves_its_lines_in_the_log_of_processing() -> None:
    child, mother = uuid4(), uuid4()
    claim = record(birth(child, mother), by=MIDWIFE)[0].event
    action = AccessRecord.objects.get(details__events=[str(claim.id)])
    assert action.source_id == MIDWIFE.source_id
    children = ProcessingRecord.objects.filter(trace_id=action.trace_id, parent_span_id=action.span_id)
    assert children.count() == len({child, mother})


def test_two_decisions_by_one_click_leave_one(registry: Database) -> None:
    claim = record(birth(uuid4(), known_person()), by=MIDWIFE)[0].event
    clerk = official()
    outcomes = registry.concurrently(*[lambda: accept(claim.id, by=clerk)] * 2)
    assert sorted(isinstance(outcome, Event) for outcome in outcomes) == [False, True]
    assert any(isinstance(outcome, Refusal) and isinstance(outcome, AlreadyDecided) for outcome in outcomes)


def test_a_ground_that_is_retracted_at_the_same_moment_is_noticed(registry: Database) -> None:
    for _ in range(10):
        ground = record(death(uuid4()), by=official())[0].event
        accept(ground.id)
        withdrawal = record(retraction(ground.id), by=official())[0].event
        resting = record(death(uuid4()) | {"event_reference": [str(ground.id)]}, by=official())[0].event
        registry.concurrently(partial(accept, withdrawal.id), partial(accept, resting.id))
        decisions = store.read([resting.id]).log.targeting(resting.id)
        fell = next(event for event in store.read([ground.id]).log.targeting(withdrawal.id))
        assert all(decision.created_at < fell.created_at for decision in decisions), "accepted on a ground that fell"


def test_a_closed_zone_is_read_by_nobody_and_tells_nothing_in_refusals() -> None:
    person = uuid4()
    record(death(person), by=official(ADDRESSES))
    account = User.objects.create(username="m.dewit", source_type="ambtenaar")
    for slug in (CIVIL, ADDRESSES):
        for permission in (Permission.VIEW, Permission.SUBMIT_CLAIM):
            grant_permission(permission, zone=Zone.objects.get(slug=slug), to=account, by=official(CIVIL, ADDRESSES))
    seen = record(death(person, act=2), by=access.principal_of(account), zone=CIVIL)[0].event
    Zone.objects.filter(slug=ADDRESSES).update(closed=True)
    clerk = access.principal_of(account)
    assert not clerk.may(Permission.VIEW, zone=ADDRESSES)
    expecting = death(person, act=3) | {"expected": {str(person): str(seen.id)}, "zone": CIVIL}
    assert record(expecting, by=clerk)[0].event.zone == CIVIL


def test_who_is_widowed_marries_again_and_who_is_not_does_not() -> None:
    """The death of the former partner is no event about who marries: the decision reads it, and is guarded by it."""
    anna, bert, chris = (uuid4() for _ in range(3))
    first = record(marriage(anna, bert, on="2015-06-01"), by=official())[0].event
    accept(first.id)
    again = record(marriage(anna, chris, act=2), by=official())[0].event
    with pytest.raises(ChecksFailed):
        accept(again.id)
    died = record(death(bert), by=official())[0].event
    accept(died.id)
    accept(again.id)
    assert standing(again.id) == "accepted"


def test_the_ascending_line_of_who_marries_is_read_and_checked() -> None:
    """The parents of a parent stand in events that are about neither partner."""
    grandmother, mother, grandchild = known_person(), uuid4(), uuid4()
    for child, parent, act, year in ((mother, grandmother, 1, 1970), (grandchild, mother, 2, 1990)):
        body = birth(child, parent, act=act)
        body["event_data"]["geboortedatum"] = {"type": "JaarDatum", "jaar": year}
        accept(record(body, by=official())[0].event.id)
    wedding = record(marriage(grandchild, grandmother), by=official())[0].event
    with pytest.raises(ChecksFailed) as refused:
        accept(wedding.id)
    assert refused.value.overrulable == ("geen_verwantschap",)
