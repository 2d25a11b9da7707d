"""Subscriptions on screen: a line each, what needs somebody first, and how one fares."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.models import ApiClient, ParkedDelivery, Subscription, SubscriptionKey, User
from events.subscriptions.queries.health import Health, Tally
from management_ui.presenters.moments import age_text, recorded_text
from management_ui.presenters.subscription_modes import fetched_text
from management_ui.presenters.subscription_words import Told, host_of, lasted, told

State = Subscription.State
Reason = Subscription.Reason
LAG_EVENTS_MAX: Final = 1_000
OF_FETCHED: Final = ("events_subscription_change", "subscription_edit")
"""The pages of what is fetched: the others are about sending."""
LAG_SECONDS_MAX: Final = 15 * 60
"""Beyond both it is so far behind that somebody should look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionLine:
    """One subscription in the list. `advice` is what to do now; empty when nothing is."""

    id: UUID
    name: str
    owner: str
    host: str
    badge: str
    tone: str
    since: str
    behind: str
    success: str
    parked: str
    advice: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line about how it fares; `tone` when it is not well."""

    label: str
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One of the pages of a subscription."""

    label: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLine:
    """A key that signs."""

    id: UUID
    scheme: str
    made: str
    until: str
    public: str
    ends: bool


def lines(
    found: Iterable[Subscription],
    *,
    healths: Mapping[UUID, Health],
    now: datetime,
    mending: Mapping[UUID, str] | None = None,
) -> list[SubscriptionLine]:
    """A line each, what needs somebody first; else by name. `mending`: what is to be given anew to reach a receiver."""
    there = [held for held in found if held.pk in healths]
    owners = owner_titles({held.owner for held in there})
    anew = mending or {}
    made = [
        _line(held, healths[held.pk], owner=owners[held.owner_id], mend=anew.get(held.pk, ""), now=now)
        for held in there
    ]
    return sorted(made, key=lambda line: (line.rank, line.name.casefold()))


def owner_titles(owners: Collection[User]) -> Mapping[int, str]:
    """What each is called, by its key: an API client by its name, somebody else by his own."""
    clients = dict(ApiClient.objects.filter(account__in=owners).values_list("account", "name"))
    return {owner.pk: clients.get(owner.pk) or str(owner) for owner in owners}


def _line(held: Subscription, health: Health, *, owner: str, mend: str, now: datetime) -> SubscriptionLine:
    said = told(held)
    rank, advice = _first(held, health, said=said)
    if mend and rank > 3:
        rank, advice = 4, mend
    return SubscriptionLine(
        id=held.pk,
        name=held.name,
        owner=owner,
        host=_("fetched by its owner") if held.is_fetched else host_of(held.url),
        badge=said.badge,
        tone=said.tone,
        since=recorded_text(held.failing_since or held.state_since, now=now),
        behind=behind_text(health),
        success=fetched_text(held, now=now) if held.is_fetched else success_text(health.last_hour),
        parked=parked_text(health),
        advice=advice,
        rank=rank,
    )


def _first(held: Subscription, health: Health, *, said: Told) -> tuple[int, str]:
    """How soon it needs somebody (0: first of all), and for what."""
    given_up = health.parked.get(ParkedDelivery.State.DEAD, 0)
    if held.state == State.STOPPED or (held.state == State.PAUSED and held.state_reason != Reason.BY_HAND):
        return 0, said.advice
    if held.state == State.ACTIVE and held.failing_since is not None:
        return 1, said.advice
    if given_up:
        return 2, _("Look at what was given up, and deliver it once more.")
    if held.state == State.NEW:
        return 3, said.advice
    if held.state == State.ACTIVE and health.lag_events > LAG_EVENTS_MAX and health.lag_seconds > LAG_SECONDS_MAX:
        slow = _("It is far behind: see whether the receiver is slow.")
        return 4, _("It is far behind: see whether its owner still fetches.") if held.is_fetched else slow
    return (5, said.advice) if held.state == State.PAUSED else (6, "")


def needing(found: Iterable[SubscriptionLine]) -> int:
    """How many need somebody; what was paused by hand waits for who paused it."""
    return sum(line.rank < 5 for line in found)


def behind_text(health: Health) -> str:
    """How far it is behind the log, in events and in time."""
    if not health.lag_events:
        return _("up to date")
    events = ngettext("%(n)d event", "%(n)d events", health.lag_events) % {"n": health.lag_events}
    return _("%(events)s, the oldest %(age)s old") % {"events": events, "age": lasted(health.lag_seconds)}


