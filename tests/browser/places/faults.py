"""What is shown when something goes wrong on our side."""

from collections.abc import Iterator

from django.db import connections, transaction
from django.test import override_settings
from playwright.sync_api import Page

from tests.browser.places.place import Place
from tests.desk_story import Municipality

AT_ONCE = " -c lock_timeout=300 -c statement_timeout=300"


def places(town: Municipality) -> Iterator[Place]:
    """A fault that nobody foresaw, a database that does not answer in time, and what cannot be read."""
    claim = town.parents_claim()
    yield Place("niet-gevonden", "/nergens", town.official)
    yield Place("niet-gevonden-zonder-inloggen", "/nergens", None)
    yield Place("geen-pagina", "/werk/filters", town.official, leads_to="queue")
    with override_settings(LOGIN_REDIRECT_URL="bestaat-niet"):
        yield Place("fout", "/inloggen", town.official)
    with override_settings(BODY_BYTES_MAX=10, DATA_UPLOAD_MAX_MEMORY_SIZE=10):
        yield Place("te-groot", f"/claims/{claim.id}", town.official, reject)
    ours = connections.databases["default"]["OPTIONS"]
    usual = ours.get("options", "")
    ours["options"] = usual + AT_ONCE
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("LOCK TABLE events_zone IN ACCESS EXCLUSIVE MODE")
        yield Place("te-druk", "/", town.official)
    yield Place("te-druk-met-formulier", f"/claims/{claim.id}", town.official, reject_while_busy)
    ours["options"] = usual


def reject(page: Page) -> None:
    """Send a decision."""
    page.locator("[name=motivation]").fill("Niet in Lindenveen bevallen.")
    page.locator("button[value=rejected]").click()


def reject_while_busy(page: Page) -> None:
    """Send a decision while somebody else keeps the zones to himself."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("LOCK TABLE events_zone IN ACCESS EXCLUSIVE MODE")
        reject(page)
        page.locator("#reference").wait_for()
