"""Who cannot be sent anything fetches: a feed by cursor, with all that others are sent, in the order of the log."""

from uuid import UUID, uuid4

import pytest

from events import sequencer
from events.commands.permissions import revoke_permission
from events.domain.permissions import OFFICIAL, Permission
from events.models import AccessRecord, ApiToken, ProcessingRecord, Subscription, SubscriptionKey, Zone
from events.processing import SUBJECT, pseudonym
from events.store import following
from events.subscriptions.domain import cloud_events
from events.subscriptions.domain.happenings import Happening
from events.subscriptions.pulling import feed
from events.subscriptions.sending import publishing
from tests import registry
from tests.builders import MOVE
from tests.callers import Caller, administrator, caller, content, pointers, problem
from tests.feed_story import fetched, fetcher, happened, page, pages, told


@pytest.fixture(autouse=True)
def town(database: object) -> None:
    registry.furnish()


def sealed(count: int, **fields: object) -> list[str]:
    ids = happened(count, zone=registry.CIVIL, **fields)
    sequencer.seal_now()
    return ids


def test_a_subscription_that_is_fetched_begins_at_once_and_has_no_receiver() -> None:
    by = fetcher()
    made = content(by.post("subscriptions", {"name": "Ophalen", "mode": "pull"}))
    assert (made["state"], made["mode"], made["url"], made["ordering"]) == ("active", "pull", None, None)
    assert made["keys"] == []
    assert not SubscriptionKey.objects.exists()
    assert made["askedAt"] is None


def test_everything_comes_in_the_order_of_the_log_as_others_are_sent_it() -> None:
    by = fetcher()
    at = fetched(by, content="full")
    ids = sealed(7)
    answers = list(pages(by, at, pageSize=3))
    assert [len(it["events"]) for it in answers] == [3, 3, 1]
    assert told(answers) == ids
    found: bytes = by.get(f"{at}/feed").content
    for it in following(0, 10):
        oin = publishing.oins()[it.event.zone]
        assert (
            cloud_events.notice(Happening(event=it.event), full=True, publisher=publishing.publisher(), oin=oin)
            in found
        )


def test_the_same_cursor_gives_the_same_again_and_the_last_one_what_comes_later() -> None:
    by = fetcher()
    at = fetched(by)
    ids = sealed(4)
    first = page(by, at, pageSize=2)
    assert told([page(by, at, first["cursor"])]) == told([page(by, at, first["cursor"])]) == ids[2:]
    last = page(by, at)["cursor"]
    assert page(by, at, last)["events"] == []
    assert told([page(by, at, page(by, at, last)["cursor"])]) == []
    later = sealed(2)
    assert told([page(by, at, last)]) == later


def test_what_has_no_place_in_the_log_yet_is_not_told_before_it_has() -> None:
    by = fetcher()
    at = fetched(by)
    ids = sealed(1)
    waiting = happened(2, zone=registry.CIVIL)
    found = page(by, at)
    assert (told([found]), found["more"]) == (ids, False)
    sequencer.seal_now()
    assert told([page(by, at, found["cursor"])]) == waiting


def test_the_address_of_the_next_answer_stands_in_each() -> None:
    by = fetcher()
    at = fetched(by)
    ids = sealed(3)
    first = page(by, at, pageSize=2)
    assert told([content(by.get(first["next"]))]) == ids[2:]


def test_it_begins_from_now_unless_it_asks_otherwise() -> None:
    by = fetcher()
    sealed(3)
    at = fetched(by, startFrom="now")
    later = sealed(1)
    assert told(pages(by, at)) == later


def test_through_what_others_asked_for_the_cursor_moves_on_in_answers_of_bounded_work(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feed, "SCANNED_MAX", 300)
    by = fetcher()
    at = fetched(by, filter={"eventTypes": ["Verhuizing"]})
    sealed(1_200)
    mine = sealed(1, event_type=MOVE)
    answers = list(pages(by, at))
    assert len(answers) == 3, "each answer read one part of the log of 500, which is more than 300"
    assert [it["more"] for it in answers] == [True, True, False]
    assert told(answers) == mine
    assert len({it["cursor"] for it in answers}) == 3


