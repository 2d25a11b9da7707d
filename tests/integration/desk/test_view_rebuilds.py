"""Rebuilding a view at the desk: beginning, following, slowing down, stopping; and what is parked."""

from typing import Any

import pytest
from django.test import Client

from events.models import ProcessingRecord
from readmodels.models import Build, ViewObject
from readmodels.projectors import rebuilding
from tests import view_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

DUTCH = {"Accept-Language": "nl"}
PATH = "/overzichten/adressen/herbouw"


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    """An administrator of every zone, where the view of addresses answers."""
    town.move()
    story.address_view(town.official)
    story.filled("adressen")
    return log_in(story.administrator(town))


def page_of(client: Client, path: str = PATH) -> str:
    answer = client.get(path, headers=DUTCH)
    assert answer.status_code == 200
    return answer.content.decode()


def pressed(client: Client, action: str, **more: Any) -> Any:
    return client.post(PATH, {"action": action, **more}, headers=DUTCH, follow=True)


def html(answer: Any) -> str:
    return str(answer.content.decode())


def test_only_who_administers_every_zone_may_rebuild(town: Municipality, boss: Client, log_in: LogIn) -> None:
    owner = log_in(town.official)
    assert PATH not in owner.get("/overzichten/adressen/").content.decode()
    for action in ("begin", "rate", "stop", "retry"):
        assert owner.post(PATH, {"action": action}).status_code == 403
    assert Build.objects.filter(view__name="adressen").count() == 1
    assert PATH in page_of(boss, "/overzichten/adressen/")


def test_a_rebuild_is_begun_followed_and_found_right(boss: Client) -> None:
    begun = html(pressed(boss, "begin", rate_max="500"))
    assert "De herbouw is begonnen." in begun
    assert '<progress value="0" max="2"' in begun
    for text in ("Bouwsel 2 wordt gevuld", "0 van 2 personen", "ten hoogste 500 personen per seconde"):
        assert text in begun
    assert Build.objects.get(view__name="adressen", number=2).rate_max == 500
    story.filled("adressen")
    done = page_of(boss)
    assert "<progress" not in done
    assert "geen anders dan voorheen" in done
    assert "Vervangen" in done
    assert ProcessingRecord.objects.filter(name="Herbouw van weergave begonnen").exists()


def test_without_javascript_the_page_refreshes_itself_only_while_there_is_something_to_follow(boss: Client) -> None:
    refresh = '<noscript><meta http-equiv="refresh" content="10"></noscript>'
    assert refresh not in page_of(boss)
    pressed(boss, "begin")
    assert refresh in page_of(boss)
    quiet = page_of(boss, f"{PATH}?stil=ja")
    assert "http-equiv" not in quiet
    assert "Laat deze pagina zichzelf verversen" in quiet


def test_a_rebuild_goes_slower_and_stops(boss: Client) -> None:
    pressed(boss, "begin")
    assert "nieuwe snelheid" in html(pressed(boss, "rate", number="2", rate_max="7"))
    assert Build.objects.get(view__name="adressen", number=2).rate_max == 7
    assert "op de nieuwe snelheid" in html(pressed(boss, "rate", number="2", rate_max=""))
    assert Build.objects.get(view__name="adressen", number=2).rate_max is None
    stopped = html(pressed(boss, "stop", number="2"))
    assert "De herbouw is gestopt." in stopped
    assert "Stopgezet door een beheerder." in stopped
    assert Build.objects.get(view__name="adressen", number=2).state == "failed"


@pytest.mark.parametrize("rate", ["0", "-1", "veel", "1000001"])
def test_a_speed_that_cannot_be_is_refused_and_stays_as_it_was_typed(boss: Client, rate: str) -> None:
    answer = pressed(boss, "begin", rate_max=rate)
    assert answer.status_code == 422
    assert f'value="{rate}"' in html(answer)
    assert "#id_rate_max" in html(answer)
    assert Build.objects.filter(view__name="adressen").count() == 1


def test_two_who_begin_at_once_make_one_rebuild(boss: Client) -> None:
    rebuilding.begin("adressen")
    answer = pressed(boss, "begin")
    assert answer.status_code == 422
    assert "Dit overzicht wordt al herbouwd." in html(answer)


def test_stopping_what_has_ended_is_refused(boss: Client) -> None:
    answer = pressed(boss, "stop", number="1")
    assert answer.status_code == 422
    assert Build.objects.get(view__name="adressen").state == "live"


def test_a_parked_person_shows_with_the_reason_and_is_tried_again(town: Municipality, boss: Client) -> None:
    parked = story.parked(town)
    page = page_of(boss)
    assert str(parked.object_id) in page
    assert "KeyError" in page
    again = html(pressed(boss, "retry", object=str(parked.object_id)))
    assert "niet meer geparkeerd" in again
    assert not ViewObject.objects.exclude(parked_for="").exists()
    for nobody in (str(parked.object_id), "onzin"):
        assert pressed(boss, "retry", object=nobody).status_code == 422


def test_a_form_of_another_site_is_refused(town: Municipality, boss: Client) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(story.administrator_again(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(PATH, {"action": "begin"}).status_code == 403
    assert Build.objects.filter(view__name="adressen").count() == 1
