"""Work in hand: take, take over, release, hand over, decide. Every act leaves an entry that is never changed.

Having something in hand counts for no law: it keeps two officials from doing one thing twice. So it binds the desk, and
not who decides over the API; the log itself guards that one claim is not decided twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction

from events import access, store
from events.catalogue import catalogue
from events.commands.decisions import validate_claim
from events.commands.work_entries import enter, locked_item, refuse_decided, text_of, visible_event
from events.domain.event import Decision, Event
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.readings import deciders_of
from events.domain.refusals import (
    AlreadyDecidedByYou,
    CannotDecideHere,
    HeldByColleague,
    NotAnOfficial,
    NotInYourHands,
    SelfValidation,
)
from events.models import User, WorkEntry, WorkItem

LOCK = timedelta(minutes=30)
"""For how long something in hand is locked after its page was last opened."""

Action = WorkEntry.Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """An official's decision as he filled it in (see `decisions.validate_claim`)."""

    decision: Decision
    motivation: str = ""
    overruled: Sequence[str] = ()
    act: Mapping[str, Any] | None = None
    effective_from: datetime | None = None
    event_id: UUID | None = None
    expected: Mapping[UUID, UUID] | None = None
    take_over_because: str = ""
    """Why he takes it out of the hands of a colleague first, when he does."""


@transaction.atomic
def take(event_id: UUID, *, by: Principal, now: datetime | None = None) -> WorkItem:
    """Take something in hand; who has it already keeps it longer. It stays with the group that it was handed to.

    Raises EventNotFound, ZoneForbidden, NotAnOfficial, AlreadyDecided, AlreadyDecidedByYou, SelfValidation, and
    HeldByColleague.
    """
    moment = now or datetime.now(UTC)
    event = _workable(event_id, by=by)
    item = locked_item(event)
    _refuse_held(item, by=by, now=moment)
    if item.holder_id != _account(by).pk:
        enter(Action.TAKEN, event=event, by=by, now=moment)
    return _held(item, by=by, now=moment)


@transaction.atomic
def take_over(event_id: UUID, *, reason: str, by: Principal, now: datetime | None = None) -> WorkItem:
    """Take something out of the hands of a colleague, who is told why.

    Raises what `take` raises but HeldByColleague, and InvalidRequest without a reason.
    """
    moment = now or datetime.now(UTC)
    text = text_of(reason, pointer="/reason")
    event = _workable(event_id, by=by)
    item = locked_item(event)
    if item.holder_id != _account(by).pk:
        former = "" if item.holder is None else str(item.holder)
        enter(Action.TAKEN_OVER, event=event, by=by, now=moment, to=former, text=text)
    return _held(item, by=by, now=moment)


@transaction.atomic
def release(event_id: UUID, *, by: Principal, now: datetime | None = None) -> None:
    """Put something back: in the pile of its group, or of everybody. Raises EventNotFound and NotInYourHands."""
    event = visible_event(event_id, by=by)
    item = WorkItem.objects.select_for_update(of=("self",)).filter(event_id=event.id).first()
    if item is None or item.holder_id is None or item.holder_id != _account(by).pk:
        raise NotInYourHands(event_id=event_id)
    enter(Action.RELEASED, event=event, by=by, now=now or datetime.now(UTC))
    _let_go(item)


@transaction.atomic
def hand_over(event_id: UUID, *, to: User | Group, note: str, by: Principal, now: datetime | None = None) -> WorkItem:
    """Give something to a colleague or a group, with a note that they read.

    Raises what `take` raises, InvalidRequest without a note, and CannotDecideHere for who could do nothing with it.
    """
    moment = now or datetime.now(UTC)
    text = text_of(note, pointer="/note")
    event = _workable(event_id, by=by)
    item = locked_item(event)
    _refuse_held(item, by=by, now=moment)
    _refuse_unable(to, event=event)
    enter(Action.HANDED_OVER, event=event, by=by, now=moment, to=str(to), text=text)
    item.holder, item.team = (to, item.team) if isinstance(to, User) else (None, to)
    item.taken_at = moment if isinstance(to, User) else None
    item.locked_until = None
    item.save()
    return item


