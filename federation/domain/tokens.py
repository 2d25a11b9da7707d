"""Access tokens: what they claim, who may have one, and what an inway checks of one (FSC Core 2.0.0, 4.4 and 4.7)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from federation.domain import certificates, hashes, jose
from federation.domain.contracts import Contract, State, moment
from federation.domain.grants import Grant
from federation.domain.hashes import HashType
from federation.domain.refusals import InwayCode, InwayRefusal, OAuthError, TokenRefusal

LIFETIME: Final = timedelta(minutes=5)
"""How long a token can be used; our inway looks at the contract too, so that one that is revoked ends at once."""
SKEW: Final = timedelta(seconds=30)
GRANT_TYPE: Final = "client_credentials"
CONNECTION_HASHES: Final = frozenset({HashType.CONNECTION, HashType.DELEGATED_CONNECTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who asks, by the certificate of his connection. `thumbprint` in base64url, `public_key_thumbprint` in hex."""

    peer_id: str
    thumbprint: str
    public_key_thumbprint: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a token that was checked says."""

    grant_hash: str
    group_id: str
    subject: str
    issuer: str
    service: str
    audience: str
    expires_at: datetime
    thumbprint: str
    delegator: str | None = None
    service_delegator: str | None = None
    properties: Mapping[str, Any] | None = None


def check_request(*, grant_type: str | None, scope: str | None, client_id: str | None, client: Client) -> str:
    """The grant hash that a token is asked for. Raises `TokenRefusal` (RFC 6749, 4.4.2 and 5.2)."""
    missing = [name for name, it in (("grant_type", grant_type), ("scope", scope), ("client_id", client_id)) if not it]
    if missing:
        raise _refusal(OAuthError.INVALID_REQUEST, f"Send {' and '.join(missing)} too, in the form.")
    if grant_type != GRANT_TYPE:
        raise _refusal(OAuthError.UNSUPPORTED_GRANT_TYPE, f"Set grant_type to {GRANT_TYPE}.")
    if client_id != client.peer_id:
        raise _refusal(OAuthError.INVALID_CLIENT, "Set client_id to the peer id of your certificate.")
    try:
        found = hashes.read(scope or "")
    except (hashes.MalformedHash, hashes.UnknownHashAlgorithm) as error:
        raise _refusal(OAuthError.INVALID_SCOPE, str(error)) from None
    if found.type not in CONNECTION_HASHES:
        raise _refusal(OAuthError.INVALID_SCOPE, "Set scope to the hash of a grant that connects ($1$3$ or $1$4$).")
    return scope or ""


def check_grant(grant: Grant, contract: Contract, *, client: Client, own_peer_id: str, now: datetime) -> None:
    """That this client may have a token for this grant now (4.4.1.6). Raises `TokenRefusal`."""
    outway = grant.outway
    if outway is None or grant.service.peer_id != own_peer_id:
        raise _refusal(OAuthError.INVALID_SCOPE, "Ask the manager of the peer that offers the service.")
    if outway.peer_id != client.peer_id:
        raise _refusal(OAuthError.INVALID_SCOPE, "Set scope to the hash of a grant of your own.")
    if not contract.may_be_used(now):
        raise _refusal(OAuthError.INVALID_GRANT, _why_not(contract, now=now))
    if not outway.is_shown_by(public_key_thumbprint=client.public_key_thumbprint, names=client.names):
        raise _refusal(
            OAuthError.UNAUTHORIZED_CLIENT,
            "Connect with the certificate that the grant names: the key (or name) of this one is another.",
        )


def claims_of(grant: Grant, *, group_id: str, audience: str, client: Client, now: datetime) -> dict[str, Any]:
    """What a token for this grant claims. Optional claims stand in it only where the grant has them."""
    seconds = int(now.timestamp())
    claims: dict[str, Any] = {
        "gth": grant.hash,
        "gid": group_id,
        "sub": client.peer_id,
        "iss": grant.service.peer_id,
        "svc": grant.service.name,
        "aud": audience,
        "nbf": seconds,
        "exp": seconds + int(LIFETIME.total_seconds()),
        "cnf": {jose.THUMBPRINT: client.thumbprint},
        "add": {},
    }
    if grant.delegator is not None:
        claims["act"] = {"sub": grant.delegator}
    if grant.service.delegator is not None:
        claims["pdi"] = grant.service.delegator
    if grant.properties is not None:
        claims["prp"] = grant.properties
    return claims


def check_token(payload: Mapping[str, Any], *, client: Client, own_peer_id: str, now: datetime) -> Claims:
    """The claims of a token whose signature is ours, as an inway checks them (4.7). Raises `InwayRefusal`."""
    claims = read(payload)
    if claims.issuer != own_peer_id or claims.subject != client.peer_id:
        raise _invalid("It is for another peer.")
    if not certificates.same_thumbprint(claims.thumbprint, client.thumbprint):
        raise _invalid("It is bound to another certificate than that of this connection.")
    if payload["nbf"] > (now + SKEW).timestamp():
        raise _invalid("It cannot be used yet.")
    if claims.expires_at <= now:
        raise InwayRefusal(code=InwayCode.ACCESS_TOKEN_EXPIRED, message="Ask a new token: this one has expired.")
    return claims


def check_audience(claims: Claims, *, address: str) -> None:
    """That it is for the inway at this address of ours. Raises `InwayRefusal`."""
    if claims.audience != address:
        raise _invalid("It is for an inway at another address.")


def check_held(claims: Claims, *, grant: Grant, contract: Contract, client: Client, now: datetime) -> Claims:
    """The claims as the contract has them now: it may have been revoked since the token was given (4.7, and stricter).

    What is granted is read from the contract, never from the token alone. Raises `InwayRefusal`.
    """
    held = (
        grant.hash == claims.grant_hash
        and grant.outway is not None
        and grant.outway.peer_id == claims.subject
        and grant.service.peer_id == claims.issuer
        and grant.service.name == claims.service
        and grant.outway.is_shown_by(public_key_thumbprint=client.public_key_thumbprint, names=client.names)
    )
    if not held:
        raise not_granted()
    if not contract.may_be_used(now):
        raise _invalid(_why_not(contract, now=now))
    return replace(
        claims,
        delegator=grant.delegator,
        service_delegator=grant.service.delegator,
        properties=grant.properties,
    )


def not_granted() -> InwayRefusal:
    """What is said of a token whose grant is not that of a contract of ours, or not any more."""
    return _invalid("No contract of ours grants what it says.")


def not_ours() -> InwayRefusal:
    """What is said of a token that no key of ours signed, or that is none."""
    return _invalid("It is none that our manager signed.")


def check_group(claims: Claims, *, group_id: str) -> None:
    """That it is of our group. Raises `InwayRefusal`."""
    if claims.group_id != group_id:
        raise InwayRefusal(
            code=InwayCode.WRONG_GROUP_ID_IN_TOKEN, message=f"Ask a token in the group {group_id}: this is another's."
        )


def read(payload: Mapping[str, Any]) -> Claims:
    """The claims of a payload, none of them believed yet. Raises `InwayRefusal` when one is absent or misshapen."""
    confirmed, acting = payload.get("cnf"), payload.get("act")
    service_delegator, properties = payload.get("pdi"), payload.get("prp")
    texts = {name: payload.get(name) for name in ("gth", "gid", "sub", "iss", "svc", "aud")}
    numbers = {name: payload.get(name) for name in ("nbf", "exp")}
    bound = confirmed.get(jose.THUMBPRINT) if isinstance(confirmed, Mapping) else None
    well_formed = (
        all(isinstance(it, str) and it for it in (*texts.values(), bound))
        and all(_is_moment(it) for it in numbers.values())
        and (acting is None or (isinstance(acting, Mapping) and isinstance(acting.get("sub"), str)))
        and (service_delegator is None or isinstance(service_delegator, str))
        and (properties is None or isinstance(properties, Mapping))
    )
    if not well_formed:
        raise _invalid("It lacks a claim, or one has another shape.")
    return Claims(
        grant_hash=str(texts["gth"]),
        group_id=str(texts["gid"]),
        subject=str(texts["sub"]),
        issuer=str(texts["iss"]),
        service=str(texts["svc"]),
        audience=str(texts["aud"]),
        expires_at=moment(payload["exp"]),
        thumbprint=str(bound),
        delegator=None if acting is None else acting["sub"],
        service_delegator=service_delegator,
        properties=properties,
    )


def _is_moment(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _why_not(contract: Contract, *, now: datetime) -> str:
    state = contract.state(now)
    if state is State.VALID:
        return "Wait until the contract begins (validity.not_before)."
    return f"Agree on a contract first: the one of this grant is {state.value}."


def _invalid(message: str) -> InwayRefusal:
    return InwayRefusal(code=InwayCode.ACCESS_TOKEN_INVALID, message=f"Ask a token for this. {message}")


def _refusal(error: OAuthError, message: str) -> TokenRefusal:
    return TokenRefusal(error=error, message=message)
