"""Load the demo municipality: all of it or nothing, and the second time nothing but what is missing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from events import access
from events.catalogue import load_event_types
from events.commands.import_register import import_register
from events.commands.permissions import grant_permission
from events.domain.permissions import Permission, Principal
from events.domain.takeover import register
from events.domain.takeover.subjects import subjects
from events.models import ApiClient, Organisation, ReceiverAllowance, Takeover, User
from events.subscriptions.commands.allowances import allow_network
from f6_project.demo import claims, municipality, people

REGISTER_FILE = Path(__file__).parent / "register.jsonl"
REGISTER_NAME = "Bevolkingsregister van Zonnendaal (fictief)"
OWN_MACHINE = "127.0.0.1/32"


class DemoRefused(Exception):
    """The demo has no place here; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """What is there now: how many events were added, and with which secrets the clients call."""

    taken_over: int
    recorded: int
    secrets: dict[str, str]
    """Client → its token."""


@transaction.atomic
def load_demo(*, now: datetime) -> Demo:
    """Organisation, zones, groups, accounts, clients, the register taken over, and the claims of today.

    Raises `DemoRefused` in production, and in a database that holds another organisation.
    """
    _refuse_in_earnest()
    load_event_types()
    zones = municipality.found_municipality()
    administrator = people.account(people.ADMINISTRATOR, groups={})
    manager = access.principal_of(administrator)
    groups = municipality.grant_to_groups(zones, by=manager)
    people.account(people.ADMINISTRATOR, groups=groups)
    officials = [people.account(person, groups=groups) for person in people.OFFICIALS]
    if not access.principal_of(officials[0]).may(Permission.IMPORT, zone=municipality.REGISTER):
        grant_permission(Permission.IMPORT, zone=zones[municipality.REGISTER], to=officials[0], by=manager)
    if not ApiClient.objects.filter(name=people.BSN.name).exists():
        _let_it_be_told(by=manager)
    clients = {wanted.name: people.client(wanted, groups=groups, now=now, by=manager) for wanted in people.CLIENTS}
    taken = import_register(
        REGISTER_FILE.read_bytes(),
        zone=municipality.REGISTER,
        official=User.objects.get(pk=officials[0].pk),
        name=REGISTER_NAME,
    )
    cast = claims.Cast(
        first_official=access.principal_of(officials[0]),
        second_official=access.principal_of(officials[1]),
        midwife=access.principal_of(clients[people.MIDWIFE.name][0].account),
        portal=access.principal_of(clients[people.PORTAL.name][0].account),
        persons=subjects(register.read(register.lines_of(REGISTER_FILE.read_bytes())), namespace=_namespace()),
    )
    return Demo(
        taken_over=0 if taken.repeated else taken.takeover.events,
        recorded=claims.tell(cast, now=now),
        secrets={name: secret for name, (_, secret) in clients.items()},
    )


def _let_it_be_told(*, by: Principal) -> None:
    """The BSN service of the demo listens on this machine, without TLS. Withdrawn later, it stays withdrawn."""
    if not ReceiverAllowance.objects.filter(network=OWN_MACHINE).exists():
        allow_network(OWN_MACHINE, reason="De BSN-voorziening van de demo.", plain_http=True, by=by)


def _refuse_in_earnest() -> None:
    if settings.F6_ENV == "production":
        raise DemoRefused("F6_ENV is production: the demo's accounts have a password that everybody knows.")
    other = Organisation.objects.exclude(oin=municipality.OIN).first()
    if other is not None:
        raise DemoRefused(f"This database belongs to {other.name}: load the demo into a database of its own.")


def _namespace() -> UUID:
    return Takeover.objects.get(zone__slug=municipality.REGISTER).namespace
