"""`manage.py pki make`, `renew` and `revoke`: certificates to try FSC with."""

import stat
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from federation.domain import certificates
from federation.domain.certificates import CertificateUnusable
from federation.transport import identity
from tests.federation import pki
from tests.federation.openssl import Openssl, needs_openssl

ZONNENDAAL, MEERDORP = pki.oin(1), pki.oin(2)
PEER = (
    "--peer",
    "Gemeente Zonnendaal",
    "--oin",
    ZONNENDAAL,
    "--address",
    "127.0.0.21",
    "--address",
    "fsc.zonnendaal.nl",
)
OTHER = ("--peer", "Meerdorp", "--oin", MEERDORP, "--address", "127.0.0.22", "--key", "rsa")


def made(directory: Path, *arguments: str, what: str = "make") -> str:
    said = StringIO()
    call_command("pki", what, str(directory), *arguments, stdout=said, no_color=True)
    return said.getvalue()


def told(said: str, number: int = 0) -> dict[str, str]:
    """The settings of the peer of that number, from what was said."""
    block = said.split("\n# ")[number + 1]
    return dict(line.split("=", 1) for line in block.splitlines() if line.startswith("F6_FSC_"))


def as_own(said: str, number: int = 0) -> override_settings:
    return override_settings(F6_FSC_GROUP_ID=pki.GROUP_ID, **told(said, number))


def everything(directory: Path) -> dict[str, bytes]:
    return {str(it): it.read_bytes() for it in sorted(directory.rglob("*")) if it.is_file()}


def test_what_is_made_is_an_identity_that_the_others_trust(tmp_path: Path) -> None:
    said = made(tmp_path / "pki", *PEER, *OTHER)
    assert "FOR TRIALS ONLY" in said
    with as_own(said, 1):
        meerdorp = identity.own()
    with as_own(said):
        zonnendaal = identity.own()
        found = zonnendaal.verify(meerdorp.chain_der[0], meerdorp.chain_der[1:], now=datetime.now(UTC))
    assert (found.peer_id, found.peer_name) == (MEERDORP, "Meerdorp")
    assert zonnendaal.certificate.names == ("fsc.zonnendaal.nl", "127.0.0.21")


def test_keys_are_for_their_owner_alone(tmp_path: Path) -> None:
    made(tmp_path / "pki", *PEER)
    keys = [*(tmp_path / "pki").rglob("*.key"), *(tmp_path / "pki").rglob("key.pem")]
    assert len(keys) == 3
    assert {stat.S_IMODE(it.stat().st_mode) for it in keys} == {0o600}


def test_the_authority_is_made_once_and_peers_may_join_later(tmp_path: Path) -> None:
    first = made(tmp_path / "pki", *PEER)
    root = (tmp_path / "pki" / "root.pem").read_bytes()
    second = made(tmp_path / "pki", *OTHER)
    assert (tmp_path / "pki" / "root.pem").read_bytes() == root
    assert (first.split()[0], second.split()[0]) == ("made", "kept")


def test_a_certificate_that_is_there_is_never_overwritten_and_nothing_else_is_made(tmp_path: Path) -> None:
    made(tmp_path / "pki", *PEER)
    peers = tmp_path / "pki" / "peers"
    before = everything(peers)
    with pytest.raises(CommandError, match="exists: `pki renew` renews it"):
        made(tmp_path / "pki", *OTHER, *PEER)
    assert everything(peers) == before
    assert [it.name for it in peers.iterdir()] == [ZONNENDAAL]


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--peer", "Zonnendaal"), "give --oin and at least one --address"),
        (("--peer", "Zonnendaal", "--oin", ZONNENDAAL), "give --oin and at least one --address"),
        (("--oin", ZONNENDAAL), "put --peer before it"),
        (("--peer", "Zonnendaal", "--oin", "1", "--address", "x.nl"), "is no Peer ID"),
        (("--peer", "Zonnendaal", "--oin", f"../{'0' * 17}", "--address", "x.nl"), "is no Peer ID"),
        (("--peer", "Zonnendaal", "--oin", ZONNENDAAL, "--address", "https://x.nl:8443"), "is no host"),
        (("--peer", "Zonnendaal", "--oin", ZONNENDAAL, "--address", "x y"), "is no host"),
        (("--peer", "", "--oin", ZONNENDAAL, "--address", "x.nl"), "must be a name"),
        (("--peer", "x" * 65, "--oin", ZONNENDAAL, "--address", "x.nl"), "must be a name"),
        ((*PEER, *PEER), "stands there twice"),
        ((*PEER, "--key", "dsa"), "invalid choice"),
    ],
)
def test_what_cannot_be_made_is_refused_and_leaves_nothing(
    arguments: tuple[str, ...], why: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=why):
        made(tmp_path / "pki", *arguments)
    assert not (tmp_path / "pki").exists()


