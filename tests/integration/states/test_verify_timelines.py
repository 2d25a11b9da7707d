"""A stored timeline equals what the function gives on the log, and one that was tampered with is found and mended."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command

from events import sequencer
from events.commands.decisions import validate_claim
from events.domain.event import Decision
from readmodels.domain import relatives
from readmodels.models import StoredRectangle, StoredTimeline
from readmodels.projectors.timelines import read
from readmodels.queries.objects import Asked, timeline_of_object
from tests import registry
from tests.database import Database

TODAY = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def couple(database: Database) -> tuple[UUID, UUID]:
    """Two who married, with their timelines stored."""
    registry.furnish()
    one, other = registry.known_person(), registry.known_person()
    happened(registry.marriage(one, other))
    ask(one)
    ask(other)
    return one, other


def happened(body: dict[str, object]) -> None:
    claim = registry.record(body, by=registry.official())[0].event
    validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=registry.official(), motivation="Gebleken.")
    sequencer.seal_now()


def ask(person: UUID) -> None:
    reader = registry.official(registry.CIVIL, registry.ADDRESSES)
    assert timeline_of_object(person, asked=Asked(as_of=TODAY), principal=reader).rectangles


def tamper(person: UUID) -> None:
    assert StoredRectangle.objects.filter(timeline_id=person, number=0).update(value="geknoeid")


def verified(*options: str) -> str:
    output = StringIO()
    call_command("verify_timelines", *options, stdout=output)
    return output.getvalue()


def refused() -> str:
    """What it says of the one timeline that differs."""
    output = StringIO()
    with pytest.raises(CommandError, match="1 timelines differ from the log"):
        call_command("verify_timelines", stdout=output)
    return output.getvalue()


def test_what_was_stored_equals_the_log(couple: tuple[UUID, UUID]) -> None:
    assert StoredTimeline.objects.count() == 2
    assert verified() == "Every timeline equals the log.\n"


def test_what_came_in_since_does_not_make_it_wrong(couple: tuple[UUID, UUID]) -> None:
    before = StoredTimeline.objects.get(object_id=couple[0])
    happened(registry.birth(uuid4(), couple[0]))
    assert verified() == "Every timeline equals the log.\n"
    ask(couple[0])
    assert StoredTimeline.objects.get(object_id=couple[0]).digest != before.digest
    assert verified() == "Every timeline equals the log.\n"


@pytest.mark.parametrize("outdated", [False, True])
def test_a_rectangle_that_was_tampered_with_is_found_and_mended(couple: tuple[UUID, UUID], *, outdated: bool) -> None:
    one, other = couple
    stored = StoredTimeline.objects.get(object_id=one)
    right = read(stored)
    tamper(one)
    if outdated:
        happened(registry.birth(uuid4(), other))
    said = refused()
    assert said.startswith(f"{one}: ")
    assert "1 rectangles that the log does not give, and lacks 1" in said
    assert str(other) not in said
    assert verified("--mend").endswith("1 mended.\n")
    mended = StoredTimeline.objects.get(object_id=one)
    assert (read(mended), mended.horizon, bytes(mended.digest)) == (right, stored.horizon, bytes(stored.digest))
    assert verified() == "Every timeline equals the log.\n"


def test_rectangles_that_are_lost_or_in_another_order_are_found(couple: tuple[UUID, UUID]) -> None:
    StoredRectangle.objects.filter(timeline_id=couple[0], number=0).update(number=1_000)
    assert "has 0 rectangles that the log does not give, and lacks 0" in refused()
    StoredRectangle.objects.filter(timeline_id=couple[0]).delete()
    assert "has 0 rectangles" in refused()


def test_a_horizon_that_was_moved_hides_nothing(couple: tuple[UUID, UUID]) -> None:
    tamper(couple[0])
    StoredTimeline.objects.filter(object_id=couple[0]).update(horizon=TODAY - timedelta(days=100_000))
    assert refused().startswith(f"{couple[0]}: ")
    verified("--mend")
    ask(couple[0])
    assert verified() == "Every timeline equals the log.\n"


def test_what_other_rules_gave_is_told_and_is_no_error(couple: tuple[UUID, UUID]) -> None:
    tamper(couple[0])
    StoredTimeline.objects.filter(object_id=couple[0]).update(digest=bytes(32))
    said = verified()
    assert "made anew when somebody asks" in said
    assert said.endswith("Every timeline in use equals the log.\n")
    ask(couple[0])
    assert verified() == "Every timeline equals the log.\n"


def test_one_that_is_too_large_to_compare_is_told_and_stops_nothing(
    couple: tuple[UUID, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relatives, "RELATIVES_MAX", 0)
    said = verified("--mend")
    assert said.count("not compared, for more bears on it than one answer may read") == 2
    assert said.endswith("Every timeline in use equals the log.\n")
