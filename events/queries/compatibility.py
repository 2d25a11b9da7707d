"""What a draft would make of what is stored: every event of its type, and one that an administrator tries.

The events of all zones count, in numbers; which events they are is told of the zones that he may read only, and never
what is in them. What is told of by its id, or read whole, is written to the log of processing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from events import processing, store
from events.administration import require_administrator
from events.catalogue.drafts import Judged
from events.domain import compatibility
from events.domain.compatibility import Judgement, Outcome
from events.domain.declaration_messages import mistake
from events.domain.declared_schemas import named_members
from events.domain.event import Event
from events.domain.event_types import EventTypeVersion
from events.domain.permissions import Principal
from events.domain.plain_json import pointer_token
from events.domain.pointers import EVERY, tokens
from events.domain.refusals import EventNotFound, InvalidRequest, Violation
from events.domain.schemas import violations
from events.queries import events as event_queries
from events.queries.work import readable_zones
from events.store import Stored

LOOKED_AT_MAX: Final = 5_000
"""Stored events that one question looks at; the next question goes on where it ended."""
EXAMPLES_MAX: Final = 10
REASONS_MAX: Final = 20
SOUND: Final = frozenset({Outcome.FITS, Outcome.NO_CONTENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An event that does not fit, in a zone that the reader may see."""

    event_id: UUID
    version: str
    zone: str
    outcome: Outcome
    violations: tuple[Violation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compatibility:
    """What was found. `of` is how many there are; `counts` per version and outcome; `reasons` per place and code.

    `hidden` of those that do not fit lie in zones that the reader may not see. `before` goes on with older events;
    None: everything was looked at.
    """

    of: int
    looked_at: int
    counts: Mapping[str, Mapping[Outcome, int]]
    reasons: Sequence[tuple[str, str, int]]
    examples: Sequence[Example]
    hidden: int
    before: int | None

    def number(self, *outcomes: Outcome) -> int:
        """How many events became one of these."""
        return sum(counts.get(outcome, 0) for counts in self.counts.values() for outcome in outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What the draft makes of one document. `read` is the data as the draft reads it."""

    event: Event | None
    before: Mapping[str, Any]
    read: Mapping[str, Any]
    outcome: Outcome
    violations: tuple[Violation, ...]
    to_accept: tuple[Violation, ...]
    """What would be lacking to accept it."""


@transaction.atomic
def compatibility_of(judged: Judged, *, principal: Principal, before: int | None = None) -> Compatibility:
    """The newest LOOKED_AT_MAX stored events of the type (before a place) read as the draft.

    Raises `ZoneForbidden`, and `InvalidRequest` while the draft is wrong.
    """
    require_administrator(principal)
    version = _sound(judged)
    found = store.newest_of_type(version.name, before=before, limit=LOOKED_AT_MAX)
    judgements = _judged(found, version=version, judged=judged)
    zones = readable_zones(principal)
    examples = _examples(judgements, zones=zones)
    unfit = [event for event, judgement in judgements if judgement.outcome not in SOUND]
    processing.record(
        "Opgeslagen gebeurtenissen tegen een concept van een gebeurtenistype gehouden",
        principal=principal,
        subjects={person for event, _ in examples for person in event.object_ids},
        activity=processing.Activity.READ,
        details={"event_type": version.name, "events": len(found)},
    )
    return Compatibility(
        of=store.count_of_type(version.name),
        looked_at=len(found),
        counts=_counts(judgements),
        reasons=_reasons(judgements, named=_named(version, judged=judged)),
        examples=[example for _, example in examples],
        hidden=sum(event.zone not in zones for event in unfit),
        before=found[-1].pos if len(found) == LOOKED_AT_MAX else None,
    )


def try_document(judged: Judged, document: Mapping[str, Any], *, principal: Principal) -> Trial:
    """What the draft makes of an example. Raises `ZoneForbidden`, and `InvalidRequest` while the draft is wrong."""
    require_administrator(principal)
    version = _sound(judged)
    wrong = violations(version.schema, document, "")
    return Trial(
        event=None,
        before=document,
        read=document,
        outcome=Outcome.NO_LONGER_FITS if wrong else Outcome.FITS,
        violations=wrong,
        to_accept=violations(version.accept_schema, document, ""),
    )


def try_event(judged: Judged, event_id: UUID, *, principal: Principal) -> Trial:
    """What the draft makes of a stored event that he may read.

    Raises `ZoneForbidden`, `EventNotFound` (also for one of another type, or without content of its type), and
    `InvalidRequest` while the draft is wrong.
    """
    require_administrator(principal)
    version = _sound(judged)
    event = event_queries.get(event_id, principal=principal)
    content = compatibility.content_of(event)
    if event.event_type != version.name or content is None:
        raise EventNotFound(event_id=event_id)
    found = _judge(event, version=version, judged=judged)
    read = found.data if found.data is not None else content
    return Trial(
        event=event,
        before=content,
        read=read,
        outcome=found.outcome,
        violations=found.violations,
        to_accept=violations(version.accept_schema, read),
    )


def _sound(judged: Judged) -> EventTypeVersion:
    if judged.version is None:
        raise InvalidRequest(violations=judged.checked.mistakes or (mistake("json-object", pointer=""),))
    return judged.version


def _judged(found: Iterable[Stored], *, version: EventTypeVersion, judged: Judged) -> Sequence[tuple[Event, Judgement]]:
    catalogue = judged.published.with_(version)
    return [
        (
            stored.event,
            compatibility.judge(stored.event, version=version, published=judged.published, catalogue=catalogue),
        )
        for stored in found
    ]


def _judge(event: Event, *, version: EventTypeVersion, judged: Judged) -> Judgement:
    catalogue = judged.published.with_(version)
    return compatibility.judge(event, version=version, published=judged.published, catalogue=catalogue)


def _counts(judgements: Iterable[tuple[Event, Judgement]]) -> Mapping[str, Mapping[Outcome, int]]:
    counts: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for event, judgement in judgements:
        counts[event.event_version][judgement.outcome] += 1
    return {version: dict(counts[version]) for version in sorted(counts)}


def _named(version: EventTypeVersion, *, judged: Judged) -> frozenset[str]:
    """The members that the versions of the type name, and the one of an event in which they stand."""
    published = judged.published.versions(version.name) if version.name in judged.published.names() else ()
    return frozenset({"event_data"}).union(*(named_members(it.schema) for it in (version, *published)))


def _reasons(judgements: Iterable[tuple[Event, Judgement]], *, named: frozenset[str]) -> Sequence[tuple[str, str, int]]:
    """Where it goes wrong and how, with how many events it goes wrong of; the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for _, judgement in judgements:
        if judgement.outcome not in SOUND:
            found.update(
                {(_general(it.pointer, named=named), it.code) for it in judgement.violations}
                or {("", judgement.outcome)}
            )
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [(place, code, number) for (place, code), number in ordered[:REASONS_MAX]]


def _general(pointer: str, *, named: frozenset[str]) -> str:
    """The place by what the type says of it only: a name that somebody gave a member may tell of him."""
    return "".join(f"/{pointer_token(name) if name in named else EVERY}" for name in tokens(pointer))


def _examples(
    judgements: Iterable[tuple[Event, Judgement]], *, zones: frozenset[str]
) -> Sequence[tuple[Event, Example]]:
    shown = (it for it in judgements if it[1].outcome not in SOUND and it[0].zone in zones)
    return [
        (
            event,
            Example(
                event_id=event.id,
                version=event.event_version,
                zone=event.zone,
                outcome=judgement.outcome,
                violations=judgement.violations,
            ),
        )
        for (event, judgement), _ in zip(shown, range(EXAMPLES_MAX), strict=False)
    ]
