"""Following what partners announce of their objects, and forgetting it when it is not agreed any more.

What is not announced is not remembered: of a zone that its organisation calls sensitive nothing is announced, and so
nothing of it is ever kept here.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

import structlog
from django.db import transaction

from federation.domain import announcements
from federation.domain.announcements import NoPage, Page
from federation.models import FollowedFeed
from federation.projectors import object_holdings
from federation.queries import partners
from federation.queries.partners import Partner
from federation.transport import outway
from federation.transport.identity import Identity
from federation.transport.outway import Answered, Call, NotAnswered

PAGES_MAX: Final = 200
"""Of one partner in one go; the next goes on from there."""
SECONDS: Final = 10.0
BYTES_MAX: Final = 2 * 1024 * 1024
ANNOUNCEMENTS: Final = "/object-announcements"
_WHY_LENGTH_MAX: Final = 300

log = structlog.get_logger(__name__)


def follow_announcements(*, own: Identity, clock: Callable[[], datetime], until: Callable[[], bool]) -> int:
    """Read what every partner announced since last time; how many objects were new. Stops when `until` says so.

    A partner that does not answer keeps no other from being read, and is read on from where it was.
    """
    forget_what_is_not_agreed(own=own, now=clock())
    new = 0
    for partner in _announcing(own, now=clock()):
        if until():
            break
        new += _follow(partner, clock=clock, until=until)
    return new


def forget_what_is_not_agreed(*, own: Identity, now: datetime) -> int:
    """Forget the places of objects in zones that we may not read, or hear announced, any more; how many there were."""
    agreed = _announcing(own, now=now)
    with transaction.atomic():
        FollowedFeed.objects.exclude(grant_hash__in={it.grant_hash for it in agreed}).delete()
        return object_holdings.forget_all_but((it.peer_id, it.service) for it in agreed)


def _announcing(own: Identity, *, now: datetime) -> list[Partner]:
    return [it for it in partners.whom_we_read(own=own, now=now) if it.terms.announces]


def _follow(partner: Partner, *, clock: Callable[[], datetime], until: Callable[[], bool]) -> int:
    feed, _ = FollowedFeed.objects.get_or_create(
        grant_hash=partner.grant_hash, defaults={"peer_id": partner.peer_id, "service_name": partner.service}
    )
    before = object_holdings.number_in(peer_id=partner.peer_id, service_name=partner.service)
    told = 0
    for _ in range(PAGES_MAX):
        page = _page(partner, feed, now=clock())
        if page is None:
            break
        told += len(page.object_ids)
        if before + told > object_holdings.HOLDINGS_MAX:
            _fail(feed, status=0, why=f"It announces more than {object_holdings.HOLDINGS_MAX} objects.", now=clock())
            break
        _take_in(feed, page, now=clock())
        if not page.more or until():
            break
    return object_holdings.number_in(peer_id=partner.peer_id, service_name=partner.service) - before


def _page(partner: Partner, feed: FollowedFeed, *, now: datetime) -> Page | None:
    """The next page; None when there is none now, which is kept with why."""
    query = f"?{urlencode({'cursor': feed.cursor})}" if feed.cursor else ""
    came = outway.call(
        Call(
            grant=partner.granted.grant,
            method="GET",
            path=ANNOUNCEMENTS + query,
            headers={"Accept": "application/json"},
            seconds=SECONDS,
            bytes_max=BYTES_MAX,
        ),
        now=now,
    )
    try:
        return _read(came)
    except NoPage as fault:
        _fail(feed, status=came.reply.status if isinstance(came, Answered) else 0, why=str(fault), now=now)
        return None


def _read(came: Answered | NotAnswered) -> Page:
    """The page that came. Raises `NoPage`."""
    if isinstance(came, NotAnswered):
        raise NoPage(f"{came.why.value}: {came.detail}")
    if came.reply.status != 200:
        raise NoPage(f"It answered {came.reply.status}.")
    try:
        body: Any = json.loads(came.reply.body)
    except (ValueError, RecursionError):
        raise NoPage("It answered what is no JSON.") from None
    return announcements.page_in(body)


@transaction.atomic
def _take_in(feed: FollowedFeed, page: Page, *, now: datetime) -> None:
    """Remember what a page tells, and where to go on, together."""
    object_holdings.remember(
        page.object_ids,
        peer_id=feed.peer_id,
        service_name=feed.service_name,
        learned=object_holdings.Learned.ANNOUNCED,
        now=now,
    )
    feed.cursor, feed.read_at, feed.failing_since, feed.failure = page.cursor, now, None, ""
    feed.told_until = feed.told_until if page.more else page.told_until
    feed.save()


@transaction.atomic
def _fail(feed: FollowedFeed, *, status: int, why: str, now: datetime) -> None:
    """Keep since when it is not heard, and why. Who refuses took back what he announced: it is forgotten."""
    if status == 403:
        _forget_what_was_told(feed)
    if status in (400, 403):  # a cursor that is not known any more: begin anew
        feed.cursor, feed.told_until = "", None
    if feed.failing_since is None:
        feed.failing_since = now
        log.warning("fsc_announcements_not_read", peer=feed.peer_id, service=feed.service_name, why=why)
    feed.failure = why[:_WHY_LENGTH_MAX]
    feed.save()


def _forget_what_was_told(refused: FollowedFeed) -> None:
    """Forget the objects of the zone. What it told on other grants too is told anew, else it would count as nothing.

    Once, as long as another grant is answered: what that told since was not taken back.
    """
    others = FollowedFeed.objects.filter(peer_id=refused.peer_id, service_name=refused.service_name)
    others = others.exclude(pk=refused.pk)
    again = refused.failing_since is not None and not refused.cursor and refused.told_until is None
    if again and others.filter(failing_since=None).exists():
        return
    object_holdings.forget(peer_id=refused.peer_id, service_name=refused.service_name)
    others.update(cursor="", told_until=None)