def test_of_large_notices_an_answer_holds_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "ANSWER_BYTES_MAX", 2_000)
    by = fetcher()
    at = fetched(by, content="full")
    ids = sealed(9)
    answers = list(pages(by, at))
    assert len(answers) > 4
    assert told(answers) == ids


def test_only_what_he_may_see_now_is_told_and_what_he_passed_stays_passed() -> None:
    by = fetcher()
    at = fetched(by)
    ids = sealed(2)
    zone = Zone.objects.get(slug=registry.CIVIL)
    Zone.objects.filter(pk=zone.pk).update(closed=True)
    problem(by.get(f"{at}/feed"), 403, "zone-forbidden")
    Zone.objects.filter(pk=zone.pk).update(closed=False)
    assert told(pages(by, at)) == ids
    assert by.client
    revoke_permission(Permission.VIEW, zone=zone, of=by.client, by=administrator())
    problem(by.get(f"{at}/feed"), 403, "zone-forbidden")


def test_of_zones_that_he_may_not_see_nothing_is_told() -> None:
    by = fetcher(registry.ADDRESSES)
    at = fetched(by)
    sealed(2)
    found = page(by, at)
    assert (found["events"], found["more"]) == ([], False)


def test_who_is_told_of_a_person_leaves_a_line_with_that_person_and_an_empty_answer_leaves_none() -> None:
    by = fetcher()
    at = fetched(by)
    found = page(by, at)
    before = ProcessingRecord.objects.count()
    page(by, at, found["cursor"])
    assert ProcessingRecord.objects.count() == before
    sealed(1)
    event = page(by, at, found["cursor"])["events"][0]
    line = ProcessingRecord.objects.get(**{f"attributes__{SUBJECT}": pseudonym(UUID(event["subject"]))})
    assert line.name == "Gebeurtenissen opgehaald"
    told_to = AccessRecord.objects.get(span_id=line.parent_span_id)
    assert str(told_to.source_id) == by.source_id
    assert told_to.details == {"subscription": at.rpartition("/")[2], "events": 1}


