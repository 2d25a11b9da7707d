"""Prefix replay: what is answered as known at the k-th event is what the first k events answer, and nothing later."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from events.domain.event import Event
from events.domain.log import Log


def prefixes(log: Log) -> Iterator[tuple[datetime, Log]]:
    """Every formal moment of the log with the log of only what was recorded by then."""
    events: list[Event] = sorted(log, key=lambda event: (event.created_at, event.order))
    for index, event in enumerate(events):
        last_of_moment = index + 1 == len(events) or events[index + 1].created_at > event.created_at
        if last_of_moment:
            yield event.created_at, Log(events[: index + 1])


def broken(log: Log, answer: Callable[[Log, datetime], Any]) -> list[datetime]:
    """The moments at which the whole log answers otherwise than its own beginning; empty, as it must be."""
    return [moment for moment, prefix in prefixes(log) if answer(log, moment) != answer(prefix, moment)]
