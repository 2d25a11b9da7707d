"""What is given to reach a receiver: judged when it is given, kept sealed, recorded without secrets, not told again."""

import json
from dataclasses import replace
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.utils import timezone
from pytest_django import Settings

from events.domain.permissions import Principal
from events.domain.subscription_refusals import AccessNotSet, AccessSealed
from events.models import AdministrativeChange, ReceiverAccess, Subscription, User
from events.subscriptions import receiver_access
from events.subscriptions.commands.certificate_changes import (
    show_certificate,
    show_no_certificate,
    trust_as_ever,
    trust_authorities,
)
from events.subscriptions.commands.credential_changes import give_credentials
from events.subscriptions.domain import private_keys
from events.subscriptions.queries import receiver_access as queries
from f6_project import health
from tests import authority, registry
from tests.authority import DAY, Issued
from tests.integration.subscriptions.giving import BELOW, CREDENTIALS, MINE, OURS, refused
from tests.integration.subscriptions.managing import last_change, made
from tests.integration.subscriptions.subscribing import subscriber


@pytest.fixture
def owner(rows: None) -> User:
    registry.furnish()
    return subscriber()


@pytest.fixture
def held(owner: User) -> Subscription:
    return made(owner)


# -- authorities -------------------------------------------------------------------------------------------------------

JUNK = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"


@pytest.mark.parametrize(
    ("pem", "codes"),
    [
        ("geen pem", {"pem-certificates"}),
        (JUNK, {"pem-certificates"}),
        (OURS.pem + JUNK, {"pem-certificates"}),
        ("\ud800", {"pem-certificates"}),
        (OURS.pem + MINE.key_pem, {"pem-private-key"}),
        (OURS.pem * 31, {"pem-many"}),
        (MINE.pem, {"authority-none"}),
        (authority.root(until=-DAY).pem, {"certificate-ended"}),
        (authority.root(until=-DAY).pem + MINE.pem, {"certificate-ended", "authority-none"}),
        ("x" * 70_000, {"max-length"}),
        (12, {"string"}),
    ],
)
def test_what_is_no_authority_is_not_trusted(held: Subscription, by: Principal, pem: object, codes: set[str]) -> None:
    found = refused(trust_authorities, held, {"certificates": pem}, by)
    assert {code for _at, code in found} == codes
    assert {at for at, _code in found} == {"/certificates"}


def test_authorities_are_trusted_told_of_and_trusted_no_more(held: Subscription, by: Principal) -> None:
    text = f"Bag Attributes\n  friendlyName: root\n{OURS.pem}\n# nog een\n{BELOW.pem}{OURS.pem}"
    trust_authorities(held.pk, {"certificates": text}, by=by)
    found = queries.trusted_authorities(held.pk, principal=by)
    assert [it.subject for it in found.authorities] == ["CN=PKIoverheid van tests", "CN=tussenliggend"]
    assert len(found.authorities[0].fingerprint) == 32 * 3 - 1
    assert found.authorities[0].key == "EC secp256r1"
    assert last_change().action == "access-set"
    trust_as_ever(held.pk, by=by)
    trust_as_ever(held.pk, by=by)
    assert last_change().action == "access-removed"
    assert last_change().after is None
    with pytest.raises(AccessNotSet):
        queries.trusted_authorities(held.pk, principal=by)
    held.refresh_from_db()
    assert (held.access_mark, ReceiverAccess.objects.count()) == (None, 0)


# -- a certificate of ours ---------------------------------------------------------------------------------------------


def with_key(key: authority.Key, **more: Any) -> Issued:
    return OURS.issue("F6", names=[], key=key, **more)


def rsa_of(bits: int) -> authority.Key:
    return rsa.generate_private_key(65_537, bits)


def weak(**more: Any) -> dict[str, str]:
    return with_key(**more).asked