def test_half_an_authority_is_not_added_to(tmp_path: Path) -> None:
    made(tmp_path / "pki")
    (tmp_path / "pki" / "root.key").unlink()
    before = everything(tmp_path)
    with pytest.raises(CommandError, match="part of an authority"):
        made(tmp_path / "pki", *PEER)
    assert everything(tmp_path) == before


def test_a_directory_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(CommandError, match=r"Not a directory|File exists"):
        made(tmp_path / "file", *PEER)


def test_who_is_revoked_is_trusted_no_more(tmp_path: Path) -> None:
    said = made(tmp_path / "pki", *PEER, *OTHER)
    with as_own(said, 1):
        meerdorp = identity.own()
    with as_own(said):
        shown: tuple[Any, ...] = (meerdorp.chain_der[0], meerdorp.chain_der[1:])
        assert identity.own().verify(*shown, now=datetime.now(UTC)).peer_id == MEERDORP
        made(tmp_path / "pki", "--oin", MEERDORP, what="revoke")
        with pytest.raises(CertificateUnusable, match="was revoked"):
            identity.own().verify(*shown, now=datetime.now(UTC))
        made(tmp_path / "pki")  # the lists are made anew, and nobody is forgotten
        with pytest.raises(CertificateUnusable, match="was revoked"):
            identity.own().verify(*shown, now=datetime.now(UTC))


def test_only_who_has_a_certificate_can_be_revoked(tmp_path: Path) -> None:
    made(tmp_path / "pki", *PEER)
    before = everything(tmp_path)
    with pytest.raises(CommandError, match=f"no certificate of {MEERDORP}"):
        made(tmp_path / "pki", "--oin", MEERDORP, what="revoke")
    assert everything(tmp_path) == before


@pytest.mark.parametrize("kind", ["ec", "rsa"])
@pytest.mark.parametrize("new_key", [False, True])
def test_a_renewed_certificate_says_the_same_on_its_own_key_or_on_a_new_one(
    tmp_path: Path, *, kind: str, new_key: bool
) -> None:
    said = made(tmp_path / "pki", *PEER, "--key", kind)
    with as_own(said):
        former = identity.own()
        told = made(tmp_path / "pki", "--oin", ZONNENDAAL, *(["--new-key"] if new_key else []), what="renew")
        renewed = identity.load(identity.files())
    assert ("on a new key" in told) is new_key
    assert renewed.certificate.der != former.certificate.der
    assert (renewed.peer_id, renewed.peer_name) == (former.peer_id, former.peer_name)
    assert renewed.certificate.names == former.certificate.names
    same_key = renewed.certificate.public_key_thumbprint == former.certificate.public_key_thumbprint
    assert same_key is not new_key
    assert {stat.S_IMODE(it.stat().st_mode) for it in (tmp_path / "pki").rglob("key.pem")} == {0o600}


def test_only_who_has_a_certificate_can_be_renewed(tmp_path: Path) -> None:
    made(tmp_path / "pki", *PEER)
    before = everything(tmp_path)
    with pytest.raises(CommandError, match=f"no certificate and key of {MEERDORP}"):
        made(tmp_path / "pki", "--oin", MEERDORP, what="renew")
    assert everything(tmp_path) == before


@needs_openssl
def test_openssl_finds_it_right_by_its_strictest_rules(tmp_path: Path) -> None:
    made(tmp_path, *PEER, *OTHER)
    lists = ("-crl_check_all", "-CRLfile", "crls/root.crl", "-CRLfile", "crls/intermediate.crl")
    for peer in (ZONNENDAAL, MEERDORP):
        for purpose in ("sslserver", "sslclient"):
            strictly = ("-x509_strict", "-purpose", purpose, "-CAfile", "root.pem", "-untrusted", "intermediate.pem")
            Openssl(tmp_path).run("verify", *strictly, *lists, f"peers/{peer}/certificate.pem")


def test_certificates_say_of_which_authority_they_are(tmp_path: Path) -> None:
    made(tmp_path, *PEER)
    leaf, intermediate = certificates.from_pem((tmp_path / "peers" / ZONNENDAAL / "certificate.pem").read_bytes())
    assert leaf.issuer == intermediate.subject
    assert intermediate.subject != intermediate.issuer
