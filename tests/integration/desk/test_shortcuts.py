"""The shortcuts: those of a page on it, all on their own page, and a switch for one account."""

from collections.abc import Iterator

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from events.models import User
from management_ui.personal.preferences import shortcuts_on
from management_ui.templatetags.house import House, house_of
from tests import view_story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


def house(path: str, user: User) -> House:
    request = RequestFactory().get(path)
    request.user = user
    request.resolver_match = resolve(path)
    return house_of(request)


def typed(found: House) -> Iterator[str]:
    return (it.typed for group in found.shortcuts for it in group.shortcuts)


def test_every_page_of_the_menu_has_keys_of_its_own(town: Municipality) -> None:
    found = house("/", view_story.administrator(town))
    addresses = [it.address for group in found.shortcuts for it in group.shortcuts if it.address]
    assert {item.address for item in found.menu} <= set(addresses)
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(
    "path", ["/", "/in-onderzoek", "/claims/00000000-0000-4000-8000-000000000000", "/overzichten/"]
)
def test_no_keys_do_two_things_on_one_page(town: Municipality, path: str) -> None:
    keys = list(typed(house(path, town.official)))
    assert len(keys) == len(set(keys))


def test_a_page_lists_what_works_there_and_their_own_page_lists_all(town: Municipality) -> None:
    assert "j" in typed(house("/", town.official))
    assert "v" not in typed(house("/", town.official))
    assert {"j", "v", "?", "g w"} <= set(typed(house("/sneltoetsen", town.official)))


def test_nobody_has_shortcuts_before_he_is_known(town: Municipality) -> None:
    page = Client().get("/inloggen").content.decode()
    assert "data-shortcuts" not in page
    assert Client().get("/sneltoetsen")["Location"] == "/inloggen?next=/sneltoetsen"
    assert town.official.pk


def test_the_switch_is_for_one_account_and_for_every_computer(town: Municipality, log_in: LogIn) -> None:
    assert log_in(town.official).post("/sneltoetsen", {"on": "no"})["Location"] == "/sneltoetsen"
    assert not shortcuts_on(town.official)
    assert shortcuts_on(town.colleague)
    assert 'data-shortcuts="off"' in log_in(town.official).get("/").content.decode()
    log_in(town.official).post("/sneltoetsen", {"on": "yes"})
    assert 'data-shortcuts="on"' in log_in(town.official).get("/").content.decode()
