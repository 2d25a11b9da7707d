"""Who may do what: a matrix of rights, seen from the zone (everybody in it) and from a person or group (all zones).

Ticks are granted and revoked through the commands of `events`, which refuse whoever does not manage the zone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from guardian.models import GroupObjectPermission, UserObjectPermission

from events.commands.permissions import grant_permission, revoke_permission
from events.domain.permissions import Permission, Principal
from events.models import User, Zone

Holder = User | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Whether one holder has one right in one zone. `name` is the name of its tick box."""

    holder: Holder
    zone: Zone
    permission: Permission
    held: bool

    @property
    def name(self) -> str:
        """Unique on the page."""
        return f"{kind_of(self.holder)}-{self.holder.pk}-{self.zone.pk}-{self.permission.value}"

    @property
    def title(self) -> str:
        """The permission as people read it."""
        return permission_title(self.permission)


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """A line of the matrix: a holder (seen from a zone), or a zone (seen from a holder)."""

    holder: Holder
    zone: Zone
    cells: tuple[Cell, ...]


def kind_of(holder: Holder) -> str:
    """`user` or `group`."""
    return "group" if isinstance(holder, Group) else "user"


def permission_title(permission: Permission) -> str:
    """A permission as people read it."""
    titles = dict(Zone._meta.permissions)
    return str(titles[permission.value])


def matrix(*, holders: Iterable[Holder], zones: Sequence[Zone]) -> tuple[MatrixRow, ...]:
    """A row for every holder in every zone, with a cell per permission."""
    return tuple(_row(holder, zone=zone) for holder in holders for zone in zones)


def holders_in(zone: Zone) -> list[Holder]:
    """The groups and accounts that hold any right in the zone, groups first."""
    about = {"content_type": ContentType.objects.get_for_model(Zone), "object_pk": str(zone.pk)}
    groups = Group.objects.filter(pk__in=GroupObjectPermission.objects.filter(**about).values("group"))
    users = User.objects.filter(pk__in=UserObjectPermission.objects.filter(**about).values("user"))
    return [*groups.order_by("name"), *users.order_by("last_name", "username")]


def accounts_with_rights() -> QuerySet[User]:
    """The active accounts that hold a right in some zone, themselves or by a group."""
    about = {"content_type": ContentType.objects.get_for_model(Zone)}
    own = Q(pk__in=UserObjectPermission.objects.filter(**about).values("user"))
    shared = Q(groups__in=GroupObjectPermission.objects.filter(**about).values("group"))
    found = User.objects.filter(own | shared, is_active=True).distinct()
    return found.order_by("last_name", "username")


def apply(rows: Iterable[MatrixRow], *, ticked: Iterable[str], by: Principal) -> list[str]:
    """Grant what is newly ticked, revoke what no longer is; a line per change. Raises `ZoneForbidden`."""
    wanted = set(ticked)
    changes = []
    for cell in (cell for row in rows for cell in row.cells):
        if cell.held == (cell.name in wanted):
            continue
        if cell.held:
            revoke_permission(cell.permission, zone=cell.zone, of=cell.holder, by=by)
        else:
            grant_permission(cell.permission, zone=cell.zone, to=cell.holder, by=by)
        changes.append(f"{'-' if cell.held else '+'} {cell.permission.value}: {cell.holder} @ {cell.zone}")
    return changes


def _row(holder: Holder, *, zone: Zone) -> MatrixRow:
    held = _held(holder, zone=zone)
    cells = tuple(Cell(holder=holder, zone=zone, permission=p, held=p.value in held) for p in Permission)
    return MatrixRow(holder=holder, zone=zone, cells=cells)


def _held(holder: Holder, *, zone: Zone) -> set[str]:
    about = {"content_type": ContentType.objects.get_for_model(Zone), "object_pk": str(zone.pk)}
    if isinstance(holder, Group):
        found = GroupObjectPermission.objects.filter(group=holder, **about)
        return set(found.values_list("permission__codename", flat=True))
    own = UserObjectPermission.objects.filter(user=holder, **about)
    return set(own.values_list("permission__codename", flat=True))
