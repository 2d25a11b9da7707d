"""No browser and no proxy keeps a page of the desk."""

import pytest
from django.test import Client

from management_ui.middleware import KEPT_NOWHERE
from tests.desk_story import PASSWORD, Municipality

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
