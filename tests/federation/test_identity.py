"""Who we are: read from files, anew when they change, and refused with how to mend it."""

import os
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from django.test import override_settings

from federation.transport import identity
from federation.transport.identity import FederationOff, IdentityUnusable
from tests.federation import pki
from tests.federation.conftest import MakeOrganisation
from tests.federation.pki import Group, Organisation


def test_federation_is_off_until_a_group_is_named() -> None:
    with override_settings(F6_FSC_GROUP_ID=""):
        assert not identity.is_on()
        with pytest.raises(FederationOff, match="F6_FSC_GROUP_ID"):
            identity.own()


def test_we_are_whom_our_certificate_names(own: Organisation, group: Group) -> None:
    found = identity.own()
    assert (found.peer_id, found.peer_name) == (own.oin, "Zonnendaal")
    assert found.chain == (own.issued.certificate, group.issuer.certificate)
    assert found.anchors == (group.root.certificate,)
    assert found.chain_der[0] == own.der
    assert identity.is_on()


def test_a_root_in_our_chain_is_not_sent_along(own: Organisation, directory: Path, group: Group) -> None:
    Path(own.files(directory)["F6_FSC_CERTIFICATE"]).write_text(own.issued.chain + group.root.pem)
    assert group.root.certificate not in identity.own().chain


def test_what_did_not_change_is_read_once(own: Organisation) -> None:
    assert identity.own() is identity.own()


def test_what_was_renewed_is_read_anew(own: Organisation, directory: Path, group: Group) -> None:
    before = identity.own()
    group.organisation("Zonnendaal", oin=own.oin, host=own.host, key=pki.rsa_key()).files(directory)
    after = identity.own()
    assert after.certificate.thumbprint != before.certificate.thumbprint
    assert after.mark != before.mark


def test_while_a_renewal_is_half_done_the_former_certificate_serves(
    own: Organisation, directory: Path, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = identity.own()
    renewed = group.organisation("Zonnendaal", oin=own.oin, host=own.host)
    Path(own.files(directory)["F6_FSC_CERTIFICATE"]).write_text(renewed.issued.chain)
    assert identity.own() is before
    monkeypatch.setattr(identity, "HALF_RENEWED_SECONDS", -1)
    with pytest.raises(IdentityUnusable, match="is not that of the first certificate"):
        identity.own()
    renewed.files(directory)
    assert identity.own().certificate.der == renewed.der


def test_a_list_that_was_fetched_is_read(organisation: MakeOrganisation, directory: Path, group: Group) -> None:
    made = organisation("Zonnendaal", lists=(group.root.crl(),))
    with made.as_own(directory):
        assert len(identity.own().crls) == 1
        place = Path(made.files(directory)["F6_FSC_CRLS"])
        (place / "more.crl").write_text(group.issuer.crl() + group.root.crl())
        assert len(identity.own().crls) == 3


ED25519 = ed25519.Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
LOCKED = pki.ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")).decode()


@pytest.mark.parametrize(
    ("setting", "text", "told"),
    [
        ("F6_FSC_CERTIFICATE", "", "must hold certificates as PEM"),
        ("F6_FSC_CERTIFICATE", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be used"),
        ("F6_FSC_CERTIFICATE", "x" * 2_000_000, "larger than"),
        ("F6_FSC_KEY", "", "must hold a private key as PEM"),
        ("F6_FSC_KEY", pki.group().issue("Een ander", pki.oin(1)).key_pem, "is not that of the first certificate"),
        ("F6_FSC_KEY", LOCKED, "has a password"),
        ("F6_FSC_KEY", ED25519, "must be an RSA or an EC one"),
        ("F6_FSC_TRUST_ANCHORS", "\n", "must hold certificates as PEM"),
        ("F6_FSC_CERTIFICATE", None, "cannot be read"),
        ("F6_FSC_KEY", None, "cannot be read"),
        ("F6_FSC_TRUST_ANCHORS", None, "cannot be read"),
    ],
)
def test_files_that_cannot_be_used_are_refused_by_name(
    setting: str, text: str | None, told: str, organisation: MakeOrganisation, directory: Path
) -> None:
    made = organisation("Zonnendaal")
    named = made.settings(directory)
    file = Path(named[setting])
    if text is None:
        file.unlink()
    else:
        file.write_text(text)
    with override_settings(**named), pytest.raises(IdentityUnusable, match=told) as refused:
        identity.own()
    assert str(file) in refused.value.reason


@pytest.mark.parametrize(
    ("lists", "told"),
    [((), "holds no revocation list"), (("-----BEGIN X509 CRL-----\n",), "must hold revocation lists")],
)
def test_where_revocation_is_to_be_looked_at_there_are_lists(
    lists: tuple[str, ...], told: str, organisation: MakeOrganisation, directory: Path
) -> None:
    with (
        organisation("Zonnendaal", lists=lists).as_own(directory),
        pytest.raises(IdentityUnusable, match=told),
    ):
        identity.own()


def test_settings_that_name_no_files_are_refused_by_name(organisation: MakeOrganisation, directory: Path) -> None:
    nothing: dict[str, Any] = {"F6_FSC_CERTIFICATE": "", "F6_FSC_KEY": ""}
    with (
        organisation("Zonnendaal").as_own(directory, **nothing),
        pytest.raises(IdentityUnusable, match="F6_FSC_CERTIFICATE and F6_FSC_KEY must name files"),
    ):
        identity.own()


def test_a_directory_is_no_file(organisation: MakeOrganisation, directory: Path) -> None:
    directory.mkdir()
    with (
        organisation("Zonnendaal").as_own(directory, F6_FSC_KEY=str(directory)),
        pytest.raises(IdentityUnusable, match="cannot be read"),
    ):
        identity.own()


def test_a_certificate_that_names_no_peer_is_nobody(organisation: MakeOrganisation, directory: Path) -> None:
    with (
        organisation("Zonnendaal", oin="123").as_own(directory),
        pytest.raises(IdentityUnusable, match="is not one of this group"),
    ):
        identity.own()


def test_the_key_is_told_to_nobody(own: Organisation) -> None:
    assert "PRIVATE" not in repr(identity.own())
    assert "key=" not in repr(identity.own())


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_key_that_may_not_be_read_is_refused(organisation: MakeOrganisation, directory: Path) -> None:
    named = organisation("Zonnendaal").settings(directory)
    Path(named["F6_FSC_KEY"]).chmod(0)
    with override_settings(**named), pytest.raises(IdentityUnusable, match="Permission denied"):
        identity.own()
