"""Who fetches in tests: a client with a subscription of the mode pull, events for it, and reading its feed to the end."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from events.domain.permissions import Permission
from tests.callers import Caller, caller, content
from tests.integration.store.records import append, entry


def fetcher(*zones: str, **fields: Any) -> Caller:
    """A system that may see these zones (by default the civil registry's)."""
    return caller("systeem", Permission.VIEW, **({"zones": zones} if zones else {}), **fields)


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


def told(answers: Any) -> list[str]:
    """The ids of the events in these answers."""
    return [it["id"] for found in answers for it in found["events"]]


def happened(count: int, **fields: Any) -> list[str]:
    """Record so many events, without giving them their places; their ids."""
    ids: list[str] = []
    while len(ids) < count:
        batch = [entry(object_ids=(uuid4(),), **fields) for _ in range(min(100, count - len(ids)))]
        ids += [str(it.id) for it in append(*batch)]
    return ids
