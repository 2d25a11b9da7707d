"""What was tried and what is parked, delivered once more; and what is written down of reading it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from events import processing, sequencer
from events.domain.permissions import OFFICIAL, Permission
from events.models import DeliveryAttempt, ParkedDelivery, ProcessingRecord, Subscription
from events.store import last_seq, seq_of
from tests import registry
from tests.callers import Caller, caller, content, midwife, pointers, problem

Outcome = DeliveryAttempt.Outcome


@pytest.fixture
def town(database: object) -> None:
    registry.furnish()


def told_of_a_birth(by: Caller) -> tuple[str, dict[str, Any]]:
    """A subscription that failed to tell of a birth: its address, and the birth."""
    birth = content(midwife().post("claims", registry.birth(uuid4(), uuid4())))
    sequencer.seal_now()
    asked = {"name": "Bevolking", "url": "https://ontvanger.example.nl/hook", "startFrom": "beginning"}
    made = content(by.post("subscriptions", asked))
    one = Subscription.objects.get(pk=made["id"])
    Subscription.objects.update(cursor=last_seq())
    attempt = {"subscription": one, "event_id": birth["id"], "started_at": timezone.now(), "duration_ms": 12}
    DeliveryAttempt.objects.create(**attempt, outcome=Outcome.TIMEOUT)
    DeliveryAttempt.objects.create(**attempt, outcome=Outcome.REFUSED, status=500, number=2, answer="oeps")
    ParkedDelivery.objects.create(
        subscription=one,
        seq=seq_of(UUID(birth["id"])) or 0,
        event_id=birth["id"],
        object_ids=birth["object_ids"],
        state=ParkedDelivery.State.DEAD,
        cause=ParkedDelivery.Cause.FAILED,
        tries=2,
        reason="500",
        parked_at=timezone.now(),
    )
    return f"subscriptions/{one.pk}", birth


def subscriber() -> Caller:
    return caller("systeem", Permission.VIEW)


def administrator() -> Caller:
    return caller(OFFICIAL, Permission.MANAGE, zones=(registry.CIVIL, registry.ADDRESSES))


def lines_about(person: str) -> int:
    told = {"dpl.core.data_subject_id": processing.pseudonym(UUID(person))}
    return ProcessingRecord.objects.filter(attributes__contains=told).count()


def test_attempts_are_read_newest_first_page_by_page_and_filtered(town: None) -> None:
    by = subscriber()
    at, birth = told_of_a_birth(by)
    first = content(by.get(f"{at}/attempts", {"pageSize": 1}))
    assert [(it["number"], it["outcome"], it["status"]) for it in first["attempts"]] == [(2, "refused", 500)]
    second = content(by.get(first["next"]))
    assert [(it["number"], it["outcome"]) for it in second["attempts"]] == [(1, "timeout")]
    assert (second["more"], second["next"]) == (False, None)
    refused = content(by.get(f"{at}/attempts", {"outcome": "refused", "eventId": birth["id"]}))
    assert len(refused["attempts"]) == 1
    assert content(by.get(f"{at}/attempts", {"eventId": str(uuid4())}))["attempts"] == []
    assert pointers(problem(by.get(f"{at}/attempts", {"outcome": "goed"}), 400)) == {"/outcome"}
    elsewhere, _birth = f"{at[:-1]}{'0' if at[-1] != '0' else '1'}", birth
    problem(by.get(f"{elsewhere}/attempts", {"cursor": first["cursor"]}), 400)


def test_an_attempt_tells_what_was_sent_and_that_it_was_read(town: None) -> None:
    by = subscriber()
    at, birth = told_of_a_birth(by)
    newest = content(by.get(f"{at}/attempts"))["attempts"][0]["id"]
    before = lines_about(birth["object_ids"][0])
    found = content(by.get(f"{at}/attempts/{newest}"))
    assert f'"id":"{birth["id"]}"' in found["requestBody"]
    assert "Noor" not in found["requestBody"], "a thin notice"
    assert found["answer"] == "oeps"
    assert lines_about(birth["object_ids"][0]) == before + 1
    problem(by.get(f"{at}/attempts/999999999999999999999999"), 404, "attempt-not-found")


def test_what_is_parked_is_told_to_who_may_see_it_and_written_down(town: None) -> None:
    by, boss = subscriber(), administrator()
    at, birth = told_of_a_birth(by)
    child = birth["object_ids"][0]
    before = lines_about(child)
    found = content(by.get(f"{at}/parked-deliveries"))["parked"]
    assert [(it["eventId"], it["eventType"], it["objectIds"]) for it in found] == [
        (birth["id"], "Geboorte", birth["object_ids"])
    ]
    assert (found[0]["state"], found[0]["cause"], found[0]["tries"], found[0]["reason"]) == ("dead", "failed", 2, "500")
    assert lines_about(child) == before + 1
    seen = content(boss.get(f"{at}/parked-deliveries"))["parked"]
    assert [(it["eventId"], it["eventType"], it["zone"], it["objectIds"]) for it in seen] == [
        (birth["id"], None, None, None)
    ]
    assert content(boss.get(f"{at}/parked-deliveries", {"objectId": child}))["parked"] == []
    assert len(content(by.get(f"{at}/parked-deliveries", {"objectId": child, "state": "dead"}))["parked"]) == 1
    newest = content(boss.get(f"{at}/attempts"))["attempts"][0]["id"]
    assert content(boss.get(f"{at}/attempts/{newest}"))["requestBody"] is None
    assert lines_about(child) == before + 2


def test_how_it_fares_is_told_with_it(town: None) -> None:
    by = subscriber()
    at, _birth = told_of_a_birth(by)
    Subscription.objects.update(cursor=0, failing_since=timezone.now())
    fares = content(by.get(at))["health"]
    assert fares["lagEvents"] == 1
    assert 0 < fares["lagSeconds"] < 600
    assert fares["lastHour"] == {"attempts": 2, "delivered": 0, "success": 0}
    assert fares["parked"] == {"dead": 1}
    assert fares["parkedSince"]
    assert fares["failingSince"]
    DeliveryAttempt.objects.update(started_at=timezone.now() - timedelta(hours=2))
    later = content(by.get("subscriptions"))["subscriptions"][0]["health"]
    assert (later["lastHour"]["success"], later["lastDay"]["attempts"]) == (None, 2)


@pytest.mark.parametrize("asked", ["parked", "event", "since"])
def test_it_is_delivered_once_more_as_asked(town: None, asked: str) -> None:
    by = subscriber()
    at, birth = told_of_a_birth(by)
    body = {
        "parked": {"parked": {"state": "dead", "eventTypes": ["Geboorte"], "objectId": birth["object_ids"][0]}},
        "event": {"eventId": birth["id"]},
        "since": {"since": "2020-01-01T00:00:00Z"},
    }[asked]
    answer = by.post(f"{at}/redeliveries", body)
    assert (answer.status_code, content(answer)) == (202, {"events": 1, "waiting": 0})
    assert [it["state"] for it in content(by.get(f"{at}/parked-deliveries"))["parked"]] == ["retrying"]


@pytest.mark.parametrize(
    "asked", [{}, {"parked": {}, "since": "2020-01-01T00:00:00Z"}, {"parked": {"state": "behind"}}, {"since": "gister"}]
)
def test_what_cannot_be_asked_is_refused(town: None, asked: dict[str, Any]) -> None:
    by = subscriber()
    at, _birth = told_of_a_birth(by)
    problem(by.post(f"{at}/redeliveries", asked), 400, "invalid-request")
    assert ParkedDelivery.objects.get().state == "dead"


def test_it_is_set_back_to_an_event_a_moment_or_the_beginning_and_never_forward(town: None) -> None:
    by = subscriber()
    at, birth = told_of_a_birth(by)
    for to in ({"eventId": birth["id"]}, {"moment": "2020-01-01T00:00:00Z"}, {"beginning": True}):
        Subscription.objects.update(cursor=1)
        answer = by.post(f"{at}/rewinds", to)
        assert (answer.status_code, content(answer)["health"]["lagEvents"]) == (202, 1), to
    assert content(by.get(f"{at}/parked-deliveries"))["parked"] == []
    problem(by.post(f"{at}/rewinds", {"eventId": birth["id"]}), 409, "not-passed-yet")
    assert pointers(problem(by.post(f"{at}/rewinds", {"moment": "2999-01-01T00:00:00Z"}), 400)) == {"/moment"}
    problem(by.post(f"{at}/rewinds", {"eventId": str(uuid4())}), 404, "event-not-found")
    problem(by.post(f"{at}/rewinds", {"beginning": False}), 400, "invalid-request")
