"""The review page: one claim or correction, put together for the official who decides on it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.domain.checks import Examined, examined_in
from events.domain.event import Event, Kind, Operation
from events.domain.event_types import Catalogue
from events.domain.refusals import ChecksFailed, InvalidData, NotUnique, ReferenceMissing, SameOccurrence
from events.domain.standing import StandingOf
from events.queries.review import Review
from management_ui.presenters.checks import CheckLine, check_lines
from management_ui.presenters.comparison import Change, Compared, changes, comparable, compare
from management_ui.presenters.documents import Document, documents
from management_ui.presenters.history import EventLine, Happening, Teller, events_of_persons, happening, timeline
from management_ui.presenters.moments import age_text, moment_text, recorded_text
from management_ui.presenters.persons import Names, names_of
from management_ui.presenters.queue import persons_text
from management_ui.presenters.refusals import sentence
from management_ui.presenters.sources import kind_text, source_text, standing_text, standing_tone
from readmodels.queries import code_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What stands at the top: what it is, about whom, from whom, where, when, how it stands."""

    title: str
    persons: str
    kind: str
    kind_text: str
    standing: str
    tone: str
    source: str
    recorded: str
    age: str
    occurred: str
    zone: str
    progress: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything the template shows, in words."""

    id: UUID
    is_open: bool
    heading: Heading
    reason: str
    compared: tuple[Compared, ...]
    beside_is_same: bool
    changes: tuple[Change, ...]
    is_retraction: bool
    checks: tuple[CheckLine, ...]
    documents: tuple[Document, ...]
    timeline: tuple[Happening, ...]
    events: tuple[EventLine, ...]
    decisions: tuple[Happening, ...]
    corrections: tuple[Happening, ...]
    settled_by: Happening | None
    readable: frozenset[UUID]
    """The persons of whom the official may see something: they have a page for him."""
    decidable: bool
    why_not: str
    warning: str


def names_on(review: Review, *, catalogue: Catalogue) -> Names:
    """What the persons, municipalities and countries on the page are called."""
    return replace(names_of(review.log, catalogue=catalogue), code=code_tables.description)


def sheet(
    review: Review,
    *,
    catalogue: Catalogue,
    zones: Mapping[str, str],
    people: Mapping[UUID, str],
    now: datetime,
    new: frozenset[UUID] = frozenset(),
) -> Sheet:
    """The page in words; `new` are events that the official has not seen yet."""
    names = names_on(review, catalogue=catalogue)
    teller = Teller(
        log=review.log, catalogue=catalogue, names=names, now=now, people=people, here=review.event.id, new=new
    )
    why_not = _why_not(review)
    return Sheet(
        id=review.event.id,
        is_open=review.standing is StandingOf.OPEN,
        heading=_heading(review, teller=teller, zone=zones.get(review.event.zone, review.event.zone)),
        reason=str(review.event.data.get("reason") or "") if review.event.kind is Kind.CORRECTION else "",
        compared=compare(
            review.data, known=review.known, event_type=review.event_type, names=names, people=people, now=now
        ),
        beside_is_same=any(item.same_occurrence for item in comparable(review.known)),
        changes=_changes(review, names=names),
        is_retraction=_retracts(review.event),
        checks=check_lines(_examined(review), refusal=review.trial.refusal),
        documents=documents(review.data, schema=review.event_type.schema, names=names),
        timeline=timeline(review, teller=teller),
        events=events_of_persons(review, teller=teller),
        decisions=tuple(happening(decision, teller=teller) for decision in review.decisions),
        corrections=tuple(happening(correction, teller=teller) for correction in review.open_corrections),
        settled_by=happening(review.settled_by, teller=teller) if review.settled_by else None,
        readable=review.log.objects,
        decidable=not why_not and review.standing is StandingOf.OPEN,
        why_not=why_not,
        warning=_warning(review),
    )


def _heading(review: Review, *, teller: Teller, zone: str) -> Heading:
    event = review.event
    return Heading(
        title=review.event_type.title,
        persons=persons_text(event, catalogue=teller.catalogue, names=teller.names),
        kind=event.kind.value,
        kind_text=kind_text(event),
        standing=standing_text(review.standing),
        tone=standing_tone(review.standing),
        source=source_text(event, people=teller.people),
        recorded=recorded_text(event.created_at, now=teller.now),
        age=age_text(event.created_at, now=teller.now),
        occurred=moment_text(event.occurred_at),
        zone=zone,
        progress=_progress(review),
    )


def _examined(review: Review) -> tuple[Examined, ...]:
    """The checks as they come out now; when it was decided, as the last decision recorded them."""
    if review.trial.checks or not review.decisions:
        return review.trial.checks
    return examined_in(review.decisions[-1])


def _retracts(event: Event) -> bool:
    return event.kind is Kind.CORRECTION and event.data.get("operation") == Operation.RETRACT


def _changes(review: Review, *, names: Names) -> tuple[Change, ...]:
    if review.earlier is None:
        return ()
    later = {} if _retracts(review.event) else review.data
    return changes(review.earlier, later, event_type=review.event_type, names=names)


def _why_not(review: Review) -> str:
    """Why this official has no decision to take here; "" when he has."""
    if review.standing not in (StandingOf.OPEN, StandingOf.SETTLED):
        return _("This has been decided. Nothing is left to do here.")
    if not review.may_decide:
        return _("You may read this, but you may not decide in this zone.")
    if review.is_own:
        return _("You submitted this yourself, so a colleague decides.")
    if review.has_decided:
        return _("You already decided. A colleague takes the next decision.")
    return ""


def _warning(review: Review) -> str:
    """What stands in the way of accepting that no check on the page says already."""
    refusal = review.trial.refusal
    by_checks = InvalidData | ReferenceMissing | ChecksFailed | SameOccurrence | NotUnique
    if refusal is None or (isinstance(refusal, by_checks) and review.trial.checks):
        return ""
    return sentence(refusal)


def _progress(review: Review) -> str:
    """How many officials must accept, when more than one must."""
    needed = review.event_type.acceptances
    if needed <= 1:
        return ""
    return ngettext(
        "%(done)d of %(needed)d official accepted",
        "%(done)d of %(needed)d officials accepted",
        needed,
    ) % {"done": review.acceptances_in_force, "needed": needed}
