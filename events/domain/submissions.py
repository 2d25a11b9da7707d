"""What is asked of every draft that says something: a claim, and a correction that replaces."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from events.domain import pointers, schemas
from events.domain.event import Draft, Event, Kind
from events.domain.event_types import EventTypeVersion, RequiredReference
from events.domain.log import Log, root_of
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


def grounds_of(draft: Draft, target: Event, *, log: Log) -> tuple[UUID, ...]:
    """The grounds that count for a correction or decision: its own, its target's and those of the claim."""
    return tuple(dict.fromkeys((*draft.grounds, *target.grounds, *root_of(draft, log).grounds)))


def refuse_unlinked_events(
    data: Mapping[str, Any],
    *,
    grounds: Iterable[UUID],
    draft: Draft,
    log: Log,
    event_type: EventTypeVersion,
    pointer: str,
) -> None:
    """Pass, or raise `InvalidData`: an event that the data names is a ground as well, a claim, and of a fitting type.

    Its claim is the one name that an event keeps through all corrections: an identity key may rest on it.
    """
    known = frozenset(grounds)
    found = (
        (f"{pointer}{place}", _misnamed_event(value, types=types, grounds=known, log=log))
        for place, types in event_type.event_pointers.items()
        for value in pointers.values(data, place)
    )
    refuse_invalid(
        tuple(Violation(pointer=at, code="event", message=wrong) for at, wrong in found if wrong), draft=draft
    )


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


def _misnamed_event(value: object, *, types: Collection[str], grounds: Collection[UUID], log: Log) -> str:
    """What is wrong with the name of an event in data, and how to mend it; empty when nothing is."""
    named = [log.get(found) for found in (_uuid(value) if isinstance(value, str) else ()) if found in grounds]
    if not named or named[0] is None:
        return "Name this event in event_reference too."
    event = named[0]
    if types and event.event_type not in types:
        return f"Name an event of type {' or '.join(types)}: this is one of type {event.event_type}."
    if event.kind is not Kind.CLAIM:
        return f"Name the claim itself, {log.root_id(event.id)}: this is a {event.kind.value} in its chain."
    return ""


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
