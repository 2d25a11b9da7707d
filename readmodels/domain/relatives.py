"""Who bears on whom: the persons that the events about a person name, however they stand."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from events.domain.event import Event
from events.domain.log import Log
from events.domain.pointers import is_list

REFERENCE = "objectId"
STEPS_MAX = 2
"""How far relatives are followed: custody asks for the parents of a child, and for their partners."""
RELATIVES_MAX = 400
"""Persons read for one answer at most; of a home with hundreds of residents not everybody bears on each."""


def widened(object_ids: frozenset[UUID], *, log: Log) -> frozenset[UUID]:
    """These and who bears on them, one step further; the same when that is nobody else, or too many."""
    wider = object_ids | named_in(log, about=object_ids)
    return object_ids if len(wider) > RELATIVES_MAX else wider


def named_in(log: Log, *, about: Collection[UUID]) -> frozenset[UUID]:
    """Every object that an event about one of these names, as an object of it or in its data."""
    wanted = frozenset(about)
    found: set[UUID] = set()
    for event in log:
        if not wanted.isdisjoint(event.object_ids):
            found.update(event.object_ids, _references(event))
    return frozenset(found)


def _references(event: Event) -> Iterator[UUID]:
    for text in _said(event.data):
        try:
            yield UUID(text)
        except ValueError:
            continue


def _said(value: Any) -> Iterator[str]:
    """The ids in every reference to a person (`PersoonRef`) anywhere in data."""
    if isinstance(value, Mapping):
        found = value.get(REFERENCE)
        if isinstance(found, str):
            yield found
        for member in value.values():
            yield from _said(member)
    elif is_list(value):
        for member in value:
            yield from _said(member)