def test_when_the_line_cannot_be_written_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    by = fetcher()
    at = fetched(by)
    sealed(1)

    def away(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the log of processing cannot be written")

    monkeypatch.setattr("events.processing.record", away)
    assert problem(by.get(f"{at}/feed"), 500)


def test_a_cursor_of_another_subscription_or_a_broken_one_is_refused_with_how_to_mend_it() -> None:
    by = fetcher()
    at, other = fetched(by), fetched(by)
    sealed(1)
    cursor = page(by, other)["cursor"]
    for wrong, says in ((cursor, "another subscription"), (cursor[:-3] + "AAA", "exactly"), ("x", "exactly")):
        body = problem(by.get(f"{at}/feed", {"cursor": wrong}), 400, "invalid-query")
        assert pointers(body) == {"/cursor"}
        assert says in body["errors"][0]["detail"]


def test_a_cursor_of_a_search_is_none_of_the_feed() -> None:
    by = fetcher()
    at = fetched(by)
    sealed(1)
    searched = content(by.get("events"))["cursor"]
    problem(by.get(f"{at}/feed", {"cursor": searched}), 400, "invalid-query")


def test_a_cursor_tells_nothing_and_is_as_long_late_as_early() -> None:
    by = fetcher()
    at = fetched(by)
    early = page(by, at)["cursor"]
    sealed(120)
    late = list(pages(by, at))[-1]["cursor"]
    assert len(early) == len(late)
    assert early != page(by, at)["cursor"]


def test_a_cursor_beyond_the_log_is_refused_instead_of_passing_over_what_comes(database: object) -> None:
    by = fetcher()
    at = fetched(by)
    sealed(2)
    place = Subscription.objects.get(pk=at.rpartition("/")[2])
    Subscription.objects.filter(pk=place.pk).update(begins_after=99)
    problem(by.get(f"{at}/feed"), 409, "beyond-log")


def test_a_feed_is_for_its_owner_alone() -> None:
    at = fetched(fetcher())
    problem(caller("systeem", Permission.VIEW).get(f"{at}/feed"), 404, "subscription-not-found")
    zones = (registry.CIVIL, registry.ADDRESSES)
    boss = caller(OFFICIAL, Permission.MANAGE, Permission.VIEW, zones=zones)
    for place in ("feed", "stream"):
        problem(boss.get(f"{at}/{place}"), 403, "feed-of-another")
        problem(caller(OFFICIAL, Permission.MANAGE, zones=zones).get(f"{at}/{place}"), 403, "zone-forbidden")
        problem(Caller().get(f"{at}/{place}"), 401)


def test_while_it_is_paused_the_feed_says_so_and_goes_on_after() -> None:
    by = fetcher()
    at = fetched(by)
    cursor = page(by, at)["cursor"]
    assert content(by.send("PUT", f"{at}/pause"))["state"] == "paused"
    ids = sealed(1)
    for place in ("feed", "stream"):
        problem(by.get(f"{at}/{place}"), 409, "feed-paused")
    assert by.send("DELETE", f"{at}/pause").status_code == 204
    assert told(pages(by, at, cursor)) == ids


def test_what_is_about_sending_is_refused_of_what_is_fetched_and_the_reverse() -> None:
    by = fetcher()
    at = fetched(by)
    key = f"{at}/keys/{uuid4()}"
    for answer in (
        *(by.get(f"{at}/{place}") for place in ("keys", "attempts", "attempts/1", "parked-deliveries")),
        by.post(f"{at}/verifications", {"kind": "ping"}),
        by.post(f"{at}/verifications", {"kind": "handshake"}),
        by.post(f"{at}/keys", {"scheme": "v1"}),
        by.send("DELETE", key),
        by.post(f"{at}/redeliveries", {"since": "2026-01-01T00:00:00Z"}),
        by.post(f"{at}/rewinds", {"beginning": True}),
    ):
        problem(answer, 409, "nothing-is-sent")
    sent = content(by.post("subscriptions", {"name": "Gestuurd", "url": "https://ontvanger.example.nl/hook"}))
    for place in ("feed", "stream"):
        problem(by.get(f"subscriptions/{sent['id']}/{place}"), 409, "not-fetched")


def test_what_does_not_go_together_is_told_at_once_with_its_place() -> None:
    by = fetcher()
    of_sending = {"url": "x", "ordering": "all", "schedule": [5], "schemes": ["v1"]}
    body = problem(by.post("subscriptions", {"name": " ", "mode": "pull", **of_sending}), 400, "invalid-request")
    assert pointers(body) == {"/name", "/url", "/ordering", "/schedule", "/schemes"}
    assert "fetched" in body["errors"][1]["detail"]
    assert pointers(problem(by.post("subscriptions", {"name": "A"}), 400)) == {"/url"}
    assert pointers(problem(by.post("subscriptions", {"name": "A", "mode": "both"}), 400)) == {"/mode"}
    at = fetched(by)
    wrong = by.send("PATCH", at, body={"url": "https://ontvanger.example.nl/hook", "mode": "push"})
    assert pointers(problem(wrong, 400)) == {"/url", "/mode"}
    changed = by.send("PATCH", at, body={"filter": {"kinds": ["claim"]}, "content": "full"})
    assert content(changed)["content"] == "full"


@pytest.mark.parametrize("asked", [{"pageSize": "0"}, {"pageSize": "501"}, {"waitSeconds": "31"}, {"waitSeconds": "x"}])
def test_what_cannot_be_asked_is_refused_with_the_limits(asked: dict[str, str]) -> None:
    by = fetcher()
    body = problem(by.get(f"{fetched(by)}/feed", asked), 400, "invalid-query")
    assert "whole number from" in body["errors"][0]["detail"]


def test_how_far_somebody_asked_is_seen_and_noted_now_and_then_only() -> None:
    by = fetcher()
    at = fetched(by)
    sealed(5)
    first = page(by, at, pageSize=2)
    one = content(by.get(at))
    assert one["askedAt"] is not None
    assert one["health"]["lagEvents"] == 5
    page(by, at, first["cursor"])
    assert content(by.get(at))["askedAt"] == one["askedAt"]
    Subscription.objects.update(asked_at="2026-01-01T00:00:00Z")
    page(by, at, first["cursor"])
    assert content(by.get(at))["health"]["lagEvents"] == 3


def test_a_token_that_was_withdrawn_fetches_nothing() -> None:
    by = fetcher()
    at = fetched(by)
    ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
    problem(by.get(f"{at}/feed"), 401)
