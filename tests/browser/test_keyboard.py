"""The whole flow without a mouse, the shortcuts, and that whoever tabs through a page sees where he is."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import keep, log_in, new_page
from tests.browser.looks import SIZES
from tests.browser.places.areas import AREAS
from tests.browser.visits import visit
from tests.desk_story import PASSWORD, Municipality

TABS_MAX = 120
"""How often Tab is pressed on a page; the longest form has fewer stops."""

SEEN = """
() => {
  const it = document.activeElement;
  if (it === null || it === document.body) return null;
  const style = getComputedStyle(it);
  const all = it.getBoundingClientRect();
  const [left, right] = [Math.max(all.left, 0), Math.min(all.right, innerWidth)];
  const [up, under] = [Math.max(all.top, 0), Math.min(all.bottom, innerHeight)];
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]];
  const isOnTop = points.some(([across, down]) => {
    const top = document.elementFromPoint(left + across * (right - left), up + down * (under - up));
    return top !== null && (it.contains(top) || top.contains(it) || it.labels?.[0]?.contains(top));
  });
  const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return { html: it.outerHTML.slice(0, 160), isOnTop, hasOutline };
}
"""
"""Where the focus is: whether some of it can be seen (WCAG 2.4.11), and whether that it is there (2.4.7)."""


def press(page: Page, *keys: str) -> None:
    page.wait_for_load_state()  # a key that is pressed before the page listens is lost, and nobody is that quick
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until it has the focus."""
    for _ in range(TABS_MAX):
        if wanted.evaluate("it => it === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


def test_a_claim_is_decided_and_the_next_one_opened_without_a_mouse(page: Page, town: Municipality) -> None:
    claim, waiting = town.parents_claim(), town.move()
    _log_in_by_keyboard(page, town)
    expect(page.get_by_role("heading", level=1)).to_have_text("Werkvoorraad")
    page.wait_for_load_state()  # the keys work once their script is there
    press(page, "j", "j", "k", "x")
    expect(page.get_by_role("checkbox", name=re.compile("Geboorte van"))).to_be_checked()
    expect(page.get_by_role("link", name=re.compile("Geboorte van"))).to_be_focused()
    press(page, "Enter")

    expect(page).to_have_url(re.compile(str(claim.id)))
    tab_to(page, page.get_by_label("Aktenummer").first)
    for typed in ("1AA0123", "0518"):
        page.keyboard.type(typed)
        press(page, "Tab")
    press(page, "v")  # in a field a letter is a letter: this one belongs to no year
    expect(page.get_by_label("Jaar", exact=True).first).to_be_focused()
    page.get_by_label("Jaar", exact=True).first.fill("")
    press(page, "Tab", "v", "Enter")

    expect(page.get_by_role("alert")).to_be_focused()
    press(page, "Tab", "Enter")
    year = page.get_by_label("Jaar", exact=True).first
    expect(year).to_be_focused()
    page.keyboard.type("2026")
    press(page, "Tab", "m")
    expect(page.get_by_label("Motivering")).to_be_focused()
    page.keyboard.type("Akte opgemaakt.")
    press(page, "Tab", "v")
    expect(page.get_by_role("button", name="Valideren")).to_be_focused()
    press(page, "Enter")

    expect(page.get_by_text("Gevalideerd en vastgelegd.")).to_be_visible()
    press(page, "n", "Enter")
    expect(page).to_have_url(re.compile(str(waiting.id)))
    press(page, "g", "w")
    expect(page.get_by_role("heading", level=1)).to_have_text("Werkvoorraad")


def _log_in_by_keyboard(page: Page, town: Municipality) -> None:
    page.goto("/inloggen")
    tab_to(page, page.get_by_label("Gebruikersnaam"))
    page.keyboard.type(town.official.username)
    press(page, "Tab")
    page.keyboard.type(PASSWORD)
    press(page, "Enter")


def test_the_dialog_lists_what_works_here_closes_with_escape_and_gives_the_focus_back(
    page: Page, town: Municipality
) -> None:
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    press(page, "a", "?")
    dialog = page.get_by_role("dialog", name="Sneltoetsen")
    expect(dialog).to_contain_text("Naar “Valideren”; Enter bevestigt")
    expect(dialog.get_by_text("Naar de volgende claim")).to_be_hidden()
    expect(dialog.get_by_role("heading", name="Sneltoetsen")).to_be_focused()
    keep(page, "sneltoetsen")
    press(page, "v")
    expect(page.get_by_role("button", name="Valideren", include_hidden=True)).not_to_be_focused()
    press(page, "Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("button", name="Afwijzen")).to_be_focused()
    press(page, "?", "g", "w")
    expect(page).to_have_url(re.compile(str(claim.id)))


def test_shortcuts_that_are_off_stay_off_on_another_computer_and_nothing_typed_is_lost(
    page: Page, browser: Browser, live_site: str, town: Municipality
) -> None:
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Motivering").fill("Alles klopt.")
    page.get_by_role("link", name="Sneltoetsen").click()
    page.get_by_role("button", name="Zet ze uit").click()
    expect(page.get_by_role("dialog").get_by_role("status")).to_have_text("De sneltoetsen staan uit.")
    expect(page.get_by_role("button", name="Zet ze aan")).to_be_focused()
    press(page, "Escape")
    expect(page.get_by_label("Motivering")).to_have_value("Alles klopt.")
    for other in new_page(browser, live_site):
        log_in(other, town.official)
        other.goto(f"/claims/{claim.id}")
        press(other, "a", "?", "g", "o")
        expect(other.get_by_role("dialog")).to_be_hidden()
        expect(other.get_by_role("button", name="Afwijzen")).not_to_be_focused()
        expect(other).to_have_url(re.compile(str(claim.id)))


def test_without_javascript_the_shortcuts_are_a_page_with_the_same_switch(
    page_without_javascript: Page, town: Municipality
) -> None:
    page = page_without_javascript
    log_in(page, town.official)
    page.get_by_role("link", name="Sneltoetsen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sneltoetsen")
    page.get_by_role("button", name="Zet ze uit").click()
    expect(page.locator("main .alert")).to_have_text("De sneltoetsen staan uit.")
    page.get_by_role("button", name="Zet ze aan").click()
    expect(page.locator("main .alert")).to_have_text("De sneltoetsen staan aan.")


@pytest.mark.verify
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("size", ["wide", "zoomed"])
def test_whoever_tabs_through_a_page_sees_where_he_is(
    browser: Browser, live_site: str, town: Municipality, area: str, size: str
) -> None:
    """And no page asks what its content security policy refuses: `new_page` fails on what the browser reports."""
    lost: list[str] = []
    for page in new_page(browser, live_site, reduced_motion="reduce"):
        for place in AREAS[area](town):
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            answer = visit(page, place)
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.status < 500 or area == "faults", place.name
            lost += [f"{place.name} {size}: {fault}" for fault in _lost_focus(page)]
        assert not lost, "\n".join(lost)


def _lost_focus(page: Page) -> list[str]:
    lost, first = [], ""
    for number in range(TABS_MAX):
        page.keyboard.press("Tab")
        found = page.evaluate(SEEN)
        if found is None or (number and found["html"] == first):
            break  # round
        first = first or found["html"]
        if not found["isOnTop"]:
            lost.append(f"cannot be seen: {found['html']}")
        if not found["hasOutline"]:
            lost.append(f"does not show its focus: {found['html']}")
    return lost
