"""Manager-RevokeContract: a peer sends us its revocation of a contract."""

from tests.federation.scenarios import signing
from tests.federation.scenarios.stage import Stage


def test_manager_revoke_contract_1_a_revocation_is_stored(stage: Stage) -> None:
    signing.stored(stage, "revoke", by=stage.ec)


def test_manager_revoke_contract_2_a_signer_who_is_not_on_the_contract_is_refused(stage: Stage) -> None:
    signing.by_a_stranger(stage, "revoke")


def test_manager_revoke_contract_3_what_is_no_jws_is_refused(stage: Stage) -> None:
    signing.no_jws(stage, "revoke")


def test_manager_revoke_contract_4_another_hash_in_the_payload_is_refused(stage: Stage) -> None:
    signing.over_another_hash(stage, "revoke")


def test_manager_revoke_contract_5_a_signature_of_another_type_is_refused(stage: Stage) -> None:
    signing.of_another_type(stage, "revoke")


def test_manager_revoke_contract_6_another_hash_in_the_address_is_refused(stage: Stage) -> None:
    signing.at_another_address(stage, "revoke")


def test_manager_revoke_contract_7_an_unsupported_algorithm_is_refused(stage: Stage) -> None:
    signing.by_an_unsupported_algorithm(stage, "revoke")
