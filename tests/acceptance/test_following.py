"""Following the log: waiting for what comes, and a stream that is taken up again where it broke off."""

import json
import random
import threading
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from events import sequencer
from events.api import feed_views
from events.commands.permissions import revoke_permission
from events.domain.permissions import Permission
from events.models import ApiToken, ProcessingRecord, Subscription, User, Zone
from events.subscriptions.pulling import waiting
from events.subscriptions.pulling.news import News, news
from events.subscriptions.pulling.places import Places
from tests import registry
from tests.builders import MOVE
from tests.callers import Caller, administrator, content, problem
from tests.database import Database
from tests.feed_story import content_of, fetched, fetcher, happened, messages, numbering, page, told

LONG = 3_600.0


@pytest.fixture(autouse=True)
def town(database: Database) -> Iterator[None]:
    registry.furnish()
    yield
    news.stop()
    assert feed_views.places.taken == 0, "somebody still has a place"


@pytest.fixture
def only_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits looks at news only, and never by the clock."""
    monkeypatch.setattr(waiting, "LOOK_SECONDS", LONG)


@pytest.fixture
def no_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is ever notified, as behind a PgBouncer."""
    monkeypatch.setattr(News, "listen", lambda _self: None)
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.2)


def sealed(count: int, **fields: Any) -> list[str]:
    ids = happened(count, zone=registry.CIVIL, **fields)
    sequencer.seal_now()
    return ids


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


# -- waiting for a page ------------------------------------------------------------------------------------------------


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


LOST = {"right": 403, "token": 401, "paused": 409, "removed": 404, "zone": 403}


def losing(lost: str, by: Caller, at: str) -> None:
    """Something by which he may be told no more."""
    assert by.client is not None
    zone = Zone.objects.get(slug=registry.CIVIL)
    match lost:
        case "right":
            revoke_permission(Permission.VIEW, zone=zone, of=by.client, by=administrator())
        case "token":
            ApiToken.objects.update(revoked_at="2026-01-01T00:00:00Z")
        case "paused":
            Subscription.objects.update(state="paused")
        case "removed":
            Subscription.objects.all().delete()
        case _:
            Zone.objects.filter(pk=zone.pk).update(closed=True)


# -- the stream --------------------------------------------------------------------------------------------------------


def following(by: Caller, at: str, last: str = "") -> Any:
    answer = by.get(f"{at}/stream", Last_Event_ID=last) if last else by.get(f"{at}/stream")
    assert answer.status_code == 200, answer.content
    return answer


def taken(answer: Any, count: int) -> list[tuple[str, str]]:
    """The next messages of a stream, which is left then."""
    found = [(it, json.loads(data)["id"]) for it, data in _first(messages(answer.streaming_content), count)]
    answer.close()
    return found


def _first(came: Iterator[tuple[str, str | None]], count: int) -> Iterator[tuple[str, str]]:
    while count:
        it, data = next(came)
        if data is not None:
            count -= 1
            yield it, data


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
    told_later = [json.loads(data)["id"] for _, data in _first(messages(pieces), 2)]
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


@pytest.mark.parametrize("lost", sorted(LOST))
def test_who_may_be_told_no_more_is_not_told_and_the_stream_ends(lost: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.1)
    by = fetcher()
    at = fetched(by)
    ids = sealed(1)
    answer = following(by, at)
    pieces = iter(answer.streaming_content)
    came = [next(pieces)]
    happened(1, zone=registry.CIVIL)
    losing(lost, by, at)
    sequencer.seal_now()
    came += pieces
    answer.close()
    assert [json.loads(data or "")["id"] for _, data in messages(came)] == ids
    problem(by.get(f"{at}/stream"), LOST[lost])


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
    told_of = [json.loads(data)["id"] for _, data in _first(messages([*came, *_until_data(pieces)]), 1)]
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


# -- how many may wait -------------------------------------------------------------------------------------------------


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


# -- nothing missed, nothing doubled, in order -------------------------------------------------------------------------

WRITERS = 3
EACH = 40


