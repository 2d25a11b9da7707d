"""Making, changing and removing subscriptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events.administration import Action, require_administrator
from events.domain.permissions import Principal
from events.domain.subscription_refusals import SubscriptionNameInUse, TooManySubscriptions
from events.models import Subscription, SubscriptionKey, User
from events.subscriptions import asking, ownership
from events.subscriptions.commands import wishes
from events.subscriptions.commands.key_changes import ShownKey, make_key
from events.subscriptions.commands.telling import record, told

SUBSCRIPTIONS_OF_ONE_MAX: Final = 20
"""Subscriptions that one account or client may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """A new subscription with its keys: the only time anyone sees the secret of one."""

    subscription: Subscription
    keys: tuple[ShownKey, ...]


@transaction.atomic
def subscribe(body: object, *, by: Principal, owner: User | None = None, now: datetime | None = None) -> Subscribed:
    """Make a subscription (`wishes.NEW`) of one's own, or of `owner` by who administers everything.

    It waits for verification before anything is sent, from where the log is now unless it asks otherwise. One that is
    fetched has nothing to wait for, and no keys.
    Raises `InvalidRequest` with everything that is wrong, `SubscriptionNameInUse`, `TooManySubscriptions`,
    `SubscriberUnknown`, and `ZoneForbidden` for who may see nothing.
    """
    moment = now or timezone.now()
    whose = _owner(owner, by=by)
    asked = wishes.refuse_mistakes(body, form=wishes.NEW, owner=whose, now=moment)
    _refuse_too_many(whose)
    _refuse_double(asked["name"].strip(), owner=whose)
    place = wishes.cursor_of(asked.get("startFrom", wishes.NOW))
    subscription = Subscription(
        owner=whose,
        mode=wishes.mode_of(asked),
        state_since=moment,
        created_at=moment,
        cursor=place,
        begins_after=place,
    )
    _write(subscription, asked)
    if subscription.is_fetched:
        subscription.state = Subscription.State.ACTIVE
    subscription.save()
    asking.begin(subscription)
    schemes = [] if subscription.is_fetched else asked.get("schemes", [SubscriptionKey.Scheme.V1.value])
    keys = tuple(make_key(subscription, scheme=SubscriptionKey.Scheme(it), now=moment) for it in schemes)
    after = told(subscription) | {"cursor": subscription.cursor, "schemes": schemes}
    record("Abonnement gemaakt", Action.SUBSCRIBED, subscription, by=by, before=None, after=after)
    return Subscribed(subscription=subscription, keys=keys)


@transaction.atomic
def change(subscription_id: UUID, body: object, *, by: Principal, now: datetime | None = None) -> Subscription:
    """Change what is named (`wishes.CHANGED`) and leave the rest; the same again changes nothing.

    Another address must be verified anew before anything is sent there. Raises as `subscribe`, and
    `SubscriptionNotFound`.
    """
    moment = now or timezone.now()
    held = ownership.find(subscription_id, principal=by, lock=True)
    asked = wishes.refuse_mistakes(body, form=wishes.CHANGED, owner=held.owner, now=moment, held=held)
    before, address, wanted = told(held), held.url, (held.filter, held.corrections)
    if "name" in asked:
        _refuse_double(asked["name"].strip(), owner=held.owner, but=held.pk)
    _write(held, asked)
    if held.url != address:
        _begin_anew(held, now=moment)
    if told(held) == before:
        return held
    # Who delivers now does it by what was asked before: the fence makes every later write of his void, so that what
    # he sends and did not write down yet is sent once more, as is asked from here on.
    held.fence += 1
    held.save()
    if (held.filter, held.corrections) != wanted:
        asking.begin_anew(held, came_to=held.came_to)
    record("Abonnement gewijzigd", Action.RESUBSCRIBED, held, by=by, before=before, after=told(held))
    return held


@transaction.atomic
def remove(subscription_id: UUID, *, by: Principal) -> None:
    """Remove a subscription with its keys, what is parked and what was tried.

    Raises `SubscriptionNotFound` and `ZoneForbidden`.
    """
    held = ownership.find(subscription_id, principal=by, lock=True)
    record("Abonnement verwijderd", Action.UNSUBSCRIBED, held, by=by, before=told(held), after=None)
    held.delete()


def _owner(owner: User | None, *, by: Principal) -> User:
    if owner is not None and owner.source_id != by.source_id:
        require_administrator(by)
        return owner
    ownership.subscriptions_of(by)
    return ownership.account_of(by)


def _write(subscription: Subscription, asked: Mapping[str, Any]) -> None:
    for name in wishes.COLUMNS:
        if name in asked:
            setattr(subscription, name, asked[name].strip() if name == "name" else asked[name])


def _begin_anew(subscription: Subscription, *, now: datetime) -> None:
    subscription.state, subscription.state_reason = Subscription.State.NEW, Subscription.Reason.READDRESSED
    subscription.state_since = now
    subscription.verified_how, subscription.verified_at, subscription.agreed_reason = "", None, ""
    subscription.allowed_per_minute, subscription.callback_digest = None, None
    subscription.failing_since, subscription.failures, subscription.rest_until = None, 0, None


def _refuse_too_many(owner: User) -> None:
    """One at a time for each owner, so that two at once cannot both be the last."""
    User.objects.select_for_update().get(pk=owner.pk)
    if Subscription.objects.filter(owner=owner).count() >= SUBSCRIPTIONS_OF_ONE_MAX:
        raise TooManySubscriptions(limit=SUBSCRIPTIONS_OF_ONE_MAX)


def _refuse_double(name: str, *, owner: User, but: UUID | None = None) -> None:
    User.objects.select_for_update().get(pk=owner.pk)
    found = Subscription.objects.filter(owner=owner, name=name).first()
    if found is not None and found.pk != but:
        raise SubscriptionNameInUse(name=name, pointer="/name")
