"""The work queue: full, empty, filtered, and of somebody who may decide nowhere."""

from collections.abc import Callable, Iterator

from playwright.sync_api import Page

from tests.browser.places.place import Place
from tests.desk_story import Municipality


def places(town: Municipality) -> Iterator[Place]:
    """Every pile, and what is shown when there is nothing in it."""
    yield Place("werkvoorraad-eerste-gebruik", "/", town.official)
    settled = town.midwifes_claim()
    claim = town.parents_claim()
    town.move()
    yield Place("werkvoorraad", "/", town.official)
    yield Place("werkvoorraad-overdragen", "/", town.official, hand_over, leads_to="queue-act")
    yield Place("werkvoorraad-overdragen-aan-niemand", "/", town.official, hand_over_to_nobody, leads_to="queue-act")
    yield Place("werkvoorraad-uitkomst", "/", town.official, take, leads_to="queue-act")
    yield Place("werkvoorraad-in-behandeling", "/", town.official)
    yield Place("werkvoorraad-leeg", "/?kind=correction", town.official)
    yield Place("werkvoorraad-gezocht", "/", town.official, search_for("noor"), leads_to="queue-found")
    yield Place("werkvoorraad-gezocht-niemand", "/", town.official, search_for("12-04-1985"), leads_to="queue-found")
    yield Place("werkvoorraad-zoekfout", "/", town.official, search_for("123456789"), leads_to="queue-found")
    yield Place("werkvoorraad-zonder-zone", "/", town.newcomer)
    act = {"akte": {"aktenummer": "1AA0123", "registergemeente": "0518", "jaar": 2026}}
    town.decide(town.colleague, claim, act=act)
    yield Place("werkvoorraad-geregeld", "/?pile=settled", town.official)
    yield Place("beoordelen-geregeld", f"/claims/{settled.id}", town.official)


def search_for(person: str) -> Callable[[Page], None]:
    """Search the queue for somebody."""

    def search(page: Page) -> None:
        page.locator("[name=person]").fill(person)
        page.locator("form.search[role=search] button").click()

    return search


def tick(page: Page) -> None:
    """Tick every claim that can be ticked."""
    for box in page.locator("table.queue [name=event]").all():
        box.check()


def hand_over(page: Page) -> None:
    """Ask to hand over what is ticked."""
    tick(page)
    page.locator("button[value=hand_over]").click()


def hand_over_to_nobody(page: Page) -> None:
    """Hand over without saying to whom."""
    hand_over(page)
    page.locator("main form button.primary").click()


def take(page: Page) -> None:
    """Take several in hand; each tells how it went."""
    tick(page)
    page.locator("button[value=take]").click()
