"""Logging in, and what can go wrong with it."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.browser.places.place import Place
from tests.desk_story import Municipality


def places(_town: Municipality) -> Iterator[Place]:
    """The way in, as it is and after a wrong password."""
    yield Place("inloggen", "/inloggen", None)
    yield Place("inloggen-fout", "/inloggen", None, wrong_password)


def wrong_password(page: Page) -> None:
    """Try to get in with a password that is not his."""
    page.locator("[name=username]").fill("wit")
    page.locator("[name=password]").fill("verkeerd")
    page.locator("main button").click()
