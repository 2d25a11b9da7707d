"""Many rows at once say what each would say alone, whatever stands in them; and all of them come, or none."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DataError, transaction
from django.db.transaction import TransactionManagementError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from events import bulk
from events.models import AccessRecord
from tests.database import Database

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TEXTS: SearchStrategy[str] = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=80)
DETAILS = st.dictionaries(TEXTS, st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS, max_size=4)


def row(**fields: Any) -> dict[str, Any]:
    return {
        "trace_id": b"\x00\\\n\t" * 4,
        "span_id": b"\\N\xff\x00\r\n..",
        "recorded_at": NOON,
        "source_id": UUID(int=7),
        "source_type": "systeem",
        "action": "Gelezen",
        "details": {},
    } | fields


def kept(found: AccessRecord) -> dict[str, Any]:
    columns = {name: getattr(found, name) for name in row()}
    return columns | {name: bytes(columns[name]) for name in ("trace_id", "span_id")}


@given(
    many=st.lists(
        st.builds(row, action=TEXTS, details=DETAILS, source_id=st.uuids(), span_id=st.binary(min_size=8, max_size=8)),
        max_size=5,
    )
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])  # each example is rolled back
def test_what_goes_in_comes_out(rows: None, many: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        bulk.insert(AccessRecord, many)
        assert [kept(it) for it in AccessRecord.objects.order_by("-pk")[: len(many)][::-1]] == many
        transaction.set_rollback(True)


def test_one_that_the_table_does_not_hold_lets_none_in(database: Database) -> None:
    with pytest.raises(DataError), transaction.atomic():
        bulk.insert(AccessRecord, [row(), row(action="x" * 201)])
    assert not AccessRecord.objects.exists()


def test_a_row_that_forgets_something_lets_none_in(database: Database) -> None:
    forgetful = row()
    del forgetful["action"]
    with pytest.raises(KeyError), transaction.atomic():
        bulk.insert(AccessRecord, [row(), forgetful])
    assert not AccessRecord.objects.exists()


def test_outside_a_transaction_nothing_is_inserted(database: Database) -> None:
    with pytest.raises(TransactionManagementError):
        bulk.insert(AccessRecord, [row(source_id=uuid4())])
    bulk.insert(AccessRecord, [])
    assert not AccessRecord.objects.exists()
