"""Whether a signature of another peer is what it says: by a certificate of its own that the group trusts.

Certificates are kept once they were fetched from the peer's manager (over mutual TLS, and only from one that shows
that it is this peer's), and their chain is verified anew each time: what ended or was revoked signs nothing.
"""

import base64
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import connection
from django.db.models import F, Q

from federation.domain import certificates, ijson, jose, keysets, signatures
from federation.domain.certificates import CertificateUnusable, PeerCertificate
from federation.domain.contracts import SignatureKind
from federation.domain.refusals import Code, FscRefusal
from federation.models import KeyRequests, KnownCertificate
from federation.transport import client, identity
from federation.transport.client import Ask, Unreachable

KEY_SET: Final = "/v1/.well-known/jwks.json"
SECONDS_MAX: Final = 5.0
REQUESTS_MAX: Final = 10
PERIOD: Final = timedelta(minutes=1)
"""At most so many requests for the certificates of one peer in this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """A signature that is what it says. `expires_at`: when the first certificate of its chain ends."""

    peer_id: str
    kind: SignatureKind
    jws: str
    signed_at: datetime
    expires_at: datetime


def verified(
    jws: str,
    *,
    signer: str,
    manager_address: str,
    content_hash: str,
    kind: SignatureKind,
    now: datetime,
    asked_by: str = "",
) -> Verified:
    """That this peer signed that of this contract. Raises `FscRefusal`. Asks the peer's manager when it must.

    `asked_by`: who showed us the signature, when that is another than who signed it: such a request counts as his.
    """
    named = certificate_of(jws)
    known = _own(named, signer=signer, now=now) or _kept(named, signer=signer)
    known = known or _fetched(named, signer=signer, manager_address=manager_address, asked_by=asked_by, now=now)
    shown = _trusted(known, signer=signer, now=now)
    key = shown.certificate.public_key()
    signed_at = signatures.check(jws, key=key, content_hash=content_hash, kind=kind, now=now)  # type: ignore[arg-type]  # it refuses keys of other kinds
    return Verified(peer_id=signer, kind=kind, jws=jws, signed_at=signed_at, expires_at=known.valid_until)


def certificate_of(jws: str) -> str:
    """The thumbprint of the certificate that a signature says it was made with. Raises `FscRefusal`."""
    return _normal(signatures.thumbprint_of(jws))


def _own(named: str, *, signer: str, now: datetime) -> KnownCertificate | None:
    """Our certificate of now, when it is that: a partner may know more of what we signed than we do."""
    own = identity.own()
    ours = signer == own.peer_id and named == own.certificate.thumbprint
    return kept_as(signer, own.chain_der, now=now) if ours else None


def _kept(named: str, *, signer: str) -> KnownCertificate | None:
    """The certificate with this thumbprint, when we have it; refuses one that we know as another peer's."""
    found = {row.peer_id: row for row in KnownCertificate.objects.filter(thumbprint=named)}
    if found and signer not in found:
        raise _of_another()
    return found.get(signer)


def _fetched(named: str, *, signer: str, manager_address: str, asked_by: str, now: datetime) -> KnownCertificate:
    """The same, from the peer's manager, with whatever else it signs with. Raises `FscRefusal`."""
    _count(asked_by or signer, now=now)
    if not connection.in_atomic_block:
        connection.close()  # nobody waits for it while the other answers
    try:
        reply = client.ask(
            Ask(
                method="GET",
                url=manager_address + KEY_SET,
                peer_id=signer,
                seconds=SECONDS_MAX,
                bytes_max=keysets.BYTES_MAX,
            )
        )
        chains = keysets.read(ijson.parse(reply.body)) if reply.status == 200 else None
    except Unreachable as fault:
        raise _failed(f"Let your manager answer {KEY_SET}: it does not ({fault.detail}).") from None
    except (keysets.NoKeySet, ijson.NotIJson) as fault:
        raise _failed(f"Let your manager answer {KEY_SET} with a key set: {fault}") from None
    if chains is None:
        raise _failed(f"Let your manager answer {KEY_SET}: it answers with status {reply.status}.")
    return _kept_of(chains, named=named, signer=signer, now=now)


