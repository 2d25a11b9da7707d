"""Bad input gets a clear 4xx problem and leaves no trace in the log.

Each case names what is sent, and what the answer says: status, kind of problem, and the place to mend.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from events.commands.recording import BATCH_MAX
from events.domain.permissions import Permission
from events.domain.plain_json import NESTING_MAX
from events.models import Zone
from tests import registry
from tests.callers import DECIDES, SUBMITS, Caller, caller, content, log_counts, midwife, official, pointers, problem


@dataclass
class Town:
    """Callers, and a claim that stands open."""

    midwife: Caller
    official: Caller
    claim: dict[str, Any]


@pytest.fixture(scope="module")
def town(furnished: None) -> Town:
    by = midwife()
    return Town(by, official(), by.post("claims", birth()).json())


@pytest.fixture
def claim(town: Town) -> dict[str, Any]:
    """A claim of this test's own, for what would be decided on."""
    body = registry.birth(uuid4(), registry.known_person())
    return content(town.midwife.post("claims", body))


def birth(**changes: Any) -> dict[str, Any]:
    return registry.birth(uuid4(), uuid4()) | changes


def birth_with(**changes: Any) -> dict[str, Any]:
    body = birth()
    body["event_data"] |= changes
    return body


def decision(target: str, **data: Any) -> dict[str, Any]:
    return {"event_reference": [target], "event_data": {"decision": "accepted", **data}}


@contextmanager
def no_trace() -> Iterator[None]:
    before = log_counts()
    yield
    assert log_counts() == before


# -- the JSON itself ---------------------------------------------------------------------------------------------------

DEEP = "[" * 60 + "]" * 60
JSON_CASES = {
    "malformed": (b'{"event_type": }', "malformed-json", ""),
    "cut off": (b'{"event_type": "Geboorte"', "malformed-json", ""),
    "not JSON at all": (b"hello", "malformed-json", ""),
    "single quotes": (b"{'event_type': 'Geboorte'}", "malformed-json", ""),
    "control character in text": (b'{"a": "\n"}', "malformed-json", ""),
    "trailing garbage": (b'{"event_type": "Geboorte"} x', "trailing-data", ""),
    "two values": (b"{} {}", "trailing-data", ""),
    "not UTF-8": (b'{"a": "\xff"}', "encoding", ""),
    "byte order mark": (b"\xef\xbb\xbf{}", "byte-order-mark", ""),
    "duplicate key": (b'{"zone": "a", "zone": "b"}', "duplicate-key", "/zone"),
    "duplicate key deep in the data": (
        b'{"event_data": {"kind": [{"objectId": 1, "objectId": 2}]}}',
        "duplicate-key",
        "/event_data/kind/0/objectId",
    ),
    "duplicate key by escape": (b'{"zone": "a", "z\\u006fne": "b"}', "duplicate-key", "/zone"),
    "NUL in text": (b'{"event_type": "Geb\\u0000oorte"}', "nul", "/event_type"),
    "NUL in a name": (b'{"event_data": {"a\\u0000": 1}}', "nul", "/event_data"),
    "lone surrogate": (b'{"event_data": {"naam": "\\ud800"}}', "surrogate", "/event_data/naam"),
    "lone surrogate in a doubled name": (b'{"\\ud800": 1, "\\ud800": 2}', "duplicate-key", "/\\ud800"),
    "NaN": (b'{"event_data": {"meerling": NaN}}', "number", "/event_data/meerling"),
    "Infinity": (b'{"event_data": {"meerling": -Infinity}}', "number", "/event_data/meerling"),
    "beyond a double": (b'{"event_data": {"meerling": 1e400}}', "number", "/event_data/meerling"),
    "beyond 2^53": (b'{"event_data": {"meerling": 9007199254740993}}', "number", "/event_data/meerling"),
    "a whole number in disguise": (b'{"event_data": {"meerling": 1e20}}', "number", "/event_data/meerling"),
    "a thousand digits": (b'{"event_data": {"meerling": ' + b"9" * 5_000 + b"}}", "number", "/event_data/meerling"),
    "too deep": (b'{"event_data": ' + DEEP.encode() + b"}", "nesting", "/event_data" + "/0" * NESTING_MAX),
    "absurdly deep": (b"[" * 200_000 + b"]" * 200_000, "nesting", ""),
}


