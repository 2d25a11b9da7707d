"""Where did Anna live on 1 May, as we knew it in April? With JavaScript, and without."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, Route, expect

from tests import person_story
from tests.browser.conftest import keep, log_in
from tests.desk_story import PASSWORD, Municipality


@pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])
def test_an_official_finds_anna_and_asks_where_she_lived(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    scripted = kind_of_page == "page"
    person_story.anna(town)
    log_in(page, town.official)
    page.get_by_role("link", name="Personen").click()
    page.get_by_label("Naam").fill("anna bakk")
    page.get_by_role("button", name="Zoeken").click()
    expect(page).to_have_url(re.compile("/personen/gevonden$"))
    page.get_by_role("link", name="Anna Bakker").click()

    address = page.get_by_role("row", name=re.compile("^Verblijfplaats .*Waarom")).first
    expect(address).to_contain_text("Molenweg 4")
    page.get_by_label("Geldig op", exact=True).first.fill("2026-05-01")
    if scripted:
        expect(page.get_by_text("Zoals het was op 1 mei 2026")).to_be_visible()
    page.get_by_label("Zoals bekend op", exact=True).first.fill("2026-04-30")
    if not scripted:
        page.get_by_role("button", name="Tonen").click()
    expect(page.get_by_text("zoals bekend op 30 april 2026")).to_be_visible()
    expect(address).to_contain_text("Dorpsstraat 12")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Niet de nieuwste kennis")
    expect(page.get_by_role("row", name=re.compile("Op uw momenten"))).to_contain_text("Dorpsstraat 12")
    expect(page).to_have_url(re.compile("as_of=2026-05-01&as_at=2026-04-30"))
    keep(page, "persoon")

    address.get_by_role("link", name=re.compile("Waarom is dit zo")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waarom is dit zo?")
    expect(page.get_by_text("30 april 2026")).to_be_visible()
    expect(page.get_by_role("link", name="Overgenomen: verblijfplaats geclaimd")).to_be_visible()
    keep(page, "persoon-waarom")


def test_a_date_chosen_before_the_page_is_wholly_there_is_asked_for_too(page: Page, town: Municipality) -> None:
    anna = person_story.anna(town)
    log_in(page, town.official)
    held: list[Route] = []

    def hold(script: Route) -> None:
        held.append(script)

    page.route("**/persons.js", hold)
    page.goto(f"/personen/{anna}", wait_until="commit")
    page.locator("#id_as_of").fill("2026-05-01")
    assert page.evaluate("document.readyState") != "complete"
    held.pop().continue_()
    expect(page.get_by_text("Zoals het was op 1 mei 2026")).to_be_visible()
    expect(page.locator("#slider_as_of")).to_have_attribute("aria-valuetext", "2026-05-01")


def test_a_slider_moves_its_date_and_a_date_its_slider(page: Page, town: Municipality) -> None:
    anna = person_story.anna(town)
    log_in(page, town.official)
    page.goto(f"/personen/{anna}?as_of=2026-05-01&as_at=2026-04-30")
    slider, date = page.locator("#slider_as_of"), page.locator("#id_as_of")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(date).to_have_value("2026-05-02")
    expect(slider).to_have_attribute("aria-valuetext", "2026-05-02")
    expect(page.get_by_text("Zoals het was op 2 mei 2026")).to_be_visible()
    expect(slider).to_be_focused()
    date.fill("2026-04-01")
    expect(slider).to_have_attribute("aria-valuetext", "2026-04-01")
    expect(page.get_by_text("Zoals het was op 1 april 2026")).to_be_visible()


@pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])
def test_another_value_is_drawn_at_the_same_moments(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    anna = person_story.anna(town)
    log_in(page, town.official)
    page.goto(f"/personen/{anna}?as_at=2026-04-30")
    page.get_by_label("Waarde in het beeld").select_option(label="Naam")
    if kind_of_page != "page":
        page.get_by_role("button", name="Toon deze waarde").click()
    expect(page.get_by_role("img", name=re.compile("^Naam"))).to_be_visible()
    expect(page.get_by_text("zoals bekend op 30 april 2026")).to_be_visible()
    expect(page).to_have_url(re.compile("as_at=2026-04-30"))


def test_back_leads_to_what_was_found(page: Page, town: Municipality) -> None:
    person_story.anna(town)
    log_in(page, town.official)
    page.goto("/personen")
    page.get_by_label("Burgerservicenummer").fill(person_story.BSN)
    page.get_by_role("button", name="Zoeken").click()
    assert person_story.BSN not in page.url
    page.get_by_role("link", name="Anna Bakker").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Anna Bakker")
    page.go_back()
    expect(page.get_by_role("link", name="Anna Bakker")).to_be_visible()


@pytest.mark.parametrize("status", [404, 422, 500, 503])
def test_an_answer_that_fails_is_shown_whole_and_no_old_one_stays_beside_the_new_date(
    status: int, page: Page, town: Municipality
) -> None:
    anna = person_story.anna(town)
    log_in(page, town.official)
    page.goto(f"/personen/{anna}?as_of=2026-05-20")
    page.route(
        "**/personen/*as_of=2026-04-01*",
        lambda route: route.fulfill(status=status, body="<h1>Er ging iets mis</h1>", content_type="text/html"),
    )
    page.locator("#id_as_of").fill("2026-04-01")
    expect(page.get_by_role("heading", name="Er ging iets mis")).to_be_visible()
    expect(page.get_by_text("Molenweg")).to_have_count(0)


def test_an_answer_that_never_comes_is_asked_for_as_a_whole_page(page: Page, town: Municipality) -> None:
    anna = person_story.anna(town)
    log_in(page, town.official)
    page.goto(f"/personen/{anna}?as_of=2026-05-20")
    page.evaluate("htmx.trigger('#moments', 'htmx:sendError')")
    expect(page).to_have_url(re.compile("as_of=2026-05-20&as_at="))


def test_who_was_logged_out_meanwhile_comes_to_the_login_and_from_there_to_his_moments(
    page: Page, town: Municipality
) -> None:
    anna = person_story.anna(town)
    log_in(page, town.official)
    page.goto(f"/personen/{anna}")
    Session.objects.all().delete()
    page.locator("#id_as_of").fill("2026-05-01")
    expect(page).to_have_url(re.compile("/inloggen"))
    expect(page.get_by_text("Molenweg")).to_have_count(0)
    page.get_by_label("Gebruikersnaam").fill(town.official.username)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    expect(page.get_by_text("Zoals het was op 1 mei 2026")).to_be_visible()
