"""Reading data of an old version in the shape of a newer one. Nothing recorded is ever changed by it.

A version declares from which version it is reached (`upcast_from`) and by what steps (`upcast`, see `upcast_steps`).
So a first version is read as the third by way of the second.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from events.domain import upcast_steps
from events.domain.declaration_messages import mistake
from events.domain.event import Draft, Kind, Operation
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.readings import operation_of
from events.domain.refusals import UnknownEventVersion, Violation
from events.domain.upcast_steps import Default, NoStep


def upcast(data: Mapping[str, Any], *, steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The data after the declared steps, in order. Raises `ValueError` for a step that is none (see `mistakes`)."""
    found = dict(data)
    for step in map(upcast_steps.parse, steps):
        found = upcast_steps.apply(step, data=found)
    return found


def mistakes(steps: Sequence[Mapping[str, Any]], *, base: str) -> Iterator[Violation]:
    """Everything that is wrong with declared steps, each with its place under `base` and how to mend it."""
    for index, step in enumerate(steps):
        try:
            upcast_steps.parse(step)
        except NoStep as wrong:
            yield mistake(wrong.code, pointer=f"{base}/{index}", **wrong.facts)


def to_version(
    data: Mapping[str, Any], *, event_type: str, source: str, target: str, catalogue: Catalogue
) -> dict[str, Any]:
    """Data of version `source` of a type, in the shape of version `target`.

    Raises UnknownEventType, and UnknownEventVersion (with the versions it can be read as) when no steps lead there.
    """
    return _along(_route(event_type, source=source, target=target, catalogue=catalogue), data=data)


def as_version(event: Draft, *, version: str, catalogue: Catalogue) -> dict[str, Any]:
    """The wire fields of an event that differ when it is read as another version: `event_version` and `event_data`.

    Of a replacement the new content is read so, of a validation its act (without defaults: it is partial).
    Raises what `to_version` raises.
    """
    route = _route(event.event_type, source=event.event_version, target=version, catalogue=catalogue)
    data = dict(event.data)
    if event.kind is Kind.CLAIM:
        data = _along(route, data=data)
    elif operation_of(event) is Operation.REPLACE and isinstance(data.get("data"), Mapping):
        data["data"] = _along(route, data=data["data"])
    elif event.kind is Kind.VALIDATION and isinstance(data.get("act"), Mapping):
        data["act"] = _along(route, data=data["act"], partial=True)
    return {"event_version": version, "event_data": data}


def readable_as(event_type: str, *, version: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The versions in whose shape data of this version can be read, from its own to the newest."""
    lineage = _lineage(catalogue.newest(event_type), catalogue=catalogue)
    names = [known.version for known in lineage]
    return tuple(names[: names.index(version) + 1][::-1]) if version in names else (version,)


def _along(route: Sequence[EventTypeVersion], *, data: Mapping[str, Any], partial: bool = False) -> dict[str, Any]:
    found = dict(data)
    for declared in (step for version in route for step in version.upcast):
        step = upcast_steps.parse(declared)
        if not (partial and isinstance(step, Default)):
            found = upcast_steps.apply(step, data=found)
    return found


def _route(event_type: str, *, source: str, target: str, catalogue: Catalogue) -> list[EventTypeVersion]:
    """The versions to pass through, from the one after `source` to `target`."""
    readable = readable_as(event_type, version=source, catalogue=catalogue)
    if target not in readable:
        raise UnknownEventVersion(event_type=event_type, event_version=target, versions=readable)
    passed = readable[1 : readable.index(target) + 1]
    return [catalogue.version(event_type, version) for version in passed]


def _lineage(newest: EventTypeVersion, *, catalogue: Catalogue) -> list[EventTypeVersion]:
    """The newest version and those it is reached from, back to the first."""
    found = [newest]
    seen = {newest.version}
    while (earlier := found[-1].upcast_from) is not None and earlier not in seen:
        seen.add(earlier)
        found.append(catalogue.version(newest.name, earlier))
    return found