def traditional(issued: Issued) -> str:
    form = (Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return issued.key.private_bytes(*form).decode()


@pytest.mark.parametrize(
    ("asked", "wrong"),
    [
        ({**MINE.asked, "privateKey": BELOW.issue().key_pem}, {("/privateKey", "key-other")}),
        ({**MINE.asked, "privateKey": "geen pem"}, {("/privateKey", "key-pem")}),
        ({**MINE.asked, "privateKey": MINE.pem}, {("/privateKey", "key-pem")}),
        ({**MINE.asked, "certificate": JUNK}, {("/certificate", "pem-certificates")}),
        ({**MINE.asked, "certificate": MINE.chain + MINE.key_pem}, {("/certificate", "pem-private-key")}),
        (
            {**MINE.asked, "certificate": BELOW.pem + MINE.pem},
            {("/certificate", "chain-order"), ("/certificate", "chain-broken"), ("/privateKey", "key-other")},
        ),
        ({**MINE.asked, "certificate": MINE.pem + OURS.pem}, {("/certificate", "chain-broken")}),
        ({**MINE.asked, "certificate": MINE.pem * 7}, {("/certificate", "pem-many")}),
        (BELOW.issue(names=[], until=-DAY).asked, {("/certificate", "certificate-ended")}),
        (BELOW.issue(names=[], since=DAY).asked, {("/certificate", "certificate-ahead")}),
        (BELOW.issue(names=[], purposes=[authority.SERVER]).asked, {("/certificate", "certificate-purpose")}),
        (weak(key=rsa_of(1_024)), {("/certificate", "certificate-key")}),
        (weak(key=ec.generate_private_key(ec.SECP224R1())), {("/certificate", "certificate-key")}),
        (weak(key=rsa_of(2_048), hashed=hashes.SHA224()), {("/certificate", "certificate-hash")}),
        ({"certificate": MINE.chain}, {("/privateKey", "required")}),
        (
            {"certificate": BELOW.issue(names=[], until=-DAY).pem, "privateKey": "x", "more": 1},
            {("/certificate", "certificate-ended"), ("/privateKey", "key-pem"), ("/more", "additionalProperties")},
        ),
    ],
)
def test_a_certificate_that_cannot_be_shown_is_refused_with_all_that_is_wrong(
    held: Subscription, by: Principal, asked: dict[str, str], wrong: set[tuple[str, str]]
) -> None:
    assert {
        (at, code.replace("unknown-field", "additionalProperties"))
        for at, code in refused(show_certificate, held, asked, by)
    } == wrong


def broken(key: rsa.RSAPrivateKey) -> authority.Key:
    """The same, but for the exponent that signs: nothing looks at that when it is read."""
    it = key.private_numbers()
    wrong = rsa.RSAPrivateNumbers(
        p=it.p, q=it.q, d=it.d + 2, dmp1=it.dmp1 + 2, dmq1=it.dmq1 + 2, iqmp=it.iqmp, public_numbers=it.public_numbers
    )
    return wrong.private_key(unsafe_skip_rsa_key_validation=True)


def test_a_key_of_the_right_public_half_that_cannot_sign_is_refused(held: Subscription, by: Principal) -> None:
    key = rsa.generate_private_key(65_537, 2_048)
    right = with_key(key)
    wrong = replace(right, key=broken(key))
    assert refused(show_certificate, held, wrong.asked, by) == {("/privateKey", "key-other")}
    show_certificate(held.pk, right.asked, by=by)


def test_no_key_is_tried_for_primes_which_takes_minutes_of_a_large_one(
    held: Subscription, by: Principal, monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped: list[object] = []

    def watched(pem: bytes, **how: Any) -> Any:
        skipped.append(how.get("unsafe_skip_rsa_key_validation"))
        return load_pem_private_key(pem, **how)

    monkeypatch.setattr(private_keys, "load_pem_private_key", watched)
    show_certificate(held.pk, with_key(rsa_of(2_048)).asked, by=by)
    assert skipped == [True]


def test_a_certificate_that_is_signed_in_a_way_that_nobody_knows_is_refused(held: Subscription, by: Principal) -> None:
    known, unknown = bytes.fromhex("06082a8648ce3d040302"), bytes.fromhex("06082a8648ce3d04037f")
    der = MINE.certificate.public_bytes(Encoding.DER)
    assert der.count(known) == 2
    pem = x509.load_der_x509_certificate(der.replace(known, unknown)).public_bytes(Encoding.PEM).decode()
    assert refused(show_certificate, held, {**MINE.asked, "certificate": pem}, by) == {
        ("/certificate", "pem-certificates")
    }


def test_a_key_with_a_password_is_refused_as_such(held: Subscription, by: Principal) -> None:
    kept = MINE.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()
    old = MINE.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, BestAvailableEncryption(b"x")).decode()
    for pem in (kept, old):
        assert refused(show_certificate, held, {**MINE.asked, "privateKey": pem}, by) == {
            ("/privateKey", "key-encrypted")
        }


@pytest.mark.parametrize(
    "asked",
    [
        MINE.asked,
        {**MINE.asked, "privateKey": traditional(MINE)},
        {**MINE.asked, "certificate": MINE.pem},
        {**MINE.asked, "certificate": MINE.chain + OURS.pem},
        with_key(ed25519.Ed25519PrivateKey.generate()).asked,
        with_key(rsa_of(2_048)).asked,
        {**with_key(rsa_of(3_072)).asked, "privateKey": ""},
        BELOW.issue("F6", names=[], purposes=None).asked,
    ],
)
def test_a_certificate_is_shown_and_its_key_never_again(
    held: Subscription, by: Principal, asked: dict[str, str]
) -> None:
    if not asked["privateKey"]:
        issued = with_key(rsa_of(3_072))
        asked = {**issued.asked, "privateKey": traditional(issued)}
    show_certificate(held.pk, asked, by=by)
    found = queries.client_certificate(held.pk, principal=by)
    assert found.certificate.subject == "CN=F6"
    row = ReceiverAccess.objects.get()
    assert row.private_key is not None
    told = str([list(AdministrativeChange.objects.values()), found, row.certificate, bytes(row.private_key)])
    secret = "".join(asked["privateKey"].split("-----")[2].split())
    assert secret[40:80] not in told
    assert "PRIVATE" not in told
    held.refresh_from_db()
    opened = receiver_access.access_of(held)
    assert opened is not None
    assert opened.identity is not None
    assert "private_key" not in repr(opened)
    show_no_certificate(held.pk, by=by)
    show_no_certificate(held.pk, by=by)
    assert not ReceiverAccess.objects.exists()


# -- the key that it is sealed with ------------------------------------------------------------------------------------


def test_what_was_sealed_with_an_earlier_key_still_opens(held: Subscription, by: Principal, settings: Settings) -> None:
    show_certificate(held.pk, MINE.asked, by=by)
    give_credentials(held.pk, CREDENTIALS, by=by)
    held.refresh_from_db()
    before = receiver_access.access_of(held)
    settings.SUBSCRIPTION_KEY_FALLBACKS = [settings.SUBSCRIPTION_KEY]
    settings.SUBSCRIPTION_KEY = "n" * 50
    assert receiver_access.access_of(held) == before
    settings.SUBSCRIPTION_KEY_FALLBACKS = []
    with pytest.raises(AccessSealed):
        receiver_access.access_of(held)
    assert [(it.subscription_id, it.ends) for it in receiver_access.to_mend(now=timezone.now())] == [(held.pk, None)]
    assert "does not open" in health.check_receiver_access().found


def test_who_looks_after_the_installation_is_told_a_month_before_a_certificate_ends(
    held: Subscription, by: Principal
) -> None:
    show_certificate(held.pk, BELOW.issue("F6", names=[], until=31 * DAY).asked, by=by)
    trust_authorities(held.pk, {"certificates": authority.root("Kort", until=40 * DAY).pem}, by=by)
    assert health.check_receiver_access().sound
    for days, ends in ((2, ["client certificate"]), (12, ["client certificate", "trusted authority"])):
        found = receiver_access.to_mend(now=timezone.now() + days * DAY)
        assert [it.what for it in found] == ends
    show_certificate(held.pk, BELOW.issue("F6", names=[], until=29 * DAY).asked, by=by)
    finding = health.check_receiver_access()
    assert not finding.sound
    assert f"client certificate of {held.name} ends on" in finding.found
    assert queries.client_certificate(held.pk, principal=by).certificate.ends_soon(timezone.now())


def test_a_record_of_changes_names_certificates_by_their_fingerprints(held: Subscription, by: Principal) -> None:
    show_certificate(held.pk, MINE.asked, by=by)
    said = last_change()
    assert said.before is None
    fingerprint = queries.client_certificate(held.pk, principal=by).certificate.fingerprint
    assert fingerprint in json.dumps(said.after)
