"""A real browser on the real site: Debian's Chromium, driven by Playwright. Skipped, loudly, where there is none."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from events.models import User
from tests.database import Database
from tests.desk_story import PASSWORD, Municipality
from tests.emptying import Emptier
from tests.founding import found

CHROMIUM = os.environ.get("F6_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")

WAIT_MS = 10_000
"""How long a test waits for what must come; longer than anything takes on two busy cores."""
expect.set_options(timeout=WAIT_MS)

LogIn = Callable[[User], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("NO BROWSER TESTS: install Debian's chromium (apt-get install chromium), or set F6_CHROMIUM.")
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def town(database: Database, worker_database: tuple[Database, Emptier]) -> Municipality:
    return found(database, worker_database[1])


@pytest.fixture
def page(browser: Browser, live_site: str) -> Iterator[Page]:
    """A Dutch browser on the site; anything it logs as an error fails the test."""
    yield from new_page(browser, live_site)


@pytest.fixture
def page_without_javascript(browser: Browser, live_site: str) -> Iterator[Page]:
    yield from new_page(browser, live_site, java_script_enabled=False)


def new_page(browser: Browser, address: str, **options: object) -> Iterator[Page]:
    context = browser.new_context(base_url=address, locale="nl-NL", **options)  # type: ignore[arg-type]  # by name
    context.set_default_timeout(WAIT_MS)
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(f"{page.url}: {message.text}") if _is_fault(message) else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert not errors, errors


def _is_fault(message: ConsoleMessage) -> bool:
    """Whether the browser reports a fault of ours; what a page answers to what is wrong is for its test to judge."""
    address = message.location.get("url", "")
    of_a_page = "/static/" not in address or "htmx" in address  # which tells what a page answered
    told = re.search("(status of|Response Status Error Code) (4..|500|503)", message.text)
    return message.type == "error" and not (of_a_page and told)


def log_in(page: Page, user: User) -> None:
    page.goto("/inloggen")
    page.get_by_label("Gebruikersnaam").fill(user.username)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page where `F6_SCREENSHOTS` says; nothing otherwise.

    In a window as high as the page, so that what sticks to its edge covers nothing.
    """
    folder = os.environ.get("F6_SCREENSHOTS")
    if folder:
        size = page.viewport_size or {"width": 1280, "height": 900}
        height = max(size["height"], page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": size["width"], "height": height})
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
        page.set_viewport_size(size)
