"""The real web server, with the settings that it runs with: who waits does not hold up who works, nor who has gone."""

import json
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPResponse

import pytest

from events import sequencer
from f6_project.databases import POOL_MAX, WAITING_MAX
from tests import registry
from tests.acceptance.test_following import EACH, WRITERS, in_log, recorded_by_several
from tests.callers import Caller
from tests.database import Database
from tests.feed_story import fetched, fetcher, happened, lines_of, messages, numbering
from tests.integration.subscriptions.delivering import until
from tests.web_server import WebServer, leave, web_server

OF_ONE = 4
NEVER_PROBES = "tests.faults.never_probes:application"


@pytest.fixture
def server(database: Database, valkey: str) -> Iterator[WebServer]:
    registry.furnish()
    with web_server(database, broker=valkey) as it:
        yield it


def cursor_of(server: WebServer, by: Caller, at: str) -> str:
    return str(json.loads(server.ask(by, f"{at}/feed", {"pageSize": 500}).read())["cursor"])


@contextmanager
def crowd(server: WebServer) -> Iterator[tuple[list[HTTPResponse], Caller, str]]:
    """As many as may wait, half of them for a page and half reading a stream; and one more who would."""
    waiting: list[HTTPResponse] = []
    for _ in range(WAITING_MAX // OF_ONE):
        by = fetcher()
        at = fetched(by)
        cursor = cursor_of(server, by, at)
        waiting += [server.ask(by, f"{at}/feed", {"cursor": cursor, "waitSeconds": 30}) for _ in range(OF_ONE // 2)]
        waiting += [server.ask(by, f"{at}/stream", {"cursor": cursor}) for _ in range(OF_ONE // 2)]
    assert {it.status for it in waiting} == {200}
    more = fetcher()
    yield waiting, more, fetched(more)


def has_place(server: WebServer, by: Caller, at: str) -> bool:
    answer = server.ask(by, f"{at}/stream")
    leave(answer)
    return answer.status == 200


def test_who_waits_is_woken_by_what_is_recorded(server: WebServer) -> None:
    by = fetcher()
    at = fetched(by)
    with numbering():
        answer = server.ask(by, f"{at}/feed", {"cursor": cursor_of(server, by, at), "waitSeconds": 30})
        ids = happened(1, zone=registry.CIVIL)
        assert [it["id"] for it in json.loads(answer.read())["events"]] == ids


def test_as_many_as_may_wait_do_not_hold_up_ordinary_requests_nor_take_their_connections(
    server: WebServer, database: Database
) -> None:
    with crowd(server) as (waiting, more, at):
        refused = server.ask(more, f"{at}/stream")
        assert (refused.status, refused.getheader("Retry-After")) == (429, "5")
        page = server.ask(more, f"{at}/feed", {"waitSeconds": 30})
        assert (page.status, page.getheader("Retry-After")) == (200, "5")
        page.read()
        working = [threading.Thread(target=lambda: answered.append(_zones(server, more))) for _ in range(40)]
        answered: list[int] = []
        for thread in working:
            thread.start()
        for thread in working:
            thread.join(30)
        assert answered == [200] * 40
        assert connections_of_web(database) <= POOL_MAX + 1, "those of the pool, and the one that listens"
        happened(1, zone=registry.CIVIL)
        sequencer.seal_now()
        for it in waiting:
            assert next(piece for piece in lines_of(it) if b"specversion" in piece)


def _zones(server: WebServer, by: Caller) -> int:
    answer = server.ask(by, "zones")
    answer.read()
    return answer.status


def connections_of_web(database: Database) -> int:
    with database.connect("super", autocommit=True) as admin:
        found = admin.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'f6_app'"
            " AND application_name = 'f6'"
        ).fetchone()
    assert found
    return int(found[0])


def test_who_has_gone_frees_his_place_though_nothing_is_told(server: WebServer) -> None:
    with crowd(server) as (waiting, more, at):
        assert not has_place(server, more, at)
        for it in waiting:
            leave(it)
        until(lambda: has_place(server, more, at), seconds=15)


def test_the_law_above_can_be_broken_by_a_server_that_never_looks_whether_somebody_is_there(
    database: Database, valkey: str
) -> None:
    registry.furnish()
    with web_server(database, broker=valkey, application=NEVER_PROBES) as it, crowd(it) as (waiting, more, at):
        for answer in waiting:
            leave(answer)
        with pytest.raises(AssertionError, match="in time"):
            until(lambda: has_place(it, more, at), seconds=5)


def test_over_connections_that_break_off_the_whole_log_comes_once_and_in_order(
    server: WebServer, database: Database
) -> None:
    by = fetcher()
    at = fetched(by)
    dice, ids, last = random.Random(1), list[str](), ""
    with numbering():
        writing = recorded_by_several(database)
        while len(ids) < WRITERS * EACH:
            answer = server.ask(by, f"{at}/stream", None, Last_Event_ID=last)
            left = min(dice.randint(1, 25), WRITERS * EACH - len(ids))
            for it, data in messages(lines_of(answer)):
                if data is not None:
                    last, left = it, left - 1
                    ids.append(json.loads(data)["id"])
                if not left:
                    break
            leave(answer)
        writing.join()
    assert ids == in_log(WRITERS * EACH)


def test_when_the_server_is_stopped_a_stream_ends_properly_and_goes_on_at_the_next(
    database: Database, valkey: str
) -> None:
    registry.furnish()
    by = fetcher()
    at = fetched(by)
    ids = happened(2, zone=registry.CIVIL)
    sequencer.seal_now()
    with web_server(database, broker=valkey) as it:
        came = messages(lines_of(it.ask(by, f"{at}/stream")))
        last, first = next(came)
        page = it.ask(by, f"{at}/feed", {"cursor": cursor_of(it, by, at), "waitSeconds": 30})
        assert it.child.stop() == 0
        assert len(list(came)) == 1, "what was told is followed by the end, not by a broken connection"
        assert json.loads(page.read())["events"] == []
    assert json.loads(first or "")["id"] == ids[0]
    with web_server(database, broker=valkey) as it:
        answer = it.ask(by, f"{at}/feed", {"cursor": last})
        assert [found["id"] for found in json.loads(answer.read())["events"]] == ids[1:]
