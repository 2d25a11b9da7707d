"""The states that people forget, in a browser: the session ended with a form half filled in, and a slow server."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.db import connections, transaction
from playwright.sync_api import Page, Request, Route, expect

from events import store
from events.domain.event import Event, Kind
from events.models import WorkItem
from tests.browser.conftest import keep, log_in
from tests.desk_story import PASSWORD, Municipality

SLOW_MS = 1000
AGAIN_AFTER_MS = 21_000
"""After which a form may be sent again; busy.js waits a little less."""
LISTEN = """
() => new MutationObserver(([change]) => sessionStorage.setItem("said", change.target.textContent))
  .observe(document.getElementById("busy-said"), { childList: true })
"""
"""Write down what the page says meanwhile: a page that is on its way answers nothing else."""
PAUSE_MS = 31_000
"""A little longer than live.js waits before it asks again."""
BOTH = pytest.mark.parametrize("kind_of_page", ["page", "page_without_javascript"])


def decisions(claim: Event) -> list[Event]:
    return [event for event in store.read([claim.id]).log.targeting(claim.id) if event.kind is Kind.VALIDATION]


@BOTH
def test_an_official_whose_session_ended_logs_in_and_finds_what_he_had_filled_in(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Aktenummer").first.fill("1AA0123")
    page.get_by_label("Motivering").fill("Niet in Lindenveen bevallen.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Afwijzen").click()

    expect(page.get_by_text("Uw sessie was verlopen. Wat u had ingevuld, is bewaard")).to_be_visible()
    assert "bevallen" not in page.url
    keep(page, "sessie-verlopen")
    page.get_by_label("Gebruikersnaam").fill(town.official.username)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()

    expect(page.get_by_text("Wat u had ingevuld, staat hier weer.")).to_be_visible()
    expect(page.get_by_label("Aktenummer").first).to_have_value("1AA0123")
    expect(page.get_by_label("Motivering")).to_have_value("Niet in Lindenveen bevallen.")
    assert decisions(claim) == []
    keep(page, "hersteld")
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()
    assert len(decisions(claim)) == 1


@BOTH
def test_whoever_logged_in_anew_in_another_window_loses_nothing_in_this_one(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Motivering").fill("Niet in Lindenveen bevallen.")
    other = page.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="Uitloggen").click()
    log_in(other, town.official)
    expect(other.get_by_role("heading", level=1)).to_have_text("Werkvoorraad")

    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Deze pagina was te oud")
    page.get_by_role("link", name="Terug naar wat u had ingevuld").click()
    expect(page.get_by_label("Motivering")).to_have_value("Niet in Lindenveen bevallen.")
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()


def test_a_slow_server_is_told_of_politely_and_nothing_is_sent_twice(page: Page, town: Municipality) -> None:
    claim = town.parents_claim()
    sent: list[Request] = []
    page.on("request", lambda it: sent.append(it) if it.method == "POST" and "/claims/" in it.url else None)
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Motivering").fill("Niet in Lindenveen bevallen.")
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Afwijzen").focus()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("LOCK TABLE events_zone IN ACCESS EXCLUSIVE MODE")
        for _ in range(3):
            page.keyboard.press("Enter")
        page.wait_for_timeout(SLOW_MS)
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('said')") == "Een ogenblik, dit wordt verstuurd."
    assert len(sent) == 1
    assert len(decisions(claim)) == 1


def test_a_form_that_was_left_by_going_back_can_be_sent_again(page: Page, town: Municipality) -> None:
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf een motivering")
    page.go_back()
    page.get_by_label("Motivering").fill("Niet in Lindenveen bevallen.")
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()


@BOTH
def test_a_server_that_is_too_busy_keeps_what_was_typed_on_its_page(
    kind_of_page: str, request: pytest.FixtureRequest, town: Municipality
) -> None:
    page: Page = request.getfixturevalue(kind_of_page)
    claim = town.parents_claim()
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Motivering").fill("Niet in Lindenveen bevallen.")
    options = connections.databases["default"]["OPTIONS"]
    usual = options.get("options", "")
    options["options"] = f"{usual} -c lock_timeout=300"
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("LOCK TABLE events_zone IN ACCESS EXCLUSIVE MODE")
        page.get_by_role("button", name="Afwijzen").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("F6 heeft het nu te druk")
    options["options"] = usual
    expect(page.get_by_label("Nummer van deze melding")).to_have_value(re.compile("^[0-9a-f]{4}(-[0-9a-f]{4}){3}$"))
    expect(page.get_by_text("Niet in Lindenveen bevallen.")).to_be_visible()
    page.get_by_role("button", name="Verstuur het opnieuw").click()
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()
    assert len(decisions(claim)) == 1


def test_back_to_a_decision_that_was_refused_leads_to_what_was_filled_in_and_sends_nothing_again(
    page: Page, town: Municipality
) -> None:
    claim = town.parents_claim()
    sent: list[Request] = []
    log_in(page, town.official)
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Aktenummer").first.fill("1AA0123")
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_role("alert")).to_contain_text("Schrijf een motivering")
    page.on("request", lambda it: sent.append(it) if it.method == "POST" else None)
    page.get_by_role("link", name="Werkvoorraad").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Werkvoorraad")
    page.go_back()
    expect(page.get_by_text("Wat u had ingevuld, staat hier weer.")).to_be_visible()
    expect(page.get_by_label("Aktenummer").first).to_have_value("1AA0123")
    assert sent == []
    page.get_by_label("Motivering").fill("Niet in Lindenveen bevallen.")
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()
    assert len(decisions(claim)) == 1


def test_back_from_a_claim_leads_to_what_was_found_in_the_queue(page: Page, town: Municipality) -> None:
    town.parents_claim()
    log_in(page, town.official)
    page.get_by_label("Naam, geboortedatum of BSN").fill("noor")
    page.get_by_role("button", name="Zoeken").click()
    page.get_by_role("link", name=re.compile("Geboorte")).first.click()
    page.wait_for_url("**/claims/**")
    page.go_back()
    expect(page.get_by_role("heading", name="Gezocht op “noor”")).to_be_visible()
    assert "noor" not in page.url


def test_enter_on_a_ticked_claim_takes_no_other(page: Page, town: Municipality) -> None:
    town.midwifes_claim()
    claim = town.parents_claim()
    log_in(page, town.official)
    page.locator(f"input[value='{claim.id}']").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="In behandeling nemen").last.click()
    expect(page.get_by_text("U hebt dit nu in behandeling.")).to_be_visible()
    assert [item.event_id for item in WorkItem.objects.filter(holder__isnull=False)] == [claim.id]


def test_a_form_whose_sending_was_stopped_can_be_sent_again(page: Page, town: Municipality) -> None:
    claim = town.parents_claim()
    log_in(page, town.official)
    page.clock.install()
    page.goto(f"/claims/{claim.id}")
    page.get_by_label("Motivering").fill("Niet in Lindenveen bevallen.")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if route.request.method != "POST" or held:
            route.continue_()
        else:
            held.append(route)

    page.route(f"**/claims/{claim.id}", hold_the_first)
    page.get_by_role("button", name="Afwijzen").click(no_wait_after=True)
    while not held:
        page.wait_for_timeout(50)
    page.context.new_cdp_session(page).send("Page.stopLoading")
    page.clock.fast_forward(AGAIN_AFTER_MS)
    page.get_by_role("button", name="Afwijzen").click()
    expect(page.get_by_text("Afgewezen en vastgelegd.")).to_be_visible()
    assert len(held) == len(decisions(claim)) == 1


def test_a_page_whose_question_failed_once_goes_on_asking(page: Page, town: Municipality) -> None:
    claim = town.parents_claim()
    log_in(page, town.official)
    asked: list[int] = []

    def fail_once(route: Route) -> None:
        asked.append(503 if not asked else 200)
        if len(asked) == 1:
            route.fulfill(status=503, body="")
        else:
            route.continue_()

    page.route("**/nu?since=*", fail_once)
    page.clock.install()
    page.goto(f"/claims/{claim.id}")
    for number in (1, 2):
        with page.expect_response("**/nu?since=*"):
            page.clock.fast_forward(number * PAUSE_MS)
        page.wait_for_timeout(0)
    assert asked == [503, 200]
