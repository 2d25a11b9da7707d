"""An official validates a birth, and a second later the number of the child waits in the queue: nobody typed it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from events import sequencer
from tests.browser.conftest import keep, log_in
from tests.desk_story import Municipality
from tests.examples.service import Service, claims, welcome
from tests.integration.subscriptions.delivering import deliverers, until

SECONDS = 60.0


@pytest.fixture
def service(town: Municipality, live_site: str, tmp_path: Path) -> Iterator[Service]:
    it = Service(f6_url=live_site, token=welcome(town), place=tmp_path)
    it.start()
    until(it.times_subscribed, seconds=SECONDS)
    yield it
    it.kill()


@pytest.mark.usefixtures("service")
def test_an_official_validates_a_birth_and_then_the_number_that_a_system_claims(page: Page, town: Municipality) -> None:
    town.parents_claim()
    log_in(page, town.official)
    page.get_by_role("link", name=re.compile("Geboorte van")).click()
    page.get_by_label("Aktenummer").first.fill("1AA0123")
    page.get_by_label("Registergemeente").first.fill("0518")
    page.get_by_label("Jaar", exact=True).first.fill("2026")
    with deliverers():
        page.get_by_role("button", name="Valideren").click()
        expect(page.get_by_text("Gevalideerd en vastgelegd.")).to_be_visible()
        sequencer.seal_now()
        [claim] = until(claims, seconds=SECONDS)

    page.goto("/")
    row = page.get_by_role("table").get_by_role("row", name=re.compile("BSN toegekend"))
    expect(row).to_contain_text("systeem")
    keep(page, "bsn-in-de-werkvoorraad")
    row.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Noor")
    expect(page.get_by_role("main")).to_contain_text(claim.data["bsn"])
    expect(page.get_by_role("list").filter(has_text="Geboorte gevalideerd")).to_be_visible()
    keep(page, "bsn-beoordelen")
    page.get_by_role("button", name="Valideren").click()
    expect(page.get_by_text("Gevalideerd en vastgelegd.")).to_be_visible()
