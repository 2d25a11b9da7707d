"""No page breaks a rule that axe knows: every page in two languages, light and dark, narrow and wide.

The pages are listed by what they are; a page that is not listed here fails `test_no_page_is_forgotten`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Browser, Page

from events import access
from events.commands.clients import register_client
from events.domain.event import Decision, Event
from events.models import EventType, User
from management_ui.urls import urlpatterns
from readmodels.projectors import rebuilding
from tests import investigation_story as story
from tests import person_story, view_story
from tests.browser.conftest import keep, new_page
from tests.desk_story import Municipality

NO_PAGES = {"logout", "set_language", "theme", "admin:token_revoke"}
SIZES = {"narrow": 320, "wide": 1280}


@dataclass(frozen=True)
class Look:
    """How a page is looked at."""

    size: str
    scheme: Literal["light", "dark"]
    forced: Literal["active", "none"] = "none"


LOOKS = [Look(size, scheme) for size in SIZES for scheme in ("light", "dark")] + [Look("wide", "light", "active")]


@dataclass
class Place:
    """Where to look, as whom, and what to do there first."""

    name: str
    path: str
    user: User | None
    before: Callable[[Page], None] = field(default=lambda _page: None)


def places(town: Municipality) -> Iterator[Place]:
    """Every page and every state of it that looks different."""
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    settled = town.midwifes_claim()
    claim = town.parents_claim_with_recognition(recognition)
    correction = town.correct(town.parent, claim, town.parents_data() | {"geslacht": "M"})
    rejected = town.move()
    town.decide(town.colleague, rejected, Decision.REJECTED, motivation="Geen bewijs van bewoning.")
    yield Place("inloggen", "/inloggen", None)
    yield Place("inloggen-fout", "/inloggen", None, _wrong_password)
    yield Place("werkvoorraad", "/", town.official)
    yield Place("werkvoorraad-leeg", "/?name=niemand", town.official)
    yield Place("werkvoorraad-zonder-zone", "/", town.newcomer)
    yield Place("beoordelen-claim", _address(claim), town.official)
    yield Place("beoordelen-zonder-motivering", _address(claim), town.official, _reject)
    yield Place("beoordelen-correctie", _address(correction), town.official)
    yield Place("beoordelen-eigen", _address(claim), town.parent)
    yield Place("beoordelen-afgewezen", _address(rejected), town.official)
    yield Place("niet-gevonden", "/claims/00000000-0000-4000-8000-000000000000", town.official)
    yield Place("in-onderzoek-leeg", "/in-onderzoek", town.official)
    decision = story.under_investigation(town)
    yield Place("in-onderzoek", "/in-onderzoek", town.official)
    yield Place("in-onderzoek-een", f"/in-onderzoek/{decision}", town.colleague)
    yield Place("in-onderzoek-zonder-motivering", f"/in-onderzoek/{decision}", town.colleague, _let_stand)
    yield from _persons(town)
    yield from _views(town)
    yield from _administration(town)
    town.decide(
        town.colleague, claim, act={"akte": {"aktenummer": "1AA0123", "registergemeente": "0518", "jaar": 2026}}
    )
    yield Place("werkvoorraad-geregeld", "/?pile=settled", town.official)
    yield Place("beoordelen-geregeld", _address(settled), town.official)


def _persons(town: Municipality) -> Iterator[Place]:
    """Finding a person, and his page in every state: two moments, nothing known yet, a family, a wrong day."""
    anna = person_story.anna(town)
    daan = person_story.a_family(town)
    yield Place("personen", "/personen", town.official)
    yield Place("personen-geweigerd", "/personen", town.newcomer)
    yield Place("personen-niets-gevraagd", "/personen", town.official, _search(""))
    yield Place("personen-gevonden", "/personen", town.official, _search("bakk"))
    yield Place("personen-niemand", "/personen", town.official, _search("niemand"))
    yield Place("persoon", f"/personen/{anna}", town.official)
    yield Place("persoon-toen", f"/personen/{anna}?as_of=2026-05-01&as_at=2026-04-30", town.official)
    yield Place("persoon-nog-niets", f"/personen/{anna}?as_at=1999-01-01", town.official)
    yield Place("persoon-verkeerde-dag", f"/personen/{anna}?as_of=gisteren", town.official)
    yield Place("persoon-familie", f"/personen/{daan}", town.official)
    yield Place("persoon-waarom", f"/personen/{daan}", town.official, _ask_why)
    yield Place("persoon-ingezien", f"/personen/{daan}/ingezien", town.admin)
    yield Place("persoon-niet-ingezien", "/personen/00000000-0000-4000-8000-000000000000/ingezien", town.admin)


def _views(town: Municipality) -> Iterator[Place]:
    """The pages of views in every state: being filled, answering, parked, wrong, tried."""
    boss = view_story.administrator(town)
    yield Place("overzichten-geweigerd", "/overzichten/", town.newcomer)
    view_story.address_view(town.official)
    yield Place("overzicht-wordt-gevuld", "/overzichten/adressen/", town.official)
    view_story.filled("adressen")
    view_story.parked(town)
    yield Place("overzichten", "/overzichten/", boss)
    yield Place("overzicht", "/overzichten/adressen/", town.official)
    yield Place("overzicht-van-f6", "/overzichten/persoonslijsten/", town.official)
    yield Place("overzicht-maken", "/overzichten/nieuw", town.official)
    yield Place("overzicht-maken-leeg", "/overzichten/nieuw", town.official, _keep)
    yield Place("overzicht-wijzigen", "/overzichten/adressen/wijzigen", town.official)
    yield Place("overzicht-beproefd", "/overzichten/adressen/wijzigen", town.official, _try)
    yield Place("overzicht-verwijderen", "/overzichten/adressen/verwijderen", town.official)
    yield Place("herbouw", "/overzichten/adressen/herbouw", boss)
    yield Place("herbouw-verkeerde-snelheid", "/overzichten/adressen/herbouw", boss, _too_fast)
    rebuilding.begin("adressen", rate_max=100)
    yield Place("herbouw-gaande", "/overzichten/adressen/herbouw", boss)
    yield Place("overzichten-herbouw-gaande", "/overzichten/", boss)
    view_story.filled("adressen")


def _administration(town: Municipality) -> Iterator[Place]:
    client = register_client("Verloskundigen De Lente", source_type="verloskundige", by=access.principal_of(town.admin))
    event_type = EventType.objects.get(name="Geboorte")
    for name, path in {
        "beheer": "",
        "beheer-zones": "events/zone/",
        "beheer-zone": f"events/zone/{town.registry.pk}/change/",
        "beheer-bevoegdheden": f"events/zone/{town.registry.pk}/rights/",
        "beheer-gebruikers": "events/user/",
        "beheer-gebruiker": f"events/user/{town.official.pk}/change/",
        "beheer-gebruiker-rechten": f"events/user/{town.official.pk}/rights/",
        "beheer-tokens": f"events/apiclient/{client.pk}/tokens/",
        "beheer-typen": "events/eventtype/",
        "beheer-type": f"events/eventtype/{event_type.pk}/change/",
        "beheer-verwerkingen": "events/processingrecord/",
        "beheer-groep": "auth/group/add/",
    }.items():
        yield Place(name, f"/beheer/{path}", town.admin)


def _address(event: Event) -> str:
    return f"/claims/{event.id}"


def _wrong_password(page: Page) -> None:
    page.locator("[name=username]").fill("wit")
    page.locator("[name=password]").fill("verkeerd")
    page.locator("main button").click()


def _reject(page: Page) -> None:
    page.locator("button[value=rejected]").click()


def _let_stand(page: Page) -> None:
    page.locator("form.decision button").click()


def _search(name: str) -> Callable[[Page], None]:
    def before(page: Page) -> None:
        page.locator("[name=name]").fill(name)
        page.locator("main form button").click()

    return before


def _ask_why(page: Page) -> None:
    page.locator("a[href*=waarom]").first.click()


def _keep(page: Page) -> None:
    page.locator("button[value=save]").click()


def _try(page: Page) -> None:
    page.locator("button[value=try]").click()


def _too_fast(page: Page) -> None:
    page.locator("[name=rate_max]").fill("0")
    page.locator("button[value=begin]").click()


@pytest.mark.verify
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_breaks_a_rule(browser: Browser, live_site: str, town: Municipality, language: str) -> None:
    broken: list[str] = []
    for page in new_page(browser, live_site, bypass_csp=True):  # axe puts styles of its own on the page
        for place in places(town):
            page.context.clear_cookies()
            page.context.add_cookies(_cookies(place.user, language=language, address=live_site))
            page.goto(place.path)
            place.before(page)
            for look in LOOKS:
                broken += [f"{place.name} {look}: {fault}" for fault in _faults(page, look=look)]
                keep(page, f"{place.name}-{language}-{look.size}-{look.scheme}-{look.forced}")
        assert not broken, "\n".join(broken)


def test_no_page_asks_what_the_content_security_policy_refuses(
    browser: Browser, live_site: str, town: Municipality
) -> None:
    for page in new_page(browser, live_site):  # which fails on what the browser reports
        for place in places(town):
            page.context.clear_cookies()
            page.context.add_cookies(_cookies(place.user, language="nl", address=live_site))
            answer = page.goto(place.path)
            assert answer is not None
            assert "default-src 'none'" in answer.headers["content-security-policy"]


def _faults(page: Page, *, look: Look) -> list[str]:
    page.emulate_media(color_scheme=look.scheme, forced_colors=look.forced, reduced_motion="reduce")
    page.set_viewport_size({"width": SIZES[look.size], "height": 900})
    # In forced colours the system chooses the colours; axe would judge ours, which nobody sees.
    rules = {"rules": {"color-contrast": {"enabled": look.forced == "none"}}}
    found = [f"{it['id']} {it['nodes'][0]['html']}" for it in Axe().run(page, options=rules).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("scrolls sideways")
    return found


def _cookies(user: User | None, *, language: str, address: str) -> list[SetCookieParam]:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = {name: morsel.value for name, morsel in client.cookies.items()}
    return [
        {"name": name, "value": value, "url": address}
        for name, value in {"django_language": language, **session}.items()
    ]


def test_no_page_is_forgotten() -> None:
    named = {pattern.name for pattern in urlpatterns if hasattr(pattern, "name")} - NO_PAGES
    views = {"views", "view", "view-new", "view-change", "view-remove", "rebuild"}
    persons = {"persons", "persons-found", "person", "person-why", "person-seen"}
    assert named == {"queue", "review", "investigations", "investigation", "login"} | views | persons
