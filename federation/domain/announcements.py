"""A page of what a partner announces of its objects, as it came: hostile input."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from events.domain import moments

OBJECTS_MAX: Final = 20_000
"""On one page. Ours hold the objects of five hundred events."""
CURSOR_LENGTH_MAX: Final = 2_000


class NoPage(ValueError):
    """What came is no page of announcements."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Objects of which there are events; `told_until`: without `more`, up to which moment there are no others."""

    object_ids: frozenset[UUID]
    cursor: str
    more: bool
    told_until: datetime | None


def page_in(body: Any) -> Page:
    """The page in the JSON of a 200. Raises `NoPage`."""
    if not isinstance(body, Mapping):
        raise NoPage("The announcements are no JSON object.")
    listed, cursor, more = body.get("objectIds"), body.get("cursor"), body.get("more")
    if not isinstance(listed, list) or len(listed) > OBJECTS_MAX:
        raise NoPage(f"The announcements hold no list of at most {OBJECTS_MAX} objects.")
    if not isinstance(cursor, str) or not 0 < len(cursor) <= CURSOR_LENGTH_MAX or not cursor.isascii():
        raise NoPage("The announcements hold no cursor to go on with.")
    if not isinstance(more, bool):
        raise NoPage("The announcements do not say whether there is more.")
    return Page(
        object_ids=frozenset(_id_of(it) for it in listed),
        cursor=cursor,
        more=more,
        told_until=moments.parse_instant(body.get("horizon")),
    )


def _id_of(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise NoPage("The announcements hold what is no id of an object.") from None