@pytest.mark.parametrize("path", ["claims", "batches"])
@pytest.mark.parametrize("case", JSON_CASES.values(), ids=JSON_CASES.keys())
def test_json_that_readers_could_understand_differently_is_refused(
    town: Town, path: str, case: tuple[bytes, str, str]
) -> None:
    body, code, place = case
    with no_trace():
        told = problem(town.midwife.post(path, body), 400, "invalid-request")
    assert (code, place) in {(error["code"], error["pointer"]) for error in told["errors"]}
    assert all(error["detail"] for error in told["errors"])


def test_malformed_json_is_shown_by_line_and_column(town: Town) -> None:
    told = problem(town.midwife.post("claims", b'{\n  "zone": oops\n}'), 400)
    assert "line 2, column 11" in told["errors"][0]["detail"]


@pytest.mark.parametrize("body", ["null", "[]", '"Geboorte"', "1", "true"])
@pytest.mark.parametrize("path", ["claims", "corrections", "validations", "batches"])
def test_a_body_that_is_no_object_is_refused(town: Town, path: str, body: str) -> None:
    with no_trace():
        problem(town.midwife.post(path, body), 400, "invalid-request")


@pytest.mark.parametrize("path", ["claims", "batches"])
def test_a_huge_body_is_refused(town: Town, path: str) -> None:
    body = json.dumps(birth_with(toelichting="x" * settings.BODY_BYTES_MAX))
    with no_trace():
        told = problem(town.midwife.post(path, body), 413, "request-too-large")
    assert told["limit"] == settings.BODY_BYTES_MAX


def test_a_huge_batch_is_refused(town: Town) -> None:
    with no_trace():
        told = problem(town.midwife.post("batches", {"events": [birth()] * (BATCH_MAX + 1)}), 413)
    assert told["limit"] == BATCH_MAX


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin-1", ""]
)
def test_another_content_type_is_refused(town: Town, content_type: str) -> None:
    with no_trace():
        problem(town.midwife.post("claims", birth(), content_type=content_type), 415, "unsupported-media-type")


@given(body=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_whatever_break_the_registry(town: Town, body: bytes) -> None:
    response = town.midwife.post("claims", body)
    assert 400 <= response.status_code < 500
    problem(response, response.status_code)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    field=st.sampled_from(["event_kind", "event_data", "object_ids", "event_reference", "id", "occurred_at"]),
    value=JSON_VALUES,
)
@hypothesis_settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_in_a_field_breaks_the_registry(town: Town, field: str, value: Any) -> None:
    response = town.midwife.post("claims", json.dumps(birth(**{field: value})))
    assert response.status_code < 500, response.content


# -- the shape of a command --------------------------------------------------------------------------------------------

