"""Waiting for what comes: a page that is answered when something happens, and how many may wait."""

import json
from typing import Any

import pytest
from django.db import connection

from events import sequencer
from events.api import feed_views
from events.subscriptions.pulling import waiting
from events.subscriptions.pulling.places import Places
from tests import registry
from tests.builders import MOVE
from tests.callers import Caller, content, problem
from tests.feed_story import (
    LOST,
    content_of,
    fetched,
    fetcher,
    following,
    happened,
    losing,
    numbering,
    page,
    sealed,
    told,
)

pytestmark = pytest.mark.usefixtures("followed")


def waited(by: Caller, at: str, cursor: str, *, during: Any) -> dict[str, Any]:
    """The answer of a request that waits; what happens `during` begins when it waits."""
    answer: Any = by.get(f"{at}/feed", {"cursor": cursor, "waitSeconds": 30})
    assert answer.streaming
    pieces = iter(answer.streaming_content)
    came = [next(pieces)]
    assert came == [b""], "it waits"
    during()
    came += pieces
    answer.close()
    found: dict[str, Any] = json.loads(b"".join(came))
    return found


@pytest.mark.usefixtures("only_news")
def test_a_request_that_waits_is_answered_when_something_comes() -> None:
    by = fetcher()
    at = fetched(by)
    ids: list[str] = []
    with numbering():
        found = waited(by, at, page(by, at)["cursor"], during=lambda: ids.extend(happened(1, zone=registry.CIVIL)))
    assert told([found]) == ids


@pytest.mark.usefixtures("no_news")
def test_a_notification_that_is_missed_costs_seconds_and_no_event() -> None:
    by = fetcher()
    at = fetched(by)
    ids: list[str] = []
    found = waited(by, at, page(by, at)["cursor"], during=lambda: ids.extend(sealed(1)))
    assert told([found]) == ids


@pytest.mark.usefixtures("no_news", "only_news")
def test_without_news_and_without_looking_nothing_wakes_who_waits() -> None:
    """The two above can fail."""
    by = fetcher()
    at = fetched(by)
    answer: Any = by.get(f"{at}/feed", {"cursor": page(by, at)["cursor"], "waitSeconds": 1})
    sealed(1)
    assert content_of(answer)["events"] == []
    answer.close()


def test_what_is_there_is_answered_at_once() -> None:
    by = fetcher()
    at = fetched(by)
    ids = sealed(1)
    answer = by.get(f"{at}/feed", {"waitSeconds": 30})
    assert not answer.streaming
    assert told([content(answer)]) == ids


def test_when_nothing_comes_it_is_empty_and_moved_on_through_what_others_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.0)
    by = fetcher()
    at = fetched(by, filter={"eventTypes": ["Verhuizing"]})
    cursor = page(by, at)["cursor"]
    answer = by.get(f"{at}/feed", {"cursor": cursor, "waitSeconds": 1})
    sealed(3)
    found = content_of(answer)
    answer.close()
    assert found["events"] == []
    ids = sealed(1, event_type=MOVE)
    assert told([page(by, at, found["cursor"], pageSize=1)]) == ids


def test_while_it_waits_it_holds_no_connection() -> None:
    by = fetcher()
    at = fetched(by)

    def look() -> None:
        assert connection.connection is None
        sealed(1)

    found = waited(by, at, page(by, at)["cursor"], during=look)
    assert len(found["events"]) == 1


@pytest.mark.parametrize("lost", ["right", "token", "paused", "removed", "zone"])
def test_what_ends_meanwhile_ends_the_wait_and_the_next_request_says_why(
    lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.1)
    by = fetcher()
    at = fetched(by)
    cursor = page(by, at)["cursor"]

    def lose() -> None:
        happened(1, zone=registry.CIVIL)
        losing(lost, by, at)
        sequencer.seal_now()

    found = waited(by, at, cursor, during=lose)
    assert (found["events"], found["more"]) == ([], False)
    problem(by.get(f"{at}/feed", {"cursor": found["cursor"]}), LOST[lost])


def test_beyond_the_places_of_one_a_page_comes_at_once_and_a_stream_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_views, "places", Places(of_all=3, of_one=2))
    by, other = fetcher(), fetcher()
    at, of_other = fetched(by), fetched(other)
    streams = [following(by, at), following(by, at)]
    answer = by.get(f"{at}/feed", {"waitSeconds": 30})
    assert (answer.streaming, answer["Retry-After"]) == (False, "5")
    refused = by.get(f"{at}/stream")
    assert problem(refused, 429, "too-many-streams")["limit"] == 2
    assert refused["Retry-After"]
    streams.append(following(other, of_other))
    problem(other.get(f"{of_other}/stream"), 429)
    streams.pop(0).close()
    following(by, at).close()
    for it in streams:
        it.close()
    assert feed_views.places.taken == 0


def test_a_stream_that_is_refused_or_never_read_leaves_no_place_taken() -> None:
    by = fetcher()
    at = fetched(by)
    for _ in range(feed_views.places.of_one + 1):
        problem(by.get(f"{at}/stream", Last_Event_ID="x"), 400)
        assert by.send("HEAD", f"{at}/stream").status_code == 200
        following(by, at).close()
    assert feed_views.places.taken == 0
