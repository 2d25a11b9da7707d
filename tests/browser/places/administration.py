"""The administration. Its pages are not listed but made from what is registered: every page of every model.

A model that is registered anew fails until `EXAMPLES` has an object of it to look at.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from axes.models import AccessAttempt
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import RequestFactory
from django.urls import reverse
from playwright.sync_api import Page

from events import access
from events.commands.clients import register_client
from events.models import (
    AccessRecord,
    AdministrativeChange,
    ApiClient,
    EventType,
    LegalTerm,
    Organisation,
    ProcessingRecord,
    ReceiverAllowance,
    Subscription,
    User,
    Zone,
)
from federation.models import Peer, StoredContract, TransactionRecord
from management_ui.site import site
from tests import federation_story, subscription_story
from tests.browser.places.place import Place
from tests.desk_story import Municipality


def _client(town: Municipality) -> ApiClient:
    found = ApiClient.objects.first()
    by = access.principal_of(town.admin)
    return found or register_client("Verloskundigen De Lente", source_type="verloskundige", by=by)


def _change(town: Municipality) -> LogEntry:
    return LogEntry.objects.create(
        user=town.admin,
        content_type=ContentType.objects.get_for_model(Zone),
        object_id=str(town.registry.pk),
        object_repr=str(town.registry),
        action_flag=CHANGE,
        change_message="+ view: M. de Wit @ Burgerlijke stand",
    )


def _allowance(town: Municipality) -> ReceiverAllowance:
    subscription_story.allow_loopback(town)
    return ReceiverAllowance.objects.get()


def _connection(_town: Municipality) -> StoredContract:
    return StoredContract.objects.first() or federation_story.contract(
        federation_story.reads(federation_story.NORTH, federation_story.OWN)
    )


def _call(town: Municipality) -> TransactionRecord:
    found = TransactionRecord.objects.first()
    north, own = federation_story.NORTH, federation_story.OWN
    return found or federation_story.call(_connection(town), reader=north, provider=own)


def _subscription(town: Municipality) -> Subscription:
    return Subscription.objects.first() or subscription_story.subscribed(town)


EXAMPLES: Mapping[type[Model], Callable[[Municipality], Model]] = {
    Organisation: lambda town: town.organisation,
    Zone: lambda town: town.registry,
    User: lambda town: town.official,
    Group: lambda _town: Group.objects.get_or_create(name="Burgerzaken")[0],
    ApiClient: _client,
    EventType: lambda _town: EventType.objects.get(name="Geboorte"),
    LegalTerm: lambda _town: LegalTerm.objects.get(event_type__name="Geboorte"),
    ProcessingRecord: lambda _town: ProcessingRecord.objects.latest("pk"),
    AccessRecord: lambda _town: AccessRecord.objects.latest("pk"),
    LogEntry: _change,
    AdministrativeChange: lambda _town: AdministrativeChange.objects.latest("pk"),
    Subscription: _subscription,
    ReceiverAllowance: _allowance,
    Peer: lambda _town: Peer.objects.first() or federation_story.peer(),
    StoredContract: _connection,
    TransactionRecord: _call,
    AccessAttempt: lambda _town: AccessAttempt.objects.get_or_create(username="wit", failures_since_start=1)[0],
}


def start(town: Municipality) -> Iterator[Place]:
    """The front page, what is no model's, and the pages of our own."""
    client = _client(town)
    group = Group.objects.create(name="Burgerzaken")
    for name, path in {
        "beheer": "",
        "beheer-van-events": "events/",
        "beheer-wachtwoord": "password_change/",
        "beheer-wachtwoord-gewijzigd": "password_change/done/",
        "beheer-gebruiker-wachtwoord": f"events/user/{town.official.pk}/password/",
        "beheer-bevoegdheden": f"events/zone/{town.registry.pk}/rights/",
        "beheer-gebruiker-rechten": f"events/user/{town.official.pk}/rights/",
        "beheer-groep-rechten": f"auth/group/{group.pk}/rights/",
        "beheer-tokens": f"events/apiclient/{client.pk}/tokens/",
        "beheer-bestaat-niet": "bestaat-niet/",
    }.items():
        yield Place(name, f"/beheer/{path}", town.admin)
    yield Place("beheer-token-nieuw", f"/beheer/events/apiclient/{client.pk}/tokens/", town.admin, issue)
    yield Place("beheer-token-leeg", f"/beheer/events/apiclient/{client.pk}/tokens/", town.admin, issue_nothing)
    yield Place("beheer-zone-fout", "/beheer/events/zone/add/", town.admin, save)
    yield Place("beheer-geweigerd", "/beheer/", town.official)


def models(town: Municipality) -> Iterator[Place]:
    """Every page of every model that an administrator may open: list, add, change, history, delete."""
    for model, admin in sorted(site._registry.items(), key=lambda item: item[0]._meta.label):
        yield from _of(model, admin, town)


def _of(model: type[Model], admin: ModelAdmin[Any], town: Municipality) -> Iterator[Place]:
    found = EXAMPLES[model](town)
    request = RequestFactory().get("/beheer/")
    request.user = town.admin
    pages = {"changelist": True, "add": admin.has_add_permission(request)}
    pages_of_one = {"change": True, "history": True, "delete": admin.has_delete_permission(request, found)}
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    for page in (page for page, is_open in pages.items() if is_open):
        yield Place(f"beheer-{name}-{page}", reverse(f"admin:{name}_{page}"), town.admin)
    for page in (page for page, is_open in pages_of_one.items() if is_open):
        yield Place(f"beheer-{name}-{page}", reverse(f"admin:{name}_{page}", args=[found.pk]), town.admin)


def refused_pages(town: Municipality) -> set[str]:
    """The pages of Django's that nobody may open here: the log refuses to be added to, changed or deleted by hand."""
    request = RequestFactory().get("/beheer/")
    request.user = town.admin
    found = set()
    for model, admin in site._registry.items():
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        if not admin.has_add_permission(request):
            found.add(f"{name}_add")
        if not admin.has_delete_permission(request, EXAMPLES[model](town)):
            found.add(f"{name}_delete")
    return found


def issue(page: Page) -> None:
    """Issue a token; its secret shows once."""
    page.locator("[name=scopes]").first.check()
    page.locator("section[aria-labelledby=h-new] button").click()


def issue_nothing(page: Page) -> None:
    """Issue a token that may do nothing."""
    page.locator("section[aria-labelledby=h-new] button").click()


def save(page: Page) -> None:
    """Save a form of Django's in which nothing is filled in, past what the browser would say."""
    page.evaluate("document.querySelector('#content form').noValidate = true")
    page.locator("[name=_save]").click()
