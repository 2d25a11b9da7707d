"""Following the log: each projector takes in what is new, until it is told to stop."""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError, connection

from events import store
from readmodels.models import Checkpoint
from readmodels.projectors import reexaminations, views
from readmodels.projectors.recalling import Recalling

Follow = Callable[[int], int]
"""Takes in at most so many events, and says how many."""
PROJECTORS: Final[Mapping[str, Follow]] = {reexaminations.NAME: reexaminations.follow}
"""Name → how it follows. Beside these every build of a view follows."""
EVENTS_MAX: Final = 500
PAUSE_SECONDS: Final = 0.5
PAUSE_AFTER_FAULT_SECONDS: Final = 5.0

log = structlog.get_logger(__name__)


def run(stop: threading.Event) -> None:
    """Follow until `stop` is set. Survives a restart of the database; ends after the step it is in.

    A projector that meets a fault stands still and tries again, while the others go on: nothing is skipped in silence,
    and health tells of it.
    """
    resting: dict[str, float] = {}
    recalling = Recalling()
    while not stop.is_set():
        try:
            now = time.monotonic()
            without = {name for name, until in resting.items() if until > now}
            taken, faults = _step(without=without, recalling=recalling)
            resting |= dict.fromkeys(faults, now + PAUSE_AFTER_FAULT_SECONDS)
            if not taken:
                recalling.forget()
                stop.wait(PAUSE_SECONDS)
        except (OperationalError, InterfaceError) as error:
            log.warning("projector_database_away", reason=str(error).strip())
            connection.close()
            stop.wait(PAUSE_SECONDS)


def step(recalling: Recalling | None = None) -> int:
    """Let every projector take in what is next; how many events they took together. 0: all are up to date.

    Raises what one of them raised, after the others had their turn.
    """
    taken, faults = _step(recalling=recalling or Recalling())
    for fault in faults.values():
        raise fault
    return taken


def _step(*, without: Collection[str] = (), recalling: Recalling) -> tuple[int, dict[str, Exception]]:
    """One turn of every projector but those. Raises when the database is away, not when it refuses one a statement."""
    taken, faults = 0, dict[str, Exception]()
    for name, follow in _projectors(recalling):
        if name in without:
            continue
        try:
            taken += follow(EVENTS_MAX)
        except Exception as fault:
            if isinstance(fault, (OperationalError, InterfaceError)) and not connection.is_usable():
                raise
            log.exception("projector_stands_still", projector=name)
            faults[name] = fault
    return taken, faults


def _projectors(recalling: Recalling) -> Iterator[tuple[str, Follow]]:
    yield from PROJECTORS.items()
    for build in views.builds():
        yield build.projector, partial(views.follow, build, recalling=recalling)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag:
    """What a projector has not taken in: how many events, and when it last moved (or never)."""

    projector: str
    events: int
    moved_at: datetime | None


def lags() -> list[Lag]:
    """How far each projector is behind the log, the furthest first; of those one that never ran."""
    last = store.last_seq()
    taken = {it.projector: it for it in Checkpoint.objects.all()}
    found = []
    for name in (*PROJECTORS, *(build.projector for build in views.builds())):
        checkpoint = taken.get(name)
        seq, moved_at = (0, None) if checkpoint is None else (checkpoint.seq, checkpoint.moved_at)
        found.append(Lag(projector=name, events=max(0, last - seq), moved_at=moved_at))
    return sorted(found, key=lambda lag: (-lag.events, lag.moved_at is not None))


def behind() -> Lag:
    """How far the projector that is furthest back is behind the log."""
    return lags()[0]


def catch_up() -> None:
    """Follow until nothing is left that was in the log before."""
    recalling = Recalling()
    while step(recalling):
        continue
