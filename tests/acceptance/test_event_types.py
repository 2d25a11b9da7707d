"""Event types over HTTP: an administrator drafts the next version, is told what it changes, publishes, deprecates."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import transaction

from events import processing
from events.commands.permissions import grant_permission
from events.domain.permissions import OFFICIAL, Permission
from events.models import AccessRecord, ProcessingRecord, Zone
from tests import registry
from tests.callers import Caller, administrator, caller, content, pointers, problem

BOTH = (registry.CIVIL, registry.ADDRESSES)


@pytest.fixture
def rolled_back(furnished: None) -> Iterator[None]:
    """What a test publishes is gone after it: others count the types."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def boss(rolled_back: None) -> Caller:
    """Who manages every zone, and may read the civil registry."""
    found = caller(OFFICIAL, Permission.MANAGE, zones=BOTH)
    return _also_reads(found)


def _also_reads(found: Caller) -> Caller:
    assert found.client is not None
    for permission in (Permission.VIEW, Permission.SUBMIT_CLAIM):
        zone = Zone.objects.get(slug=registry.CIVIL)
        grant_permission(permission, zone=zone, to=found.client, by=administrator())
    return found


def begun(boss: Caller, event_type: str = "Overlijden") -> dict[str, Any]:
    answer = boss.post("event-type-drafts", {"eventType": event_type})
    assert answer.status_code == 201, answer.content
    return content(answer)


def changed(boss: Caller, draft: dict[str, Any], **members: Any) -> dict[str, Any]:
    """The draft with other members of its declaration (None: without)."""
    declaration = {**draft["declaration"], **members}
    declaration = {name: value for name, value in declaration.items() if value is not None}
    body = {"title": draft["title"], "declaration": declaration, "revision": draft["revision"]}
    answer = boss.send("PUT", f"event-type-drafts/{draft['id']}", body=body)
    assert answer.status_code == 200, answer.content
    return content(answer)


def with_cause(schema: dict[str, Any], *, required: bool) -> dict[str, Any]:
    """The schema with one more field."""
    properties = {**schema["properties"], "oorzaak": {"title": "Oorzaak", "description": "Waardoor.", "type": "string"}}
    more = ["oorzaak"] if required else []
    return {**schema, "properties": properties, "required": [*schema["required"], *more]}


def test_the_life_of_a_version_is_as_the_docs_tell(boss: Caller) -> None:
    text = (settings.BASE_DIR / "docs" / "event-types.md").read_text(encoding="utf-8")
    lines = re.findall(r"^(GET|POST|PUT|DELETE) +/(\S+) *(\{.*)?$", text, re.MULTILINE)
    assert len(lines) == 9
    draft: dict[str, Any] = {}
    for method, path, sent in lines:
        body = json.loads(sent) if sent else None
        if body and "declaration" in body:
            body["declaration"] = draft["declaration"] | {"rank": 50}
        answer = boss.send(method, path.replace("…", draft.get("id", "")), body=body)
        assert answer.status_code in {200, 201, 204}, (method, path, answer.content)
        draft = draft or content(answer)
    assert [it["action"] for it in content(answer)["changes"]][:2] == ["version-restored", "version-deprecated"]


def test_a_draft_says_what_is_wrong_with_it_and_is_kept(boss: Caller) -> None:
    draft = begun(boss)
    assert (draft["base"], draft["declaration"]["version"], draft["mistakes"]) == ("1", "2", [])
    wrong = changed(boss, draft, acceptances=0)
    assert [(it["pointer"], it["code"]) for it in wrong["mistakes"]] == [("/acceptances", "minimum")]
    again = content(boss.get(f"event-type-drafts/{draft['id']}"))
    assert again["declaration"]["acceptances"] == 0
    assert [it["id"] for it in content(boss.get("event-type-drafts"))["drafts"]] == [draft["id"]]
    refused = problem(boss.post(f"event-type-drafts/{draft['id']}/publications", {"revision": 2}), 400)
    assert pointers(refused) == {"/declaration/acceptances"}


def test_who_changes_an_older_revision_is_told_which_there_is(boss: Caller) -> None:
    draft = begun(boss)
    changed(boss, draft, rank=50)
    body = {"title": "Overlijden", "declaration": {}, "revision": 1}
    refused = problem(boss.send("PUT", f"event-type-drafts/{draft['id']}", body=body), 409, "draft-moved")
    assert refused["revision"] == 2


