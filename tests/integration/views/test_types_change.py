"""A newer version of an event type, by which what was recorded before is read otherwise."""

import json
import shutil
from pathlib import Path

from events.catalogue import SHIPPED, load_event_types
from events.domain.permissions import Principal
from f6_project import health
from readmodels import tasks
from readmodels.api import view_rendering
from readmodels.models import Build
from readmodels.projectors import rebuilding
from readmodels.queries.builds import state_of
from readmodels.queries.own_views import misfits
from tests.integration.views.scenes import MOVES, NUMBERS, defined, filled, newest, wrong
from tests.people import accepted, caught_up, moves, somebody


def publish_a_newer_move(folder: Path) -> None:
    """Publish a version of `Verhuizing` in which the municipality is called otherwise, and how the older reads so."""
    shutil.copytree(SHIPPED.parent / "event_types", folder / "event_types")
    shutil.copy(SHIPPED, folder / SHIPPED.name)
    path = folder / "event_types" / "verhuizing.json"
    declared = json.loads(path.read_text())
    version = json.loads(json.dumps(declared["versions"][-1]))
    version |= {
        "version": "3",
        "upcast_from": "2",
        "upcast": [{"op": "rename", "from": "/gemeente", "to": "/gemeentecode"}],
    }
    properties = version["schema"]["properties"]
    properties["gemeentecode"] = properties.pop("gemeente")
    version["schema"]["required"] = [it for it in version["schema"]["required"] if it != "gemeente"]
    version["accept_schema"] = {"type": "object"}
    version["examples"] = []
    declared["versions"].append(version)
    path.write_text(json.dumps(declared))
    load_event_types(folder / SHIPPED.name)


def test_a_view_says_what_the_newest_version_of_a_type_says(reader: Principal, tmp_path: Path) -> None:
    build = defined({**MOVES, "fields": [{"name": "gemeente", "pointer": "/event_data/gemeente"}]}, by=reader)
    accepted(moves(somebody()))
    caught_up()
    assert wrong(build) == []
    publish_a_newer_move(tmp_path)
    tasks.tend_builds()
    filled(newest("adressen"))
    tasks.tend_builds()
    assert wrong(newest("adressen")) == []


def test_a_definition_that_points_to_what_is_no_longer_there_is_told_of(reader: Principal, tmp_path: Path) -> None:
    view = defined({**MOVES, "fields": [{"name": "gemeente", "pointer": "/event_data/gemeente"}]}, by=reader).view
    assert health.check_views().sound
    assert misfits([view])[view.pk] == ()
    publish_a_newer_move(tmp_path)
    (wrong_place,) = misfits([view])[view.pk]
    assert wrong_place.pointer == "/fields/0/pointer"
    finding = health.check_views()
    assert not finding.sound
    assert "adressen at /fields/0/pointer" in finding.found
    told = view_rendering.view(state_of(view), principal=reader)
    assert told["misfits"] == [{"pointer": "/fields/0/pointer", "code": wrong_place.code}]


def test_only_what_reads_the_type_is_rebuilt(reader: Principal, tmp_path: Path) -> None:
    defined(MOVES, by=reader)
    defined({**NUMBERS, "name": "nummers"}, by=reader)
    assert rebuilding.rebuild_what_is_outdated() == []
    publish_a_newer_move(tmp_path)
    assert "adressen" in (begun := rebuilding.rebuild_what_is_outdated())
    assert "nummers" not in begun
    assert rebuilding.rebuild_what_is_outdated() == []


def test_a_rebuild_that_was_given_up_is_not_begun_again_by_itself(reader: Principal, tmp_path: Path) -> None:
    defined(MOVES, by=reader)
    publish_a_newer_move(tmp_path)
    assert "adressen" in rebuilding.rebuild_what_is_outdated()
    rebuilding.stop(newest("adressen"), reason="Gestopt.")
    assert rebuilding.rebuild_what_is_outdated() == []


def test_of_what_a_view_was_made_before_this_was_noted_it_is_noted_now(reader: Principal, tmp_path: Path) -> None:
    build = defined(MOVES, by=reader)
    Build.objects.filter(pk=build.pk).update(basis=None)
    assert rebuilding.rebuild_what_is_outdated() == []
    publish_a_newer_move(tmp_path)
    assert "adressen" in rebuilding.rebuild_what_is_outdated()
