"""Manager-SubmitContract: a peer sends us a contract with its acceptance."""

from typing import Any

from federation.domain import hashes
from tests.federation.scenarios import grants
from tests.federation.scenarios.outsiders import Outsider, refused
from tests.federation.scenarios.stage import SERVICE, Stage


def _taken(by: Outsider, *given: dict[str, Any]) -> None:
    content = by.content(*given)
    assert by.posts(content).status == 201
    assert by.posts(content).status == 201  # the same once more is the same
    [held] = by.reads("contracts")["contracts"]
    assert held["content"] == content
    assert set(held["signatures"]["accept"]) == {by.id}
    assert held["signatures"]["reject"] == held["signatures"]["revoke"] == {}


def test_manager_submit_contract_1_a_connection_grant_is_accepted(stage: Stage) -> None:
    _taken(stage.rsa, grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE))


def test_manager_submit_contract_2_a_publication_grant_is_accepted(stage: Stage) -> None:
    _taken(stage.rsa, grants.publication(stage.rsa.organisation, stage.ours, service="brp"))


def test_manager_submit_contract_3_a_delegated_publication_is_accepted(stage: Stage) -> None:
    given = grants.publication(stage.ec.organisation, stage.ours, service="brp", delegator=stage.rsa.organisation)
    _taken(stage.rsa, given)


def test_manager_submit_contract_4_a_delegated_connection_is_accepted(stage: Stage) -> None:
    given = grants.connection(stage.ec.organisation, stage.ours, service=SERVICE, delegator=stage.rsa.organisation)
    _taken(stage.rsa, given)


def test_manager_submit_contract_5_a_connection_to_a_delegated_service_is_accepted(stage: Stage) -> None:
    given = grants.connection(
        stage.rsa.organisation, stage.ours, service=SERVICE, service_delegator=stage.third.organisation
    )
    _taken(stage.rsa, given)


def test_manager_submit_contract_6_a_delegated_connection_to_a_delegated_service_is_accepted(stage: Stage) -> None:
    given = grants.connection(
        stage.ec.organisation,
        stage.ours,
        service=SERVICE,
        delegator=stage.rsa.organisation,
        service_delegator=stage.third.organisation,
    )
    _taken(stage.rsa, given)


def test_manager_submit_contract_7_who_is_not_on_the_contract_is_refused(stage: Stage) -> None:
    content = stage.third.content(grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE))
    refused(stage.third.posts(content), "SUBMITTING_PEER_NOT_PART_OF_CONTRACT")
    assert stage.nothing_is_kept()


def test_manager_submit_contract_8_a_publication_mixed_with_another_grant_is_refused(stage: Stage) -> None:
    own = stage.rsa.organisation
    content = stage.rsa.content(
        grants.publication(own, stage.ours, service="brp"), grants.connection(own, stage.ours, service=SERVICE)
    )
    refused(stage.rsa.posts(content), "GRANT_COMBINATION_NOT_ALLOWED")
    assert stage.nothing_is_kept()


def test_manager_submit_contract_9_another_group_is_refused(stage: Stage) -> None:
    given = grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE)
    refused(stage.rsa.posts(stage.rsa.content(given, group_id="another-group")), "INCORRECT_GROUP_ID")
    assert stage.nothing_is_kept()


def test_manager_submit_contract_10_an_unsupported_hash_algorithm_is_refused(stage: Stage) -> None:
    given = grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE)
    content = stage.rsa.content(given, hash_algorithm="HASH_ALGORITHM_SHA2_256")
    refused(stage.rsa.posts(content), "UNKNOWN_HASH_ALGORITHM_HASH")
    plain = stage.rsa.content(given)
    signature = stage.rsa.signs(plain, contract_content_hash=hashes.content_hash(plain).replace("$1$1$", "$2$1$"))
    refused(stage.rsa.posts(plain, signature=signature), "UNKNOWN_HASH_ALGORITHM_HASH")
    assert stage.nothing_is_kept()


def test_manager_submit_contract_11_an_rsa_signature_is_accepted(stage: Stage) -> None:
    given = grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE)
    assert stage.rsa.posts(stage.rsa.content(given)).status == 201
    assert stage.algorithm_of_the_signature_kept(by=stage.rsa) == "RS256"


def test_manager_submit_contract_12_an_ecdsa_signature_is_accepted(stage: Stage) -> None:
    given = grants.connection(stage.ec.organisation, stage.ours, service=SERVICE)
    assert stage.ec.posts(stage.ec.content(given)).status == 201
    assert stage.algorithm_of_the_signature_kept(by=stage.ec) == "ES256"
