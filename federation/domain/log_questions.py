"""What a peer asks of the transaction log (FSC Logging 1.1.0, GET /logs), and its place in it."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from federation.domain.refusals import Code, FscRefusal
from federation.domain.transactions import Direction

RECORDS_TOLD: Final = 25
RECORDS_MAX: Final = 1_000
LISTED_MAX: Final = 1_000
TEXT_MAX: Final = 1_024
DESCENDING: Final = "SORT_ORDER_DESCENDING"
ORDERS: Final = ("SORT_ORDER_ASCENDING", DESCENDING)
_KNOWN: Final = frozenset(
    {"cursor", "limit", "sort_order", "after", "before", "grant_hash", "service_name", "transaction_ids"}
)
_WHOLE: Final = re.compile(r"[0-9]{1,11}")
_PLACE: Final = re.compile(
    rf"(?P<microseconds>[0-9]{{1,17}})\|(?P<id>[0-9a-f]{{32}})\|(?P<direction>{'|'.join(Direction)})"
    r"\|(?P<outway>[ -~]{1,255})"
)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The record after which to go on, by what its reader was told of it."""

    microseconds: int
    transaction_id: UUID
    direction: Direction
    outway_peer_id: str

    def written(self) -> str:
        """As a cursor."""
        parts = (str(self.microseconds), self.transaction_id.hex, self.direction.value, self.outway_peer_id)
        return base64.urlsafe_b64encode("|".join(parts).encode()).decode().rstrip("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which records, from where, in which order. `after` and `before` are Unix seconds.

    A record answers it when its grant or its service is one of these, if there are any. With `transaction_ids` nothing
    else counts, and all of them are told at once.
    """

    transaction_ids: frozenset[UUID] = frozenset()
    grant_hashes: frozenset[str] = frozenset()
    service_names: frozenset[str] = frozenset()
    after: int | None = None
    before: int | None = None
    place: Place | None = None
    limit: int = RECORDS_TOLD
    descending: bool = True


def read(query: Mapping[str, Sequence[str]]) -> Question:
    """The question of a query string, by name every value that it has. Raises `FscRefusal`."""
    unknown = sorted(query.keys() - _KNOWN)
    if unknown:
        raise _refusal(f"Leave out {', '.join(it[:50] for it in unknown[:5])}: use {', '.join(sorted(_KNOWN))}.")
    ids = _listed(query, "transaction_ids")
    wrong = next((it for it in ids if not _UUID.fullmatch(it)), None)
    if wrong is not None:
        raise _refusal("Give UUIDs in transaction_ids, with commas between.")
    if ids:
        return Question(transaction_ids=frozenset(map(UUID, ids)), limit=LISTED_MAX * 2)
    order = _single(query, "sort_order") or DESCENDING
    if order not in ORDERS:
        raise _refusal(f"Set sort_order to {' or '.join(ORDERS)}.")
    limit = _number(query, "limit")
    if limit is not None and not 1 <= limit <= RECORDS_MAX:
        raise _refusal(f"Set limit to a number from 1 to {RECORDS_MAX}.")
    cursor = _single(query, "cursor")
    return Question(
        grant_hashes=_listed(query, "grant_hash"),
        service_names=_listed(query, "service_name"),
        after=_number(query, "after"),
        before=_number(query, "before"),
        place=_place(cursor) if cursor else None,
        limit=limit or RECORDS_TOLD,
        descending=order == DESCENDING,
    )


def _place(cursor: str) -> Place:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (ValueError, binascii.Error):
        text = ""
    found = _PLACE.fullmatch(text)
    if found is None:
        raise _refusal("Give as cursor the next_cursor of an earlier answer, as it was.")
    return Place(
        microseconds=int(found["microseconds"]),
        transaction_id=UUID(hex=found["id"]),
        direction=Direction(found["direction"]),
        outway_peer_id=found["outway"],
    )


def _single(query: Mapping[str, Sequence[str]], name: str) -> str:
    found = query.get(name, ())
    if len(found) > 1:
        raise _refusal(f"Give {name} once.")
    return found[0] if found else ""


def _number(query: Mapping[str, Sequence[str]], name: str) -> int | None:
    found = _single(query, name)
    if not found:
        return None
    if not _WHOLE.fullmatch(found):
        raise _refusal(f"Give a whole number in {name}.")
    return int(found)


def _listed(query: Mapping[str, Sequence[str]], name: str) -> frozenset[str]:
    """The values of a list: with commas between, or the name more than once."""
    found = frozenset(it for value in query.get(name, ()) for it in value.split(",") if it)
    if len(found) > LISTED_MAX or any(len(it) > TEXT_MAX or "\0" in it for it in found):
        raise _refusal(f"Give at most {LISTED_MAX} values of {TEXT_MAX} characters in {name}, none of them NUL.")
    return found


def _refusal(message: str) -> FscRefusal:
    return FscRefusal(code=Code.MALFORMED, message=message)
