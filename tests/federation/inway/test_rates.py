"""What one member of the group may ask in a minute, and that nobody else waits for it."""

import json
import time
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings
from pytest_django import fixtures

from events.models import AccessRecord
from federation.domain.contracts import Content
from federation.models import TransactionRecord
from federation.transport import rates
from tests import registry
from tests.federation.agreements import agreed, connection, zone_connection
from tests.federation.in_process import Answer, Connection
from tests.federation.inway.conftest import TERMS, Town

LINES = "Gebeurtenissen over objecten geraadpleegd"


@pytest.fixture(autouse=True)
def counting(valkey: str, settings: fixtures.Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A cache that really counts, in one minute that does not end."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": valkey}}
    minute = uuid4()
    monkeypatch.setattr(rates, "_key", lambda name, _now: f"fsc-rate-test:{name}:{minute}")


@pytest.fixture
def held(town: Town) -> Content:
    return agreed(zone_connection(town.reader, town.provider, zone=registry.CIVIL, terms=TERMS), by=town.both)


def about(number: int, *, by: Connection, token: str) -> Answer:
    body = json.dumps({"objectIds": [str(uuid4()) for _ in range(number)]}).encode()
    return by.call(token, "/events-about", method="POST", body=body)


def waits(answer: Answer) -> None:
    assert answer.status_code == 429, answer.content
    assert 1 <= int(answer["Retry-After"]) <= 60


def asked_too_much(town: Town, held: Content) -> list[int]:
    token = town.by_reader.token(held)
    with override_settings(F6_FSC_OBJECTS_PER_MINUTE=5):
        return [about(2, by=town.by_reader, token=token).status_code for _ in range(4)]


def test_about_so_many_objects_may_be_asked_on_a_grant_and_what_is_refused_leaves_no_lines(
    town: Town, held: Content
) -> None:
    before = AccessRecord.objects.filter(action=LINES).count()
    assert asked_too_much(town, held) == [200, 200, 429, 429]
    assert AccessRecord.objects.filter(action=LINES).count() == before + 2
    with override_settings(F6_FSC_OBJECTS_PER_MINUTE=5):
        waits(answer := about(1, by=town.by_reader, token=town.by_reader.token(held)))
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["type"] == "urn:f6:problem:too-many-requests"
        other = agreed(
            zone_connection(town.other, town.provider, zone=registry.CIVIL, terms=TERMS),
            by=(town.other, town.provider),
        )
        assert about(2, by=town.by_other, token=town.by_other.token(other)).status_code == 200


def test_without_counting_a_grant_is_asked_on_without_end(
    town: Town, held: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault: it shows that the test above can fail."""
    monkeypatch.setattr(rates, "counted", lambda _name, **_: 0)
    assert asked_too_much(town, held) == [200] * 4


def test_after_too_many_events_nothing_is_told_on_that_grant_in_this_minute(town: Town, held: Content) -> None:
    for _ in range(3):
        registry.record(registry.birth(registry.known_person(), registry.known_person()), by=registry.official())
    token = town.by_reader.token(held)
    with override_settings(F6_FSC_EVENTS_PER_MINUTE=2):
        assert len(town.by_reader.call(token, "/events").json()["events"]) > 2
        for path in ("/events", "/object-announcements", f"/events/{uuid4()}"):
            waits(town.by_reader.call(token, path))
        waits(about(1, by=town.by_reader, token=token))
    assert town.by_reader.call(token, "/events").status_code == 200


def calls(town: Town, number: int) -> list[Answer]:
    token = town.by_reader.token(agreed(connection(town.reader, town.provider, service="echo"), by=town.both))
    with override_settings(F6_FSC_REQUESTS_PER_MINUTE=2):
        return [town.by_reader.call(token) for _ in range(number)]


def test_so_many_requests_of_a_peer_the_inway_answers_and_writes_down(town: Town) -> None:
    *fine, late = calls(town, 3)
    assert [it.status_code for it in fine] == [200, 200]
    waits(late)
    told = late.json()
    assert (told["domain"], told["code"], late["Fsc-Error-Code"]) == (
        *("ERROR_DOMAIN_INWAY", "ERROR_CODE_F6_TOO_MANY_CALLS", "ERROR_CODE_F6_TOO_MANY_CALLS"),
    )
    assert TransactionRecord.objects.count() == 2
    with override_settings(F6_FSC_REQUESTS_PER_MINUTE=2):
        assert town.by_other.call("nonsense").status_code == 401


def refused_by_manager(answer: Answer) -> None:
    waits(answer)
    told: dict[str, Any] = answer.json()
    assert (told["domain"], told["code"]) == ("ERROR_DOMAIN_MANAGER", "ERROR_CODE_F6_TOO_MANY")


def test_so_many_requests_of_a_peer_the_manager_answers(town: Town) -> None:
    with override_settings(F6_FSC_REQUESTS_PER_MINUTE=2):
        answers = [town.by_reader.ask("GET", "/v1/peer") for _ in range(3)]
        assert [it.status_code for it in answers[:2]] == [200, 200]
        refused_by_manager(answers[2])
        refused_by_manager(town.by_reader.ask("POST", "/v1/token"))
        assert town.by_other.ask("GET", "/v1/peer").status_code == 200


def worked_too_long(town: Town) -> list[Answer]:
    with pytest.MonkeyPatch.context() as patch:
        moments = iter(range(0, 1_000, 11))  # each request takes eleven seconds of the processor
        patch.setattr(time, "thread_time", lambda: next(moments))
        with override_settings(F6_FSC_MANAGER_SECONDS_PER_MINUTE=15):
            return [town.by_reader.ask("GET", "/v1/peer") for _ in range(3)]


def test_who_keeps_the_manager_at_work_waits_and_others_do_not(town: Town) -> None:
    first, second, third = worked_too_long(town)
    assert (first.status_code, second.status_code) == (200, 200)
    refused_by_manager(third)
    assert town.by_other.ask("GET", "/v1/peer").status_code == 200


def test_work_that_is_not_counted_has_no_end(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault."""
    monkeypatch.setattr(rates, "counted", lambda _name, **_: 0)
    assert [it.status_code for it in worked_too_long(town)] == [200] * 3


def test_a_cache_that_does_not_answer_keeps_nobody_out(town: Town, settings: fixtures.Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere.sock"}
    }
    with override_settings(F6_FSC_REQUESTS_PER_MINUTE=1):
        assert [town.by_reader.ask("GET", "/v1/peer").status_code for _ in range(3)] == [200] * 3
