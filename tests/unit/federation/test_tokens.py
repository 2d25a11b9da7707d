"""Tokens: who may have one, what it claims, and every claim wrong in turn."""

import contextlib
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.domain import contracts, jose, tokens
from federation.domain.contracts import Contract, Signature, SignatureKind
from federation.domain.refusals import InwayCode, InwayRefusal, OAuthError, TokenRefusal
from federation.domain.tokens import Client
from tests import fsc_contracts
from tests.fsc_contracts import (
    CONSUMER,
    DELEGATOR,
    GROUP,
    NOW,
    PROVIDER,
    SERVICE_DELEGATOR,
    connection,
    content,
    delegated_connection,
    delegated_service,
    publication,
)
from tests.unit.federation.test_ijson import JSON

CLIENT = Client(
    peer_id=CONSUMER,
    thumbprint="-Nzf7OOxgsjf448EY5mDnTffvkP2lsvXWKkhnpGhKW_",
    public_key_thumbprint=fsc_contracts.THUMBPRINT,
    names=("outway.example.com",),
)
INWAY = "https://inway.example.com:443"
PROPERTIES = {"f6": {"eventTypes": ["GeboorteVastgesteld"], "announcements": True}}


def _accepted(grant: dict[str, Any] | None = None, **changed: Any) -> Contract:
    it = content(*([grant] if grant else []), **changed)
    said = [Signature(peer_id=peer, kind=SignatureKind.ACCEPT) for peer in sorted(it.signers)]
    return contracts.fold(it, said)


def _claims(grant: dict[str, Any] | None = None) -> dict[str, Any]:
    it = _accepted(grant).content.grants[0]
    return tokens.claims_of(it, group_id=GROUP, audience=INWAY, client=CLIENT, now=NOW)


def _check(payload: dict[str, Any], *, client: Client = CLIENT, now: Any = NOW) -> tokens.Claims:
    return tokens.check_token(payload, client=client, own_peer_id=PROVIDER, now=now)


def _not_taken(payload: dict[str, Any], **asked: Any) -> InwayCode:
    with pytest.raises(InwayRefusal) as refused:
        _check(payload, **asked)
    assert refused.value.message
    return refused.value.code


def _asked(**changed: Any) -> str:
    asked = {"grant_type": "client_credentials", "scope": content().grants[0].hash, "client_id": CONSUMER, **changed}
    return tokens.check_request(client=CLIENT, **asked)


def test_a_token_is_asked_by_the_hash_of_a_grant() -> None:
    assert _asked() == content().grants[0].hash
    assert _asked(scope=content(delegated_connection()).grants[0].hash).startswith("$1$4$")


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"grant_type": None}, OAuthError.INVALID_REQUEST),
        ({"scope": ""}, OAuthError.INVALID_REQUEST),
        ({"client_id": None}, OAuthError.INVALID_REQUEST),
        ({"grant_type": "authorization_code"}, OAuthError.UNSUPPORTED_GRANT_TYPE),
        ({"client_id": PROVIDER}, OAuthError.INVALID_CLIENT),
        ({"scope": "personen"}, OAuthError.INVALID_SCOPE),
        ({"scope": "$1$3$a $1$3$b"}, OAuthError.INVALID_SCOPE),
        ({"scope": "$2$3$a"}, OAuthError.INVALID_SCOPE),
        ({"scope": content().hash}, OAuthError.INVALID_SCOPE),
        ({"scope": content(publication()).grants[0].hash}, OAuthError.INVALID_SCOPE),
    ],
)
def test_a_request_that_is_wrong_is_told_what_to_send(wrong: dict[str, Any], error: OAuthError) -> None:
    with pytest.raises(TokenRefusal) as refused:
        _asked(**wrong)
    assert refused.value.error is error
    assert refused.value.message
    assert str(refused.value).startswith(error.value)


def test_a_request_without_anything_is_told_all_that_is_missing() -> None:
    with pytest.raises(TokenRefusal, match="grant_type and scope and client_id"):
        _asked(grant_type=None, scope=None, client_id=None)


def _grant_check(contract: Contract, *, client: Client = CLIENT, own: str = PROVIDER, now: Any = NOW) -> None:
    tokens.check_grant(contract.content.grants[0], contract, client=client, own_peer_id=own, now=now)


