"""Somebody asks to stop: at once, but not in the middle of a start, of which nobody would know afterwards."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked to stop. Everything does, in order."""


class _Asked:
    """Whether somebody asked, and how many starts he waits for."""

    waits_for = 0
    already = False


_asked = _Asked()


def listen() -> None:
    """From now on raise `Stopped` when somebody asks to stop: once, so that nobody interrupts an orderly end."""
    for number in SIGNALS:
        signal.signal(number, _stop)


def listen_no_more() -> None:
    """We are stopping already."""
    for number in SIGNALS:
        signal.signal(number, _nothing)


@contextmanager
def held_back() -> Iterator[None]:
    """Who asks to stop in the block is heard after it. Raises `Stopped` then."""
    _asked.waits_for += 1
    try:
        yield
    finally:
        _asked.waits_for -= 1
    if _asked.already and not _asked.waits_for:
        _asked.already = False
        raise Stopped


def _stop(_number: int, _frame: FrameType | None) -> None:
    listen_no_more()
    if _asked.waits_for:
        _asked.already = True
        return
    raise Stopped


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Not ignored by the system, which what we start would inherit."""
