"""Manager-AcceptContract: a peer sends us its acceptance of a contract."""

from tests.federation.scenarios import signing
from tests.federation.scenarios.stage import Stage


def test_manager_accept_contract_1_an_acceptance_is_stored(stage: Stage) -> None:
    signing.stored(stage, "accept", by=stage.ec)


def test_manager_accept_contract_2_a_signer_who_is_not_on_the_contract_is_refused(stage: Stage) -> None:
    signing.by_a_stranger(stage, "accept")


def test_manager_accept_contract_3_what_is_no_jws_is_refused(stage: Stage) -> None:
    signing.no_jws(stage, "accept")


def test_manager_accept_contract_4_another_hash_in_the_payload_is_refused(stage: Stage) -> None:
    signing.over_another_hash(stage, "accept")


def test_manager_accept_contract_5_a_signature_of_another_type_is_refused(stage: Stage) -> None:
    signing.of_another_type(stage, "accept")


def test_manager_accept_contract_6_another_hash_in_the_address_is_refused(stage: Stage) -> None:
    signing.at_another_address(stage, "accept")


def test_manager_accept_contract_7_an_unsupported_algorithm_is_refused(stage: Stage) -> None:
    signing.by_an_unsupported_algorithm(stage, "accept")


def test_manager_accept_contract_8_an_rsa_signature_is_accepted(stage: Stage) -> None:
    signing.stored(stage, "accept", by=stage.rsa)
    assert stage.algorithm_of_the_signature_kept(by=stage.rsa) == "RS256"


def test_manager_accept_contract_9_an_ecdsa_signature_is_accepted(stage: Stage) -> None:
    signing.stored(stage, "accept", by=stage.ec)
    assert stage.algorithm_of_the_signature_kept(by=stage.ec) == "ES256"
