"""What is wrong with the certificates that an organisation brings, before a peer finds out; and how to mend it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from events.subscriptions.domain import certificates as strength
from federation.domain import certificates, revocation
from federation.domain.certificates import CertificateUnusable

LIST_ENDS_SOON: Final = timedelta(hours=12)
"""How long before its end a revocation list should have been replaced; most are made anew every day."""
_PURPOSES: Final = {
    ExtendedKeyUsageOID.SERVER_AUTH: "server authentication",
    ExtendedKeyUsageOID.CLIENT_AUTH: "client authentication",
}


class Level(StrEnum):
    """How bad it is. A warning is no obstacle yet."""

    FINE = "ok"
    WARNING = "warning"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found. `remedy` says how to mend it; empty when nothing is wrong."""

    check: str
    level: Level
    found: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What an organisation brings. `chain`: its certificate, then the others in its file. `hosts`: where it is found.

    `crls` is None when revocation is not looked at. `oins`: of the organisations here; None when that is not known.
    """

    chain: Sequence[x509.Certificate]
    anchors: Sequence[x509.Certificate]
    crls: Sequence[x509.CertificateRevocationList] | None
    hosts: Sequence[str]
    oins: Sequence[str] | None
    peer_id_pattern: str


def examine(brought: Brought, *, now: datetime) -> list[Finding]:
    """Everything that was looked at, in the order in which to mend it. The key is looked at where it is read."""
    return [
        *_identity(brought),
        _chain(brought, now=now),
        *_addresses(brought),
        _key(brought.chain[0]),
        *_signatures(brought),
        _purposes(brought.chain[0]),
        *_dates(brought, now=now),
        *_revocation(brought, now=now),
    ]


def _fine(check: str, found: str) -> Finding:
    return Finding(check=check, level=Level.FINE, found=found)


def _wrong(check: str, found: str, remedy: str) -> Finding:
    return Finding(check=check, level=Level.WRONG, found=found, remedy=remedy)


def _warning(check: str, found: str, remedy: str) -> Finding:
    return Finding(check=check, level=Level.WARNING, found=found, remedy=remedy)


def _identity(brought: Brought) -> Iterator[Finding]:
    der = brought.chain[0].public_bytes(Encoding.DER)
    try:
        peer = certificates.read(der, peer_id_pattern=brought.peer_id_pattern)
    except CertificateUnusable as fault:
        found, _, remedy = fault.reason.partition(": ")
        yield _wrong("peer", found, remedy or fault.reason)
        return
    yield _fine("peer", f"{peer.peer_name}, {peer.peer_id}")
    if brought.oins is None:
        yield _warning("oin", "the registry did not answer", "Look again when the database runs: `manage.py doctor`.")
    elif peer.peer_id in brought.oins:
        yield _fine("oin", "that of the organisation in this registry")
    else:
        yield _wrong(
            "oin",
            f"the certificate is of {peer.peer_id}, the registry of {', '.join(brought.oins) or 'no organisation'}",
            "Give the organisation this OIN (in the administration), or have a certificate issued with its own.",
        )


def _chain(brought: Brought, *, now: datetime) -> Finding:
    leaf, *others = (it.public_bytes(Encoding.DER) for it in brought.chain)
    try:
        found = certificates.trusted(leaf, others, anchors=brought.anchors, now=now)
    except CertificateUnusable as fault:
        told, _, remedy = fault.reason.rpartition(": ")
        return _wrong("chain", told, remedy[:1].upper() + remedy[1:])
    return _fine("chain", " ← ".join(_called(it) for it in found))


def _addresses(brought: Brought) -> Iterator[Finding]:
    listed = certificates.names(brought.chain[0])
    missing = [it for it in dict.fromkeys(brought.hosts) if not certificates.covers(listed, it)]
    told = ", ".join(listed) or "nothing"
    if missing:
        yield _wrong(
            "addresses",
            f"the certificate is for {told}, and not for {', '.join(missing)}",
            "Have it issued with these names or addresses as subjectAltName, or change F6_FSC_MANAGER_ADDRESS and "
            "F6_FSC_INWAY_ADDRESS: peers refuse a server whose name is not in its certificate.",
        )
    elif not brought.hosts:
        yield _warning("addresses", f"for {told}", "Set F6_FSC_MANAGER_ADDRESS, so that it can be compared.")
    else:
        yield _fine("addresses", f"for {told}")


def _key(certificate: x509.Certificate) -> Finding:
    kind = strength.key_text(certificate)
    signs = isinstance(certificate.public_key(), rsa.RSAPublicKey | ec.EllipticCurvePublicKey)
    if signs and strength.is_strong(certificate):
        return _fine("key", kind)
    return _wrong(
        "key",
        kind,
        "Have it issued for an RSA key of 2048 bits or more, or an EC one on P-256, P-384 or P-521: contracts are "
        "signed with it (RS256 to RS512, ES256 to ES512).",
    )


def _signatures(brought: Brought) -> Iterator[Finding]:
    for it in brought.chain:
        made = it.signature_hash_algorithm
        if it.subject != it.issuer and made is not None and not isinstance(made, strength.HASHES):
            remedy = "Have it issued anew with SHA-256 or better: TLS refuses this one."
            yield _wrong("signature", f"{_called(it)} was signed with {made.name.upper()}", remedy)


def _purposes(certificate: x509.Certificate) -> Finding:
    missing = [name for purpose, name in _PURPOSES.items() if not _is_for(certificate, purpose)]
    try:
        if not certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
            missing.append("digital signatures")
    except x509.ExtensionNotFound:
        pass  # a certificate that names no use may be used for all (RFC 5280, 4.2.1.3)
    if missing:
        return _wrong(
            "purposes",
            f"it is not for {' and '.join(missing)}",
            "Have it issued for both server and client authentication, with digitalSignature: one certificate serves "
            "to be asked, to ask, and to sign.",
        )
    return _fine("purposes", "server, client, signatures")


def _is_for(certificate: x509.Certificate, purpose: x509.ObjectIdentifier) -> bool:
    try:
        listed = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return purpose in listed or ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE in listed


def _dates(brought: Brought, *, now: datetime) -> Iterator[Finding]:
    for it in dict.fromkeys((*brought.chain, *brought.anchors)):
        until = it.not_valid_after_utc
        named = f"{_called(it)} ends on {until:%Y-%m-%d}"
        if until <= now:
            yield _wrong("dates", f"{_called(it)} ended on {until:%Y-%m-%d}", "Have it renewed, and replace the file.")
        elif it.not_valid_before_utc > now:
            since = f"{it.not_valid_before_utc:%Y-%m-%d %H:%M}"
            yield _wrong(
                "dates", f"{_called(it)} is valid from {since} UTC", "Check the clock of this machine, or wait."
            )
        elif until - now <= strength.SOON:
            yield _warning(
                "dates", named, "Ask for the next one now. With the same key no contract has to be made anew."
            )
        elif it is brought.chain[0]:
            yield _fine("dates", named)


def _revocation(brought: Brought, *, now: datetime) -> Iterator[Finding]:
    if brought.crls is None:
        yield _warning(
            "revocation",
            "not looked at",
            "Let F6_FSC_CRLS name a directory with the lists of the group's authorities; Dutch groups demand it "
            "(Digikoppeling Beveiliging, PKI002 to PKI004).",
        )
        return
    authorities = [*brought.chain[1:], *brought.anchors]
    for it in brought.chain:
        issuer = next((other for other in authorities if other.subject == it.issuer), None)
        if issuer is None or it in brought.anchors:
            continue
        state = revocation.state(it, issuer=issuer, crls=brought.crls, now=now)
        if state is not revocation.State.GOOD:
            found, _, remedy = revocation.SENTENCES[state].partition(": ")
            yield _wrong("revocation", f"{_called(it)} {found}", remedy[:1].upper() + remedy[1:])
            continue
        lists = [each for each in brought.crls if revocation.is_of(each, issuer=issuer)]
        ends = max(each.next_update_utc for each in lists if each.next_update_utc is not None)
        told = f"{_called(it)} is good; the next list is due on {ends:%Y-%m-%d %H:%M} UTC"
        if ends - now <= LIST_ENDS_SOON:
            yield _warning("revocation", told, "Fetch the newest list: once this one has ended, nobody is let in.")
        else:
            yield _fine("revocation", told)


def _called(certificate: x509.Certificate) -> str:
    for kind in (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME):
        for it in certificate.subject.get_attributes_for_oid(kind):
            return str(it.value)
    return certificate.subject.rfc4514_string() or "a certificate without a name"
