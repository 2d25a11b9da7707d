"""Following the log: each projector takes in what is new, until it is told to stop."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError, connection

from events import store
from readmodels.models import Checkpoint
from readmodels.projectors import reexaminations

PROJECTORS: Final[Mapping[str, Callable[[int], int]]] = {reexaminations.NAME: reexaminations.follow}
"""Name → takes in at most so many events, and says how many."""
EVENTS_MAX: Final = 500
PAUSE_SECONDS: Final = 0.5
PAUSE_AFTER_FAULT_SECONDS: Final = 5.0

log = structlog.get_logger(__name__)


def run(stop: threading.Event) -> None:
    """Follow until `stop` is set. Survives a restart of the database; ends after the step it is in.

    On a fault it stands still and tries again: nothing is skipped in silence, and health tells of it.
    """
    while not stop.is_set():
        try:
            if not step():
                stop.wait(PAUSE_SECONDS)
        except (OperationalError, InterfaceError) as error:
            log.warning("projector_database_away", reason=str(error).strip())
            connection.close()
            stop.wait(PAUSE_SECONDS)
        except Exception:
            log.exception("projector_stands_still")
            stop.wait(PAUSE_AFTER_FAULT_SECONDS)


def step() -> int:
    """Let every projector take in what is next; how many events they took together. 0: all are up to date."""
    return sum(follow(EVENTS_MAX) for follow in PROJECTORS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """What the projector that is furthest back has not taken in: how many events, and when it last moved (or never)."""

    events: int
    moved_at: datetime | None


def behind() -> Behind:
    """How far the read models are behind the log."""
    taken = {it.projector: it for it in Checkpoint.objects.all()}
    furthest = min((taken.get(name) for name in PROJECTORS), key=lambda it: 0 if it is None else it.seq)
    seq, moved_at = (0, None) if furthest is None else (furthest.seq, furthest.moved_at)
    return Behind(events=max(0, store.last_seq() - seq), moved_at=moved_at)


def catch_up() -> None:
    """Follow until nothing is left that was in the log before."""
    while step():
        continue
