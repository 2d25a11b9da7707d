"""Answers that wait: a page that comes when something happens, and a stream that goes on.

Both are what a web server takes piece by piece. Between pieces nothing of the database is held. An empty piece writes
nothing, and is how the server notices that who asked has gone: it closes the answer then, and the place is free.
What the web server is not given any more pieces of ends where it is: whoever fetches goes on from the cursor he has.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError, connection

from events.domain.refusals import Refusal
from events.subscriptions.domain import event_streams
from events.subscriptions.pulling.feed import Answer
from events.subscriptions.pulling.news import news
from events.subscriptions.pulling.places import Place

WAIT_SECONDS_MAX: Final = 30
"""How long a page waits at most: proxies end a silent answer after 60 s or more."""
STREAM_SECONDS_MAX: Final = 300.0
"""How long a stream lasts; who reads it connects again, and is authenticated again."""
PROBE_SECONDS: Final = 1.0
"""How long a place stays taken at most by somebody who has gone, while nothing is told."""
LOOK_SECONDS: Final = 2.0
"""How old the rights are at most by which a stream goes on, and how late news is when a notification is missed."""
BREATH_SECONDS: Final = 0.05
"""Between two looks at least: what the log tells in between is one piece of news."""
HEARTBEAT_SECONDS: Final = 15.0
RETRY_MILLISECONDS: Final = 2_000
NOTHING: Final = b""

Look = Callable[[int], Answer]
"""Authenticate anew, and read what follows a place. Raises refusals."""

log = structlog.get_logger(__name__)


@dataclass(kw_only=True)
class _Waiting:
    """What both are: at a place in the log, with the right to wait `until` then (monotonic).

    `seen` is the news before the last look, which was when it `looked` (monotonic).
    """

    look: Look
    told: Answer
    seen: int
    place: Place
    looked: float
    until: float
    ended: bool = False

    def close(self) -> None:
        """Wait no more. Called by the web server at the end, and when who asked has gone."""
        self.ended = True
        self.place.free()

    def look_again(self) -> bool:
        """Read what came. False, and the end, when it cannot be read: the next request is told why."""
        self.seen, self.looked = news.number, time.monotonic()
        try:
            self.told = self.look(self.told.to)
        except Refusal as refusal:
            log.info("waiting_ended", why=type(refusal).__name__)
            self.ended = True
        except (OperationalError, InterfaceError) as error:
            log.warning("waiting_without_database", reason=str(error).strip())
            self.ended = True
        finally:
            hold_nothing()
        return not self.ended

    def is_over(self) -> bool:
        """Whether it has waited long enough, cannot go on, or the process stops."""
        return self.ended or news.ended or time.monotonic() >= self.until

    def is_time_to_look(self) -> bool:
        """Whether there may be something, or it is long ago."""
        return self.told.more or news.number != self.seen or time.monotonic() - self.looked >= LOOK_SECONDS

    def rest(self, seconds: float) -> None:
        """Wait until there is news, at most so long."""
        hold_nothing()
        news.wait(seen=self.seen, seconds=min(PROBE_SECONDS, max(0.0, seconds)))
        time.sleep(max(0.0, min(self.looked + BREATH_SECONDS - time.monotonic(), seconds)))


@dataclass(kw_only=True)
class WaitingPage(_Waiting):
    """A page that comes as soon as there is something; empty, but moved on, when nothing did."""

    written: Callable[[Answer], bytes]
    done: bool = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.done:
            raise StopIteration
        if self.is_time_to_look():
            before = self.told
            if not self.look_again():
                self.told = before
        if self.told.notices or self.told.more or self.is_over():
            self.done = True
            return self.written(self.told)
        self.rest(self.until - time.monotonic())
        return NOTHING


@dataclass(kw_only=True)
class Stream(_Waiting):
    """Server-sent events, until it is over. `cursor_of` stands for a place."""

    cursor_of: Callable[[int], str]
    wrote: float = 0.0
    marked: int = 0
    opened: bool = False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self.opened:
            self.opened, self.wrote, self.marked = True, time.monotonic(), self.told.to
            hold_nothing()
            told = self._messages() or event_streams.moved(self.cursor_of(self.told.to))
            return event_streams.retry(RETRY_MILLISECONDS) + told
        if self.is_over():
            raise StopIteration
        if self.is_time_to_look():
            if not self.look_again():
                raise StopIteration
            if self.told.notices:
                return self._messages()
        if time.monotonic() - self.wrote >= HEARTBEAT_SECONDS:
            return self._heartbeat()
        if not self.told.more:
            self.rest(self.until - time.monotonic())
        return NOTHING

    def _messages(self) -> bytes:
        """What was read, each with the cursor that goes on after it."""
        found = [event_streams.message(it.body.decode(), event_id=self.cursor_of(it.seq)) for it in self.told.notices]
        if not found:
            return NOTHING
        self.marked = self.told.notices[-1].seq
        self.wrote = time.monotonic()
        return NOTHING.join(found)

    def _heartbeat(self) -> bytes:
        """That it goes on, and how far it came when what came was not asked for."""
        self.wrote = time.monotonic()
        if self.told.to == self.marked:
            return event_streams.comment()
        self.marked = self.told.to
        return event_streams.comment() + event_streams.moved(self.cursor_of(self.told.to))


def hold_nothing() -> None:
    """Hold no connection while nothing is asked of the database (within a transaction it is the caller's)."""
    if not connection.in_atomic_block:
        connection.close()
