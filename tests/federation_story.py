"""Federation around the municipality of the desk's tests: contracts with others as they come in, and how it fares.

Rows are made as the manager keeps what it received. Nothing is signed: what signatures prove is tried elsewhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.utils import timezone

from events.domain.permissions import Permission
from federation.domain import reading
from federation.domain.contracts import Content, SignatureKind, moment
from federation.domain.grants import BY_KEY, BY_NAME, GrantType
from federation.domain.properties import Terms
from federation.domain.transactions import Direction
from federation.models import (
    ContractPeer,
    DirectoryReading,
    FollowedFeed,
    KnownCertificate,
    Outgoing,
    Peer,
    StoredContract,
    StoredGrant,
    StoredSignature,
    TransactionRecord,
)
from federation.transport import identity
from tests.federation import pki

OWN: Final = pki.oin(1)
NORTH: Final = pki.oin(2)
SOUTH: Final = pki.oin(3)
DIRECTORY: Final = pki.oin(9)
NAMES: Final[Mapping[str, str]] = {
    NORTH: "Gemeente Noorderhaven",
    SOUTH: "Gemeente Zuiderveen",
    DIRECTORY: "Gids van de groep",
}
PURPOSE: Final = "Bijhouding van de persoonslijst bij verhuizing (artikel 2.7 Wet BRP)."
BIRTHS: Final = Terms(event_types=frozenset({"Geboorte", "Erkenning"}), announces=True, purpose=PURPOSE)
DAY: Final = timedelta(days=1)
Kind = Outgoing.Kind


@contextmanager
def ourselves(directory: Path, *, until: timedelta = 90 * DAY, **more: Any) -> Iterator[pki.Organisation]:
    """For as long as the block lasts we are a peer of a group."""
    own = pki.group().organisation("Gemeente Lindenveen", oin=OWN, host="127.0.0.21", until=until)
    directories = {DIRECTORY: "https://gids.example.nl:8443"}
    with own.as_own(directory, **{"F6_FSC_DIRECTORIES": directories, **more}):
        yield own


def own_key() -> str:
    """By what our outway is known: the key of our certificate of now."""
    return identity.own().certificate.public_key_thumbprint


def peer(peer_id: str = NORTH, **fields: Any) -> Peer:
    """Another organisation, that answers."""
    now = timezone.now()
    told = {
        "name": NAMES.get(peer_id, ""),
        "manager_address": f"https://fsc.{peer_id}.example.nl:8443",
        "announced_at": now - 40 * DAY,
        "heard_at": now - timedelta(hours=1),
        "answered_at": now - timedelta(minutes=2),
        "is_directory": peer_id == DIRECTORY,
        **fields,
    }
    return Peer.objects.update_or_create(peer_id=peer_id, defaults=told)[0]


def certificate(peer_id: str, *, until: timedelta = 300 * DAY, chain: str = "") -> KnownCertificate:
    """One that a peer signs with."""
    now = timezone.now()
    return KnownCertificate.objects.create(
        peer_id=peer_id, thumbprint=uuid4().hex, chain=chain, fetched_at=now, valid_until=now + until
    )


def reads(
    reader: str,
    provider: str,
    *,
    service: str = "f6-zone-burgerlijke-stand",
    terms: Terms | None = BIRTHS,
    properties: Mapping[str, Any] | None = None,
    key: str = "ab" * 32,
    domain: str = "",
    on_behalf_of: str = "",
) -> dict[str, Any]:
    """A grant by which one reads at another."""
    shown = {"type": BY_NAME, "domain_name": domain} if domain else {"type": BY_KEY, "public_key_thumbprint": key}
    said = {**(terms.rendered() if terms else {}), **(properties or {})}
    return {
        "type": (GrantType.DELEGATED_CONNECTION if on_behalf_of else GrantType.CONNECTION).value,
        "outway": {"peer_id": reader, "identification": shown},
        "service": {"type": "SERVICE_TYPE_SERVICE", "peer_id": provider, "name": service},
        **({"delegator": {"peer_id": on_behalf_of}} if on_behalf_of else {}),
        **({"properties": said} if said else {}),
    }


def publishes(provider: str, directory: str = DIRECTORY, *, zone: str = "burgerlijke-stand") -> dict[str, Any]:
    """A grant by which a zone stands in a directory."""
    terms = Terms(event_types=frozenset({"Geboorte"}), responsible_for=frozenset({"Geboorte"}))
    return {
        "type": GrantType.PUBLICATION.value,
        "directory": {"peer_id": directory},
        "service": {"peer_id": provider, "name": f"f6-zone-{zone}", "protocol": "PROTOCOL_TCP_HTTP_1.1"},
        "properties": terms.rendered(),
    }


def content(
    *grants: Mapping[str, Any], begins: timedelta = -DAY, ends: timedelta = 365 * DAY, iv: UUID | None = None
) -> Content:
    """What a contract says."""
    now = timezone.now()
    return reading.content_of(
        {
            "fsc_version": "2.0.0",
            "iv": str(iv or uuid4()),
            "group_id": pki.GROUP_ID,
            "validity": {
                "not_before": int((now + begins).timestamp()),
                "not_after": int((now + ends).timestamp()),
            },
            "grants": [{"data": dict(grant)} for grant in grants],
            "hash_algorithm": "HASH_ALGORITHM_SHA3_512",
            "created_at": int((now - 2 * DAY).timestamp()),
        }
    )


def contract(
    *grants: Mapping[str, Any], signed: Sequence[str] | None = None, proposed_by: str = NORTH, **times: Any
) -> StoredContract:
    """A contract as it is held; `signed`: who accepted it, everyone when not said."""
    found = content(*grants, **times)
    row = StoredContract.objects.create(
        content_hash=found.hash,
        iv=found.iv,
        canonical=found.canonical,
        created_at=moment(found.created_at),
        valid_from=moment(found.not_before),
        valid_until=moment(found.not_after),
        received_at=timezone.now() - DAY,
        proposed_by=proposed_by,
    )
    StoredGrant.objects.bulk_create(
        StoredGrant(
            contract=row,
            place=place,
            grant_hash=it.hash,
            type=it.type.value,
            service_peer_id=it.service.peer_id,
            service_name=it.service.name,
            outway_peer_id=it.outway.peer_id if it.outway else "",
            directory_peer_id=it.directory or "",
        )
        for place, it in enumerate(found.grants)
    )
    ContractPeer.objects.bulk_create(ContractPeer(contract=row, peer_id=it) for it in found.peers)
    for it in sorted(found.signers) if signed is None else signed:
        says(row, it)
    return row


def says(
    row: StoredContract, peer_id: str, kind: SignatureKind = SignatureKind.ACCEPT, *, until: timedelta = 300 * DAY
) -> StoredSignature:
    """A peer signs that; its certificate lasts so long."""
    now = timezone.now()
    return StoredSignature.objects.create(
        contract=row,
        peer_id=peer_id,
        kind=kind.value,
        jws=f"eyJhbGciOiJSUzI1NiJ9.{uuid4().hex}.c2ln",
        signed_at=now - timedelta(hours=20),
        received_at=now - timedelta(hours=20),
        expires_at=now + until,
    )


def under_way(peer_id: str, kind: str = Kind.CONTRACT, row: StoredContract | None = None, **fields: Any) -> Outgoing:
    """A message that did not arrive yet."""
    now = timezone.now()
    told = {"made_at": now - timedelta(hours=5), "next_at": now + timedelta(minutes=4), "attempts": 7, **fields}
    return Outgoing.objects.create(peer_id=peer_id, kind=kind, contract=row, **told)


def call(
    row: StoredContract, *, reader: str, provider: str, at: datetime | None = None, direction: Direction | None = None
) -> TransactionRecord:
    """One call by the first grant of a contract."""
    grant = row.grants.get(place=0)
    return TransactionRecord.objects.create(
        transaction_id=uuid4(),
        direction=(direction or Direction.INCOMING).value,
        grant_hash=grant.grant_hash,
        outway_peer_id=reader,
        service_peer_id=provider,
        service_name=grant.service_name,
        peers=[reader, provider],
        created_at=at or timezone.now() - timedelta(minutes=9),
    )


def offers(peer_id: str = NORTH, *zones: str, name: str = "", terms: Terms | None = None) -> list[dict[str, Any]]:
    """How a directory lists the zones of an organisation."""
    said = terms or Terms(
        event_types=frozenset({"Geboorte", "Erkenning", "Verhuizing"}), responsible_for=frozenset({"Geboorte"})
    )
    listed = {
        "id": peer_id,
        "name": name or NAMES[peer_id],
        "manager_address": f"https://fsc.{peer_id}.example.nl:8443",
    }
    return [
        {
            "data": {
                "type": "SERVICE_TYPE_SERVICE",
                "peer": listed,
                "name": f"f6-zone-{zone}",
                "protocol": "PROTOCOL_TCP_HTTP_1.1",
                "properties": said.rendered(),
            }
        }
        for zone in zones or ("burgerlijke-stand",)
    ]


def directory_reading(*services: dict[str, Any], **fields: Any) -> DirectoryReading:
    """What the directory told when it was last read."""
    now = timezone.now()
    peers = list({it["data"]["peer"]["id"]: it["data"]["peer"] for it in services}.values())
    told = {
        "services": list(services),
        "peers": peers,
        "read_at": now - timedelta(minutes=1),
        "tried_at": now,
        **fields,
    }
    return DirectoryReading.objects.update_or_create(peer_id=DIRECTORY, defaults=told)[0]


def followed(peer_id: str = NORTH, **fields: Any) -> FollowedFeed:
    """What a peer announces of one of its zones, as far as we read it."""
    told = {"service_name": "f6-zone-burgerlijke-stand", "read_at": timezone.now() - timedelta(minutes=3), **fields}
    return FollowedFeed.objects.create(grant_hash=f"$1$3${uuid4().hex}", peer_id=peer_id, **told)


def day(town: Any) -> StoredContract:
    """One connection of each kind that there is on an ordinary day; the request that waits for us."""
    for it in (NORTH, SOUTH, DIRECTORY):
        peer(it)
        certificate(it)
    directory_reading(*offers(NORTH), *offers(SOUTH, "adreshuishouding", "burgerlijke-stand"))
    contract(publishes(OWN), proposed_by=OWN)
    reading_there = contract(reads(OWN, NORTH, key=own_key()), proposed_by=OWN)
    followed(NORTH)
    contract(reads(OWN, SOUTH, service="f6-zone-adreshuishouding"), signed=[OWN], proposed_by=OWN)
    given = contract(reads(SOUTH, OWN), proposed_by=SOUTH, ends=12 * DAY)
    ended = contract(reads(NORTH, OWN), begins=-400 * DAY, ends=-35 * DAY)
    says(contract(reads(SOUTH, OWN, service="f6-zone-bevolking"), signed=[SOUTH]), OWN, SignatureKind.REJECT)
    town.allow(town.admin, Permission.VIEW, zone=town.registry)
    call(given, reader=SOUTH, provider=OWN)
    call(ended, reader=NORTH, provider=OWN, at=timezone.now() - 36 * DAY)
    call(reading_there, reader=OWN, provider=NORTH, direction=Direction.OUTGOING)
    return contract(reads(NORTH, OWN), signed=[NORTH])
