"""The catalogue: held in memory, and never older than the database."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.catalogue import catalogue, load_event_types
from events.commands import event_types
from events.domain.refusals import UnknownEventType, UnknownEventVersion
from tests import registry
from tests.callers import administrator


@pytest.fixture
def shipped(rows: None) -> None:
    load_event_types()


def test_it_is_read_in_one_query_and_then_only_its_edition_is_asked(shipped: None) -> None:
    with CaptureQueriesContext(connections["default"]) as first:
        catalogue()
    with CaptureQueriesContext(connections["default"]) as second:
        catalogue()
    assert (len(first), len(second)) == (2, 1)


def test_the_same_catalogue_is_given_until_something_is_published(shipped: None, tmp_path: Path) -> None:
    before = catalogue()
    assert catalogue() is before
    load_event_types(_one_type(tmp_path))
    assert catalogue() is not before
    assert catalogue().newest("Nieuw").version == "1"


def test_what_is_said_anew_of_a_deprecation_is_seen_whatever_the_clock_says(
    shipped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    registry.furnish()
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 11, 26, tzinfo=UTC))
    for reason in ("Oud.", "Zonder gemeente."):
        event_types.deprecate_version("Verhuizing", "1", reason=reason, successor="2", by=administrator())
        said = catalogue().deprecation("Verhuizing", "1")
        assert said is not None
        assert said.reason == reason


def test_a_catalogue_in_hand_does_not_change(shipped: None, tmp_path: Path) -> None:
    before = catalogue()
    load_event_types(_one_type(tmp_path))
    assert "Nieuw" not in before.names()


def test_what_was_rolled_back_is_forgotten(shipped: None, tmp_path: Path) -> None:
    with transaction.atomic():
        load_event_types(_one_type(tmp_path))
        assert "Nieuw" in catalogue().names()
        transaction.set_rollback(True)
    assert "Nieuw" not in catalogue().names()


def test_an_unknown_type_is_refused(shipped: None) -> None:
    with pytest.raises(UnknownEventType) as refused:
        catalogue().newest("Huwelik")
    assert refused.value.pointer == "/event_type"


def test_an_unknown_version_is_refused_with_those_that_exist(shipped: None) -> None:
    with pytest.raises(UnknownEventVersion) as refused:
        catalogue().version("Verhuizing", "9")
    assert refused.value.versions == ("1", "2")


def test_it_lists_every_version_once(shipped: None) -> None:
    found = [(item.name, item.version) for item in catalogue()]
    assert len(found) == len(set(found)) == len(catalogue())
    assert found.index(("Verhuizing", "1")) + 1 == found.index(("Verhuizing", "2"))


def _one_type(folder: Path, *, name: str = "Nieuw") -> Path:
    schema = {"type": "object", "additionalProperties": False}
    declared = {"name": name, "title": name, "versions": [{"version": "1", "schema": schema}]}
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"source_types": {"ambtenaar": "Ambtenaar"}, "event_types": [declared]}))
    return path
