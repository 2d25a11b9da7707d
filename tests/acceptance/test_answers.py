"""What every answer of the API has: headers, problems of every kind, languages; and what is written down of a read."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import fixtures

from events import processing
from events.api import urls
from events.api.middleware import SECURITY_HEADERS
from events.domain.permissions import Permission
from events.models import AccessRecord, ProcessingRecord, Zone
from events.queries import events
from federation.api import urls as federation_urls
from readmodels.api import urls as state_urls
from readmodels.models import Reexamination
from tests import registry
from tests.callers import SUBMITS, Caller, caller, content, midwife, problem
from tests.database import Database

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@pytest.fixture(scope="module")
def by(furnished: None) -> Caller:
    return caller("verloskundige", *SUBMITS, Permission.CONSULT)


@pytest.fixture(scope="module")
def claim(by: Caller) -> dict[str, Any]:
    return content(by.post("claims", registry.birth(uuid4(), uuid4())))


# -- headers -----------------------------------------------------------------------------------------------------------


def answers(by: Caller, claim: dict[str, Any]) -> dict[str, Any]:
    nobody = Caller()
    return {
        "an event": by.get(f"events/{claim['id']}"),
        "a page": by.get("events"),
        "a recorded claim": by.post("claims", registry.birth(uuid4(), uuid4())),
        "the document": nobody.get("openapi.json"),
        "no token": nobody.get("events"),
        "bad input": by.post("claims", {}),
        "an address that leads nowhere": by.get("nowhere"),
        "another version": by.get("/api/v2/events"),
        "the bare API": by.get("/api"),
        "a wrong method": by.send("DELETE", "events"),
        "a wrong host": by.get("events", Host="evil.example"),
    }


def test_every_answer_has_its_version_trace_and_security_headers(by: Caller, claim: dict[str, Any]) -> None:
    for name, response in answers(by, claim).items():
        assert response["API-Version"] == settings.API_VERSION, name
        assert response["traceparent"].startswith("00-"), name
        assert response["Content-Type"] in {"application/json", "application/problem+json"}, name
        for header, value in SECURITY_HEADERS.items():
            assert response[header] == value, (name, header)
        assert "Server" not in response, name
        assert "Set-Cookie" not in response, name


def test_only_the_document_may_be_read_by_any_page(by: Caller, claim: dict[str, Any]) -> None:
    for name, response in answers(by, claim).items():
        assert response.get("Access-Control-Allow-Origin") == ("*" if name == "the document" else None), name


def test_the_trace_of_the_caller_goes_on(by: Caller) -> None:
    response = by.get("events", traceparent=TRACEPARENT)
    assert response["traceparent"].split("-")[1] == "0af7651916cd43dd8448eb211c80319c"
    assert response["traceparent"].split("-")[2] != "b7ad6b7169203331"


# -- problems that no view makes ---------------------------------------------------------------------------------------


def test_whatever_is_sent_to_an_address_that_leads_nowhere_is_answered_with_a_problem(by: Caller) -> None:
    """A browser's form needs a token against forgery; who calls the API shows who he is another way."""
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/api/v1/reexaminations/È/conclusions", {}, headers={"Authorization": f"Bearer {by.secret}"})
    problem(answer, 404, "not-found")


@pytest.mark.parametrize(
    "path", ["events/", "claims/", "openapi.json/", "nowhere", "/api/", "/api/v1", "/api/v2/zones"]
)
def test_an_address_that_leads_nowhere_is_a_problem_and_no_redirect(by: Caller, path: str) -> None:
    problem(by.get(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "events"), ("DELETE", "zones"), ("GET", "claims"), ("OPTIONS", "events")]
)
def test_a_method_that_is_not_possible_says_which_are(by: Caller, method: str, path: str) -> None:
    response = by.send(method, path)
    problem(response, 405, "method-not-allowed")
    assert response["Allow"]


def test_another_form_of_answer_is_not_to_be_had(by: Caller) -> None:
    problem(by.get("events", Accept="text/html"), 406, "not-acceptable")


