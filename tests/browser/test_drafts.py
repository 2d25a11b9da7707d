"""An official enters a birth at the desk: errs, mends it, sees what follows, submits; a colleague sees it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import draft_story as story
from tests import investigation_story
from tests.browser.conftest import log_in
from tests.desk_story import Municipality


@pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])
def test_an_official_enters_a_birth_mends_a_mistake_and_submits_it(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    story.municipalities()
    investigation_story.born(town, "Lotte", act="1AA0900")
    investigation_story.follow()
    log_in(page, town.official)
    _begin(page)
    _choose_the_mother(page)
    _mistake(page)
    _mend_and_check(page)
    _submit(page)
    _found_by_a_colleague(page, town)


def _begin(page: Page) -> None:
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Nieuwe claim").click()
    page.get_by_role("button", name="Geboorte", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Nieuwe claim:\s+Geboorte"))
    page.get_by_role("group", name="Kind (verplicht)").get_by_role("button", name="Een nieuwe persoon").click()
    child = page.get_by_role("group", name="Kind (verplicht)")
    expect(child).to_contain_text("een nieuwe persoon")
    expect(child.get_by_role("button", name="Een ander kiezen")).to_be_focused()


def _choose_the_mother(page: Page) -> None:
    """By a part of her name; nothing of it stands in the address."""
    mother = page.get_by_role("group", name="Geboortemoeder")
    mother.get_by_role("button", name="Opzoeken").click()
    search = page.get_by_role("group", name="Een persoon opzoeken")
    expect(search.get_by_label("Naam", exact=True)).to_be_focused()
    search.get_by_label("Naam", exact=True).fill("smi")
    search.get_by_role("button", name="Zoeken").click()
    expect(search.get_by_role("status")).to_have_text("1 persoon gevonden.")
    expect(search.get_by_role("button", name="Kies Lotte Smit")).to_be_focused()
    search.get_by_role("button", name="Kies Lotte Smit").click()
    expect(mother).to_contain_text("Lotte Smit")
    assert "smi" not in page.url


def _mistake(page: Page) -> None:
    """A day that does not exist leads to its input; all that was typed is there still."""
    page.get_by_label("Geboortedatum (verplicht)").fill("31-02-2026")
    page.get_by_label("Voornamen").first.fill("Mees")
    page.get_by_label("Geslachtsnaam (verplicht)").fill("Smit")
    page.get_by_role("button", name="Controleren").click()
    summary = page.get_by_role("alert")
    summary.get_by_role("link", name=re.compile("Geboortedatum: Geef een datum die bestaat")).click()
    wrong = page.get_by_label("Geboortedatum (verplicht)")
    expect(wrong).to_be_focused()
    expect(wrong).to_have_value("31-02-2026")
    expect(wrong).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Voornamen").first).to_have_value("Mees")


def _mend_and_check(page: Page) -> None:
    page.get_by_label("Geboortedatum (verplicht)").fill("20-11-2026")
    page.get_by_label("Geslacht (nodig om te valideren)").select_option("vrouw")
    page.get_by_role("button", name="Controleren").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(r"Controleren:\s+Geboorte"))
    expect(page.get_by_role("row", name=re.compile("^Geboortedatum"))).to_contain_text("20 november 2026")
    follows = page.get_by_role("region", name="Rechtsgevolgen als dit wordt gevalideerd")
    expect(follows).to_contain_text("Juridisch ouder")
    expect(page.get_by_role("region", name="Als een collega beslist")).to_contain_text("Onvolledig")


def _submit(page: Page) -> None:
    expect(page.get_by_text("U kunt er niet zelf over beslissen: dat doet een collega.")).to_be_visible()
    page.get_by_role("button", name="Indienen").click()
    expect(page.get_by_text("Vastgelegd. De claim staat in de werkvoorraad.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Geboorte van Mees Smit")
    expect(page.get_by_role("button", name="Valideren")).to_have_count(0)


def _found_by_a_colleague(page: Page, town: Municipality) -> None:
    page.get_by_role("button", name="Uitloggen").click()
    log_in(page, town.colleague)
    page.get_by_role("link", name=re.compile("Geboorte van Mees Smit")).click()
    expect(page.get_by_role("button", name="Valideren")).to_be_visible()


def test_rows_are_added_and_removed_in_place(page: Page, town: Municipality) -> None:
    log_in(page, town.official)
    page.goto(story.START)
    page.get_by_role("button", name="Verhuizing", exact=True).click()
    people = page.get_by_role("group", name="Personen (verplicht)")
    people.get_by_role("button", name="Toevoegen").click()
    expect(people.get_by_role("group", name="Persoon 2")).to_be_visible()
    page.get_by_label("Straat").first.fill("Molenweg")
    people.get_by_role("button", name=re.compile("Verwijderen ?: Persoon 1")).click()
    expect(people.get_by_role("group", name="Persoon 2")).to_have_count(0)
    expect(people.get_by_role("button", name="Toevoegen")).to_be_focused()
    expect(page.get_by_label("Straat").first).to_have_value("Molenweg")


def test_what_is_typed_is_kept_by_itself(page: Page, town: Municipality) -> None:
    log_in(page, town.official)
    page.goto(story.START)
    page.get_by_role("button", name="Verhuizing", exact=True).click()
    page.wait_for_load_state()
    with page.expect_response(lambda answer: "/concepten/" in answer.url and answer.request.method == "POST"):
        page.get_by_label("Straat").first.fill("Molenweg")
    page.reload()
    expect(page.get_by_label("Straat").first).to_have_value("Molenweg")


def test_what_somebody_types_after_his_session_ended_is_found_back(page: Page, town: Municipality) -> None:
    log_in(page, town.official)
    page.goto(story.START)
    page.get_by_role("button", name="Verhuizing", exact=True).click()
    address = page.url
    page.get_by_label("Straat").first.fill("Molenweg")
    page.context.clear_cookies(name="f6_session")
    page.get_by_role("button", name="Concept bewaren").click()
    expect(page.get_by_text("Wat u had ingevuld, is bewaard")).to_be_visible()
    assert "Molenweg" not in page.url
    page.get_by_label("Gebruikersnaam").fill("wit")
    page.get_by_label("Wachtwoord").fill("Lindenveen-16:55-klaar")
    page.get_by_role("button", name="Inloggen").click()
    assert page.url == address
    expect(page.get_by_label("Straat").first).to_have_value("Molenweg")


def test_a_correction_is_entered_with_what_it_changes_in_sight(page: Page, town: Municipality) -> None:
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    log_in(page, story.clerk(town))
    page.goto(f"/claims/{recognition.id}")
    page.get_by_role("link", name="Dit corrigeren").click()
    page.get_by_role("button", name="Het was anders").click()
    page.get_by_label("Wat klopte er niet").fill("De akte noemt 4 maart.")
    page.get_by_label("Datum van erkenning").fill("4-3-2026")
    page.get_by_role("button", name="Controleren").click()
    page.get_by_role("alert").get_by_role("link", name=re.compile("Op welke grond")).click()
    page.get_by_label("Op welke grond").select_option("misslag")
    page.get_by_role("button", name="Controleren").click()
    day = page.get_by_role("row", name=re.compile("^Datum van erkenning"))
    expect(day.locator("del")).to_contain_text("3 maart 2026")
    expect(day.locator("ins")).to_contain_text("4 maart 2026")
    page.get_by_role("button", name="Indienen").click()
    expect(page.get_by_text("Vastgelegd. De correctie staat in de werkvoorraad.")).to_be_visible()
