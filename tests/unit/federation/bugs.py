"""Bugs that somebody could make in the merging of logs, to be planted: each breaks a law."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from events.domain.log import Log
from federation.domain import foreign_events, merging, parts, rounds
from tests.unit.federation.divided import SOURCES, STRANGER

Bug = Callable[[pytest.MonkeyPatch], None]
EVERYBODY = [source.peer_id for source in (*SOURCES, STRANGER)]


def sources_are_taken_as_they_come(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging, "sorted", lambda items, **_: list(items), raising=False)


def the_order_of_an_answer_is_lost(patch: pytest.MonkeyPatch) -> None:
    right = merging._each_zone_once

    def wrong(of: Any) -> Any:
        return [replace(part, events=tuple(replace(it, order=-it.order) for it in part.events)) for part in right(of)]

    patch.setattr(merging, "_each_zone_once", wrong)


def decisions_are_left_behind(patch: pytest.MonkeyPatch) -> None:
    right = foreign_events.event_in

    def wrong(sent: Any, **place: Any) -> Any:
        found = right(sent, **place)
        return None if found is None else replace(found, references=())

    patch.setattr(parts, "event_in", wrong)


def everybody_is_believed(patch: pytest.MonkeyPatch) -> None:
    right = parts.part_of

    def wrong(*about: Any, responsible: Any, **others: Any) -> Any:
        everything = set().union(*responsible.values())
        return right(*about, responsible=dict.fromkeys(EVERYBODY, everything), **others)

    patch.setattr(merging, "part_of", wrong)


def what_was_sent_is_trusted(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(parts, "event_in", foreign_events._read)


def events_of_others_are_put_in_our_zone(patch: pytest.MonkeyPatch) -> None:
    right = foreign_events.event_in
    patch.setattr(parts, "event_in", lambda sent, *, zone, order: right(sent, zone="burgerlijke-stand", order=order))  # noqa: ARG005


def theirs_goes_before_ours(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(merging, "without", lambda part, _refused: part)
    right = Log
    patch.setattr(merging, "Log", lambda events=(): right(reversed(tuple(events))))


def nobody_is_asked_about_relatives(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rounds, "who_bear_on", lambda persons, _ties: persons)
