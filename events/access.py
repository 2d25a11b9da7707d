"""From accounts and tokens to principals: what somebody may do in which zone (product.md, section 2).

Rights are granted on zones only (django-guardian), to people, groups and API clients alike. Django's model-wide
permissions give nothing here: a right on events always names its zone.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.utils import timezone
from guardian.models import GroupObjectPermission, UserObjectPermission

from events.domain.permissions import Permission, Principal
from events.domain.refusals import TokenRefused
from events.models import ApiToken, User, Zone

NOBODY = Principal(source_id=UUID(int=0), source_type="onbekend", name="")
UNANSWERED = frozenset({Permission.VIEW})
"""What nobody may in a closed zone: it is being filled and answers nothing until it opens (event-log.md, import)."""
LAST_USED_STEP = timedelta(minutes=1)
"""How stale `last_used_at` may get: a busy client costs at most one write in this time."""


def principal_of(user: User | AnonymousUser) -> Principal:
    """The account with its rights per zone, its own and its groups'. Anonymous or inactive: no rights at all.

    A superuser manages every zone, but reads and records nothing that was not granted to him: whoever administers the
    machine has no business in citizens' files, and an extra right is a grant that the audit shows.
    Two queries, or three for an account with rights, whatever the number of zones.
    """
    if not isinstance(user, User):
        return NOBODY
    client = getattr(user, "api_client", None) if user.is_active else None
    active = user.is_active and (client is None or client.active)
    return Principal(
        source_id=user.source_id,
        source_type=user.source_type,
        name=str(user),
        zones=_zone_rights(user) if active else {},
        intermediary=active and client is not None and client.intermediary,
    )


def granted_zones(user: User) -> frozenset[str]:
    """The zones in which the account, or a group of it, holds a permission: also while it or its client is inactive.

    What somebody would be able to do again once active: who hands out or takes away a way in must be judged by this.
    """
    return frozenset(_zone_rights(user))


def principal_of_token(secret: str, *, now: datetime | None = None) -> Principal:
    """The client that this bearer token belongs to, narrowed to the token's scopes. Notes that the token was used.

    Raises `TokenRefused` when it is unknown, expired, revoked, or its client is no longer active.
    """
    moment = now or timezone.now()
    token = _usable_token(secret, now=moment)
    _note_use(token, now=moment)
    return narrowed(principal_of(token.client.account), scopes=token.scopes)


def narrowed(principal: Principal, *, scopes: Iterable[str]) -> Principal:
    """The same principal with no more than these permissions in each zone, and no part of one without reading."""
    held = frozenset(scopes)
    parts = principal.event_types if Permission.VIEW.value in held else {}
    rights = {zone: frozenset(p for p in granted if p.value in held) for zone, granted in principal.zones.items()}
    return replace(principal, zones={zone: granted for zone, granted in rights.items() if granted}, event_types=parts)


def who_may(permissions: Iterable[Permission], *, zone: str, among: QuerySet[User]) -> QuerySet[User]:
    """Those accounts that hold all of these in an open zone, themselves or by a group: what `principal_of` would say.

    One query however many they are. A superuser is none of them by being one.
    """
    place = Zone.objects.get(slug=zone)
    found = among.filter(is_active=True).exclude(api_client__active=False)
    for permission in permissions:
        if place.closed and permission in UNANSWERED:
            return found.none()
        about = {
            "content_type": ContentType.objects.get_for_model(Zone),
            "object_pk": str(place.pk),
            "permission__codename": permission.value,
        }
        own = UserObjectPermission.objects.filter(**about).values("user")
        groups = GroupObjectPermission.objects.filter(**about).values("group")
        found = found.filter(Q(pk__in=own) | Q(pk__in=User.objects.filter(groups__in=groups).values("pk")))
    return found


def reads_messages(sources: Collection[UUID], *, zone: str, now: datetime) -> bool:
    """Whether one of these sources can read what it is asked: by a token that works, or on a page that it may see."""
    accounts = User.objects.filter(source_id__in=sources, is_active=True)
    tokens = ApiToken.objects.filter(Q(revoked_at=None) | Q(revoked_at__gt=now), expires_at__gt=now)
    by_token = accounts.filter(api_client__active=True, api_client__in=tokens.values("client"))
    at_desk = who_may((Permission.VIEW,), zone=zone, among=accounts.filter(api_client=None))
    return by_token.exists() or at_desk.exists()


def digest_of(secret: str) -> bytes:
    """What is kept of a token. A plain digest is enough: the secret is random, at least 256 bits, not a password."""
    return hashlib.sha256(secret.encode("utf-8", errors="surrogatepass")).digest()


def _usable_token(secret: str, *, now: datetime) -> ApiToken:
    token = ApiToken.objects.select_related("client__account").filter(digest=digest_of(secret)).first()
    if token is None:
        raise TokenRefused(reason="unknown")
    if token.revoked_at is not None and token.revoked_at <= now:
        raise TokenRefused(reason="revoked")
    if token.expires_at <= now:
        raise TokenRefused(reason="expired", expired_at=token.expires_at)
    if not (token.client.active and token.client.account.is_active):
        raise TokenRefused(reason="inactive")
    return token


def _note_use(token: ApiToken, *, now: datetime) -> None:
    stale = now - LAST_USED_STEP
    if token.last_used_at is not None and token.last_used_at > stale:
        return
    unnoted = Q(last_used_at=None) | Q(last_used_at__lte=stale)
    ApiToken.objects.filter(unnoted, pk=token.pk).update(last_used_at=now)


def _zone_rights(user: User) -> Mapping[str, frozenset[Permission]]:
    zone_type = ContentType.objects.get_for_model(Zone)
    granted: dict[str, set[Permission]] = defaultdict(set)
    for rows in (
        UserObjectPermission.objects.filter(user=user, content_type=zone_type),
        GroupObjectPermission.objects.filter(group__user=user, content_type=zone_type),
    ):
        for zone_pk, codename in rows.values_list("object_pk", "permission__codename"):
            if codename in set(Permission):
                granted[zone_pk].add(Permission(codename))
    if not granted and not user.is_superuser:
        return {}
    zones = Zone.objects.all() if user.is_superuser else Zone.objects.filter(pk__in=granted.keys())
    managed = {Permission.MANAGE} if user.is_superuser else set()
    return {
        slug: frozenset((granted[str(pk)] | managed) - (UNANSWERED if closed else frozenset()))
        for pk, slug, closed in zones.values_list("pk", "slug", "closed")
    }