SHAPE_CASES: dict[str, tuple[Callable[[], Any], str]] = {
    "unknown field": (lambda: birth(colour="red"), "/colour"),
    "formal time": (lambda: birth(created_at="2026-01-01T00:00:00Z"), "/created_at"),
    "another kind": (lambda: birth(event_kind="validation"), "/event_kind"),
    "a kind that is no text": (lambda: birth(event_kind=["claim"]), "/event_kind"),
    "no objects": (lambda: birth(object_ids=[]), "/object_ids"),
    "an object twice": (lambda: birth(object_ids=[str(UUID(int=1))] * 2), "/object_ids"),
    "an object that is no UUID": (lambda: birth(object_ids=["x"]), "/object_ids/0"),
    "an id that is no UUID": (lambda: birth(id="1"), "/id"),
    "no data": (lambda: birth(event_data=None), "/event_data"),
    "data that is a list": (lambda: birth(event_data=[]), "/event_data"),
    "a type of 81 characters": (lambda: birth(event_type="x" * 81), "/event_type"),
    "a date that does not exist": (lambda: birth(occurred_at="2026-02-30"), "/occurred_at"),
    "a moment without an offset": (lambda: birth(occurred_at="2026-11-20T03:37:00"), "/occurred_at"),
    "a moment before year 1": (lambda: birth(occurred_at="0000-12-31T23:59:59Z"), "/occurred_at"),
    "a moment that offsets carry out of range": (
        lambda: birth(occurred_at="0001-01-01T00:00:00+10:00"),
        "/occurred_at",
    ),
    "an unknown offset": (lambda: birth(occurred_at="2026-11-20T03:37:00-00:00"), "/occurred_at"),
    "101 objects": (lambda: birth(object_ids=[str(uuid4()) for _ in range(101)]), "/object_ids"),
}


@pytest.mark.parametrize("case", SHAPE_CASES.values(), ids=SHAPE_CASES.keys())
def test_a_request_of_another_shape_is_refused_with_its_place(town: Town, case: tuple[Callable[[], Any], str]) -> None:
    body, place = case
    with no_trace():
        told = problem(town.midwife.post("claims", body()), 400, "invalid-request")
    assert place in pointers(told)


def test_everything_wrong_with_the_shape_is_told_in_one_answer(town: Town) -> None:
    body = birth(occurred_at="x", object_ids=["y"], colour="red", event_type=1)
    told = problem(town.midwife.post("claims", body), 400)
    assert pointers(told) == {"/occurred_at", "/object_ids/0", "/colour", "/event_type"}


def test_all_schema_errors_are_told_in_one_answer(town: Town) -> None:
    body = birth_with(geslacht="X", kleur="rood", plaats={"land": "NL"})
    del body["event_data"]["geboortedatum"]
    with no_trace():
        told = problem(town.midwife.post("claims", body), 400, "invalid-data")
    assert {
        "/event_data/geslacht",
        "/event_data/kleur",
        "/event_data/plaats/land",
        "/event_data/geboortedatum",
    } <= pointers(told)


# -- what it is about --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "name", "place"),
    [
        ({"event_type": "Wedergeboorte"}, "unknown-event-type", "/event_type"),
        ({"event_version": "99"}, "unknown-event-version", "/event_version"),
        ({"event_reference": [str(uuid4())]}, "reference-not-found", "/event_reference/0"),
    ],
)
def test_a_claim_about_what_is_not_known_or_not_possible_is_refused(
    town: Town, changes: dict[str, Any], name: str, place: str
) -> None:
    with no_trace():
        told = problem(town.midwife.post("claims", birth(**changes)), 400, name)
    assert pointers(told) == {place}


def test_a_birth_that_lies_ahead_is_refused(town: Town) -> None:
    body = birth_with(geboortedatum={"type": "Datum", "datum": "2999-01-01"})
    with no_trace():
        told = problem(town.midwife.post("claims", body), 400, "moment-out-of-range")
    assert told["moment"].startswith("2998-12-31")


@pytest.mark.parametrize("occurred_at", ["2999-01-01", "2999-01-01T00:00:00Z"])
def test_a_birth_said_to_occur_far_ahead_is_refused_though_its_date_is_past(town: Town, occurred_at: str) -> None:
    with no_trace():
        told = problem(town.midwife.post("claims", birth(occurred_at=occurred_at)), 400, "moment-out-of-range")
    assert pointers(told) == {"/occurred_at"}


def test_persons_in_the_data_must_be_among_the_objects(town: Town) -> None:
    body = birth()
    missing = body["object_ids"].pop()
    with no_trace():
        told = problem(town.midwife.post("claims", body), 400, "objects-mismatch")
    assert told["missing"] == [missing]


