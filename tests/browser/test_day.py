"""A day of an official at the desk, as a story: with JavaScript, and once more without."""

import re

import pytest
from playwright.sync_api import Page, expect

from events import access
from events.commands.messages import answer
from events.models import User
from tests.browser.conftest import log_in
from tests.desk_story import Municipality


@pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])
def test_a_day_at_the_desk(kind_of_page: str, request: pytest.FixtureRequest, town: Municipality) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte van erkenning opgemaakt.")
    town.midwifes_claim()
    birth, move = town.parents_claim_with_recognition(recognition), town.move()
    log_in(page, town.official)
    _sees_what_is_late(page)
    _hands_a_move_to_a_colleague(page)
    _takes_the_birth(page)
    _asks_the_parent_for_more(page)
    parent = access.principal_of(User.objects.get(pk=town.parent.pk))
    answer(birth.id, text="De akte volgt vanmiddag.", by=parent)
    _reads_the_answer_and_what_follows(page)
    _validates(page)
    _finds_what_is_left(page, move=str(move.id))


def _sees_what_is_late(page: Page) -> None:
    """Two claims of one birth wait too long; they can come first."""
    expect(page.get_by_text("Van 2 claims is de wettelijke termijn verstreken.")).to_be_visible()
    page.get_by_label("Volgorde").select_option("term")
    page.get_by_role("button", name="Filteren").click()
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows.nth(1)).to_contain_text("te laat")
    expect(rows.nth(3)).to_contain_text("nog")


def _hands_a_move_to_a_colleague(page: Page) -> None:
    """Ticked, with a note; without the note it says what is missing."""
    page.get_by_role("row", name=re.compile("Verhuizing")).get_by_role("checkbox").check()
    page.get_by_role("button", name="Overdragen…").click()
    page.get_by_label("Overdragen aan").select_option(label="R. Jansen")
    page.get_by_role("button", name="Overdragen", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Er is een probleem")
    page.get_by_label("Notitie").fill("Jij kent dit adres.")
    page.get_by_role("button", name="Overdragen", exact=True).click()
    expect(page.get_by_text("Overgedragen.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Verhuizing"))).to_contain_text("R. Jansen")


def _takes_the_birth(page: Page) -> None:
    """From the queue, and it is under his own work."""
    page.get_by_role("row", name=re.compile("ouder Anna")).get_by_role("button", name=re.compile("neem")).click()
    expect(page.get_by_text("U hebt dit nu in behandeling.")).to_be_visible()
    page.get_by_role("navigation", name="Van wie").get_by_role("link", name=re.compile(r"Van mij \d")).click()
    page.get_by_role("row", name=re.compile("ouder Anna")).get_by_role("link", name=re.compile("Geboorte")).click()
    expect(page.get_by_text("In behandeling bij u")).to_be_visible()


def _asks_the_parent_for_more(page: Page) -> None:
    """In the words that the parent will read."""
    page.get_by_label(re.compile("^Motivering")).fill("Kunt u de akte sturen?")
    page.get_by_role("button", name="Aanvulling vragen").click()
    expect(page.get_by_text("Gevraagd.")).to_be_visible()
    expect(page.get_by_text("De indiener is om aanvulling gevraagd")).to_be_visible()


def _reads_the_answer_and_what_follows(page: Page) -> None:
    """What the parent said, and what the law would say."""
    page.reload()
    expect(page.get_by_role("region", name="Behandeling van deze claim")).to_contain_text("De akte volgt vanmiddag.")
    follows = page.get_by_role("region", name="Rechtsgevolgen als u valideert")
    custody = follows.get_by_role("row", name=re.compile("Gezag"))
    expect(custody).to_contain_text("Gezamenlijk ouderlijk gezag")
    expect(custody).to_contain_text("BW 1:251b")


def _validates(page: Page) -> None:
    """With the act that he makes."""
    page.get_by_label("Aktenummer").first.fill("1AA0123")
    page.get_by_label("Registergemeente").first.fill("0518")
    page.get_by_label("Jaar", exact=True).first.fill("2026")
    page.get_by_role("button", name="Valideren").click()
    expect(page.get_by_text("Gevalideerd en vastgelegd.")).to_be_visible()


def _finds_what_is_left(page: Page, *, move: str) -> None:
    """Only what he handed over is still to be decided; nothing is his."""
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Werkvoorraad").click()
    links = page.get_by_role("table").get_by_role("rowheader").get_by_role("link", name=re.compile(" van "))
    expect(links).to_have_count(1)
    expect(links).to_have_attribute("href", f"/claims/{move}")
    page.get_by_role("navigation", name="Van wie").get_by_role("link", name=re.compile(r"Van mij \d")).click()
    expect(page.get_by_text("U hebt geen claim in behandeling.")).to_be_visible()
