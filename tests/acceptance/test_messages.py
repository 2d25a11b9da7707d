"""Asking the source of a claim for more over the API, and its answer: an audited message, not an event."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from events.models import ApiToken, ProcessingRecord
from events.processing import SUBJECT
from tests import registry
from tests.callers import SUBMITS, Caller, caller, content, log_counts, midwife, official, pointers, problem


@pytest.fixture
def town(database: object) -> None:
    registry.furnish()


def claimed(by: Caller) -> str:
    answer = by.post("claims", registry.birth(uuid4(), registry.known_person()))
    assert answer.status_code == 201, answer.content
    return str(content(answer)["id"])


def said(by: Caller, event_id: str, text: str) -> dict[str, Any]:
    answer = by.post("messages", {"eventId": event_id, "text": text})
    assert answer.status_code == 201, answer.content
    return content(answer)


def test_the_source_reads_what_is_asked_and_answers_it(town: None) -> None:
    source, clerk = midwife(), official()
    claim = claimed(source)
    before = log_counts()["event"]
    assert said(clerk, claim, "Hoe laat precies?") | {"sentAt": ""} == {
        "eventId": claim,
        "kind": "question",
        "text": "Hoe laat precies?",
        "sourceType": "ambtenaar",
        "sentAt": "",
    }
    asked = content(source.get("messages"))
    assert [(it["kind"], it["text"]) for it in asked["messages"]] == [("question", "Hoe laat precies?")]
    said(source, claim, "Om 04:37.")
    after = content(source.get("messages", {"cursor": asked["cursor"]}))
    assert [(it["kind"], it["text"]) for it in after["messages"]] == [("answer", "Om 04:37.")]
    both = content(clerk.get("messages", {"eventId": claim}))
    assert [it["kind"] for it in both["messages"]] == ["question", "answer"]
    assert log_counts()["event"] == before


def test_an_intermediary_reads_and_answers_what_is_asked_about_what_it_submitted_for_another(town: None) -> None:
    between, clerk = caller("ouder", *SUBMITS, intermediary=True), official()
    named = {"event_source_id": str(uuid4()), "event_source_type": "ouder"}
    answered = between.post("claims", registry.birth(uuid4(), registry.known_person()) | named)
    claim = str(content(answered)["id"])
    assert content(answered)["event_source_id"] == named["event_source_id"]
    said(clerk, claim, "Hoe laat precies?")
    assert [it["text"] for it in content(between.get("messages"))["messages"]] == ["Hoe laat precies?"]
    assert said(between, claim, "Om 04:37.")["kind"] == "answer"
    assert content(caller("ouder", *SUBMITS).get("messages"))["messages"] == []


def test_who_could_not_read_a_question_is_not_asked(town: None) -> None:
    source, clerk = midwife(), official()
    claim = claimed(source)
    ApiToken.objects.filter(client=source.client).update(revoked_at=timezone.now())
    problem(clerk.post("messages", {"eventId": claim, "text": "Hoe laat precies?"}), 409, "nobody-to-ask")


def test_reading_and_writing_leave_their_lines(town: None) -> None:
    source, clerk = midwife(), official()
    claim = claimed(source)
    said(clerk, claim, "Hoe laat precies?")
    source.get("messages")
    names = set(ProcessingRecord.objects.values_list("name", flat=True))
    assert {"Bron om aanvulling gevraagd", "Berichten gelezen"} <= names


def test_that_nothing_was_asked_about_a_claim_is_read_about_its_persons_too(town: None) -> None:
    clerk = official()
    claim = claimed(midwife())
    assert content(clerk.get("messages", {"eventId": claim}))["messages"] == []
    lines = ProcessingRecord.objects.filter(name="Berichten gelezen")
    assert any(SUBJECT in line.attributes for line in lines)


def test_a_stranger_is_answered_as_about_an_event_that_is_not_there(town: None) -> None:
    claim, stranger = claimed(midwife()), midwife()
    for event_id in (claim, str(uuid4())):
        told = problem(stranger.get("messages", {"eventId": event_id}), 404, "event-not-found")
        assert "Hoe laat" not in str(told)
    assert content(stranger.get("messages"))["messages"] == []


def test_whatever_is_wrong_with_a_message_is_told_at_once(town: None) -> None:
    told = problem(official().post("messages", {"eventId": "x", "text": " ", "toon": "streng"}), 400, "invalid-request")
    assert pointers(told) == {"/eventId", "/text", "/toon"}
    problem(official().post("messages", []), 400, "invalid-request")


def test_nothing_is_asked_or_answered_about_what_is_decided(town: None) -> None:
    source, clerk = midwife(), official()
    claim = claimed(source)
    decision = {"event_reference": [claim], "event_data": {"decision": "rejected", "motivation": "Nee."}}
    assert official().post("validations", decision).status_code == 201
    problem(clerk.post("messages", {"eventId": claim, "text": "Toch nog iets?"}), 409, "already-decided")
    problem(source.post("messages", {"eventId": claim, "text": "Toch nog iets."}), 409, "already-decided")
