"""A peer reads our zone: the same events as over our own API, and not one more than its contract names."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from events.api import cursors
from events.domain.event import Event
from events.domain.wire import WIRE_FIELDS
from events.models import AccessRecord, ProcessingRecord
from events.processing import pseudonym
from events.queries import zone_events
from events.queries.zone_events import OBJECTS_MAX
from federation.api import zone_document, zone_urls
from federation.domain.peer_principals import source_id_of
from tests import callers, registry
from tests.callers import content
from tests.federation.zone_api.peers import ELSEWHERE, Peer, peer
from tests.people import caught_up

BOTH = ("Geboorte", "Overlijden")


@pytest.fixture(scope="module")
def chains(furnished: None) -> tuple[Event, Event]:
    """A birth, and the death of somebody else that refers to it."""
    birth = registry.record(registry.birth(uuid4(), uuid4()), by=registry.official())[0].event
    death = registry.death(uuid4()) | {"event_reference": [str(birth.id)]}
    found = registry.record(death, by=registry.official())[0].event
    caught_up()
    return birth, found


def about(*objects: UUID, by: Peer, **more: Any) -> dict[str, Any]:
    answer = by.post("/events-about", {"objectIds": list(map(str, objects)), **more})
    assert answer.status_code == 200, answer.content
    return content(answer)


def test_a_peer_reads_events_as_a_client_of_our_own_does_without_their_positions(chains: tuple[Event, Event]) -> None:
    ours = content(callers.official().get("events"))
    page = content(peer(*BOTH).get("/events"))
    assert page["zones"] == [registry.CIVIL]
    assert page["events"] == [it | {"position": None} for it in ours["events"]]
    assert page["events"]
    one = page["events"][0]
    assert content(peer(*BOTH).get(f"/events/{one['id']}")) == one


def test_what_claims_count_for_is_not_told_as_it_can_follow_from_what_is_hidden(chains: tuple[Event, Event]) -> None:
    answer = peer(*BOTH).get("/events", {"standing": "settled"})
    assert callers.pointers(callers.content(answer)) == {"/standing"}
    told = content(Peer(None).get("/openapi.json"))["paths"]["/events"]["get"]["parameters"]
    assert "standing" not in {it["name"] for it in told}


def test_pages_go_on_where_the_last_ended(chains: tuple[Event, Event]) -> None:
    by, found = peer(*BOTH), []
    page = content(by.get("/events", {"pageSize": 1}))
    found += page["events"]
    while page["more"]:
        page = content(by.get("/events", {"pageSize": 1, "cursor": page["cursor"]}))
        found += page["events"]
    assert found == content(by.get("/events"))["events"]


def test_an_event_of_another_type_is_as_one_that_there_is_not(chains: tuple[Event, Event]) -> None:
    birth, death = chains
    hidden, unknown = (peer("Overlijden").get(f"/events/{it}") for it in (birth.id, uuid4()))
    problems = [callers.content(it) | {"instance": "", "detail": ""} for it in (hidden, unknown)]
    assert problems[0] == problems[1]
    assert hidden.status_code == 404
    assert content(peer("Overlijden").get(f"/events/{death.id}"))["event_reference"] == []
    assert {it["event_type"] for it in content(peer("Overlijden").get("/events"))["events"]} == {"Overlijden"}


def test_everything_about_an_object_comes_in_the_eleven_fields_with_the_horizon(chains: tuple[Event, Event]) -> None:
    birth, death = chains
    answer = about(*death.object_ids, by=peer(*BOTH))
    assert [it["id"] for it in answer["events"]] == [str(birth.id), str(death.id)]
    assert all(tuple(it) == WIRE_FIELDS for it in answer["events"])
    assert answer["zone"] == registry.CIVIL
    assert answer["organisation"]["name"] == "Gemeente Zonnendaal"
    assert answer["horizon"] >= answer["events"][-1]["created_at"]


def test_an_object_of_which_nothing_may_be_seen_answers_as_one_that_there_is_not(chains: tuple[Event, Event]) -> None:
    birth, _ = chains
    hidden, unknown = about(*birth.object_ids, by=peer("Huwelijk")), about(uuid4(), by=peer("Huwelijk"))
    assert hidden == unknown
    assert hidden["events"] == []


def test_what_was_recorded_later_is_left_out_of_what_was_known_before(chains: tuple[Event, Event]) -> None:
    birth, death = chains
    both = (*birth.object_ids, *death.object_ids)
    early = about(*both, by=peer(*BOTH), asAt=birth.created_at.isoformat())
    assert [it["id"] for it in early["events"]] == [str(birth.id)]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/objectIds"),
        ({"objectIds": []}, "/objectIds"),
        ({"objectIds": ["x"]}, "/objectIds/0"),
        ({"objectIds": [str(uuid4())], "asAt": "gisteren"}, "/asAt"),
        ({"objectIds": [str(uuid4())], "asAt": "2026-11-20"}, "/asAt"),
        ({"objectIds": [str(uuid4())], "naam": "x"}, "/naam"),
        ({"objectIds": [str(UUID(int=it)) for it in range(OBJECTS_MAX + 1)]}, "/objectIds"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(chains: tuple[Event, Event], body: Any, pointer: str) -> None:
    problem = callers.content(peer(*BOTH).post("/events-about", body))
    assert problem["status"] == 400
    assert pointer in callers.pointers(problem)


def test_more_events_than_one_answer_holds_are_a_problem_and_no_part_of_them(
    chains: tuple[Event, Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, death = chains
    monkeypatch.setattr(zone_events, "EVENTS_MAX", 1)
    answer = peer(*BOTH).post("/events-about", {"objectIds": list(map(str, death.object_ids))})
    assert answer.status_code == 413
    assert callers.content(answer)["type"] == "urn:f6:problem:request-too-large"


def test_objects_are_announced_page_by_page_under_the_grant_that_says_so(chains: tuple[Event, Event]) -> None:
    birth, death = chains
    by, found = peer(*BOTH), []
    page = content(by.get("/object-announcements", {"size": 1}))
    found += page["objectIds"]
    while page["more"]:
        page = content(by.get("/object-announcements", {"size": 1, "cursor": page["cursor"]}))
        found += page["objectIds"]
    assert {*map(str, birth.object_ids), *map(str, death.object_ids)} <= set(found)
    assert content(by.get("/object-announcements", {"cursor": page["cursor"]}))["objectIds"] == []
    other = peer("Overlijden", grant="$1$3$ander").get("/object-announcements", {"cursor": page["cursor"]})
    assert other.status_code == 400
    refused = peer(*BOTH, announces=False).get("/object-announcements")
    assert (refused.status_code, callers.content(refused)["type"]) == (403, "urn:f6:problem:announcements-refused")


def test_who_was_told_further_than_our_log_goes_is_told_anew(chains: tuple[Event, Event]) -> None:
    """As after a backup was put back: else what is recorded in the place of what was lost is never announced."""
    by = peer("Geboorte")
    assert by.caller is not None
    bound = {"zone": by.caller.zone, "grant": by.caller.grant_hash}
    beyond = cursors.seal(10**9, asked=bound, principal=by.caller.principal)
    anew = content(by.get("/object-announcements", {"cursor": beyond}))
    assert anew["objectIds"] == content(by.get("/object-announcements"))["objectIds"] != []
    assert content(by.get("/object-announcements", {"cursor": anew["cursor"]}))["objectIds"] == []


def test_the_log_of_processing_says_that_the_peer_read_it_and_about_whom(chains: tuple[Event, Event]) -> None:
    _, death = chains
    mine = AccessRecord.objects.filter(source_id=source_id_of(ELSEWHERE, group_id="f6-test"))
    before = set(mine.values_list("pk", flat=True))
    by = peer(*BOTH)
    about(*death.object_ids, by=by)
    by.get("/events")
    by.get(f"/events/{death.id}")
    by.get("/object-announcements")
    lines = mine.exclude(pk__in=before)
    assert lines.count() == 4
    told = ProcessingRecord.objects.filter(trace_id=lines.earliest("pk").trace_id)
    assert pseudonym(death.object_ids[0]) in {it.attributes.get("dpl.core.data_subject_id") for it in told}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/events"),
        ("get", f"/events/{UUID(int=5)}"),
        ("post", "/events-about"),
        ("get", "/object-announcements"),
    ],
)
def test_who_was_not_let_in_by_the_inway_is_nobody(furnished: None, method: str, path: str) -> None:
    stranger = Peer(None)
    answer = stranger.post(path, {"objectIds": [str(uuid4())]}) if method == "post" else stranger.get(path)
    assert answer.status_code == 401
    assert "Bearer" in answer["WWW-Authenticate"]


def test_a_token_of_our_own_api_opens_nothing_here(furnished: None) -> None:
    client = callers.official()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Peer, "_meta", lambda _self: {"HTTP_AUTHORIZATION": f"Bearer {client.secret}"})
        assert Peer(None).get("/events").status_code == 401


def test_the_document_tells_of_every_address_and_of_nothing_else(furnished: None) -> None:
    document = json.loads(Peer(None).get("/openapi.json").content)
    told = {f"/{pattern.pattern}".replace("<uuid:event_id>", "{event_id}") for pattern in zone_urls.urlpatterns}
    assert set(document["paths"]) | {"/openapi.json"} == told
    assert document["components"]["securitySchemes"]["fsc"]["name"] == "Fsc-Authorization"
    text = zone_document.document().decode()
    assert all(f'"#/components/schemas/{name}"' in text for name in document["components"]["schemas"])
    assert "bearer" not in document["components"]["securitySchemes"]
