"""What is asked of every draft that says something: a claim, and a correction that replaces."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from events.domain import pointers, schemas
from events.domain.event import Draft, Event
from events.domain.event_types import EventTypeVersion, RequiredReference
from events.domain.log import Log
from events.domain.refusals import (
    IdentifierInUse,
    InvalidData,
    ObjectsMismatch,
    ReferenceMissing,
    ReferenceNotFound,
    TargetMismatch,
    Violation,
)


def refuse_known_id(draft: Draft, *, log: Log) -> None:
    """Pass, or raise `IdentifierInUse`: sending the same request again is answered before anything is decided."""
    if draft.id in log:
        raise IdentifierInUse(event_id=draft.id, pointer="/id")


def refuse_unknown_grounds(draft: Draft, *, log: Log) -> None:
    """Pass, or raise `ReferenceNotFound` for the first ground that is not in the log."""
    first = len(draft.references) - len(draft.grounds)
    for index, ground in enumerate(draft.grounds, start=first):
        if ground not in log:
            raise ReferenceNotFound(event_id=ground, pointer=f"/event_reference/{index}")


def refuse_invalid(violations: Sequence[Violation], *, draft: Draft) -> None:
    """Pass, or raise `InvalidData` with every violation."""
    if violations:
        raise InvalidData(
            event_type=draft.event_type,
            event_version=draft.event_version,
            violations=tuple(violations),
            pointer=violations[0].pointer,
        )


def refuse_invalid_data(data: object, *, draft: Draft, event_type: EventTypeVersion, pointer: str) -> None:
    """Pass, or raise `InvalidData`: the data must satisfy the schema of its type and version."""
    refuse_invalid(schemas.violations(event_type.schema, data, pointer), draft=draft)


def refuse_unnamed_persons(
    data: Mapping[str, Any], *, object_ids: Iterable[UUID], event_type: EventTypeVersion
) -> None:
    """Pass, or raise `ObjectsMismatch`: every person in the data is an object of the event."""
    named = frozenset(object_ids)
    missing = tuple(person for person in _persons(data, event_type=event_type) if person not in named)
    if missing:
        raise ObjectsMismatch(missing=tuple(dict.fromkeys(missing)), pointer="/object_ids")


def refuse_other_shape(draft: Draft, *, target: Event) -> None:
    """Pass, or raise `TargetMismatch`: a correction or validation carries its target's type, version and zone."""
    for name in ("event_type", "event_version", "zone"):
        expected = getattr(target, name)
        if getattr(draft, name) != expected:
            raise TargetMismatch(field_name=name, expected=expected, pointer=f"/{name}")


def refuse_other_objects(draft: Draft, *, object_ids: Sequence[UUID]) -> None:
    """Pass, or raise `ObjectsMismatch`: the draft is about exactly these objects."""
    missing = tuple(object_id for object_id in object_ids if object_id not in draft.object_ids)
    unexpected = tuple(object_id for object_id in draft.object_ids if object_id not in object_ids)
    if missing or unexpected:
        raise ObjectsMismatch(missing=missing, unexpected=unexpected, pointer="/object_ids")


def missing_ground(
    data: Mapping[str, Any], *, grounds: Iterable[Event], event_type: EventTypeVersion
) -> ReferenceMissing | None:
    """The refusal for the first required reference of the type that no ground satisfies, if there is one."""
    types = {ground.event_type for ground in grounds}
    for required in demanded(data, event_type=event_type):
        if not types.intersection(required.event_types):
            return ReferenceMissing(
                event_type=event_type.name,
                required=required.event_types,
                accepted=required.accepted,
                pointer="/event_reference",
            )
    return None


def demanded(data: Mapping[str, Any], *, event_type: EventTypeVersion) -> tuple[RequiredReference, ...]:
    """The required references of the type that apply to this data."""
    return tuple(
        required
        for required in event_type.required_references
        if not required.when or not schemas.violations(required.when, data)
    )


def _persons(data: Mapping[str, Any], *, event_type: EventTypeVersion) -> Iterable[UUID]:
    """The ids of the persons in the data: a pointer leads to a reference (`objectId`) or to the id itself."""
    for pointer in event_type.subject_pointers:
        for value in pointers.values(data, pointer):
            named = value.get("objectId") if isinstance(value, Mapping) else value
            if isinstance(named, str):
                yield from _uuid(named)


def _uuid(text: str) -> tuple[UUID, ...]:
    try:
        return (UUID(text),)
    except ValueError:
        return ()
