"""What each view is a projection of: which function makes its rows, and of which events."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final
from uuid import UUID

from events import store
from events.catalogue import catalogue
from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.refusals import RequestTooLarge, UnknownEventType
from readmodels.domain.law.rules import RULES
from readmodels.domain.national.file_rows import rows_of_file
from readmodels.domain.national.keys import keys_of_file
from readmodels.domain.register_rows import READERS
from readmodels.domain.relatives import Reach, gathered, on_whom_they_bear
from readmodels.domain.views.rows import ViewRow

Key = tuple[str, str]
"""The name of a key and its value: what an object of the view is found under."""

PERSON_FILES: Final = "persoonslijsten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The log about one object; `too_large` when more bears on it than may be read: then only its own events."""

    log: Log
    too_large: RequestTooLarge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A pure function from the log about one object to rows, and the keys under which it is found.

    `with_relatives`: its rows rest on the events of relatives too. `format` is raised when the same events give other
    rows, so that a stored view is known to be of before.
    """

    format: str
    rows: Callable[[UUID, Log, Catalogue], tuple[ViewRow, ...]]
    keys: Callable[[UUID, Collection[ViewRow]], frozenset[Key]]
    with_relatives: bool

    def touched(self, events: Iterable[Event]) -> Mapping[UUID, UUID]:
        """The objects whose rows these events may change, each with the last event that may."""
        found: dict[UUID, UUID] = {}
        for event in events:
            for object_id in self._touched(event):
                found[object_id] = event.id
        return found

    def _touched(self, event: Event) -> frozenset[UUID]:
        own = frozenset(event.object_ids)
        if not self.with_relatives or event.event_type in READERS:
            return own
        touched, _ = gathered(own, read=_read, reach=Reach(as_at=LAST_MOMENT), closure=on_whom_they_bear)
        return touched

    def told(self, object_ids: Collection[UUID]) -> dict[UUID, Told]:
        """Of every object the log that its rows are made of."""
        everything = _read(frozenset(object_ids))
        return {object_id: self._told_of(object_id, everything) for object_id in object_ids}

    def _told_of(self, object_id: UUID, everything: Log) -> Told:
        own = log_about(object_id, everything)
        if not self.with_relatives or all(event.event_type in READERS for event in own):
            return Told(log=own)
        try:
            return Told(log=gathered([object_id], read=_read, reach=Reach(as_at=LAST_MOMENT))[1])
        except RequestTooLarge as refusal:
            return Told(log=own, too_large=refusal)

    def digest(self, log: Log, *, types: Catalogue) -> bytes:
        """SHA-256 over what the rows are a function of: the format, the rules, the types, and the events."""
        named = sorted({(event.event_type, _newest(event.event_type, types=types)) for event in log})
        rules = sorted((rule.name, rule.version) for rule in RULES)
        said = sha256(repr((self.format, named, rules)).encode())
        for event_id in sorted(event.id for event in log):
            said.update(event_id.bytes)
        return said.digest()


def log_about(object_id: UUID, everything: Log) -> Log:
    """The chains in which an object is named, with what they refer to and the chains of that."""
    found: dict[UUID, Event] = {}
    open_roots = {root for event in everything if object_id in event.object_ids for root in _root(event.id, everything)}
    seen: set[UUID] = set()
    while open_roots:
        seen |= open_roots
        chains = [event for root in open_roots for event in everything.chain(root)]
        found |= {event.id: event for event in chains}
        named = (reference for event in chains for reference in event.references)
        open_roots = {root for reference in named for root in _root(reference, everything)} - seen
    return Log(found.values())


def _root(event_id: UUID, everything: Log) -> tuple[UUID, ...]:
    root = everything.root_id(event_id)
    return () if root is None else (root,)


def _read(object_ids: frozenset[UUID]) -> Log:
    return store.read(object_ids).log


def _newest(event_type: str, *, types: Catalogue) -> str:
    try:
        return types.newest(event_type).version
    except UnknownEventType:
        return ""


def _file_rows(object_id: UUID, log: Log, types: Catalogue) -> tuple[ViewRow, ...]:
    return rows_of_file(object_id, log, catalogue=types)


PROJECTIONS: Final[Mapping[str, Projection]] = {
    PERSON_FILES: Projection(format="1", rows=_file_rows, keys=keys_of_file, with_relatives=True),
}
"""The views that F6 ships, by name."""


def projection_of(view: str) -> Projection:
    """The projection of a view. Raises `LookupError` for a name that has none."""
    return PROJECTIONS[view]


def types() -> Catalogue:
    """The event types that rows are made by."""
    return catalogue()
