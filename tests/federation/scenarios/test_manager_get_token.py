"""Manager-GetToken: an outway asks for a token, bound to its certificate."""

from typing import Any

from federation.domain import certificates, jose
from tests.federation.listeners import Answer
from tests.federation.scenarios import grants
from tests.federation.scenarios.outsiders import Outsider
from tests.federation.scenarios.stage import SERVICE, Stage, scope

PROPERTIES = {"f6": {"eventTypes": ["Geboorte"], "announcements": False}, "doel": "café €"}


def _connection(stage: Stage, **more: Any) -> dict[str, Any]:
    return grants.connection(stage.rsa.organisation, stage.ours, service=SERVICE, **more)


def _claims(stage: Stage, content: dict[str, Any], *, by: Outsider | None = None) -> dict[str, Any]:
    """What the token says; its signature is ours, and every claim that always stands in it is right."""
    asker = by or stage.rsa
    token = asker.token(scope(content))
    public = stage.ours.issued.certificate.public_key()
    claims = dict(jose.verified(token, key=public))  # type: ignore[arg-type]  # RSA or EC
    assert jose.claimed(token).thumbprint == certificates.thumbprint(stage.ours.der)
    told = {name: claims[name] for name in ("gth", "gid", "sub", "iss", "svc", "aud", "cnf")}
    assert told == {
        "gth": scope(content),
        "gid": stage.ours.group_id,
        "sub": asker.id,
        "iss": stage.ours.oin,
        "svc": SERVICE,
        "aud": stage.ours.address,
        "cnf": {"x5t#S256": certificates.thumbprint(asker.organisation.der)},
    }
    assert claims["nbf"] < claims["exp"] <= claims["nbf"] + 3_600
    return claims


def _refused(answer: Answer, error: str) -> None:
    assert (answer.status, answer.told["error"]) == (400, error)
    assert answer.told["error_description"]
    assert "access_token" not in answer.told


def test_manager_get_token_1_a_valid_contract_gives_a_token(stage: Stage) -> None:
    claims = _claims(stage, stage.agreed(stage.rsa, _connection(stage)))
    assert not {"act", "pdi", "prp"} & set(claims)


def test_manager_get_token_2_without_a_valid_contract_none_is_given(stage: Stage) -> None:
    content = stage.rsa.content(_connection(stage))
    _refused(stage.rsa.asks_token(scope(content)), "invalid_scope")
    assert stage.rsa.posts(content).status == 201
    _refused(stage.rsa.asks_token(scope(content)), "invalid_grant")
    stage.accepts(content)
    assert stage.rsa.asks_token(scope(content)).status == 200


def test_manager_get_token_3_a_revoked_contract_gives_none(stage: Stage) -> None:
    content = stage.agreed(stage.rsa, _connection(stage))
    assert stage.rsa.asks_token(scope(content)).status == 200
    stage.revokes(content)
    _refused(stage.rsa.asks_token(scope(content)), "invalid_grant")


def test_manager_get_token_4_a_malformed_grant_hash_is_refused(stage: Stage) -> None:
    content = stage.agreed(stage.rsa, _connection(stage))
    for malformed in ("personen", "$1$3$", scope(content).removeprefix("$"), f"{scope(content)} {scope(content)}"):
        _refused(stage.rsa.asks_token(malformed), "invalid_scope")


def test_manager_get_token_5_another_grant_type_is_refused(stage: Stage) -> None:
    content = stage.agreed(stage.rsa, _connection(stage))
    answer = stage.rsa.asks_token(scope(content), grant_type="authorization_code")
    _refused(answer, "unsupported_grant_type")


def test_manager_get_token_6_of_a_delegated_connection_it_names_the_delegator(stage: Stage) -> None:
    given = _connection(stage, delegator=stage.ec.organisation)
    claims = _claims(stage, stage.agreed(stage.rsa, given, and_by=(stage.ec,)))
    assert claims["act"] == {"sub": stage.ec.id}
    assert "pdi" not in claims


def test_manager_get_token_7_of_a_delegated_service_it_names_the_delegator(stage: Stage) -> None:
    given = _connection(stage, service_delegator=stage.ec.organisation)
    claims = _claims(stage, stage.agreed(stage.rsa, given, and_by=(stage.ec,)))
    assert claims["pdi"] == stage.ec.id
    assert "act" not in claims


def test_manager_get_token_8_without_client_id_none_is_given(stage: Stage) -> None:
    content = stage.agreed(stage.rsa, _connection(stage))
    _refused(stage.rsa.asks_token(scope(content), client_id=""), "invalid_request")


def test_manager_get_token_9_with_the_client_id_of_another_none_is_given(stage: Stage) -> None:
    content = stage.agreed(stage.rsa, _connection(stage))
    _refused(stage.rsa.asks_token(scope(content), client_id=stage.ec.id), "invalid_client")
    _refused(stage.ec.asks_token(scope(content), client_id=stage.rsa.id), "invalid_client")
    _refused(stage.ec.asks_token(scope(content)), "invalid_scope")


def test_manager_get_token_10_properties_of_the_grant_are_in_it(stage: Stage) -> None:
    assert _claims(stage, stage.agreed(stage.rsa, _connection(stage, properties=PROPERTIES)))["prp"] == PROPERTIES


def test_manager_get_token_11_properties_of_a_delegated_grant_are_in_it(stage: Stage) -> None:
    given = _connection(stage, delegator=stage.ec.organisation, properties=PROPERTIES)
    assert _claims(stage, stage.agreed(stage.rsa, given, and_by=(stage.ec,)))["prp"] == PROPERTIES
