"""A deliverer in a thread of the test, and events for it to deliver."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from django.db import connections

from events import sequencer
from events.domain.event import Draft, Event
from events.subscriptions.delivering import deliverer
from tests.integration.store.records import append, entry

BATCH = 100


@contextmanager
def deliverers(count: int = 1, *, sweep_seconds: float = 0.3, **options: Any) -> Iterator[list[threading.Event]]:
    """So many deliverers, each in a thread; the events that stop each by itself."""
    stops = [threading.Event() for _ in range(count)]
    faults: list[BaseException] = []

    def run(stop: threading.Event) -> None:
        try:
            deliverer.run(stop, sweep_seconds=sweep_seconds, **options)
        except BaseException as fault:  # noqa: BLE001  # the test looks at it
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[stop], daemon=True) for stop in stops]
    for thread in threads:
        thread.start()
    try:
        yield stops
    finally:
        for stop in stops:
            stop.set()
        for thread in threads:
            thread.join(30)
        assert not faults, faults
        assert not any(thread.is_alive() for thread in threads)


def happen(*about: UUID | Sequence[UUID], **fields: Any) -> list[Event]:
    """Record a claim about each of these objects (by default one new object), and give them their place."""
    objects = [tuple(it) if isinstance(it, Sequence) else (it,) for it in about or (uuid4(),)]
    drafts = [entry(object_ids=ids, **fields) for ids in objects]
    events: list[Event] = []
    for start in range(0, len(drafts), BATCH):
        events += append(*drafts[start : start + BATCH])
    sequencer.seal_now()
    return events


def recorded(*drafts: Draft, root: UUID | None = None) -> list[Event]:
    """Record these one by one, in the chain of `root` (by default that of the first), and give them their place."""
    events = [append(entry(draft, root=root or drafts[0].id))[0] for draft in drafts]
    sequencer.seal_now()
    return events


def until(found: Callable[[], Any], *, seconds: float = 10.0) -> Any:
    """What is found as soon as it is something; fails after so many seconds."""
    ends = monotonic() + seconds
    while not (value := found()):
        assert monotonic() < ends, "it did not happen in time"
        threading.Event().wait(0.01)
    return value
