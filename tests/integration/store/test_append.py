"""Appending: all or nothing, once per id, on the numbers that were read, in formal time that only rises."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from events import sequencer, store
from events.domain.event import Kind
from events.domain.refusals import IdentifierInUse, RequestTooLarge, TooBusy, ZoneClosed, ZoneForbidden
from events.models import Zone
from events.sql import script
from events.store import appending
from events.store.entries import commitment
from tests.builders import ZONE, claim
from tests.database import Database
from tests.integration.store.records import append, append_claim, entry, make_zone, written_by

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def zone(database: Database) -> Zone:
    return make_zone()


def one(statement: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone()
    return row[0] if row else None


def stored_rows() -> dict[str, int]:
    return {t: one(f"SELECT count(*) FROM {t}") for t in ("event", "event_payload", "event_object", "event_ref")}


NOTHING = {"event": 0, "event_payload": 0, "event_object": 0, "event_ref": 0}


def test_what_was_appended_is_found_as_it_was_sent() -> None:
    draft = claim(
        data={"naam": "Zoë 🐣", "gewicht": 3.5, "groot": 1e22, "klein": 1e-7, "één": 1, "diep": [{"a": [None, True]}]}
    )
    recorded = append(entry(draft))[0]
    found = store.find([draft.id])[draft.id]
    assert found == recorded
    assert found.position is None
    assert found.order == recorded.order > 2**62


def test_numbers_come_back_such_that_the_commitment_can_be_computed_again() -> None:
    draft = claim(
        data={"groot": 1e22, "klein": 5e-324, "grootst": 1.7976931348623157e308, "heel": 5.0, "geheel": 2**53 - 1}
    )
    append(entry(draft))
    salt = bytes(one("SELECT salt FROM event_payload"))
    assert commitment(store.find([draft.id])[draft.id], salt=salt) == bytes(one("SELECT commitment FROM event"))


def test_two_events_with_the_same_content_have_different_commitments() -> None:
    draft = claim()
    append(entry(draft), entry(replace(draft, id=uuid4())))
    assert one("SELECT count(DISTINCT salt) FROM event_payload") == 2


def test_formal_time_is_the_clock_of_the_database() -> None:
    before = one("SELECT clock_timestamp()")
    created_at = append_claim().created_at
    assert before < created_at < one("SELECT clock_timestamp()")


def test_a_batch_is_recorded_in_its_order_with_rising_formal_times() -> None:
    someone = uuid4()
    events = append(*(entry(object_ids=(someone, uuid4())) for _ in range(5)))
    assert [later.created_at - earlier.created_at for earlier, later in pairwise(events)] == [MICROSECOND] * 4
    assert [event.id for event in store.events_of(someone)] == [event.id for event in events]
    assert [event.order for event in events] == sorted(event.order for event in events)


def test_every_event_takes_the_next_number_of_each_of_its_ids() -> None:
    child, mother, key = uuid4(), uuid4(), uuid4()
    append(entry(object_ids=(child, mother), keys=[key]), entry(object_ids=(mother,)))
    newcomer = uuid4()
    assert store.read([child, mother, key, newcomer]).numbers == {child: 1, mother: 2, key: 1, newcomer: 0}


def test_an_id_that_is_an_object_and_a_key_answers_as_an_object() -> None:
    someone = uuid4()
    append(entry(object_ids=(someone,), keys=[someone]))
    assert len(store.events_of(someone)) == 1


def test_only_objects_answer_a_query_for_an_object() -> None:
    key = uuid4()
    event = append(entry(keys=[key]))[0]
    assert store.events_of(key) == store.events_of(event.id) == []
    assert [found.id for found in store.read([key]).log] == [event.id]


def test_an_unknown_moment_is_marked_as_such() -> None:
    append_claim(occurred_at=datetime(1, 1, 1, tzinfo=UTC))
    assert one("SELECT occurred_precision FROM event") == "unknown"


# -- once per id -------------------------------------------------------------------------------------------------------


def test_the_same_request_again_answers_as_the_first_time() -> None:
    said = entry()
    first = append(said)[0]
    sequencer.seal_now()
    again = append(said)[0]
    assert (again.id, again.created_at, again.position) == (first.id, first.created_at, 1)
    assert stored_rows()["event"] == 1


def test_the_same_request_again_is_answered_although_the_boundary_moved() -> None:
    someone = uuid4()
    said = entry(object_ids=(someone,))
    numbers = store.read(written_by(said)).numbers
    first = store.append([said], numbers=numbers)
    append_claim(someone)
    assert store.append([said], numbers=numbers) == first


def test_the_same_id_with_another_request_is_refused_and_leaves_nothing() -> None:
    said = entry()
    append(said)
    other = replace(said, request=said.request + b" ")
    with pytest.raises(IdentifierInUse) as refusal:
        append(entry(), other)
    assert (refusal.value.event_id, refusal.value.item) == (said.draft.id, 1)
    assert stored_rows()["event"] == 1


def test_a_request_is_found_by_its_id_and_content() -> None:
    said = entry()
    assert store.find_request(said.draft.id, said.request) is None
    first = append(said)[0]
    assert store.find_request(said.draft.id, said.request) == first
    with pytest.raises(IdentifierInUse):
        store.find_request(said.draft.id, b"{}")


def test_a_batch_with_one_repeated_request_records_the_others() -> None:
    said, new = entry(), entry()
    first = append(said)[0]
    answers = append(new, said)
    assert [answer.id for answer in answers] == [new.draft.id, said.draft.id]
    assert answers[1] == first
    assert stored_rows()["event"] == 2


def test_an_id_twice_in_one_batch_is_refused() -> None:
    said = entry()
    with pytest.raises(IdentifierInUse) as refusal:
        append(said, said)
    assert refusal.value.item == 1
    assert stored_rows() == NOTHING


def test_one_id_sent_at_the_same_time_is_recorded_once(database: Database) -> None:
    said = entry()
    results = database.concurrently(*[lambda: append(said)[0]] * 8)
    recorded = [found for found in results if not isinstance(found, store.BoundaryMoved)]
    assert len({(event.id, event.created_at) for event in recorded}) == 1
    assert stored_rows()["event"] == 1


# -- the boundary ------------------------------------------------------------------------------------------------------


def test_an_event_that_came_in_between_moves_the_boundary() -> None:
    someone = uuid4()
    said = entry(object_ids=(someone,))
    numbers = store.read(written_by(said)).numbers
    append_claim(someone)
    with pytest.raises(store.BoundaryMoved) as refusal:
        store.append([said], numbers=numbers)
    assert refusal.value.moved == {someone}
    assert stored_rows()["event"] == 1


def test_an_id_that_was_only_read_guards_the_decision_too() -> None:
    said, witness = entry(), uuid4()
    numbers = store.read(written_by(said) | {witness}).numbers
    append_claim(witness)
    with pytest.raises(store.BoundaryMoved):
        store.append([said], numbers=numbers)


def test_what_is_written_must_have_been_read() -> None:
    with pytest.raises(ValueError, match="Read what you write"):
        store.append([entry()], numbers={})


def test_the_database_itself_refuses_a_link_without_a_number() -> None:
    with pytest.raises(IntegrityError, match="oseq"):
        appending._call([entry()], numbers={})
    assert stored_rows() == NOTHING


def test_a_batch_is_all_or_nothing() -> None:
    someone = uuid4()
    batch = [entry(), entry(object_ids=(someone,)), entry()]
    numbers = store.read(written_by(*batch)).numbers
    append_claim(someone)
    with pytest.raises(store.BoundaryMoved):
        store.append(batch, numbers=numbers)
    assert stored_rows()["event"] == 1


def test_of_writers_with_one_picture_exactly_one_wins(database: Database) -> None:
    someone = uuid4()
    drafts = [entry(object_ids=(someone,)) for _ in range(8)]
    numbers = dict.fromkeys(written_by(*drafts), 0)

    def write(said: store.Entry) -> UUID:
        with transaction.atomic():
            return store.append([said], numbers={a: numbers[a] for a in said.addresses.all})[0].id

    results = database.concurrently(*(lambda said=said: write(said) for said in drafts))
    assert sum(isinstance(result, UUID) for result in results) == 1
    assert all(isinstance(result, UUID | store.BoundaryMoved) for result in results)


def test_the_number_guards_a_second_time_when_the_locks_are_gone(database: Database) -> None:
    with database.connect("owner") as owner:
        owner.execute(
            "CREATE OR REPLACE FUNCTION lock_boundary(written uuid[], read uuid[])"
            " RETURNS void LANGUAGE sql AS 'SELECT pg_sleep(0.2)'"
        )
    try:
        test_of_writers_with_one_picture_exactly_one_wins(database)
    finally:
        with database.connect("owner") as owner:
            owner.execute(script("lock_boundary"))


def test_a_boundary_too_wide_for_the_lock_table_is_refused() -> None:
    wide = [uuid4() for _ in range(store.BOUNDARY_MAX + 1)]
    with pytest.raises(RequestTooLarge) as refusal:
        store.read(wide)
    assert (refusal.value.limit, refusal.value.unit) == (store.BOUNDARY_MAX, "boundary ids")
    said = entry(object_ids=tuple(wide))
    with pytest.raises(RequestTooLarge):
        store.append([said], numbers=dict.fromkeys(written_by(said), 0))


def test_the_widest_boundary_is_recorded() -> None:
    batch = [entry(object_ids=(uuid4(),)) for _ in range(store.BOUNDARY_MAX // 2)]
    assert len(append(*batch)) == store.BOUNDARY_MAX // 2


def test_a_boundary_read_with_a_lock_stays_as_it_was_read(database: Database) -> None:
    someone = uuid4()

    def decide_slowly() -> datetime:
        said = entry(object_ids=(someone,))
        with transaction.atomic():
            numbers = store.read(written_by(said), lock=True).numbers
            one("SELECT pg_sleep(0.3)")
            return store.append([said], numbers=numbers)[0].created_at

    results = database.concurrently(*[decide_slowly] * 3)
    assert len({moment for moment in results if isinstance(moment, datetime)}) == 3


def test_a_lock_is_only_taken_in_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside one"):
        store.read([uuid4()], lock=True)


def test_locks_held_for_too_long_by_another_are_refused_as_busy(database: Database) -> None:
    someone = uuid4()
    said = entry(object_ids=(someone,))
    with database.connect("app") as other:
        other.execute("SELECT lock_boundary(%s, '{}')", [[someone]])
        with transaction.atomic():
            one("SELECT set_config('lock_timeout', '50ms', true)")
            with pytest.raises(TooBusy):
                store.append([said], numbers=dict.fromkeys(written_by(said), 0))
            transaction.set_rollback(True)


# -- the laws of formal time -------------------------------------------------------------------------------------------


def _announce(moment: datetime, database: Database) -> None:
    with database.connect("owner") as owner:
        owner.execute(
            "INSERT INTO event_horizon (tick, fence, xid, announced_pos, announced_at, sealed_to, floor)"
            " VALUES (1, 0, pg_current_xact_id(), 0, %s, 0, 0)",
            [moment],
        )


def test_formal_time_lies_above_what_was_announced_although_the_clock_was_set_back(database: Database) -> None:
    announced = datetime.now(UTC) + timedelta(hours=1)
    _announce(announced, database)
    events = append(entry(), entry())
    assert [event.created_at - announced for event in events] == [MICROSECOND, 2 * MICROSECOND]


def test_formal_time_rises_per_object_although_the_clock_was_set_back(database: Database) -> None:
    someone, ahead = uuid4(), datetime.now(UTC) + timedelta(hours=1)
    _announce(ahead, database)
    first = append_claim(someone)
    with database.connect("owner") as owner:
        owner.execute("DELETE FROM event_horizon")
    second, elsewhere = append_claim(someone), append_claim()
    assert second.created_at == first.created_at + MICROSECOND
    assert elsewhere.created_at < ahead


def test_the_horizon_passes_events_of_the_future_so_that_they_settle(database: Database) -> None:
    _announce(datetime.now(UTC) + timedelta(hours=1), database)
    event = append_claim()
    horizon = sequencer.seal_now()
    assert horizon >= event.created_at
    assert append_claim().created_at > horizon


# -- refusals ----------------------------------------------------------------------------------------------------------


def test_a_closed_zone_is_refused() -> None:
    Zone.objects.update(closed=True)
    with pytest.raises(ZoneClosed) as refusal:
        append_claim()
    assert refusal.value.zone == ZONE
    assert stored_rows() == NOTHING


def test_a_zone_that_does_not_exist_is_refused_as_one_that_is_forbidden() -> None:
    with pytest.raises(ZoneForbidden) as refusal:
        append(entry(), entry(zone="nergens"))
    assert (refusal.value.zone, refusal.value.permission, refusal.value.item) == ("nergens", "submit_claim", 1)
    assert stored_rows() == NOTHING


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_a_transaction_with_an_old_snapshot_is_refused(level: str) -> None:
    said = entry()
    numbers = dict.fromkeys(written_by(said), 0)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
        with pytest.raises(DatabaseError, match="append needs READ COMMITTED"):
            store.append([said], numbers=numbers)
        transaction.set_rollback(True)


def test_a_correction_without_a_target_is_refused_by_the_table_itself() -> None:
    with pytest.raises(DatabaseError, match="event_names_its_target"):
        append(entry(kind=Kind.CORRECTION, root=uuid4(), references=()))


def test_nothing_appended_is_nothing_recorded() -> None:
    assert store.append([], numbers={}) == []


def test_what_the_caller_rolls_back_was_never_recorded() -> None:
    with transaction.atomic():
        append_claim()
        transaction.set_rollback(True)
    assert stored_rows() == NOTHING
