"""Who manages subscriptions in these tests, and what is in the log."""

from typing import Any
from uuid import UUID, uuid4

from guardian.shortcuts import assign_perm

from events import access, sequencer
from events.domain.event import Event
from events.domain.permissions import Permission, Principal
from events.models import AdministrativeChange, Subscription, User, Zone
from events.subscriptions.commands.subscribing import subscribe
from tests.integration.store.records import append_claim

URL = "https://ontvanger.example.nl/hook"


def administrator() -> Principal:
    """Who manages every zone and sees nothing."""
    account = User.objects.create(username=f"beheerder {uuid4()}", source_type="ambtenaar")
    for zone in Zone.objects.all():
        assign_perm(Permission.MANAGE.value, account, zone)
    return access.principal_of(account)


def made(owner: User, **asked: Any) -> Subscription:
    """A subscription as its owner makes it."""
    body = {"name": f"abonnement {uuid4()}", "url": URL} | asked
    return subscribe(body, by=access.principal_of(owner)).subscription


def log_of(*people: UUID) -> list[Event]:
    """One claim about each of these, in this order, with their places given."""
    found = [append_claim(person) for person in people]
    sequencer.seal_now()
    return found


def last_change() -> AdministrativeChange:
    return AdministrativeChange.objects.latest("pk")
