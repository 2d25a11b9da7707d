"""The wire: reading the eleven fields from a request, and writing them in an answer (`product.md`, section 2).

Reading collects every violation before it refuses, so that one answer says all that must be mended. It checks shape
only; what needs the log (types, references, permissions) is decided by the command.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from events.domain.canonical import canonical_bytes, instant_text
from events.domain.event import Event, Kind
from events.domain.moments import first_instant
from events.domain.permissions import OFFICIAL, Principal
from events.domain.plain_json import pointer_token, unsafe_values
from events.domain.refusals import InvalidRequest, SourceMismatch, Violation

WIRE_FIELDS = (
    "id",
    "created_at",
    "occurred_at",
    "object_ids",
    "event_type",
    "event_version",
    "event_kind",
    "event_source_id",
    "event_source_type",
    "event_reference",
    "event_data",
)
ENVELOPE = ("zone", "expected")
OBJECTS_MAX = 100
REFERENCES_MAX = 100
NAME_LENGTH_MAX = 80

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A well-formed request to record one event; None where the caller left a field to the server.

    `request` are the canonical bytes of what was asked and by whom: the same id with the same bytes is the same
    request. `expected` maps an object id to the last event the caller has seen of it.
    """

    kind: Kind
    source_id: UUID
    source_type: str
    event_data: Mapping[str, Any]
    request: bytes
    id: UUID | None = None
    occurred_at: datetime | None = None
    object_ids: tuple[UUID, ...] | None = None
    event_type: str | None = None
    event_version: str | None = None
    references: tuple[UUID, ...] = ()
    zone: str | None = None
    expected: Mapping[UUID, UUID] = field(default_factory=dict)


def render(event: Event) -> dict[str, Any]:
    """The eleven wire fields of a recorded event, ready for JSON: moments in UTC, ids as text."""
    return {
        "id": str(event.id),
        "created_at": instant_text(event.created_at),
        "occurred_at": instant_text(event.occurred_at),
        "object_ids": [str(object_id) for object_id in event.object_ids],
        "event_type": event.event_type,
        "event_version": event.event_version,
        "event_kind": event.kind.value,
        "event_source_id": str(event.source_id),
        "event_source_type": event.source_type,
        "event_reference": [str(reference) for reference in event.references],
        "event_data": dict(event.data),
    }


def request_bytes(body: Mapping[str, Any], *, principal: Principal) -> bytes:
    """What makes two requests the same: the fields as sent (but `expected`) and who sent them."""
    sent = {name: value for name, value in body.items() if name != "expected"}
    return canonical_bytes({"by": str(principal.source_id), "sent": sent})


def parse_submission(body: object, *, kind: Kind | None, principal: Principal) -> Submission:
    """Read one request body (already JSON). `kind` is None where the body itself must say it, as in a batch.

    Raises `InvalidRequest` with every violation, or `SourceMismatch`.
    """
    if not isinstance(body, Mapping):
        raise InvalidRequest(violations=(Violation(pointer="", code="type", message="Send one JSON object."),))
    unsafe = unsafe_values(body)
    if unsafe:
        raise InvalidRequest(violations=unsafe)
    reader = _Reader(body)
    reader.refuse_unknown_members()
    found_kind = reader.kind(expected=kind)
    claim = found_kind is Kind.CLAIM
    fields: dict[str, Any] = {
        "id": reader.identifier("id"),
        "occurred_at": reader.moment("occurred_at", required=claim),
        "object_ids": reader.object_ids(required=claim),
        "event_type": reader.name("event_type", required=claim),
        "event_version": reader.name("event_version", required=claim),
        "references": reader.references(required=not claim),
        "event_data": reader.data(),
        "zone": reader.name("zone", required=False),
        "expected": reader.expected(),
    }
    source = (reader.identifier("event_source_id"), reader.name("event_source_type", required=False))
    if reader.violations:
        raise InvalidRequest(violations=tuple(reader.violations))
    source_id, source_type = _source(source[0], source[1], kind=found_kind, principal=principal)
    return Submission(
        kind=found_kind,
        source_id=source_id,
        source_type=source_type,
        request=request_bytes(body, principal=principal),
        **fields,
    )


def expected_of(body: Mapping[str, Any]) -> Mapping[UUID, UUID]:
    """The member `expected` of a body (as a batch has it for the whole). Raises `InvalidRequest`."""
    reader = _Reader(body)
    expected = reader.expected()
    if reader.violations:
        raise InvalidRequest(violations=tuple(reader.violations))
    return expected


def _source(named_id: UUID | None, named_type: str | None, *, kind: Kind, principal: Principal) -> tuple[UUID, str]:
    """Who the event is from: the caller, or whom a registered intermediary names (never an official)."""
    own = (principal.source_id, principal.source_type)
    if named_id in (None, own[0]) and named_type in (None, own[1]):
        return own
    if not principal.intermediary or kind is Kind.VALIDATION:
        wrong = "event_source_id" if named_id not in (None, own[0]) else "event_source_type"
        raise SourceMismatch(field_name=wrong, pointer=f"/{wrong}")
    if named_id is None or named_type is None:
        missing = "event_source_id" if named_id is None else "event_source_type"
        raise InvalidRequest(
            violations=(
                Violation(pointer="", code="required", message=f"Name {missing} too: the two belong together."),
            )
        )
    if named_type == OFFICIAL:
        raise SourceMismatch(field_name="event_source_type", pointer="/event_source_type")
    return named_id, named_type


