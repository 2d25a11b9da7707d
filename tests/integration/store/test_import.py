"""Importing: historic formal times, into an empty closed zone, everything or nothing, once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from events import sequencer, store
from events.domain.refusals import IdentifierInUse, NotAppendOnly, ZoneClosed
from events.models import Zone
from events.store import importing
from tests.builders import ZONE
from tests.database import Database
from tests.integration.store.records import append_claim, entry, make_zone

DAY = timedelta(days=1)
START = datetime(1990, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def zone(database: Database) -> Zone:
    return make_zone(closed=True)


def history(*objects: UUID, events: int = 3) -> list[tuple[store.Entry, datetime]]:
    about = objects or (uuid4(),)
    return [(entry(object_ids=about), START + number * DAY) for number in range(events)]


def recorded() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM event")
        return int(cursor.fetchone()[0])


def test_an_import_keeps_historic_formal_times_and_goes_on_from_there() -> None:
    someone = uuid4()
    assert store.import_events(history(someone), zone=ZONE) == 3
    assert [event.created_at for event in store.events_of(someone)] == [START, START + DAY, START + 2 * DAY]
    Zone.objects.update(closed=False)
    assert append_claim(someone).created_at > START + 2 * DAY
    assert store.read([someone]).numbers == {someone: 4}


def test_an_import_of_several_chunks_is_one_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "IMPORT_CHUNK", 4)
    someone = uuid4()
    told: list[int] = []
    assert store.import_events(history(someone, events=10), zone=ZONE, progress=told.append) == 10
    assert told == [4, 4, 2]
    sequencer.seal_now()
    assert [event.position for event in store.events_of(someone)] == list(range(1, 11))


def test_an_import_that_breaks_off_leaves_nothing_and_can_be_done_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "IMPORT_CHUNK", 2)
    events = history(events=6)

    def torn() -> Iterator[tuple[store.Entry, datetime]]:
        yield from events[:5]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="gone"):
        store.import_events(torn(), zone=ZONE)
    assert recorded() == 0
    assert store.import_events(events, zone=ZONE) == 6


def test_an_open_zone_is_refused() -> None:
    Zone.objects.update(closed=False)
    with pytest.raises(NotAppendOnly, match="open"):
        store.import_events(history(), zone=ZONE)


@pytest.mark.parametrize("numbered", [False, True])
def test_a_zone_that_holds_events_is_refused(*, numbered: bool) -> None:
    Zone.objects.update(closed=False)
    append_claim()
    if numbered:
        sequencer.seal_now()
    Zone.objects.update(closed=True)
    with pytest.raises(NotAppendOnly, match="holds events"):
        store.import_events(history(), zone=ZONE)
    assert recorded() == 1


def test_a_zone_is_filled_once() -> None:
    store.import_events(history(), zone=ZONE)
    with pytest.raises(NotAppendOnly, match="holds events"):
        store.import_events(history(), zone=ZONE)
    assert recorded() == 3


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(NotAppendOnly, match="does not exist"):
        store.import_events(history(), zone="nergens")


def test_events_of_another_zone_are_refused() -> None:
    make_zone("elders", closed=True)
    with pytest.raises(NotAppendOnly, match="elders"):
        store.import_events([(entry(zone="elders"), START)], zone=ZONE)


@pytest.mark.parametrize("chunk", [1, 10])
def test_a_formal_time_before_that_of_an_earlier_event_is_refused(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(importing, "IMPORT_CHUNK", chunk)
    someone = uuid4()
    backwards = [(entry(object_ids=(someone,)), START), (entry(object_ids=(someone,)), START - DAY)]
    with pytest.raises(NotAppendOnly, match=str(backwards[1][0].draft.id)):
        store.import_events(backwards, zone=ZONE)
    assert recorded() == 0


def test_formal_times_of_different_objects_need_no_order() -> None:
    assert store.import_events([(entry(), START), (entry(), START - DAY)], zone=ZONE) == 2


def test_a_formal_time_in_the_future_is_refused() -> None:
    with pytest.raises(NotAppendOnly):
        store.import_events([(entry(), datetime.now(UTC) + DAY)], zone=ZONE)


def test_an_id_that_the_log_holds_is_refused() -> None:
    events = history()
    make_zone("elders")
    append_claim(zone="elders", id=events[1][0].draft.id)
    with pytest.raises(IdentifierInUse) as refusal:
        store.import_events(events, zone=ZONE)
    assert refusal.value.event_id == events[1][0].draft.id
    assert recorded() == 1


def test_an_object_known_elsewhere_gets_its_history_after_what_was_recorded_before() -> None:
    someone = uuid4()
    make_zone("elders")
    append_claim(someone, zone="elders")
    store.import_events(history(someone), zone=ZONE)
    assert store.read([someone]).numbers == {someone: 4}


def test_the_function_alone_imports_nothing() -> None:
    with pytest.raises(DatabaseError, match="imports nothing into zone"), transaction.atomic():
        importing._record(history(), zone=ZONE)


def test_another_transaction_cannot_go_on_with_an_import() -> None:
    store.import_events(history(), zone=ZONE)
    with pytest.raises(DatabaseError, match="imports nothing into zone"), transaction.atomic():
        importing._record(history(), zone=ZONE)


def test_a_writer_waits_for_the_import_and_is_then_refused(database: Database) -> None:
    """The import waits for writers that hold the zone, and those that come later find it closed."""

    def fill() -> int:
        return store.import_events(history(events=200), zone=ZONE)

    results = database.concurrently(fill, *[append_claim] * 3)
    assert results[0] == 200
    assert all(isinstance(result, ZoneClosed) for result in results[1:])
