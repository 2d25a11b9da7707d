"""The events of a person as lines, newest first and page by page: what was done, by whom, and what it counts for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.urls import reverse

from events.domain.event import Event, Kind, Operation
from events.domain.permissions import Permission, Principal
from events.domain.readings import operation_of
from events.domain.standing import StandingOf, standing_of
from management_ui.presenters.history import EventLine, Teller, happening
from readmodels.queries.person_sheets import PersonSheet

PAGE_SIZE: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPage:
    """One page; `after` is the event that the next page begins after, None on the last."""

    lines: tuple[EventLine, ...]
    after: UUID | None
    count: int


def event_page(sheet: PersonSheet, *, teller: Teller, principal: Principal, after: UUID | None = None) -> EventPage:
    """The events after one of them; the newest when that one is not among them."""
    rest = _after(sheet.events, after)
    shown = rest[:PAGE_SIZE]
    return EventPage(
        lines=tuple(_line(it, sheet=sheet, teller=teller, principal=principal) for it in shown),
        after=shown[-1].id if len(rest) > PAGE_SIZE else None,
        count=len(sheet.events),
    )


def _line(event: Event, *, sheet: PersonSheet, teller: Teller, principal: Principal) -> EventLine:
    may = principal.may(Permission.SUBMIT_CORRECTION, zone=event.zone)
    return EventLine(
        happening=happening(event, teller=teller),
        review=event.target if event.kind is Kind.VALIDATION else event.id,
        correction=reverse("correct", args=[event.id]) if may and _is_in_force(event, teller=teller) else "",
        is_later=event.created_at > sheet.known.as_at,
    )


def _is_in_force(event: Event, *, teller: Teller) -> bool:
    """Whether it says what holds now: an accepted claim, or a correction that took its place."""
    says_something = event.kind is Kind.CLAIM or operation_of(event) is Operation.REPLACE
    return says_something and standing_of(event, log=teller.log, catalogue=teller.catalogue) is StandingOf.ACCEPTED


def _after(events: Sequence[Event], after: UUID | None) -> Sequence[Event]:
    ids = [event.id for event in events]
    return events[ids.index(after) + 1 :] if after in ids else events
