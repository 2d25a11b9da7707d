"""The pictures of the documentation: `make screenshots` sets `F6_SCREENSHOTS` to the folder they go to."""

import os
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from events import sequencer
from events.domain.permissions import Permission
from events.models import Organisation
from readmodels.domain.holdings import reference_to
from readmodels.projectors import rebuilding
from tests import elsewhere_story, federation_story, person_story, subscription_story, view_story
from tests import investigation_story as story
from tests.browser.conftest import keep, log_in, new_page
from tests.browser.looks import THEME
from tests.desk_story import Municipality

SIZES = {"wide": {"width": 1280, "height": 1400}, "narrow": {"width": 320, "height": 1400}}


@pytest.mark.skipif("F6_SCREENSHOTS" not in os.environ, reason="make screenshots")
@pytest.mark.parametrize(("language", "size"), [("nl", "wide"), ("nl", "narrow"), ("en", "wide")])
def test_pictures_of_the_main_pages(
    browser: Browser, live_site: str, town: Municipality, language: str, size: str
) -> None:
    town.allow(town.official, Permission.SUBMIT_CORRECTION, zone=town.registry)
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte van erkenning opgemaakt.")
    town.midwifes_claim()
    claim = town.parents_claim_with_recognition(recognition)
    correction = town.correct(town.parent, claim, town.parents_data() | {"geslacht": "M"})
    town.move()
    decision = story.under_investigation(town)
    for page in new_page(browser, live_site, viewport=SIZES[size]):
        page.context.add_cookies([{"name": "django_language", "value": "nl", "url": live_site}])
        log_in(page, town.official)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_site}])
        for name, path in {
            "work-queue": "/",
            "review": f"/claims/{claim.id}",
            "correction": f"/claims/{correction.id}",
            "investigation": f"/in-onderzoek/{decision}",
            "new-claim": "/nieuwe-claim",
            "correcting": f"/gebeurtenissen/{recognition.id}/corrigeren",
            "shortcuts": "/sneltoetsen",
        }.items():
            page.goto(path)
            keep(page, _named(name, language=language, size=size))
        page.context.clear_cookies(name="f6_session")
        page.goto("/inloggen")
        keep(page, _named("login", language=language, size=size))
    _views(browser, live_site, town, language=language, size=size)
    _administration(browser, live_site, town, language=language, size=size)
    _subscriptions(browser, live_site, town, language=language, size=size)


@pytest.mark.skipif("F6_SCREENSHOTS" not in os.environ, reason="make screenshots")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_in_the_theme_of_another_municipality(
    browser: Browser, live_site: str, settings: Settings, town: Municipality, scheme: str
) -> None:
    settings.F6_THEME_CSS = str(THEME)
    Organisation.objects.update(name="Gemeente Duinvoorde")
    town.midwifes_claim()
    claim = town.parents_claim()
    for page in new_page(browser, live_site, viewport=SIZES["wide"], color_scheme=scheme):
        log_in(page, town.official)
        page.goto(f"/claims/{claim.id}")
        keep(page, f"review-themed-{scheme}")


@pytest.mark.skipif("F6_SCREENSHOTS" not in os.environ, reason="make screenshots")
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("size", SIZES)
def test_pictures_of_a_person(browser: Browser, live_site: str, town: Municipality, language: str, size: str) -> None:
    anna = person_story.anna(town)
    why = reference_to("verblijfplaats").digest
    for page in new_page(browser, live_site, viewport=SIZES[size]):
        page.context.add_cookies([{"name": "django_language", "value": "nl", "url": live_site}])
        log_in(page, town.official)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_site}])
        for name, path in {"person": f"/personen/{anna}", "person-why": f"/personen/{anna}/waarom/{why}"}.items():
            page.goto(f"{path}?as_of=2026-05-01&as_at=2026-04-30")
            keep(page, _named(name, language=language, size=size))
        town.allow(town.official, Permission.CONSULT, zone=town.registry)
        with elsewhere_story.in_a_group(elsewhere_story.neighbours(anna)):
            page.goto(f"/personen/{anna}/elders?as_of=2026-11-25")
            keep(page, _named("person-elsewhere-asking", language=language, size=size))
            page.locator("main form button").click()
            expect(page.locator("#h-organisations")).to_be_visible()
            keep(page, _named("person-elsewhere", language=language, size=size))


