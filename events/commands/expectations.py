"""`expected`: the last event of an object that the writer has seen. Guards a decision made on an older picture."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from events import store
from events.domain.event import Event
from events.domain.permissions import Permission, Principal
from events.domain.refusals import NewerEvents


def refuse_newer_events(
    expected: Mapping[UUID, UUID], *, principal: Principal, earlier: Sequence[store.Entry] = ()
) -> None:
    """Pass when no object has an event, visible to the caller, after the one he names as the last he saw.

    `earlier` are the entries before this one in the same batch, in order: they count as the newest of their objects.
    Events in zones he may not see are not compared: a refusal would tell that they exist. (The append itself is
    guarded by the numbers of the boundary, hidden events included.) Raises `NewerEvents` with what he has not seen.
    """
    for object_id, last_seen in expected.items():
        visible = [event.id for event in store.events_of(object_id) if _knows(principal, event)]
        visible += [entry.draft.id for entry in earlier if object_id in entry.addresses.objects]
        if last_seen not in visible:
            raise NewerEvents(object_id=object_id, newer=tuple(visible), pointer=f"/expected/{object_id}")
        newer = visible[visible.index(last_seen) + 1 :]
        if newer:
            raise NewerEvents(object_id=object_id, newer=tuple(newer), pointer=f"/expected/{object_id}")


def _knows(principal: Principal, event: Event) -> bool:
    """Whether he may see the event, or said it himself."""
    return event.source_id == principal.source_id or principal.may(Permission.VIEW, zone=event.zone)
