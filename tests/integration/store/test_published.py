"""What events lean on stays: published versions of event types, and zones that hold events."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction
from django.db.models import F

from events import sequencer
from events.models import EventType, EventTypeVersion, Zone
from tests.database import Database
from tests.integration.store.records import append_claim, make_zone


@pytest.fixture
def published(database: Database) -> EventTypeVersion:
    event_type = EventType.objects.create(name="Geboorte", title="Geboorte")
    return EventTypeVersion.objects.create(event_type=event_type, version="1", sequence=1, declaration={"a": 1})


CHANGES: dict[str, Callable[[EventTypeVersion], object]] = {
    "declaration": lambda _: EventTypeVersion.objects.update(declaration={"a": 2}),
    "version": lambda _: EventTypeVersion.objects.update(version="2"),
    "sequence": lambda _: EventTypeVersion.objects.update(sequence=F("sequence") + 1),
    "delete": lambda version: version.delete(),
    "name": lambda _: EventType.objects.update(name="Anders"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_published_version_does_not_change(
    published: EventTypeVersion, change: Callable[[EventTypeVersion], object]
) -> None:
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        change(published)
    published.refresh_from_db()
    assert (published.declaration, published.version, published.sequence) == ({"a": 1}, "1", 1)


def test_saving_a_published_version_unchanged_and_retitling_a_type_are_allowed(published: EventTypeVersion) -> None:
    published.save()
    EventType.objects.update(title="Geboorte van een kind")


def test_the_owner_cannot_change_a_published_version_either(published: EventTypeVersion, database: Database) -> None:
    for statement in ("UPDATE events_eventtypeversion SET version = '9'", "TRUNCATE events_eventtypeversion CASCADE"):
        with database.connect("owner") as owner, pytest.raises(Exception, match="does not change"):
            owner.execute(statement)


@pytest.mark.parametrize("numbered", [False, True])
def test_a_zone_that_holds_events_stays_under_its_name(database: Database, *, numbered: bool) -> None:
    zone = make_zone()
    append_claim()
    if numbered:
        sequencer.seal_now()
    with pytest.raises(DatabaseError, match="holds events"), transaction.atomic():
        zone.delete()
    with pytest.raises(DatabaseError, match="holds events"), transaction.atomic():
        Zone.objects.update(slug="anders")
    Zone.objects.update(name="Andere naam", closed=True)


def test_an_empty_zone_can_be_renamed_and_removed(database: Database) -> None:
    zone = make_zone()
    Zone.objects.update(slug="anders")
    zone.delete()
    assert not Zone.objects.exists()
