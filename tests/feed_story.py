"""Who fetches in tests: a client with a subscription of the mode pull, events for it, and reading what it is told."""

import json
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from django.db import connections

from events import sequencer
from events.commands.permissions import revoke_permission
from events.domain.permissions import Permission
from events.models import ApiToken, Subscription, Zone
from tests import registry
from tests.callers import Caller, administrator, caller, content
from tests.integration.store.records import append, entry


def fetcher(*zones: str) -> Caller:
    """A system that may see these zones (by default the civil registry's)."""
    return caller("systeem", Permission.VIEW, zones=zones or (registry.CIVIL,))


def fetched(by: Caller, **asked: Any) -> str:
    """The address of a new subscription that he fetches, from the beginning of the log."""
    body = {"name": f"Ophalen {uuid4()}", "mode": "pull", "startFrom": "beginning"} | asked
    answer = by.post("subscriptions", body)
    assert answer.status_code == 201, answer.content
    return f"subscriptions/{content(answer)['id']}"


def page(by: Caller, at: str, cursor: str | None = None, **asked: Any) -> dict[str, Any]:
    """One answer of the feed."""
    answer = by.get(f"{at}/feed", asked | ({"cursor": cursor} if cursor else {}))
    assert answer.status_code == 200, answer.getvalue()
    return content_of(answer)


def content_of(answer: Any) -> dict[str, Any]:
    """The JSON of an answer that may be a stream of pieces."""
    found: dict[str, Any] = json.loads(answer.getvalue())
    return found


def pages(by: Caller, at: str, cursor: str | None = None, **asked: Any) -> Iterator[dict[str, Any]]:
    """Every answer until there is no more."""
    while True:
        found = page(by, at, cursor, **asked)
        yield found
        cursor = found["cursor"]
        if not found["more"]:
            return


def told(answers: Iterable[dict[str, Any]]) -> list[str]:
    """The ids of the events in these answers."""
    return [it["id"] for found in answers for it in found["events"]]


def happened(count: int, **fields: Any) -> list[str]:
    """Record so many events, without giving them their places; their ids."""
    ids: list[str] = []
    while len(ids) < count:
        batch = [entry(object_ids=(uuid4(),), **fields) for _ in range(min(100, count - len(ids)))]
        ids += [str(it.id) for it in append(*batch)]
    return ids


def messages(pieces: Iterable[bytes]) -> Iterator[tuple[str, str | None]]:
    """What a reader of server-sent events takes in: each id with its data (None: only moved on). By the HTML standard.

    `pieces` are whatever parts of the stream came.
    """
    known, moved, rest = "", False, b""
    data: str | None = None
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            name, _, value = line.decode().partition(":")
            value = value.removeprefix(" ")
            if name == "id":
                known, moved = value, True
            elif name == "data":
                data = value if data is None else f"{data}\n{value}"
            elif not line:
                if data is not None or (known and moved):
                    yield known, data
                data, moved = None, False


def lines_of(answer: Any) -> Iterator[bytes]:
    """The lines of an answer as they come over a connection."""
    while line := answer.readline():
        yield line


@contextmanager
def numbering() -> Iterator[None]:
    """A sequencer at work: what is recorded gets its place, and whoever listens is told."""
    stop = threading.Event()

    def run() -> None:
        try:
            sequencer.run(stop)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def sealed(count: int, **fields: Any) -> list[str]:
    ids = happened(count, zone=registry.CIVIL, **fields)
    sequencer.seal_now()
    return ids


def following(by: Caller, at: str, last: str = "") -> Any:
    answer = by.get(f"{at}/stream", Last_Event_ID=last) if last else by.get(f"{at}/stream")
    assert answer.status_code == 200, answer.content
    return answer


def taken(answer: Any, count: int) -> list[tuple[str, str]]:
    """The next messages of a stream, which is left then."""
    found = [(it, json.loads(data)["id"]) for it, data in first_told(messages(answer.streaming_content), count)]
    answer.close()
    return found


def first_told(came: Iterator[tuple[str, str | None]], count: int) -> Iterator[tuple[str, str]]:
    while count:
        it, data = next(came)
        if data is not None:
            count -= 1
            yield it, data


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
