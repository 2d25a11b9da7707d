"""Taking over a register: by whom, into which zone, with what result, and never twice."""

from datetime import UTC, datetime

import pytest
from guardian.shortcuts import remove_perm

from events import processing, store
from events.catalogue import catalogue
from events.commands.import_register import Imported, import_register
from events.commands.takeover_zone import TakeoverImpossible
from events.domain.event import Kind
from events.domain.facts import facts
from events.domain.log import Log
from events.domain.permissions import OFFICIAL, Permission
from events.domain.refusals import NotAnOfficial, NotAppendOnly, ZoneForbidden
from events.domain.standing import standings
from events.domain.takeover.reconstruction import current_rows, row_of_event
from events.domain.takeover.register import UnreadableRegister
from events.models import AccessRecord, Organisation, ProcessingRecord, Standing, Takeover, User, Zone
from readmodels.domain.relatives import named_in
from tests.database import Database

from .registers import CONTENT, ROWS, ZONE, copies, events_by_object, furnish, objects, taken_over


@pytest.fixture
def official(database: Database) -> User:
    assert database.name
    return furnish()


def take_over(official: User, content: bytes = CONTENT, *, zone: str = ZONE) -> Imported:
    return import_register(content, zone=zone, official=official, name="Proefregister")


def test_every_row_becomes_a_claim_or_correction_with_its_validation(official: User) -> None:
    imported = take_over(official)
    events = [event for found in events_by_object().values() for event in found]
    kinds = [event.kind for event in events]
    assert (imported.report["rows"], imported.report["imported"], imported.report["refused"]) == (ROWS, ROWS, 0)
    assert kinds.count(Kind.VALIDATION) == ROWS
    assert kinds.count(Kind.CLAIM) + kinds.count(Kind.CORRECTION) == ROWS
    assert imported.takeover.events == len(events) == 2 * ROWS


def test_claims_come_from_the_register_and_validations_from_the_official(official: User) -> None:
    register_id = take_over(official).takeover.register_id
    events = [event for found in events_by_object().values() for event in found]
    assert {event.source_id for event in events if event.kind is not Kind.VALIDATION} == {register_id}
    assert {event.source_id for event in events if event.kind is Kind.VALIDATION} == {official.source_id}
    assert {event.source_type for event in events} == {OFFICIAL}
    assert register_id != official.source_id


def test_formal_times_are_those_of_the_register(official: User) -> None:
    take_over(official)
    moves = [
        event
        for found in events_by_object().values()
        for event in found
        if event.data.get("datumVanOpneming") == "20210603"
    ]
    assert {event.created_at for event in moves} == {datetime(2021, 6, 2, 22, tzinfo=UTC)}
    assert {event.occurred_at for event in moves} == {datetime(2021, 5, 31, 22, tzinfo=UTC)}


def test_the_zone_is_open_after_and_goes_on_as_any_other(official: User) -> None:
    take_over(official)
    assert Zone.objects.get(slug=ZONE).closed is False


def test_the_standings_in_the_table_are_those_of_the_domain(official: User) -> None:
    take_over(official)
    types = catalogue()
    found = {
        event_id: standing.value
        for events in events_by_object().values()
        for event_id, standing in standings(Log(events), types).items()
    }
    assert dict(Standing.objects.values_list("event_id", "standing")) == found
    assert set(found.values()) == {"accepted", "corrected", "retracted"}


def test_the_order_in_the_table_is_that_of_the_log(official: User) -> None:
    take_over(official)
    found = {event.id: event.order for events in events_by_object().values() for event in events}
    assert all(found[event_id] == order for event_id, order in Standing.objects.values_list("event_id", "order"))


def test_the_rows_come_back_from_the_log(official: User) -> None:
    take_over(official)
    rows = [row_of_event(event) for events in events_by_object().values() for event in events]
    assert len([row for row in rows if row is not None]) == ROWS


def test_the_fold_of_the_log_gives_the_current_rows(official: User) -> None:
    take_over(official)
    for events in events_by_object().values():
        now = facts(Log(events), catalogue=catalogue(), as_at=datetime.now(UTC))
        assert {row.get("volg_nr", 0) for row in current_rows(now).values()} == {0}


