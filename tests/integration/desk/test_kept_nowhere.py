"""No browser and no proxy keeps a page of the desk."""

import re

import pytest
from django.test import Client

from management_ui.middleware import KEPT_NOWHERE
from tests import draft_story as story
from tests import person_story
from tests.desk_story import PASSWORD, Municipality
from tests.integration.desk.conftest import LogIn

STYLE = "/static/management_ui/desk.css"


def test_no_page_with_personal_data_may_be_kept(town: Municipality) -> None:
    claim = town.parents_claim()
    client = Client()
    client.post("/inloggen", {"username": "wit", "password": PASSWORD})
    answers = [client.get(path) for path in ("/", f"/claims/{claim.id}", "/nergens")]
    assert [answer.status_code for answer in answers] == [200, 200, 404]
    assert {answer["Cache-Control"] for answer in answers} == {KEPT_NOWHERE}


def test_no_page_of_the_administration_may_be_kept(town: Municipality) -> None:
    client = Client()
    client.force_login(town.admin, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/beheer/", f"/beheer/events/zone/{town.registry.pk}/rights/"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert {"no-store", "private"} <= set(answer["Cache-Control"].split(", "))


@pytest.mark.usefixtures("settings_of_theme")
def test_what_tells_nothing_of_anybody_may_be_kept(town: Municipality) -> None:
    assert town.registry.pk
    theme, style = Client().get("/thema.css"), Client().get(STYLE)
    assert (theme.status_code, style.status_code) == (200, 200)
    for answer in (theme, style):
        assert "no-store" not in answer["Cache-Control"]


def test_no_name_of_a_person_stands_in_the_title_of_a_page_which_the_browser_remembers(
    town: Municipality, log_in: LogIn
) -> None:
    anna, claim = person_story.anna(town), town.parents_claim()
    client = log_in(town.official)
    sheet = client.get(f"/personen/{anna}").content.decode()
    [why, *_others] = re.findall(r'href="(/personen/[^"]*/waarom/[^"]*)"', sheet)
    titles = []
    for path in (f"/claims/{claim.id}", f"/personen/{anna}", why.replace("&amp;", "&"), story.begun(client)):
        page = client.get(path, headers={"accept-language": "nl"}).content.decode()
        [title] = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
        assert "Bakker" not in title
        assert "span" not in title
        titles.append(title)
    assert f"Geboorte {str(claim.id)[-6:]}" in titles[0]
    assert f"Persoon {str(anna)[-6:]}" in titles[1]
    assert len(set(titles)) == len(titles)
