"""The log of processing: its lines, its trace, and that nobody rewrites it."""

from uuid import uuid4

import psycopg
import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.test import override_settings
from pytest_django import fixtures

from events import processing
from events.domain.permissions import Principal
from events.models import AccessRecord, ProcessingRecord
from tests.database import Database

OFFICIAL = Principal(source_id=uuid4(), source_type="ambtenaar", name="M. de Wit")
TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def test_an_action_leaves_one_line_and_a_child_line_per_data_subject(rows: None) -> None:
    subjects = [uuid4(), uuid4()]
    processing.record("Gelezen", principal=OFFICIAL, subjects=[*subjects, subjects[0]])
    action = ProcessingRecord.objects.get(parent_span_id=None)
    children = ProcessingRecord.objects.filter(parent_span_id=action.span_id, trace_id=action.trace_id)
    assert action.status == "Ok"
    assert "dpl.core.data_subject_id" not in action.attributes
    assert {line.attributes["dpl.core.data_subject_id"] for line in children} == {
        processing.pseudonym(subject) for subject in subjects
    }
    assert len(children) == 2


def test_every_line_names_the_version_of_the_processing_activity_in_the_register(
    rows: None, settings: fixtures.Settings
) -> None:
    processing.record("Gelezen", principal=OFFICIAL, subjects=[uuid4()], activity=processing.Activity.READ)
    register = settings.PROCESSING_REGISTER_URL
    for line in ProcessingRecord.objects.all():
        uri = line.attributes["dpl.core.processing_activity_id"]
        assert uri == f"{register}/gebeurtenissen-raadplegen/v1"


def test_a_line_says_nothing_of_the_user_and_the_access_log_says_who(rows: None) -> None:
    processing.record("Gelezen", principal=OFFICIAL, subjects=[uuid4()])
    for line in ProcessingRecord.objects.all():
        told = f"{line.name} {line.attributes} {line.resource}"
        assert str(OFFICIAL.source_id) not in told
        assert OFFICIAL.name not in told
    action = ProcessingRecord.objects.get(parent_span_id=None)
    access = AccessRecord.objects.get(trace_id=action.trace_id, span_id=action.span_id)
    assert access.source_id == OFFICIAL.source_id


def test_a_pseudonym_needs_the_key(rows: None) -> None:
    person = uuid4()
    known = processing.pseudonym(person)
    assert str(person) not in known
    assert processing.pseudonym(person) == known
    with override_settings(PSEUDONYM_KEY="another key"):
        assert processing.pseudonym(person) != known


def test_a_line_continues_the_trace_of_the_caller(rows: None) -> None:
    with processing.traced(processing.Trace.begin(TRACEPARENT)) as trace:
        processing.record("Eerst", principal=OFFICIAL)
        processing.record("Daarna", principal=OFFICIAL)
    first, second = ProcessingRecord.objects.order_by("pk")
    assert bytes(first.trace_id).hex() == "0af7651916cd43dd8448eb211c80319c"
    assert bytes(first.parent_span_id or b"").hex() == "b7ad6b7169203331"
    assert bytes(first.span_id) == trace.span_id
    assert bytes(second.parent_span_id or b"") == trace.span_id
    assert bytes(second.span_id) != trace.span_id


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        "",
        "nonsense",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    ],
)
def test_a_malformed_trace_is_not_continued(malformed: str | None) -> None:
    trace = processing.Trace.begin(malformed)
    assert trace.parent_span_id is None
    assert trace.trace_id.hex() != "0af7651916cd43dd8448eb211c80319c"


def test_processing_is_recorded_in_the_transaction_of_the_act_or_not_at_all(database: Database) -> None:
    with pytest.raises(TransactionManagementError):
        processing.record("Gelezen", principal=OFFICIAL)
    with pytest.raises(ZeroDivisionError), transaction.atomic():  # noqa: PT012 - the act fails after its line
        processing.record("Gelezen", principal=OFFICIAL)
        raise ZeroDivisionError
    assert not ProcessingRecord.objects.exists()
    assert not AccessRecord.objects.exists()


@pytest.mark.parametrize("table", ["events_processingrecord", "events_accessrecord"])
@pytest.mark.parametrize("role", ["app", "owner", "super"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
def test_nobody_rewrites_the_log_of_processing(database: Database, table: str, role: str, change: str) -> None:
    with transaction.atomic():
        processing.record("Gelezen", principal=OFFICIAL, subjects=[uuid4()])
    with database.connect(role) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(change.format(table))
    assert ProcessingRecord.objects.count() == 2


@pytest.mark.parametrize("table", ["events_processingrecord", "events_accessrecord"])
def test_not_even_replication_mode_puts_the_guard_aside(database: Database, table: str) -> None:
    with transaction.atomic():
        processing.record("Gelezen", principal=OFFICIAL)
    with database.connect("super") as connection:
        connection.execute("SET session_replication_role = replica")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"DELETE FROM {table}")
        connection.rollback()