def success_text(tally: Tally) -> str:
    """Which part of the attempts was taken in."""
    if tally.success is None:
        return _("nothing tried")
    part = 100 * tally.delivered // tally.attempts
    of = ngettext("%(part)d %% of %(n)d attempt", "%(part)d %% of %(n)d attempts", tally.attempts)
    return of % {"part": part, "n": tally.attempts}


def parked_text(health: Health) -> str:
    """What is parked: how much waits, and how much was given up."""
    given_up = health.parked.get(ParkedDelivery.State.DEAD, 0)
    waiting = sum(health.parked.values()) - given_up
    said = [ngettext("%(n)d waits", "%(n)d wait", waiting) % {"n": waiting}] if waiting else []
    said += [ngettext("%(n)d given up", "%(n)d given up", given_up) % {"n": given_up}] if given_up else []
    return ", ".join(said) or _("nothing")


def facts(held: Subscription, health: Health, *, now: datetime) -> tuple[Fact, ...]:
    """How it fares."""
    return tuple(_facts(held, health, now=now))


def _facts(held: Subscription, health: Health, *, now: datetime) -> Iterator[Fact]:
    yield Fact(label=_("Behind"), text=behind_text(health))
    if held.is_fetched:
        yield Fact(label=_("Last fetched"), text=fetched_text(held, now=now))
        return
    yield Fact(label=_("Last hour"), text=success_text(health.last_hour), tone=_tone(health.last_hour))
    yield Fact(label=_("Last day"), text=success_text(health.last_day), tone=_tone(health.last_day))
    yield Fact(label=_("Parked"), text=parked_text(health), tone="warning" if health.parked else "")
    if health.parked_since is not None:
        yield Fact(label=_("The oldest of it"), text=_("parked %(age)s ago") % {"age": _age(health.parked_since, now)})
    if health.failing_since is not None:
        failures = ngettext("%(n)d failure in a row", "%(n)d failures in a row", held.failures) % {"n": held.failures}
        since = recorded_text(health.failing_since, now=now)
        text = _("since %(moment)s, %(failures)s") % {"moment": since, "failures": failures}
        yield Fact(label=_("Failing"), text=text, tone="danger")
    if health.resting_until is not None and health.resting_until > now:
        yield Fact(label=_("Left alone until"), text=recorded_text(health.resting_until, now=now))
    if health.next_try_at is not None:
        soon = health.next_try_at <= now
        yield Fact(label=_("Next try"), text=_("now") if soon else recorded_text(health.next_try_at, now=now))
    last = held.delivered_at
    yield Fact(label=_("Last delivered"), text=_("never") if last is None else recorded_text(last, now=now))


def verified_text(held: Subscription, *, now: datetime) -> str:
    """How and when the receiver agreed."""
    if held.verified_at is None or not held.verified_how:
        return _("not yet")
    how = str(Subscription.Verified(held.verified_how).label)
    said = f"{how}, {recorded_text(held.verified_at, now=now)}"
    return f"{said}: {held.agreed_reason}" if held.verified_how == Subscription.Verified.AGREED else said


def tabs(held: Subscription, *, current: str) -> tuple[Tab, ...]:
    """The pages of a subscription."""
    pages = {
        "events_subscription_change": _("Overview"),
        "subscription_attempts": _("Attempts"),
        "subscription_parked": _("Parked"),
        "subscription_again": _("Deliver once more"),
        "subscription_keys": _("Keys"),
        "subscription_access": _("Access"),
        "subscription_edit": _("Change"),
    }
    if held.is_fetched:
        pages = {name: label for name, label in pages.items() if name in OF_FETCHED}
    return tuple(
        Tab(label=label, address=reverse(f"admin:{name}", args=[held.pk]), current=name == current)
        for name, label in pages.items()
    )


def key_line(row: SubscriptionKey, *, now: datetime) -> KeyLine:
    """A key that signs."""
    return KeyLine(
        id=row.pk,
        scheme=str(SubscriptionKey.Scheme(row.scheme).label),
        made=recorded_text(row.created_at, now=now),
        until=_("until it is replaced") if row.expires_at is None else recorded_text(row.expires_at, now=now),
        public=row.public_key,
        ends=row.expires_at is not None,
    )


def _age(moment: datetime, now: datetime) -> str:
    return age_text(moment, now=now) if (now - moment).total_seconds() >= 60 else lasted(0)


def _tone(tally: Tally) -> str:
    if tally.success is None or tally.success == 1:
        return ""
    return "danger" if tally.success == 0 else "warning"
