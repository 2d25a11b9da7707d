"""Verifying that a receiver wants to be told: by a handshake, by a signed ping, or agreed by hand.

Source: CloudEvents HTTP webhook, 4 (abuse protection), and the NL GOV profile: a handshake at registration, for which
an agreement between government parties may stand in.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from events import access
from events.administration import Action, require_administrator
from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest
from events.domain.subscription_refusals import Readdressed
from events.models import DeliveryAttempt, Subscription
from events.subscriptions import ownership
from events.subscriptions.commands.running import become
from events.subscriptions.commands.telling import record, state_told
from events.subscriptions.domain.messages import mistake
from events.subscriptions.domain.redaction import HIDDEN
from events.subscriptions.sending.handshake import NO_TOKEN, Consent, ask_for_consent
from events.subscriptions.sending.ping import ping
from events.subscriptions.sending.publishing import publisher

REASON_LENGTH_MAX: Final = 500
GRANTS: Final = "/api/v1/subscription-grants"
"""Where a receiver agrees later, under the address at which this F6 is found."""
GRANT_BYTES: Final = 32
"""Randomness of the address at which a receiver agrees later: beyond guessing, so that a plain digest protects it."""
GRANT_LIFETIME: Final = timedelta(days=7)
GRANT_LENGTH_MAX: Final = 100
RATE_MAX: Final = 1_000_000
"""Requests a minute beyond which a receiver allows as good as anything."""
RECEIVER: Final = Principal(source_id=UUID(int=0), source_type="ontvanger", name="")
"""Who agrees at the address of a grant: nobody that F6 knows, but who was sent the address."""
Verified = Subscription.Verified
State = Subscription.State


class Outcome(StrEnum):
    """What came of asking a receiver."""

    AGREED = "agreed"
    AWAITING = "awaiting"
    """It did not agree yet, and may still do so at the address that it was given."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What came of it; `attempt` is the kept row of the request, `why` says to people why it is no agreement."""

    subscription: Subscription
    outcome: Outcome
    attempt: DeliveryAttempt
    why: str = ""


def verify_by_handshake(subscription_id: UUID, *, by: Principal, now: datetime | None = None) -> Verification:
    """Ask the receiver (OPTIONS) whether it wants to be told, now or later at an address that only it is given.

    The request is made outside any transaction; what came of it is kept whatever it is. Asking again lets the address
    that was given before end. Raises `SubscriptionNotFound`, `NothingIsSent`, `ZoneForbidden`, and `Readdressed` when
    the subscription got another address meanwhile.
    """
    moment = now or timezone.now()
    token = new_grant(now=moment)
    with transaction.atomic():
        asked = ownership.find_sent(subscription_id, principal=by, lock=True)
        asked.callback_digest = access.digest_of(token)
        asked.save(update_fields=["callback_digest"])
    consent = ask_for_consent(asked, callback=f"{publisher().base_url}{GRANTS}/{token}")
    _hide(token, attempt=consent.attempt)
    _keep(consent.attempt, of=asked, by=by)
    with transaction.atomic():
        held = _still(asked, by=by)
        if consent.granted:
            held.allowed_per_minute = consent.allowed_per_minute
            _take_as_verified(held, Verified.HANDSHAKE, by=by, now=now or timezone.now())
            return Verification(subscription=held, outcome=Outcome.AGREED, attempt=consent.attempt)
    return Verification(
        subscription=held, outcome=_later(held, consent, since=moment), attempt=consent.attempt, why=consent.why
    )


def verify_by_ping(subscription_id: UUID, *, by: Principal, now: datetime | None = None) -> Verification:
    """Send the receiver a signed notice of nothing: it wants to be told when it takes that in (2xx).

    Otherwise as `verify_by_handshake`.
    """
    asked = ownership.find_sent(subscription_id, principal=by)
    sent = ping(asked, now=now or timezone.now())
    _keep(sent.attempt, of=asked, by=by)
    with transaction.atomic():
        held = _still(asked, by=by)
        if sent.taken_in:
            _take_as_verified(held, Verified.PING, by=by, now=now or timezone.now())
            return Verification(subscription=held, outcome=Outcome.AGREED, attempt=sent.attempt)
    asked_nothing = sent.attempt.outcome == DeliveryAttempt.Outcome.TOKEN
    why = str(NO_TOKEN) if asked_nothing else gettext("It did not take in the ping.")
    return Verification(subscription=held, outcome=Outcome.REFUSED, attempt=sent.attempt, why=why)


