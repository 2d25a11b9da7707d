"""Going to a place as somebody, in a language."""

from django.test import Client
from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Page, Response

from events.models import User
from tests.browser.places.place import Place


def visit(page: Page, place: Place, *, language: str = "nl") -> Response:
    """Go there, as nobody else was before, and do what has to be done there first."""
    page.context.clear_cookies()
    page.context.add_cookies(_cookies(place.user, language=language, address=_address(page)))
    answer = page.goto(place.path)
    assert answer is not None
    place.before(page)
    page.wait_for_load_state()
    page.wait_for_function("document.body !== null && document.readyState === 'complete'")
    return answer


def _address(page: Page) -> str:
    return str(page.context._impl_obj._options["baseURL"])  # what `new_page` gave it


def _cookies(user: User | None, *, language: str, address: str) -> list[SetCookieParam]:
    client = Client()
    if user is not None:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    session = {name: morsel.value for name, morsel in client.cookies.items()}
    return [
        {"name": name, "value": value, "url": address}
        for name, value in {"django_language": language, **session}.items()
    ]