def test_what_changes_is_told_with_what_it_means(boss: Caller) -> None:
    draft = begun(boss)
    schema = with_cause(draft["declaration"]["schema"], required=False)
    changed(boss, draft, schema=schema, acceptances=2)
    found = content(boss.get(f"event-type-drafts/{draft['id']}/differences"))
    said = {(it["aspect"], it["place"], it["what"], it["effect"]) for it in found["differences"]}
    assert said == {("data", "/oorzaak", "added", "widens"), ("rule", "acceptances", "rule", "narrows")}


def test_stored_events_that_would_fit_no_more_are_counted_and_named_where_one_may_read(boss: Caller) -> None:
    person = uuid4()
    visible = content(boss.post("claims", registry.death(person)))
    hidden_official = caller(OFFICIAL, Permission.SUBMIT_CLAIM, zones=(registry.ADDRESSES,))
    hidden_official.post("claims", registry.death(uuid4(), act=2) | {"zone": registry.ADDRESSES})
    draft = begun(boss)
    schema = with_cause(draft["declaration"]["schema"], required=True)
    upcast = [{"op": "default", "path": "/oorzaak", "value": 3}]
    wrong = changed(boss, draft, schema=schema, upcast=upcast)
    assert {it["code"] for it in wrong["mistakes"]} == {"required", "string"}  # its examples, and those of version 1
    examples = [example | {"oorzaak": "x"} for example in draft["declaration"]["examples"]]
    fine = changed(
        boss,
        wrong,
        examples=examples,
        upcast=[{"op": "default", "path": "/oorzaak", "value": "onbekend"}],
        schema=_elsewhere(schema),
    )
    assert fine["mistakes"] == []
    found = content(boss.get(f"event-type-drafts/{draft['id']}/compatibility"))
    assert found["lookedAt"] == found["stored"] >= 2
    assert found["hidden"] >= 1
    assert {it["zone"] for it in found["examples"]} == {registry.CIVIL}
    assert visible["id"] in {it["eventId"] for it in found["examples"]}
    assert all(it["outcome"] == "no-longer-fits" for it in found["examples"])
    assert found["more"] is False
    lines = ProcessingRecord.objects.filter(attributes__has_key="dpl.core.data_subject_id").order_by("-pk")[:50]
    assert processing.pseudonym(person) in {line.attributes["dpl.core.data_subject_id"] for line in lines}


def _elsewhere(schema: dict[str, Any]) -> dict[str, Any]:
    """Deaths in the municipality of the tests are refused; those of the examples are elsewhere."""
    there = {"required": ["gemeente"], "properties": {"gemeente": {"const": "9901"}}}
    return {**schema, "not": {"required": ["plaats"], "properties": {"plaats": there}}}


def test_a_draft_is_tried_on_data_and_on_a_stored_event(boss: Caller) -> None:
    claim = content(boss.post("claims", registry.death(uuid4())))
    draft = begun(boss)
    path = f"event-type-drafts/{draft['id']}/trials"
    tried = content(boss.post(path, {"eventId": claim["id"]}))
    assert (tried["outcome"], tried["read"]) == ("fits", claim["event_data"])
    assert AccessRecord.objects.order_by("-pk")[0].action == "Gebeurtenis geraadpleegd"
    empty = content(boss.post(path, {"eventData": {}}))
    assert empty["outcome"] == "no-longer-fits"
    assert "/persoon" in {it["pointer"] for it in empty["violations"]}
    problem(boss.post(path, {"eventId": str(uuid4())}), 404, "event-not-found")
    problem(boss.post(path, {}), 400)
    problem(boss.post(path, {"eventId": claim["id"], "eventData": {}}), 400)


def test_an_event_of_another_type_or_in_a_hidden_zone_is_not_to_be_tried(boss: Caller) -> None:
    birth = content(boss.post("claims", registry.birth(uuid4(), uuid4())))
    hidden_official = caller(OFFICIAL, Permission.SUBMIT_CLAIM, zones=(registry.ADDRESSES,))
    hidden = content(hidden_official.post("claims", registry.death(uuid4()) | {"zone": registry.ADDRESSES}))
    path = f"event-type-drafts/{begun(boss)['id']}/trials"
    for event_id in (birth["id"], hidden["id"]):
        problem(boss.post(path, {"eventId": event_id}), 404, "event-not-found")


