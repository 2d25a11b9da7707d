"""An administrator makes a subscription, verifies it, sees an attempt fail and delivers it once more."""

import re
import threading

import pytest
from aiohttp import web
from playwright.sync_api import Page, expect

from events import sequencer
from events.domain.permissions import Permission
from events.models import ParkedDelivery
from tests import subscription_story as story
from tests.browser.conftest import keep, log_in
from tests.desk_story import Municipality
from tests.integration.subscriptions.delivering import deliverers, until
from tests.receivers import Answering, Received, running


@pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])
def test_an_administrator_subscribes_a_system_and_delivers_once_more_what_it_refused(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    story.client(town)
    town.allow(town.admin, Permission.VIEW, zone=town.registry)
    claim = town.parents_claim()
    sequencer.seal_now()
    log_in(page, town.admin)
    mended = threading.Event()
    with running(_broken_until(mended)) as receiver:
        _refused_as_private(page, url=receiver.url)
        _allow_the_network(page)
        _make(page, url=receiver.url)
        _verify(page)
        with deliverers():
            until(lambda: ParkedDelivery.objects.filter(state=ParkedDelivery.State.DEAD).exists(), seconds=20)
            _see_it_fail(page)
            mended.set()
            _once_more(page)
            until(lambda: claim.id in [it.event_id for it in receiver.taken if it.method == "POST"], seconds=20)
    _see_it_taken_in(page)


def _broken_until(mended: threading.Event) -> Answering:
    """A receiver that agrees to be told, and takes nothing in before it is mended."""
    agrees = story.agreeing()

    def answer(received: Received) -> web.StreamResponse:
        if received.method == "OPTIONS" or mended.is_set():
            return agrees(received)
        return web.Response(status=500, text="<h1>Fout</h1> <script>alert(1)</script>", content_type="text/html")

    return answer


def _refused_as_private(page: Page, *, url: str) -> None:
    page.goto("/beheer/")
    page.get_by_role("link", name="Abonnementen").click()
    expect(page.get_by_role("heading", name="Nog geen systeem krijgt bericht")).to_be_visible()
    page.get_by_role("link", name="Maak een abonnement").click()
    page.get_by_label("Eigenaar").select_option(label="Zaaksysteem Noord (API-client)")
    page.get_by_label("Naam", exact=True).fill("Zaken Noord")
    page.get_by_label("Adres van de ontvanger").fill(url)
    page.get_by_label("Geboorte", exact=True).check()
    page.get_by_role("button", name="Maak het abonnement").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is een probleem")
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Adres van de ontvanger")).to_have_value(url)
    expect(page.get_by_label("Geboorte", exact=True)).to_be_checked()


def _allow_the_network(page: Page) -> None:
    page.goto("/beheer/events/receiverallowance/")
    page.get_by_label("Netwerk", exact=True).fill("127.0.0.0/8")
    page.get_by_label("Wie zit daar").fill("Proefopstelling, akkoord van B. Heer.")
    page.get_by_label("Ook zonder TLS").check()
    page.get_by_role("button", name="Laat dit netwerk toe").click()
    expect(page.get_by_role("row", name=re.compile("Proefopstelling"))).to_be_visible()


def _make(page: Page, *, url: str) -> None:
    page.goto("/beheer/events/subscription/new/")
    page.get_by_label("Eigenaar").select_option(label="Zaaksysteem Noord (API-client)")
    page.get_by_label("Naam", exact=True).fill("Zaken Noord")
    page.get_by_label("Adres van de ontvanger").fill(url)
    page.get_by_label("Geboorte", exact=True).check()
    page.get_by_text("Alleen waar de gegevens iets zeggen").click()
    page.get_by_label("Plaats in de gegevens").fill("/geslacht")
    page.get_by_label("Een van deze waarden").fill("V")
    page.get_by_role("button", name="Nog een voorwaarde").click()
    expect(page.get_by_label("Plaats in de gegevens")).to_have_count(2)
    expect(page.get_by_label("Plaats in de gegevens").first).to_have_value("/geslacht")
    page.get_by_label("Tijd tussen pogingen").fill("1 s")
    page.get_by_label("alles, vanaf het begin van het log").check()
    page.get_by_role("button", name="Maak het abonnement").click()
    expect(page.locator(".secret")).to_contain_text("whsec_")
    keep(page, "abonnement-gemaakt")
    page.get_by_role("link", name="Ik heb het gekopieerd").click()


def _verify(page: Page) -> None:
    expect(page.get_by_role("heading", name="Zaken Noord")).to_be_visible()
    expect(page.get_by_text("/geslacht is “V”")).to_be_visible()
    page.get_by_role("button", name="Vraag het de ontvanger").click()
    expect(page.get_by_text("De ontvanger is akkoord")).to_be_visible()
    expect(page.get_by_role("button", name="Pauzeer")).to_be_visible()
    keep(page, "abonnement")


def _see_it_fail(page: Page) -> None:
    page.goto("/beheer/events/subscription/")
    row = page.get_by_role("row", name=re.compile("Zaken Noord"))
    expect(row).to_contain_text("Kijk wat de ontvanger antwoordt")
    expect(row).to_contain_text("1 opgegeven")
    row.get_by_role("link", name="Zaken Noord").click()
    page.get_by_role("link", name="Pogingen").click()
    row = page.get_by_role("row", name=re.compile("Geboorte")).first
    row.get_by_role("link", name=re.compile("vandaag|gisteren")).click()
    expect(page.get_by_text("<h1>Fout</h1> <script>alert(1)</script>")).to_be_visible()
    expect(page.get_by_text('"type": "nl.f6.geboorte.claim.v1"')).to_be_visible()
    keep(page, "poging")


def _once_more(page: Page) -> None:
    page.get_by_role("link", name="Geparkeerd").click()
    row = page.get_by_role("row", name=re.compile("Geboorte"))
    expect(row).to_contain_text("opgegeven")
    keep(page, "geparkeerd")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="Bezorg opnieuw wat aangevinkt is").click()
    expect(page.get_by_role("row", name=re.compile("Geboorte"))).to_contain_text("Wordt opnieuw bezorgd")


def _see_it_taken_in(page: Page) -> None:
    page.get_by_role("link", name="Terug naar wat geparkeerd is").click()
    expect(page.get_by_text("Niets is geparkeerd")).to_be_visible()
    page.get_by_role("link", name="Pogingen").click()
    expect(page.get_by_role("row", name=re.compile("Geboorte")).first).to_contain_text("bezorgd")
    keep(page, "pogingen")
