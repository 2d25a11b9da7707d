"""The life of a version: drafted, wrong, mended, published for ever, deprecated and back; each step recorded."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.utils import timezone

from events.catalogue import catalogue
from events.catalogue.drafts import definitions
from events.commands import event_types
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.refusals import (
    DraftMoved,
    DraftNotFound,
    InvalidRequest,
    NewerVersion,
    Refusal,
    VersionDeprecated,
    ZoneForbidden,
)
from events.domain.type_drafts import beginning
from events.models import AdministrativeChange, EventTypeDraft, EventTypeVersion
from events.queries import type_drafts
from tests import registry
from tests.callers import administrator
from tests.database import Database


@pytest.fixture
def by(rows: None) -> Principal:
    registry.furnish()
    return administrator()


def next_birth(**change: Any) -> str:
    """The next version of Geboorte as a draft begins, with these members changed."""
    return json.dumps(json.loads(_beginning("Geboorte")) | change)


def _beginning(name: str) -> str:
    return beginning(catalogue().newest(name), definitions=definitions())


def codes(refused: pytest.ExceptionInfo[InvalidRequest]) -> dict[str, str]:
    return {violation.pointer: violation.code for violation in refused.value.violations}


def test_a_draft_begins_as_the_next_version_and_can_be_published_as_it_is(by: Principal) -> None:
    draft = event_types.draft_event_type("Geboorte", by=by)
    assert (draft.base, draft.revision) == ("1", 1)
    judged = type_drafts.draft(draft.pk, principal=by)
    assert judged.checked.mistakes == ()
    assert type_drafts.differences(judged) == ()
    published = event_types.publish_draft(draft.pk, revision=1, by=by)
    assert (published.version, published.sequence) == ("2", 2)
    assert catalogue().newest("Geboorte").version == "2"
    assert catalogue().newest("Geboorte").schema["title"] == "Geboorte"
    assert not EventTypeDraft.objects.exists()


@pytest.mark.parametrize("name", ["Geboorte", "Verhuizing", "Huwelijk", "Overlijden", "BsnToegekend"])
def test_every_shipped_version_survives_being_drafted(by: Principal, name: str) -> None:
    event_types.publish_draft(event_types.draft_event_type(name, by=by).pk, revision=1, by=by)
    *_, before, after = catalogue().versions(name)
    assert after.schema == before.schema
    assert after.accept_schema == before.accept_schema
    assert after.identity_key == before.identity_key
    assert after.required_references == before.required_references


def test_a_new_type_is_drafted_with_a_title_and_published(by: Principal) -> None:
    draft = event_types.draft_event_type("Hondenpenning", title="Hondenpenning", by=by)
    assert type_drafts.draft(draft.pk, principal=by).checked.mistakes == ()
    event_types.publish_draft(draft.pk, revision=1, by=by)
    assert catalogue().newest("Hondenpenning").version == "1"


@pytest.mark.parametrize(
    ("name", "title", "code"),
    [("hondenpenning", "Hond", {"/name": "type-name"}), ("Hond", " ", {"/title": "title"})],
)
def test_a_type_that_cannot_be_is_not_begun(by: Principal, name: str, title: str, code: dict[str, str]) -> None:
    with pytest.raises(InvalidRequest) as refused:
        event_types.draft_event_type(name, title=title, by=by)
    assert codes(refused) == code


def test_a_type_that_comes_with_a_register_is_not_drafted(by: Principal) -> None:
    with pytest.raises(InvalidRequest) as refused:
        event_types.draft_event_type("OvernamePersoon", by=by)
    assert codes(refused) == {"/event_type": "takeover"}


@pytest.mark.parametrize(
    ("text", "pointer", "code"),
    [
        ("{", "", "json"),
        ("[]", "", "json-object"),
        ('{"version": "2", "version": "3"}', "/version", "json-double"),
        (lambda: next_birth(version="1"), "/version", "version-order"),
        (lambda: next_birth(takeover=True), "/takeover", "takeover"),
        (lambda: next_birth(upcast_from="7"), "/upcast_from", "upcast"),
        (lambda: next_birth(rank="laag"), "/rank", "integer"),
        (lambda: next_birth(schema={"type": "object"}), "/identity_key/0", "pointer-nowhere"),
    ],
)
def test_a_wrong_draft_is_kept_and_told_of_and_not_published(by: Principal, text: Any, pointer: str, code: str) -> None:
    draft = event_types.draft_event_type("Geboorte", by=by)
    typed = text() if callable(text) else text
    event_types.change_draft(draft.pk, title="Geboorte", text=typed, revision=1, by=by)
    judged = type_drafts.draft(draft.pk, principal=by)
    assert (pointer, code) in {(it.pointer, it.code) for it in judged.checked.mistakes}
    with pytest.raises(InvalidRequest) as refused:
        event_types.publish_draft(draft.pk, revision=2, by=by)
    assert refused.value.violations == judged.checked.mistakes
    assert catalogue().newest("Geboorte").version == "1"


def test_a_number_that_is_too_long_to_read_is_told_of_and_the_draft_can_be_opened(by: Principal) -> None:
    draft = event_types.draft_event_type("Proef", title="Proef", text='{"version": ' + "1" * 5_000 + "}", by=by)
    assert {it.code for it in type_drafts.draft(draft.pk, principal=by).checked.mistakes} == {"number"}
    assert [it.pk for it in type_drafts.drafts(principal=by)] == [draft.pk]
    event_types.discard_draft(draft.pk, by=by)


def test_two_who_change_one_draft_do_not_take_each_others_text_away(by: Principal) -> None:
    draft = event_types.draft_event_type("Geboorte", by=by)
    event_types.change_draft(draft.pk, title="Geboorte", text="{}", revision=1, by=by)
    with pytest.raises(DraftMoved) as refused:
        event_types.change_draft(draft.pk, title="Geboorte", text="[]", revision=1, by=by)
    assert refused.value.revision == 2
    assert EventTypeDraft.objects.get().text == "{}"


def test_the_same_again_is_no_change(by: Principal) -> None:
    draft = event_types.draft_event_type("Geboorte", by=by)
    again = event_types.change_draft(draft.pk, title=draft.title, text=draft.text, revision=1, by=by)
    assert again.revision == 1
    assert AdministrativeChange.objects.filter(action="draft-changed").count() == 0


def test_a_draft_that_was_begun_before_another_version_is_not_published(by: Principal) -> None:
    early, late = (event_types.draft_event_type("Geboorte", by=by) for _ in range(2))
    event_types.publish_draft(late.pk, revision=1, by=by)
    assert type_drafts.draft(early.pk, principal=by).is_behind
    with pytest.raises(NewerVersion) as refused:
        event_types.publish_draft(early.pk, revision=1, by=by)
    assert refused.value.newest == "2"


def test_who_does_not_manage_every_zone_does_nothing_with_types(by: Principal) -> None:
    draft = event_types.draft_event_type("Geboorte", by=by)
    one = registry.principal(OFFICIAL, *Permission)
    attempts: list[Callable[[], object]] = [
        lambda: event_types.draft_event_type("Geboorte", by=one),
        lambda: event_types.change_draft(draft.pk, title="A", text="", revision=1, by=one),
        lambda: event_types.discard_draft(draft.pk, by=one),
        lambda: event_types.publish_draft(draft.pk, revision=1, by=one),
        lambda: event_types.deprecate_version("Verhuizing", "1", reason="Oud.", successor="2", by=one),
        lambda: event_types.restore_version("Verhuizing", "1", by=one),
        lambda: type_drafts.draft(draft.pk, principal=one),
        lambda: type_drafts.drafts(principal=one),
    ]
    for attempt in attempts:
        with pytest.raises(ZoneForbidden):
            attempt()


def test_what_is_not_there_is_told_so(by: Principal) -> None:
    with pytest.raises(DraftNotFound):
        event_types.publish_draft(uuid4(), revision=1, by=by)


# -- deprecation -------------------------------------------------------------------------------------------------------


def move(version: str) -> dict[str, Any]:
    person = str(uuid4())
    data = {
        "personen": [{"objectId": person}],
        "nieuwAdres": {"straat": "Molenweg", "huisnummer": 4, "woonplaats": "Lindenveen"},
        "datumIngang": {"type": "Datum", "datum": "2026-11-01"},
    }
    more = {"functie": "W"} if version == "1" else {"functieAdres": "woonadres"}
    return {
        "zone": registry.CIVIL,
        "occurred_at": "2026-11-01T00:00:00Z",
        "object_ids": [person],
        "event_kind": "claim",
        "event_type": "Verhuizing",
        "event_version": version,
        "event_data": data | more,
    }


def test_a_deprecated_version_is_not_claimed_with_and_what_was_claimed_is_decided(by: Principal) -> None:
    before = registry.record(move("1"), by=registry.official())[0].event
    event_types.deprecate_version("Verhuizing", "1", reason="Zonder gemeente.", successor="2", by=by)
    with pytest.raises(VersionDeprecated) as refused:
        registry.record(move("1"), by=registry.official())
    assert (refused.value.event_type, refused.value.event_version, refused.value.successor) == ("Verhuizing", "1", "2")
    registry.record(registry.retraction(before.id), by=registry.official())
    registry.record(move("2"), by=registry.official())
    event_types.restore_version("Verhuizing", "1", by=by)
    registry.record(move("1"), by=registry.official())


def test_a_deprecation_that_is_announced_refuses_nothing_yet(by: Principal) -> None:
    later = timezone.now() + timedelta(days=30)
    event_types.deprecate_version("Verhuizing", "1", reason="Oud.", successor="2", since=later, by=by)
    said = catalogue().deprecation("Verhuizing", "1")
    assert said is not None
    assert said.since == later
    registry.record(move("1"), by=registry.official())


def test_a_deprecation_counts_from_now_also_when_it_is_said_to_count_from_before(by: Principal) -> None:
    now, long_ago = timezone.now(), datetime(1, 1, 1, tzinfo=UTC)
    said = event_types.deprecate_version("Verhuizing", "1", reason="Oud.", successor="2", since=long_ago, by=by)
    assert said.since >= now
    again = event_types.deprecate_version("Verhuizing", "1", reason="Ou.", successor="2", since=said.since, by=by)
    assert again.since == said.since


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "infinity", "10000-01-01T00:00:00Z"])
def test_no_moment_is_stored_that_cannot_be_read(by: Principal, since: str) -> None:
    said = event_types.deprecate_version("Verhuizing", "1", reason="Oud.", successor="2", by=by)
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE events_eventtypedeprecation SET since = %s WHERE id = %s", [since, said.pk])


def test_a_whole_type_is_deprecated_by_its_newest_version(by: Principal) -> None:
    event_types.deprecate_version("Verhuizing", "2", reason="Vervalt.", by=by)
    with pytest.raises(InvalidRequest) as refused:
        event_types.deprecate_version("Verhuizing", "1", reason="Vervalt.", successor="2", by=by)
    assert codes(refused) == {"/successor": "no-successor"}
    event_types.deprecate_version("Verhuizing", "1", reason="Vervalt.", by=by)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"reason": " "}, "/reason"),
        ({"successor": None}, "/successor"),
        ({"successor": "1"}, "/successor"),
        ({"since": timezone.now() + timedelta(days=5_000)}, "/since"),
    ],
)
def test_a_deprecation_says_why_and_what_to_use_instead(by: Principal, change: dict[str, Any], pointer: str) -> None:
    asked = {"reason": "Oud.", "successor": "2"} | change
    with pytest.raises(InvalidRequest) as refused:
        event_types.deprecate_version("Verhuizing", "1", by=by, **asked)
    assert set(codes(refused)) == {pointer}


# -- what is recorded --------------------------------------------------------------------------------------------------


def test_every_step_is_recorded_with_what_it_was_before_and_after(by: Principal) -> None:
    draft = event_types.draft_event_type("Verhuizing", by=by)
    event_types.change_draft(draft.pk, title="Verhuisd", text=draft.text, revision=1, by=by)
    event_types.publish_draft(draft.pk, revision=2, by=by)
    event_types.deprecate_version("Verhuizing", "1", reason="Oud.", successor="3", by=by)
    event_types.restore_version("Verhuizing", "1", by=by)
    event_types.discard_draft(event_types.draft_event_type("Verhuizing", by=by).pk, by=by)
    found = AdministrativeChange.objects.filter(source_id=by.source_id, subject_type="event-type").order_by("pk")
    assert [change.action for change in found] == [
        "draft-begun",
        "draft-changed",
        "version-published",
        "version-deprecated",
        "version-restored",
        "draft-begun",
        "draft-discarded",
    ]
    begun, changed, published, deprecated, restored, _again, discarded = found
    assert (begun.before, (begun.after or {})["title"]) == (None, "Verhuizing")
    assert ((changed.before or {})["title"], (changed.after or {})["title"]) == ("Verhuizing", "Verhuisd")
    assert ((published.before or {})["version"], (published.after or {})["version"]) == ("2", "3")
    assert (deprecated.before, (deprecated.after or {})["successor"]) == (None, "3")
    assert ((restored.before or {})["reason"], restored.after) == ("Oud.", None)
    assert ((discarded.before or {})["base"], discarded.after) == ("3", None)


@pytest.mark.parametrize("sql", ["UPDATE {} SET subject = ''", "DELETE FROM {}"])
def test_the_database_keeps_the_record_of_changes_as_it_is(by: Principal, sql: str) -> None:
    event_types.draft_event_type("Verhuizing", by=by)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(AdministrativeChange._meta.db_table))


# -- the race ----------------------------------------------------------------------------------------------------------


def test_of_two_who_publish_the_same_version_at_once_one_wins(database: Database) -> None:
    registry.furnish()
    by = administrator()
    drafts = [event_types.draft_event_type("Geboorte", by=by).pk for _ in range(4)]

    def publish(draft: Any) -> str:
        try:
            return event_types.publish_draft(draft, revision=1, by=by).version
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        said = sorted(pool.map(publish, drafts))
    assert said == ["2", "NewerVersion", "NewerVersion", "NewerVersion"]
    assert EventTypeVersion.objects.filter(event_type__name="Geboorte").count() == 2
