"""The birth of Noor in the browser: two claims of one birth, a recognition, one decision, the other claim settled."""

import re

import pytest
from playwright.sync_api import Page, expect

from events.domain.event import Decision
from tests.browser.conftest import keep, log_in
from tests.desk_story import Municipality


def test_an_official_makes_one_birth_of_the_claims_of_a_midwife_and_a_parent(page: Page, town: Municipality) -> None:
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte van erkenning opgemaakt.")
    midwife, parent = town.midwifes_claim(), town.parents_claim_with_recognition(recognition)

    log_in(page, town.official)
    queue = page.get_by_role("table")
    expect(queue.get_by_role("row")).to_have_count(3)
    expect(queue.get_by_role("row").nth(1)).to_contain_text("verloskundige")
    keep(page, "werkvoorraad")
    queue.get_by_role("row", name=re.compile("ouder")).get_by_role("link").first.click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Geboorte van Noor Elisabeth Bakker")
    place = page.get_by_role("row", name=re.compile("^Geboorteplaats"))
    expect(place).to_contain_text("Lindenveen")
    expect(place.locator("del")).to_have_text("gemeente 0344")
    expect(page.get_by_role("list").filter(has_text="Erkenning gevalideerd")).to_be_visible()
    keep(page, "beoordelen")

    page.get_by_role("button", name="Valideren").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is een probleem")
    page.get_by_label("Aktenummer").first.fill("1AA0123")
    page.get_by_label("Registergemeente").first.fill("0518")
    page.get_by_label("Jaar", exact=True).first.fill("2026")
    page.get_by_role("button", name="Valideren").click()

    expect(page.get_by_text("Gevalideerd en vastgelegd.")).to_be_visible()
    keep(page, "gevalideerd")
    page.goto("/?pile=settled")
    settled = page.get_by_role("row", name=re.compile("verloskundige"))
    expect(settled).to_contain_text("Al geregeld door een andere claim")
    keep(page, "geregeld")
    settled.get_by_role("link").first.click()
    expect(page.get_by_text("Dezelfde gebeurtenis geldt al door een andere claim.")).to_be_visible()
    expect(page.get_by_role("link", name="Naar de claim die geldt")).to_have_attribute("href", f"/claims/{parent.id}")
    assert str(midwife.id) in page.url


@pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])
def test_rejecting_asks_for_a_motivation_and_keeps_what_was_filled_in(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    claim = town.parents_claim()
    log_in(page, town.official)
    page.get_by_role("link", name=re.compile("Geboorte van")).click()

    page.get_by_label("Aktenummer").first.fill("1AA0123")
    page.get_by_role("button", name="Afwijzen").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Schrijf een motivering")
    expect(page.get_by_label("Motivering")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Aktenummer").first).to_have_value("1AA0123")
    keep(page, "afwijzen-zonder-motivering")
    summary.get_by_role("link").click()
    expect(page.get_by_label("Motivering")).to_be_focused()

    page.get_by_label("Motivering").fill("De moeder is niet in Lindenveen bevallen.")
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()
    expect(page.get_by_text("De moeder is niet in Lindenveen bevallen.").first).to_be_visible()
    assert str(claim.id) in page.url


def test_what_a_colleague_recorded_meanwhile_is_shown_and_nothing_filled_in_is_lost(
    page: Page, town: Municipality
) -> None:
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Motivering").fill("Alles klopt.")
    town.midwifes_claim()

    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_role("alert")).to_contain_text("Sinds u deze pagina opende is er iets vastgelegd")
    expect(page.get_by_label("Motivering")).to_have_value("Alles klopt.")
    expect(page.get_by_role("table").last.get_by_text("Nieuw", exact=True)).to_be_visible()
    keep(page, "intussen-vastgelegd")
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()


def test_a_colleagues_decision_meanwhile_ends_the_matter(page: Page, town: Municipality) -> None:
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Motivering").fill("Alles klopt.")
    town.decide(town.colleague, claim, Decision.REJECTED, motivation="Dubbel ingediend.")

    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_text("Dubbel ingediend.").first).to_be_visible()
    expect(page.get_by_role("button", name="Afwijzen")).to_have_count(0)


def test_shortcuts_go_to_the_buttons_and_can_be_switched_off(page: Page, town: Municipality) -> None:
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Afwijzen")).to_be_focused()
    page.keyboard.press("v")
    expect(page.get_by_role("button", name="Valideren")).to_be_focused()
    page.get_by_label("Motivering").press("a")
    expect(page.get_by_label("Motivering")).to_have_value("a")

    page.get_by_role("link", name="Sneltoetsen").click()
    page.get_by_role("button", name="Zet ze uit").click()
    expect(page.get_by_role("dialog")).to_contain_text("De sneltoetsen staan uit.")
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Afwijzen")).not_to_be_focused()
