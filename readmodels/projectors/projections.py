"""What each view is a projection of: which function makes its rows, and of which events."""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import structlog

from events import store
from events.catalogue import catalogue
from events.domain.event import Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.refusals import RequestTooLarge, UnknownEventType
from events.models import EventType
from readmodels.domain.law.rules import RULES
from readmodels.domain.national.custody_rows import rows_of_custody
from readmodels.domain.national.file_rows import file_of_all, rows_of_file
from readmodels.domain.national.register_stacks import is_of_a_register
from readmodels.domain.national.search import search_keys
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.recall import Recall
from readmodels.domain.register_rows import READERS
from readmodels.domain.relatives import FAMILY, on_whom_they_bear
from readmodels.domain.views.rows import ViewRow
from readmodels.models import Build
from readmodels.projectors.around import Around, Read
from readmodels.projectors.own_projection import DEFINITIONS_MAX, FORMAT, definition_of, no_keys, rows_by

Key = tuple[str, str]
"""The name of a key and its value: what an object of the view is found under."""

PERSON_FILES: Final = "persoonslijsten"
CUSTODY: Final = "gezag"
TOUCHED_AT_ONCE: Final = 100
"""Persons of whom it is found at once for whom the law may look at them."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The log about one object, and the zones that it lies in.

    `too_large` when more bears on it than may be read: then only its own events, or none when those are too many.
    """

    log: Log
    zones: frozenset[str]
    too_large: RequestTooLarge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """A pure function from the log about one object to rows, and the keys under which it is found.

    `with_relatives`: its rows rest on the events of relatives too. `format` is raised when the same events give other
    rows, so that a stored view is known to be of before.
    """

    format: str
    rows: Callable[[UUID, Log, Recall], tuple[ViewRow, ...]]
    keys: Callable[[UUID, Collection[ViewRow]], frozenset[Key]]
    with_relatives: bool
    of_registers_too: bool = False
    """Whether relatives bear on the rows also where only a register tells: by its rows alone nobody's file changes."""
    event_types: frozenset[str] | None = None
    """The types on which its rows rest; None: any."""

    def touched(self, events: Iterable[Event]) -> Mapping[UUID, UUID]:
        """The objects whose rows these events may change, each with the last event that may.

        Also those of whom their chains told before: a correction moves a claim to another, and leaves somebody out.
        """
        taken = [event for event in events if self._counts(event)]
        named = {event.id: frozenset(event.object_ids) for event in taken}
        named |= store.named_in_chains([event.id for event in taken if event.kind is not Kind.CLAIM])
        found = {object_id: event.id for event in taken for object_id in named[event.id]}
        if not self.with_relatives:
            return found
        register = frozenset[UUID]() if self.of_registers_too else _of_the_takeover(taken)
        own = frozenset(it for event in taken if event.id not in register for it in named[event.id])
        return dict.fromkeys(_on_whom_bear(own), taken[-1].id) | found if own else found

    def told(self, object_ids: Collection[UUID], *, read: Read | None = None) -> dict[UUID, Told]:
        """Of every object the log that its rows are made of; `read` gives what may be seen (None: everything)."""
        reading = read or _read
        around = self._around(frozenset(object_ids), read=reading)
        return {object_id: self._told_of(object_id, around, read=reading) for object_id in object_ids}

    def log_of(self, everything: Log) -> Log:
        """The part of a log on which its rows rest."""
        return everything if self.event_types is None else Log(it for it in everything if self._counts(it))

    def _counts(self, event: Event) -> bool:
        return self.event_types is None or event.event_type in self.event_types

    def _around(self, object_ids: frozenset[UUID], *, read: Read) -> Around | None:
        """What there is about these objects, and about whoever bears on them: read at once, as far as that may be.

        Of whom only a register tells, nobody bears on the rows. None when even their own events are too many at once.
        """
        around = Around(read)
        try:
            around.take(object_ids)
        except RequestTooLarge:
            return None
        ours = frozenset(it for it in object_ids if self._needs_relatives(around.about([it])))
        if ours:
            with suppress(RequestTooLarge):  # then each is gathered by himself
                around.gather(ours)
        return around

    def _needs_relatives(self, own: Log) -> bool:
        return self.with_relatives and (self.of_registers_too or not is_of_a_register(own))

    def _told_of(self, object_id: UUID, around: Around | None, *, read: Read) -> Told:
        try:
            own = self.log_of(read(frozenset([object_id])) if around is None else around.about([object_id]))
        except RequestTooLarge as refusal:
            zones = store.zones_about(object_id, event_types=self.event_types)
            return Told(log=Log(), zones=zones, too_large=refusal)
        if not self._needs_relatives(own):
            return Told(log=own, zones=_zones(own))
        try:
            if around is not None and around.whole:
                log_of_all = around.about_relatives(object_id)
            else:
                alone = Around(read)
                alone.gather(frozenset([object_id]))
                log_of_all = alone.everything()
        except RequestTooLarge as refusal:
            return Told(log=own, zones=_zones(own), too_large=refusal)
        return Told(log=log_of_all, zones=_zones(log_of_all))

    def digest(self, log: Log, *, types: Catalogue) -> bytes:
        """SHA-256 over what the rows are a function of: the format, the rules, the types, and the events."""
        named = sorted({(event.event_type, _newest(event.event_type, types=types)) for event in log})
        rules = sorted((rule.name, rule.version) for rule in RULES)
        said = sha256(repr((self.format, named, rules)).encode())
        for event_id in sorted(event.id for event in log):
            said.update(event_id.bytes)
        return said.digest()


