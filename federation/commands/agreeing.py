"""What our administrators decide of contracts: propose, accept, reject, revoke. Each is signed, kept, queued, recorded.

Doing the same once more changes nothing and is recorded once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events import administration
from events.administration import Action, Subject, Thing
from events.domain.identifiers import RANDOM_BYTES, uuid7
from events.domain.permissions import Principal
from federation.commands import signing, storing
from federation.domain import properties, proposals, reading, rules
from federation.domain.agreement_refusals import (
    ContractEnds,
    ContractNotFound,
    ContractNotOpen,
    FederationIsOff,
    NotOurs,
    ZoneNotPublishable,
)
from federation.domain.contracts import Content, Contract, SignatureKind, State
from federation.domain.proposals import Validity
from federation.domain.refusals import FscRefusal
from federation.models import StoredContract
from federation.queries import offered
from federation.transport import identity
from federation.transport.identity import FederationOff, Identity, IdentityUnusable

_OPEN: Final = frozenset({State.PROPOSED, State.VALID})


def propose_contract(
    grants: Sequence[Mapping[str, Any]], *, validity: Validity, by: Principal, now: datetime | None = None
) -> StoredContract:
    """Make a contract with these grants (what stands inside `data`), accept it, and send it to everyone on it.

    Raises `ZoneForbidden` for who does not administer everything, `ContractEnds`, `NotOurs` for what is not ours to
    propose, `FederationIsOff`.
    """
    administration.require_administrator(by)
    own = ourselves()
    moment = now or timezone.now()
    content = _content(grants, validity=validity, own=own, now=moment)
    with transaction.atomic():
        row = storing.keep_contract(content, proposed_by=own.peer_id, now=moment)
        signing.sign(row, SignatureKind.ACCEPT, now=moment, proposing=True)
        _record("Contract voorgesteld", Action.CONTRACT_PROPOSED, row, before=None, by=by, now=moment)
    return row


def accept_contract(content_hash: str, *, by: Principal, now: datetime | None = None) -> StoredContract:
    """Accept a contract that asks us. Raises as `propose_contract`, `ContractNotFound` and `ContractNotOpen`."""

    def wanted(contract: Contract, own: str, moment: datetime) -> bool:
        state = contract.state(moment)
        if state not in _OPEN:
            raise ContractNotOpen(content_hash=content_hash, state=state.value)
        return own not in contract.accepted_by(moment)

    return _signed(
        content_hash, SignatureKind.ACCEPT, "Contract aanvaard", Action.CONTRACT_ACCEPTED, wanted, by=by, now=now
    )


def reject_contract(content_hash: str, *, by: Principal, now: datetime | None = None) -> StoredContract:
    """Reject a contract that we did not accept. One that we did is revoked instead. Raises as `accept_contract`."""

    def wanted(contract: Contract, own: str, moment: datetime) -> bool:
        if own in contract.rejected:
            return False
        state = contract.state(moment)
        if state is not State.PROPOSED or own in contract.accepted_by(moment):
            raise ContractNotOpen(content_hash=content_hash, state=state.value)
        return True

    return _signed(
        content_hash, SignatureKind.REJECT, "Contract afgewezen", Action.CONTRACT_REJECTED, wanted, by=by, now=now
    )


def revoke_contract(content_hash: str, *, by: Principal, now: datetime | None = None) -> StoredContract:
    """Withdraw from a contract that we accepted or that is valid: from now on it gives nobody access, here at once.

    Raises as `accept_contract`.
    """

    def wanted(contract: Contract, own: str, moment: datetime) -> bool:
        if own in contract.revoked:
            return False
        state = contract.state(moment)
        if state not in _OPEN or own not in {peer for peer, _ in contract.accepted}:
            raise ContractNotOpen(content_hash=content_hash, state=state.value)
        return True

    return _signed(
        content_hash, SignatureKind.REVOKE, "Contract ingetrokken", Action.CONTRACT_REVOKED, wanted, by=by, now=now
    )


def withdraw(content_hash: str, *, now: datetime) -> None:
    """Revoke what may not go on, though nobody asked: its record names the operator, on whose machine it was done."""
    with transaction.atomic():
        row = storing.held(content_hash)
        contract = storing.folded(row) if row is not None else None
        if row is not None and contract is not None and contract.state(now) in _OPEN:
            signing.sign(row, SignatureKind.REVOKE, now=now)
            said, action = "Contract ingetrokken", Action.CONTRACT_REVOKED
            _record(said, action, row, before=contract, by=administration.OPERATOR, now=now)


def ourselves() -> Identity:
    """Who we are. Raises `FederationIsOff` with what to set."""
    try:
        return identity.own()
    except (FederationOff, IdentityUnusable) as fault:
        raise FederationIsOff(reason=str(fault)) from None


def _signed(
    content_hash: str,
    kind: SignatureKind,
    said: str,
    action: Action,
    wanted: Callable[[Contract, str, datetime], bool],
    *,
    by: Principal,
    now: datetime | None,
) -> StoredContract:
    administration.require_administrator(by)
    own = ourselves().peer_id
    moment = now or timezone.now()
    with transaction.atomic():
        row = storing.held(content_hash)
        if row is None:
            raise ContractNotFound(content_hash=content_hash)
        contract = storing.folded(row)
        if own not in contract.content.signers:
            raise NotOurs(reason="the contract asks our organisation for no signature")
        if wanted(contract, own, moment):
            if kind is SignatureKind.ACCEPT:
                _check_publications(contract.content, own=own)
            signing.sign(row, kind, now=moment)
            _record(said, action, row, before=contract, by=by, now=moment)
    return row


def _content(grants: Sequence[Mapping[str, Any]], *, validity: Validity, own: Identity, now: datetime) -> Content:
    """The content, by the same rules that the others hold it to."""
    if validity.ends <= max(now, validity.begins):
        raise ContractEnds(ends=validity.ends)
    raw = proposals.content(
        grants,
        iv=uuid7(unix_ms=int(now.timestamp() * 1_000), random=token_bytes(RANDOM_BYTES)),
        group_id=settings.F6_FSC_GROUP_ID,
        validity=validity,
        now=now,
    )
    try:
        content = reading.content_of(raw)
        rules.check_terms(content, group_id=settings.F6_FSC_GROUP_ID)
        rules.check_proposal(content, sender=own.peer_id)
        for grant in content.grants:
            rules.check_fits_in_token(grant)
        _check_publications(content, own=own.peer_id)
    except (reading.MalformedContract, FscRefusal) as refusal:
        raise NotOurs(reason=str(refusal)) from None
    return content


def _check_publications(content: Content, *, own: str) -> None:
    """That nothing of it publishes a zone of ours that is told to nobody. Raises `ZoneNotPublishable`."""
    for grant in content.grants:
        if not grant.is_connection and grant.service.peer_id == own and not offered.offers(grant.service.name):
            raise ZoneNotPublishable(zone=properties.zone_of(grant.service.name) or grant.service.name)


def _record(
    said: str,
    action: Action,
    row: StoredContract,
    *,
    before: Contract | None,
    by: Principal,
    now: datetime,
) -> None:
    after = storing.folded(row)
    administration.record(
        said,
        action,
        Thing(kind=Subject.CONTRACT, id=row.content_hash, name=_name(after.content)),
        by=by,
        before=None if before is None else _told(before, now=now),
        after=_told(after, now=now),
        details={"contract": row.content_hash},
    )


def _name(content: Content) -> str:
    """What a contract is called in the record: what it is about, and between whom."""
    services = ", ".join(sorted({it.service.name for it in content.grants}))
    return f"{services} ({', '.join(sorted(content.peers))})"


def _told(contract: Contract, *, now: datetime) -> dict[str, Any]:
    return {
        "state": contract.state(now).value,
        "accepted": sorted(contract.accepted_by(now)),
        "rejected": sorted(contract.rejected),
        "revoked": sorted(contract.revoked),
    }