def recorded_by_several(database: Database) -> threading.Thread:
    """Several writers at once; each batch gets its place when the sequencer comes to it."""

    def write() -> None:
        for _ in range(EACH // 4):
            happened(4, zone=registry.CIVIL)

    thread = threading.Thread(target=lambda: database.concurrently(*[write] * WRITERS))
    thread.start()
    return thread


def followed(by: Caller, at: str, *, dice: random.Random, count: int) -> list[str]:
    """Read the stream to so many events, breaking off at random and going on after the last id each time."""
    last, ids = "", list[str]()
    while len(ids) < count:
        for it, event_id in taken(following(by, at, last), min(dice.randint(1, 15), count - len(ids))):
            last = it
            ids.append(event_id)
    return ids


def in_log(count: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT e.id FROM event_log AS l JOIN event AS e USING (pos) ORDER BY l.seq LIMIT %s", [count])
        return [str(it) for (it,) in cursor.fetchall()]


def broken_off_at_random(database: Database, seed: int) -> tuple[list[str], list[str]]:
    """What was told, and what there was to tell, when the connection broke off again and again."""
    by = fetcher()
    at = fetched(by)
    count = WRITERS * EACH
    with numbering():
        writing = recorded_by_several(database)
        ids = followed(by, at, dice=random.Random(seed), count=count)
        writing.join()
    return ids, in_log(count)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_goes_on_after_the_last_event_gets_the_whole_log_once_and_in_order(
    database: Database, seed: int
) -> None:
    ids, there = broken_off_at_random(database, seed)
    assert ids == there


def test_the_law_above_is_broken_when_an_id_is_one_place_too_far(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = feed_views.StreamView.sealed
    monkeypatch.setattr(
        feed_views.StreamView, "sealed", lambda self, place, *, of: right(self, _at_most(place + 1), of=of)
    )
    by = fetcher()
    at = fetched(by)
    sealed(30)
    (last, first), *_ = taken(following(by, at), 1)
    assert [first, *(it for _, it in taken(following(by, at, last), 3))] != in_log(4)


def _at_most(place: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(seq) FROM event_log")
        (last,) = cursor.fetchone()
    return min(place, int(last))


def read_by_position(seq: int, limit: int, *, bytes_max: int | None = None) -> list[Any]:
    """The planted fault: the log by the order in which events were begun, beyond what is numbered safely."""
    from events.store.reading import Sealed
    from events.store.rows import COLUMNS, event_of

    assert bytes_max
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS}, pos FROM recorded_event WHERE pos > %s ORDER BY pos LIMIT %s", [seq, limit])
        return [Sealed(seq=row[-1], event=event_of(row[:-1])) for row in cursor.fetchall()]


@pytest.mark.parametrize("planted", [False, True])
def test_what_commits_late_is_not_passed_over(
    database: Database, monkeypatch: pytest.MonkeyPatch, *, planted: bool
) -> None:
    """An event that began first and commits last is told; by a reader beyond the safe head (planted) it is missed."""
    from django.db import transaction

    if planted:
        monkeypatch.setattr("events.store.following", read_by_position)
        monkeypatch.setattr("events.store.last_seq", _last_position)
    by = fetcher()
    at = fetched(by)
    began, go_on = threading.Event(), threading.Event()

    def late() -> None:
        with transaction.atomic():
            happened(1, zone=registry.CIVIL)
            began.set()
            assert go_on.wait(30)

    writer = threading.Thread(target=lambda: database.concurrently(late))
    writer.start()
    assert began.wait(30)
    happened(1, zone=registry.CIVIL)
    told_first = page(by, at)
    go_on.set()
    writer.join()
    sequencer.seal_now()
    found = told([told_first, page(by, at, told_first["cursor"])])
    assert (sorted(found) == sorted(in_log(2))) is not planted


def _last_position() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(pos), 0) FROM event")
        (found,) = cursor.fetchone()
    return int(found)


def test_an_account_that_ends_is_told_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "LOOK_SECONDS", 0.1)
    by = fetcher()
    at = fetched(by)
    answer = following(by, at)
    User.objects.filter(pk=by.account.pk).update(is_active=False)
    assert [data for _, data in messages(answer.streaming_content) if data] == []
    answer.close()
    assert str(uuid4()) not in at
