"""Processes that run until they are told to stop."""

import signal
import threading
from collections.abc import Callable
from types import FrameType


def until_told_to_stop(run: Callable[[threading.Event], None]) -> None:
    """Run until SIGTERM or SIGINT sets the event; what is at hand is finished first."""
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run(stop)
