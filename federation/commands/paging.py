"""Reading a whole list of another manager, page by page, within bounds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar
from urllib.parse import urlencode

from federation.domain import ijson, listings
from federation.transport import client
from federation.transport.client import Ask, Reason, Unreachable

PAGES_MAX: Final = 200
BYTES_MAX: Final = 64 * 1024 * 1024
"""Of a whole list."""
PAGE_SIZE: Final = 100
SECONDS_MAX: Final = 10.0

Row = TypeVar("Row")


class NotRead(Exception):
    """The list could not be read; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read(Generic[Row]):
    """What was read: a page, or all of them. `complete` is False when there is more than we read."""

    rows: list[Row]
    complete: bool


def whole(
    path: str, *, peer_id: str, address: str, read: Callable[[Any], list[Row]], until: Callable[[], bool]
) -> Read[Row]:
    """The list at a path of a peer's manager. Raises `NotRead` for the first page that cannot be read."""
    rows: list[Row] = []
    complete = False
    for page in pages(path, peer_id=peer_id, address=address, read=read, until=until):
        rows += page.rows
        complete = page.complete
    return Read(rows=rows, complete=complete)


def pages(
    path: str, *, peer_id: str, address: str, read: Callable[[Any], list[Row]], until: Callable[[], bool]
) -> Iterator[Read[Row]]:
    """The same page by page, so that no more than one is held; the last may be `complete`. Raises `NotRead`."""
    cursor, limit, weighs = "", PAGE_SIZE, 0
    for _ in range(PAGES_MAX):
        body, limit = _page(f"{address}/v1/{path}", cursor=cursor, limit=limit, peer_id=peer_id)
        weighs += len(body)
        try:
            raw = ijson.parse(body)
            rows = read(raw)
        except (listings.NoListing, ijson.NotIJson) as fault:
            raise NotRead(f"it answers with what cannot be read: {fault}") from None
        following = listings.cursor_of(raw)
        del raw, body
        yield Read(rows=rows, complete=not following)
        if not following or following == cursor or until() or weighs > BYTES_MAX:
            return
        cursor = following


def _page(url: str, *, cursor: str, limit: int, peer_id: str) -> tuple[bytes, int]:
    """One page, and the limit that the next is asked with: less when the answer was too large."""
    query = urlencode({"limit": limit, **({"cursor": cursor} if cursor else {})})
    asked = Ask(method="GET", url=f"{url}?{query}", peer_id=peer_id, seconds=SECONDS_MAX, bytes_max=listings.BYTES_MAX)
    try:
        reply = client.ask(asked)
    except Unreachable as fault:
        if fault.reason is Reason.TOO_LARGE and limit > 1:
            return _page(url, cursor=cursor, limit=limit // 10 or 1, peer_id=peer_id)
        raise NotRead(str(fault)) from fault
    if reply.status != 200:
        raise NotRead(f"it answers with status {reply.status}")
    return reply.body, limit
