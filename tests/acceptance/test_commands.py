"""Submitting events over HTTP: claims, corrections, validations, one or a batch."""

from typing import Any
from uuid import uuid4

import pytest

from events.domain.permissions import Permission
from tests import registry
from tests.callers import DECIDES, SUBMITS, Caller, caller, content, log_counts, midwife, official, pointers, problem

FIELDS = [
    "id",
    "created_at",
    "occurred_at",
    "object_ids",
    "event_type",
    "event_version",
    "event_kind",
    "event_source_id",
    "event_source_type",
    "event_reference",
    "event_data",
]


@pytest.fixture
def town(database: object) -> None:
    registry.furnish()


def born(by: Caller) -> dict[str, Any]:
    """A birth, claimed."""
    response = by.post("claims", registry.birth(uuid4(), registry.known_person()))
    assert response.status_code == 201, response.content
    return content(response)


def accepting(event_id: str, **more: object) -> dict[str, Any]:
    return {"event_reference": [event_id], "event_data": {"decision": "accepted", **more}}


def test_a_claim_is_recorded_and_answered_with_its_eleven_fields_and_where_it_stands(town: None) -> None:
    by = midwife()
    body = registry.birth(uuid4(), uuid4())
    response = by.post("claims", body)
    assert response.status_code == 201
    event = response.json()
    assert list(event) == [*FIELDS, "zone", "organisation", "position"]
    assert event["event_data"] == body["event_data"]
    assert event["occurred_at"] == "2026-11-20T03:37:00Z"
    assert event["event_source_id"] == by.source_id
    assert event["event_source_type"] == "verloskundige"
    assert event["zone"] == registry.CIVIL
    assert response["Location"] == f"http://testserver/api/v1/events/{event['id']}"
    assert by.get(response["Location"]).json() == event


def test_an_official_validates_over_the_api_and_the_standing_says_so(town: None) -> None:
    claim = born(midwife())
    by = official()
    response = by.post("validations", accepting(claim["id"]))
    assert response.status_code == 201, response.content
    validation = response.json()
    assert validation["event_kind"] == "validation"
    assert validation["event_reference"] == [claim["id"]]
    assert {check["check"] for check in validation["event_data"]["checks"]} >= {"gegevens_volledig"}
    accepted = by.get("events", {"standing": "accepted", "eventType": "Geboorte"}).json()["events"]
    assert [event["id"] for event in accepted] == [claim["id"]]


def test_a_correction_retracts_and_the_validation_of_it_takes_effect(town: None) -> None:
    claim = born(midwife())
    first, second = official(), official()
    assert first.post("validations", accepting(claim["id"])).status_code == 201
    correction = first.post("corrections", registry.retraction(claim["id"]))
    assert correction.status_code == 201, correction.content
    decided = second.post("validations", accepting(correction.json()["id"], motivation="Klopt."))
    assert decided.status_code == 201, decided.content
    retracted = second.get("events", {"standing": "retracted"}).json()["events"]
    assert claim["id"] in [event["id"] for event in retracted]


