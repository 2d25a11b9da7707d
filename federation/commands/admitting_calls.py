"""What the inway does with a call before it passes it on (FSC Core 2.0.0, 4.7; FSC Logging 1.1.0).

The checks stand in the order of the standard, so that one request gets the same answer from every inway. One is
stricter than it asks: the contract is looked up at every call, so that access ends when it is revoked and not when the
token does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings

from federation.domain import jose, tokens, transactions
from federation.domain.refusals import InwayCode, InwayRefusal
from federation.domain.tokens import Claims, Client
from federation.domain.transactions import Direction, Transaction
from federation.queries import contracts, own_certificates
from federation.transport import transaction_log
from federation.transport.identity import Identity

SCHEME: Final = "bearer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call as it comes in: the values of its headers `Fsc-Authorization` and `Fsc-Transaction-Id`, and by whom."""

    authorization: str | None
    transaction_id: str | None
    client: Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """A call that may go on: what its contract says of it now, and the id under which it is written down."""

    claims: Claims
    transaction_id: UUID


def admit_call(call: Call, *, serves: Callable[[str], bool], own: Identity, now: datetime) -> Admitted:
    """Check the token and the contract behind it, and write the call down. Raises `InwayRefusal`.

    `serves` says which services answer here. The record is committed when this returns; without it nothing goes on.
    """
    claims = _checked(_token_of(call.authorization), client=call.client, own=own, now=now)
    if not serves(claims.service):
        raise InwayRefusal(code=InwayCode.SERVICE_NOT_FOUND, message="Ask for a service that is offered here.")
    transaction_id = transactions.read_id(call.transaction_id)
    _write_down(
        transactions.transaction_of(claims, transaction_id=transaction_id, direction=Direction.INCOMING), now=now
    )
    return Admitted(claims=claims, transaction_id=transaction_id)


def _checked(token: str, *, client: Client, own: Identity, now: datetime) -> Claims:
    claims = tokens.check_token(_signed_by_us(token, own=own, now=now), client=client, own_peer_id=own.peer_id, now=now)
    tokens.check_group(claims, group_id=settings.F6_FSC_GROUP_ID)
    tokens.check_audience(claims, address=settings.F6_FSC_INWAY_ADDRESS)
    found = contracts.granted(claims.grant_hash)
    if found is None:
        raise tokens.not_granted()
    return tokens.check_held(claims, grant=found.grant, contract=found.contract, client=client, now=now)


def _token_of(authorization: str | None) -> str:
    """The token of the header. The standard writes no scheme; others send Bearer."""
    scheme, _, rest = (authorization or "").strip().partition(" ")
    token = rest.strip() if rest and scheme.lower() == SCHEME else scheme
    if not token or token.lower() == SCHEME:
        raise InwayRefusal(
            code=InwayCode.ACCESS_TOKEN_MISSING,
            message="Send a token of our manager in the header Fsc-Authorization: Bearer and the token.",
        )
    return token


def _signed_by_us(token: str, *, own: Identity, now: datetime) -> Mapping[str, Any]:
    """The payload, once it is signed by a key of ours."""
    try:
        key = own_certificates.token_key(jose.claimed(token).thumbprint or "", own=own, now=now)
        if key is None:
            raise tokens.not_ours()
        return jose.verified(token, key=key)
    except (jose.NotSigned, jose.UnknownAlgorithm):
        raise tokens.not_ours() from None


def _write_down(call: Transaction, *, now: datetime) -> None:
    try:
        transaction_log.write([call], now=now)
    except transaction_log.UsedId:
        # One record must not stand for two calls: then the log would tell of less than was done.
        raise InwayRefusal(
            code=InwayCode.INVALID_LOG_RECORD_ID,
            message=f"Give every call an id of its own in {transactions.HEADER}: you made one under this id.",
        ) from None
    except transaction_log.NotWritten:
        raise InwayRefusal(
            code=InwayCode.TRANSACTION_LOG_WRITE_ERROR,
            message="Try again later: the call could not be written down, so it was not passed on.",
        ) from None
