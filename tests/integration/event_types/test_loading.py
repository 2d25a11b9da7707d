"""Publishing the configuration: absent versions are added, published ones never change."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from events.catalogue import SHIPPED, catalogue, from_stored, load_event_types
from events.catalogue.files import declared_versions
from events.domain.type_declarations import DeclarationsRefused, render
from events.models import EventType
from events.models import EventTypeVersion as Published

pytestmark = pytest.mark.usefixtures("rows")


def version(number: str, **members: Any) -> dict[str, Any]:
    fields = {"b": {"type": "string", "title": "Eerst"}, "a": {"type": "string", "title": "Daarna"}}
    schema = {"type": "object", "additionalProperties": False, "properties": fields}
    later = {} if number == "1" else {"upcast_from": str(int(number) - 1), "upcast": []}
    return {"version": number, "schema": schema, **later, **members}


def configuration(folder: Path, *versions: dict[str, Any]) -> Path:
    """A configuration with one type of these versions."""
    declared = {"name": "Gebeurtenis", "title": "Gebeurtenis", "versions": list(versions)}
    path = folder / "config.json"
    path.write_text(json.dumps({"source_types": {"ambtenaar": "Ambtenaar"}, "event_types": [declared]}))
    return path


def test_the_shipped_types_are_published_exactly_as_declared() -> None:
    report = load_event_types()
    assert len(report.published) == len(declared_versions(SHIPPED))
    assert report.clean
    for declared in declared_versions(SHIPPED):
        assert catalogue().version(declared.name, declared.version) == declared


def test_loading_again_changes_nothing() -> None:
    load_event_types()
    before = list(Published.objects.values_list("id", "declaration").order_by("id"))
    report = load_event_types()
    assert report.published == ()
    assert len(report.unchanged) == len(before)
    assert list(Published.objects.values_list("id", "declaration").order_by("id")) == before


def test_the_order_of_the_fields_is_kept_for_the_screens(tmp_path: Path) -> None:
    load_event_types(configuration(tmp_path, version("1")))
    assert list(catalogue().newest("Gebeurtenis").schema["properties"]) == ["b", "a"]


def test_a_published_version_wins_from_a_file_that_says_otherwise(tmp_path: Path) -> None:
    load_event_types(configuration(tmp_path, version("1")))
    report = load_event_types(configuration(tmp_path, version("1", acceptances=2, rank=1)))
    assert report.different == (("Gebeurtenis 1", ("acceptances", "rank")),)
    assert not report.clean
    assert catalogue().version("Gebeurtenis", "1").acceptances == 1


def test_a_new_version_becomes_the_newest_and_the_old_one_stays(tmp_path: Path) -> None:
    load_event_types(configuration(tmp_path, version("1")))
    report = load_event_types(configuration(tmp_path, version("1"), version("2")))
    assert (report.published, report.unchanged) == (("Gebeurtenis 2",), ("Gebeurtenis 1",))
    assert catalogue().newest("Gebeurtenis").version == "2"
    assert [item.version for item in catalogue().versions("Gebeurtenis")] == ["1", "2"]


def test_a_version_declared_before_a_published_one_comes_too_late(tmp_path: Path) -> None:
    load_event_types(configuration(tmp_path, version("1"), version("3", upcast_from="1")))
    report = load_event_types(configuration(tmp_path, version("1"), version("2"), version("3")))
    assert report.too_late == ("Gebeurtenis 2",)
    assert [item.version for item in catalogue().versions("Gebeurtenis")] == ["1", "3"]


def test_a_type_that_left_the_file_stays_published(tmp_path: Path) -> None:
    load_event_types(configuration(tmp_path, version("1")))
    load_event_types(SHIPPED)
    assert "Gebeurtenis" in catalogue().names()


def test_a_mistake_anywhere_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DeclarationsRefused):
        load_event_types(configuration(tmp_path, version("1"), version("2", acceptances=0)))
    assert not EventType.objects.exists()


@pytest.mark.parametrize("sql", ["UPDATE {} SET declaration = '{{}}'", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_a_published_version(tmp_path: Path, sql: str) -> None:
    load_event_types(configuration(tmp_path, version("1")))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(Published._meta.db_table))


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    out = StringIO()
    call_command("load_event_types", str(configuration(tmp_path, version("1"))), stdout=out)
    assert out.getvalue().splitlines() == ["published  Gebeurtenis 1", "1 published, 0 unchanged."]


def test_the_command_tells_where_the_file_differs(tmp_path: Path) -> None:
    load_event_types(configuration(tmp_path, version("1")))
    path, err = configuration(tmp_path, version("1", rank=7)), StringIO()
    call_command("load_event_types", str(path), stdout=StringIO(), stderr=err)
    assert "differs    Gebeurtenis 1: rank. A published version never changes" in err.getvalue()
    with pytest.raises(CommandError, match="differs from what is published"):
        call_command("load_event_types", str(path), strict=True, stdout=StringIO(), stderr=StringIO())


def test_the_command_tells_every_mistake(tmp_path: Path) -> None:
    path = configuration(tmp_path, version("1", acceptances=0, sources=[]))
    with pytest.raises(CommandError) as refused:
        call_command("load_event_types", str(path))
    assert "config.json#/event_types/0/versions/0/acceptances: Give a number of at least 1." in str(refused.value)
    assert "config.json#/event_types/0/versions/0/sources: Remove “sources”" in str(refused.value)


def test_a_published_declaration_can_be_shown_as_it_was_declared(tmp_path: Path) -> None:
    load_event_types(configuration(tmp_path, version("1")))
    shown = render(from_stored(Published.objects.get().declaration))
    assert json.loads(json.dumps(shown)) == shown
    assert list(shown["schema"]["properties"]) == ["b", "a"]
