"""A municipality lays its own theme over F6, by one file that it names in a setting."""

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from tests.browser.conftest import log_in
from tests.browser.looks import THEME
from tests.desk_story import Municipality


def _style(page: Page, selector: str, name: str) -> str:
    return str(page.locator(selector).evaluate("(it, name) => getComputedStyle(it)[name]", name))


@pytest.mark.parametrize("place", ["/", "/beheer/"])
def test_the_desk_and_the_administration_wear_the_theme_of_the_municipality(
    page: Page, settings: Settings, town: Municipality, place: str
) -> None:
    log_in(page, town.admin)
    page.goto(place)
    assert _style(page, ".page-header", "backgroundColor") == "rgb(21, 66, 115)"
    settings.F6_THEME_CSS = str(THEME)
    page.goto(place)
    assert _style(page, ".page-header", "backgroundColor") == "rgb(20, 83, 45)"
    assert "Georgia" in _style(page, "h1", "fontFamily")
    page.emulate_media(color_scheme="dark")
    assert _style(page, ".page-header", "backgroundColor") == "rgb(13, 59, 32)"
