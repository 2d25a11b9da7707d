"""Custody as stored rows: at every point of both axes they are what the law says there."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings

from events.domain.facts import facts
from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT, first_instant
from readmodels.domain.law.custody import custody_of
from readmodels.domain.national.custody import referring
from readmodels.domain.national.custody_rows import relations_at, rows_of_custody
from readmodels.domain.recall import Recall
from readmodels.domain.societies import Society
from readmodels.domain.views.rows import known_at
from readmodels.domain.watching import Timeline, Watching
from tests.builders import Register
from tests.unit.states.families import families
from tests.unit.states.family_stories import PEOPLE
from tests.unit.states.stories import CATALOGUE, Story

DAYS = ("2005-06-15", "2014-04-01", "2020-05-20", "2023-01-01", "2023-06-01", "2026-06-01", "2041-06-01")


def points_that_differ(register: Register, someone: UUID) -> list[tuple[str, datetime]]:
    """The points at which the stored rows say something else than the law."""
    log = register.log
    rows = rows_of_custody(someone, log, recall=Recall(CATALOGUE))
    found = []
    for known in sorted({event.created_at for event in log}):
        told = facts(log, catalogue=CATALOGUE, as_at=known)
        for day in DAYS:
            society = Society(told, as_of=first_instant(day), catalogue=CATALOGUE)
            by_law = [referring(it) for it in custody_of(someone, society)]
            if relations_at(known_at(rows, known), first_instant(day)) != by_law:
                found.append((day, known))
    return found


@settings(deadline=None, max_examples=12)
@given(families())
def test_the_rows_are_what_the_law_says_at_every_point(register: Register) -> None:
    assert [points_that_differ(register, someone) for someone in PEOPLE] == [[] for _ in PEOPLE]


def a_child_that_comes_of_age() -> tuple[Story, UUID]:
    story = Story()
    mother = story.born(on="1990-01-01", geslacht="V")
    return story, story.born(on="2010-06-01", mother=mother)


def test_custody_ends_on_the_eighteenth_birthday() -> None:
    story, child = a_child_that_comes_of_age()
    rows = rows_of_custody(child, story.register.log, recall=Recall(CATALOGUE))
    (row,) = [it for it in rows if it.known_until is None]
    assert row.segment.since == first_instant("2010-06-01")
    assert row.segment.until == first_instant("2028-06-01")
    assert row.segment.supports


def test_rows_that_look_at_one_moment_only_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    story, child = a_child_that_comes_of_age()
    assert points_that_differ(story.register, child) == []

    def look_once(self: Watching, _question: object, ask: Any, *, society: Society) -> Timeline[Any]:
        return Timeline(((UNKNOWN_MOMENT, ask(society.at(first_instant("2020-01-01")))),), {})

    monkeypatch.setattr(Watching, "over_life", look_once)
    assert points_that_differ(story.register, child) != []


def test_what_an_event_said_is_not_recalled_once_it_was_destroyed() -> None:
    story, child = a_child_that_comes_of_age()
    recall, log = Recall(CATALOGUE), story.register.log
    assert rows_of_custody(child, log, recall=recall)
    destroyed = Log(replace(event, data={}) if child in event.object_ids else event for event in log)
    assert rows_of_custody(child, destroyed, recall=recall) == ()
