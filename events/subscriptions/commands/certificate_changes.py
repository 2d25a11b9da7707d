"""The certificates of a subscription: the authorities that its receiver is trusted by, and the one that we show.

`AUTHORITIES` and `CERTIFICATE` state the form of what is asked; the OpenAPI document shows the same.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from cryptography import x509
from django.db import transaction
from django.utils import timezone

from events.domain.permissions import Principal
from events.domain.refusals import InvalidRequest, Violation
from events.domain.schemas import violations
from events.domain.subscription_refusals import CertificateInUse
from events.models import ReceiverAccess
from events.subscriptions import sealing
from events.subscriptions.commands.access_changes import hold, keep, told
from events.subscriptions.commands.addresses import is_plain
from events.subscriptions.domain import certificates, private_keys
from events.subscriptions.domain.access import Identity, Method
from events.subscriptions.domain.messages import mistake
from events.subscriptions.sending import tls

KEY_LENGTH_MAX: Final = 16 * 1024
AUTHORITIES: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "certificates": {
            "type": "string",
            "minLength": 1,
            "maxLength": certificates.PEM_LENGTH_MAX,
            "description": "De certificaten als PEM, achter elkaar.",
        }
    },
    "required": ["certificates"],
    "additionalProperties": False,
}
CERTIFICATE: Final[Mapping[str, Any]] = {
    "type": "object",
    "properties": {
        "certificate": {
            "type": "string",
            "minLength": 1,
            "maxLength": certificates.PEM_LENGTH_MAX,
            "description": "Het certificaat als PEM, gevolgd door die van wie het uitgaf.",
        },
        "privateKey": {
            "type": "string",
            "minLength": 1,
            "maxLength": KEY_LENGTH_MAX,
            "writeOnly": True,
            "description": "De private sleutel als PEM, zonder wachtwoord. Die wordt nooit meer getoond.",
        },
    },
    "required": ["certificate", "privateKey"],
    "additionalProperties": False,
}


@transaction.atomic
def trust_authorities(
    subscription_id: UUID, body: object, *, by: Principal, now: datetime | None = None
) -> ReceiverAccess:
    """Trust these authorities (`AUTHORITIES`) to vouch for the receiver and its token endpoint, and no others.

    Raises `SubscriptionNotFound`, `ZoneForbidden`, and `InvalidRequest` with everything that is wrong.
    """
    moment = now or timezone.now()
    held, row = hold(subscription_id, by=by)
    asked, wrong = _formed(body, AUTHORITIES)
    found: Sequence[x509.Certificate] = ()
    if "certificates" in asked:
        at = "/certificates"
        found, unread = certificates.read(asked["certificates"], pointer=at, most=certificates.AUTHORITIES_MAX)
        wrong += [*unread, *certificates.mistakes_in_authorities(found, pointer=at, now=moment)]
    if is_plain(held.url):
        wrong.append(mistake("access-plain", pointer=""))
    if not wrong:
        wrong += _unusable(authorities=certificates.pem_of(found), pointer="/certificates")
    if wrong:
        raise InvalidRequest(violations=tuple(wrong))
    before = told(row)
    row.authorities = certificates.pem_of(list(dict.fromkeys(found)))
    row.authorities_until = min(it.not_valid_after_utc for it in found)
    row.authorities_at = moment
    keep("Vertrouwde certificaatautoriteiten gegeven", held, row, before=before, by=by)
    return row


@transaction.atomic
def trust_as_ever(subscription_id: UUID, *, by: Principal) -> None:
    """Trust the authorities of the system again. Changes nothing where that is so.

    Raises `SubscriptionNotFound` and `ZoneForbidden`.
    """
    held, row = hold(subscription_id, by=by)
    if not row.authorities:
        return
    before = told(row)
    row.authorities, row.authorities_until, row.authorities_at = "", None, None
    keep("Vertrouwde certificaatautoriteiten verwijderd", held, row, before=before, by=by)


@transaction.atomic
def show_certificate(
    subscription_id: UUID, body: object, *, by: Principal, now: datetime | None = None
) -> ReceiverAccess:
    """Show this certificate (`CERTIFICATE`) to a receiver and a token endpoint that ask for one.

    Its private key is kept sealed and never told again. Raises as `trust_authorities`.
    """
    moment = now or timezone.now()
    held, row = hold(subscription_id, by=by)
    asked, wrong = _formed(body, CERTIFICATE)
    chain, identity, unread = _identity(asked, now=moment)
    wrong += unread
    if is_plain(held.url):
        wrong.append(mistake("access-plain", pointer=""))
    if identity is not None and not wrong:
        wrong += _unusable(identity=identity, pointer="/certificate")
    if identity is None or wrong:
        raise InvalidRequest(violations=tuple(wrong))
    before = told(row)
    row.certificate, row.private_key = identity.chain, sealing.sealed(identity.private_key)
    row.certificate_until = min(it.not_valid_after_utc for it in chain)
    row.certificate_at = moment
    keep("Clientcertificaat gegeven", held, row, before=before, by=by)
    return row


@transaction.atomic
def show_no_certificate(subscription_id: UUID, *, by: Principal) -> None:
    """Show no certificate any more. Changes nothing where none is shown.

    Raises `SubscriptionNotFound`, `ZoneForbidden`, and `CertificateInUse` when a token is asked with it.
    """
    held, row = hold(subscription_id, by=by)
    if not row.certificate:
        return
    if row.method == Method.TLS:
        raise CertificateInUse
    before = told(row)
    row.certificate, row.private_key, row.certificate_until, row.certificate_at = "", None, None, None
    keep("Clientcertificaat verwijderd", held, row, before=before, by=by)


def _identity(
    asked: Mapping[str, str], *, now: datetime
) -> tuple[Sequence[x509.Certificate], Identity | None, list[Violation]]:
    """The chain, the same with its key, and everything that is wrong with both."""
    chain: Sequence[x509.Certificate] = ()
    key = None
    wrong: list[Violation] = []
    if "certificate" in asked:
        chain, unread = certificates.read(asked["certificate"], pointer="/certificate", most=certificates.CHAIN_MAX)
        wrong += unread
    if chain:
        wrong += certificates.mistakes_in_chain(chain, pointer="/certificate", now=now)
    if "privateKey" in asked:
        key, unread = private_keys.read(asked["privateKey"], pointer="/privateKey")
        wrong += unread
    if not chain or key is None:
        return chain, None, wrong
    if not private_keys.fits(key, chain[0]):
        wrong.append(mistake("key-other", pointer="/privateKey"))
    return chain, Identity(chain=certificates.pem_of(chain), private_key=private_keys.der_of(key)), wrong


def _formed(body: object, form: Mapping[str, Any]) -> tuple[Mapping[str, str], list[Violation]]:
    """The members that have their form, and what is wrong with the others."""
    wrong = list(violations(form, body, ""))
    misformed = {it.pointer.split("/")[1] for it in wrong if it.pointer}
    asked = body if isinstance(body, Mapping) else {}
    return {name: asked[name] for name in form["properties"] if name in asked and name not in misformed}, wrong


def _unusable(*, pointer: str, authorities: str = "", identity: Identity | None = None) -> list[Violation]:
    """Whether the TLS of this server takes it: what it takes is what it was made with, beyond what is judged here."""
    try:
        tls.context(authorities=authorities, identity=identity)
    except (OSError, ValueError) as fault:
        return [mistake("certificate-unusable", pointer=pointer, why=str(fault)[:200])]
    return []
