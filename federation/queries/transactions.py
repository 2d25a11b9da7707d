"""The transaction log as a peer may read it: the calls that are its business (FSC Logging 1.1.0)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet

from federation.domain import transactions
from federation.domain.contracts import moment
from federation.domain.log_questions import Place, Question
from federation.domain.transactions import Direction, Transaction
from federation.models import TransactionRecord

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Records as they are told, and where to go on; None at the end."""

    records: tuple[Mapping[str, Any], ...]
    next_place: Place | None


def records(asked: Question, *, peer_id: str) -> Page:
    """The records that answer a question, of the calls in which this peer was outway, service or delegator."""
    rows = TransactionRecord.objects.filter(peers__contains=[peer_id])
    if asked.transaction_ids:
        found = list(rows.filter(transaction_id__in=asked.transaction_ids).order_by("-created_at", "-id"))
        return Page(records=tuple(map(_told, found[: asked.limit])), next_place=None)
    rows = _narrowed(rows, asked=asked)
    sign = "-" if asked.descending else ""
    found = list(rows.order_by(f"{sign}created_at", f"{sign}id")[: asked.limit + 1])
    shown = found[: asked.limit]
    return Page(records=tuple(map(_told, shown)), next_place=_place_of(shown[-1]) if len(found) > asked.limit else None)


def _narrowed(rows: QuerySet[TransactionRecord], *, asked: Question) -> QuerySet[TransactionRecord]:
    either = Q()
    if asked.grant_hashes:
        either |= Q(grant_hash__in=asked.grant_hashes)
    if asked.service_names:
        either |= Q(service_name__in=asked.service_names)
    within = Q()
    if asked.after is not None:
        # `after` excludes its own second: what is told of a record is the second in which it was made
        within &= Q(created_at__gte=moment(asked.after + 1))
    if asked.before is not None:
        within &= Q(created_at__lt=moment(asked.before))
    if asked.place is not None:
        within &= _beyond(asked.place, descending=asked.descending)
    return rows.filter(either, within)


def _beyond(place: Place, *, descending: bool) -> Q:
    """What comes after a record in this order. One that was removed meanwhile is told by its moment alone."""
    at = _EPOCH + timedelta(microseconds=place.microseconds)
    of = TransactionRecord.objects.filter(
        transaction_id=place.transaction_id, direction=place.direction, outway_peer_id=place.outway_peer_id
    )
    number = of.values_list("pk", flat=True).first()
    later = Q(created_at__lt=at) if descending else Q(created_at__gt=at)
    if number is None:
        return later
    return later | Q(created_at=at) & (Q(pk__lt=number) if descending else Q(pk__gt=number))


def _place_of(row: TransactionRecord) -> Place:
    return Place(
        microseconds=(row.created_at - _EPOCH) // timedelta(microseconds=1),
        transaction_id=row.transaction_id,
        direction=Direction(row.direction),
        outway_peer_id=row.outway_peer_id,
    )


def _told(row: TransactionRecord) -> Mapping[str, Any]:
    call = Transaction(
        id=row.transaction_id,
        direction=Direction(row.direction),
        grant_hash=row.grant_hash,
        outway_peer_id=row.outway_peer_id,
        service_peer_id=row.service_peer_id,
        service_name=row.service_name,
        outway_delegator=row.outway_delegator,
        service_delegator=row.service_delegator,
        additional=row.additional,
    )
    return transactions.rendered(call, created_at=int(row.created_at.timestamp()))