def test_a_published_version_is_in_the_catalogue_and_the_former_can_be_deprecated(boss: Caller) -> None:
    draft = begun(boss)
    answer = boss.post(f"event-type-drafts/{draft['id']}/publications", {"revision": 1})
    assert answer.status_code == 201
    assert content(answer)["version"] == "2"
    problem(boss.get(f"event-type-drafts/{draft['id']}"), 404, "draft-not-found")
    path = "event-types/Overlijden/versions/1/deprecation"
    problem(boss.send("PUT", path, body={"reason": "Oud."}), 400)
    said = content(boss.send("PUT", path, body={"reason": "Oud.", "successor": "2"}))
    assert (said["version"], said["successor"]) == ("1", "2")
    old, new = content(boss.get("event-types/Overlijden"))["versions"]
    assert (old["deprecated"], old["deprecation"]["successor"], new["deprecated"]) == (True, "2", False)
    schema = boss.get("schemas/Overlijden/1")
    assert schema["Deprecation"].startswith("@")
    assert schema["Link"] == '</api/v1/schemas/Overlijden/2>; rel="successor-version"'
    refused = problem(boss.post("claims", registry.death(uuid4())), 409, "version-deprecated")
    assert (refused["eventVersion"], refused["successor"]) == ("1", "2")
    assert boss.post("claims", registry.death(uuid4()) | {"event_version": "2"}).status_code == 201
    assert boss.send("DELETE", path).status_code == 204
    assert boss.post("claims", registry.death(uuid4(), act=7)).status_code == 201


def test_a_claim_that_was_recorded_before_the_deprecation_is_answered_as_the_first_time(boss: Caller) -> None:
    body = registry.death(uuid4()) | {"id": str(uuid4())}
    assert boss.post("claims", body).status_code == 201
    boss.post(f"event-type-drafts/{begun(boss)['id']}/publications", {"revision": 1})
    boss.send("PUT", "event-types/Overlijden/versions/1/deprecation", body={"reason": "Oud.", "successor": "2"})
    assert boss.post("claims", body).status_code == 200


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_a_moment_that_could_not_be_read_back_is_refused(boss: Caller, since: str) -> None:
    boss.post(f"event-type-drafts/{begun(boss)['id']}/publications", {"revision": 1})
    path = "event-types/Overlijden/versions/1/deprecation"
    problem(boss.send("PUT", path, body={"reason": "Oud.", "successor": "2", "since": since}), 400)
    old, _new = content(boss.get("event-types/Overlijden"))["versions"]
    assert not old["deprecated"]


@pytest.mark.parametrize(
    "path", ["event-types/Geen/versions/1/deprecation", "event-types/Geboorte/versions/9/deprecation"]
)
def test_a_version_that_is_not_there_is_not_found(boss: Caller, path: str) -> None:
    problem(boss.send("PUT", path, body={"reason": "Oud."}), 404)
    problem(boss.send("DELETE", path), 404)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"eventType": 3},
        {"eventType": "geen-naam", "title": "Geen"},
        {"eventType": "Nieuw"},
        {"eventType": "Geboorte", "declaration": []},
        {"eventType": "Geboorte", "meer": 1},
        {"eventType": "OvernamePersoon"},
    ],
)
def test_a_draft_that_cannot_be_begun_is_refused_with_every_place(boss: Caller, body: dict[str, Any]) -> None:
    assert problem(boss.post("event-type-drafts", body), 400, "invalid-request")["errors"]


def test_every_change_is_read_back_newest_first_with_before_and_after(boss: Caller) -> None:
    draft = begun(boss)
    changed(boss, draft, rank=50)
    mine = {"sourceId": boss.source_id}
    page = content(boss.get("administrative-changes", {**mine, "pageSize": 1}))
    [newest] = page["changes"]
    assert (newest["action"], newest["subjectType"], newest["subjectId"]) == (
        "draft-changed",
        "event-type",
        "Overlijden",
    )
    assert newest["before"]["declaration"] != newest["after"]["declaration"]
    older = content(boss.get("administrative-changes", {**mine, "pageSize": 1, "cursor": page["cursor"]}))
    assert [it["action"] for it in older["changes"]] == ["draft-begun"]
    assert older["more"] is False
    none = content(boss.get("administrative-changes", {**mine, "action": "token-issued"}))
    assert none["changes"] == []
    problem(boss.get("administrative-changes", {"action": "iets"}), 400)
    assert UUID(newest["sourceId"]) == UUID(boss.source_id)