class _Reader:
    """Reads the members of one body and remembers everything that is wrong with it."""

    def __init__(self, body: Mapping[str, Any]) -> None:
        self.body = body
        self.violations: list[Violation] = []

    def wrong(self, pointer: str, code: str, message: str) -> None:
        self.violations.append(Violation(pointer=pointer, code=code, message=message))

    def refuse_unknown_members(self) -> None:
        for name in self.body:
            if name not in WIRE_FIELDS and name not in ENVELOPE:
                self.wrong(
                    f"/{pointer_token(name)}",
                    "unknown-field",
                    f"Remove this field; an event has {', '.join(WIRE_FIELDS)}, with zone and expected beside them.",
                )
        if self.body.get("created_at") is not None:
            self.wrong("/created_at", "read-only", "Leave created_at out: the registry's clock sets it.")

    def kind(self, *, expected: Kind | None) -> Kind:
        given = self.body.get("event_kind")
        if given is None and expected is not None:
            return expected
        if isinstance(given, str) and given in set(Kind) and expected in (None, given):
            return Kind(given)
        wanted = expected.value if expected else "claim, correction or validation"
        self.wrong("/event_kind", "event-kind", f"Set event_kind to {wanted}.")
        return expected or Kind.CLAIM

    def identifier(self, name: str) -> UUID | None:
        value = self.body.get(name)
        return None if value is None else self._uuid(value, f"/{name}")

    def _uuid(self, value: object, pointer: str) -> UUID | None:
        if isinstance(value, str) and _UUID.fullmatch(value):
            return UUID(value)
        self.wrong(pointer, "uuid", "Give a UUID, such as 0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55.")
        return None

    def name(self, name: str, *, required: bool) -> str | None:
        value = self.body.get(name)
        if value is None:
            if required:
                self.wrong(f"/{name}", "required", f"Add {name}.")
            return None
        if isinstance(value, str) and 0 < len(value) <= NAME_LENGTH_MAX:
            return value
        self.wrong(f"/{name}", "text", f"Give {name} as a text of 1 to {NAME_LENGTH_MAX} characters.")
        return None

    def moment(self, name: str, *, required: bool) -> datetime | None:
        value = self.body.get(name)
        if value is None:
            if required:
                self.wrong(f"/{name}", "required", f"Add {name}: the moment it happened in reality.")
            return None
        moment = _instant(value)
        if moment is None:
            self.wrong(
                f"/{name}",
                "date-time",
                "Give an existing moment with its offset (2026-11-20T04:37:00+01:00), or a day (2026-11-20).",
            )
        return moment

    def _uuids(self, name: str, *, at_most: int) -> tuple[UUID, ...]:
        values = self.body.get(name)
        if not isinstance(values, list) or len(values) > at_most:
            self.wrong(f"/{name}", "array", f"Give {name} as a list of at most {at_most} UUIDs.")
            return ()
        found = [self._uuid(value, f"/{name}/{index}") for index, value in enumerate(values)]
        known = [value for value in found if value is not None]
        if len(set(known)) != len(known):
            self.wrong(f"/{name}", "unique", f"Name every UUID in {name} once.")
        return tuple(known)

    def object_ids(self, *, required: bool) -> tuple[UUID, ...] | None:
        if self.body.get("object_ids") is None:
            if required:
                self.wrong("/object_ids", "required", "Add object_ids: the persons it is about, at least one.")
            return None
        if self.body["object_ids"] == []:
            self.wrong("/object_ids", "min-items", "Name at least one object.")
            return None
        return self._uuids("object_ids", at_most=OBJECTS_MAX)

    def references(self, *, required: bool) -> tuple[UUID, ...]:
        if self.body.get("event_reference") is None and not required:
            return ()
        if required and not self.body.get("event_reference"):
            self.wrong("/event_reference", "required", "Add event_reference: its first id is the event this is about.")
            return ()
        return self._uuids("event_reference", at_most=REFERENCES_MAX)

    def data(self) -> Mapping[str, Any]:
        value = self.body.get("event_data")
        if isinstance(value, Mapping):
            return value
        self.wrong("/event_data", "required", "Add event_data as a JSON object.")
        return {}

    def expected(self) -> Mapping[UUID, UUID]:
        value = self.body.get("expected")
        if value is None:
            return {}
        if not isinstance(value, Mapping) or len(value) > OBJECTS_MAX:
            self.wrong("/expected", "object", "Map each object id to the last event id you have seen of it.")
            return {}
        read = {self._uuid(k, "/expected"): self._uuid(v, f"/expected/{k}") for k, v in value.items()}
        return {k: v for k, v in read.items() if k is not None and v is not None}


def _instant(value: object) -> datetime | None:
    """The UTC instant of an RFC 3339 date-time, or the first instant of a day in Europe/Amsterdam; None if neither."""
    if not isinstance(value, str):
        return None
    try:
        if _DAY.fullmatch(value):
            return first_instant(value)
        if _INSTANT.fullmatch(value) and not value.endswith("-00:00"):
            return datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return None
