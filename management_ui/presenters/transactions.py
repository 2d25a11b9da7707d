"""The transaction log on screen: who asked which service of whom, by which connection, and when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from events.domain.moments import AMSTERDAM
from federation.domain.transactions import Direction
from federation.models import TransactionRecord
from federation.queries.transaction_search import TransactionPage
from management_ui.presenters.foreign_text import named, shown
from management_ui.presenters.moments import recorded_text

SHORT_HASH_LENGTH = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionLine:
    """One call. `contract` is the connection it was made by, where that is known here."""

    id: str
    when: str
    seconds: str
    way: str
    reader: str
    reader_for: str
    provider: str
    provider_for: str
    service: str
    grant: str
    short_grant: str
    contract: str


def transaction_lines(page: TransactionPage, *, own: str | None, now: datetime) -> tuple[TransactionLine, ...]:
    """The records of a page. `own`: our Peer ID."""
    return tuple(_line(row, page=page, own=own, now=now) for row in page.records)


def _line(row: TransactionRecord, *, page: TransactionPage, own: str | None, now: datetime) -> TransactionLine:
    def name(peer_id: str | None) -> str:
        if peer_id is not None and peer_id == own:
            return _("we")
        return named(page.names.get(peer_id, ""), peer_id) if peer_id else ""

    incoming = row.direction == Direction.INCOMING.value
    return TransactionLine(
        id=str(row.transaction_id),
        when=recorded_text(row.created_at, now=now),
        seconds=f"{row.created_at.astimezone(AMSTERDAM):%H:%M:%S}",
        way=_("asked of us") if incoming else _("asked by us"),
        reader=name(row.outway_peer_id),
        reader_for=name(row.outway_delegator),
        provider=name(row.service_peer_id),
        provider_for=name(row.service_delegator),
        service=shown(row.service_name),
        grant=row.grant_hash,
        short_grant=f"{row.grant_hash[:SHORT_HASH_LENGTH]}…",
        contract=page.contracts.get(row.grant_hash, ""),
    )
