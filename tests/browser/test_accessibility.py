"""No page breaks a rule that can be tested: every page and state, in two languages, in every way of looking.

The matrix is made, not listed: the addresses come from the URL patterns of the site, the administration's pages from
what is registered there; what has no place to look at fails `test_no_page_is_forgotten`.
"""

from collections.abc import Iterator

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser

from events.api.middleware import API
from tests.browser.conftest import keep, new_page
from tests.browser.looks import LOOKS, faults, looks_in
from tests.browser.places.administration import refused_pages
from tests.browser.places.areas import AREAS, NO_PAGES
from tests.browser.visits import visit
from tests.database import Database
from tests.desk_story import Municipality
from tests.emptying import Emptier

NOT_FOR_PEOPLE = (API.removeprefix("/"), "^api", "livez", "readyz")


@pytest.mark.verify
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_page_breaks_a_rule(browser: Browser, live_site: str, town: Municipality, area: str, language: str) -> None:
    broken: list[str] = []
    for page in new_page(browser, live_site, bypass_csp=True):  # axe puts styles of its own on the page
        for place in AREAS[area](town):
            visit(page, place, language=language)
            for look in looks_in(language):
                broken += [f"{place.name} {look}: {fault}" for fault in faults(page, look)]
                keep(page, f"{place.name}-{language}-{look}")
        assert not broken, "\n".join(broken)


BROKEN = {
    "an image without words": ("image-alt", "<img src='data:,'>"),
    "grey on grey": ("color-contrast", "<p style='color:#999;background:#aaa'>Lees mij</p>"),
    "a field without a label": ("label", "<input name='naam'>"),
    "two buttons on one fingertip": ("target-size", "<button style='all:unset'>x</button>" * 2),
    "what is wider than the window": ("scrolls sideways", "<div style='width:3000px'>lang</div>"),
    "text that is cut off": ("clips its text", "<p style='overflow:hidden;width:40px;white-space:nowrap'>Gemeente</p>"),
    "what moves": ("moves", "<p style='transition:all 1s'>hier</p>"),
}


def test_what_is_wrong_with_a_page_is_found(browser: Browser, live_site: str) -> None:
    """What is missed here would be missed on every page."""
    for page in new_page(browser, live_site, bypass_csp=True):
        for broken, (expected, html) in {"nothing": ("", "<p>Goed.</p>"), **BROKEN}.items():
            page.set_content(
                f"<!doctype html><html lang=nl><title>Proef</title><main><h1>Proef</h1>{html}</main></html>"
            )
            found = list(faults(page, LOOKS[0]))
            assert any(expected in it for it in found) if expected else found == [], (broken, found)


def test_no_page_is_forgotten(worker_database: tuple[Database, Emptier], database: Database) -> None:
    """Every address that shows a page is looked at; a new one fails here until an area has a place of it."""
    looked_at, refused = set(), set()
    for area in AREAS.values():
        town = Municipality()
        looked_at |= {place.shows for place in area(town)}
        refused |= refused_pages(town)
        with database.connect("owner") as owner:
            worker_database[1].empty(owner)
        ContentType.objects.clear_cache()
    assert set(addresses()) - looked_at - refused - set(NO_PAGES) == set()
    assert set(NO_PAGES) & looked_at == set()
    assert set(NO_PAGES) - set(addresses()) == set(), "these addresses are gone"


def addresses() -> Iterator[str]:
    """The name of every URL pattern for people; of one without a name, the pattern itself."""
    for pattern in get_resolver().url_patterns:
        if not str(pattern.pattern).startswith(NOT_FOR_PEOPLE):
            yield from _named(pattern, namespaces=())


def _named(pattern: URLPattern | URLResolver, *, namespaces: tuple[str, ...]) -> Iterator[str]:
    if isinstance(pattern, URLResolver):
        inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
        for one in pattern.url_patterns:
            yield from _named(one, namespaces=inner)
    else:
        yield ":".join((*namespaces, pattern.name or f"unnamed {pattern.pattern}"))
