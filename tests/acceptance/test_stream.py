"""A stream of what happens: told as it comes, taken up where it broke off, ended with the rights of who reads."""

import json
from collections.abc import Iterator

import pytest

from events import sequencer
from events.api import feed_views
from events.api.authentication import principal_of_request
from events.models import ProcessingRecord, User
from events.subscriptions.pulling import waiting
from events.subscriptions.pulling.news import news
from tests import registry
from tests.callers import Caller, problem
from tests.feed_story import (
    LOST,
    fetched,
    fetcher,
    first_told,
    following,
    happened,
    losing,
    messages,
    page,
    sealed,
    taken,
    told,
)

pytestmark = pytest.mark.usefixtures("followed")


def test_a_stream_tells_what_is_there_and_what_comes() -> None:
    by = fetcher()
    at = fetched(by)
    ids = sealed(3)
    answer = following(by, at)
    assert answer["Content-Type"] == "text/event-stream"
    assert answer["X-Accel-Buffering"] == "no"
    assert answer["Cache-Control"] == "no-store"
    pieces = iter(answer.streaming_content)
    first = next(pieces)
    assert first.startswith(b"retry: 2000\n\nid: ")
    assert [json.loads(data or "")["id"] for _, data in messages([first])] == ids
    later = sealed(2)
    told_later = [json.loads(data)["id"] for _, data in first_told(messages(pieces), 2)]
    answer.close()
    assert told_later == later


def test_after_the_last_event_it_goes_on_exactly_after_it() -> None:
    by = fetcher()
    at = fetched(by)
    ids = sealed(5)
    (_, first), (last, second) = taken(following(by, at), 2)
    assert [first, second] == ids[:2]
    assert [it for _, it in taken(following(by, at, last), 3)] == ids[2:]
    assert told([page(by, at, last)]) == ids[2:], "a stream's id is a cursor of the feed"


def test_a_stream_goes_on_from_a_cursor_of_the_feed_too() -> None:
    by = fetcher()
    at = fetched(by)
    ids = sealed(3)
    cursor = page(by, at, pageSize=1)["cursor"]
    answer = by.get(f"{at}/stream", {"cursor": cursor})
    assert [it for _, it in taken(answer, 2)] == ids[1:]


def test_an_id_that_is_no_cursor_of_this_stream_is_refused() -> None:
    by = fetcher()
    at, other = fetched(by), fetched(by)
    sealed(1)
    [(last, _)] = taken(following(by, other), 1)
    for wrong in (last, "42"):
        problem(by.get(f"{at}/stream", Last_Event_ID=wrong), 400, "invalid-query")


def test_it_is_what_is_asked_for_with_accept_and_nothing_else() -> None:
    by = fetcher()
    at = fetched(by)
    answer = by.get(f"{at}/stream", Accept="text/event-stream")
    assert answer.status_code == 200
    answer.close()
    problem(by.get(f"{at}/stream", Accept="application/json"), 406)
    problem(by.get(f"{at}/feed", Accept="text/event-stream"), 406)


@pytest.mark.usefixtures("only_news")
def test_when_nothing_is_told_it_beats_and_says_how_far_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "HEARTBEAT_SECONDS", 0.0)
    monkeypatch.setattr(waiting, "PROBE_SECONDS", 0.01)
    by = fetcher()
    at = fetched(by, filter={"eventTypes": ["Verhuizing"]})
    answer = following(by, at)
    pieces = iter(answer.streaming_content)
    opening = next(pieces)
    assert next(pieces) == b": \n\n"
    sealed(3)
    news.came()
    beats = b"".join(next(pieces) for _ in range(3))
    answer.close()
    [(last, _)] = list(messages([beats]))
    assert last not in opening.decode()
    assert page(by, at, last)["more"] is False


@pytest.mark.usefixtures("only_news")
def test_it_ends_by_itself_so_that_who_reads_shows_his_token_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_views, "STREAM_SECONDS_MAX", 0.0)
    by = fetcher()
    at = fetched(by)
    ids = sealed(2)
    answer = following(by, at)
    came = list(messages(answer.streaming_content))
    answer.close()
    assert [json.loads(data or "")["id"] for _, data in came] == ids


def told_after(lost: str, by: Caller, at: str) -> list[str]:
    """What a stream still tells of an event that was recorded before something was lost, and numbered after."""
    answer = following(by, at)
    pieces = iter(answer.streaming_content)
    opening = next(pieces)
    assert b"data" not in opening
    happened(1, zone=registry.CIVIL)
    losing(lost, by, at)
    sequencer.seal_now()
    came = list(_until_data(pieces))
    answer.close()
    return [json.loads(data)["id"] for _, data in messages(came) if data]


@pytest.mark.parametrize("lost", sorted(LOST))
def test_who_may_be_told_no_more_is_not_told_and_the_stream_ends(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.1)
    by = fetcher()
    at = fetched(by)
    assert told_after(lost, by, at) == []
    problem(by.get(f"{at}/stream"), LOST[lost])


@pytest.mark.parametrize("lost", ["right", "token", "zone"])
def test_the_law_above_is_broken_by_rights_of_when_the_stream_began(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(feed_views, "anew", principal_of_request)
    by = fetcher()
    assert told_after(lost, by, fetched(by)) != []


def test_a_right_in_one_zone_of_two_that_is_lost_ends_what_is_told_of_that_zone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by = fetcher(registry.CIVIL, registry.ADDRESSES)
    at = fetched(by)
    answer = following(by, at)
    pieces = iter(answer.streaming_content)
    came = [next(pieces)]
    losing("right", by, at)
    happened(1, zone=registry.CIVIL)
    other = happened(1, zone=registry.ADDRESSES)
    sequencer.seal_now()
    news.came()
    told_of = [json.loads(data)["id"] for _, data in first_told(messages([*came, *_until_data(pieces)]), 1)]
    answer.close()
    assert told_of == other


def _until_data(pieces: Iterator[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        if b"data: " in piece:
            return


def test_what_a_stream_tells_of_a_person_leaves_a_line_before_it_goes_out() -> None:
    by = fetcher()
    at = fetched(by)
    sealed(2)
    before = ProcessingRecord.objects.count()
    answer = following(by, at)
    assert ProcessingRecord.objects.count() == before + 3, "written before the first piece is taken"
    answer.close()


def test_an_account_that_ends_is_told_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.1)
    by = fetcher()
    at = fetched(by)
    answer = following(by, at)
    User.objects.filter(pk=by.account.pk).update(is_active=False)
    assert [data for _, data in messages(answer.streaming_content) if data] == []
    answer.close()
