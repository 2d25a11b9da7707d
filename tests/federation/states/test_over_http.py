"""The federated state over our own API: what it says of everybody, in the shape that the document tells."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs
import pytest

from events.domain.permissions import Permission
from federation.queries import sources
from federation.queries.sources import NotAsked
from tests import callers, registry
from tests.callers import Caller, content, problem
from tests.federation.states.neighbours import LOOSDAM, NIEUWEGRACHT, Neighbours, silent
from tests.people import accepted, caught_up, moves

OWN = "99000000000000000001"
SINCE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def child(furnished: None) -> UUID:
    found = uuid4()
    accepted(registry.birth(found, registry.known_person()))
    caught_up()
    return found


@pytest.fixture(scope="module")
def by(furnished: None) -> Caller:
    return callers.caller("ambtenaar", Permission.VIEW, Permission.CONSULT)


@pytest.fixture
def neighbours(child: UUID, monkeypatch: pytest.MonkeyPatch) -> Neighbours:
    """One tells of a removal, and sends something that is no event; another does not answer; a third is not asked."""
    found = Neighbours(logs={NIEUWEGRACHT: []})
    found.accepted(LOOSDAM, moves(child, on="2026-12-01"))
    found.records(LOOSDAM, {**moves(child), "occurred_at": "gisteren"})
    found.instead[NIEUWEGRACHT, 0] = silent("unreachable", SINCE)
    found.not_asked = (NotAsked(peer_id="5", organisation="Gemeente 5", service="f6-zone-x", reason="no-contract"),)
    monkeypatch.setattr(sources, "others", found.others)
    return found


@pytest.fixture(scope="module")
def document(furnished: None) -> dict[str, Any]:
    return content(Caller().get("openapi.json"))


def conforms(body: dict[str, Any], name: str, document: dict[str, Any]) -> None:
    whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(body)


def test_a_state_names_everybody_and_whose_everything_is(
    child: UUID, by: Caller, neighbours: Neighbours, document: dict[str, Any]
) -> None:
    body = content(by.get(f"federated/objects/{child}/state", {"geldigOp": "2027-01-01"}))
    conforms(body, "FederatedState", document)
    assert body["complete"] is False
    assert {it["id"]: it["name"] for it in body["organisations"]} == {
        OWN: "Gemeente Zonnendaal",
        LOOSDAM.peer_id: "Gemeente 2",
    }
    named = {it["organisation"]["name"]: it for it in body["sources"]}
    answered, no_answer, not_asked = (named[f"Gemeente {it}"] for it in (2, 3, 5))
    assert (answered["status"], answered["events"], answered["reason"]) == ("answered", 2, None)
    assert [(it["reason"], it["count"]) for it in answered["leftOut"]] == [("unreadable", 1)]
    assert (no_answer["status"], no_answer["reason"], no_answer["since"]) == (
        "no-answer",
        "unreachable",
        "2026-11-20T08:00:00Z",
    )
    assert (not_asked["status"], not_asked["reason"]) == ("not-asked", "no-contract")
    assert (answered["grant"], not_asked["grant"]) == (LOOSDAM.grant_hash, None)
    whose = {it["name"]: it["organisations"] for it in body["attributes"]}
    assert whose["naam"] == [OWN]
    assert [LOOSDAM.peer_id] in whose.values()
    assert all(it["organisations"] for it in (*body["consequences"], *body["issues"]))


def test_a_timeline_and_an_explanation_say_whose_it_is_too(
    child: UUID, by: Caller, neighbours: Neighbours, document: dict[str, Any]
) -> None:
    timeline = content(by.get(f"federated/objects/{child}/timeline"))
    conforms(timeline, "FederatedTimeline", document)
    theirs = next(it["name"] for it in timeline["rectangles"] if it["organisations"] == [LOOSDAM.peer_id])
    why = content(by.get(f"federated/objects/{child}/explanations", {"fact": theirs, "geldigOp": "2027-01-01"}))
    conforms(why, "FederatedExplanation", document)
    assert {it["organisation"] for it in why["restsOn"]} == {LOOSDAM.peer_id}


def test_without_anybody_to_ask_it_is_our_own_state(child: UUID, by: Caller) -> None:
    together, ours = (
        content(by.get(f"{it}objects/{child}/state", {"geldigOp": "2027-01-01"})) for it in ("federated/", "")
    )
    assert [it["value"] for it in together["attributes"]] == [it["value"] for it in ours["attributes"]]
    assert (together["complete"], together["sources"]) == (True, [])


def test_nobody_else_is_told_and_nobody_else_is_asked(child: UUID, neighbours: Neighbours) -> None:
    deaf = callers.caller("ambtenaar", *set(Permission) - {Permission.CONSULT})
    refused = problem(deaf.get(f"federated/objects/{child}/state"), 403, "consulting-forbidden")
    assert refused["permissions"] == ["view_events", "consult_partners"]
    assert "Ask the administrator" in refused["detail"]
    problem(Caller().get(f"federated/objects/{child}/state"), 401)
    assert neighbours.asked == []


def test_an_object_that_nobody_knows_is_not_found(by: Caller) -> None:
    problem(by.get(f"federated/objects/{uuid4()}/state"), 404, "object-not-found")


@pytest.mark.parametrize("query", [{"geldigOp": "morgen"}, {"naam": "x"}])
def test_what_is_asked_wrongly_is_told_and_nobody_is_asked(
    child: UUID, by: Caller, neighbours: Neighbours, query: dict[str, str]
) -> None:
    problem(by.get(f"federated/objects/{child}/state", query), 400)
    assert neighbours.asked == []


def test_what_somebody_sends_makes_no_answer_of_ours_as_large_as_he_likes(
    child: UUID, by: Caller, neighbours: Neighbours
) -> None:
    neighbours.records(LOOSDAM, *({**moves(child), "event_type": f"Verzonnen {number}"} for number in range(100)))
    body = content(by.get(f"federated/objects/{child}/state", {"geldigOp": "2027-01-01"}))
    (told,) = (it for source in body["sources"] for it in source["leftOut"] if it["reason"] == "not-responsible")
    assert (told["count"], len(told["eventTypes"]), len(told["eventIds"])) == (100, 20, 20)
