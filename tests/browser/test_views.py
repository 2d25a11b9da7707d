"""An administrator defines a view in the browser, tries it, keeps it, sees it filled, and rebuilds it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import view_story as story
from tests.browser.conftest import log_in
from tests.desk_story import Municipality


@pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])
def test_an_administrator_defines_a_view_tries_it_keeps_it_and_rebuilds_it(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    with_javascript = kind_of_page == "page"
    town.move()
    log_in(page, story.administrator(town))
    _define(page, with_javascript=with_javascript)
    _mend(page)
    _keep(page)
    _rebuild(page, with_javascript=with_javascript)


def _define(page: Page, *, with_javascript: bool) -> None:
    """Two fields, of which the second points nowhere."""
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Overzichten").click()
    page.get_by_role("link", name="Overzicht maken").click()
    page.get_by_label("Titel", exact=True).fill("Adressen")
    page.get_by_role("group", name="Welke gebeurtenissen geven een rij?").get_by_label("Verhuizing").check()
    page.get_by_label("Ook open claims").check()
    first = page.get_by_role("group", name="Veld 1")
    first.get_by_label("Kop").fill("Straat")
    first.get_by_label("Waar het staat").fill("/event_data/nieuwAdres/straat")
    if with_javascript:
        expect(page.locator("main").get_by_role("status")).to_contain_text("Rijen: 1.")
        expect(page.locator("#trial")).to_contain_text("Molenweg")
    page.get_by_role("button", name="Veld toevoegen").click()
    second = page.get_by_role("group", name="Veld 2")
    expect(second.get_by_label("Kop")).to_be_focused()
    second.get_by_label("Kop").fill("Huisnummer")
    expect(page.locator('#places option[value="/event_data/nieuwAdres/huisnummer"]')).to_have_count(1)
    second.get_by_label("Waar het staat").fill("/event_data/nieuwAdres/huisnumer")


def _mend(page: Page) -> None:
    """What is wrong leads to its input; mended, the trial shows who moved."""
    page.get_by_role("button", name="Beproef").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Er is een probleem")
    summary.get_by_role("link", name=re.compile("Veld 2, Waar het staat")).click()
    wrong = page.get_by_role("group", name="Veld 2").get_by_label("Waar het staat")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_attribute("aria-invalid", "true")
    wrong.fill("/event_data/nieuwAdres/huisnummer")
    page.get_by_role("button", name="Beproef").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    row = page.get_by_role("table").get_by_role("row").nth(1)
    expect(row).to_contain_text("Molenweg")
    expect(row).to_contain_text("4")


def _keep(page: Page) -> None:
    """It is filled after it was kept, and then answers."""
    page.get_by_role("button", name="Overzicht bewaren").click()
    expect(page.get_by_text("Bewaard. Het overzicht wordt nu gevuld.")).to_be_visible()
    expect(page.get_by_text("Dit overzicht wordt voor het eerst gevuld.")).to_be_visible()
    story.filled("adressen")
    page.get_by_role("link", name="Kijk opnieuw").click()
    expect(page.get_by_role("row", name=re.compile("Molenweg"))).to_be_visible()


def _rebuild(page: Page, *, with_javascript: bool) -> None:
    """The page of a rebuild shows by itself that it is done: with JavaScript aloud, without by asking itself again."""
    page.get_by_role("link", name="Herbouw", exact=True).click()
    page.get_by_label("Personen per seconde, ten hoogste").fill("250")
    page.get_by_role("button", name="Begin de herbouw").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("0 van 2 personen")).to_be_visible()
    story.filled("adressen")
    expect(page.get_by_role("progressbar")).to_have_count(0, timeout=15_000)
    expect(page.get_by_text("geen anders dan voorheen").first).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^2 Antwoordt"))).to_be_visible()
    if with_javascript:
        expect(page.locator("#progress-said")).to_contain_text("2 Antwoordt")


def test_rows_go_and_what_was_typed_elsewhere_stays(page: Page, town: Municipality) -> None:
    log_in(page, town.official)
    page.goto("/overzichten/nieuw")
    page.get_by_label("Titel", exact=True).fill("Adressen")
    page.get_by_role("button", name="Voorwaarde toevoegen").click()
    expect(page.get_by_role("group", name="Voorwaarde 1").get_by_label("Waar het staat")).to_be_focused()
    page.get_by_role("group", name="Veld 1").get_by_label("Kop").fill("Straat")
    page.get_by_role("group", name="Voorwaarde 1").get_by_role("button", name="Verwijderen").click()
    expect(page.get_by_role("group", name="Voorwaarde 1")).to_have_count(0)
    expect(page.get_by_role("button", name="Voorwaarde toevoegen")).to_be_focused()
    expect(page.get_by_label("Titel", exact=True)).to_have_value("Adressen")
    expect(page.get_by_role("group", name="Veld 1").get_by_label("Kop")).to_have_value("Straat")
    expect(page.locator("main").get_by_role("status")).to_contain_text("nodig voordat dit beproefd kan worden")
