"""Contracts between organisations of tests, signed by each with its own key, and stored as a manager stores them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from federation.domain import certificates, properties, reading, signatures
from federation.domain.contracts import Content, SignatureKind
from federation.domain.properties import Terms
from federation.models import ContractPeer, StoredContract, StoredGrant, StoredSignature
from tests.federation.pki import GROUP_ID, Organisation

DAY = timedelta(days=1)


def outway_of(organisation: Organisation) -> dict[str, Any]:
    """The outway of an organisation, by the key of its certificate."""
    return {
        "peer_id": organisation.oin,
        "identification": {
            "type": "OUTWAY_IDENTIFICATION_TYPE_PUBLIC_KEY_THUMBPRINT",
            "public_key_thumbprint": certificates.public_key_thumbprint(organisation.issued.certificate),
        },
    }


def connection(
    reader: Organisation, provider: Organisation, *, service: str, terms: Terms | None = None, **changed: Any
) -> dict[str, Any]:
    """The reader may connect to a service of the provider."""
    said = {} if terms is None else {"properties": terms.rendered()}
    return {
        "type": "GRANT_TYPE_SERVICE_CONNECTION",
        "outway": outway_of(reader),
        "service": {"type": "SERVICE_TYPE_SERVICE", "peer_id": provider.oin, "name": service},
        **said,
        **changed,
    }


def zone_connection(
    reader: Organisation, provider: Organisation, *, zone: str, terms: Terms | None = None
) -> dict[str, Any]:
    """The reader may read event types of a zone of the provider."""
    return connection(reader, provider, service=properties.service_name(zone), terms=terms)


def content(*grants: dict[str, Any], since: timedelta = -DAY, until: timedelta = 30 * DAY, **changed: Any) -> Content:
    """A contract with these grants, that holds from `since` to `until`, counted from now."""
    now = datetime.now(UTC)
    return reading.content_of(
        {
            "fsc_version": "2.0.0",
            "iv": str(uuid4()),
            "group_id": GROUP_ID,
            "validity": {
                "not_before": int((now + since).timestamp()),
                "not_after": int((now + until).timestamp()),
            },
            "grants": [{"data": grant} for grant in grants],
            "hash_algorithm": "HASH_ALGORITHM_SHA3_512",
            "created_at": int((now - DAY).timestamp()),
            **changed,
        }
    )


def stored(held: Content, *, accepted_by: Sequence[Organisation] = ()) -> Content:
    """The contract, in the database of this process, with the acceptances of these."""
    now = datetime.now(UTC)
    row = StoredContract.objects.create(
        content_hash=held.hash,
        iv=held.iv,
        canonical=held.canonical,
        created_at=now - DAY,
        valid_from=datetime.fromtimestamp(held.not_before, tz=UTC),
        valid_until=datetime.fromtimestamp(held.not_after, tz=UTC),
        received_at=now,
        proposed_by=accepted_by[0].oin if accepted_by else "",
    )
    for place, grant in enumerate(held.grants):
        StoredGrant.objects.create(
            contract=row,
            place=place,
            grant_hash=grant.hash,
            type=grant.type.value,
            service_peer_id=grant.service.peer_id,
            service_name=grant.service.name,
            outway_peer_id=grant.outway.peer_id if grant.outway else "",
            directory_peer_id=grant.directory or "",
        )
    ContractPeer.objects.bulk_create([ContractPeer(contract=row, peer_id=it) for it in sorted(held.peers)])
    for organisation in accepted_by:
        signed(held, by=organisation, kind=SignatureKind.ACCEPT)
    return held


def signed(held: Content, *, by: Organisation, kind: SignatureKind) -> None:
    """What an organisation says of a contract, as it was received."""
    now = datetime.now(UTC)
    StoredSignature.objects.update_or_create(
        contract_id=held.hash,
        peer_id=by.oin,
        kind=kind.value,
        defaults={
            "jws": signatures.sign(
                held.hash,
                kind,
                signed_at=now,
                key=by.issued.key,  # type: ignore[arg-type]  # an RSA or EC one, in these groups
                thumbprint=certificates.thumbprint(by.der),
            ),
            "signed_at": now,
            "received_at": now,
            "expires_at": by.issued.certificate.not_valid_after_utc,
        },
    )


def agreed(*grants: dict[str, Any], by: Sequence[Organisation], **changed: Any) -> Content:
    """A contract that all of these accepted."""
    return stored(content(*grants, **changed), accepted_by=by)
