"""What goes on around a claim at the desk: in whose hands it is, who looks at it too, what was done and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from events.domain.standing import StandingOf
from events.domain.terms import Term
from events.models import WorkEntry
from events.queries.people import people_named
from events.queries.review import Review
from events.queries.work_items import InHand
from management_ui.presenters.moments import recorded_text
from management_ui.presenters.terms import TermLine, term_line
from readmodels.domain.known import local_day


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing that was done or said: who, what, when, and in which words."""

    text: str
    said: str
    recorded: str
    is_message: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Everything around the claim itself. `is_locked`: a colleague has it in hand, so no decision is taken here."""

    in_hand: InHand
    others: tuple[str, ...]
    entries: tuple[Entry, ...]
    term: TermLine | None
    may_take: bool
    is_locked: bool
    locked_until: str
    awaits_source: str
    may_answer: bool
    """Whether it is he who was asked for more, and has not answered."""


def desk(
    review: Review,
    *,
    in_hand: InHand,
    others: tuple[str, ...],
    entries: Sequence[WorkEntry],
    term: Term | None,
    due_on: date,
    now: datetime,
) -> Desk:
    """What goes on around a claim, in words."""
    is_open = review.standing is StandingOf.OPEN
    able = is_open and review.may_decide and not review.is_own and not review.has_decided
    people = people_named({entry.source_id for entry in entries})
    until, asked = in_hand.locked_until, in_hand.awaiting_since
    return Desk(
        in_hand=in_hand,
        others=others,
        entries=tuple(_entry(entry, people=people, now=now) for entry in entries),
        term=_term(term, due_on=due_on, is_asked=asked is not None, now=now) if is_open else None,
        may_take=able and not in_hand.is_mine and not in_hand.is_locked,
        is_locked=able and in_hand.is_locked,
        locked_until="" if until is None else recorded_text(until, now=now),
        awaits_source="" if asked is None or not is_open else recorded_text(asked, now=now),
        may_answer=asked is not None and review.may_answer,
    )


def _term(term: Term | None, *, due_on: date, is_asked: bool, now: datetime) -> TermLine | None:
    if term is None:
        return None
    suspended = is_asked and term.suspendable
    return term_line(due_on, today=local_day(now), article=term.article, asked=suspended)


def _entry(entry: WorkEntry, *, people: Mapping[UUID, str], now: datetime) -> Entry:
    who = people.get(entry.source_id) or entry.source_type.replace("_", " ")
    actions = WorkEntry.Action
    done = {
        actions.TAKEN: _("%(who)s took this in hand"),
        actions.TAKEN_OVER: _("%(who)s took this over from %(to)s"),
        actions.RELEASED: _("%(who)s released this"),
        actions.HANDED_OVER: _("%(who)s handed this to %(to)s"),
        actions.ASKED: _("%(who)s asked for more"),
        actions.ANSWERED: _("%(who)s answered"),
    }[actions(entry.action)]
    return Entry(
        text=done % {"who": who, "to": entry.to or _("nobody")},
        said=entry.text,
        recorded=recorded_text(entry.recorded_at, now=now),
        is_message=entry.action in (actions.ASKED, actions.ANSWERED),
    )
