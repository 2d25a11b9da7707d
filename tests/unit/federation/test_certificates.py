"""What a certificate says of a peer, and when it is trusted."""

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from federation.domain import certificates
from federation.domain.certificates import CertificateUnusable
from tests import authority
from tests.authority import DAY, Authority, Issued
from tests.federation import pki
from tests.shared_material import SHARED, needs_shared_material, read_json

OIN = "^[0-9A-Za-z]{20}$"
NOW = datetime.now(UTC)
GROUP = pki.group()
ZONNENDAAL = pki.oin(1)


def der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def chain(
    issued: Issued, *, to: x509.Certificate | None = None, now: datetime = NOW, crls: tuple[str, ...] = ()
) -> Any:
    return certificates.trusted(
        der(issued.certificate),
        [der(it) for it in issued.issuers if it.subject != it.issuer],
        anchors=[to or GROUP.root.certificate],
        now=now,
        crls=[it for text in crls for it in certificates.lists_from(text.encode())],
    )


def refusal(issued: Issued, **more: Any) -> CertificateUnusable:
    with pytest.raises(CertificateUnusable) as refused:
        chain(issued, **more)
    return refused.value


@needs_shared_material
@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_the_thumbprints_are_those_of_the_vectors_to_the_byte(kind: str) -> None:
    vector = read_json(SHARED / "fsc" / "vectors.json")["certificates"][kind]
    found = certificates.read(der(x509.load_pem_x509_certificate(vector["cert_pem"].encode())), peer_id_pattern=OIN)
    assert found.peer_id == vector["peer_id"]
    assert found.peer_name == vector["peer_name"]
    assert found.thumbprint == vector["x5t#S256"]
    assert found.public_key_thumbprint == vector["public_key_thumbprint"]
    assert found.names == (f"{kind}.manager.example.com",)
    assert found.valid_from == datetime(2026, 1, 1, tzinfo=UTC)
    assert found.valid_until == datetime(2036, 1, 1, tzinfo=UTC)


def test_a_certificate_says_who_and_where_a_peer_is() -> None:
    issued = GROUP.issue("Gemeente Zonnendaal", ZONNENDAAL, names=("FSC.Zonnendaal.NL", "127.0.0.21", "::1"))
    found = certificates.read(der(issued.certificate), peer_id_pattern=OIN)
    assert (found.peer_id, found.peer_name) == (ZONNENDAAL, "Gemeente Zonnendaal")
    assert found.names == ("fsc.zonnendaal.nl", "127.0.0.21", "::1")
    assert found.certificate == issued.certificate


def test_a_renewed_certificate_keeps_the_thumbprint_of_its_key_alone() -> None:
    key = pki.ec_key()
    one, other = (
        certificates.read(der(GROUP.issue("Zonnendaal", ZONNENDAAL, key=key).certificate), peer_id_pattern=OIN)
        for _ in range(2)
    )
    assert one.public_key_thumbprint == other.public_key_thumbprint
    assert one.thumbprint != other.thumbprint


@pytest.mark.parametrize(
    ("issued", "code"),
    [
        pytest.param(GROUP.issue("Zonnendaal"), "peer-id-count", id="no serialNumber"),
        pytest.param(GROUP.issue("Zonnendaal", ZONNENDAAL, pki.oin(2)), "peer-id-count", id="two serialNumbers"),
        pytest.param(GROUP.issue("Zonnendaal", "123"), "peer-id-format", id="too short for an OIN"),
        pytest.param(GROUP.issue("Zonnendaal", ZONNENDAAL + "0"), "peer-id-format", id="too long for an OIN"),
        pytest.param(GROUP.issue("Zonnendaal", f"{ZONNENDAAL} "), "peer-id-format", id="a space after the OIN"),
        pytest.param(GROUP.issue(None, ZONNENDAAL), "peer-name-count", id="no organizationName"),
        pytest.param(GROUP.issue("  ", ZONNENDAAL), "peer-name-count", id="an empty organizationName"),
        pytest.param(GROUP.issue("Zon\u202enendaal", ZONNENDAAL), "peer-name-text", id="a name that turns text around"),
    ],
)
def test_a_certificate_that_names_no_single_peer_is_refused_with_how_to_mend_it(issued: Issued, code: str) -> None:
    with pytest.raises(CertificateUnusable) as refused:
        certificates.read(der(issued.certificate), peer_id_pattern=OIN)
    assert refused.value.code == code
    assert ":" in refused.value.reason


