"""Bearer tokens of API clients: issue, rotate, revoke. The secret is shown once; only its digest is kept."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from events import access, administration
from events.administration import Action
from events.domain.permissions import Permission, Principal
from events.domain.refusals import InvalidRequest, Violation, ZoneForbidden
from events.models import ApiClient, ApiToken

SECRET_BYTES = 40
"""320 bits of randomness, of which the prefix shows 54: beyond guessing, so that a plain digest protects it."""
PREFIX = "f6_"
PREFIX_LENGTH = 12
LIFETIME_MAX = timedelta(days=366)
OVERLAP_MAX = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A token with its secret: the only time anyone sees it."""

    token: ApiToken
    secret: str


@transaction.atomic
def issue_token(
    client: ApiClient, *, scopes: Collection[str], expires_at: datetime, by: Principal, now: datetime | None = None
) -> IssuedToken:
    """A new token that may use no more than `scopes` of its client's permissions, until `expires_at`.

    Raises `InvalidRequest` for unknown or no scopes, for an expiry in the past or beyond LIFETIME_MAX and for a client
    that is not active; `ZoneForbidden` unless `by` manages every zone in which the client holds a permission.
    """
    moment = now or timezone.now()
    _require_all_zones(client, by=by)
    violations = (
        *_client_violations(client),
        *_scope_violations(scopes),
        *_expiry_violations(expires_at, now=moment),
    )
    if violations:
        raise InvalidRequest(violations=violations)
    secret = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    token = ApiToken.objects.create(
        client=client,
        prefix=secret[:PREFIX_LENGTH],
        digest=access.digest_of(secret),
        scopes=sorted(set(scopes)),
        expires_at=expires_at,
    )
    _record("API-token uitgegeven", Action.TOKEN_ISSUED, token, by=by, before=None)
    return IssuedToken(token=token, secret=secret)


@transaction.atomic
def rotate_token(
    token: ApiToken,
    *,
    expires_at: datetime,
    by: Principal,
    overlap: timedelta = timedelta(0),
    now: datetime | None = None,
) -> IssuedToken:
    """A new token with the same scopes; the old one stops at once, or after `overlap` (at most OVERLAP_MAX).

    Raises as `issue_token`, and `InvalidRequest` when the overlap is too long or the old token was revoked already.
    """
    moment = now or timezone.now()
    held = ApiToken.objects.select_for_update().select_related("client__account").get(pk=token.pk)
    if held.revoked_at is not None:
        raise _invalid("/token", "revoked", "This token was revoked: issue a new one.")
    if not timedelta(0) <= overlap <= OVERLAP_MAX:
        raise _invalid("/overlap", "maximum", f"Let the old token live on for at most {OVERLAP_MAX.days} days.")
    issued = issue_token(held.client, scopes=held.scopes, expires_at=expires_at, by=by, now=moment)
    before = _told(held)
    held.revoked_at = moment + overlap
    held.save(update_fields=["revoked_at"])
    _record("API-token vervangen", Action.TOKEN_ROTATED, held, by=by, before=before)
    return issued


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Principal, now: datetime | None = None) -> None:
    """From now on the token is refused; revoking twice changes nothing.

    Raises `ZoneForbidden` unless `by` manages at least one zone in which the client holds a permission (any zone, when
    it holds none): who may take a right away need not be able to give it.
    """
    moment = now or timezone.now()
    zones = _zones_of(token.client)
    managed = by.zones_with(Permission.MANAGE)
    if not (managed & zones if zones else managed):
        raise ZoneForbidden(zone=min(zones, default=""), permission=Permission.MANAGE.value)
    held = ApiToken.objects.select_for_update(of=("self",)).select_related("client").get(pk=token.pk)
    if held.revoked_at is not None and held.revoked_at <= moment:
        return
    before = _told(held)
    held.revoked_at = moment
    held.save(update_fields=["revoked_at"])
    _record("API-token ingetrokken", Action.TOKEN_REVOKED, held, by=by, before=before)


def _zones_of(client: ApiClient) -> frozenset[str]:
    return access.granted_zones(client.account)


def _require_all_zones(client: ApiClient, *, by: Principal) -> None:
    if not by.zones_with(Permission.MANAGE):
        raise ZoneForbidden(zone="", permission=Permission.MANAGE.value)
    for zone in sorted(_zones_of(client)):
        by.require(Permission.MANAGE, zone=zone)


def _client_violations(client: ApiClient) -> tuple[Violation, ...]:
    if client.active and client.account.is_active:
        return ()
    message = "This client or its account is not active: make it active again, then issue the token."
    return (Violation(pointer="/client", code="inactive", message=message),)


def _scope_violations(scopes: Collection[str]) -> tuple[Violation, ...]:
    known = {permission.value for permission in Permission}
    if not scopes:
        return (Violation(pointer="/scopes", code="min-items", message="Name at least one scope."),)
    return tuple(
        Violation(pointer=f"/scopes/{index}", code="enum", message=f"Choose from {', '.join(sorted(known))}.")
        for index, scope in enumerate(scopes)
        if scope not in known
    )


def _expiry_violations(expires_at: datetime, *, now: datetime) -> tuple[Violation, ...]:
    if now < expires_at <= now + LIFETIME_MAX:
        return ()
    message = f"Let it expire in the future, within {LIFETIME_MAX.days} days."
    return (Violation(pointer="/expires_at", code="range", message=message),)


def _invalid(pointer: str, code: str, message: str) -> InvalidRequest:
    return InvalidRequest(violations=(Violation(pointer=pointer, code=code, message=message),))


def _told(token: ApiToken) -> dict[str, Any]:
    """What is known of a token to everybody: never its secret, nor the digest of that."""
    return {
        "token": token.prefix,
        "scopes": token.scopes,
        "expires_at": token.expires_at.isoformat(),
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }


def _record(said: str, action: Action, token: ApiToken, *, by: Principal, before: dict[str, Any] | None) -> None:
    details = {"client": token.client_id, "token": token.prefix, "scopes": token.scopes}
    thing = administration.thing_of(token.client)
    administration.record(said, action, thing, by=by, before=before, after=_told(token), details=details)