@pytest.mark.parametrize("header", ["", "Basic YTpi", "Bearer", "Bearer ", "Bearer made-up", "Bearer \x00", "Token x"])
def test_without_a_valid_token_nothing_is_told(claim: dict[str, Any], header: str) -> None:
    response = Caller().get(f"events/{claim['id']}", Authorization=header)
    problem(response, 401)
    assert response["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_host_is_a_problem_too(by: Caller) -> None:
    problem(by.get("events", Host="evil.example"), 400, "bad-request")


def test_what_nobody_foresaw_tells_nothing_of_our_insides(by: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise ZeroDivisionError("select secret from somewhere")

    monkeypatch.setattr(events, "search", fails)
    response = by.get("events")
    problem(response, 500, "internal-error")
    assert "secret" not in response.content.decode()
    assert "ZeroDivision" not in response.content.decode()


def test_a_database_that_does_not_answer_is_told_with_when_to_try_again(
    by: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("connection refused")

    monkeypatch.setattr(events, "search", fails)
    response = by.get("events")
    problem(response, 503, "unavailable")
    assert int(response["Retry-After"]) > 0


def test_problems_speak_the_language_that_is_asked(by: Caller) -> None:
    dutch = Caller(by.client, by.secret, language="nl").post("claims", {})
    english = by.post("claims", {})
    assert dutch.json()["title"] == "Ongeldig verzoek"
    assert english.json()["title"] == "Invalid request"
    assert dutch["Content-Language"] == "nl"
    said = {error["code"]: error["detail"] for error in dutch.json()["errors"]}
    assert said["required"] == "Voeg dit veld toe: het is verplicht."


# -- rate limits -------------------------------------------------------------------------------------------------------


@pytest.fixture
def counting(valkey: str, settings: fixtures.Settings) -> Iterator[None]:
    """A cache that really counts."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": valkey}}
    cache.clear()
    yield
    cache.clear()


def test_a_client_over_its_limit_waits_and_others_do_not(
    by: Caller, counting: None, settings: fixtures.Settings
) -> None:
    settings.CLIENT_RATE_MAX = 3
    statuses = [by.get("zones").status_code for _ in range(5)]
    assert statuses.count(429) >= 1
    assert statuses[:3] == [200, 200, 200]
    response = by.get("zones")
    problem(response, 429, "too-many-requests")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert midwife().get("zones").status_code == 200


def test_a_registry_that_cannot_count_still_answers(by: Caller, settings: fixtures.Settings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "unix:///nowhere.sock"}
    }
    assert by.get("zones").status_code == 200


# -- what is written down ----------------------------------------------------------------------------------------------

IMPERSONAL = {"zones", "event-types", "event-type", "schema", "openapi"}
OF_ADMINISTRATORS = {"drafts", "draft", "draft-differences", "draft-compatibility", "administrative-changes"}
"""No personal data, but for which stored events do not fit a draft: see `test_event_types`."""
PERSONAL = {"events": "events", "event": "events/{}"}
WRITTEN_DOWN_ELSEWHERE = {
    *("messages", "subscription-attempt", "parked-deliveries"),
    *("subscription-feed", "subscription-stream"),
}
"""Tell of persons only where somebody wrote something, or is delivered to: `test_messages`,
`test_subscription_deliveries`, `test_feed` and `test_stream` hold their lines.
"""
OF_SUBSCRIPTIONS = {
    *("subscriptions", "subscription", "subscription-keys", "subscription-public-keys", "subscription-attempts"),
    *("receiver-allowances", "subscription-grant"),
    *("trusted-authorities", "client-certificate", "client-credentials"),
}
"""What was asked, and whether it was sent: of events no more than an id."""


def test_every_address_that_is_read_is_known_to_give_personal_data_or_not() -> None:
    read = {pattern.name for pattern in urls.urlpatterns if hasattr(getattr(pattern.callback, "cls", None), "get")}
    assert read == (IMPERSONAL | set(PERSONAL) | WRITTEN_DOWN_ELSEWHERE | OF_ADMINISTRATORS | OF_SUBSCRIPTIONS)


OF_CONNECTIONS = {
    *("own-peer", "connections", "connection", "peers", "peer", "directory-services", "publications", "transactions"),
}
"""Of organisations and what they agreed: of no person. A purpose in a contract names none, as its form says."""


@contextmanager
def new_lines() -> Iterator[list[ProcessingRecord]]:
    newest = max(ProcessingRecord.objects.values_list("pk", flat=True), default=0)
    found: list[ProcessingRecord] = []
    yield found
    found += ProcessingRecord.objects.filter(pk__gt=newest).order_by("pk")


@pytest.mark.parametrize("name", PERSONAL)
def test_every_read_of_personal_data_wrote_its_lines(by: Caller, claim: dict[str, Any], name: str) -> None:
    with new_lines() as lines:
        response = by.get(PERSONAL[name].format(claim["id"]), traceparent=TRACEPARENT)
    body = response.json()
    shown = {object_id for event in body.get("events", [body]) for object_id in event["object_ids"]}
    action, *children = lines
    assert {line.attributes["dpl.core.data_subject_id"] for line in children} == {
        processing.pseudonym(UUID(person)) for person in shown
    }
    assert bytes(action.trace_id).hex() == "0af7651916cd43dd8448eb211c80319c"
    assert bytes(action.parent_span_id or b"").hex() == "b7ad6b7169203331"
    assert bytes(action.span_id).hex() == response["traceparent"].split("-")[2]
    assert {bytes(line.parent_span_id or b"") for line in children} == {bytes(action.span_id)}
    who = AccessRecord.objects.get(trace_id=action.trace_id, span_id=action.span_id)
    assert str(who.source_id) == by.source_id


STATES = {
    "state": "objects/{child}/state",
    "timeline": "objects/{child}/timeline",
    "explanations": "objects/{child}/explanations?fact=naam&view=asserted",
    "difference": "objects/{child}/difference?between=2020-01-01",
    "federated-state": "federated/objects/{child}/state",
    "federated-timeline": "federated/objects/{child}/timeline",
    "federated-explanations": "federated/objects/{child}/explanations?fact=naam&view=asserted",
    "reexaminations": "reexaminations",
    "reexamination": "reexaminations/{decision}",
}


def test_every_address_of_states_gives_personal_data() -> None:
    patterns = (*state_urls.urlpatterns, *federation_urls.urlpatterns)
    read = {it.name for it in patterns if hasattr(getattr(it.callback, "cls", None), "get")}
    assert read == set(STATES) | OF_VIEWS | OF_CONNECTIONS


OF_VIEWS = {"views", "view", "view-document", "rebuilds", "rebuild", "rows", "parked", "federated-rows"}
"""Those of views tell of no person, but for their rows and what is parked: see `test_what_views_tell`, and
`tests/federation/states/test_views_over_http`."""


@pytest.mark.parametrize("name", STATES)
def test_every_read_of_a_state_wrote_a_line_for_whom_it_tells_of(by: Caller, claim: dict[str, Any], name: str) -> None:
    child = claim["object_ids"][0]
    row, _made = Reexamination.objects.update_or_create(
        claim_id=claim["id"],
        defaults={
            "decision_id": uuid4(),
            "zone": Zone.objects.get(slug=registry.CIVIL),
            "event_type": "Geboorte",
            "object_ids": [child],
            "shifts": [],
            "digest": b"",
            "since": timezone.now(),
            "open": True,
        },
    )
    with new_lines() as lines:
        assert by.get(STATES[name].format(child=child, decision=row.decision_id)).status_code == 200
    subjects = {line.attributes.get("dpl.core.data_subject_id") for line in lines}
    assert processing.pseudonym(UUID(child)) in subjects


@pytest.mark.parametrize("name", sorted(IMPERSONAL - {"event-type", "schema"}))
def test_a_read_of_what_is_not_personal_writes_nothing(by: Caller, name: str) -> None:
    with new_lines() as lines:
        assert by.get({"openapi": "openapi.json"}.get(name, name)).status_code == 200
    assert lines == []


@pytest.mark.parametrize("path", PERSONAL.values())
def test_nothing_is_returned_when_it_cannot_be_written_down(
    by: Caller, claim: dict[str, Any], worker_database: tuple[Database, Any], path: str
) -> None:
    database = worker_database[0]
    with database.connect("owner", autocommit=True) as owner:
        owner.execute("REVOKE INSERT ON events_processingrecord FROM f6_app")
        try:
            response = by.get(path.format(claim["id"]))
        finally:
            owner.execute("GRANT INSERT ON events_processingrecord TO f6_app")
    problem(response, 500)
    assert claim["object_ids"][0] not in response.content.decode()
    assert by.get(path.format(claim["id"])).status_code == 200


def test_a_recorded_event_wrote_its_lines_too(by: Caller) -> None:
    body = registry.birth(uuid4(), uuid4())
    with new_lines() as lines:
        by.post("claims", body)
    told = {line.attributes.get("dpl.core.data_subject_id") for line in lines} - {None}
    assert told == {processing.pseudonym(UUID(person)) for person in body["object_ids"]}


def test_no_line_holds_an_id_of_a_person_or_of_the_caller(by: Caller, claim: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(p::text, '') FROM events_processingrecord p")
        kept = json.dumps(cursor.fetchone()[0])
    for secret in (*claim["object_ids"], by.source_id, claim["id"]):
        assert secret not in kept


def test_a_caller_without_rights_reads_an_empty_page(furnished: None) -> None:
    page = caller("burger").get("events").json()
    assert (page["events"], page["zones"], page["more"]) == ([], [], False)
