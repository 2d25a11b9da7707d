"""Every kind of somebody that can come to F6, for the permission matrix."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser, Group
from django.contrib.auth.models import Permission as ModelPermission
from django.utils import timezone
from guardian.shortcuts import assign_perm

from events import access
from events.commands.tokens import issue_token
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.models import ApiClient, ApiToken, User, Zone
from tests import registry
from tests.callers import Caller, administrator

ALL = frozenset(Permission)
NONE: frozenset[Permission] = frozenset()
MANAGING = frozenset({Permission.MANAGE})
ASKING = frozenset({Permission.CONSULT})


@dataclass(frozen=True)
class Kind:
    """Somebody, and what he must turn out to be allowed to do in the civil registry's zone."""

    name: str
    held: frozenset[Permission]
    token: ApiToken | None
    secret: str | None
    source_type: str = OFFICIAL
    valid: bool = True
    elsewhere: frozenset[Permission] = NONE
    """What he holds in another zone."""

    @property
    def principal(self) -> Principal:
        """As the edge finds him. Raises `TokenRefused`."""
        return access.principal_of_token(self.secret) if self.secret else access.principal_of(AnonymousUser())

    @property
    def caller(self) -> Caller:
        """The same one over HTTP."""
        return Caller(client=self.token.client if self.token else None, secret=self.secret)


def kinds() -> list[Kind]:
    """All of them; a permission that is added to the enumeration is among them at once."""
    return [
        Kind("anonymous", NONE, None, None, source_type="onbekend", valid=False),
        _kind("citizen", (), source_type="burger"),
        _kind("midwife", (Permission.VIEW, Permission.SUBMIT_CLAIM), source_type="verloskundige"),
        _kind("official without rights", ()),
        *(_kind(f"official with {permission.value} only", (permission,)) for permission in Permission),
        *(_kind(f"official who may see and {p.value}", (Permission.VIEW, p)) for p in ALL - {Permission.VIEW}),
        _kind("official with everything", ALL),
        _kind("everything but an official", ALL, source_type="ouder"),
        _kind("intermediary", ALL, source_type="arts", change=_intermediary),
        _kind("member of a group", (), change=_in_group, held=ALL),
        _kind("official with everything, in every zone", ALL, change=_in_every_zone, elsewhere=ALL),
        _kind("everything, in another zone", ALL, zone=registry.ADDRESSES, held=NONE),
        _kind("sees here, and may ask others elsewhere", (Permission.VIEW,), change=_asks_elsewhere, elsewhere=ASKING),
        _kind("permission on the whole model", (), change=_model_wide, held=NONE),
        _kind("token for reading only", ALL, scopes=(Permission.VIEW,), held=frozenset({Permission.VIEW})),
        _kind("token without the scope it needs", (Permission.VIEW,), scopes=ALL - {Permission.VIEW}, held=NONE),
        _kind("expired token", ALL, issued_at=timezone.now() - timedelta(days=40), valid=False),
        _kind("revoked token", ALL, change=_revoked, valid=False),
        _kind("inactive account", ALL, change=_inactive_account, valid=False),
        _kind("inactive client", ALL, change=_inactive_client, valid=False),
        _kind("superuser", (), change=_superuser, held=MANAGING, elsewhere=MANAGING),
    ]


def _kind(
    name: str,
    permissions: Collection[Permission],
    *,
    source_type: str = OFFICIAL,
    zone: str = registry.CIVIL,
    scopes: Collection[Permission] = ALL,
    held: frozenset[Permission] | None = None,
    elsewhere: frozenset[Permission] = NONE,
    issued_at: datetime | None = None,
    change: Callable[[ApiToken], None] | None = None,
    valid: bool = True,
) -> Kind:
    account = User.objects.create(username=f"{name} {uuid4()}", source_type=source_type)
    client = ApiClient.objects.create(account=account, name=name)
    for permission in permissions:
        assign_perm(permission.value, account, Zone.objects.get(slug=zone))
    at = issued_at or timezone.now()
    words = [scope.value for scope in scopes]
    issued = issue_token(client, scopes=words, expires_at=at + timedelta(days=30), by=administrator(), now=at)
    if change:
        change(issued.token)
    effective = frozenset(permissions) if held is None else held
    return Kind(
        name,
        effective if valid else NONE,
        issued.token,
        issued.secret,
        source_type=source_type,
        valid=valid,
        elsewhere=frozenset(permissions) if zone != registry.CIVIL else elsewhere,
    )


def _intermediary(token: ApiToken) -> None:
    ApiClient.objects.filter(pk=token.client_id).update(intermediary=True)


def _in_group(token: ApiToken) -> None:
    group = Group.objects.create(name=f"Burgerzaken {uuid4()}")
    for permission in Permission:
        assign_perm(permission.value, group, Zone.objects.get(slug=registry.CIVIL))
    token.client.account.groups.add(group)


def _in_every_zone(token: ApiToken) -> None:
    for zone in Zone.objects.all():
        for permission in Permission:
            assign_perm(permission.value, token.client.account, zone)


def _asks_elsewhere(token: ApiToken) -> None:
    assign_perm(Permission.CONSULT.value, token.client.account, Zone.objects.get(slug=registry.ADDRESSES))


def _model_wide(token: ApiToken) -> None:
    token.client.account.user_permissions.set(ModelPermission.objects.filter(content_type__app_label="events"))


def _revoked(token: ApiToken) -> None:
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())


def _inactive_account(token: ApiToken) -> None:
    User.objects.filter(pk=token.client.account_id).update(is_active=False)


def _inactive_client(token: ApiToken) -> None:
    ApiClient.objects.filter(pk=token.client_id).update(active=False)


def _superuser(token: ApiToken) -> None:
    User.objects.filter(pk=token.client.account_id).update(is_superuser=True, is_staff=True)
