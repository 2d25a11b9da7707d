"""Views of one's own: defined without programming, filled from the log, asked at any two moments, rebuilt, removed."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jsonschema_rs
import pytest

from events.commands.decisions import validate_claim
from events.domain.event import Decision
from events.domain.permissions import Permission
from events.models import AccessRecord
from readmodels import tasks
from readmodels.models import Build, StoredRow, View, ViewObject
from readmodels.projectors import comparing, following, rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from tests import registry
from tests.callers import Caller, caller, content, pointers, problem
from tests.database import Database
from tests.people import accepted, caught_up, moves, somebody

ADDRESSES: dict[str, Any] = {
    "name": "adressen",
    "title": "Adressen",
    "eventTypes": ["Verhuizing"],
    "endedBy": ["Overlijden"],
    "fields": [
        {"name": "huis", "pointer": "/event_data/nieuwAdres/adresseerbaarObject"},
        {"name": "huisnummer", "pointer": "/event_data/nieuwAdres/huisnummer", "type": "integer"},
        {"name": "ingangsdatum", "pointer": "/event_data/datumIngang", "function": "firstDay"},
    ],
}
HOUSE, OTHER_HOUSE = "0518010000000001", "0518010000000002"


@pytest.fixture
def town(database: Database) -> None:
    registry.furnish()


@pytest.fixture
def consumer(town: None) -> Caller:
    """A system that may read both zones."""
    return caller("systeem", Permission.VIEW, zones=(registry.CIVIL, registry.ADDRESSES))


@pytest.fixture
def administrator(town: None) -> Caller:
    return caller("ambtenaar", Permission.VIEW, Permission.MANAGE, zones=(registry.CIVIL, registry.ADDRESSES))


def filled(name: str) -> Build:
    """The newest build of a view, filled and switched to."""
    build = Build.objects.filter(view__name=name).latest("number")
    rebuilding.fill(build.pk, worker="one", until=lambda: False)
    caught_up()
    assert conclude(build.pk) is Outcome.SWITCHED
    return build


def defined(by: Caller, **more: Any) -> Mapping[str, Any]:
    body = {**ADDRESSES, **more}
    answer = by.post("views", body)
    assert answer.status_code == 201, answer.content
    filled(body["name"])
    return content(answer)


def rows(by: Caller, name: str = "adressen", **query: Any) -> list[dict[str, Any]]:
    answer = by.get(f"views/{name}/rows", query)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = content(answer)["rows"]
    return found


def houses(by: Caller, **query: Any) -> dict[str, str]:
    """Object → house, of every row."""
    return {row["objectId"]: row["huis"] for row in rows(by, **query)}


def now() -> str:
    return (datetime.now(UTC) + timedelta(milliseconds=1)).isoformat().replace("+00:00", "Z")


# -- defining ----------------------------------------------------------------------------------------------------------


def test_a_view_is_defined_filled_and_read(consumer: Caller) -> None:
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=HOUSE))
    caught_up()
    told = defined(consumer)
    assert (told["live"], told["rebuild"]["state"], told["yours"]) == (None, "filling", True)
    (row,) = rows(consumer)
    assert (row["huis"], row["huisnummer"], row["ingangsdatum"]) == (HOUSE, 12, "2020-01-01")
    assert row["objectId"] == str(person)
    assert (row["geldigVan"], row["geldigTot"]) == ("2019-12-31T23:00:00Z", None)


def test_it_follows_what_happens(consumer: Caller) -> None:
    defined(consumer)
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=HOUSE))
    caught_up()
    assert houses(consumer) == {str(person): HOUSE}
    accepted(registry.death(person))
    caught_up()
    assert houses(consumer) == {}
    assert houses(consumer, geldigOp="2021-01-01") == {str(person): HOUSE}


def test_it_is_asked_as_it_was_and_as_it_was_known(consumer: Caller) -> None:
    defined(consumer)
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=HOUSE))
    caught_up()
    before = now()
    accepted(moves(person, on="2022-01-01", object_id=OTHER_HOUSE))
    caught_up()
    assert houses(consumer) == {str(person): OTHER_HOUSE}
    assert houses(consumer, geldigOp="2021-01-01") == {str(person): HOUSE}
    assert houses(consumer, beschikbaarOp=before) == {str(person): HOUSE}
    (row,) = rows(consumer, beschikbaarOp=before)
    assert (row["geldigTot"], row["bekendTot"]) == (None, None)


def test_open_claims_count_where_the_definition_says_so(consumer: Caller) -> None:
    defined(consumer, name="gezegd", counts="asserted")
    defined(consumer)
    person = somebody()
    by = registry.official(registry.CIVIL)
    registry.record(moves(person, on="2020-01-01", object_id=HOUSE), by=by, zone=registry.CIVIL)
    caught_up()
    assert [row["huis"] for row in rows(consumer, "gezegd")] == [HOUSE]
    assert rows(consumer) == []


def test_a_wrong_definition_is_refused_with_every_reason_and_place(consumer: Caller) -> None:
    body = {
        **ADDRESSES,
        "name": "Adressen!",
        "eventTypes": ["Verhuizing", "Verhuisd"],
        "fields": [
            {"name": "huis", "pointer": "/event_data/nieuwAdres/straatnaam"},
            {"name": "huis", "pointer": "/event_data/gemeente", "function": "reverse"},
        ],
        "kleur": "rood",
    }
    found = problem(consumer.post("views", body), 400, "invalid-request")
    assert {"/name", "/eventTypes/1", "/fields/1/function", "/kleur"} <= pointers(found)
    assert all(error["detail"] for error in found["errors"])
    assert not View.objects.exclude(definition=None).exists()


def test_a_pointer_that_no_event_can_reach_is_refused_with_what_does_stand_there(consumer: Caller) -> None:
    body = {**ADDRESSES, "fields": [{"name": "huis", "pointer": "/event_data/nieuwAdres/straatnaam"}]}
    found = problem(consumer.post("views", body), 400, "invalid-request")
    (error,) = found["errors"]
    assert error["pointer"] == "/fields/0/pointer"
    assert "straat" in error["detail"]


def test_a_name_is_used_once_and_shipped_ones_are_taken(consumer: Caller) -> None:
    defined(consumer)
    problem(consumer.post("views", ADDRESSES), 409, "view-name-in-use")
    problem(consumer.post("views", {**ADDRESSES, "name": "persoonslijsten"}), 409, "view-name-in-use")


def test_who_may_read_nothing_defines_nothing(town: None) -> None:
    problem(caller("systeem").post("views", ADDRESSES), 403, "zone-forbidden")


@pytest.mark.parametrize("limit", ["OWN_VIEWS_MAX", "VIEWS_OF_ONE_MAX"])
def test_there_are_no_more_views_than_there_may_be(
    consumer: Caller, limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"readmodels.commands.own_views.{limit}", 1)
    defined(consumer)
    assert problem(consumer.post("views", {**ADDRESSES, "name": "meer"}), 409, "too-many-views")["limit"] == 1


def test_a_definition_is_tried_on_real_events_before_it_is_one(consumer: Caller) -> None:
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=HOUSE))
    answer = content(consumer.post("view-previews", ADDRESSES))
    assert [row["huis"] for row in answer["rows"]] == [HOUSE]
    assert answer["fields"][0] == {"name": "huis", "found": 1, "empty": 0}
    assert not View.objects.exclude(definition=None).exists()
    nobody = caller("systeem", Permission.VIEW, zones=(registry.ADDRESSES,))
    assert content(nobody.post("view-previews", ADDRESSES))["rows"] == []


# -- reading -----------------------------------------------------------------------------------------------------------


def test_every_field_filters_and_ordered_ones_by_range(consumer: Caller) -> None:
    defined(consumer)
    one, other = somebody(), somebody()
    accepted(moves(one, on="2020-01-01", object_id=HOUSE))
    accepted(moves(other, on="2022-06-01", object_id=OTHER_HOUSE))
    caught_up()
    assert houses(consumer, huis=HOUSE) == {str(one): HOUSE}
    assert houses(consumer, objectId=str(other)) == {str(other): OTHER_HOUSE}
    assert houses(consumer, ingangsdatumVan="2021-01-01") == {str(other): OTHER_HOUSE}
    assert houses(consumer, ingangsdatumTotEnMet="2020-01-01") == {str(one): HOUSE}
    assert houses(consumer, huisnummer=12, huisnummerTotEnMet=11) == {}
    assert len(houses(consumer, huisnummer=12)) == 2


def test_a_filter_that_is_none_or_cannot_be_read_is_refused(consumer: Caller) -> None:
    defined(consumer)
    answer = consumer.get("views/adressen/rows", {"kleur": "rood", "ingangsdatumVan": "gisteren", "pageSize": "1"})
    assert pointers(problem(answer, 400, "invalid-query")) == {"/kleur", "/ingangsdatumVan"}
    problem(consumer.get("views/adressen/rows", {"pageSize": "0"}), 400, "invalid-query")


def test_pages_follow_one_another_and_are_of_one_moment(consumer: Caller) -> None:
    defined(consumer)
    people = [somebody() for _ in range(5)]
    for number, person in enumerate(people):
        accepted(moves(person, on=f"202{number}-01-01", object_id=HOUSE))
    caught_up()
    found, moments, query = [], set(), {"pageSize": "2"}
    while True:
        page = content(consumer.get("views/adressen/rows", query))
        found += [row["objectId"] for row in page["rows"]]
        moments.add((page["geldigOp"], page["beschikbaarOp"]))
        accepted(moves(somebody(), on="2019-01-01", object_id=HOUSE))
        caught_up()
        if not page["more"]:
            break
        query = {"pageSize": "2", "cursor": page["cursor"]}
        assert f"cursor={page['cursor']}"[:30] in page["next"]
    assert found == sorted(map(str, people))
    assert len(moments) == 1


def test_a_cursor_of_another_question_is_refused(consumer: Caller) -> None:
    defined(consumer)
    for _ in range(2):
        accepted(moves(somebody(), on="2020-01-01", object_id=HOUSE))
    caught_up()
    cursor = content(consumer.get("views/adressen/rows", {"pageSize": "1"}))["cursor"]
    answer = consumer.get("views/adressen/rows", {"pageSize": "1", "huis": HOUSE, "cursor": cursor})
    problem(answer, 400, "invalid-query")


def test_what_one_may_not_see_does_not_count(consumer: Caller) -> None:
    """Of who is told of in two zones, each zone shows its own part."""
    defined(consumer)
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=HOUSE))
    by = registry.official(registry.CIVIL, registry.ADDRESSES)
    elsewhere = moves(person, on="2022-01-01", object_id=OTHER_HOUSE)
    claim = registry.record(elsewhere, by=by, zone=registry.ADDRESSES)[0].event
    validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=registry.official(registry.ADDRESSES))
    caught_up()
    civil, addresses = (
        caller("systeem", Permission.VIEW, zones=(zone,)) for zone in (registry.CIVIL, registry.ADDRESSES)
    )
    assert houses(consumer) == {str(person): OTHER_HOUSE}
    assert houses(civil) == {str(person): HOUSE}
    assert houses(civil, huis=OTHER_HOUSE) == {}
    assert houses(addresses) == {str(person): OTHER_HOUSE}
    problem(caller("systeem").get("views/adressen/rows"), 403, "zone-forbidden")


def test_many_objects_seen_in_part_come_page_by_page(consumer: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("readmodels.queries.own_rows.MADE_MAX", 2)
    defined(consumer)
    people = [somebody() for _ in range(5)]
    for person in people:
        accepted(moves(person, on="2020-01-01", object_id=HOUSE))
        by = registry.official(registry.CIVIL, registry.ADDRESSES)
        registry.record(moves(person, on="2022-01-01"), by=by, zone=registry.ADDRESSES)
    caught_up()
    civil = caller("systeem", Permission.VIEW, zones=(registry.CIVIL,))
    query: dict[str, Any] = {}
    found, pages = [], 0
    while True:
        page = content(civil.get("views/adressen/rows", query))
        found += [row["objectId"] for row in page["rows"]]
        pages += 1
        if not page["more"]:
            break
        query = {"cursor": page["cursor"]}
    assert found == sorted(map(str, people))
    assert pages == 3


def test_an_object_that_is_parked_is_named(consumer: Caller, administrator: Caller) -> None:
    defined(consumer)
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=HOUSE))
    caught_up()
    ViewObject.objects.filter(object_id=person, build__view__name="adressen").update(parked_for="ValueError: x")
    page = content(consumer.get("views/adressen/rows"))
    assert (page["rows"], page["parked"]) == ([], [str(person)])
    parked = content(administrator.get("views/adressen/parked"))["parked"]
    assert [(it["objectId"], it["reason"]) for it in parked] == [(str(person), "ValueError: x")]
    problem(consumer.get("views/adressen/parked"), 403, "zone-forbidden")
    tried = content(administrator.post(f"views/adressen/parked/{person}/attempts", {}))
    assert tried == {"made": True, "reason": None}
    assert houses(consumer) == {str(person): HOUSE}
    problem(administrator.post(f"views/adressen/parked/{uuid4()}/attempts", {}), 404, "object-not-found")


def test_the_document_of_a_view_says_what_its_rows_are(consumer: Caller) -> None:
    defined(consumer)
    accepted(moves(somebody(), on="2020-01-01", object_id=HOUSE))
    caught_up()
    document = content(consumer.get("views/adressen/openapi"))
    schemas = document["components"]["schemas"]
    whole = {"$ref": "#/components/schemas/AdressenAntwoord", "components": {"schemas": schemas}}
    answer = content(consumer.get("views/adressen/rows"))
    jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(answer)
    (operation,) = [item["get"] for item in document["paths"].values()]
    names = {parameter["name"] for parameter in operation["parameters"]}
    assert {"huis", "ingangsdatumVan", "objectId", "geldigOp", "beschikbaarOp"} <= names


# -- changing, rebuilding, removing ------------------------------------------------------------------------------------


def test_a_changed_view_answers_as_it_was_until_the_new_build_is_right(consumer: Caller) -> None:
    defined(consumer)
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=HOUSE))
    caught_up()
    changed = {**ADDRESSES, "fields": [{"name": "gemeente", "pointer": "/event_data/gemeente"}]}
    answer = consumer.send("PUT", "views/adressen", body=changed)
    assert answer.status_code == 200, answer.content
    assert "huis" in rows(consumer)[0]
    filled("adressen")
    (row,) = rows(consumer)
    assert row["gemeente"] == "9901"
    assert "huis" not in row
    told = AccessRecord.objects.filter(action="Eigen overzicht gewijzigd").latest("pk").details
    assert told["before"]["fields"][0]["name"] == "huis"
    assert told["after"]["fields"][0]["name"] == "gemeente"


def test_only_who_made_it_or_administers_everything_changes_it(consumer: Caller, administrator: Caller) -> None:
    defined(consumer)
    other = caller("systeem", Permission.VIEW)
    problem(other.send("PUT", "views/adressen", body=ADDRESSES), 403, "not-your-view")
    problem(other.send("DELETE", "views/adressen"), 403, "not-your-view")
    problem(administrator.send("DELETE", "views/persoonslijsten"), 403, "not-your-view")
    assert administrator.send("DELETE", "views/adressen").status_code == 204


def test_a_removed_view_is_gone_at_once_and_its_rows_later(consumer: Caller) -> None:
    defined(consumer)
    accepted(moves(somebody(), on="2020-01-01", object_id=HOUSE))
    caught_up()
    assert consumer.send("DELETE", "views/adressen").status_code == 204
    problem(consumer.get("views/adressen/rows"), 404, "view-not-found")
    assert [it["name"] for it in content(consumer.get("views"))["views"]] == ["gezag", "persoonslijsten"]
    rebuilding.drop_what_was_replaced(grace=timedelta(0))
    assert not StoredRow.objects.filter(name__startswith="[").exists()
    assert not View.objects.exclude(definition=None).exists()
    defined(consumer)


def test_a_rebuild_is_begun_followed_slowed_and_stopped(administrator: Caller, consumer: Caller) -> None:
    for _ in range(3):
        somebody()
    caught_up()
    problem(consumer.post("views/persoonslijsten/rebuilds", {}), 403, "zone-forbidden")
    begun = content(administrator.post("views/persoonslijsten/rebuilds", {"rateMax": 100}))
    assert (begun["state"], begun["objectsDone"], begun["rateMax"]) == ("filling", 0, 100)
    problem(administrator.post("views/persoonslijsten/rebuilds", {}), 409, "rebuild-under-way")
    address = f"views/persoonslijsten/rebuilds/{begun['number']}"
    assert content(administrator.send("PATCH", address, body={"rateMax": None}))["rateMax"] is None
    assert content(administrator.get(address))["objectsTotal"] == 3
    assert administrator.send("DELETE", address).status_code == 204
    assert content(administrator.get(address))["state"] == "failed"
    listed = content(administrator.get("views/persoonslijsten/rebuilds"))["builds"]
    assert [it["state"] for it in listed] == ["failed", "live"]
    problem(administrator.get("views/persoonslijsten/rebuilds/99"), 404, "view-not-found")


@pytest.mark.parametrize("body", [{"rateMax": 0}, {"rateMax": "snel"}, {"rateMax": True}, {"snelheid": 1}])
def test_a_rate_that_is_none_is_refused(administrator: Caller, body: dict[str, Any]) -> None:
    place = "/rateMax" if "rateMax" in body else "/snelheid"
    found = problem(administrator.post("views/persoonslijsten/rebuilds", body), 400, "invalid-request")
    assert pointers(found) == {place}
    assert not Build.objects.filter(state=Build.State.FILLING).exists()


def test_the_rows_of_a_view_of_ones_own_are_what_the_log_gives(consumer: Caller) -> None:
    defined(consumer)
    person = somebody()
    move = accepted(moves(person, on="2020-01-01", object_id=HOUSE))
    accepted({"event_reference": [str(move.id)], "event_kind": "correction", **retraction()})
    caught_up()
    build = View.objects.get(name="adressen").live
    assert build is not None
    assert list(comparing.differences(build, comparing.every_object(build))) == []
    assert rows(consumer) == []
    assert {lag.events for lag in following.lags()} == {0}
    tasks.tend_builds()


def retraction() -> dict[str, Any]:
    return {"event_data": {"operation": "retract", "reason": "Nooit gebeurd."}}


def test_an_unknown_view_is_not_found(consumer: Caller) -> None:
    for path in ("views/geen", "views/geen/rows", "views/geen/openapi", "views/persoonslijsten/rows"):
        problem(consumer.get(path), 404, "view-not-found")
