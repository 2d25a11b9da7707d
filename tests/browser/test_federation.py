"""Federation in a browser: a connection is asked for, one asked of us is approved and revoked; with scripts or not."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import federation_story as story
from tests.browser.conftest import log_in
from tests.desk_story import Municipality

PAGES = "/beheer/federation/"


@pytest.fixture
def federated(town: Municipality, tmp_path: Path) -> Iterator[Municipality]:
    with story.ourselves(tmp_path):
        story.day(town)
        yield town


@pytest.fixture(params=["page", "page_without_javascript"])
def anybody(request: pytest.FixtureRequest) -> Page:
    found: Page = request.getfixturevalue(request.param)
    return found


def test_a_request_is_read_approved_and_later_revoked(anybody: Page, federated: Municipality) -> None:
    page = anybody
    log_in(page, federated.admin)
    page.goto(PAGES)
    page.get_by_role("link", name="Bekijk wat op ons wacht").click()
    page.get_by_role("link", name="Gemeente Noorderhaven leest bij ons").click()
    page.get_by_role("link", name="Naar de beslissing").click()
    expect(page.get_by_role("heading", name="Keuren wij dit goed?")).to_be_in_viewport()
    page.get_by_role("button", name="Goedkeuren en ondertekenen").click()
    expect(page.get_by_text("Goedgekeurd.")).to_be_visible()
    expect(page.get_by_text("Van kracht", exact=True)).to_be_visible()
    page.get_by_role("link", name="Intrekken…").click()
    expect(page.get_by_text("De toegang stopt meteen")).to_be_visible()
    page.get_by_role("button", name="Ja, intrekken: de toegang stopt nu").click()
    expect(page.get_by_text("Ingetrokken. Er is geen toegang meer")).to_be_visible()
    expect(page.get_by_role("link", name="Intrekken…")).to_have_count(0)


def test_a_connection_is_asked_for_after_one_saw_what_is_sent(anybody: Page, federated: Municipality) -> None:
    page = anybody
    log_in(page, federated.admin)
    page.goto(PAGES)
    page.get_by_role("link", name="Verbinding aanvragen").click()
    page.get_by_role("link", name=re.compile("Vraag dit aan.*Noorderhaven")).click()
    page.get_by_role("button", name="Laat zien wat er verstuurd wordt").click()
    expect(page.get_by_role("alert")).to_contain_text("Waarvoor")
    page.get_by_label("Geboorte").check()
    page.get_by_label("Waarvoor").fill(story.PURPOSE)
    page.get_by_role("button", name="Laat zien wat er verstuurd wordt").click()
    expect(page.get_by_text("Er is nog niets verstuurd.")).to_be_visible()
    page.get_by_role("button", name="Wijzigen").click()
    expect(page.get_by_label("Waarvoor")).to_have_value(story.PURPOSE)
    page.get_by_role("button", name="Laat zien wat er verstuurd wordt").click()
    page.get_by_role("button", name="Ondertekenen en versturen").click()
    expect(page.get_by_text("Ondertekend, en onderweg naar Gemeente Noorderhaven.")).to_be_visible()
    expect(page.get_by_role("heading", name="Nog onderweg")).to_be_visible()