def _of_the_takeover(events: Collection[Event]) -> frozenset[UUID]:
    """Those by which a register was taken over: before anything of our own could rest on what they say.

    Who corrects a row afterwards is another than the register that told it.
    """
    found = {event.id: event for event in events if event.event_type in READERS}
    known = dict(found)
    while missing := {it.references[0] for it in known.values() if it.kind is not Kind.CLAIM} - known.keys():
        known |= store.find(missing)

    def is_of_it(event: Event) -> bool:
        if event.kind is Kind.CLAIM:
            return True
        target = known[event.references[0]]
        if event.kind is Kind.VALIDATION:
            return is_of_it(target)
        return target.kind is not Kind.VALIDATION and target.source_id == event.source_id and is_of_it(target)

    return frozenset(event.id for event in found.values() if is_of_it(event))


def _on_whom_bear(object_ids: frozenset[UUID]) -> frozenset[UUID]:
    """These and everybody for whom the law may look at one of them. Of too many at once, one by one."""
    if len(object_ids) > TOUCHED_AT_ONCE:
        ordered = sorted(object_ids)
        parts = (ordered[first : first + TOUCHED_AT_ONCE] for first in range(0, len(ordered), TOUCHED_AT_ONCE))
        return frozenset[UUID]().union(*(_on_whom_bear(frozenset(it)) for it in parts))
    try:
        return Around(_read_ties).gather(object_ids, closure=on_whom_they_bear)
    except RequestTooLarge as refusal:
        if len(object_ids) == 1:
            log.warning("view_touches_too_many", object=str(min(object_ids)), limit=refusal.limit, unit=refusal.unit)
            return object_ids
        return frozenset[UUID]().union(*(_on_whom_bear(frozenset([it])) for it in object_ids))


def _zones(told: Log) -> frozenset[str]:
    return frozenset(event.zone for event in told)


def _read(object_ids: frozenset[UUID]) -> Log:
    return store.read(object_ids).log


def _read_ties(object_ids: frozenset[UUID]) -> Log:
    return store.read(object_ids, event_types=FAMILY).log


def _newest(event_type: str, *, types: Catalogue) -> str:
    try:
        return types.newest(event_type).version
    except UnknownEventType:
        return ""


def _file_rows(object_id: UUID, log: Log, recall: Recall) -> tuple[ViewRow, ...]:
    return rows_of_file(object_id, log, catalogue=recall.catalogue)


def _custody_rows(object_id: UUID, log: Log, recall: Recall) -> tuple[ViewRow, ...]:
    return rows_of_custody(object_id, log, recall=recall)


def _file_keys(object_id: UUID, rows: Collection[ViewRow]) -> frozenset[Key]:
    return search_keys(file_of_all(object_id, rows))


PROJECTIONS: Final[Mapping[str, Projection]] = {
    CUSTODY: Projection(format="1", rows=_custody_rows, keys=no_keys, with_relatives=True, of_registers_too=True),
    PERSON_FILES: Projection(format="2", rows=_file_rows, keys=_file_keys, with_relatives=True),
}
"""The views that F6 ships, by name."""


def projection_of(build: Build) -> Projection:
    """The projection by which a build is made. Raises `LookupError` for a shipped view that is shipped no more."""
    return PROJECTIONS[build.view.name] if build.definition is None else own(definition_of(build.definition))


@lru_cache(maxsize=DEFINITIONS_MAX)
def own(definition: Definition) -> Projection:
    """The projection of a view of one's own."""
    return Projection(
        format=f"{FORMAT} {definition}",
        rows=partial(rows_by, definition),
        keys=no_keys,
        with_relatives=False,
        event_types=frozenset({*definition.event_types, *definition.ended_by}),
    )


def basis_of(build: Build) -> dict[str, Any]:
    """By what a build is made besides the log: the format of the program, the rules of law, the versions of types."""
    projection, known = projection_of(build), catalogue()
    names = EventType.objects.values_list("name", flat=True)
    read = sorted(name for name in names if projection.event_types is None or name in projection.event_types)
    return {
        "format": sha256(projection.format.encode()).hexdigest(),
        "rules": sorted(f"{rule.name} {rule.version}" for rule in RULES),
        "types": {name: _newest(name, types=known) for name in read},
    }


def is_outdated(basis: Mapping[str, Any], *, now: Mapping[str, Any]) -> bool:
    """Whether rows made by the one could be other rows by the other. A type that is new tells of nothing yet."""
    versions = now["types"]
    changed = any(versions.get(name) != version for name, version in basis["types"].items())
    return changed or basis["format"] != now["format"] or basis["rules"] != now["rules"]


def types() -> Catalogue:
    """The event types that rows are made by."""
    return catalogue()
