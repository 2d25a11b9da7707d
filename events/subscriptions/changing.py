"""What events changed, for those who ask for it: the chains of many events in one read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from events import store
from events.catalogue import catalogue
from events.domain.event import Event, Kind
from events.domain.log import Log
from events.subscriptions.domain import standing_changes
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.domain.standing_changes import Changes
from events.subscriptions.domain.wanted import Wanted


def changes_of(events: Iterable[Event]) -> dict[UUID, Changes]:
    """The standings that each of these changed, by its id. One query, and none when there is no decision among them."""
    found = list(events)
    log = _chains(found)
    published = catalogue()
    return {it.id: standing_changes.changes(it, chain=_chain(it, log), catalogue=published) for it in found}


def happenings(events: Sequence[Event], *, wanted: Wanted) -> list[Happening]:
    """These events, with what they changed where it is asked for; of the rest nothing is read."""
    if not wanted.standings:
        return [Happening(event=it) for it in events]
    known: Mapping[UUID, Changes] = changes_of(filter(wanted.may_hold_of, events))
    return [Happening(event=it, changes=known.get(it.id, ())) for it in events]


def told(events: Sequence[Event], *, wanted: Wanted) -> list[Event]:
    """Those of the events that are asked for. Says nothing of who may see them."""
    return [it.event for it in happenings(events, wanted=wanted) if wanted.holds_of(it.event, it.changes)]


def _chains(events: Collection[Event]) -> Log:
    """The chains of the decisions; of a claim or correction it is known without, as nothing can hang under it yet."""
    decisions = [it.id for it in events if it.kind is Kind.VALIDATION]
    return Log(store.chains_of(decisions)) if decisions else Log()


def _chain(event: Event, log: Log) -> Sequence[Event]:
    root_id = log.root_id(event.id)
    return (event,) if root_id is None else log.chain(root_id)
