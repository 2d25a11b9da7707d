"""Founding one of the neighbours in its own database: its zones, its people, and the two systems of its desks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from events import access
from events.catalogue import load_event_types
from events.commands.clients import register_client
from events.commands.permissions import grant_permission
from events.commands.tokens import issue_token
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.models import ApiClient, Organisation, User, Zone
from f6_project.neighbours.cast import PASSWORD, ZONES, Neighbour

DESK: Final = "Balie"
"""The system in which officials take down what they are told. It asks no other organisation anything."""
DECISIONS: Final = "Zaaksysteem"
"""The system in which other officials decide on it: nobody decides on his own claim. It may ask others."""
WORK: Final = (Permission.VIEW, Permission.SUBMIT_CLAIM, Permission.SUBMIT_CORRECTION, Permission.VALIDATE)
AND_ASKS: Final = (*WORK, Permission.CONSULT)
TOKENS_LAST: Final = timedelta(days=1)


class FoundingRefused(Exception):
    """This is no place to found a neighbour; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """The bearer tokens of its two systems."""

    desk: str
    decisions: str


@transaction.atomic
def found(neighbour: Neighbour, *, now: datetime) -> Founded:
    """Found it in an empty database. Raises `FoundingRefused` in production, and where there is an organisation."""
    if settings.F6_ENV == "production":
        raise FoundingRefused("F6_ENV is production: the neighbours have a password that everybody knows.")
    if other := Organisation.objects.first():
        raise FoundingRefused(f"This database belongs to {other.name}: found a neighbour in a database of its own.")
    load_event_types()
    organisation = Organisation.objects.create(oin=neighbour.oin, name=neighbour.name)
    zones = [
        Zone.objects.create(slug=slug, organisation=organisation, name=name, description=f"{name} van {neighbour.name}")
        for slug, name in ZONES.items()
    ]
    accounts = [_account(it.username, it.first_name, it.last_name, admin=it.administrator) for it in neighbour.people]
    manager = access.principal_of(next(it for it in accounts if it.is_superuser))
    for account in accounts:
        _grant(AND_ASKS, zones=zones, to=account, by=manager)
    return Founded(
        desk=_system(DESK, WORK, zones=zones, by=manager, now=now),
        decisions=_system(DECISIONS, AND_ASKS, zones=zones, by=manager, now=now),
    )


def _account(username: str, first_name: str, last_name: str, *, admin: bool) -> User:
    return User.objects.create_user(
        username,
        password=PASSWORD,
        first_name=first_name,
        last_name=last_name,
        source_type=OFFICIAL,
        is_staff=admin,
        is_superuser=admin,
    )


def _grant(permissions: Iterable[Permission], *, zones: Iterable[Zone], to: User | ApiClient, by: Principal) -> None:
    for zone in zones:
        for permission in permissions:
            grant_permission(permission, zone=zone, to=to, by=by)


def _system(
    name: str, permissions: Collection[Permission], *, zones: Iterable[Zone], by: Principal, now: datetime
) -> str:
    client = register_client(name, source_type=OFFICIAL, intermediary=False, by=by)
    _grant(permissions, zones=zones, to=client, by=by)
    scopes = [permission.value for permission in permissions]
    return issue_token(client, scopes=scopes, expires_at=now + TOKENS_LAST, by=by).secret