@pytest.mark.skipif("F6_SCREENSHOTS" not in os.environ, reason="make screenshots")
@pytest.mark.parametrize(("language", "size"), [("nl", "wide"), ("nl", "narrow"), ("en", "wide")])
def test_pictures_of_federation(browser: Browser, live_site: str, town: Municipality, language: str, size: str) -> None:
    pages = "/beheer/federation"
    with TemporaryDirectory() as directory, federation_story.ourselves(Path(directory)):
        asked = federation_story.day(town)
        south = federation_story.SOUTH
        since = timezone.now() - timedelta(hours=30)
        federation_story.peer(south, failing_since=since, failure="timeout: after 10 s")
        for page in new_page(browser, live_site, viewport=SIZES[size]):
            page.context.add_cookies([{"name": "django_language", "value": "nl", "url": live_site}])
            log_in(page, town.admin)
            page.context.add_cookies([{"name": "django_language", "value": language, "url": live_site}])
            for name, path in {
                "federation": "/",
                "connections": "/storedcontract/",
                "connection": f"/storedcontract/{asked.pk}/change/",
                "publications": "/storedcontract/publications/",
                "federation-picture": "/peer/picture/",
            }.items():
                page.goto(f"{pages}{path}")
                keep(page, _named(name, language=language, size=size))
            page.goto(f"{pages}/storedcontract/new/?peer={south}&service=f6-zone-burgerlijke-stand")
            page.locator("[name=event_types]").first.check()
            page.locator("[name=purpose]").fill(federation_story.PURPOSE)
            page.locator("button[value=check]").click()
            keep(page, _named("connection-preview", language=language, size=size))


def _subscriptions(browser: Browser, live_site: str, town: Municipality, *, language: str, size: str) -> None:
    claim, move = town.parents_claim(), town.move()
    sequencer.seal_now()
    town.allow(town.admin, Permission.VIEW, zone=town.registry)
    held = subscription_story.day(town, claim, move)
    for page in new_page(browser, live_site, viewport=SIZES[size]):
        log_in(page, town.admin)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_site}])
        for name, path in {
            "subscriptions": "",
            "subscription": f"{held.pk}/change/",
            "subscription-new": "new/",
            "subscription-parked": f"{held.pk}/parked/",
        }.items():
            page.goto(f"/beheer/events/subscription/{path}")
            keep(page, _named(name, language=language, size=size))


def _administration(browser: Browser, live_site: str, town: Municipality, *, language: str, size: str) -> None:
    for page in new_page(browser, live_site, viewport=SIZES[size]):
        log_in(page, town.admin)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_site}])
        for name, path in {
            "administration": "",
            "rights": f"events/zone/{town.registry.pk}/rights/",
            "event-types": "events/eventtype/",
            "changes": "events/administrativechange/",
        }.items():
            page.goto(f"/beheer/{path}")
            keep(page, _named(name, language=language, size=size))


def _views(browser: Browser, live_site: str, town: Municipality, *, language: str, size: str) -> None:
    boss = view_story.administrator(town)
    view_story.address_view(boss)
    view_story.filled("adressen")
    for page in new_page(browser, live_site, viewport=SIZES[size]):
        page.context.add_cookies([{"name": "django_language", "value": "nl", "url": live_site}])
        log_in(page, boss)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": live_site}])
        for name, path in {
            "view": "/overzichten/adressen/",
            "view-new": "/overzichten/nieuw",
        }.items():
            page.goto(path)
            _whole(page)
            keep(page, _named(name, language=language, size=size))
        page.goto("/overzichten/adressen/wijzigen")
        page.locator("button[value=try]").click()
        _whole(page)
        keep(page, _named("view-tried", language=language, size=size))
        page.goto("/overzichten/nieuw")
        page.locator("button[value=save]").click()
        _whole(page)
        keep(page, _named("view-mistakes", language=language, size=size))
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]  # as above
        view_story.parked(town)
        rebuilding.begin("adressen", rate_max=100)
        for name, path in {"views": "/overzichten/", "rebuild": "/overzichten/adressen/herbouw"}.items():
            page.goto(path)
            keep(page, _named(name, language=language, size=size))


def _whole(page: Page) -> None:
    """As high as the page is, so that what sticks to the bottom of the window covers nothing."""
    width = page.viewport_size["width"] if page.viewport_size else 1280
    page.set_viewport_size({"width": width, "height": 1400})
    page.set_viewport_size({"width": width, "height": int(page.evaluate("document.documentElement.scrollHeight"))})


def _named(name: str, *, language: str, size: str) -> str:
    """The Dutch page on a wide screen is the picture of the page; the others say how they differ."""
    return "-".join([name, *(word for word in (language, size) if word not in ("nl", "wide"))])
