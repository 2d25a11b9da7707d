"""Who may do what: a matrix of rights, seen from the zone (everybody in it) and from a person or group (all zones).

Ticks are granted and revoked through the commands of `events`, which refuse whoever does not manage the zone. The page
says what it showed: only what the administrator changed is done, and nothing when somebody else changed the same row.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from guardian.models import GroupObjectPermission, UserObjectPermission

from events.commands.permissions import grant_permission, revoke_permission
from events.domain.permissions import Permission, Principal
from events.models import User, Zone

Holder = User | Group
Place = tuple[Holder, Zone]
"""What a row is about."""

SHOWN: Final = "shown"
"""The input in which the page says which rows it showed, and which rights were held."""
ROWS_SHOWN_MAX: Final = 100
"""Rows of one page: with a tick in each cell, well under the fields that one request may have (FORM_FIELDS_MAX)."""

KEY_LENGTH_MAX: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Whether one holder has one right in one zone. `name` is the name of its tick box, `ticked` whether it is on."""

    holder: Holder
    zone: Zone
    permission: Permission
    held: bool
    ticked: bool

    @property
    def name(self) -> str:
        """Unique on the page."""
        return f"{_row_name(self.holder, zone=self.zone)}-{self.permission.value}"

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

    @property
    def name(self) -> str:
        """Unique on the page."""
        return _row_name(self.holder, zone=self.zone)

    @property
    def held(self) -> frozenset[str]:
        """The rights held now."""
        return frozenset(cell.permission.value for cell in self.cells if cell.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What an administrator sent: the rights held in each row that he was shown, and the boxes that are ticked."""

    shown: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()

    def changes(self, cell: Cell, *, row: str) -> bool:
        """Whether he ticked what was not, or the other way round."""
        return row in self.shown and (cell.name in self.ticked) != (cell.permission.value in self.shown[row])


NOTHING_ASKED: Final = Asked()


class Overtaken(Exception):
    """Somebody else changed rows since they were shown, which this administrator changes too: nothing was done."""

    def __init__(self, rows: Sequence[MatrixRow]) -> None:
        super().__init__()
        self.rows = rows


def kind_of(holder: Holder) -> str:
    """`user` or `group`."""
    return "group" if isinstance(holder, Group) else "user"


def permission_title(permission: Permission) -> str:
    """A permission as people read it."""
    titles = dict(Zone._meta.permissions)
    return str(titles[permission.value])


def matrix(places: Iterable[Place], *, asked: Asked = NOTHING_ASKED) -> tuple[MatrixRow, ...]:
    """A row for each holder in a zone, with a cell per permission; what was asked shows as it was ticked."""
    return tuple(_row(holder, zone=zone, asked=asked) for holder, zone in places)


def page_of(places: Sequence[Place], *, request: HttpRequest) -> Page[Place]:
    """The rows of one page of the matrix."""
    return Paginator(places, ROWS_SHOWN_MAX).get_page(request.GET.get("page"))


def shown_text(rows: Iterable[MatrixRow]) -> str:
    """What the page says that it showed (see `Asked`)."""
    return json.dumps({row.name: sorted(row.held) for row in rows})


def asked_in(data: QueryDict) -> Asked | None:
    """What was sent; None when that does not say what the page showed."""
    try:
        told = json.loads(data.get(SHOWN, ""))
        shown = {str(name): frozenset(map(str, held)) for name, held in told.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return Asked(shown=shown, ticked=frozenset(data))


def places_shown(asked: Asked, *, about: Zone | Holder, zones: Iterable[Zone]) -> list[Place]:
    """The rows that were shown on a page about a zone or a holder, also those in which nothing is held any more."""
    holders = _named(asked.shown) if isinstance(about, Zone) else [about]
    places = {_row_name(holder, zone=zone): (holder, zone) for holder in holders for zone in zones}
    return [places[name] for name in asked.shown if name in places]


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


@transaction.atomic
def apply(asked: Asked, *, places: Sequence[Place], by: Principal) -> list[str]:
    """Grant what was newly ticked, revoke what no longer is; a line per change. Raises `ZoneForbidden`, `Overtaken`."""
    locked = Zone.objects.filter(pk__in={zone.pk for _holder, zone in places}).order_by("pk")
    list(locked.select_for_update(no_key=True))  # of two who save at once, the second sees what the first did
    wished = [
        (row, [cell for cell in row.cells if asked.changes(cell, row=row.name)]) for row in matrix(places, asked=asked)
    ]
    overtaken = [row for row, cells in wished if cells and row.held != asked.shown[row.name]]
    if overtaken:
        raise Overtaken(overtaken)
    return [_change(cell, by=by) for _row, cells in wished for cell in cells]


def give(permission: Permission, *, holder: Holder, zone: Zone, by: Principal) -> str:
    """Give somebody a right there; the line of the change, "" when he held it. Raises `ZoneForbidden`."""
    (row,) = matrix([(holder, zone)])
    (cell,) = (cell for cell in row.cells if cell.permission is permission)
    return "" if cell.held else _change(cell, by=by)


def _named(rows: Iterable[str]) -> list[Holder]:
    """The holders of rows, by the names of these."""
    numbers: dict[str, list[int]] = {"group": [], "user": []}
    for kind, *pks in (name.split("-") for name in rows):
        if kind in numbers and pks and pks[0].isdecimal() and len(pks[0]) <= KEY_LENGTH_MAX:
            numbers[kind].append(int(pks[0]))
    return [*Group.objects.filter(pk__in=numbers["group"]), *User.objects.filter(pk__in=numbers["user"])]


def _change(cell: Cell, *, by: Principal) -> str:
    if cell.held:
        revoke_permission(cell.permission, zone=cell.zone, of=cell.holder, by=by)
    else:
        grant_permission(cell.permission, zone=cell.zone, to=cell.holder, by=by)
    return f"{'-' if cell.held else '+'} {cell.permission.value}: {cell.holder} @ {cell.zone}"


def _row_name(holder: Holder, *, zone: Zone) -> str:
    return f"{kind_of(holder)}-{holder.pk}-{zone.pk}"


def _row(holder: Holder, *, zone: Zone, asked: Asked) -> MatrixRow:
    held, row = _held(holder, zone=zone), _row_name(holder, zone=zone)
    cells = []
    for permission in Permission:
        is_held = permission.value in held
        cell = Cell(holder=holder, zone=zone, permission=permission, held=is_held, ticked=is_held)
        cells.append(replace(cell, ticked=not is_held) if _asks_otherwise(cell, row=row, asked=asked) else cell)
    return MatrixRow(holder=holder, zone=zone, cells=tuple(cells))


def _asks_otherwise(cell: Cell, *, row: str, asked: Asked) -> bool:
    return asked.changes(cell, row=row) and (cell.name in asked.ticked) != cell.held


def _held(holder: Holder, *, zone: Zone) -> set[str]:
    about = {"content_type": ContentType.objects.get_for_model(Zone), "object_pk": str(zone.pk)}
    if isinstance(holder, Group):
        found = GroupObjectPermission.objects.filter(group=holder, **about)
        return set(found.values_list("permission__codename", flat=True))
    own = UserObjectPermission.objects.filter(user=holder, **about)
    return set(own.values_list("permission__codename", flat=True))
