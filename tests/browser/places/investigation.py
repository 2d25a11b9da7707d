"""Decisions under investigation: none, a list, one, and a conclusion without its motivation."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests import investigation_story as story
from tests.browser.places.place import Place
from tests.desk_story import Municipality


def places(town: Municipality) -> Iterator[Place]:
    """The list and the page, before and after something was corrected."""
    yield Place("in-onderzoek-leeg", "/in-onderzoek", town.official)
    decision = story.under_investigation(town)
    yield Place("in-onderzoek", "/in-onderzoek", town.official)
    yield Place("in-onderzoek-een", f"/in-onderzoek/{decision}", town.colleague)
    yield Place("in-onderzoek-zonder-motivering", f"/in-onderzoek/{decision}", town.colleague, let_stand)


def let_stand(page: Page) -> None:
    """Press the button without a motivation."""
    page.locator("form.decision button").click()
