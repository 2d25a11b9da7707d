"""The log of processing (Logboek Dataverwerkingen, LDV): every reading and recording of personal data leaves its lines.

The lines are written in the transaction of the act itself: that is the confirmation the standard asks of the log. When
they cannot be written, the act does not happen and nothing is returned. Who acted stands apart, in `AccessRecord`.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.transaction import TransactionManagementError

from events import bulk
from events.domain.permissions import Principal
from events.models import AccessRecord, ProcessingRecord

Status = ProcessingRecord.Status

NAME_LENGTH_MAX = 200
SPAN_BYTES = 8
SUBJECT = "dpl.core.data_subject_id"
"""The attribute under which a line holds the pseudonym of its data subject."""
_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-.*)?")


class Activity(StrEnum):
    """The processing activities, as named in the municipality's register of processing activities; with its version."""

    READ = "gebeurtenissen-raadplegen/v1"
    RECORD = "gebeurtenissen-vastleggen/v1"
    TAKE_OVER = "register-overnemen/v1"
    ADMINISTER = "toegang-beheren/v1"

    @property
    def uri(self) -> str:
        """`dpl.core.processing_activity_id`: the address of this version in the register."""
        return f"{settings.PROCESSING_REGISTER_URL}/{self.value}"


@dataclass(slots=True, kw_only=True)
class Trace:
    """W3C Trace Context of the request being answered: the caller's trace, or one that starts here."""

    trace_id: bytes
    parent_span_id: bytes | None = None
    span_id: bytes = field(default_factory=lambda: secrets.token_bytes(SPAN_BYTES))
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    taken: bool = False

    @classmethod
    def begin(cls, traceparent: str | None = None) -> "Trace":
        """Go on with the caller's trace, or start one when there is none or it is malformed (Trace Context, 3.2.2)."""
        match = _TRACEPARENT.fullmatch(traceparent or "")
        if match is None:
            return cls(trace_id=secrets.token_bytes(16))
        return cls(trace_id=bytes.fromhex(match[1]), parent_span_id=bytes.fromhex(match[2]))

    @property
    def traceparent(self) -> str:
        """What goes back to the caller and on to whoever is called next."""
        return f"00-{self.trace_id.hex()}-{self.span_id.hex()}-01"

    @property
    def reference(self) -> str:
        """What a person reads aloud to have this request found in the log: its span, in groups of four."""
        return "-".join(re.findall("....", self.span_id.hex()))

    def next_span(self) -> tuple[bytes, bytes | None]:
        """Span and parent of the next action: the first is the request itself, later ones are its children."""
        if self.taken:
            return secrets.token_bytes(SPAN_BYTES), self.span_id
        self.taken = True
        return self.span_id, self.parent_span_id


_current: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def traced(trace: Trace) -> Iterator[Trace]:
    """Everything recorded inside belongs to this trace."""
    token = _current.set(trace)
    try:
        yield trace
    finally:
        _current.reset(token)


_told: ContextVar[Mapping[str, Any]] = ContextVar("told", default={})  # noqa: B039  # never changed, only replaced


@contextmanager
def telling(**details: Any) -> Iterator[None]:
    """Everything recorded inside has these details too, such as under which agreement it was asked."""
    token = _told.set({**_told.get(), **details})
    try:
        yield
    finally:
        _told.reset(token)


def traceparent() -> str:
    """The trace as it goes on to whoever is called next; nothing outside of a request."""
    trace = _current.get()
    return "" if trace is None else trace.traceparent


def reference() -> str:
    """The reference of the request that is being answered; nothing outside of one."""
    trace = _current.get()
    return "" if trace is None else trace.reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What is written down of one action: see `record`. `trace` is what it belongs to."""

    action: str
    principal: Principal
    trace: Trace
    subjects: frozenset[UUID] = frozenset()
    activity: Activity = Activity.RECORD
    status: str = Status.OK
    details: Mapping[str, Any] = field(default_factory=dict)


def record(
    action: str,
    *,
    principal: Principal,
    subjects: Iterable[UUID] = (),
    activity: Activity = Activity.RECORD,
    status: str = Status.OK,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write the line of one action, a child line per data subject, and who did it. Must be called in a transaction.

    `action` is text for people and holds nothing of the subject or the user; `details` go to the access log only.
    """
    act = Act(
        action=action,
        principal=principal,
        trace=_current.get() or Trace.begin(),
        subjects=frozenset(subjects),
        activity=activity,
        status=status,
        details={**_told.get(), **(details or {})},
    )
    lines, who = _lines_of(act)
    ProcessingRecord.objects.bulk_create([ProcessingRecord(**line) for line in lines])
    AccessRecord.objects.create(**who)


