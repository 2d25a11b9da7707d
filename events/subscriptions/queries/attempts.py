"""What was tried: every attempt, the newest first."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from events.domain.permissions import Principal
from events.domain.subscription_refusals import AttemptNotFound
from events.models import DeliveryAttempt
from events.subscriptions import ownership

PAGE_MAX: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFilter:
    """What is asked; None asks nothing."""

    outcome: DeliveryAttempt.Outcome | None = None
    event_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptPage:
    """Attempts, the newest first. `before` goes on with older ones; None: there are none."""

    attempts: tuple[DeliveryAttempt, ...]
    before: int | None


def attempts(
    subscription_id: UUID,
    asked: AttemptFilter = AttemptFilter(),
    *,
    principal: Principal,
    before: int | None = None,
    size: int = PAGE_MAX,
) -> AttemptPage:
    """The newest attempts that answer the filter, before a place. Raises `SubscriptionNotFound`, `ZoneForbidden`."""
    held = ownership.find(subscription_id, principal=principal)
    found = held.attempts.order_by("-id")
    if asked.outcome is not None:
        found = found.filter(outcome=asked.outcome)
    if asked.event_id is not None:
        found = found.filter(event_id=asked.event_id)
    if before is not None:
        found = found.filter(id__lt=before)
    limit = min(size, PAGE_MAX)
    rows = list(found[: limit + 1])
    shown = tuple(rows[:limit])
    return AttemptPage(attempts=shown, before=shown[-1].pk if len(rows) > limit else None)


def attempt(subscription_id: UUID, attempt_id: int, *, principal: Principal) -> DeliveryAttempt:
    """One attempt. Raises `SubscriptionNotFound`, `ZoneForbidden` and `AttemptNotFound`."""
    held = ownership.find(subscription_id, principal=principal)
    found = held.attempts.filter(pk=attempt_id).first()
    if found is None:
        raise AttemptNotFound(attempt_id=attempt_id)
    return found