def test_a_source_of_another_type_may_not_claim_this(town: Town) -> None:
    citizen = caller("advocaat", *SUBMITS)
    with no_trace():
        problem(citizen.post("claims", birth()), 403, "source-not-allowed")


@pytest.mark.parametrize("path", ["corrections", "validations"])
@pytest.mark.parametrize("hidden", [False, True])
def test_an_invisible_target_is_refused_exactly_as_an_unknown_one(town: Town, path: str, *, hidden: bool) -> None:
    outsider = caller("ambtenaar", *DECIDES, zones=(registry.ADDRESSES,))
    target = town.claim["id"] if hidden else str(uuid4())
    body = registry.retraction(UUID(target)) if path == "corrections" else decision(target)
    body.pop("event_kind", None)
    with no_trace():
        told = problem(outsider.post(path, body), 400, "reference-not-found")
    assert pointers(told) == {"/event_reference/0"}
    assert json.dumps(told).replace(target, "…") == json.dumps(told).replace(target, "…")


def test_an_invisible_ground_is_refused_exactly_as_an_unknown_one(town: Town) -> None:
    outsider = caller("verloskundige", *SUBMITS, zones=(registry.ADDRESSES,))
    answers = []
    for ground in (town.claim["id"], str(uuid4())):
        with no_trace():
            told = problem(outsider.post("claims", birth(event_reference=[ground])), 400, "reference-not-found")
        answers.append(json.dumps(told).replace(ground, "…"))
    assert answers[0] == answers[1]


# -- who may -----------------------------------------------------------------------------------------------------------


def test_a_validation_by_somebody_who_is_no_official_is_refused(town: Town) -> None:
    posing = caller("ouder", *Permission)
    with no_trace():
        problem(posing.post("validations", decision(town.claim["id"])), 403, "not-an-official")


def test_a_validation_by_the_claimant_himself_is_refused(town: Town) -> None:
    own = town.official.post("claims", birth()).json()
    with no_trace():
        problem(town.official.post("validations", decision(own["id"])), 403, "self-validation")


def test_a_second_decision_is_refused(town: Town, claim: dict[str, Any]) -> None:
    assert town.official.post("validations", decision(claim["id"])).status_code == 201
    for by in (town.official, official()):
        with no_trace():
            told = problem(by.post("validations", decision(claim["id"])), 409)
        assert told["type"] in {"urn:f6:problem:already-decided", "urn:f6:problem:already-decided-by-you"}


def test_a_rejection_without_a_motivation_is_refused(town: Town) -> None:
    with no_trace():
        body = decision(town.claim["id"]) | {"event_data": {"decision": "rejected"}}
        told = problem(town.official.post("validations", body), 400, "motivation-required")
    assert pointers(told) == {"/event_data/motivation"}


def test_a_validation_of_a_validation_is_refused(town: Town, claim: dict[str, Any]) -> None:
    validation = town.official.post("validations", decision(claim["id"])).json()
    colleague = official()
    with no_trace():
        problem(colleague.post("validations", decision(validation["id"])), 400, "target-missing")


@pytest.mark.parametrize("path", ["claims", "corrections", "validations", "batches"])
def test_nobody_without_the_permission_records_anything(town: Town, path: str) -> None:
    reader = caller("ambtenaar", Permission.VIEW)
    bodies = {
        "claims": birth(zone=registry.CIVIL),
        "corrections": {**registry.retraction(town.claim["id"])},
        "validations": decision(town.claim["id"]),
        "batches": {"events": [birth(zone=registry.CIVIL)]},
    }
    with no_trace():
        told = problem(reader.post(path, bodies[path]), 403, "zone-forbidden")
    assert told["zone"] == registry.CIVIL


def test_nothing_is_recorded_in_a_closed_zone(town: Town) -> None:
    closed = Zone.objects.filter(slug=registry.CIVIL)
    closed.update(closed=True)
    with no_trace():
        response = town.midwife.post("claims", birth())
    closed.update(closed=False)
    problem(response, 409, "zone-closed")


