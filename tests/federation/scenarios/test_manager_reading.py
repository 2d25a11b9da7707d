"""What a manager tells: contracts, services, itself, peers, its keys (Manager-Contracts, -Services, -PeerInfo, …)."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from federation.domain import jose
from tests.federation.scenarios import grants
from tests.federation.scenarios.outsiders import Outsider
from tests.federation.scenarios.stage import SERVICE, Stage, scope

PROPERTIES = {"f6": {"eventTypes": ["Geboorte"], "announcements": False}, "doel": "café €"}


def test_manager_contracts_1_a_contract_of_the_caller_is_listed(stage: Stage) -> None:
    content = stage.agreed(stage.rsa, grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE))
    [held] = stage.rsa.reads("contracts")["contracts"]
    assert held["content"] == content
    assert set(held["signatures"]["accept"]) == {stage.rsa.id, stage.ours.oin}
    assert stage.rsa.reads("contracts", grant_hash=scope(content))["contracts"] == [held]
    assert stage.rsa.reads("contracts", grant_type="GRANT_TYPE_SERVICE_PUBLICATION")["contracts"] == []


def test_manager_contracts_2_a_contract_without_the_caller_is_hidden(stage: Stage) -> None:
    content = stage.agreed(stage.rsa, grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE))
    assert stage.ec.reads("contracts")["contracts"] == []
    assert stage.ec.reads("contracts", grant_hash=scope(content))["contracts"] == []


def _listed(stage: Stage, by: Outsider, given: dict[str, Any], *, and_by: tuple[Outsider, ...] = ()) -> dict[str, Any]:
    """The one service that is listed once this publication holds; before, none is."""
    content = by.content(given)
    assert by.posts(content).status == 201
    for other in and_by:
        assert other.puts("accept", content).status == 201
        assert other.announces().status == 200
    assert stage.third.reads("services")["services"] == []
    stage.accepts(content)
    [service] = stage.third.reads("services")["services"]
    data: dict[str, Any] = service["data"]
    assert data["protocol"] == "PROTOCOL_TCP_HTTP_1.1"
    assert data["name"] == given["service"]["name"]
    return data


def test_manager_services_1_a_published_service_is_listed(stage: Stage) -> None:
    own = stage.rsa.organisation
    data = _listed(stage, stage.rsa, grants.publication(own, stage.ours, service="brp"))
    assert data["type"] == "SERVICE_TYPE_SERVICE"
    assert data["peer"] == {"id": own.oin, "name": own.name, "manager_address": own.address}
    assert "properties" not in data
    assert stage.third.reads("services", service_name="BR")["services"] == [{"data": data}]
    assert stage.third.reads("services", service_name="other")["services"] == []


def test_manager_services_2_a_service_published_on_behalf_of_another_is_listed(stage: Stage) -> None:
    given = grants.publication(stage.ec.organisation, stage.ours, service="brp", delegator=stage.rsa.organisation)
    data = _listed(stage, stage.rsa, given, and_by=(stage.ec,))
    assert data["type"] == "SERVICE_TYPE_DELEGATED_SERVICE"
    assert data["peer"]["id"] == stage.ec.id
    assert data["delegator"] == {"peer_id": stage.rsa.id, "peer_name": stage.rsa.organisation.name}


def test_manager_services_3_properties_of_a_publication_are_listed(stage: Stage) -> None:
    given = grants.publication(stage.rsa.organisation, stage.ours, service="brp", properties=PROPERTIES)
    assert _listed(stage, stage.rsa, given)["properties"] == PROPERTIES


def test_manager_services_4_properties_of_a_delegated_publication_are_listed(stage: Stage) -> None:
    given = grants.publication(
        stage.ec.organisation,
        stage.ours,
        service="brp",
        delegator=stage.rsa.organisation,
        properties=PROPERTIES,
    )
    assert _listed(stage, stage.rsa, given, and_by=(stage.ec,))["properties"] == PROPERTIES


def test_manager_peer_info_1_it_tells_who_it_is(stage: Stage) -> None:
    told = stage.rsa.reads("peer")
    assert (told["peer_id"], told["peer_name"]) == (stage.ours.oin, stage.ours.name)
    assert told["fsc_version"] == "2.0.0"
    assert "EXTENSION_TRANSACTION_LOGGING" in told["enabled_extensions"]


def test_manager_peers_1_peers_that_announced_themselves_are_listed(stage: Stage) -> None:
    assert stage.ec.reads("peers")["peers"] == []
    assert stage.rsa.announces().status == 200
    own = stage.rsa.organisation
    told = {"id": own.oin, "name": own.name, "manager_address": own.address}
    assert stage.ec.reads("peers")["peers"] == [told]
    assert stage.ec.reads("peers", peer_name=own.name[3:8].upper())["peers"] == [told]
    assert stage.ec.reads("peers", peer_id=own.oin)["peers"] == [told]


def test_manager_port_1_it_answers_at_443_or_8443(stage: Stage) -> None:
    assert urlsplit(stage.ours.address).port in (443, 8443)
    assert stage.listener.ask(stage.rsa.organisation, "GET", "/v1/peer").status == 200


def test_manager_json_web_key_set_1_the_keys_that_sign_are_listed(stage: Stage) -> None:
    content = stage.agreed(stage.rsa, grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE))
    [held] = stage.rsa.reads("contracts")["contracts"]
    signed = jose.claimed(held["signatures"]["accept"][stage.ours.oin])
    by_token = jose.claimed(stage.rsa.token(scope(content)))
    keys = stage.rsa.reads(".well-known/jwks.json")["keys"]
    found = {key["x5t#S256"]: key for key in keys}
    assert {signed.thumbprint, by_token.thumbprint} <= set(found)
    for thumbprint, key in found.items():
        leaf = x509.load_der_x509_certificate(base64.b64decode(key["x5c"][0]))
        digest = hashlib.sha256(leaf.public_bytes(Encoding.DER)).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == thumbprint
        assert leaf == stage.ours.issued.certificate
    public = stage.ours.issued.certificate.public_key()
    assert jose.verified(held["signatures"]["accept"][stage.ours.oin], key=public)  # type: ignore[arg-type]  # RSA or EC