def _kept_of(chains: tuple[keysets.Chain, ...], *, named: str, signer: str, now: datetime) -> KnownCertificate:
    sought = next((chain for chain in chains if certificates.thumbprint(chain[0]) == named), None)
    if sought is None:
        raise _failed("Give the certificate that you signed with in your key set: it is not there.")
    rows = [row for row in (_row(chain, signer=signer, now=now) for chain in chains) if row is not None]
    KnownCertificate.objects.bulk_create(rows, ignore_conflicts=True)
    KnownCertificate.objects.filter(peer_id=signer, valid_until__lt=now).delete()
    row = _row(sought, signer=signer, now=now)
    if row is None:
        _refuse_chain(sought, signer=signer, now=now)
        raise _of_another()
    return row


def _row(chain: keysets.Chain, *, signer: str, now: datetime) -> KnownCertificate | None:
    """What is kept of a chain: nothing when it is not trusted, or another's."""
    try:
        shown = identity.own().verify(chain[0], chain[1:], now=now)
    except CertificateUnusable:
        return None
    return kept_as(signer, chain, now=now) if shown.peer_id == signer else None


def kept_as(peer_id: str, chain: tuple[bytes, ...], *, now: datetime) -> KnownCertificate:
    """The row of a certificate with those above it; not saved yet."""
    read = [x509.load_der_x509_certificate(it) for it in chain]
    return KnownCertificate(
        peer_id=peer_id,
        thumbprint=certificates.thumbprint(chain[0]),
        chain="".join(it.public_bytes(Encoding.PEM).decode() for it in read),
        fetched_at=now,
        valid_until=min(it.not_valid_after_utc for it in read),
    )


def _trusted(row: KnownCertificate, *, signer: str, now: datetime) -> PeerCertificate:
    chain = tuple(it.public_bytes(Encoding.DER) for it in certificates.from_pem(row.chain.encode()))
    return _refuse_chain(chain, signer=signer, now=now)


def _refuse_chain(chain: keysets.Chain, *, signer: str, now: datetime) -> PeerCertificate:
    try:
        shown = identity.own().verify(chain[0], chain[1:], now=now)
    except CertificateUnusable as fault:
        raise _failed(f"Sign with a certificate that the group trusts. {fault.reason}") from None
    if shown.peer_id != signer:
        raise _of_another()
    return shown


def _count(peer_id: str, *, now: datetime) -> None:
    """Take one of the requests that this peer may make us do. Raises `FscRefusal` when there is none left."""
    rows = KeyRequests.objects.filter(peer_id=peer_id)
    KeyRequests.objects.bulk_create([KeyRequests(peer_id=peer_id, since=now)], ignore_conflicts=True)
    rows.filter(since__lte=now - PERIOD).update(since=now, asked=0)
    if not rows.filter(Q(asked__lt=REQUESTS_MAX)).update(asked=F("asked") + 1):
        raise _failed(
            "Sign with a certificate of your key set: it was asked for too often in the last minute. Try again later."
        )


def _normal(thumbprint: str) -> str:
    """A thumbprint in base64url without padding: older examples have it in standard base64."""
    plain = thumbprint.strip().rstrip("=").replace("+", "-").replace("/", "_")
    try:
        whole = len(base64.urlsafe_b64decode(plain + "=" * (-len(plain) % 4))) == certificates.THUMBPRINT_BYTES
    except ValueError:
        whole = False
    if not whole:
        raise _failed(f"Name your certificate by its SHA-256 thumbprint in base64url ({jose.THUMBPRINT}).")
    return plain


def _of_another() -> FscRefusal:
    return FscRefusal(
        code=Code.PEER_ID_SIGNATURE_MISMATCH,
        message="Sign with a certificate of your own: the one that the signature names is another peer's.",
    )


def _failed(message: str) -> FscRefusal:
    return FscRefusal(code=Code.SIGNATURE_VERIFICATION_FAILED, message=message)
