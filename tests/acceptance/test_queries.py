"""Reading events over HTTP: filters, pages, moments, and nothing outside the zones that the caller may see."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from events import sequencer
from events.domain.permissions import Permission
from events.models import Zone
from tests import registry
from tests.callers import DECIDES, SUBMITS, Caller, caller, content, midwife, official, pointers, problem


@pytest.fixture
def town(database: object) -> None:
    registry.furnish()


def claimed(by: Caller, body: dict[str, Any]) -> dict[str, Any]:
    response = by.post("claims", body)
    assert response.status_code == 201, response.content
    return content(response)


def births(by: Caller, number: int) -> list[dict[str, Any]]:
    return [claimed(by, registry.birth(uuid4(), uuid4())) for _ in range(number)]


def ids(page: dict[str, Any]) -> list[str]:
    return [event["id"] for event in page["events"]]


def found(by: Caller, **query: object) -> list[str]:
    response = by.get("events", query)
    assert response.status_code == 200, response.content
    return ids(response.json())


def test_every_filter_finds_exactly_what_it_asks_for(town: None) -> None:
    by, other = caller("arts", *SUBMITS), caller("ouder", *SUBMITS)
    first = claimed(by, registry.birth(uuid4(), uuid4()))
    second = claimed(other, registry.birth(uuid4(), uuid4()))
    third = claimed(by, registry.death(second["object_ids"][0]) | {"event_reference": [second["id"]]})
    asked = {
        "objectId": (first["object_ids"][0], [first]),
        "eventType": ("Overlijden", [third]),
        "sourceId": (by.source_id, [first, third]),
        "sourceType": ("ouder", [second]),
        "reference": (second["id"], [third]),
        "zone": (registry.CIVIL, [first, second, third]),
        "eventKind": ("claim", [first, second, third]),
        "standing": ("open", [first, second, third]),
        "occurredUntil": ("2026-11-18", [third]),
        "occurredFrom": ("2026-11-20T03:37:00Z", [first, second]),
        "createdFrom": (third["created_at"], [third]),
        "createdUntil": (second["created_at"], [first]),
    }
    for name, (value, expected) in asked.items():
        assert found(by, **{name: value}) == [event["id"] for event in expected], name
    assert found(by, eventKind=["correction", "validation"]) == []
    assert found(by, objectId=[first["object_ids"][1], second["object_ids"][1]]) == [first["id"], second["id"]]
    assert found(by, objectId=first["object_ids"][0], eventType="Overlijden") == []


def test_a_date_means_the_local_day_and_until_includes_it(town: None) -> None:
    by = midwife()
    midnight = datetime(2026, 1, 9, 23, tzinfo=UTC)  # 2026-01-10T00:00 in Amsterdam
    moments = [midnight - timedelta(seconds=1), midnight, midnight + timedelta(days=1)]
    events = [claimed(by, registry.birth(uuid4(), uuid4()) | {"occurred_at": at.isoformat()}) for at in moments]
    assert found(by, occurredFrom="2026-01-10") == [events[1]["id"], events[2]["id"]]
    assert found(by, occurredUntil="2026-01-10") == [events[0]["id"], events[1]["id"]]
    assert found(by, occurredFrom="2026-01-10", occurredUntil="2026-01-10") == [events[1]["id"]]
    assert found(by, occurredUntil="9999-12-31") == [event["id"] for event in events]


def test_following_the_cursor_gives_every_event_once_in_the_order_of_the_log(town: None) -> None:
    by = midwife()
    made = [event["id"] for event in births(by, 7)]
    sequencer.seal_now()
    pages, address = [], "events?pageSize=3"
    while address:
        page = by.get(address).json()
        pages.append(ids(page))
        address = page["next"] if page["more"] else ""
    assert [event for page in pages for event in page] == made
    assert [len(page) for page in pages] == [3, 3, 1]


def test_a_follower_misses_nothing_that_is_recorded_later(town: None) -> None:
    by = midwife()
    early = births(by, 2)
    sequencer.seal_now()
    page = by.get("events", {"eventType": "Geboorte"}).json()
    assert ids(page) == [event["id"] for event in early]
    late = births(by, 2)
    unnumbered = by.get(page["next"]).json()
    assert ids(unnumbered) == [event["id"] for event in late]
    assert [event["position"] for event in unnumbered["events"]] == [None, None]
    sequencer.seal_now()
    numbered = by.get(unnumbered["next"]).json()
    assert ids(numbered) == [event["id"] for event in late]
    assert [event["position"] for event in numbered["events"]] == [3, 4]
    assert ids(by.get(numbered["next"]).json()) == []


def test_events_without_a_place_in_the_log_stand_on_the_last_page_only(town: None) -> None:
    by = midwife()
    births(by, 3)
    sequencer.seal_now()
    newest = births(by, 1)[0]
    first = by.get("events", {"pageSize": 2}).json()
    assert len(first["events"]) == 2
    assert first["more"]
    assert ids(by.get(first["next"]).json())[-1] == newest["id"]


def test_a_cursor_belongs_to_its_filter_and_its_caller_and_cannot_be_made_up(town: None) -> None:
    by = midwife()
    births(by, 1)
    cursor = by.get("events", {"eventType": "Geboorte"}).json()["cursor"]
    assert by.get("events", {"eventType": "Geboorte", "cursor": cursor}).status_code == 200
    for query in ({"cursor": cursor}, {"eventType": "Overlijden", "cursor": cursor}, {"cursor": "1"}):
        assert pointers(problem(by.get("events", query), 400)) == {"/cursor"}
    problem(midwife().get("events", {"eventType": "Geboorte", "cursor": cursor}), 400)
    tampered = ("A" if cursor[20] != "A" else "B").join((cursor[:20], cursor[21:]))
    problem(by.get("events", {"eventType": "Geboorte", "cursor": tampered}), 400)


def test_a_cursor_tells_nothing_of_what_lies_in_other_zones(town: None) -> None:
    reader = caller("burger", Permission.VIEW, zones=(registry.ADDRESSES,))
    before = reader.get("events").json()["cursor"]
    births(midwife(), 3)
    sequencer.seal_now()
    after = reader.get("events").json()
    assert after["events"] == []
    assert len(after["cursor"]) == len(before)


def test_a_hidden_event_is_answered_exactly_as_an_absent_one(town: None) -> None:
    hidden = births(midwife(), 1)[0]
    outsider = caller("burger", Permission.VIEW, zones=(registry.ADDRESSES,))
    absent = str(uuid4())
    answers = [problem(outsider.get(f"events/{event_id}"), 404) for event_id in (hidden["id"], absent)]
    texts = [
        json.dumps(told).replace(event_id, "…") for told, event_id in zip(answers, (hidden["id"], absent), strict=True)
    ]
    assert texts[0] == texts[1]
    for query in ({}, {"objectId": hidden["object_ids"][0]}, {"sourceId": hidden["event_source_id"]}):
        page = outsider.get("events", query).json()
        assert page["events"] == []
        assert page["zones"] == [registry.ADDRESSES]
        assert not page["more"]


def test_references_to_hidden_events_are_left_out_and_cannot_be_asked_for(town: None) -> None:
    both = caller("ambtenaar", *DECIDES, zones=(registry.CIVIL, registry.ADDRESSES))
    hidden = claimed(both, registry.birth(uuid4(), uuid4()) | {"zone": registry.CIVIL})
    seen = claimed(both, registry.death(uuid4()) | {"zone": registry.ADDRESSES, "event_reference": [hidden["id"]]})
    outsider = caller("burger", Permission.VIEW, zones=(registry.ADDRESSES,))
    assert both.get(f"events/{seen['id']}").json()["event_reference"] == [hidden["id"]]
    assert outsider.get(f"events/{seen['id']}").json()["event_reference"] == []
    assert outsider.get("events").json()["events"][0]["event_reference"] == []
    assert found(both, reference=hidden["id"]) == [seen["id"]]
    assert found(outsider, reference=hidden["id"]) == []
    assert found(outsider, reference=str(uuid4())) == []


def test_a_zone_that_may_not_be_seen_is_refused_as_one_that_does_not_exist(town: None) -> None:
    by = midwife()
    answers = [problem(by.get("events", {"zone": zone}), 403) for zone in (registry.ADDRESSES, "gevangenis")]
    texts = [json.dumps(told) for told in answers]
    assert texts[0].replace(registry.ADDRESSES, "…") == texts[1].replace("gevangenis", "…")


def test_a_closed_zone_answers_nothing(town: None) -> None:
    by = midwife()
    event = births(by, 1)[0]
    Zone.objects.filter(slug=registry.CIVIL).update(closed=True)
    problem(by.get(f"events/{event['id']}"), 404, "event-not-found")
    page = by.get("events").json()
    assert (page["events"], page["zones"]) == ([], [])
    problem(by.get("events", {"zone": registry.CIVIL}), 409, "zone-closed")


def test_only_the_callers_own_zones_are_listed(town: None) -> None:
    zones = midwife().get("zones").json()["zones"]
    assert [(zone["zone"], zone["permissions"]) for zone in zones] == [
        (registry.CIVIL, ["submit_claim", "submit_correction", "view_events"])
    ]
    assert caller("burger").get("zones").json() == {"zones": []}


def test_event_types_tell_their_rules_and_their_schemas_can_be_fetched(town: None) -> None:
    by = midwife()
    names = [found["name"] for found in by.get("event-types").json()["eventTypes"]]
    assert {"Geboorte", "Erkenning", "Huwelijk", "Overlijden", "Verhuizing"} <= set(names)
    birth = by.get("event-types/Geboorte").json()
    assert "verloskundige" in birth["versions"][0]["sourceTypes"]
    schema = by.get(birth["versions"][0]["schema"])
    assert schema.status_code == 200
    assert "kind" in schema.json()["properties"]


@pytest.mark.parametrize("path", ["event-types/Wedergeboorte", "event-types/%00", "schemas/Geboorte/99", "schemas/X/1"])
def test_an_event_type_that_is_not_published_is_not_found(town: None, path: str) -> None:
    problem(midwife().get(path), 404)


def test_an_event_is_read_in_the_shape_of_a_version_that_it_can_be_read_as(town: None) -> None:
    by = official()
    event = births(by, 1)[0]
    same = by.get(f"events/{event['id']}", {"eventVersion": event["event_version"]})
    assert same.json()["event_data"] == event["event_data"]
    told = problem(by.get(f"events/{event['id']}", {"eventVersion": "99"}), 400)
    assert pointers(told) == {"/eventVersion"}