@pytest.mark.parametrize(
    "grant",
    [
        connection(),
        connection(service=delegated_service()),
        delegated_connection(),
        connection(outway={"peer_id": CONSUMER, "identification": fsc_contracts.by_name()}),
    ],
)
def test_a_grant_of_a_valid_contract_gives_a_token(grant: dict[str, Any]) -> None:
    _grant_check(_accepted(grant))


def _no(contract: Contract, kind: SignatureKind) -> Contract:
    return contracts.evolve(contract, Signature(peer_id=PROVIDER, kind=kind))


BEGIN, END = contracts.moment(fsc_contracts.BEGINS), contracts.moment(fsc_contracts.ENDS)


@pytest.mark.parametrize(
    ("contract", "asked", "error"),
    [
        (Contract(content=content()), {}, OAuthError.INVALID_GRANT),
        (_no(_accepted(), SignatureKind.REVOKE), {}, OAuthError.INVALID_GRANT),
        (_no(_accepted(), SignatureKind.REJECT), {}, OAuthError.INVALID_GRANT),
        (_accepted(), {"now": END}, OAuthError.INVALID_GRANT),
        (_accepted(), {"now": BEGIN - timedelta(seconds=1)}, OAuthError.INVALID_GRANT),
        (_accepted(publication()), {}, OAuthError.INVALID_SCOPE),
        (_accepted(), {"own": DELEGATOR}, OAuthError.INVALID_SCOPE),
        (_accepted(delegated_connection()), {"client": replace(CLIENT, peer_id=DELEGATOR)}, OAuthError.INVALID_SCOPE),
        (_accepted(), {"client": replace(CLIENT, public_key_thumbprint="0" * 64)}, OAuthError.UNAUTHORIZED_CLIENT),
        (
            _accepted(connection(outway={"peer_id": CONSUMER, "identification": fsc_contracts.by_name()})),
            {"client": replace(CLIENT, names=())},
            OAuthError.UNAUTHORIZED_CLIENT,
        ),
    ],
)
def test_a_grant_that_does_not_count_gives_none(contract: Contract, asked: Any, error: OAuthError) -> None:
    with pytest.raises(TokenRefusal) as refused:
        _grant_check(contract, **asked)
    assert refused.value.error is error


def test_who_may_not_have_the_token_of_a_grant_is_not_told_how_its_contract_stands() -> None:
    with pytest.raises(TokenRefusal) as refused:
        _grant_check(Contract(content=content()), client=replace(CLIENT, peer_id=DELEGATOR))
    assert "proposed" not in refused.value.message


def test_a_token_claims_what_the_standard_asks_and_nothing_that_its_grant_has_not() -> None:
    assert _claims() == {
        "gth": content().grants[0].hash,
        "gid": GROUP,
        "sub": CONSUMER,
        "iss": PROVIDER,
        "svc": "f6-zone-personen",
        "aud": INWAY,
        "nbf": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 300,
        "cnf": {"x5t#S256": CLIENT.thumbprint},
        "add": {},
    }


def test_a_token_names_the_delegators_and_carries_the_properties() -> None:
    said = _claims(delegated_connection(service=delegated_service(), properties=PROPERTIES))
    assert said["act"] == {"sub": DELEGATOR}
    assert said["pdi"] == SERVICE_DELEGATOR
    assert said["prp"] == PROPERTIES
    claims = _check(said)
    assert (claims.delegator, claims.service_delegator) == (DELEGATOR, SERVICE_DELEGATOR)
    assert claims.properties == PROPERTIES


def test_an_empty_object_of_properties_is_claimed_too() -> None:
    assert _claims(connection(properties={}))["prp"] == {}


