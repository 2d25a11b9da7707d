"""How much one peer may do here in a minute, over all processes: so that no member of the group keeps others waiting.

At the manager and at the inway each request of a peer counts, and at the manager what it took of the processor. In the
query API of a zone each grant has its own bound on objects asked about and events told: every object is a line in the
log of processing, from which nothing is ever removed.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from federation.api.peer_callers import PeerCaller
from federation.transport import rates

if TYPE_CHECKING:  # views read their throttles while they are being imported
    from rest_framework.views import APIView

MILLISECONDS: Final = 1_000


class TooMuch(Exception):
    """A peer is over its bound. `wait`: after how many seconds it may go on."""

    def __init__(self, *, wait: int) -> None:
        super().__init__(f"Wait {wait} seconds.")
        self.wait = wait

    @property
    def message(self) -> str:
        """How to mend it."""
        return "You ask more in a minute than is answered here: wait as long as the header Retry-After says."


def count_request(peer_id: str, *, at: str) -> None:
    """One request of a peer, at the manager or the inway. Raises `TooMuch`."""
    _within(f"{at}:{peer_id}", more=1, most=settings.F6_FSC_REQUESTS_PER_MINUTE)


@contextmanager
def counting_work(peer_id: str) -> Iterator[None]:
    """What is done inside is work for this peer. Raises `TooMuch` before it, when there was too much this minute."""
    name = f"work:{peer_id}"
    _within(name, more=0, most=settings.F6_FSC_MANAGER_SECONDS_PER_MINUTE * MILLISECONDS)
    before = time.thread_time()
    try:
        yield
    finally:
        spent = round((time.thread_time() - before) * MILLISECONDS)
        rates.counted(name, more=spent, now=time.time())


def count_objects(caller: PeerCaller, number: int) -> None:
    """Objects that are asked about. Raises `Throttled`, before anything was read."""
    _of_grant(caller, "objects", more=number, most=settings.F6_FSC_OBJECTS_PER_MINUTE)


def count_events(caller: PeerCaller, number: int) -> None:
    """Events that are told: the answer is given, and the next is not when they were too many."""
    rates.counted(_name(caller, "events"), more=number, now=time.time())


class GrantRate(BaseThrottle):
    """Refuses who was told too many events in this minute."""

    def allow_request(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002  # the framework's signature
        """Whether this request is within the bound."""
        if isinstance(request.user, PeerCaller):
            _of_grant(request.user, "events", more=0, most=settings.F6_FSC_EVENTS_PER_MINUTE - 1)
        return True


def _of_grant(caller: PeerCaller, what: str, *, more: int, most: int) -> None:
    try:
        _within(_name(caller, what), more=more, most=most)
    except TooMuch as refused:
        raise Throttled(wait=refused.wait) from None


def _name(caller: PeerCaller, what: str) -> str:
    return f"{what}:{caller.grant_hash}"


def _within(name: str, *, more: int, most: int) -> None:
    now = time.time()
    if rates.counted(name, more=more, now=now) > most:
        raise TooMuch(wait=rates.until_next(now))
