"""Grant and take away what somebody may do in a zone. The same commands serve the admin, the desk and operators."""

from django.contrib.auth.models import Group
from django.db import transaction
from guardian.shortcuts import assign_perm, remove_perm

from events import processing
from events.domain.permissions import Permission, Principal
from events.models import ApiClient, User, Zone

Grantee = User | Group | ApiClient


@transaction.atomic
def grant_permission(permission: Permission, *, zone: Zone, to: Grantee, by: Principal) -> None:
    """From now on `to` holds the permission in the zone; granting twice changes nothing.

    Raises `ZoneForbidden` unless `by` manages the zone.
    """
    by.require(Permission.MANAGE, zone=zone.slug)
    assign_perm(permission.value, _holder(to), zone)
    _audit("Bevoegdheid verleend", permission, zone=zone, whom=to, by=by)


@transaction.atomic
def revoke_permission(permission: Permission, *, zone: Zone, of: Grantee, by: Principal) -> None:
    """From now on `of` no longer holds the permission there by itself; what its groups hold stays.

    Raises `ZoneForbidden` unless `by` manages the zone.
    """
    by.require(Permission.MANAGE, zone=zone.slug)
    remove_perm(permission.value, _holder(of), zone)
    _audit("Bevoegdheid ingetrokken", permission, zone=zone, whom=of, by=by)


def _holder(grantee: Grantee) -> User | Group:
    return grantee.account if isinstance(grantee, ApiClient) else grantee


def _audit(action: str, permission: Permission, *, zone: Zone, whom: Grantee, by: Principal) -> None:
    holder = _holder(whom)
    kind = "group" if isinstance(holder, Group) else "account"
    details = {"zone": zone.slug, "permission": permission.value, kind: holder.pk}
    processing.record(action, principal=by, activity=processing.Activity.ADMINISTER, details=details)
