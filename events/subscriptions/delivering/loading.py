"""What a turn begins with, and looks at again while it lasts: the subscription, who it is for, what is parked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from events import access, store
from events.domain.event import Event
from events.domain.permissions import Permission, Principal
from events.models import ParkedDelivery, Subscription, User
from events.queries.events import visible_zones, without_hidden_references
from events.store.searching import Sight
from events.subscriptions.asking import kept_of
from events.subscriptions.changing import tells, told
from events.subscriptions.delivering.leases import PARKED_MAX, LeaseLost
from events.subscriptions.delivering.log_reading import LogReader
from events.subscriptions.domain import asked
from events.subscriptions.domain.access import Access
from events.subscriptions.domain.asked import NO_PLACES, Asked
from events.subscriptions.domain.filters import wanted_of
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.domain.order import Item, Place
from events.subscriptions.domain.signing import Key
from events.subscriptions.domain.wanted import Wanted
from events.subscriptions.keys import signing_keys_of
from events.subscriptions.receiver_access import accesses_of

SETTINGS: Final = (
    *("url", "content", "ordering", "filter", "corrections", "schedule", "allowed_per_minute"),
    "access_mark",
)
"""What of a subscription, when it changes, ends a turn: the next one goes by what it is then."""
LOADED_MAX: Final = 2 * PARKED_MAX


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A subscription under our lease, as it was when this was read; `principal` is its owner with his rights then."""

    subscription: Subscription
    principal: Principal
    wanted: Wanted
    keys: tuple[Key, ...]
    access: Access | None = None
    parked: tuple[Item, ...] = ()

    @property
    def fence(self) -> int:
        """What every write of this turn carries."""
        return self.subscription.fence

    @property
    def full(self) -> bool:
        """Whether the whole event is told."""
        return self.subscription.content == Subscription.Content.FULL

    @property
    def ready(self) -> bool:
        """Whether what is sent can be signed, and what its receiver asks beside that can be opened."""
        return bool(self.keys) and (self.subscription.access_mark is None or self.access is not None)

    def tells(self, happening: Happening) -> bool:
        """Whether its owner is told of this event: he may see it now (a closed zone nobody may), and asked for it."""
        return self.sees(happening.event) and tells(happening, wanted=self.wanted)

    def sees(self, event: Event) -> bool:
        """Whether its owner may see this event now."""
        return self.principal.may(Permission.VIEW, zone=event.zone)

    def same_settings(self, other: "Held") -> bool:
        """Whether nothing changed that a turn goes by."""
        ours, theirs = self.subscription, other.subscription
        return self.keys == other.keys and all(getattr(ours, it) == getattr(theirs, it) for it in SETTINGS)


def held(ids: Collection[UUID], *, now: datetime, with_parked: bool = True) -> list[Held]:
    """These subscriptions with what a turn begins with. Queries per owner, and per one with something parked."""
    found = list(Subscription.objects.filter(pk__in=ids))
    owners = User.objects.select_related("api_client").in_bulk({it.owner_id for it in found})
    principals = {pk: access.principal_of(owner) for pk, owner in owners.items()}
    keys = signing_keys_of(ids, now=now)
    accesses = accesses_of({it.pk: it.access_mark for it in found if it.access_mark is not None})
    parking = _with_parked(ids) if with_parked else frozenset()
    return [
        Held(
            subscription=it,
            principal=principals[it.owner_id],
            wanted=wanted_of(it.filter),
            keys=keys.get(it.pk, ()),
            access=accesses.get(it.pk),
            parked=parked_of(it.pk) if it.pk in parking else (),
        )
        for it in found
    ]


def again(held_before: Held, *, now: datetime) -> Held:
    """The same subscription as it is now, without what is parked. Raises `LeaseLost`."""
    found = held([held_before.subscription.pk], now=now, with_parked=False)
    if not found or found[0].fence != held_before.fence:
        raise LeaseLost
    return found[0]


def parked_of(subscription_id: UUID) -> tuple[Item, ...]:
    """What is parked of it, the earliest first; at most LOADED_MAX."""
    rows = ParkedDelivery.objects.filter(subscription=subscription_id).order_by("seq")
    columns = ("seq", "event_id", "object_ids", "state", "tries", "next_try_at", "cause")
    return tuple(_item(row) for row in rows.values_list(*columns)[:LOADED_MAX])


def _with_parked(ids: Collection[UUID]) -> frozenset[UUID]:
    """Which of these have something parked: most have nothing."""
    found = ParkedDelivery.objects.filter(subscription__in=ids).order_by().values_list("subscription", flat=True)
    return frozenset(found.distinct())


def _item(row: tuple[Any, ...]) -> Item:
    seq, event_id, object_ids, state, tries, due, cause = row
    place = Place(state)
    return Item(
        seq=seq,
        event_id=event_id,
        object_ids=tuple(object_ids),
        place=place,
        tries=tries,
        due=due if place is Place.RETRYING else None,
        again=cause == ParkedDelivery.Cause.REDELIVERY,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What follows in the log of what a subscription is told of, up to and with the place `to`."""

    to: int
    events: Sequence[tuple[int, Happening]]


def following(of: Held, *, after: int, log: LogReader) -> Next:
    """The next part of the log, of which only what is told. Empty (`to` = `after`) at its end.

    What corrects something waits in its lanes until that was delivered; whether it was is looked at when it goes
    (`events_of`).
    """
    found = log.after(after)
    places = {it.event.id: it.seq for it in found.events}
    events = [it.event for it in found.events]
    wanted = told(events, asked=_asked(of, dropped=NO_PLACES), chains=found.chains, sees=of.sees)
    return Next(to=found.to, events=[(places[it.id], it) for it in shown(wanted, of=of)])


def events_of(
    items: Iterable[Item], *, of: Held, lacking: Mapping[int, bool], dropped: Mapping[int, bool]
) -> dict[UUID, Happening]:
    """The events of parked deliveries, of which only what is told now.

    `lacking` is what is not delivered yet, `dropped` what was parked and is not to be, and not written down yet.
    """
    events = list(store.find(it.event_id for it in items).values())
    found = told(events, asked=_asked(of, dropped=dropped), parked=lacking, sees=of.sees)
    return {it.id: it for it in shown(found, of=of)}


def _asked(of: Held, *, dropped: Mapping[int, bool]) -> Asked:
    """What it asks for; with what it asked before if it is told of corrections.

    That is read anew each time: something may be asked for once more meanwhile. When it was asked otherwise since the
    turn began nothing is told of corrections, as the lease is lost with that.
    """
    if not of.subscription.corrections:
        return Asked(wanted=of.wanted)
    fence, spans = kept_of(of.subscription.pk)
    return Asked(wanted=of.wanted, spans=asked.dropped(spans, dropped) if fence == of.fence else ())


def shown(found: Sequence[Happening], *, of: Held) -> Sequence[Happening]:
    """The events as the owner may see them: a whole event names no other that he may not see."""
    if not of.full or not any(it.event.references for it in found):
        return found
    sight = Sight(whole=visible_zones(of.principal).values())
    events = without_hidden_references([it.event for it in found], sight=sight)
    return [replace(it, event=event) for it, event in zip(found, events, strict=True)]


def with_rights(before: Held, now: Held) -> Held:
    """The turn's subscription with the owner's rights of now."""
    return replace(before, principal=now.principal)
