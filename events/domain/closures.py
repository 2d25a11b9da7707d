"""What of a log is about some objects: their chains, and what those rest on."""

from collections.abc import Collection, Iterable
from uuid import UUID

from events.domain.event import Event
from events.domain.log import Log


def about(object_ids: Collection[UUID], *, log: Log) -> Log:
    """The events about these objects, with whole chains, and what those refer to with its chain, and so on.

    Only what is in the log leads on: an event that was left out of it brings nothing in. So who may see a part of a log
    learns nothing from what is about an object in the rest of it.
    """
    wanted = frozenset(object_ids)
    found: dict[UUID, Event] = {}
    waiting = [event for event in log if wanted.intersection(event.object_ids)]
    while waiting:
        event = waiting.pop()
        if event.id in found:
            continue
        for member in _chain(event, log=log):
            found[member.id] = member
            waiting += (it for it in map(log.get, member.references) if it is not None and it.id not in found)
    return Log(found.values())


def _chain(event: Event, *, log: Log) -> Iterable[Event]:
    """The whole chain of an event; alone when its target is not there."""
    root = log.root_id(event.id)
    return (event,) if root is None else log.chain(root)
