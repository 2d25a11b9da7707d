"""The event: the eleven wire fields, and what the log adds when it records one.

A `Draft` is what somebody asks to record; an `Event` is what the log recorded. Both are frozen. Everything in
`events.domain` works on these two, and knows no database, clock or settings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class Kind(StrEnum):
    """What an event does: say that something happened, that an earlier event was wrong, or decide on either."""

    CLAIM = "claim"
    CORRECTION = "correction"
    VALIDATION = "validation"


class Operation(StrEnum):
    """What a correction does to its target: give the full new content, or say that it never happened."""

    REPLACE = "replace"
    RETRACT = "retract"


class Decision(StrEnum):
    """What an official decided on exactly one claim or correction."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An event that is asked to be recorded: every wire field but formal time, which only the database gives.

    `zone` is the slug of the zone whose log it belongs to. `occurred_at` is an aware UTC instant (material time).
    """

    id: UUID
    occurred_at: datetime
    object_ids: tuple[UUID, ...]
    event_type: str
    event_version: str
    kind: Kind
    source_id: UUID
    source_type: str
    references: tuple[UUID, ...]
    data: Mapping[str, Any]
    zone: str

    @property
    def target(self) -> UUID | None:
        """The one event a correction or validation is about: the first reference. None for a claim."""
        if self.kind is Kind.CLAIM or not self.references:
            return None
        return self.references[0]

    @property
    def grounds(self) -> tuple[UUID, ...]:
        """The references that are evidence: all of a claim's, all but the first of a correction or validation."""
        return self.references if self.kind is Kind.CLAIM else self.references[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Draft):
    """A recorded event. `created_at` is formal time; `order` is strictly increasing within the zone's log.

    `order` is what "highest position" and "position of the root claim" mean in the rules: it is known at the moment
    of recording. `position` is the gapless number on the wire, given moments later by the sequencer (None until then).
    """

    created_at: datetime
    order: int
    position: int | None = None

    @classmethod
    def from_draft(cls, draft: Draft, *, created_at: datetime, order: int, position: int | None = None) -> "Event":
        """The draft as the log recorded it."""
        return cls(
            **{field.name: getattr(draft, field.name) for field in fields(Draft)},
            created_at=created_at,
            order=order,
            position=position,
        )
