"""The vectors of hashes and signatures, to the byte. They are ours: the standard publishes none."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from federation.domain import hashes, ijson, jose, reading, signatures
from federation.domain.contracts import SignatureKind
from federation.domain.grants import HASH_TYPES, GrantType
from tests.shared_material import SHARED, needs_shared_material

pytestmark = needs_shared_material
_FILE = SHARED / "fsc" / "vectors.json"
VECTORS: dict[str, Any] = json.loads(_FILE.read_text()) if _FILE.is_file() else {}
HASHED = VECTORS.get("hash_vectors", [])
CERTIFICATES = VECTORS.get("certificates", {})
by_name = pytest.mark.parametrize("vector", HASHED, ids=lambda it: it["name"])
READABLE = [it for it in HASHED if not it["name"].startswith("A-")]  # A is printed in the standard, and not whole


@by_name
def test_the_canonical_text_is_that_of_the_vector(vector: dict[str, Any]) -> None:
    canonical = ijson.canonical(vector["content"])
    assert canonical == vector["canonical_utf8"]
    assert len(canonical.encode()) == vector["canonical_length"]
    assert hashlib.sha256(canonical.encode()).hexdigest() == vector["canonical_sha256_hex"]


@by_name
def test_the_hash_of_content_is_that_of_the_vector(vector: dict[str, Any]) -> None:
    assert hashes.content_hash(vector["content"]) == vector["content_hash"]


@by_name
def test_the_hashes_of_grants_are_those_of_the_vector(vector: dict[str, Any]) -> None:
    for wrapped, expected in zip(vector["content"]["grants"], vector["grants"], strict=True):
        grant, hash_type = wrapped["data"], HASH_TYPES[GrantType(wrapped["data"]["type"])]
        assert ijson.canonical(grant) == expected["canonical_utf8"]
        assert hashes.grant_hash(vector["content_hash"], grant, hash_type=hash_type) == expected["grant_hash"]


@pytest.mark.parametrize("vector", READABLE, ids=lambda it: it["name"])
def test_a_contract_that_is_read_has_these_hashes(vector: dict[str, Any]) -> None:
    read = reading.content_of(ijson.parse(json.dumps(vector["content"], ensure_ascii=False)))
    assert read.hash == vector["content_hash"]
    assert [grant.hash for grant in read.grants] == [it["grant_hash"] for it in vector["grants"]]
    assert reading.content_of_text(read.canonical) == read


def test_the_contract_printed_in_the_standard_lacks_the_type_of_its_service() -> None:
    with pytest.raises(reading.MalformedContract) as refused:
        reading.content_of(HASHED[0]["content"])
    assert [it.pointer for it in refused.value.mistakes] == ["/grants/0/data/service/type"]


@pytest.mark.parametrize("kind", sorted(CERTIFICATES))
def test_a_certificate_and_its_key_have_these_two_thumbprints(kind: str) -> None:
    said = CERTIFICATES[kind]
    certificate = x509.load_pem_x509_certificate(said["cert_pem"].encode())
    of_certificate = hashlib.sha256(certificate.public_bytes(Encoding.DER)).digest()
    of_key = certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert base64.urlsafe_b64encode(of_certificate).rstrip(b"=").decode() == said["x5t#S256"]
    assert hashlib.sha256(of_key).hexdigest() == said["public_key_thumbprint"]


def test_the_signature_of_the_vector_holds_for_its_contract() -> None:
    compact, payload = VECTORS["signature"]["compact"], VECTORS["signature"]["payload"]
    signed_at = signatures.check(
        compact,
        key=_key("rsa"),
        content_hash=payload["contract_content_hash"],
        kind=SignatureKind.ACCEPT,
        now=datetime(2026, 6, 1, tzinfo=UTC),
    )
    assert int(signed_at.timestamp()) == payload["signed_at"]
    assert signatures.thumbprint_of(compact) == CERTIFICATES["rsa"]["x5t#S256"]


def _key(kind: str) -> jose.PublicKey:
    key = x509.load_pem_x509_certificate(CERTIFICATES[kind]["cert_pem"].encode()).public_key()
    assert isinstance(key, jose.PublicKey)
    return key
