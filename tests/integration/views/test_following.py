"""A view follows the log: every event has its effect exactly once, whoever follows and wherever he was stopped."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from events import sequencer, store
from events.domain.log import Log
from f6_project import health
from readmodels.domain.national.file_rows import rows_of_file
from readmodels.models import Checkpoint, StoredRow, ViewObject
from readmodels.projectors import comparing, following, refreshing, views
from tests import people, registry
from tests.database import Database
from tests.people import accepted, caught_up, live, moves, somebody


@pytest.fixture
def town(database: Database) -> None:
    registry.furnish()


def wrong() -> list[UUID]:
    """The objects of which the live build says something else than the log gives."""
    return [it.object_id for it in comparing.differences(live(), comparing.every_object(live()))]


def stored(someone: UUID) -> list[tuple[Any, ...]]:
    rows = StoredRow.objects.filter(build=live(), object_id=someone)
    return sorted(rows.values_list("name", "number", "formal_from", "formal_until"))


def seq() -> int:
    return Checkpoint.objects.get(projector=live().projector).seq


def test_what_is_recorded_is_in_the_view(town: None) -> None:
    someone = somebody()
    caught_up()
    assert [row[0] for row in stored(someone)] == ["01/000"]
    accepted(moves(someone))
    caught_up()
    assert {row[0] for row in stored(someone)} == {"01/000", "08/000"}
    assert wrong() == []
    assert seq() == store.last_seq()


def test_who_is_stopped_in_the_middle_leaves_nothing_half_done(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = somebody()
    sequencer.seal_now()

    def killed(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(refreshing, "_note", killed)
        with pytest.raises(KeyboardInterrupt):
            following.catch_up()
    assert (stored(someone), seq()) == ([], 0)
    following.catch_up()
    assert stored(someone)
    assert wrong() == []


def test_several_who_follow_at_once_make_what_one_makes(town: None) -> None:
    someone, other = somebody(), somebody()
    for year in range(2010, 2016):
        accepted(moves(someone, other, on=f"{year}-01-01"))
    sequencer.seal_now()

    def follow(_worker: int) -> None:
        try:
            following.catch_up()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(follow, range(4)))
    following.catch_up()
    assert wrong() == []
    assert len(stored(someone)) == 7
    assert seq() == store.last_seq()


def test_of_two_who_take_in_one_build_the_other_does_not_wait(town: None, database: Database) -> None:
    somebody()
    sequencer.seal_now()
    with database.connect("owner") as held:
        held.execute("SELECT 1 FROM readmodels_checkpoint WHERE projector = %s FOR UPDATE", [live().projector])
        assert views.follow(live(), following.EVENTS_MAX) == 0
        held.rollback()
    assert views.follow(live(), following.EVENTS_MAX) > 0


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> set[UUID]:
    """Persons whose rows cannot be made."""
    poisoned: set[UUID] = set()

    def rows(person_id: UUID, log: Log, **more: Any) -> Any:
        if person_id in poisoned:
            raise ValueError("unreadable")
        return rows_of_file(person_id, log, **more)

    monkeypatch.setattr("readmodels.projectors.projections.rows_of_file", rows)
    return poisoned


def test_an_object_that_cannot_be_made_is_parked_and_the_rest_goes_on(town: None, poison: set[UUID]) -> None:
    bad, good = somebody(), somebody()
    poison.add(bad)
    move = accepted(moves(bad, good))
    caught_up()
    finding = health.check_views()
    assert (finding.sound, finding.found) == (False, "objects parked: 1 in persoonslijsten")
    (parked,) = ViewObject.objects.exclude(parked_for="")
    assert parked.object_id == bad
    assert parked.parked_for.startswith("ValueError (")
    assert "unreadable" not in parked.parked_for  # what an error says may be personal
    assert parked.parked_at is not None
    assert parked.parked_by in {event.id for event in store.events_of(bad)}
    assert {row[0] for row in stored(good)} == {"01/000", "08/000"}
    assert seq() == store.last_seq()
    assert move.id in {event.id for event in store.events_of(bad)}


def test_what_was_parked_is_tried_again_with_the_next_event(town: None, poison: set[UUID]) -> None:
    someone = somebody()
    poison.add(someone)
    caught_up()
    assert stored(someone) == []
    poison.clear()
    accepted(moves(someone))
    caught_up()
    assert not ViewObject.objects.exclude(parked_for="").exists()
    assert health.check_views().found == "2, nothing parked"
    assert wrong() == []


def test_a_projector_that_meets_a_fault_does_not_stop_the_others(town: None, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = somebody()
    sequencer.seal_now()

    def broken(_events_max: int) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(following, "PROJECTORS", {"broken": broken})
    with pytest.raises(ZeroDivisionError):
        following.step()
    assert stored(someone)


def test_how_far_each_projector_is_behind_is_told(town: None) -> None:
    somebody()
    sequencer.seal_now()
    behind = {lag.projector: lag.events for lag in following.lags()}
    assert set(behind) == {"reexaminations", *(build.projector for build in views.builds())}
    assert set(behind.values()) == {store.last_seq()}
    following.catch_up()
    assert {lag.events for lag in following.lags()} == {0}


def test_what_a_relative_does_is_taken_in(town: None) -> None:
    """A row of a union names the partner, so it changes with him."""
    anna, bert = somebody(), somebody()
    accepted(registry.marriage(anna, bert))
    caught_up()
    before = stored(anna)
    accepted({**people.moves(bert)})
    accepted(registry.birth(bert, somebody()))
    caught_up()
    assert stored(anna) != before
    assert wrong() == []
