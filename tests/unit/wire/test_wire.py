"""Reading and writing the eleven fields."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.domain.event import Kind
from events.domain.identifiers import uuid7
from events.domain.permissions import Principal
from events.domain.plain_json import NESTING_MAX, unsafe_values
from events.domain.refusals import InvalidRequest, SourceMismatch
from events.domain.wire import OBJECTS_MAX, WIRE_FIELDS, Submission, parse_submission

MIDWIFE = Principal(source_id=uuid4(), source_type="verloskundige", name="Verloskundige")
PORTAL = Principal(source_id=uuid4(), source_type="systeem", name="Portaal", intermediary=True)


def body(**changes: Any) -> dict[str, Any]:
    """A well-formed claim; a change to `...` leaves the field out."""
    fields = {
        "id": str(uuid4()),
        "occurred_at": "2026-11-20T04:37:00+01:00",
        "object_ids": [str(uuid4())],
        "event_type": "Geboorte",
        "event_version": "1",
        "event_kind": "claim",
        "event_reference": [],
        "event_data": {"naam": "Noor"},
    } | changes
    return {name: value for name, value in fields.items() if value is not ...}


def read(*, kind: Kind | None = Kind.CLAIM, principal: Principal = MIDWIFE, **changes: Any) -> Submission:
    return parse_submission(body(**changes), kind=kind, principal=principal)


def codes(refusal: pytest.ExceptionInfo[InvalidRequest]) -> dict[str, str]:
    return {violation.pointer: violation.code for violation in refusal.value.violations}


def test_a_moment_is_kept_in_utc() -> None:
    assert read().occurred_at == datetime(2026, 11, 20, 3, 37, tzinfo=UTC)


def test_a_day_is_its_first_instant_in_amsterdam() -> None:
    assert read(occurred_at="2026-07-01").occurred_at == datetime(2026, 6, 30, 22, tzinfo=UTC)


def test_a_wholly_unknown_day_is_the_first_instant_there_is() -> None:
    assert read(occurred_at="0001-01-01").occurred_at == datetime(1, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "moment",
    [
        "2026-02-30",
        "2026-11-20T04:37:00",
        "2026-11-20T25:00:00Z",
        "2026-11-20T04:37:00-00:00",
        "0000-01-01",
        "20261120",
        "10000-01-01",
        "gisteren",
        5,
        "9999-12-31T23:59:59-10:00",
    ],
)
def test_a_moment_that_does_not_exist_or_has_no_offset_is_refused(moment: object) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read(occurred_at=moment)
    assert codes(refusal) == {"/occurred_at": "date-time"}


def test_every_violation_is_named_in_one_answer() -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read(id="x", occurred_at=..., object_ids=[], event_type="", event_data=[], naam="Noor", created_at="2026")
    assert codes(refusal) == {
        "/id": "uuid",
        "/occurred_at": "required",
        "/object_ids": "min-items",
        "/event_type": "text",
        "/event_data": "required",
        "/naam": "unknown-field",
        "/created_at": "read-only",
    }


def test_a_batch_item_says_its_own_kind() -> None:
    assert read(kind=None, event_kind="claim").kind is Kind.CLAIM
    with pytest.raises(InvalidRequest) as refusal:
        read(kind=None, event_kind=...)
    assert codes(refusal) == {"/event_kind": "event-kind"}


def test_the_kind_must_be_the_one_of_the_address() -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read(kind=Kind.CLAIM, event_kind="validation", event_reference=[str(uuid4())])
    assert codes(refusal) == {"/event_kind": "event-kind"}


def test_a_validation_names_its_target() -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read(kind=Kind.VALIDATION, event_kind="validation", event_reference=[])
    assert codes(refusal) == {"/event_reference": "required"}


def test_one_object_is_named_once_and_not_too_many() -> None:
    twice = [str(uuid4())] * 2
    with pytest.raises(InvalidRequest) as refusal:
        read(object_ids=twice)
    assert codes(refusal) == {"/object_ids": "unique"}
    with pytest.raises(InvalidRequest) as refusal:
        read(object_ids=[str(uuid4()) for _ in range(OBJECTS_MAX + 1)])
    assert codes(refusal) == {"/object_ids": "array"}


def test_the_source_follows_from_the_caller() -> None:
    read_one = read()
    assert (read_one.source_id, read_one.source_type) == (MIDWIFE.source_id, "verloskundige")
    assert (
        read(event_source_id=str(MIDWIFE.source_id), event_source_type="verloskundige").source_id == MIDWIFE.source_id
    )


def test_nobody_speaks_for_another() -> None:
    with pytest.raises(SourceMismatch):
        read(event_source_type="arts")
    with pytest.raises(SourceMismatch):
        read(event_source_id=str(uuid4()))


def test_an_intermediary_names_a_citizen_but_never_an_official() -> None:
    citizen = uuid4()
    submission = read(principal=PORTAL, event_source_id=str(citizen), event_source_type="burger")
    assert (submission.source_id, submission.source_type) == (citizen, "burger")
    with pytest.raises(SourceMismatch):
        read(principal=PORTAL, event_source_id=str(citizen), event_source_type="ambtenaar")
    with pytest.raises(InvalidRequest):
        read(principal=PORTAL, event_source_type="burger")


def test_the_same_request_has_the_same_bytes_whatever_the_order_of_its_members() -> None:
    fields = body()
    one = parse_submission(fields, kind=Kind.CLAIM, principal=MIDWIFE)
    other = parse_submission(dict(reversed(fields.items())), kind=Kind.CLAIM, principal=MIDWIFE)
    assert one.request == other.request


def test_the_same_words_of_another_sender_are_another_request() -> None:
    fields = body()
    one = parse_submission(fields, kind=Kind.CLAIM, principal=MIDWIFE)
    other = parse_submission(fields, kind=Kind.CLAIM, principal=PORTAL)
    assert one.request != other.request


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("a\x00b", "nul"),
        ("\ud800", "surrogate"),
        (2**53, "number"),
        (1e20, "number"),
        (float("inf"), "number"),
        (float("nan"), "number"),
        ({"\x00": 1}, "nul"),
    ],
)
def test_what_the_log_cannot_hold_is_refused_at_its_place(value: object, code: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read(event_data={"naam": {"delen": [value]}})
    assert codes(refusal) == {"/event_data/naam/delen/0": code}


def test_nesting_has_a_bottom() -> None:
    deep: Any = "x"
    for _ in range(NESTING_MAX + 2):
        deep = [deep]
    assert [violation.code for violation in unsafe_values(deep)] == ["nesting"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(fields=st.dictionaries(st.sampled_from([*WIRE_FIELDS, "zone", "expected", "x"]), json_values))
def test_any_body_is_read_or_refused_with_a_place(fields: dict[str, Any]) -> None:
    places = [""]
    try:
        parse_submission(fields, kind=None, principal=MIDWIFE)
    except InvalidRequest as refusal:
        places = [violation.pointer for violation in refusal.violations]
    except SourceMismatch as refusal:
        places = [refusal.pointer or "nowhere"]
    assert all(place == "" or place.startswith("/") for place in places)


@given(unix_ms=st.integers(min_value=0, max_value=2**48 - 1), random=st.binary(min_size=10, max_size=10))
def test_a_made_id_is_a_version_7_uuid_that_sorts_by_its_moment(unix_ms: int, random: bytes) -> None:
    made = uuid7(unix_ms=unix_ms, random=random)
    assert (made.version, made.variant) == (7, UUID(int=0x8 << 60 | 0x7 << 76).variant)
    assert made.int >> 80 == unix_ms