def test_our_own_token_is_taken_from_whom_it_is_for() -> None:
    claims = _check(_claims())
    assert claims.grant_hash == content().grants[0].hash
    assert claims.subject == CONSUMER
    assert claims.expires_at == NOW + tokens.LIFETIME
    tokens.check_group(claims, group_id=GROUP)


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        *((name, it) for name in ("gth", "gid", "sub", "iss", "svc", "aud") for it in (..., None, 3, "", ["x"])),
        *((name, it) for name in ("nbf", "exp") for it in (..., None, "1767225600", 1.5, True, -1)),
        ("iss", CONSUMER),
        ("sub", PROVIDER),
        ("cnf", ...),
        ("cnf", CLIENT.thumbprint),
        ("cnf", {}),
        ("cnf", {"x5t#S256": ""}),
        ("cnf", {"x5t#S256": "="}),
        ("cnf", {"x5t#S256": None}),
        ("cnf", {"x5t#S256": "wNzf7OOxgsjf448EY5mDnTffvkP2lsvXWKkhnpGhKWI"}),
        ("cnf", {"x5t": CLIENT.thumbprint}),
        ("nbf", int(NOW.timestamp()) + int(tokens.SKEW.total_seconds()) + 1),
        ("nbf", 10**30),
        ("act", DELEGATOR),
        ("act", {}),
        ("act", {"sub": 3}),
        ("pdi", {"sub": SERVICE_DELEGATOR}),
        ("prp", []),
    ],
)
def test_a_token_with_a_claim_that_is_wrong_is_not_taken(claim: str, wrong: Any) -> None:
    payload = _claims()
    payload[claim] = wrong
    if wrong is ...:
        del payload[claim]
    assert _not_taken(payload) is InwayCode.ACCESS_TOKEN_INVALID


def test_a_token_expires_to_the_second() -> None:
    payload = _claims()
    _check(payload, now=NOW + tokens.LIFETIME - timedelta.resolution)
    assert _not_taken(payload, now=NOW + tokens.LIFETIME) is InwayCode.ACCESS_TOKEN_EXPIRED
    assert _not_taken({**payload, "exp": 0}) is InwayCode.ACCESS_TOKEN_EXPIRED


def test_a_token_of_a_clock_that_is_ahead_is_taken_a_little() -> None:
    _check(_claims(), now=NOW - tokens.SKEW)
    assert _not_taken(_claims(), now=NOW - tokens.SKEW - timedelta(seconds=1)) is InwayCode.ACCESS_TOKEN_INVALID


def test_no_moment_is_too_far_to_read() -> None:
    assert _check({**_claims(), "exp": 10**30}).expires_at.year == 9999


def test_a_token_shown_with_another_certificate_is_not_taken() -> None:
    other = replace(CLIENT, thumbprint="A" * 43)
    assert _not_taken(_claims(), client=other) is InwayCode.ACCESS_TOKEN_INVALID


def test_a_token_shown_by_another_peer_is_not_taken() -> None:
    assert _not_taken(_claims(), client=replace(CLIENT, peer_id=DELEGATOR)) is InwayCode.ACCESS_TOKEN_INVALID


def test_a_thumbprint_in_plain_base64_is_of_the_same_certificate() -> None:
    plain = CLIENT.thumbprint.replace("-", "+").replace("_", "/") + "="
    _check({**_claims(), "cnf": {"x5t#S256": plain}})


def test_a_token_of_another_group_is_not_taken() -> None:
    with pytest.raises(InwayRefusal) as refused:
        tokens.check_group(_check(_claims()), group_id="another-group")
    assert refused.value.code is InwayCode.WRONG_GROUP_ID_IN_TOKEN
    assert refused.value.status == 403


@given(JSON, st.sampled_from([*_claims(delegated_connection(service=delegated_service())), "prp", "other"]))
def test_any_claim_is_read_or_refused(value: Any, name: str) -> None:
    with contextlib.suppress(InwayRefusal):
        assert _check({**_claims(), name: value}).issuer == PROVIDER


@given(st.dictionaries(st.text(), JSON))
def test_any_payload_is_refused(payload: dict[str, Any]) -> None:
    assert _not_taken(payload) is InwayCode.ACCESS_TOKEN_INVALID


def test_a_token_survives_being_signed_and_read() -> None:
    key = fsc_contracts.ec_key()
    said = _claims(connection(properties=PROPERTIES))
    text = jose.sign(said, key=key, thumbprint=CLIENT.thumbprint, typ="JWT")
    assert dict(jose.verified(text, key=key.public_key())) == said
