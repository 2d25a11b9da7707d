"""What follows the log is equal to it: whoever follows, however often, and wherever it was stopped."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from events import sequencer, store
from events.commands.decisions import validate_claim
from events.domain.event import Decision, Event
from events.domain.refusals import RequestTooLarge
from f6_project import health
from readmodels.commands.concluding import let_stand
from readmodels.models import Checkpoint, Reexamination
from readmodels.projectors import following, reexaminations
from tests import registry
from tests.database import Database

ROUNDS = 3
MADE = ("claim_id", "decision_id", "shifts", "digest", "since", "open")


@pytest.fixture
def retracted(database: Database) -> list[UUID]:
    """Marriages after a death that is retracted, not followed yet."""
    registry.furnish()
    return [a_marriage_after_a_death_that_never_was() for _ in range(ROUNDS)]


def a_marriage_after_a_death_that_never_was() -> UUID:
    anna, bert, chris = (registry.known_person() for _ in range(3))
    accepted(registry.marriage(anna, bert, on="2026-01-02"))
    death = accepted(registry.death(bert))
    wedding = accepted(registry.marriage(anna, chris, act=2))
    accepted(registry.retraction(death.id))
    sequencer.seal_now()
    return wedding.id


def accepted(body: dict[str, Any]) -> Event:
    claim = registry.record(body, by=registry.official())[0].event
    validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=registry.official(), motivation="Gebleken.")
    return claim


def made() -> list[tuple[Any, ...]]:
    return list(Reexamination.objects.order_by("claim_id").values_list(*MADE))


def follow(_worker: int) -> None:
    try:
        following.catch_up()
    finally:
        connection.close()


def test_several_who_follow_at_once_make_what_one_makes(retracted: list[UUID]) -> None:
    with ThreadPoolExecutor(3) as workers:
        list(workers.map(follow, range(3)))
    assert {row[0] for row in made()} == set(retracted)
    together = made()
    call_command("projector", "--once", "--rebuild", stdout=StringIO())
    assert made() == together
    assert set(Checkpoint.objects.values_list("seq", flat=True)) == {store.last_seq()}


def test_who_is_stopped_in_the_middle_begins_again_where_he_was(
    retracted: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = reexaminations._write
    written: list[UUID] = []

    def stops_at_the_second(claim: UUID, **found: Any) -> None:
        if len(written) == 1:
            raise KeyboardInterrupt
        written.append(claim)
        right(claim, **found)

    monkeypatch.setattr(reexaminations, "_write", stops_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        following.catch_up()
    assert made() == []
    assert not Checkpoint.objects.filter(projector=reexaminations.NAME).exists()
    monkeypatch.setattr(reexaminations, "_write", right)
    following.catch_up()
    assert {row[0] for row in made()} == set(retracted)


def test_a_claim_too_large_to_compute_does_not_stop_the_others(
    retracted: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    right = reexaminations._computed

    def too_large(claim: UUID) -> Any:
        if claim == retracted[0]:
            raise RequestTooLarge(limit=1, unit="relatives")
        return right(claim)

    monkeypatch.setattr(reexaminations, "_computed", too_large)
    following.catch_up()
    assert {row[0] for row in made()} == set(retracted[1:])


def test_how_far_it_is_behind_is_told(retracted: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    never_ran = following.Lag(projector=reexaminations.NAME, events=store.last_seq(), moved_at=None)
    assert following.behind() == never_ran
    assert "it never ran" in health.check_projector().found
    Checkpoint.objects.create(projector=reexaminations.NAME, seq=1)
    Checkpoint.objects.update(moved_at=timezone.now())  # those of views are as old as the database
    assert health.check_projector().sound
    monkeypatch.setattr(health, "PROJECTOR_STILL_SECONDS_MAX", -1)
    assert "it stands still" in health.check_projector().found
    output = StringIO()
    call_command("projector", "--once", stdout=output)
    assert output.getvalue() == f"{ROUNDS} decisions under investigation\n"
    assert following.behind().events == 0
    assert health.check_projector().found == "up to date"


def test_accepting_anew_what_was_no_longer_accepted_takes_the_task_away(database: Database) -> None:
    registry.furnish()
    anna, bert, chris = (registry.known_person() for _ in range(3))
    accepted(registry.marriage(anna, bert, on="2026-01-02"))
    death = accepted(registry.death(bert))
    wedding = accepted(registry.marriage(anna, chris, act=2))
    (acceptance,) = store.read([death.id]).log.targeting(death.id)
    accepted(registry.retraction(acceptance.id))
    sequencer.seal_now()
    following.catch_up()
    assert [row[0] for row in made()] == [wedding.id]
    validate_claim(claim_id=death.id, decision=Decision.ACCEPTED, principal=registry.official(), motivation="Toch.")
    sequencer.seal_now()
    following.catch_up()
    assert made() == []


def test_a_claim_in_the_place_of_one_that_fell_takes_the_task_away(database: Database) -> None:
    registry.furnish()
    anna, bert, chris = (registry.known_person() for _ in range(3))
    accepted(registry.marriage(anna, bert, on="2026-01-02"))
    death = accepted(registry.death(bert))
    wedding = accepted(registry.marriage(anna, chris, act=2))
    accepted(registry.retraction(death.id))
    sequencer.seal_now()
    following.catch_up()
    assert [row[0] for row in made()] == [wedding.id]
    accepted(registry.death(bert, act=2))
    sequencer.seal_now()
    following.catch_up()
    assert made() == []


def test_who_concludes_while_it_is_looked_at_again_has_concluded(
    retracted: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    following.catch_up()
    claim = retracted[0]
    row = Reexamination.objects.get(claim_id=claim)
    right = reexaminations._told

    def told_while_somebody_concludes(*shift: Any, **known: Any) -> dict[str, Any]:
        if not concluding:
            concluding.append(workers.submit(conclude, row))
            time.sleep(0.3)
        return right(*shift, **known)

    concluding: list[Future[None]] = []
    monkeypatch.setattr(reexaminations, "_told", told_while_somebody_concludes)
    with ThreadPoolExecutor(1) as workers:
        with transaction.atomic():
            reexaminations.refresh([claim])
        concluding[0].result()
    assert not Reexamination.objects.get(claim_id=claim).open


def conclude(row: Reexamination) -> None:
    try:
        let_stand(row.decision_id, difference=row.difference, motivation="Het klopt.", principal=registry.official())
    finally:
        connection.close()


def test_a_fault_makes_it_stand_still_and_try_again(retracted: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    right, tried, stop = reexaminations.refresh, [], threading.Event()

    def fails_once(claims: Any) -> None:
        tried.append(claims)
        if len(tried) == 1:
            raise ValueError("poison")
        stop.set()
        right(claims)

    monkeypatch.setattr(reexaminations, "refresh", fails_once)
    monkeypatch.setattr(following, "PAUSE_AFTER_FAULT_SECONDS", 0.01)
    following.run(stop)
    assert {row[0] for row in made()} == set(retracted)


def test_it_follows_until_it_is_told_to_stop(retracted: list[UUID]) -> None:
    stop = threading.Event()

    def work() -> None:
        following.run(stop)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    for _ in range(100):
        if not following.behind().events:
            break
        stop.wait(0.1)
    stop.set()
    worker.join(30)
    assert not worker.is_alive()
    assert {row[0] for row in made()} == set(retracted)
