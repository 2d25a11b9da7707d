"""The front page of the administration."""

import re

from django.test import RequestFactory

from events.domain.permissions import Permission
from management_ui.presenters.administration import FEDERATION, SECTIONS, VIEWS, sections
from management_ui.site import site
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


def test_everything_that_is_administered_has_a_place_on_it(town: Municipality) -> None:
    registered = {model.__name__ for model in site._registry}
    placed = [name for _title, does in SECTIONS for name in does]
    assert len(placed) == len(set(placed))
    assert registered - set(placed) == set()
    request = RequestFactory().get("/beheer/")
    request.user = town.admin
    shown = {entry.title for section in sections(site.get_app_list(request)) for entry in section.entries}
    assert len(shown) == len(registered | {VIEWS, FEDERATION})


def test_it_tells_what_was_changed_last_to_who_administers_every_zone(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.admin)
    client.post("/beheer/auth/group/add/", {"name": "Burgerzaken"})
    said = client.get("/beheer/").content.decode()
    assert re.search("Toegevoegd: <b lang=.nl.>Burgerzaken</b>", said)
    assert town.admin.get_full_name() in said


def test_who_administers_one_zone_sees_its_pages_and_not_what_was_changed_in_others(
    town: Municipality, log_in: LogIn
) -> None:
    town.colleague.is_staff = True
    town.colleague.save()
    town.allow(town.colleague, Permission.MANAGE, zone=town.registry)
    said = log_in(town.colleague).get("/beheer/").content.decode()
    assert "Laatst gewijzigd" not in said
    assert "Beheer" in said