@given(st.binary(max_size=200))
def test_what_is_no_certificate_is_refused_and_nothing_else_happens(content: bytes) -> None:
    with pytest.raises(CertificateUnusable):
        certificates.read(content, peer_id_pattern=OIN)


@given(digest=st.binary(min_size=32, max_size=32))
def test_a_thumbprint_is_the_same_however_it_is_written(digest: bytes) -> None:
    url = base64.urlsafe_b64encode(digest).decode()
    standard = base64.b64encode(digest).decode()
    for one in (url, url.rstrip("="), standard, standard.rstrip("=")):
        for other in (url, url.rstrip("="), standard, standard.rstrip("=")):
            assert certificates.same_thumbprint(one, other)


@given(one=st.binary(min_size=32, max_size=32), other=st.binary(min_size=32, max_size=32))
def test_thumbprints_of_two_certificates_are_never_the_same(one: bytes, other: bytes) -> None:
    first, second = (base64.urlsafe_b64encode(it).decode() for it in (one, other))
    assert certificates.same_thumbprint(first, second) == (one == other)


@given(st.text(max_size=60))
def test_what_is_no_thumbprint_is_the_same_as_nothing(text: str) -> None:
    try:
        whole = len(base64.urlsafe_b64decode(text.strip().rstrip("=") + "=")) == 32
    except ValueError:
        whole = False
    assert not certificates.same_thumbprint(text, text) or whole


def test_a_chain_leads_from_a_certificate_to_the_anchor() -> None:
    issued = GROUP.issue("Zonnendaal", ZONNENDAAL)
    assert chain(issued) == (issued.certificate, GROUP.issuer.certificate, GROUP.root.certificate)


@pytest.mark.parametrize("key", [pki.rsa_key(), pki.ec_key(ec.SECP384R1()), pki.ec_key(ec.SECP521R1())])
def test_every_kind_of_key_of_the_group_is_trusted(key: authority.Key) -> None:
    assert chain(GROUP.issue("Zonnendaal", ZONNENDAAL, key=key))


@pytest.mark.parametrize("names", [(), ("127.0.0.21",), ("fsc.example.nl",)])
def test_a_certificate_is_trusted_whatever_names_it_has(names: tuple[str, ...]) -> None:
    assert chain(GROUP.issue("Zonnendaal", ZONNENDAAL, names=names))


def test_a_chain_as_pkioverheid_makes_them_is_trusted() -> None:
    """Four levels of RSA: root, domain, issuer, organisation."""
    key = pki.rsa_key(4_096)
    root = authority.root("Staat der Nederlanden Private Root CA", key=key)
    domain = root.below("Staat der Nederlanden Private Services CA", key=key)
    issuer = domain.below("QuoVadis PKIoverheid Private Services CA", key=key)
    issued = issuer.issue(subject=pki.subject("Zonnendaal", ZONNENDAAL), key=pki.rsa_key(), names=("fsc.nl",))
    assert len(chain(issued, to=root.certificate)) == 4


def test_an_intermediate_may_itself_be_the_anchor() -> None:
    assert chain(GROUP.issue("Zonnendaal", ZONNENDAAL), to=GROUP.issuer.certificate)


def test_a_certificate_of_another_root_is_not_trusted() -> None:
    assert refusal(pki.group("Een andere groep").issue("Zonnendaal", ZONNENDAAL)).code == "untrusted"


def test_a_root_of_the_same_name_is_another_root() -> None:
    assert refusal(pki.group("Testgroep").issue("Zonnendaal", ZONNENDAAL)).code == "untrusted"


def test_a_certificate_that_vouches_for_itself_is_not_trusted() -> None:
    assert refusal(authority.self_signed()).code == "untrusted"