@pytest.mark.parametrize("expected", ["x", {"a": "b"}, {str(uuid4()): "b"}, []])
@pytest.mark.parametrize("path", ["claims", "batches"])
def test_an_expectation_that_cannot_be_read_is_refused(town: Town, path: str, expected: Any) -> None:
    body = birth(expected=expected) if path == "claims" else {"events": [birth()], "expected": expected}
    with no_trace():
        told = problem(town.midwife.post(path, body), 400, "invalid-request")
    assert all(place.startswith("/expected") for place in pointers(told))


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({}, "/events"),
        ({"events": []}, "/events"),
        ({"events": {}}, "/events"),
        ({"events": [1]}, "/events/0"),
        ({"events": [{}], "colour": "red"}, "/colour"),
    ],
)
def test_a_batch_of_another_shape_is_refused(town: Town, body: Any, place: str) -> None:
    with no_trace():
        told = problem(town.midwife.post("batches", body), 400, "invalid-request")
    assert place in pointers(told)


def test_an_id_twice_in_one_batch_is_refused(town: Town) -> None:
    twice = str(uuid4())
    with no_trace():
        told = problem(town.midwife.post("batches", {"events": [birth(id=twice), birth(id=twice)]}), 400)
    assert pointers(told) == {"/events/1/id"}


@pytest.mark.parametrize("path", ["claims", "batches", "events/{}", "zones"])
def test_query_parameters_that_are_not_known_are_refused_everywhere(town: Town, path: str) -> None:
    address = path.format(town.claim["id"]) + "?colour=red"
    with no_trace():
        response = town.midwife.post(address, birth()) if path in {"claims", "batches"} else town.midwife.get(address)
        assert pointers(problem(response, 400, "invalid-query")) == {"/colour"}


# -- the query ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"page_size": "10"}, "/page_size"),
        ({"order": "asc"}, "/order"),
        ({"pageSize": "0"}, "/pageSize"),
        ({"pageSize": "501"}, "/pageSize"),
        ({"pageSize": "ten"}, "/pageSize"),
        ({"pageSize": ["1", "2"]}, "/pageSize"),
        ({"objectId": "not-a-uuid"}, "/objectId/0"),
        ({"eventKind": "rumour"}, "/eventKind/0"),
        ({"standing": "maybe"}, "/standing/0"),
        ({"eventType": "Geb\x00oorte"}, "/eventType/0"),
        ({"eventType": ""}, "/eventType/0"),
        ({"eventType": "x" * 81}, "/eventType/0"),
        ({"sourceId": [str(uuid4()) for _ in range(51)]}, "/sourceId"),
        ({"occurredFrom": "2026-02-30"}, "/occurredFrom"),
        ({"occurredFrom": "2026-01-01T00:00:00"}, "/occurredFrom"),
        ({"createdUntil": "2026-01-01T00:00:00-00:00"}, "/createdUntil"),
        ({"createdUntil": "0001-01-01T00:00:00+10:00"}, "/createdUntil"),
    ],
)
def test_a_query_that_cannot_be_read_is_refused_with_its_place(town: Town, query: dict[str, Any], place: str) -> None:
    told = problem(town.midwife.get("events", query), 400, "invalid-query")
    assert pointers(told) == {place}
    assert {error["in"] for error in told["errors"]} == {"query"}


def test_everything_wrong_with_a_query_is_told_in_one_answer(town: Town) -> None:
    told = problem(town.midwife.get("events", {"pageSize": "0", "standing": "x", "color": "red"}), 400)
    assert pointers(told) == {"/pageSize", "/standing/0", "/color"}


def test_more_query_parameters_than_anybody_needs_are_refused(town: Town) -> None:
    many = {"objectId": [str(uuid4()) for _ in range(settings.FORM_FIELDS_MAX + 1)]}
    problem(town.midwife.get("events", many), 400, "bad-request")
