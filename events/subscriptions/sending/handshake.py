"""The handshake: whether a receiver agrees to be sent to (CloudEvents HTTP webhook 1.0, section 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.models import DeliveryAttempt, Subscription
from events.subscriptions.domain import consent
from events.subscriptions.domain.access import Access
from events.subscriptions.domain.addresses import Allowed
from events.subscriptions.domain.answers import Outcome
from events.subscriptions.domain.consent import Doubt, Grant, consent_of
from events.subscriptions.receiver_access import access_of
from events.subscriptions.sending.attempts import attempt_of
from events.subscriptions.sending.publishing import allowances, origin
from events.subscriptions.sending.requests import Reply, Sender
from events.subscriptions.sending.waiting import wait_for

RATE_ASKED: Final = 6_000
"""Requests a minute that we ask for."""
WHY: Final[dict[Doubt, Promise]] = {
    Doubt.STATUS: _("It answered the question with another status than one of success."),
    Doubt.ORIGIN_MISSING: _("Its answer has no WebHook-Allowed-Origin: a status alone is no consent."),
    Doubt.ORIGIN_OTHER: _("It allows another origin in WebHook-Allowed-Origin."),
    Doubt.RATE: _("Its answer has no WebHook-Allowed-Rate with a number of requests a minute, or *."),
}
NO_ANSWER: Final = _("It did not answer.")
NO_TOKEN: Final = _("It was not asked: its token endpoint gave no token.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """What a receiver answered. `why` says why it is no consent, for people; empty when it is.

    `attempt` is the unsaved row of the request. `allowed_per_minute` is None for as many as we like.
    """

    granted: bool
    allowed_per_minute: int | None
    attempt: DeliveryAttempt
    why: str = ""


def ask_for_consent(subscription: Subscription, *, callback: str | None = None) -> Consent:
    """Ask the receiver whether he wants to be sent to: OPTIONS to the exact address of the subscription.

    With `callback` (an address that is hard to guess) he may also agree later, by calling that. Saves nothing; a
    receiver that cannot be reached is one that did not agree.
    """
    reply = wait_for(_ask(subscription.url, callback=callback, allowed=allowances(), access=access_of(subscription)))
    attempt = attempt_of(reply, subscription=subscription)
    if reply.answer.status is None:
        why = NO_TOKEN if reply.answer.outcome is Outcome.TOKEN else NO_ANSWER
        return Consent(granted=False, allowed_per_minute=None, attempt=attempt, why=str(why))
    found = consent_of(reply.answer.status, headers=reply.headers, origin=origin())
    if isinstance(found, Grant):
        return Consent(granted=True, allowed_per_minute=found.allowed_per_minute, attempt=attempt)
    return Consent(granted=False, allowed_per_minute=None, attempt=attempt, why=str(WHY[found]))


async def _ask(url: str, *, callback: str | None, allowed: Sequence[Allowed], access: Access | None) -> Reply:
    headers = {consent.REQUEST_ORIGIN: origin(), consent.REQUEST_RATE: str(RATE_ASKED)}
    if callback is not None:
        headers[consent.REQUEST_CALLBACK] = callback
    async with Sender(allowed) as sender:
        return await sender.send("OPTIONS", url, headers=headers, access=access)