def keep_locked(event_id: UUID, *, by: Principal, now: datetime | None = None) -> bool:
    """That its page is open still: keeps the lock of who has it in hand. Whether he has."""
    until = (now or datetime.now(UTC)) + LOCK
    mine = WorkItem.objects.filter(event_id=event_id, holder__source_id=by.source_id)
    return mine.update(locked_until=until) > 0


@transaction.atomic
def decide(event_id: UUID, deciding: Deciding, *, by: Principal, now: datetime | None = None) -> Event:
    """Decide at the desk, unless a colleague has it in hand; after it nobody has (`let_go_of_decided`).

    The row is not locked before the log is, as who decides over the API locks the log first.

    Raises what `decisions.validate_claim` raises, and HeldByColleague.
    """
    moment = now or datetime.now(UTC)
    item = WorkItem.objects.select_related("holder").filter(event_id=event_id).first()
    former = item.holder if item is not None else None
    because = deciding.take_over_because.strip()
    if because:
        because = text_of(because, pointer="/reason")
    elif item is not None:
        _refuse_held(item, by=by, now=moment)
    decided = validate_claim(
        claim_id=event_id,
        decision=deciding.decision,
        principal=by,
        motivation=deciding.motivation,
        overruled=deciding.overruled,
        act=deciding.act,
        effective_from=deciding.effective_from,
        event_id=deciding.event_id,
        expected=deciding.expected,
    )
    if because and former is not None and former.source_id != by.source_id:
        event = visible_event(event_id, by=by)
        enter(Action.TAKEN_OVER, event=event, by=by, now=moment, to=str(former), text=because)
    return decided


def _workable(event_id: UUID, *, by: Principal) -> Event:
    """The claim or correction, when this official can decide on it."""
    event = visible_event(event_id, by=by)
    if by.source_type != OFFICIAL:
        raise NotAnOfficial(source_type=by.source_type)
    by.require(Permission.VALIDATE, zone=event.zone)
    if event.source_id == by.source_id:
        raise SelfValidation(event_id=event_id)
    refuse_decided(event)
    if by.source_id in _deciders(event):
        raise AlreadyDecidedByYou(event_id=event_id)
    return event


def _deciders(event: Event) -> frozenset[UUID]:
    return deciders_of(event, log=store.read(store.roots([event.id])).log, catalogue=catalogue())


def _refuse_held(item: WorkItem, *, by: Principal, now: datetime) -> None:
    until = item.locked_until
    if item.holder is not None and item.holder.source_id != by.source_id and until is not None and until > now:
        raise HeldByColleague(event_id=item.event_id, holder=str(item.holder), until=until)


def _refuse_unable(to: User | Group, *, event: Event) -> None:
    """Somebody must be able to decide: the colleague, or at least one of the group."""
    members = User.objects.filter(pk=to.pk) if isinstance(to, User) else User.objects.filter(groups=to)
    others = members.filter(source_type=OFFICIAL).exclude(source_id__in={event.source_id, *_deciders(event)})
    if not access.who_may((Permission.VALIDATE, Permission.VIEW), zone=event.zone, among=others).exists():
        raise CannotDecideHere(name=str(to))


def _held(item: WorkItem, *, by: Principal, now: datetime) -> WorkItem:
    account = _account(by)
    if item.holder_id != account.pk:
        item.taken_at = now
    item.holder, item.locked_until = account, now + LOCK
    item.save()
    return item


def _let_go(item: WorkItem) -> None:
    item.holder, item.taken_at, item.locked_until = None, None, None
    item.save()


def _account(by: Principal) -> User:
    return User.objects.get(source_id=by.source_id)
