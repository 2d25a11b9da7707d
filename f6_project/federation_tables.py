"""What `manage.py federation` shows: rows as text to read, or as JSON for a program."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from events.domain.canonical import instant_text
from federation.domain.contracts import Contract, moment
from federation.domain.grants import Grant
from federation.models import Outgoing, Peer, StoredContract
from federation.queries import contracts as contract_queries
from federation.queries import directory as directory_queries

Row = dict[str, Any]
NOTHING: Final = "Nothing."
DIGITS_SHOWN: Final = 12
"""Of a hash in text: enough to name it by, and without the signs that a shell would read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows with the same members. `shown`: those that are for reading."""

    shown: Sequence[str]
    rows: Sequence[Row]

    def as_json(self) -> str:
        """Every row with all its members."""
        return json.dumps(self.rows, indent=2)

    def as_text(self) -> str:
        """In columns."""
        if not self.rows:
            return NOTHING
        lines = [list(self.shown), *([_word(row[name]) for name in self.shown] for row in self.rows)]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def peers(*, now: datetime) -> Table:  # noqa: ARG001  # as all of them
    """Organisations that we know."""
    rows = [
        {
            "id": row.peer_id,
            "name": row.name,
            "address": row.manager_address,
            "directory": row.is_directory,
            "announced": _moment(row.announced_at),
            "answered": _moment(row.answered_at),
            "silent since": _moment(row.failing_since),
            "why": row.failure,
        }
        for row in Peer.objects.all()
    ]
    return Table(shown=("id", "name", "address", "answered", "silent since", "why"), rows=rows)


def directory(*, now: datetime) -> Table:
    """What directories list, as they were last read."""
    rows = [
        {
            "id": organisation.peer.id,
            "name": organisation.peer.name,
            "address": organisation.peer.manager_address,
            "service": offer.name,
            "zone": offer.zone,
            "types": sorted(offer.terms.event_types),
            "responsible for": sorted(offer.terms.responsible_for),
        }
        for organisation in directory_queries.listed(now=now).organisations
        for offer in organisation.offers
    ]
    return Table(shown=("id", "name", "service", "types", "responsible for"), rows=rows)


def contracts(*, now: datetime, only: Collection[str] | None = None) -> Table:
    """Contracts, the newest first; `only` those with these hashes."""
    found = StoredContract.objects.order_by("-created_at", "content_hash")
    found = found if only is None else found.filter(content_hash__in=only)
    rows = [_contract(contract_queries.folded(row), now=now) for row in contract_queries.with_signatures(found)]
    return Table(shown=("contract", "state", "about", "between", "awaits", "until"), rows=rows)


def messages(*, now: datetime) -> Table:  # noqa: ARG001  # as all of them
    """What still waits to be sent."""
    rows = [
        {
            "to": row.peer_id,
            "what": row.kind,
            "contract": None if row.contract_id is None else _short(row.contract_id),
            "tried": row.attempts,
            "next": _moment(row.next_at),
            "why": row.failure,
        }
        for row in Outgoing.objects.filter(arrived_at=None)
    ]
    return Table(shown=("to", "what", "contract", "tried", "next", "why"), rows=rows)


def _contract(contract: Contract, *, now: datetime) -> Row:
    content = contract.content
    return {
        "contract": _short(content.hash),
        "hash": content.hash,
        "state": contract.state(now).value,
        "about": sorted({grant.service.name for grant in content.grants}),
        "between": sorted(content.peers),
        "awaits": sorted(contract.awaits(now)),
        "until": instant_text(moment(content.not_after)),
        "grants": [_grant(grant) for grant in content.grants],
    }


def _grant(grant: Grant) -> Row:
    return {
        "hash": grant.hash,
        "type": grant.type.value,
        "service": grant.service.name,
        "of": grant.service.peer_id,
        "outway": grant.outway.peer_id if grant.outway else None,
        "directory": grant.directory,
        "properties": None if grant.properties is None else dict(grant.properties),
    }


def _short(content_hash: str) -> str:
    """How a contract is named on the command line: by the beginning of the digest, in quotes where it begins badly."""
    digest = content_hash.rpartition("$")[2]
    return digest[:DIGITS_SHOWN] if digest[0].isalnum() else f"'{content_hash[: -len(digest) + DIGITS_SHOWN]}'"


def _moment(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)


def _word(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value) or "–"
    return "–" if value in (None, "") else str(value)
