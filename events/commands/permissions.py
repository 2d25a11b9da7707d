"""Grant and take away what somebody may do in a zone. The same commands serve the admin, the desk and operators."""

from typing import Any, Final

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from guardian.models import GroupObjectPermission, UserObjectPermission
from guardian.shortcuts import assign_perm, remove_perm

from events import administration
from events.administration import Action
from events.domain.permissions import Permission, Principal
from events.models import ApiClient, User, Zone

Grantee = User | Group | ApiClient
_CODENAME: Final = "permission__codename"


@transaction.atomic
def grant_permission(permission: Permission, *, zone: Zone, to: Grantee, by: Principal) -> None:
    """From now on `to` holds the permission in the zone; granting twice changes nothing.

    Raises `ZoneForbidden` unless `by` manages the zone.
    """
    by.require(Permission.MANAGE, zone=zone.slug)
    before = _held(to, zone=zone)
    assign_perm(permission.value, _holder(to), zone)
    _record("Bevoegdheid verleend", Action.PERMISSION_GRANTED, permission, zone=zone, whom=to, by=by, before=before)


@transaction.atomic
def revoke_permission(permission: Permission, *, zone: Zone, of: Grantee, by: Principal) -> None:
    """From now on `of` no longer holds the permission there by itself; what its groups hold stays.

    Raises `ZoneForbidden` unless `by` manages the zone.
    """
    by.require(Permission.MANAGE, zone=zone.slug)
    before = _held(of, zone=zone)
    remove_perm(permission.value, _holder(of), zone)
    _record("Bevoegdheid ingetrokken", Action.PERMISSION_REVOKED, permission, zone=zone, whom=of, by=by, before=before)


def _holder(grantee: Grantee) -> User | Group:
    return grantee.account if isinstance(grantee, ApiClient) else grantee


def _held(grantee: Grantee, *, zone: Zone) -> dict[str, Any]:
    """What somebody holds by himself in the zone now."""
    holder = _holder(grantee)
    about = {"content_type": ContentType.objects.get_for_model(Zone), "object_pk": str(zone.pk)}
    if isinstance(holder, Group):
        names = GroupObjectPermission.objects.filter(group=holder, **about).values_list(_CODENAME, flat=True)
    else:
        names = UserObjectPermission.objects.filter(user=holder, **about).values_list(_CODENAME, flat=True)
    return {"zone": zone.slug, "permissions": sorted(names)}


def _record(
    said: str,
    action: Action,
    permission: Permission,
    *,
    zone: Zone,
    whom: Grantee,
    by: Principal,
    before: dict[str, Any],
) -> None:
    holder = _holder(whom)
    kind = "group" if isinstance(holder, Group) else "account"
    details = {"zone": zone.slug, "permission": permission.value, kind: holder.pk}
    after = _held(whom, zone=zone)
    thing = administration.thing_of(whom)
    administration.record(said, action, thing, by=by, before=before, after=after, details=details)
