"""Writing the transaction log: committed before a call goes on, or it does not go on (FSC Logging 1.1.0)."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from events.domain import identifiers
from federation.domain.transactions import Transaction
from federation.models import TransactionRecord


class NotWritten(Exception):
    """The record could not be written: the call must not be made."""


class UsedId(Exception):
    """This peer made a call under this id before, in this direction: one record would stand for two calls."""


def new_id(*, now: datetime) -> UUID:
    """The id of a call that we make: a UUIDv7 (Digikoppeling REST-API profile 4.0.1)."""
    return identifiers.uuid7(unix_ms=int(now.timestamp() * 1000), random=token_bytes(identifiers.RANDOM_BYTES))


def write(calls: Sequence[Transaction], *, now: datetime) -> None:
    """Write the records of these calls, all or none; they are committed when this returns.

    Raises `UsedId` and `NotWritten`; and `RuntimeError` inside a transaction, which could be rolled back later.
    """
    try:
        with transaction.atomic(durable=True):
            TransactionRecord.objects.bulk_create([_row(call, now=now) for call in calls])
    except IntegrityError as error:
        if _is_used(calls):
            raise UsedId from error
        raise NotWritten from error
    except DatabaseError as error:
        raise NotWritten from error


def _is_used(calls: Sequence[Transaction]) -> bool:
    return any(
        TransactionRecord.objects.filter(
            transaction_id=call.id, direction=call.direction, outway_peer_id=call.outway_peer_id
        ).exists()
        for call in calls
    )


def _row(call: Transaction, *, now: datetime) -> TransactionRecord:
    return TransactionRecord(
        transaction_id=call.id,
        direction=call.direction,
        grant_hash=call.grant_hash,
        outway_peer_id=call.outway_peer_id,
        outway_delegator=call.outway_delegator,
        service_peer_id=call.service_peer_id,
        service_delegator=call.service_delegator,
        service_name=call.service_name,
        peers=sorted(call.peers),
        additional=call.additional,
        created_at=now,
    )
