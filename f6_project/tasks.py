"""Jobs that come round. Each is short and may run twice; its turn in the database says whether it is due."""

import time
from datetime import timedelta
from typing import Final

import structlog
from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from events.commands import claim_drafts
from events.subscriptions.delivering import retention
from f6_project import health
from f6_project.models import take_turn
from federation.commands import following, forgetting, taking_turns
from federation.transport import identity
from federation.transport.identity import FederationOff, IdentityUnusable
from management_ui.personal import kept_forms

log = structlog.get_logger(__name__)

# A little under the period of beat, so that a turn is not missed by a fraction of a second.
EVERY_MINUTE: Final = timedelta(seconds=55)
EVERY_HOUR: Final = timedelta(minutes=55)
FOLLOWING_SECONDS_MAX: Final = 25.0
"""After which a task that follows partners stops, well within the time limit of a task; the next one goes on."""


@shared_task
def check_append_only_guard() -> None:
    """Look whether the log still refuses change, and raise the alarm in the operator's log when it does not."""
    if not take_turn("check_append_only_guard", every=EVERY_MINUTE):
        return
    finding = health.check_append_only_guard()
    if not finding.sound:
        log.error("append_only_guard_missing", found=finding.found, remedy=finding.remedy)


@shared_task
def clear_kept_forms() -> None:
    """Remove what was kept of forms that could not be taken in, once that is too long ago."""
    if take_turn("clear_kept_forms", every=EVERY_MINUTE):
        kept_forms.remove_expired()


@shared_task
def clear_expired_sessions() -> None:
    """Remove the sessions that have expired: they name accounts, and serve nothing any more."""
    if take_turn("clear_expired_sessions", every=EVERY_HOUR):
        removed, _ = Session.objects.filter(expire_date__lt=timezone.now()).delete()
        log.info("expired_sessions_removed", removed=removed)


@shared_task
def clear_expired_drafts() -> None:
    """Remove the drafts of claims that nobody touched for long: they hold personal data that serve nothing any more."""
    if take_turn("clear_expired_drafts", every=EVERY_HOUR):
        removed = claim_drafts.remove_expired_drafts(now=timezone.now())
        log.info("expired_drafts_removed", removed=removed)


@shared_task
def clear_old_attempts() -> None:
    """Remove attempts at deliveries that are too long ago: of what was delivered the log of processing tells."""
    if take_turn("clear_old_attempts", every=EVERY_HOUR):
        removed = retention.remove_old_attempts(now=timezone.now())
        log.info("old_attempts_removed", removed=removed)


@shared_task
def follow_announcements() -> None:
    """Read what partners announce of their objects since last time, and forget what is not agreed any more."""
    try:
        own = identity.own()
    except (FederationOff, IdentityUnusable):
        return  # who is in no group follows nobody; unusable files are told by whoever serves or sends
    with taking_turns.slot() as free:
        if free and take_turn("follow_announcements", every=EVERY_MINUTE):
            ends = time.monotonic() + FOLLOWING_SECONDS_MAX
            following.follow_announcements(own=own, clock=timezone.now, until=lambda: time.monotonic() > ends)


@shared_task
def clear_old_transactions() -> None:
    """Remove records of calls between organisations that are older than the group agreed to keep them."""
    if take_turn("clear_old_transactions", every=EVERY_HOUR):
        removed = forgetting.remove_old_transactions(now=timezone.now())
        log.info("old_transactions_removed", removed=removed)
