"""Pages of what another manager asks: by cursor, over a row's place in an order that does not move."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet

PAGE_SIZE: Final = 100
PAGE_SIZE_MAX: Final = 1_000
CURSOR_LENGTH_MAX: Final = 2_000
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)

Row = TypeVar("Row", bound=Model)


class NoCursor(ValueError):
    """The text is no cursor that was given out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which page. `cursor` is empty for the first."""

    cursor: str = ""
    limit: int = PAGE_SIZE
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """One page. `next_cursor` is empty after the last."""

    rows: Sequence[Row]
    next_cursor: str


def page_of(
    rows: QuerySet[Row], asked: Asked, *, moment: str, key: str, weight: str = "", weight_max: int = 1
) -> Page[Row]:
    """A page of these rows, by a moment and then a unique text. Raises `NoCursor`.

    `weight` names what a row weighs: a page ends before it would weigh more than `weight_max`, though never without a
    row.
    """
    sign = "-" if asked.descending else ""
    found = _after(rows, asked, moment=moment, key=key).order_by(f"{sign}{moment}", f"{sign}{key}")
    taken: list[Row] = []
    weighs = 0
    for row in found[: asked.limit + 1]:
        weighs += getattr(row, weight) if weight else 0
        if len(taken) == asked.limit or (taken and weighs > weight_max):
            last = taken[-1]
            return Page(rows=taken, next_cursor=_cursor(getattr(last, moment), getattr(last, key)))
        taken.append(row)
    return Page(rows=taken, next_cursor="")


def _after(rows: QuerySet[Row], asked: Asked, *, moment: str, key: str) -> QuerySet[Row]:
    if not asked.cursor:
        return rows
    when, which = _read(asked.cursor)
    side = "lt" if asked.descending else "gt"
    return rows.filter(Q(**{f"{moment}__{side}": when}) | Q(**{moment: when, f"{key}__{side}": which}))


def _cursor(when: datetime, which: Any) -> str:
    place = json.dumps([(when - _EPOCH) // timedelta(microseconds=1), str(which)])
    return base64.urlsafe_b64encode(place.encode()).rstrip(b"=").decode()


def _read(cursor: str) -> tuple[datetime, str]:
    try:
        if len(cursor) > CURSOR_LENGTH_MAX:
            raise ValueError  # noqa: TRY301  # one answer for whatever is no cursor
        when, which = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(which, str) or "\0" in which:
            raise ValueError  # noqa: TRY301
        return _EPOCH + timedelta(microseconds=int(when)), which
    except (ValueError, TypeError, OverflowError, binascii.Error, RecursionError):
        raise NoCursor("Give the next_cursor of an earlier answer, or none for the first page.") from None
