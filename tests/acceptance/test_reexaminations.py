"""Decisions that rested on what changed become tasks: officials see the difference, and let the decision stand."""

from typing import Any
from uuid import uuid4

import pytest

from events import sequencer
from events.commands.decisions import validate_claim
from events.domain.event import Decision
from events.models import ProcessingRecord
from readmodels.models import Conclusion
from readmodels.projectors import following
from tests import registry
from tests.callers import DECIDES, Caller, caller, content, official, pointers, problem

Remarried = dict[str, Any]


def done(by: Caller, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = by.post(path, body)
    assert response.status_code == 201, response.content
    return content(response)


def accepted(body: dict[str, Any], *, path: str = "claims") -> dict[str, Any]:
    event = done(official(), path, body)
    decision = {"decision": "accepted", "motivation": "Gebleken."}
    done(official(), "validations", {"event_reference": [event["id"]], "event_data": decision})
    return event


def followed() -> None:
    sequencer.seal_now()
    following.catch_up()


@pytest.fixture
def remarried(database: object) -> Remarried:
    registry.furnish()
    return remarriage()


def remarriage() -> Remarried:
    """Anna lost Bert, and married Chris; then Bert turns out not to have died."""
    anna, bert, chris = (registry.known_person() for _ in range(3))
    accepted(registry.marriage(anna, bert, on="2026-01-02"))
    death = accepted(registry.death(bert))
    wedding = accepted(registry.marriage(anna, chris, act=2))
    followed()
    return {"death": death["id"], "wedding": wedding["id"], "bert": str(bert), "anna": str(anna)}


def retracted(remarried: Remarried) -> str:
    """The retraction of the death, accepted."""
    return str(accepted(registry.retraction(remarried["death"]), path="corrections")["id"])


def listed(by: Caller, **query: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = content(by.get("reexaminations", query))["reexaminations"]
    return found


def conclusion(task: dict[str, Any], **more: str) -> dict[str, str]:
    return {"motivation": "Bert bleek later alsnog overleden.", "difference": task["difference"], **more}


def test_a_decision_is_under_investigation_once_what_it_rested_on_falls(remarried: Remarried) -> None:
    by = official()
    assert listed(by) == []
    retraction = retracted(remarried)
    followed()
    (task,) = listed(by)
    assert task["claim"] == remarried["wedding"]
    value, check = task["changes"]
    assert (value["restedOn"], value["name"], value["about"]) == ("gegeven", "overlijden", remarried["bert"])
    assert value["before"] == {"type": "Datum", "datum": "2026-11-18"}
    assert value["after"] is None
    assert retraction in value["because"]
    assert (check["restedOn"], check["name"], check["before"], check["after"]) == ("toets", "ongehuwd", True, False)
    assert content(by.get(f"reexaminations/{task['decision']}")) == task
    assert listed(by, objectId=remarried["anna"]) == [task]
    assert listed(by, objectId=str(uuid4())) == []


def test_the_machine_undoes_nothing(remarried: Remarried) -> None:
    retracted(remarried)
    followed()
    state = content(official().get(f"objects/{remarried['anna']}/state"))
    unions = [it for it in state["attributes"] if it["name"].startswith("verbintenis/")]
    assert len(unions) == 2


def test_an_official_lets_it_stand_and_says_why(remarried: Remarried) -> None:
    retracted(remarried)
    followed()
    by = official()
    (task,) = listed(by)
    lines = ProcessingRecord.objects.count()
    concluded = content(by.post(f"reexaminations/{task['decision']}/conclusions", conclusion(task)))
    assert concluded["concluded"]["motivation"] == "Bert bleek later alsnog overleden."
    assert listed(by) == []
    assert [it["claim"] for it in listed(by, state="concluded")] == [task["claim"]]
    assert ProcessingRecord.objects.count() > lines
    again = by.post(f"reexaminations/{task['decision']}/conclusions", conclusion(task, motivation="Nog eens."))
    assert content(again)["concluded"]["motivation"] == "Bert bleek later alsnog overleden."


def test_it_is_gone_when_what_fell_revives_and_comes_back_when_that_falls(remarried: Remarried) -> None:
    retraction = retracted(remarried)
    followed()
    (task,) = listed(official())
    undone = accepted(registry.retraction(retraction), path="corrections")  # type: ignore[arg-type]
    followed()
    assert listed(official(), state="all") == []
    problem(official().get(f"reexaminations/{task['decision']}"), 404, "reexamination-not-found")
    accepted(registry.retraction(undone["id"]), path="corrections")
    followed()
    assert [it["claim"] for it in listed(official())] == [task["claim"]]


def test_a_conclusion_is_about_the_difference_that_was_seen(remarried: Remarried) -> None:
    retracted(remarried)
    followed()
    (task,) = listed(official())
    path = f"reexaminations/{task['decision']}/conclusions"
    problem(official().post(path, conclusion(task, difference="0" * 64)), 409, "difference-moved")
    problem(official().post(path, conclusion(task, motivation=" ")), 400, "motivation-required")
    assert pointers(problem(official().post(path, {"colour": "red"}), 400, "invalid-request")) == {
        "/colour",
        "/motivation",
        "/difference",
    }
    problem(official().post(f"reexaminations/{uuid4()}/conclusions", conclusion(task)), 404)
    assert not Conclusion.objects.exists()


def test_who_may_not_see_the_zone_sees_nothing_of_it(remarried: Remarried) -> None:
    retracted(remarried)
    followed()
    stranger = caller("ambtenaar", *DECIDES, zones=(registry.ADDRESSES,))
    assert listed(stranger, state="all") == []
    (task,) = listed(official())
    problem(stranger.get(f"reexaminations/{task['decision']}"), 404, "reexamination-not-found")
    reader = caller("systeem", *DECIDES[:1])
    assert listed(reader) == [task]
    problem(reader.post(f"reexaminations/{task['decision']}/conclusions", conclusion(task)), 403, "not-an-official")


def test_pages_follow_a_cursor(remarried: Remarried) -> None:
    second = remarriage()
    for it in (remarried, second):
        retracted(it)
    followed()
    by = official()
    first_page = content(by.get("reexaminations", {"pageSize": "1"}))
    last_page = content(by.get(first_page["next"]))
    told = [it["claim"] for page in (first_page, last_page) for it in page["reexaminations"]]
    assert told == [remarried["wedding"], second["wedding"]]
    assert (first_page["more"], last_page["more"], last_page["next"]) == (True, False, None)
    problem(by.get("reexaminations", {"cursor": first_page["cursor"], "state": "all"}), 400)


def test_a_dry_run_tells_which_decisions_would_come_under_investigation(remarried: Remarried) -> None:
    retraction = done(official(), "corrections", registry.retraction(remarried["death"]))
    decision = {
        "event_reference": [retraction["id"]],
        "event_data": {"decision": "accepted", "motivation": "De verkeerde persoon."},
    }
    told = content(official().post("validations/preview", decision))
    (foreseen,) = told["underInvestigation"]
    assert foreseen["claim"] == remarried["wedding"]
    assert [change["name"] for change in foreseen["changes"]] == ["overlijden", "ongehuwd"]
    done(official(), "validations", decision)
    followed()
    (task,) = listed(official())
    assert [it["before"] for it in task["changes"]] == [it["before"] for it in foreseen["changes"]]
    again = content(official().post("corrections/preview", registry.retraction(retraction["id"])))
    assert again["underInvestigation"] == again["onceAccepted"]["underInvestigation"] == []


def test_a_dry_run_is_judged_on_all_zones_as_the_decision_is(database: object) -> None:
    registry.furnish()
    anna, bert, chris = (registry.known_person() for _ in range(3))
    elsewhere = registry.official(registry.ADDRESSES)
    registry.record(registry.marriage(anna, bert, on="2026-01-02"), by=elsewhere)
    hidden = registry.record(registry.marriage(anna, bert, on="2026-01-02", act=3), by=elsewhere)[0].event
    validate_claim(claim_id=hidden.id, decision=Decision.ACCEPTED, principal=registry.official(registry.ADDRESSES))
    told = content(official().post("claims/preview", registry.marriage(anna, chris, act=2)))
    failed = [it["check"] for it in told["onceAccepted"]["checks"] if it["outcome"] == "failed"]
    assert failed == ["ongehuwd"]
