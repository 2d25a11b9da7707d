"""An administrator drafts a version, is told of a mistake, sees what changes and what fits, publishes, deprecates."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from events.models import User
from tests.browser.conftest import keep, log_in
from tests.desk_story import READS_AND_CLAIMS, Municipality


@pytest.fixture
def boss(town: Municipality) -> User:
    """The administrator, who may also read the registry's zone."""
    town.allow(town.admin, *READS_AND_CLAIMS, zone=town.registry)
    return town.admin


@pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])
def test_an_administrator_writes_the_next_version_publishes_it_and_deprecates_the_former(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality, boss: User
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    move = town.move()
    log_in(page, boss)
    _begin(page)
    _mistake(page, with_javascript=kind_of_page == "page")
    _mended(page)
    _what_is_stored(page, event_id=str(move.id))
    _publish(page)
    _deprecate(page)
    _recorded(page)


def _begin(page: Page) -> None:
    page.goto("/beheer/events/eventtype/")
    page.get_by_role("link", name="Verhuizing", exact=True).click()
    page.get_by_role("button", name="Schrijf de volgende versie").click()
    expect(page.get_by_role("heading", name="Concept van Verhuizing")).to_be_visible()
    expect(page.get_by_text("Geen fouten.")).to_be_visible()


def _mistake(page: Page, *, with_javascript: bool) -> None:
    """A material pointer that leads nowhere is told of at its line."""
    declared = json.loads(page.get_by_label("Declaratie").input_value())
    assert (declared["version"], declared["upcast_from"]) == ("3", "2")
    declared["material_pointer"] = "/datumInggang"
    page.get_by_label("Declaratie").fill(json.dumps(declared, indent=2))
    page.get_by_role("button", name="Opslaan en controleren").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Er is een probleem")
    link = summary.get_by_role("link", name=re.compile("material_pointer"))
    expect(link).to_contain_text("Wijs naar een veld dat het schema heeft")
    keep(page, "concept-fout")
    link.click()
    if with_javascript:
        selected = page.evaluate("getSelection().toString()")
        expect(page.get_by_label("Declaratie")).to_be_focused()
        assert "datumInggang" in selected
    expect(page.locator("li.wrong")).to_contain_text("datumInggang")


def _mended(page: Page) -> None:
    """A renamed field, with the step that reads the older data so; and a rule that is stricter."""
    declared = json.loads(page.get_by_label("Declaratie").input_value())
    declared["material_pointer"] = "/datumIngang"
    declared["schema"]["properties"]["wijze"] = declared["schema"]["properties"].pop("aangever")
    for example in declared["examples"]:
        example["wijze"] = example.pop("aangever")
    needed = declared["accept_schema"]["required"]
    needed[needed.index("aangever")] = "wijze"
    declared["upcast"] = [{"op": "rename", "from": "/aangever", "to": "/wijze"}]
    declared["acceptances"] = 2
    page.get_by_label("Declaratie").fill(json.dumps(declared, indent=2))
    page.get_by_role("button", name="Opslaan en controleren").click()
    expect(page.get_by_text("Geen fouten.")).to_be_visible()
    page.get_by_role("link", name="Wat er verandert").click()
    expect(page.get_by_role("row", name=re.compile("Ambtenaren die moeten valideren.*strenger"))).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("aangever.*strenger Dit veld vervalt"))).to_be_visible()
    expect(page.get_by_text("/aangever heet nu /wijze")).to_be_visible()
    keep(page, "concept-verschil")


def _what_is_stored(page: Page, *, event_id: str) -> None:
    page.get_by_role("link", name="Opgeslagen gebeurtenissen").click()
    expect(page.locator("main").get_by_role("status").last).to_contain_text(
        "Elke gebeurtenis die nu past, blijft passen."
    )
    expect(page.get_by_role("row", name=re.compile("^versie 1 1 0 0"))).to_be_visible()
    keep(page, "concept-opgeslagen")
    page.get_by_role("link", name="Uitproberen").click()
    page.get_by_label("Id van een opgeslagen gebeurtenis").fill(event_id)
    page.get_by_role("button", name="Probeer").click()
    expect(page.locator("main").get_by_role("status").last).to_contain_text("Past.")
    expect(page.locator("pre").last).to_contain_text("wijze")
    keep(page, "concept-proef")


def _publish(page: Page) -> None:
    page.get_by_role("link", name="Publiceren").click()
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_role("alert")).to_contain_text("Vink aan dat u weet")
    page.get_by_label("Ik weet dat een gepubliceerde versie nooit meer verandert.").check()
    page.get_by_role("button", name="Publiceren").click()
    expect(page.get_by_text("Verhuizing 3 is gepubliceerd")).to_be_visible()
    expect(page.get_by_role("heading", name="Verhuizing, versie 3")).to_be_visible()
    keep(page, "versie")


def _deprecate(page: Page) -> None:
    page.get_by_role("link", name="Verhuizing", exact=True).click()
    page.get_by_role("link", name="versie 1").click()
    page.get_by_role("button", name="Verklaar deze versie verouderd").click()
    expect(page.get_by_role("alert")).to_contain_text("Er is een probleem")
    page.get_by_label("Waarom moet deze versie niet meer gebruikt worden?").fill("Zonder gemeente.")
    page.get_by_role("button", name="Verklaar deze versie verouderd").click()
    expect(page.get_by_text("Nieuwe claims met deze versie worden geweigerd.")).to_be_visible()
    expect(page.get_by_text("Gebruik versie 3 in plaats daarvan.")).to_be_visible()
    keep(page, "versie-verouderd")


def _recorded(page: Page) -> None:
    page.goto("/beheer/events/administrativechange/")
    first = page.get_by_role("article").first
    expect(first).to_contain_text("Versie verouderd verklaard")
    expect(first).to_contain_text("B. Heer")
    expect(first).to_contain_text("Zonder gemeente.")
    keep(page, "wijzigingen")
