"""The table of standings equals the log, after whatever happened."""

from datetime import date
from io import StringIO
from random import Random
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command

from events import sequencer
from events.catalogue import catalogue
from events.commands import standings
from events.commands.decisions import validate_claim
from events.domain.event import Decision, Kind
from events.domain.refusals import Refusal
from events.models import Standing
from tests.database import Database
from tests.registry import death, furnish, official, record, replacement, retraction


@pytest.fixture(autouse=True)
def registry(database: Database) -> Database:
    furnish()
    return database


def anything(random: Random, *, people: list[UUID], so_far: list[UUID]) -> UUID:
    """Claim, correct, retract or decide at random; the id of what was recorded. Raises refusals."""
    person, target = random.choice(people), random.choice(so_far)
    match random.randrange(6):
        case 0:
            return record(death(person, act=random.randrange(99)), by=official())[0].event.id
        case 1:
            return record(replacement(target, person), by=official())[0].event.id
        case 2:
            return record(retraction(target), by=official())[0].event.id
        case choice:
            decision = Decision.REJECTED if choice == 3 else Decision.ACCEPTED
            return validate_claim(claim_id=target, decision=decision, principal=official(), motivation="Toeval.").id


@pytest.mark.parametrize("seed", range(3))
def test_after_any_history_the_table_says_what_the_log_says(seed: int) -> None:
    random, people = Random(seed), [uuid4() for _ in range(3)]
    so_far = [record(death(person), by=official())[0].event.id for person in people]
    for _ in range(60):
        try:
            so_far.append(anything(random, people=people, so_far=so_far))
        except Refusal:
            continue
    sequencer.seal_now()
    assert len({row.standing for row in Standing.objects.all()}) >= 4, "the history is varied"
    assert list(standings.differences(catalogue=catalogue())) == []


def test_whoever_corrects_an_undecided_claim_moves_the_day_its_term_counts_from() -> None:
    person = uuid4()
    claim = record(death(person), by=official())[0].event
    assert due(claim.id) == date(2026, 11, 26), "six working days after Wednesday 18 November"
    earlier = replacement(claim.id, person) | {"occurred_at": "2026-11-15T23:00:00Z"}
    earlier["event_data"]["data"]["overlijdensdatum"]["datum"] = "2026-11-16"
    correction = record(earlier, by=official())[0].event
    assert due(claim.id) == date(2026, 11, 26), "what is not accepted changes nothing"
    validate_claim(claim_id=correction.id, decision=Decision.ACCEPTED, principal=official(), motivation="Gezien.")
    assert due(claim.id) == date(2026, 11, 24)
    sequencer.seal_now()
    assert list(standings.differences(catalogue=catalogue())) == []


def due(event_id: UUID) -> date:
    return Standing.objects.get(event_id=event_id).due_on


def test_a_row_that_was_tampered_with_is_found_and_mended() -> None:
    claim = record(death(uuid4()), by=official())[0].event
    lost = record(death(uuid4()), by=official())[0].event
    Standing.objects.filter(event_id=claim.id).update(standing="accepted")
    Standing.objects.filter(event_id=lost.id).delete()
    sequencer.seal_now()
    with pytest.raises(CommandError, match="2 standings differ"):
        call_command("verify_standings", stdout=StringIO())
    call_command("verify_standings", "--mend", stdout=StringIO())
    output = StringIO()
    call_command("verify_standings", stdout=output)
    assert "Every standing equals the log" in output.getvalue()
    assert set(Standing.objects.values_list("standing", "event_kind")) == {("open", Kind.CLAIM.value)}
