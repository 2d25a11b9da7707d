"""The judge of scenarios is strict: what the standard does not know is broken."""

import json
from typing import Any

import pytest
from jsonschema import ValidationError

from tests import fsc_contracts
from tests.federation.listeners import Answer
from tests.federation.scenarios import judging
from tests.shared_material import needs_shared_material

pytestmark = needs_shared_material
REFUSAL = {"message": "no", "domain": "ERROR_DOMAIN_MANAGER", "code": "ERROR_CODE_F6_VALIDITY"}
HEADER = {"fsc-error-code": "ERROR_CODE_F6_VALIDITY"}
ADDRESS = {"Fsc-Manager-Address": "https://fsc.example.nl:8443"}
BROKEN = (judging.Broken, ValidationError, KeyError)


def _answer(status: int, body: Any, content_type: str = judging.JSON, **headers: str) -> Answer:
    told = {"content-type": content_type, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return Answer(status, told, json.dumps(body).encode())


@pytest.mark.parametrize(
    ("method", "path", "answer"),
    [
        ("GET", "/v1/peer", _answer(200, {"peer_id": "123"})),
        ("GET", "/v1/peer", _answer(204, {})),
        ("GET", "/v1/peers", _answer(200, {"peers": [{"id": "123"}], "pagination": {"next_cursor": ""}})),
        ("GET", "/v1/peers", _answer(200, {"peers": [], "pagination": {}}, content_type="text/html")),
        ("GET", "/v1/logs", _answer(200, {"records": [{}], "pagination": {"next_cursor": ""}})),
        ("GET", "/v1/nothing", _answer(200, {})),
        ("POST", "/v1/contracts", _answer(422, REFUSAL)),
        ("POST", "/v1/contracts", _answer(422, {**REFUSAL, "code": "ERROR_CODE_OURS"}, **HEADER)),
        ("PUT", "/v1/contracts/$1$1$a/accept", _answer(500, REFUSAL, **HEADER)),
        ("POST", "/v1/token", _answer(400, {"error": "forbidden"})),
    ],
)
def test_what_is_answered_otherwise_is_broken(method: str, path: str, answer: Answer) -> None:
    with pytest.raises((*BROKEN, ValueError)):
        judging.judge(method, path, answer)


def test_what_is_answered_as_it_says_is_fine() -> None:
    peer = {"peer_id": "123", "peer_name": "abc", "fsc_version": "2.0.0", "enabled_extensions": {}}
    judging.judge("GET", "/v1/peer", _answer(200, peer))
    judging.judge("PUT", "/v1/contracts/$1$1$a/accept", _answer(422, REFUSAL, **HEADER))


@pytest.mark.parametrize("grant", fsc_contracts.EVERY_GRANT)
def test_every_grant_may_be_sent(grant: dict[str, Any]) -> None:
    body = {"content": fsc_contracts.raw(grant), "signature": "a.b.c"}
    judging.judge_request("POST", "/v1/contracts", body, ADDRESS)
    with pytest.raises(BROKEN):
        judging.judge_request("POST", "/v1/contracts", body, {})


@pytest.mark.parametrize(
    "grant",
    [
        fsc_contracts.connection(service={**fsc_contracts.delegated_service(), "delegator": {}}),
        fsc_contracts.connection(service={"peer_id": "123", "name": "abc"}),
        fsc_contracts.connection(outway={"peer_id": "123", "identification": {"type": "X"}}),
        fsc_contracts.delegated_publication(delegator={}),
        {**fsc_contracts.publication(), "type": "GRANT_TYPE_OURS"},
    ],
)
def test_a_grant_of_another_shape_may_not(grant: dict[str, Any]) -> None:
    body = {"content": fsc_contracts.raw(grant), "signature": "a.b.c"}
    with pytest.raises(BROKEN):
        judging.judge_request("POST", "/v1/contracts", body, ADDRESS)
