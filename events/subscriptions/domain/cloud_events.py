"""What is sent: CloudEvents 1.0 in structured JSON, by the NL GOV profile for CloudEvents 1.1.

The bytes follow from the event and the publisher alone: whoever renders them again renders the same, so nothing that
was sent has to be kept, and a signature can be checked later. Attributes may be logged on the way (NL profile), so
nothing sensitive stands in them: `subject` is the id of an object, never a BSN.

`sequence` is the place in the zone's log as text of one length. Each zone is a `source` of its own, and who is told
may see the whole zone, so it says nothing of what he may not see. It has gaps where he did not ask.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson

from events.domain import wire
from events.domain.canonical import instant_text
from events.domain.event import Event
from events.subscriptions.domain.asked import Correction
from events.subscriptions.domain.content_changes import NOTHING
from events.subscriptions.domain.happenings import Happening

CONTENT_TYPE: Final = "application/cloudevents+json; charset=utf-8"
SPECVERSION: Final = "1.0"
SEQUENCE_DIGITS: Final = 19
SIZE_EVERYBODY_TAKES: Final = 64 * 1024
"""Bytes that every intermediary forwards (CloudEvents 1.0, size limits). A full notice may be larger; a thin one is not
up to some 1,600 objects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who speaks: where its API is found (without `/` at the end), and how types and sources are called.

    `source` is a URN without data location, to which the zone is added; without one it follows from the OIN of the
    organisation.
    """

    base_url: str
    type_prefix: str
    source: str = ""

    def source_of(self, *, zone: str, oin: str) -> str:
        """The `source` of events in this zone: unique with the event's id."""
        return f"{self.source or f'urn:nld:oin:{oin}:systeem:f6'}-{zone}"

    def type_of(self, event: Event) -> str:
        """The `type`: reverse domain, what it is, its kind, and the version of its data."""
        return f"{self.type_prefix}.{event.event_type.lower()}.{event.kind.value}.v{event.event_version}"

    def link_to(self, event_id: UUID) -> str:
        """Where the event is read, by whoever may."""
        return f"{self.base_url}/api/v1/events/{event_id}"


def notice(happening: Happening, *, full: bool, publisher: Publisher, oin: str) -> bytes:
    """The notice of an event: with ids and a link only, or with the whole event as the API shows it.

    With the standings that it changed, where they are given: which claims and corrections to read.
    `oin`: of the organisation whose zone it lies in. Times are in UTC; `time` is when it was recorded.
    """
    event = happening.event
    more = _more(happening, full=full)
    attributes: dict[str, Any] = {
        "specversion": SPECVERSION,
        "id": str(event.id),
        "source": publisher.source_of(zone=event.zone, oin=oin),
        "type": publisher.type_of(event),
        "subject": str(event.object_ids[0]),
        "time": instant_text(event.created_at),
        "datacontenttype": "application/json",
        "dataref": publisher.link_to(event.id),
    }
    if event.position is not None:
        attributes["sequence"] = f"{event.position:0{SEQUENCE_DIGITS}d}"
    if full:
        schema = "EventNotice" if more else "Event"
        attributes["dataschema"] = f"{publisher.base_url}/api/v1/openapi.json#/components/schemas/{schema}"
        data: dict[str, Any] = wire.render(event) | {
            "zone": event.zone,
            "organisation": oin,
            "position": event.position,
        }
    else:
        data = {"id": str(event.id), "object_ids": [str(it) for it in event.object_ids]}
    return _bytes(attributes | {"data": data | more})


def _more(happening: Happening, *, full: bool) -> dict[str, Any]:
    """What is told beside the event, to who asks for that."""
    found: dict[str, Any] = {}
    if happening.changes is not None:
        found["standings"] = [{"id": str(it.id), "standing": it.standing.value} for it in happening.changes]
    if happening.correction is not None:
        found["corrections"] = [_corrected(happening.correction, full=full)]
    return found


def _corrected(it: Correction, *, full: bool) -> dict[str, Any]:
    """What was delivered and is otherwise now: where, and (full) what stood and stands there. One event, one chain."""
    changed = it.change.differences
    told: dict[str, Any] = {
        "id": str(it.change.claim),
        "standing": it.change.standing.value,
        "told": [str(pk) for pk in it.told],
        "changed": [each.pointer for each in changed],
    }
    if full:
        told["was"] = {each.pointer: each.was for each in changed if each.was is not NOTHING}
        told["is"] = {each.pointer: each.now for each in changed if each.now is not NOTHING}
    return told


def ping(*, ping_id: UUID, subscription_id: UUID, now: datetime, publisher: Publisher, oin: str) -> bytes:
    """The notice that asks a receiver to show that he takes in what we sign. It tells of nobody."""
    return _bytes(
        {
            "specversion": SPECVERSION,
            "id": str(ping_id),
            "source": (publisher.source or f"urn:nld:oin:{oin}:systeem:f6"),
            "type": f"{publisher.type_prefix}.ping.v1",
            "time": instant_text(now),
            "datacontenttype": "application/json",
            "data": {"subscription": str(subscription_id)},
        }
    )


def _bytes(value: dict[str, Any]) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
