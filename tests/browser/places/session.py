"""Logging in and what can go wrong with it; a session that ended; a page that was too old; the shortcuts."""

from collections.abc import Iterator

from django.conf import settings
from django.http import QueryDict
from playwright.sync_api import Page

from management_ui.personal import kept_forms, preferences
from tests.browser.places.place import Place
from tests.desk_story import Municipality

ZONE = "/beheer/events/zone/add/"


def places(town: Municipality) -> Iterator[Place]:
    """The way in and back, and what is the same everywhere."""
    claim = f"/claims/{town.parents_claim().id}"
    yield Place("inloggen", "/inloggen", None)
    yield Place("inloggen-fout", "/inloggen", None, wrong_password)
    yield Place("inloggen-sessie-verlopen", f"/inloggen?next=/hervatten?van={claim}", None)
    yield Place("inloggen-gepauzeerd", "/inloggen", None, wrong_too_often)
    kept_forms.keep(town.official, path=claim, typed=QueryDict("motivation=Niet+in+Lindenveen+bevallen.&expected={}"))
    yield Place("beoordelen-hersteld", claim, town.official)
    kept_forms.keep(town.admin, path=ZONE, typed=QueryDict("name=Leerplicht&slug=leerplicht&_save=Opslaan"))
    yield Place("hervatten", f"/hervatten?van={ZONE}", town.admin)
    yield Place("pagina-te-oud", claim, town.official, send_without_its_token)
    yield Place("inloggen-te-oud", "/inloggen", None, send_without_its_token)
    yield Place("sneltoetsen", "/sneltoetsen", town.official)
    yield Place("sneltoetsen-in-beeld", claim, town.official, ask_for_shortcuts)
    yield Place("beheer-sneltoetsen-in-beeld", "/beheer/", town.admin, ask_for_shortcuts)
    preferences.switch_shortcuts(town.official, on=False)
    yield Place("sneltoetsen-uit", "/sneltoetsen", town.official)
    yield Place("bezig-te-versturen", claim, town.official, sending)


def wrong_password(page: Page, username: str = "wit") -> None:
    """Try to get in with a password that is not his."""
    page.locator("[name=username]").fill(username)
    page.locator("[name=password]").fill("verkeerd")
    page.locator("main button").click()


def wrong_too_often(page: Page) -> None:
    """Try it until logging in is paused."""
    for _ in range(settings.LOGIN_FAILURES_MAX):
        wrong_password(page, "vergeten")
        page.wait_for_load_state()


def send_without_its_token(page: Page) -> None:
    """Send the form of a page whose token no longer fits."""
    page.evaluate("document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((it) => { it.value = 'x' })")
    page.locator("[name=motivation], [name=username]").fill("Alles klopt.")
    page.locator("main form button:not([hidden])").last.click()


def ask_for_shortcuts(page: Page) -> None:
    """Open the dialog."""
    page.keyboard.press("?")
    page.locator("dialog[open]").wait_for()


def sending(page: Page) -> None:
    """Press a button whose answer takes long: what is shown meanwhile."""
    page.evaluate(
        """() => {
          const said = document.getElementById("busy-said");
          document.querySelector("#decision").append(said);
          said.classList.remove("visually-hidden");
          said.textContent = said.dataset.long;
          document.querySelector("#decision").setAttribute("aria-busy", "true");
          document.querySelector("#decide").setAttribute("data-sending", "");
        }"""
    )