def test_without_its_intermediate_a_certificate_is_not_trusted_and_the_refusal_says_so() -> None:
    issued = GROUP.issue("Zonnendaal", ZONNENDAAL)
    with pytest.raises(CertificateUnusable, match="send every intermediate certificate along"):
        certificates.trusted(der(issued.certificate), [], anchors=[GROUP.root.certificate], now=NOW)


@pytest.mark.parametrize(
    ("now", "code"), [(NOW + 91 * DAY, "expired"), (NOW - 2 * DAY + timedelta(hours=1), "not-yet-valid")]
)
def test_a_certificate_counts_only_while_it_is_valid(now: datetime, code: str) -> None:
    assert refusal(GROUP.issue("Zonnendaal", ZONNENDAAL), now=now).code == code


def test_an_intermediate_counts_only_while_it_is_valid() -> None:
    below = GROUP.root.below(until=2 * DAY).issue(subject=pki.subject("Zonnendaal", ZONNENDAAL))
    assert refusal(below, now=NOW + 3 * DAY).code == "expired"


def test_a_peer_issues_nothing() -> None:
    own = GROUP.issue("Zonnendaal", ZONNENDAAL)
    posing = Authority(certificate=own.certificate, key=own.key, issuers=own.issuers)
    assert refusal(posing.issue(subject=pki.subject("Een ander", pki.oin(9)))).code == "untrusted"


def test_who_stands_on_no_list_of_the_revoked_is_trusted() -> None:
    assert chain(GROUP.issue("Zonnendaal", ZONNENDAAL), crls=GROUP.lists)


def test_a_revoked_certificate_is_not_trusted() -> None:
    issued = GROUP.issue("Zonnendaal", ZONNENDAAL)
    assert refusal(issued, crls=(GROUP.root.crl(), GROUP.issuer.crl(issued))).code == "revoked"


def test_what_a_revoked_intermediate_issued_is_not_trusted() -> None:
    issued = GROUP.issue("Zonnendaal", ZONNENDAAL)
    assert refusal(issued, crls=(GROUP.root.crl(GROUP.issuer), GROUP.issuer.crl())).code == "revoked"


def test_a_revocation_holds_after_its_list_has_ended() -> None:
    issued = GROUP.issue("Zonnendaal", ZONNENDAAL)
    assert refusal(issued, crls=(GROUP.root.crl(), GROUP.issuer.crl(issued)), now=NOW + 8 * DAY).code == "revoked"


def test_where_a_list_is_asked_and_absent_nobody_is_trusted() -> None:
    assert refusal(GROUP.issue("Zonnendaal", ZONNENDAAL), crls=(GROUP.root.crl(),)).code == "revocation-unknown"


def test_a_list_that_has_ended_vouches_for_nobody() -> None:
    assert (
        refusal(GROUP.issue("Zonnendaal", ZONNENDAAL), crls=GROUP.lists, now=NOW + 8 * DAY).code == "revocation-stale"
    )


def test_a_list_that_somebody_else_signed_in_the_issuers_name_counts_for_nothing() -> None:
    issued, posing = GROUP.issue("Zonnendaal", ZONNENDAAL), pki.group()
    assert refusal(issued, crls=(GROUP.root.crl(), posing.issuer.crl())).code == "revocation-unknown"
    assert chain(issued, crls=(*GROUP.lists, posing.issuer.crl(issued)))


@pytest.mark.parametrize(
    ("host", "covered"),
    [
        ("fsc.zonnendaal.nl", True),
        ("FSC.Zonnendaal.nl.", True),
        ("127.0.0.21", True),
        ("[::1]", True),
        ("0:0:0:0:0:0:0:1", True),
        ("a.wild.nl", True),
        ("a.b.wild.nl", False),
        ("wild.nl", False),
        ("127.0.0.22", False),
        ("zonnendaal.nl", False),
    ],
)
def test_a_certificate_is_for_the_hosts_that_it_names(host: str, covered: bool) -> None:  # noqa: FBT001
    assert certificates.covers(("fsc.zonnendaal.nl", "127.0.0.21", "::1", "*.wild.nl"), host) is covered