@transaction.atomic
def agree_by_hand(subscription_id: UUID, *, reason: str, by: Principal, now: datetime | None = None) -> Subscription:
    """Say that the receiver agreed in another way, and how. For who administers everything.

    Raises `ZoneForbidden`, `SubscriptionNotFound`, `NothingIsSent`, and `InvalidRequest` without a reason.
    """
    require_administrator(by)
    held = ownership.find_sent(subscription_id, principal=by, lock=True)
    if not 1 <= len(reason.strip()) <= REASON_LENGTH_MAX:
        raise InvalidRequest(violations=(mistake("agreement", pointer="/reason", limit=str(REASON_LENGTH_MAX)),))
    held.agreed_reason = reason.strip()
    _take_as_verified(held, Verified.AGREED, by=by, now=now or timezone.now())
    return held


@transaction.atomic
def grant_by_callback(token: str, *, allowed_rate: str | None = None, now: datetime | None = None) -> bool:
    """The receiver agrees at the address that its handshake gave it. Says whether that was so, which no edge may tell.

    `allowed_rate` is its `WebHook-Allowed-Rate`: requests a minute, or `*`. The address serves once, and not for
    longer than GRANT_LIFETIME.
    """
    moment = now or timezone.now()
    if len(token) > GRANT_LENGTH_MAX or not _alive(token, now=moment):
        return False
    found = Subscription.objects.select_related("owner").select_for_update(of=("self",))
    held = found.filter(callback_digest=access.digest_of(token)).first()
    if held is None:
        return False
    held.allowed_per_minute = rate_of(allowed_rate)
    _take_as_verified(held, Verified.HANDSHAKE, by=RECEIVER, now=moment)
    return True


def new_grant(*, now: datetime) -> str:
    """An address' last part that nobody can guess, and that tells until when it serves."""
    return f"{int((now + GRANT_LIFETIME).timestamp()):x}-{secrets.token_urlsafe(GRANT_BYTES)}"


def rate_of(written: str | None) -> int | None:
    """Requests a minute, from a header; None for any number (`*`), and for what cannot be read."""
    text = (written or "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(RATE_MAX))):
        return None
    return min(max(int(text), 1), RATE_MAX)


def _take_as_verified(held: Subscription, how: Subscription.Verified, *, by: Principal, now: datetime) -> None:
    """Write down that the receiver wants it, in the transaction in which the caller holds the row.

    What was new begins to be delivered. What is paused stays so; so does what was stopped, which can be resumed now.
    """
    before = state_told(held) | {"verified_at": held.verified_at.isoformat() if held.verified_at else None}
    held.verified_how, held.verified_at = how, now
    held.callback_digest = None
    if held.state == State.NEW:
        become(held, State.ACTIVE, Subscription.Reason.VERIFIED, now=now)
    held.save()
    after = state_told(held) | {
        "verified_at": now.isoformat(),
        "allowed_per_minute": held.allowed_per_minute,
        "agreed": held.agreed_reason or None,
    }
    record("Ontvanger geverifieerd", Action.RECEIVER_VERIFIED, held, by=by, before=before, after=after)


def _later(held: Subscription, consent: Consent, *, since: datetime) -> Outcome:
    """Whether a receiver that did not agree at once may do so yet, or did while it was being asked."""
    if held.verified_at is not None and held.verified_at >= since:
        return Outcome.AGREED
    took_it_in = consent.attempt.outcome == DeliveryAttempt.Outcome.DELIVERED
    return Outcome.AWAITING if took_it_in else Outcome.REFUSED


def _hide(token: str, *, attempt: DeliveryAttempt) -> None:
    """Take the token out of what a receiver echoed: whoever reads the attempt could agree for it otherwise."""
    attempt.answer = attempt.answer.replace(token, HIDDEN)
    attempt.answer_headers = {name: it.replace(token, HIDDEN) for name, it in attempt.answer_headers.items()}


@transaction.atomic
def _keep(attempt: DeliveryAttempt, *, of: Subscription, by: Principal) -> None:
    """Keep what was asked and answered, whatever comes of it; unless the subscription is gone."""
    attempt.subscription = ownership.find_sent(of.pk, principal=by, lock=True)
    attempt.save()


def _still(asked: Subscription, *, by: Principal) -> Subscription:
    """The subscription held; the receiver that was asked must still be its receiver."""
    held = ownership.find_sent(asked.pk, principal=by, lock=True)
    if held.url != asked.url:
        raise Readdressed
    return held


def _alive(token: str, *, now: datetime) -> bool:
    expires, _, secret = token.partition("-")
    try:
        return bool(secret) and now.timestamp() < int(expires, 16)
    except ValueError:
        return False
