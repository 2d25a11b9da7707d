"""The pages of views in every state: being filled, answering, parked, wrong, tried, rebuilt."""

from collections.abc import Iterator

from playwright.sync_api import Page

from readmodels.projectors import rebuilding
from tests import view_story
from tests.browser.places.place import Place
from tests.desk_story import Municipality


def places(town: Municipality) -> Iterator[Place]:
    """From the first definition to a rebuild that is under way."""
    town.move()
    boss = view_story.administrator(town)
    yield Place("overzichten-geweigerd", "/overzichten/", town.newcomer)
    view_story.address_view(town.official)
    yield Place("overzicht-wordt-gevuld", "/overzichten/adressen/", town.official)
    view_story.filled("adressen")
    view_story.parked(town)
    yield Place("overzichten", "/overzichten/", boss)
    yield Place("overzicht", "/overzichten/adressen/", town.official)
    yield Place("overzicht-van-f6", "/overzichten/persoonslijsten/", town.official)
    yield Place("overzicht-maken", "/overzichten/nieuw", town.official)
    yield Place("overzicht-maken-leeg", "/overzichten/nieuw", town.official, keep)
    yield Place("overzicht-wijzigen", "/overzichten/adressen/wijzigen", town.official)
    yield Place("overzicht-beproefd", "/overzichten/adressen/wijzigen", town.official, try_out)
    yield Place("overzicht-verwijderen", "/overzichten/adressen/verwijderen", town.official)
    yield Place("herbouw", "/overzichten/adressen/herbouw", boss)
    yield Place("herbouw-verkeerde-snelheid", "/overzichten/adressen/herbouw", boss, too_fast)
    rebuilding.begin("adressen", rate_max=100)
    yield Place("herbouw-gaande", "/overzichten/adressen/herbouw", boss)
    yield Place("overzichten-herbouw-gaande", "/overzichten/", boss)


def keep(page: Page) -> None:
    """Keep a definition in which nothing is filled in."""
    page.locator("button[value=save]").click()


def try_out(page: Page) -> None:
    """Try the definition on real events."""
    page.locator("button[value=try]").click()


def too_fast(page: Page) -> None:
    """Begin a rebuild at a speed that cannot be."""
    page.locator("[name=rate_max]").fill("0")
    page.locator("button[value=begin]").click()
