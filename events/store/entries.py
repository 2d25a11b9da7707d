"""What goes into the log: entries, and the parallel arrays in which they travel to the database."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from events.domain.boundaries import Addresses
from events.domain.canonical import recorded_bytes
from events.domain.event import Draft

BOUNDARY_MAX = 2_000
"""Ids in one append's boundary: each takes a place in PostgreSQL's shared lock table until the transaction ends."""
SALT_BYTES = 32
UNKNOWN_MOMENT = datetime(1, 1, 1, tzinfo=UTC)


class BoundaryMoved(Exception):
    """Another event came into the boundary after it was read: read and decide again.

    `moved`: the ids that changed, where known.
    """

    def __init__(self, moved: Iterable[UUID] = ()) -> None:
        self.moved = frozenset(moved)
        super().__init__(f"the boundary moved: {', '.join(map(str, self.moved)) or 'read it again'}")


class Precision(StrEnum):
    """How much of `occurred_at` is known; the rest of it is the first instant that fits."""

    INSTANT = "instant"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event to record: the draft, the ids that guard it, and the canonical bytes of what the client sent.

    `occurred_precision` is `instant` unless told otherwise; a moment of 0001-01-01T00:00Z is always `unknown`.
    """

    draft: Draft
    addresses: Addresses
    request: bytes
    occurred_precision: Precision = Precision.INSTANT


def columns(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    """The entries as parallel arrays, named as the parameters of `append_events` and `import_events`.

    Every event gets a salt of its own here: without it, its commitments tell nothing about guessable data.
    """
    drafts = [entry.draft for entry in entries]
    salts = [secrets.token_bytes(SALT_BYTES) for _ in entries]
    links = [
        (item, address, role)
        for item, entry in enumerate(entries, start=1)
        for address, role in _roles(entry.addresses).items()
    ]
    return {
        "ids": [draft.id for draft in drafts],
        "root_ids": [entry.addresses.root for entry in entries],
        "kinds": [draft.kind.value for draft in drafts],
        "types": [draft.event_type for draft in drafts],
        "versions": [draft.event_version for draft in drafts],
        "source_ids": [draft.source_id for draft in drafts],
        "source_types": [draft.source_type for draft in drafts],
        "occurred": [draft.occurred_at for draft in drafts],
        "precisions": [_precision(entry).value for entry in entries],
        "objects": [_literal(draft.object_ids) for draft in drafts],
        "refs": [_literal(draft.references) for draft in drafts],
        "commitments": [commitment(draft, salt=salt) for draft, salt in zip(drafts, salts, strict=True)],
        "salts": salts,
        "requests": [entry.request for entry in entries],
        "payloads": [json.dumps(draft.data, ensure_ascii=False, allow_nan=False) for draft in drafts],
        "link_items": [item for item, _, _ in links],
        "link_ids": [address for _, address, _ in links],
        "link_roles": [role for _, _, role in links],
    }


TYPES = {
    "ids": "uuid[]",
    "root_ids": "uuid[]",
    "zones": "text[]",
    "kinds": "text[]",
    "types": "text[]",
    "versions": "text[]",
    "source_ids": "uuid[]",
    "source_types": "text[]",
    "occurred": "timestamptz[]",
    "precisions": "text[]",
    "created": "timestamptz[]",
    "objects": "text[]",
    "refs": "text[]",
    "commitments": "bytea[]",
    "salts": "bytea[]",
    "requests": "bytea[]",
    "payloads": "text[]",
    "link_items": "integer[]",
    "link_ids": "uuid[]",
    "link_roles": "text[]",
    "known_ids": "uuid[]",
    "known_numbers": "bigint[]",
}


def arguments(arrays: dict[str, list[Any]]) -> str:
    """The argument list of a call, by name: `ids => %(ids)s::uuid[], …`."""
    return ", ".join(f"{name} => %({name})s::{TYPES[name]}" for name in arrays)


def commitment(draft: Draft, *, salt: bytes) -> bytes:
    """SHA-256 over the salt and the canonical bytes of the ten fields: proves, with both, what was recorded."""
    return hashlib.sha256(salt + recorded_bytes(draft)).digest()


def _roles(addresses: Addresses) -> dict[UUID, str]:
    """Each id once, with the role that says most: an object that is a key or a root as well answers as an object."""
    return dict.fromkeys(addresses.keys, "key") | {addresses.root: "root"} | dict.fromkeys(addresses.objects, "object")


def _literal(ids: Sequence[UUID]) -> str:
    return "{" + ",".join(map(str, ids)) + "}"


def _precision(entry: Entry) -> Precision:
    return Precision.UNKNOWN if entry.draft.occurred_at == UNKNOWN_MOMENT else entry.occurred_precision