def test_the_same_request_again_answers_as_the_first_time_and_records_nothing(town: None) -> None:
    by = midwife()
    body = registry.birth(uuid4(), uuid4()) | {"id": str(uuid4())}
    first = by.post("claims", body)
    before = log_counts()
    again = by.post("claims", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert again["Location"] == first["Location"]
    assert log_counts() == before


def test_the_same_id_with_other_content_is_refused(town: None) -> None:
    by = midwife()
    body = registry.birth(uuid4(), uuid4()) | {"id": str(uuid4())}
    by.post("claims", body)
    before = log_counts()
    told = problem(by.post("claims", body | {"occurred_at": "2026-11-19T03:37:00Z"}), 409, "identifier-in-use")
    assert told["eventId"] == body["id"]
    assert log_counts() == before


def test_a_batch_of_mixed_kinds_is_recorded_as_one(town: None) -> None:
    by = official()
    births = [registry.birth(uuid4(), registry.known_person()) | {"id": str(uuid4())} for _ in range(2)]
    response = by.post("batches", {"events": births})
    assert response.status_code == 201, response.content
    other = official()
    decision = accepting(births[0]["id"]) | {"event_kind": "validation"}
    correction = registry.retraction(births[1]["id"])
    response = other.post("batches", {"events": [decision, correction]})
    assert response.status_code == 201, response.content
    assert [event["event_kind"] for event in response.json()["events"]] == ["validation", "correction"]


def test_a_batch_is_all_or_nothing_and_tells_which_item_was_refused(town: None) -> None:
    by = midwife()
    births = [registry.birth(uuid4(), uuid4()) for _ in range(3)]
    births[2]["event_type"] = "Wedergeboorte"
    before = log_counts()
    told = problem(by.post("batches", {"events": births}), 400, "unknown-event-type")
    assert told["item"] == 2
    assert pointers(told) == {"/events/2/event_type"}
    assert log_counts() == before


def test_the_shape_of_all_items_of_a_batch_is_judged_in_one_answer(town: None) -> None:
    births = [registry.birth(uuid4(), uuid4()) for _ in range(3)]
    births[0]["occurred_at"] = "yesterday"
    births[2]["colour"] = "red"
    told = problem(midwife().post("batches", {"events": births}), 400, "invalid-request")
    assert pointers(told) == {"/events/0/occurred_at", "/events/2/colour"}


@pytest.mark.parametrize("batch", [False, True])
def test_what_the_caller_expected_must_still_be_the_last_he_may_see(town: None, *, batch: bool) -> None:
    by = midwife()
    claim = born(by)
    child, mother = claim["object_ids"]
    later = registry.death(mother) | {"expected": {child: claim["id"]}}
    doctor = caller("arts", *SUBMITS)
    unborn = {child: str(uuid4())}
    stale = registry.death(mother) | {"expected": unborn}
    if batch:
        stale.pop("expected")
        response = doctor.post("batches", {"events": [stale], "expected": unborn})
    else:
        response = doctor.post("claims", stale)
    told = problem(response, 409, "newer-events")
    assert told["newer"] == [claim["id"]]
    assert pointers(told) == {f"/expected/{child}"}
    assert doctor.post("claims", later).status_code == 201


def test_what_a_batch_expects_holds_though_its_first_event_was_recorded_before(town: None) -> None:
    by = caller("arts", *SUBMITS)
    first = registry.death(uuid4()) | {"id": str(uuid4())}
    assert by.post("claims", first).status_code == 201
    unseen = {first["object_ids"][0]: str(uuid4())}
    second = registry.death(uuid4(), act=2)
    problem(by.post("batches", {"events": [first, second], "expected": unseen}), 409, "newer-events")


def test_an_intermediary_names_another_source_but_never_an_official(town: None) -> None:
    portal = caller("systeem", *SUBMITS, intermediary=True)
    parent = {"event_source_id": str(uuid4()), "event_source_type": "ouder"}
    response = portal.post("claims", registry.birth(uuid4(), uuid4()) | parent)
    assert response.status_code == 201, response.content
    assert response.json()["event_source_type"] == "ouder"
    posing = registry.birth(uuid4(), uuid4()) | parent | {"event_source_type": "ambtenaar"}
    problem(portal.post("claims", posing), 403, "source-mismatch")
    problem(midwife().post("claims", registry.birth(uuid4(), uuid4()) | parent), 403, "source-mismatch")


def test_who_may_submit_in_more_zones_names_one(town: None) -> None:
    by = caller("ambtenaar", *DECIDES, zones=(registry.CIVIL, registry.ADDRESSES))
    body = registry.birth(uuid4(), uuid4())
    told = problem(by.post("claims", body), 400, "zone-required")
    assert told["zones"] == [registry.ADDRESSES, registry.CIVIL]
    assert by.post("claims", body | {"zone": registry.CIVIL}).status_code == 201


def test_a_claim_made_without_the_right_to_see_the_zone_is_answered_without_position(town: None) -> None:
    by = caller("verloskundige", Permission.SUBMIT_CLAIM)
    event = by.post("claims", registry.birth(uuid4(), uuid4())).json()
    assert event["position"] is None
    problem(by.get(f"events/{event['id']}"), 404, "event-not-found")
