"""Inway-Incoming-Request and Inway-Port: who is let through to a service."""

import json
import ssl
import time
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest

from federation.domain import certificates, jose
from tests.federation.listeners import Answer
from tests.federation.pki import Group
from tests.federation.scenarios import grants, judging
from tests.federation.scenarios.stage import MOUNTED, Stage, scope


@pytest.fixture
def agreed(stage: Stage) -> dict[str, Any]:
    """The RSA peer may call the mounted service."""
    return stage.agreed(stage.rsa, grants.connection(stage.rsa.organisation, stage.ours, service=MOUNTED))


def _denied(answer: Answer, code: str, *, status: int = 401) -> None:
    judging.judge_refusal(answer, domain="ERROR_DOMAIN_INWAY")
    assert (answer.status, answer.told["code"]) == (status, f"ERROR_CODE_{code}")
    if status == 401:
        assert answer.headers["www-authenticate"] == "Bearer"


def test_inway_incoming_request_1_with_a_valid_token_it_is_passed_on(stage: Stage, agreed: dict[str, Any]) -> None:
    answer = stage.rsa.calls("/persons/1?fields=name", stage.rsa.token(scope(agreed)))
    assert answer.status == 200
    assert answer.headers["x-started"] == "yes"
    assert [call["path"] for call in stage.calls_made()] == ["/persons/1"]


def test_inway_incoming_request_2_without_a_token_it_is_denied(stage: Stage, agreed: dict[str, Any]) -> None:
    assert stage.rsa.token(scope(agreed))
    _denied(stage.rsa.calls("/", None), "ACCESS_TOKEN_MISSING")
    assert stage.calls_made() == []


def test_inway_incoming_request_3_a_token_bound_to_another_certificate_is_denied(
    stage: Stage, group: Group, agreed: dict[str, Any]
) -> None:
    token = stage.rsa.token(scope(agreed))
    own = stage.rsa.organisation
    renewed = replace(own, issued=group.issue(own.name, own.oin, names=(own.host,), key=own.issued.key))
    _denied(stage.rsa.calls("/", token, by=renewed), "ACCESS_TOKEN_INVALID")
    _denied(stage.rsa.calls("/", token, by=stage.ec.organisation), "ACCESS_TOKEN_INVALID")
    assert stage.calls_made() == []
    assert stage.rsa.calls("/", token).status == 200


def test_inway_incoming_request_4_an_untrusted_certificate_is_denied(
    stage: Stage, rogue: Group, agreed: dict[str, Any]
) -> None:
    token = stage.rsa.token(scope(agreed))
    own = stage.rsa.organisation
    forged = replace(own, issued=rogue.issue(own.name, own.oin, names=(own.host,)))
    with pytest.raises((ssl.SSLError, ConnectionError)):
        stage.rsa.calls("/", token, by=forged)
    assert stage.calls_made() == []


def test_inway_incoming_request_5_the_token_is_forwarded_to_the_service(stage: Stage, agreed: dict[str, Any]) -> None:
    token = stage.rsa.token(scope(agreed))
    assert stage.rsa.calls("/", token).status == 200
    assert [call["authorization"] for call in stage.calls_made()] == [f"Bearer {token}"]


def test_inway_incoming_request_6_an_expired_token_is_denied(stage: Stage, agreed: dict[str, Any]) -> None:
    good = dict(jose.claimed(stage.rsa.token(scope(agreed))).payload)
    now = int(time.time())

    def signed(**changed: Any) -> str:
        thumbprint = certificates.thumbprint(stage.ours.der)
        claims = json.loads(json.dumps(good | changed))
        return jose.sign(claims, key=stage.ours.issued.key, thumbprint=thumbprint, typ="JWT")  # type: ignore[arg-type]  # RSA or EC

    _denied(stage.rsa.calls("/", signed(nbf=now - 600, exp=now - 300)), "ACCESS_TOKEN_EXPIRED")
    assert stage.calls_made() == []
    assert stage.rsa.calls("/", signed(exp=now + 60)).status == 200


def test_inway_port_1_it_answers_at_443_or_8443(stage: Stage, agreed: dict[str, Any]) -> None:
    audience = jose.claimed(stage.rsa.token(scope(agreed))).payload["aud"]
    found = urlsplit(str(audience))
    assert (found.scheme, found.hostname, found.port in (443, 8443)) == ("https", stage.ours.host, True)
    assert stage.rsa.calls("/", stage.rsa.token(scope(agreed))).status == 200
