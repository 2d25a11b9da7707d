"""Who works in Zonnendaal: accounts with a password that everybody knows, and clients whose tokens can be shown again.

A token of the demo follows from the installation's SECRET_KEY, so that it can be printed at every start; tokens that
are issued in earnest are random, and shown once.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import Group

from events import access
from events.commands.clients import register_client
from events.commands.tokens import LIFETIME_MAX, PREFIX, PREFIX_LENGTH
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.models import ApiClient, ApiToken, User
from f6_project.demo import municipality

PASSWORD = "demo-zonnendaal"  # noqa: S105 - of the demo only, which production refuses
LIFETIME = LIFETIME_MAX - timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An account of the demo."""

    username: str
    first_name: str
    last_name: str
    source_type: str
    groups: tuple[str, ...]
    role: str
    administrator: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """An API client of the demo."""

    name: str
    source_type: str
    group: str
    intermediary: bool = False


ADMINISTRATOR = Person(
    username="beheerder",
    first_name="Bea",
    last_name="Heerder",
    source_type="systeem",
    groups=(municipality.MANAGEMENT_GROUP,),
    role="beheerder",
    administrator=True,
)
BOTH_DESKS = (municipality.CIVIL_STATUS_GROUP, municipality.ADDRESSES_GROUP)
OFFICIALS = (
    Person(
        username="m.dewit",
        first_name="Mirjam",
        last_name="de Wit",
        source_type=OFFICIAL,
        groups=BOTH_DESKS,
        role="ambtenaar, met het overnamemandaat",
    ),
    Person(
        username="r.jansen",
        first_name="Robin",
        last_name="Jansen",
        source_type=OFFICIAL,
        groups=BOTH_DESKS,
        role="ambtenaar",
    ),
)
MIDWIFE = Client(name="Verloskundigenpraktijk De Lente", source_type="verloskundige", group=municipality.CARE_GROUP)
PORTAL = Client(name="Burgerportaal", source_type="systeem", group=municipality.PORTAL_GROUP, intermediary=True)
CASES = Client(name="Zaaksysteem burgerlijke stand", source_type=OFFICIAL, group=municipality.CIVIL_STATUS_GROUP)
BSN = Client(name="BSN-voorziening", source_type="systeem", group=municipality.BSN_GROUP)
"""The example of an automatic system (`examples/bsn_service`): is told of births, and claims numbers."""
CLIENTS = (MIDWIFE, PORTAL, CASES, BSN)


def account(person: Person, *, groups: Mapping[str, Group]) -> User:
    """The account, made with the demo password when it is absent, and a member of its groups."""
    user = User.objects.filter(username=person.username).first()
    if user is None:
        user = User.objects.create_user(
            person.username,
            password=PASSWORD,
            first_name=person.first_name,
            last_name=person.last_name,
            source_type=person.source_type,
            is_staff=person.administrator,
            is_superuser=person.administrator,
        )
    user.groups.add(*(groups[name] for name in person.groups if name in groups))
    return user


def client(wanted: Client, *, groups: Mapping[str, Group], now: datetime, by: Principal) -> tuple[ApiClient, str]:
    """The client with a token that works for the better part of a year, and the token's secret."""
    found = ApiClient.objects.filter(name=wanted.name).first()
    if found is None:
        found = register_client(wanted.name, source_type=wanted.source_type, intermediary=wanted.intermediary, by=by)
    found.account.groups.add(groups[wanted.group])
    secret = secret_of(wanted)
    ApiToken.objects.update_or_create(
        digest=access.digest_of(secret),
        defaults={"expires_at": now + LIFETIME},
        create_defaults={
            "client": found,
            "prefix": secret[:PREFIX_LENGTH],
            "scopes": sorted(permission.value for permission in _scopes(wanted)),
            "expires_at": now + LIFETIME,
        },
    )
    return found, secret


def secret_of(wanted: Client) -> str:
    """The demo token of a client in this installation."""
    digest = hmac.new(settings.SECRET_KEY.encode(), f"demo token {wanted.name}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _scopes(wanted: Client) -> set[Permission]:
    return {permission for held in municipality.GROUPS[wanted.group].values() for permission in held}
