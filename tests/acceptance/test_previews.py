"""The dry run over HTTP: it tells what would be checked and what would follow, and records nothing."""

from typing import Any
from uuid import uuid4

import pytest

from events import sequencer
from events.models import AccessRecord, ProcessingRecord
from tests import registry
from tests.callers import Caller, content, log_counts, midwife, official, pointers, problem


@pytest.fixture
def town(database: object) -> None:
    registry.furnish()


def previewed(by: Caller, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = by.post(f"{path}/preview", body)
    assert response.status_code == 200, response.content
    return content(response)


def done(by: Caller, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = by.post(path, body)
    assert response.status_code == 201, response.content
    return content(response)


def accepting(event_id: str, **more: Any) -> dict[str, Any]:
    data = {"decision": "accepted", "motivation": "Gebleken.", **more}
    return {"id": str(uuid4()), "event_reference": [event_id], "event_data": data}


def named(changes: list[dict[str, Any]]) -> set[str]:
    return {change["name"] for touched in changes for change in touched["changes"]}


def birth(mother: str | None = None) -> dict[str, Any]:
    person = registry.known_person() if mother is None else mother
    return registry.birth(uuid4(), person) | {"id": str(uuid4())}  # type: ignore[arg-type]


def test_a_claim_changes_nothing_by_law_and_shows_what_its_acceptance_would(town: None) -> None:
    body = birth()
    told = previewed(midwife(), "claims", body)
    assert told["recordable"]
    assert told["difference"] == []
    once = told["onceAccepted"]
    child, mother = body["object_ids"]
    assert {touched["objectId"] for touched in once["difference"]} == {child, mother}
    assert {"naam", "geboorte", "geslacht", "ouder/1", f"kind/{child}"} <= named(once["difference"])
    assert {check["check"] for check in once["checks"]} >= {"gegevens_volledig", "ouders_bekend"}
    assert all(check["outcome"] == "passed" for check in once["checks"])


def test_a_dry_run_leaves_nothing_but_the_line_that_it_was_asked(town: None) -> None:
    claim, by, other, third = done(midwife(), "claims", birth()), official(), official(), midwife()
    before = {table: count for table, count in log_counts().items() if table != "events_processingrecord"}
    lines, accesses = ProcessingRecord.objects.count(), AccessRecord.objects.count()
    previewed(by, "validations", accepting(claim["id"]))
    previewed(other, "corrections", registry.retraction(claim["id"]))
    previewed(third, "claims", birth(mother=claim["object_ids"][1]))
    after = {table: count for table, count in log_counts().items() if table != "events_processingrecord"}
    assert after == before
    assert AccessRecord.objects.count() == accesses + 3
    assert ProcessingRecord.objects.count() > lines
    assert set(ProcessingRecord.objects.order_by("pk")[lines:].values_list("name", flat=True)) == {
        "Gevolgen vooraf bekeken"
    }


def test_the_difference_of_a_decision_is_the_one_that_really_follows(town: None) -> None:
    claim, by = done(midwife(), "claims", birth()), official()
    decision = accepting(claim["id"])
    told = previewed(by, "validations", decision)
    sequencer.seal_now()
    before = claim["created_at"]
    decided = done(by, "validations", decision)
    for touched in told["difference"]:
        query = {"between": before, "and": decided["created_at"]}
        really = content(by.get(f"objects/{touched['objectId']}/difference", query))
        assert touched["changes"] == really["changes"]
    assert {touched["objectId"] for touched in told["difference"]} == set(claim["object_ids"])
    assert told["onceAccepted"] is None


def test_the_difference_of_a_retraction_shows_what_falls_for_everybody(town: None) -> None:
    by, colleague = official(), official()
    claim = done(midwife(), "claims", birth())
    done(by, "validations", accepting(claim["id"]))
    told = previewed(by, "corrections", registry.retraction(claim["id"]))
    assert told["difference"] == []
    fallen = told["onceAccepted"]["difference"]
    assert {touched["objectId"] for touched in fallen} == set(claim["object_ids"])
    assert all(
        change["after"] is None for touched in fallen for change in touched["changes"] if change["name"] == "naam"
    )
    retraction = done(by, "corrections", registry.retraction(claim["id"]))
    assert named(previewed(colleague, "validations", accepting(retraction["id"]))["difference"]) == named(fallen)


def test_a_check_that_would_fail_is_told_with_what_would_follow(town: None) -> None:
    claim = done(midwife(), "claims", birth(mother=str(uuid4())))
    told = previewed(official(), "validations", accepting(claim["id"]))
    assert (told["recordable"], told["refusal"]) == (False, "checks-failed")
    failed = [check for check in told["checks"] if check["outcome"] == "failed"]
    assert failed == [{"check": "ouders_bekend", "outcome": "failed", "overrulable": True}]
    assert "naam" in named(told["difference"])
    overruled = accepting(claim["id"], checks=[{"check": "ouders_bekend", "overruled": True}])
    assert previewed(official(), "validations", overruled)["recordable"]
    problem(official().post("validations", accepting(claim["id"])), 409, "checks-failed")


def test_what_an_official_has_yet_to_fill_in_hides_nothing_of_what_would_follow(town: None) -> None:
    body = birth()
    del body["event_data"]["akte"]
    claim, by = done(midwife(), "claims", body), official()
    told = previewed(by, "validations", accepting(claim["id"]))
    assert (told["recordable"], told["refusal"]) == (False, "invalid-data")
    failed = [check["check"] for check in told["checks"] if check["outcome"] == "failed"]
    assert failed == ["gegevens_volledig"]
    assert "naam" in named(told["difference"])
    misshapen = accepting(claim["id"], checks=[{"outcome": "passed"}])
    assert pointers(problem(by.post("validations/preview", misshapen), 400, "invalid-data"))


def test_a_second_death_is_told_before_it_is_refused(town: None) -> None:
    person = uuid4()
    first, second = (done(official(), "claims", registry.death(person, act=act)) for act in (1, 2))
    done(official(), "validations", accepting(first["id"]))
    told = previewed(official(), "validations", accepting(second["id"]))
    assert (told["recordable"], told["refusal"]) == (False, "same-occurrence")


def test_what_is_refused_for_another_reason_is_refused_here_too(town: None) -> None:
    by = midwife()
    assert pointers(problem(by.post("claims/preview", birth() | {"colour": "red"}), 400, "invalid-request")) == {
        "/colour"
    }
    problem(by.post("validations/preview", accepting(str(uuid4()))), 400, "reference-not-found")
    claim = done(by, "claims", birth())
    problem(by.post("validations/preview", accepting(claim["id"])), 403, "not-an-official")