def record_many(acts: Iterable[Act]) -> None:
    """Write what `record` writes, of many actions at once."""
    written = [_lines_of(act) for act in acts]
    bulk.insert(ProcessingRecord, [line for lines, _ in written for line in lines])
    bulk.insert(AccessRecord, [who for _, who in written])


def _lines_of(act: Act) -> tuple[list[bulk.Row], bulk.Row]:
    """The rows of the lines of one action, and that of who did it."""
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("Record the processing in the transaction of the act itself.")
    now = datetime.now(UTC)
    span_id, parent_span_id = act.trace.next_span()
    line = _Line.of(act, end=now)
    subjects = sorted(act.subjects)
    spans = secrets.token_bytes(SPAN_BYTES * len(subjects))
    children = [
        line.row(
            span_id=spans[SPAN_BYTES * number : SPAN_BYTES * (number + 1)], parent_span_id=span_id, subject=subject
        )
        for number, subject in enumerate(subjects)
    ]
    who = {
        "trace_id": act.trace.trace_id,
        "span_id": span_id,
        "recorded_at": now,
        "source_id": act.principal.source_id,
        "source_type": act.principal.source_type,
        "action": line.name,
        "details": {**_named(act.principal), **act.details},
    }
    return [line.row(span_id=span_id, parent_span_id=parent_span_id), *children], who


def _named(principal: Principal) -> dict[str, str]:
    """Who reads a part of a zone has no account by which he can be named later: another organisation."""
    return {"name": principal.name} if principal.event_types else {}


def trace_id() -> bytes:
    """The trace that what happens now belongs to; one of its own outside any request."""
    return (_current.get() or Trace.begin()).trace_id


def pseudonym(subject: UUID) -> str:
    """`dpl.core.data_subject_id`: HMAC-SHA-256 of the object id; only the holder of the key can tell who it is."""
    code = _keyed(settings.PSEUDONYM_KEY).copy()
    code.update(subject.bytes)
    return code.hexdigest()


@lru_cache(maxsize=10)
def _keyed(key: str) -> hmac.HMAC:
    return hmac.new(key.encode(), digestmod=hashlib.sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """What the lines of one action have in common."""

    trace_id: bytes
    name: str
    status: str
    start_time: int
    end_time: int
    resource: Mapping[str, Any]
    attributes: Mapping[str, str]

    @classmethod
    def of(cls, act: Act, *, end: datetime) -> "_Line":
        return cls(
            trace_id=act.trace.trace_id,
            name=act.action[:NAME_LENGTH_MAX],
            status=act.status,
            start_time=_milliseconds(act.trace.started_at),
            end_time=_milliseconds(end),
            resource={"attributes": {"service.name": "f6", "service.version": settings.API_VERSION}},
            attributes={"dpl.core.processing_activity_id": act.activity.uri},
        )

    def row(self, *, span_id: bytes, parent_span_id: bytes | None, subject: UUID | None = None) -> bulk.Row:
        attributes = dict(self.attributes)
        if subject is not None:
            attributes[SUBJECT] = pseudonym(subject)
            attributes["dpl.core.data_subject_id_type"] = f"{settings.PROCESSING_REGISTER_URL}/objectpseudoniem/v1"
        return {
            "trace_id": self.trace_id,
            "span_id": span_id,
            "parent_span_id": parent_span_id,
            "status": self.status,
            "name": self.name,
            "start_time": self.start_time,
            "end_time": self.end_time,
            "resource": self.resource,
            "attributes": attributes,
        }


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