def test_the_same_file_again_changes_nothing(official: User) -> None:
    first = take_over(official)
    again = take_over(official)
    assert again.repeated
    assert again.takeover.pk == first.takeover.pk
    assert again.report == first.report
    assert Takeover.objects.count() == 1
    assert Standing.objects.count() == ROWS


def test_another_file_into_the_same_zone_is_refused(official: User) -> None:
    take_over(official)
    with pytest.raises(NotAppendOnly, match="from another file"):
        take_over(official, CONTENT + b"\n")


def test_a_zone_that_holds_events_of_another_origin_is_refused_and_stays_as_it_was(official: User) -> None:
    take_over(official)
    Takeover.objects.all().delete()
    with pytest.raises(NotAppendOnly, match="holds events already"):
        take_over(official)
    assert Zone.objects.get(slug=ZONE).closed is False
    assert taken_over() is None


def test_only_an_official_with_the_mandate_takes_over(official: User) -> None:
    remove_perm(Permission.IMPORT.value, official, Zone.objects.get(slug=ZONE))
    with pytest.raises(ZoneForbidden):
        take_over(User.objects.get(pk=official.pk))
    official.source_type = "burger"
    with pytest.raises(NotAnOfficial):
        take_over(official)
    assert objects() == set()


def test_a_zone_that_does_not_exist_is_made_for_operators_only(official: User) -> None:
    with pytest.raises(ZoneForbidden):
        take_over(official, zone="nieuw")
    import_register(CONTENT, zone="nieuw", official=official, name="Proefregister", make_zone=True)
    assert Zone.objects.get(slug="nieuw").takeover.official == official


def test_without_one_organisation_no_zone_is_made(official: User) -> None:
    Organisation.objects.create(name="Gemeente Maandal", oin="00000099000000002000")
    with pytest.raises(TakeoverImpossible, match="there are several"):
        import_register(CONTENT, zone="nieuw", official=official, name="Proefregister", make_zone=True)
    assert not Zone.objects.filter(slug="nieuw").exists()


def test_a_file_that_cannot_be_read_leaves_no_trace(official: User) -> None:
    with pytest.raises(UnreadableRegister, match="line 25"):
        take_over(official, CONTENT + b"{")
    assert taken_over() is None
    assert objects() == set()


def test_a_takeover_is_audited_with_a_line_for_every_person(official: User) -> None:
    imported = take_over(official)
    record = AccessRecord.objects.get(action="Register overgenomen")
    assert record.source_id == official.source_id
    assert record.details["sha256"] == imported.takeover.sha256
    assert (record.details["zone"], record.details["rows"], record.details["imported"]) == (ZONE, ROWS, ROWS)
    lines = ProcessingRecord.objects.filter(trace_id=bytes(record.trace_id))
    subjects = {line.attributes.get("dpl.core.data_subject_id") for line in lines} - {None}
    assert subjects == {processing.pseudonym(object_id) for object_id in objects()}
    assert len(subjects) == 24


def test_no_two_takeovers_give_a_person_the_same_id(official: User) -> None:
    take_over(official)
    before = objects()
    import_register(CONTENT, zone="nieuw", official=official, name="Proefregister", make_zone=True)
    assert len(objects()) == 2 * len(before)


def test_progress_is_told_step_by_step(official: User) -> None:
    told: list[tuple[str, int, int]] = []
    import_register(
        copies(3),
        zone=ZONE,
        official=official,
        name="Proefregister",
        progress=lambda *step: told.append(step),
    )
    last = {step: (done, total) for step, done, total in told}
    assert last == {"deciding": (72, 72), "recording": (6 * ROWS, 6 * ROWS), "standing": (3 * ROWS, 3 * ROWS)}


def test_events_taken_over_are_found_like_any_other(official: User) -> None:
    take_over(official)
    (somebody, *_) = objects()
    events = store.events_of(somebody)
    log = store.read([somebody]).log
    naming = {log.root_id(event.id) for event in log if somebody in named_in([event.data])}
    named_by_others = [it for it in log if log.root_id(it.id) in naming and somebody not in it.object_ids]
    assert store.read([somebody]).numbers[somebody] == len(events) + len(named_by_others)
    assert [event.created_at for event in events] == sorted(event.created_at for event in events)
