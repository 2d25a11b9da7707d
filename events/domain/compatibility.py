"""Whether a stored event still says the same when it is read as a version that is not published yet.

An event is read as readers will read it: by the upcasts from its own version on. Then it must satisfy the schema, and
be the same occurrence as before.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from events.domain import identity, upcasting
from events.domain.declaration_messages import mistake
from events.domain.event import Draft, Kind, Operation
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.readings import operation_of
from events.domain.refusals import UnknownEventType, UnknownEventVersion, Violation
from events.domain.schemas import satisfies, violations

DATA = "/event_data"


class Outcome(StrEnum):
    """What becomes of an event: it fits; it did not fit the newest version either; it fits no more; it is another."""

    FITS = "fits"
    UNFIT_ALREADY = "unfit-already"
    NO_LONGER_FITS = "no-longer-fits"
    ANOTHER_OCCURRENCE = "another-occurrence"
    UNREADABLE = "unreadable"
    """No upcasts lead from its version to the new one."""
    NO_CONTENT = "no-content"
    """A retraction or a decision: it carries no data of the type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found. `data` is the content as the new version reads it; `violations` tell why it does not fit."""

    outcome: Outcome
    data: Mapping[str, Any] | None = None
    violations: tuple[Violation, ...] = ()


def judge(event: Draft, *, version: EventTypeVersion, published: Catalogue, catalogue: Catalogue) -> Judgement:
    """The event read as `version`: the newest of its type in `catalogue`, and not there yet in `published`."""
    content = content_of(event)
    if content is None:
        return Judgement(outcome=Outcome.NO_CONTENT)
    try:
        data = _read(content, event=event, target=version.version, catalogue=catalogue)
        own = catalogue.version(event.event_type, event.event_version)
    except (UnknownEventVersion, UnknownEventType):
        return Judgement(outcome=Outcome.UNREADABLE)
    wrong = violations(version.schema, data, DATA)
    if wrong:
        outcome = Outcome.NO_LONGER_FITS if _fitted(content, event=event, published=published) else _ALREADY
        return Judgement(outcome=outcome, data=data, violations=wrong)
    if identity.key_ids(own, data=content) != identity.key_ids(version, data=data):
        other = mistake("upcast-identity", pointer=DATA)
        return Judgement(outcome=Outcome.ANOTHER_OCCURRENCE, data=data, violations=(other,))
    return Judgement(outcome=Outcome.FITS, data=data)


_ALREADY = Outcome.UNFIT_ALREADY


def content_of(event: Draft) -> Mapping[str, Any] | None:
    """The data of its type that an event carries: a claim's own, or what a correction puts in its place."""
    if event.kind is Kind.CLAIM:
        return event.data
    replaces = event.kind is Kind.CORRECTION and operation_of(event) is Operation.REPLACE
    found = event.data.get("data") if replaces else None
    return found if isinstance(found, Mapping) else None


def _read(content: Mapping[str, Any], *, event: Draft, target: str, catalogue: Catalogue) -> dict[str, Any]:
    return upcasting.to_version(
        content, event_type=event.event_type, source=event.event_version, target=target, catalogue=catalogue
    )


def _fitted(content: Mapping[str, Any], *, event: Draft, published: Catalogue) -> bool:
    """Whether the event fits the newest version of now."""
    try:
        newest = published.newest(event.event_type)
        return satisfies(newest.schema, _read(content, event=event, target=newest.version, catalogue=published))
    except (UnknownEventVersion, UnknownEventType):
        return False
