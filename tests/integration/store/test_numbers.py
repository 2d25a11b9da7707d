"""Whatever is appended, in whatever order, refused or rolled back: numbers and places have no gaps."""

from uuid import UUID, uuid5

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import sequencer, store
from events.models import Zone
from tests.builders import ZONE
from tests.database import Database
from tests.integration.store.records import entry, make_zone, written_by

NAMES = UUID(int=0)
OBJECTS = [uuid5(NAMES, str(number)) for number in range(4)]
ZONES = (ZONE, "elders")

entries = st.tuples(st.lists(st.sampled_from(OBJECTS), min_size=1, max_size=3, unique=True), st.sampled_from(ZONES))
steps = st.tuples(st.lists(entries, min_size=1, max_size=4), st.sampled_from(["commit", "roll back", "stale", "seal"]))


def perform(batch: list[tuple[list[UUID], str]], outcome: str) -> None:
    said = [entry(object_ids=tuple(objects), zone=zone) for objects, zone in batch]
    if outcome == "seal":
        sequencer.seal_now()
        return
    with transaction.atomic():
        numbers = store.read(written_by(*said)).numbers
        if outcome == "stale":
            numbers = {address: number + 1 for address, number in numbers.items()}
            with pytest.raises(store.BoundaryMoved):
                store.append(said, numbers=numbers)
        else:
            store.append(said, numbers=numbers)
            transaction.set_rollback(outcome == "roll back")


def found(statement: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: list[tuple[object, ...]] = cursor.fetchall()
    return rows


GAPS_PER_OBJECT = "SELECT object_id FROM event_object GROUP BY 1 HAVING (min(oseq), max(oseq)) <> (1, count(*))"
GAPS_PER_ZONE = (
    "SELECT zone_id FROM event_log GROUP BY 1 HAVING (min(zone_position), max(zone_position)) <> (1, count(*))"
)
GAPS_IN_ALL = "SELECT FROM event_log HAVING coalesce(max(seq), 0) <> count(*)"
FALLING = (
    "SELECT FROM (SELECT created_at, lag(created_at) OVER (PARTITION BY object_id ORDER BY oseq) AS before"
    " FROM event_object JOIN event USING (pos)) AS each WHERE created_at <= before"
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(steps, max_size=6))
def test_numbers_of_objects_and_places_in_zones_have_no_gaps(
    database: Database, history: list[tuple[list[tuple[list[UUID], str]], str]]
) -> None:
    """Examples go on in the same log: it only grows."""
    if not Zone.objects.exists():
        for zone in ZONES:
            make_zone(zone)
    for batch, outcome in history:
        perform(batch, outcome)
    sequencer.seal_now()
    assert [found(gaps) for gaps in (GAPS_PER_OBJECT, GAPS_PER_ZONE, GAPS_IN_ALL, FALLING)] == [[], [], [], []]
    assert found("SELECT count(*) FROM event_log") == found("SELECT count(*) FROM event")
