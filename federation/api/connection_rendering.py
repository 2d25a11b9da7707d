"""Connections, peers, offers, publications and calls as JSON for administrators."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from events.domain.canonical import instant_text
from federation.domain import ijson, properties
from federation.domain.contracts import moment
from federation.domain.directions import direction, directions
from federation.domain.grants import Grant
from federation.domain.properties import Terms
from federation.models import Outgoing, StoredSignature, TransactionRecord
from federation.queries.connections import Connection
from federation.queries.directory import Directory, Offer, Organisation, Reading
from federation.queries.ourselves import Ourselves
from federation.queries.own_zones import OwnZone
from federation.queries.peer_health import PeerHealth


def connection(it: Connection, *, us: Ourselves, now: datetime) -> dict[str, Any]:
    """A connection in short: what it is, what it counts for, and whom it waits for."""
    content, own = it.contract.content, us.peer_id
    names = {row.peer_id: row.name for row in it.peers.values()}
    if us.certificate is not None:
        names[us.certificate.peer_id] = us.certificate.name
    return {
        "hash": it.hash,
        "state": it.contract.state(now).value,
        "directions": [part.value for part in directions(content, own=own)],
        "validFrom": instant_text(moment(content.not_before)),
        "validUntil": instant_text(moment(content.not_after)),
        "createdAt": instant_text(moment(content.created_at)),
        "receivedAt": instant_text(it.row.received_at),
        "proposedBy": it.row.proposed_by or None,
        "peers": [_party(peer, names.get(peer, "")) for peer in sorted(content.peers)],
        "awaits": sorted(it.contract.awaits(now)),
        "grants": [_grant(grant, own=own) for grant in content.grants],
        "underWay": [_message(row) for row in it.under_way],
    }


def whole_connection(it: Connection, *, us: Ourselves, now: datetime) -> dict[str, Any]:
    """The same with everything that was signed, and the content as it was signed."""
    return connection(it, us=us, now=now) | {
        "signatures": [_signature(row) for row in it.signatures],
        "content": ijson.parse(it.contract.content.canonical),
    }


def own_peer(it: Ourselves) -> dict[str, Any]:
    """Who we are in the group."""
    found = it.certificate
    return {
        "enabled": it.is_on,
        "groupId": it.group or None,
        "peer": _party(found.peer_id, found.name) if found else None,
        "managerAddress": it.manager_address or None,
        "inwayAddress": it.inway_address or None,
        "directory": it.is_directory,
        "certificate": None
        if found is None
        else {
            "thumbprint": found.thumbprint,
            "publicKeyThumbprint": found.public_key_thumbprint,
            "names": list(found.names),
            "validFrom": instant_text(found.valid_from),
            "validUntil": instant_text(found.valid_until),
        },
        "fault": it.fault or None,
    }


def peer(it: PeerHealth) -> dict[str, Any]:
    """A peer, and how it goes with it."""
    row = it.peer
    return {
        "id": row.peer_id,
        "name": row.name or None,
        "managerAddress": row.manager_address or None,
        "directory": row.is_directory,
        "knownSince": instant_text(row.known_since),
        "announcedAt": _moment(row.announced_at),
        "heardAt": _moment(row.heard_at),
        "answeredAt": _moment(row.answered_at),
        "failingSince": _moment(row.failing_since),
        "failure": row.failure or None,
        "certificateValidUntil": _moment(it.certificate_until),
        "connections": {state.value: number for state, number in sorted(it.contracts.items())},
        "underWay": [_message(message) for message in it.under_way],
    }


def directory(it: Directory) -> dict[str, Any]:
    """What the directories list, and how each stands."""
    return {
        "organisations": [_organisation(found) for found in it.organisations],
        "directories": [_reading(found) for found in it.readings],
    }


def publication(it: OwnZone) -> dict[str, Any]:
    """A zone of ours with where it is published."""
    return {
        "zone": it.zone.slug,
        "name": it.zone.name,
        "publishable": it.can_be_published,
        "publications": [
            {"directory": found.directory, "contractHash": found.content_hash, "state": found.state.value}
            | _terms(found.terms, connects=False)
            for found in it.publications
        ],
    }


def transaction(it: TransactionRecord, *, contracts: Mapping[str, str]) -> dict[str, Any]:
    """One call."""
    return {
        "transactionId": str(it.transaction_id),
        "direction": it.direction,
        "grantHash": it.grant_hash,
        "contractHash": contracts.get(it.grant_hash),
        "outwayPeerId": it.outway_peer_id,
        "outwayDelegatorPeerId": it.outway_delegator,
        "servicePeerId": it.service_peer_id,
        "serviceDelegatorPeerId": it.service_delegator,
        "serviceName": it.service_name,
        "createdAt": instant_text(it.created_at),
    }


def _grant(it: Grant, *, own: str | None) -> dict[str, Any]:
    terms = properties.terms_of(it.properties)
    return {
        "hash": it.hash,
        "type": it.type.value,
        "direction": direction(it, own=own).value,
        "servicePeerId": it.service.peer_id,
        "serviceName": it.service.name,
        "serviceDelegatorPeerId": it.service.delegator,
        "zone": properties.zone_of(it.service.name),
        "outwayPeerId": it.outway.peer_id if it.outway else None,
        "publicKeyThumbprint": it.outway.public_key_thumbprint if it.outway else None,
        "domainName": it.outway.domain_name if it.outway else None,
        "directory": it.directory,
        "delegatorPeerId": it.delegator,
    } | _terms(terms, connects=True)


def _terms(it: Terms, *, connects: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"eventTypes": sorted(it.event_types), "responsibleFor": sorted(it.responsible_for)}
    return told | ({"announcements": it.announces, "purpose": it.purpose or None} if connects else {})


def _signature(it: StoredSignature) -> dict[str, Any]:
    return {
        "peerId": it.peer_id,
        "kind": it.kind,
        "signedAt": instant_text(it.signed_at),
        "verifiableUntil": _moment(it.expires_at),
        "jws": it.jws,
    }


def _message(it: Outgoing) -> dict[str, Any]:
    return {
        "peerId": it.peer_id,
        "kind": it.kind,
        "contractHash": it.contract_id,
        "since": instant_text(it.made_at),
        "attempts": it.attempts,
        "nextTryAt": instant_text(it.next_at),
        "refused": it.refused,
        "failure": it.failure or None,
    }


def _organisation(it: Organisation) -> dict[str, Any]:
    return {
        "peer": _party(it.peer.id, it.peer.name),
        "managerAddress": it.peer.manager_address,
        "services": [_offer(found) for found in it.offers],
    }


def _offer(it: Offer) -> dict[str, Any]:
    return {
        "name": it.name,
        "zone": it.zone,
        "delegatorPeerId": it.delegator,
        "directory": it.directory,
    } | _terms(it.terms, connects=False)


def _reading(it: Reading) -> dict[str, Any]:
    return {
        "peerId": it.peer_id,
        "managerAddress": it.address,
        "readAt": _moment(it.read_at),
        "failingSince": _moment(it.failing_since),
        "failure": it.failure or None,
    }


def _party(peer_id: str, name: str) -> dict[str, Any]:
    return {"id": peer_id, "name": name or None}


def _moment(it: datetime | None) -> str | None:
    return None if it is None else instant_text(it)
