"""The pages of federation: off, on with nobody, an ordinary day, and each state of a connection and of a peer."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone
from playwright.sync_api import Page

from federation.domain.contracts import SignatureKind
from federation.domain.properties import Terms
from tests import federation_story as story
from tests.browser.places.place import Place
from tests.desk_story import Municipality

PAGES = "/beheer/federation/"
CONNECTIONS = f"{PAGES}storedcontract/"
PEERS = f"{PAGES}peer/"
CALLS = f"{PAGES}transactionrecord/"
HOSTILE = "<script>alert(1)</script>\u202egnp.exe\u202c " + "W" * 120


def lists(town: Municipality) -> Iterator[Place]:
    """What there is of federation, before there is anything and on an ordinary day."""
    yield Place("federatie-uit", PAGES, town.admin)
    yield Place("federatie-geweigerd", PAGES, town.official)
    with TemporaryDirectory() as directory, story.ourselves(Path(directory)):
        yield Place("federatie-leeg", PAGES, town.admin)
        yield Place("verbindingen-leeg", CONNECTIONS, town.admin)
        yield Place("partijen-leeg", PEERS, town.admin)
        yield Place("federatie-beeld-leeg", f"{PEERS}picture/", town.admin)
        yield Place("transactielog-leeg", CALLS, town.admin)
        story.day(town)
        story.peer(story.SOUTH, failing_since=timezone.now() - timedelta(hours=30), failure="timeout: after 10 s")
        yield Place("federatie", PAGES, town.admin)
        yield Place("verbindingen", CONNECTIONS, town.admin)
        yield Place("verbindingen-wachten", f"{CONNECTIONS}?show=waiting", town.admin)
        yield Place("verbindingen-geen", f"{CONNECTIONS}?show=revoked", town.admin)
        yield Place("partijen", PEERS, town.admin)
        yield Place("federatie-beeld", f"{PEERS}picture/", town.admin)
        yield Place("transactielog", CALLS, town.admin)
        yield Place("transactielog-geen", f"{CALLS}?service=bestaat-niet", town.admin)
    with TemporaryDirectory() as directory, story.ourselves(Path(directory), until=timedelta(days=9)):
        yield Place("federatie-certificaat-loopt-af", PAGES, town.admin)
    with TemporaryDirectory() as directory, story.ourselves(Path(directory), F6_FSC_KEY="/bestaat/niet"):
        yield Place("federatie-certificaat-onbruikbaar", PAGES, town.admin)


def states(town: Municipality) -> Iterator[Place]:
    """One connection in each state, and a peer in each."""
    with TemporaryDirectory() as directory, story.ourselves(Path(directory)):
        asked = story.day(town)
        for name, path in {
            "verbinding-gevraagd": f"{asked.pk}",
            "verbinding-van-kracht": f"{story.contract(story.reads(story.NORTH, story.OWN)).pk}",
            "verbinding-wacht-op-anderen": f"{_under_way(town)}",
            "verbinding-publicatie": f"{story.contract(story.publishes(story.OWN)).pk}",
            "verbinding-ingetrokken": f"{_revoked()}",
            "verbinding-vijandig": f"{_hostile()}",
        }.items():
            yield Place(name, f"{CONNECTIONS}{path}/change/", town.admin)
        yield Place("verbinding-bestaat-niet", f"{CONNECTIONS}$1$1$niet/change/", town.admin)
        yield Place("partij", f"{PEERS}{story.SOUTH}/change/", town.admin)
        story.peer(story.NORTH, failing_since=timezone.now() - timedelta(days=3), failure="wrong-peer: 00000099")
        yield Place("partij-antwoordt-niet", f"{PEERS}{story.NORTH}/change/", town.admin)
        yield Place("federatie-vijandig", PAGES, town.admin)


def _under_way(_town: Municipality) -> str:
    row = story.contract(story.reads(story.OWN, story.NORTH), signed=[story.OWN], proposed_by=story.OWN)
    story.under_way(story.NORTH, story.Kind.CONTRACT, row, failure="refused: ERROR_CODE_INCORRECT_GROUP_ID")
    return row.pk


def _revoked() -> str:
    row = story.contract(
        story.reads(story.SOUTH, story.OWN, on_behalf_of=story.NORTH), story.reads(story.SOUTH, story.OWN)
    )
    story.says(row, story.OWN, SignatureKind.REVOKE)
    return row.pk


def _hostile() -> str:
    stranger = "f" * 20
    story.peer(stranger, name=HOSTILE, failure=HOSTILE, failing_since=timezone.now())
    terms = Terms(event_types=frozenset({HOSTILE[:80], "Geboorte"}), purpose=HOSTILE * 9)
    grant = story.reads(
        stranger, story.OWN, terms=terms, properties={HOSTILE: {"a": [HOSTILE]}}, domain="fsc.example.nl"
    )
    return story.contract(grant, signed=[stranger], proposed_by=stranger).pk


def forms(town: Municipality) -> Iterator[Place]:
    """Approving, rejecting and revoking; asking for a connection and publishing, right and wrong."""
    with TemporaryDirectory() as directory, story.ourselves(Path(directory), F6_FSC_DIRECTORIES={}):
        yield Place("publiceren-zonder-gids", f"{CONNECTIONS}publications/", town.admin)
    with TemporaryDirectory() as directory, story.ourselves(Path(directory)):
        story.peer(story.DIRECTORY)
        yield Place("aanvragen-niemand", f"{CONNECTIONS}new/", town.admin)
        asked = story.day(town)
        one = f"{CONNECTIONS}{asked.pk}"
        given = story.contract(story.reads(story.SOUTH, story.OWN))
        ours = story.contract(story.reads(story.OWN, story.NORTH), signed=[story.OWN], proposed_by=story.OWN)
        yield Place("verbinding-afwijzen", f"{one}/reject/", town.admin)
        yield Place("verbinding-intrekken", f"{CONNECTIONS}{given.pk}/revoke/", town.admin)
        yield Place("verbinding-terugnemen", f"{CONNECTIONS}{ours.pk}/revoke/", town.admin)
        yield Place("verbinding-goedgekeurd", f"{one}/change/", town.admin, _approve)
        yield Place("aanvragen-kiezen", f"{CONNECTIONS}new/", town.admin)
        yield Place("aanvragen-kiezen-niets", f"{CONNECTIONS}new/?type=Huwelijk", town.admin)
        chosen = f"{CONNECTIONS}new/?peer={story.SOUTH}&service=f6-zone-burgerlijke-stand"
        yield Place("aanvragen", chosen, town.admin)
        yield Place("aanvragen-fout", chosen, town.admin, _ask_nothing)
        yield Place("aanvragen-tonen", chosen, town.admin, _ask)
        yield Place("aanvragen-verdwenen", f"{CONNECTIONS}new/?peer={story.SOUTH}&service=weg", town.admin)
        town.addresses.sensitive = True
        town.addresses.save()
        yield Place("publiceren", f"{CONNECTIONS}publications/", town.admin)
        zone = f"{CONNECTIONS}publications/{town.registry.slug}/"
        yield Place("publiceren-zone", zone, town.admin)
        yield Place("publiceren-zone-fout", zone, town.admin, _publish_nothing)
        yield Place("publiceren-intrekken", f"{zone}withdraw/", town.admin)
        yield Place("publiceren-niets-intrekken", f"{CONNECTIONS}publications/bevolking/withdraw/", town.admin)


def _approve(page: Page) -> None:
    page.locator("button[value=approve]").click()
    page.locator(".messagelist").wait_for()


def _ask(page: Page) -> None:
    page.locator("[name=event_types]").first.check()
    page.locator("[name=purpose]").fill(story.PURPOSE)
    page.locator("button[value=check]").click()
    page.locator("button[value=send]").wait_for()


def _ask_nothing(page: Page) -> None:
    page.locator("[name=ends]").fill("2020-01-01")
    page.locator("button[value=check]").click()
    page.locator("#problems").wait_for()


def _publish_nothing(page: Page) -> None:
    for box in page.locator("[name=event_types]").all():
        box.uncheck()
    page.locator("form[method=post] button.primary").click()
    page.locator("#problems").wait_for()
