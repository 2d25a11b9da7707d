"""Which events a subscription asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import rfc8785

from events.domain import pointers
from events.domain.event import Event, Kind
from events.domain.standing import StandingOf
from events.subscriptions.domain.standing_changes import Changes

OBJECTS_MAX: Final = 1_000
"""Objects that one filter may name; who wants more asks for a zone."""
CONDITIONS_MAX: Final = 20
VALUES_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """That a value at `pointer` in the event's data is there, and is one of `values`.

    The pointer is a JSON Pointer (RFC 6901) in which `*` stands for every member of a list, as in event types. Without
    values it is enough that it is there.
    """

    pointer: str
    values: tuple[Any, ...] = ()

    def holds_of(self, data: Mapping[str, Any]) -> bool:
        """Whether these data meet it. Numbers are compared as JSON does: 1 and 1.0 are the same, 1 and true are not."""
        found = pointers.values(data, self.pointer)
        if not self.values:
            return bool(found)
        wanted = {rfc8785.dumps(value) for value in self.values}
        return any(rfc8785.dumps(value) in wanted for value in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for: every part that is given must hold, and within a part one of its members is enough.

    Nothing given: everything that the owner may see. `standings`: the event gave a claim or correction one of these.
    """

    event_types: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    zones: frozenset[str] = frozenset()
    object_ids: frozenset[UUID] = frozenset()
    data: tuple[Condition, ...] = ()
    standings: frozenset[StandingOf] = frozenset()

    def holds_of(self, event: Event, changes: Changes | None = None) -> bool:
        """Whether the event is one of those. Says nothing of who may see it.

        `changes` are the standings that it changed; they must be given when `standings` are asked for.
        """
        if not self.standings:
            return self.may_hold_of(event)
        if changes is None:
            raise ValueError("What the event changed was not read.")
        return any(it.standing in self.standings for it in changes) and self.may_hold_of(event)

    def may_hold_of(self, event: Event) -> bool:
        """Whether everything else holds, whatever the event changed."""
        return (
            (not self.event_types or event.event_type in self.event_types)
            and (not self.kinds or event.kind in self.kinds)
            and (not self.zones or event.zone in self.zones)
            and (not self.object_ids or not self.object_ids.isdisjoint(event.object_ids))
            and all(condition.holds_of(event.data) for condition in self.data)
        )
