"""An answer is given with everybody who bears on it, or not at all; and what nobody accepted ties nobody to anybody."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from events import sequencer
from events.commands.decisions import validate_claim
from events.domain.event import Decision, Event
from readmodels.domain import relatives
from tests import registry
from tests.callers import content, official, problem


@pytest.fixture(autouse=True)
def town(database: object) -> None:
    registry.furnish()


def accepted(body: dict[str, Any]) -> Event:
    claim = registry.record(body, by=registry.official())[0].event
    validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=registry.official(), motivation="Gebleken.")
    return claim


def named(changes: list[dict[str, Any]], someone: UUID) -> set[str]:
    return {it["name"] for touched in changes if touched["objectId"] == str(someone) for it in touched["changes"]}


def test_more_relatives_than_one_answer_may_read_are_refused_and_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    child, mother = uuid4(), registry.known_person()
    accepted(registry.birth(child, mother))
    sequencer.seal_now()
    monkeypatch.setattr(relatives, "RELATIVES_MAX", 0)
    for path in ("state", "timeline"):
        assert "relatives" in problem(official().get(f"objects/{child}/{path}"), 413, "request-too-large")["detail"]


def test_an_open_claim_brings_nobody_nearer_by_law(monkeypatch: pytest.MonkeyPatch) -> None:
    mother = registry.known_person()
    registry.record(registry.birth(uuid4(), mother), by=registry.official())
    monkeypatch.setattr(relatives, "RELATIVES_MAX", 0)
    assert content(official().get(f"objects/{mother}/state"))["attributes"]
    problem(official().get(f"objects/{mother}/state", {"view": "asserted"}), 413, "request-too-large")


def test_what_was_known_then_is_read_with_who_was_a_relative_then(monkeypatch: pytest.MonkeyPatch) -> None:
    mother = registry.known_person()
    before = sequencer.seal_now()
    accepted(registry.birth(uuid4(), mother))
    sequencer.seal_now()
    monkeypatch.setattr(relatives, "RELATIVES_MAX", 0)
    assert official().get(f"objects/{mother}/state", {"beschikbaarOp": before.isoformat()}).status_code == 200
    problem(official().get(f"objects/{mother}/state"), 413, "request-too-large")


def test_a_dry_run_reaches_the_child_of_whose_wife_it_is() -> None:
    """By law the husband is the father for as long as he is known to be a man: two steps from his own birth."""
    mother, husband, child = registry.known_person(), uuid4(), uuid4()
    body = registry.birth(husband, registry.known_person())
    body["event_data"] |= {"geslacht": "M", "geboortedatum": {"type": "Datum", "datum": "1988-02-03"}}
    birth = accepted(body)
    accepted(registry.marriage(mother, husband, on="2015-06-01"))
    accepted(registry.birth(child, mother, act=2))
    retraction = registry.record(registry.retraction(birth.id), by=registry.official())[0].event
    decision = {"decision": "accepted", "motivation": "Gebleken."}
    body = {"event_reference": [str(retraction.id)], "event_data": decision}
    told = content(official().post("validations/preview", body))
    assert f"rechtsgevolg/ouderschap/{husband}" in named(told["difference"], child)
