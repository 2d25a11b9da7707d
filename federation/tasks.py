"""Federation's work that comes round. Tasks only wake: what there is to do stands in the database, each with its lease.

Any of them may be killed and may run twice.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

import structlog
from celery import shared_task
from django.utils import timezone

from federation.commands import (
    announcing,
    distrusting,
    listing,
    publishing,
    reading_directories,
    reconciling,
    renewing,
    sending,
    taking_turns,
)
from federation.transport import identity
from federation.transport.identity import IdentityUnusable

TURN_SECONDS_MAX: Final = 25.0
"""How long one task goes on, so that its lease and its time limit are never reached."""

TAKEN_UP_SECONDS: Final = 60
"""What no worker took up by then was woken anew since: while peers are away the queue of tasks does not grow."""

_STARTED: Final = threading.Event()
"""Set once this process has announced that it started."""

log = structlog.get_logger(__name__)


@shared_task(expires=TAKEN_UP_SECONDS)
def wake_senders() -> None:
    """Wake a worker for every peer that something is due to."""
    if _works():
        for peer_id in sending.whom_to_send_to(now=timezone.now()):
            send_to.delay(peer_id)


@shared_task(expires=TAKEN_UP_SECONDS)
def send_to(peer_id: str) -> None:
    """Send what is due to one peer."""
    with _may_wait() as may:
        if may:
            sending.send_to(peer_id, now=timezone.now(), until=_deadline())


@shared_task(expires=TAKEN_UP_SECONDS)
def tend_federation() -> None:
    """Announce where that is not known, and wake comparers.

    Between those: end what rests on revoked certificates, sign again what would end, accept what was published at us.
    """
    if not _works():
        return
    now = timezone.now()
    starting = not _STARTED.is_set()
    _STARTED.set()
    for job in (
        partial(announcing.announce, starting=starting),
        distrusting.end_what_is_revoked,
        publishing.withdraw_what_is_hidden,
        renewing.sign_again,
        listing.sign_all_published,
    ):
        try:
            job(now=now)
        except Exception:
            # What is wrong with one keeps no other from being done.
            log.exception("federation_not_tended", job=str(job))
    for peer_id in reconciling.whom_to_compare_with(now=now):
        compare_with.delay(peer_id)
    for peer_id in reading_directories.whom_to_read(now=now):
        read_directory.delay(peer_id)


@shared_task(expires=TAKEN_UP_SECONDS)
def compare_with(peer_id: str) -> None:
    """Compare contracts with one partner."""
    with _may_wait() as may:
        if may:
            reconciling.compare_with(peer_id, now=timezone.now(), until=_deadline())


@shared_task(expires=TAKEN_UP_SECONDS)
def read_directory(peer_id: str) -> None:
    """Read one directory."""
    with _may_wait() as may:
        if may:
            reading_directories.read(peer_id, now=timezone.now(), until=_deadline())


@contextmanager
def _may_wait() -> Iterator[bool]:
    """Whether this task may wait for a peer: not while as many do already. It is woken anew, within seconds."""
    if not _works():
        yield False
        return
    with taking_turns.slot() as free:
        yield free


def _works() -> bool:
    """Whether we are a peer of a group, with a certificate that can be used."""
    if not identity.is_on():
        return False
    try:
        identity.own()
    except IdentityUnusable as fault:
        log.error("fsc_identity_unusable", why=fault.reason)  # noqa: TRY400  # its text says all
        return False
    return True


def _deadline() -> Callable[[], bool]:
    ends = time.monotonic() + TURN_SECONDS_MAX
    return lambda: time.monotonic() >= ends
