"""The claim beside what is known: per value what this claim says, and what other sources said and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain.event_types import EventTypeVersion
from events.domain.pointers import tokens
from events.queries.review import Known
from management_ui.presenters.moments import recorded_text
from management_ui.presenters.persons import Names
from management_ui.presenters.sources import source_text
from management_ui.presenters.values import Row, rows

OTHERS_SHOWN_MAX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """What one other claim says about the same thing."""

    text: str
    source: str
    recorded: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One value: its name, what this claim says ("" when it says nothing), what the others say."""

    label: str
    text: str
    person: UUID | None
    others: tuple[Other, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value of a correction: what stood and what it would become."""

    label: str
    old: str
    new: str

    @property
    def is_changed(self) -> bool:
        """Whether the correction changes this value."""
        return self.old != self.new


def comparable(known: Sequence[Known]) -> list[Known]:
    """The claims to set beside this one: those of the same occurrence, else the newest about the same persons."""
    same = [item for item in known if item.same_occurrence]
    return same[-OTHERS_SHOWN_MAX:] if same else list(known)[-1:]


def compare(
    data: Mapping[str, Any],
    *,
    known: Sequence[Known],
    event_type: EventTypeVersion,
    names: Names,
    people: Mapping[UUID, str],
    now: datetime,
) -> tuple[Compared, ...]:
    """Every value of the claim and of those beside it, in the order of the schema; a value differs when both speak."""
    own = {row.pointer: row for row in rows(data, schema=event_type.schema, names=names)}
    beside = [(item, _by_pointer(item.data, event_type=event_type, names=names)) for item in comparable(known)]
    members = list(event_type.schema.get("properties", {}))
    together = dict.fromkeys([*own, *(pointer for _item, found in beside for pointer in found)])
    pointers = sorted(together, key=lambda pointer: _rank(pointer, members=members))
    found = []
    for pointer in pointers:
        row = own.get(pointer)
        others = tuple(
            _other(item, row=theirs[pointer], own=row, people=people, now=now)
            for item, theirs in beside
            if pointer in theirs
        )
        label = row.label if row else next(theirs[pointer].label for _item, theirs in beside if pointer in theirs)
        found.append(
            Compared(label=label, text=row.text if row else "", person=row.person if row else None, others=others)
        )
    return tuple(found)


def changes(
    earlier: Mapping[str, Any], later: Mapping[str, Any], *, event_type: EventTypeVersion, names: Names
) -> tuple[Change, ...]:
    """A correction as old → new; what changes comes first."""
    old = _by_pointer(earlier, event_type=event_type, names=names)
    new = _by_pointer(later, event_type=event_type, names=names)
    found = [
        Change(
            label=(new.get(pointer) or old[pointer]).label,
            old=old[pointer].text if pointer in old else "",
            new=new[pointer].text if pointer in new else "",
        )
        for pointer in dict.fromkeys([*old, *new])
    ]
    return tuple(sorted(found, key=lambda change: not change.is_changed))


def _rank(pointer: str, *, members: Sequence[str]) -> int:
    """The place of a value's member in the schema; what the schema does not know comes last."""
    member = tokens(pointer)[0]
    return members.index(member) if member in members else len(members)


def _by_pointer(data: Mapping[str, Any], *, event_type: EventTypeVersion, names: Names) -> dict[str, Row]:
    return {row.pointer: row for row in rows(data, schema=event_type.schema, names=names)}


def _other(item: Known, *, row: Row, own: Row | None, people: Mapping[UUID, str], now: datetime) -> Other:
    return Other(
        text=row.text,
        source=source_text(item.event, people=people),
        recorded=recorded_text(item.event.created_at, now=now),
        differs=item.same_occurrence and own is not None and own.text != row.text,
    )
