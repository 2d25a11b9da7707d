"""Views at the desk: the list, the page of one with its rows, and removing it."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from events.models import ProcessingRecord
from readmodels.models import View
from tests import view_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn
from tests.investigation_story import follow

DUTCH = {"Accept-Language": "nl"}
PAGES = ["", "nieuw", "adressen/", "adressen/wijzigen", "adressen/verwijderen", "adressen/herbouw"]


def page_of(client: Client, path: str, *, status: int = 200) -> str:
    answer = client.get(path, headers=DUTCH)
    assert answer.status_code == status
    return answer.content.decode()


# -- who may see what --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_who_may_read_nothing_sees_no_page_of_views(town: Municipality, log_in: LogIn, page: str) -> None:
    story.address_view(town.official)
    client = log_in(town.newcomer)
    assert "Geen toegang" in page_of(client, f"/overzichten/{page}", status=403)
    assert "/overzichten/" not in client.get("/").content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_logged_in_is_asked_to(town: Municipality, client: Client, page: str) -> None:
    assert client.get(f"/overzichten/{page}").headers["Location"].startswith("/inloggen")


@pytest.mark.parametrize("page", ["adressen/wijzigen", "adressen/verwijderen", "persoonslijsten/wijzigen"])
def test_a_view_of_somebody_else_is_looked_at_and_not_changed(town: Municipality, log_in: LogIn, page: str) -> None:
    story.address_view(town.official)
    client = log_in(town.colleague)
    shown = page_of(client, "/overzichten/adressen/")
    assert reverse("view-change", args=["adressen"]) not in shown
    assert "Geen toegang" in page_of(client, f"/overzichten/{page}", status=403)
    assert client.post(f"/overzichten/{page}", {**story.FORM, "action": "save"}).status_code == 403
    assert View.objects.get(name="adressen").title == "Adressen"


def test_who_administers_every_zone_may_change_it_all_the_same(town: Municipality, log_in: LogIn) -> None:
    story.address_view(town.official)
    client = log_in(story.administrator(town))
    assert reverse("view-change", args=["adressen"]) in page_of(client, "/overzichten/adressen/")
    page_of(client, "/overzichten/adressen/wijzigen")


def test_a_form_of_another_site_is_refused(town: Municipality) -> None:
    story.address_view(town.official)
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.official, backend="django.contrib.auth.backends.ModelBackend")
    for page in ("nieuw", "adressen/wijzigen", "adressen/verwijderen"):
        assert client.post(f"/overzichten/{page}", story.FORM).status_code == 403
    assert View.objects.filter(name="adressen").exists()


# -- the list ----------------------------------------------------------------------------------------------------------


def test_the_list_tells_of_every_view_whether_it_answers_and_how_far_it_is(town: Municipality, log_in: LogIn) -> None:
    story.address_view(town.official)
    client = log_in(town.official)
    page = page_of(client, "/overzichten/")
    for text in ("Persoonslijsten", "Hoort bij F6", "Adressen", "Gemaakt door u", "Wordt gevuld", "van 2 personen"):
        assert text in page
    assert "Geparkeerd" not in page
    story.filled("adressen")
    page = page_of(client, "/overzichten/")
    assert "Wordt gevuld" not in page
    assert "Gemaakt door iemand anders" in page_of(log_in(town.colleague), "/overzichten/")
    assert "vandaag" in page
    town.move()
    story.follow_only_the_log()
    assert "1 gebeurtenis achter" in page_of(client, "/overzichten/")


def test_what_is_parked_shows_to_who_administers_every_zone(town: Municipality, log_in: LogIn) -> None:
    story.address_view(town.official)
    story.filled("adressen")
    story.parked(town)
    page = page_of(log_in(story.administrator(town)), "/overzichten/")
    assert "Geparkeerde personen" in page
    assert "/overzichten/adressen/herbouw#h-parked" in page


# -- the page of one ---------------------------------------------------------------------------------------------------


def test_a_view_shows_its_definition_its_rows_and_where_its_api_is(town: Municipality, log_in: LogIn) -> None:
    town.move()
    story.address_view(town.official)
    story.filled("adressen")
    page = page_of(log_in(town.official), "/overzichten/adressen/")
    for text in ("Molenweg", "Nieuw adres – straat", "ook open claims", "Overlijden", "“Dorpsstraat”"):
        assert text in page
    for address in ("/api/v1/views/adressen/rows", "/api/v1/views/adressen/openapi"):
        assert f"http://testserver{address}" in page
    assert ProcessingRecord.objects.filter(name="Eigen overzicht geraadpleegd").exists()


def test_its_rows_are_those_of_the_chosen_moments(town: Municipality, log_in: LogIn) -> None:
    town.move()
    story.address_view(town.official)
    story.filled("adressen")
    client = log_in(town.official)
    assert "Molenweg" in page_of(client, "/overzichten/adressen/?as_of=2026-11-02")
    before = page_of(client, "/overzichten/adressen/?as_of=2026-10-31")
    assert "Niemand heeft een rij op deze momenten." in before
    assert "Geldig op 31 oktober 2026" in before
    assert "Niemand heeft een rij" in page_of(client, "/overzichten/adressen/?as_at=2020-01-01")
    assert "Voer een geldige datum in" in page_of(client, "/overzichten/adressen/?as_of=ooit")


def test_the_next_page_goes_on_for_the_same_moments(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("management_ui.views.own_views.PAGE_SIZE", 2)
    people = [uuid4() for _ in range(3)]
    for person in people:
        story.moves(town, person)
    story.address_view(town.official)
    story.filled("adressen")
    client = log_in(town.official)
    first = client.get("/overzichten/adressen/", {"as_of": "2026-11-05"})
    story.moves(town, uuid4())
    follow()
    second = client.get("/overzichten/adressen/", {"as_of": "2026-11-05", "after": first.context["next"]})
    found = [row.person for page in (first, second) for row in page.context["rows"]]
    assert sorted(found) == sorted(people)
    assert second.context["next"] == ""
    assert second.context["as_at"] == first.context["as_at"]
    strange = client.get("/overzichten/adressen/", {"after": first.context["next"]})
    assert strange.context["is_first"]


def test_rows_of_what_one_may_not_see_are_not_shown(town: Municipality, log_in: LogIn) -> None:
    story.moves(town, story.joris(town), zone="adreshuishouding", by=town.official)
    story.address_view(town.official)
    story.filled("adressen")
    assert "Molenweg" not in page_of(log_in(town.colleague), "/overzichten/adressen/")
    assert "Molenweg" in page_of(log_in(town.official), "/overzichten/adressen/")


def test_a_view_that_is_behind_says_so(town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    story.address_view(town.official)
    story.filled("adressen")
    story.moves(town, story.joris(town))
    story.follow_only_the_log()
    story.fall_behind("adressen", monkeypatch)
    assert "Dit overzicht loopt achter" in page_of(log_in(town.official), "/overzichten/adressen/")


def test_a_view_that_no_longer_fits_its_event_types_says_where_and_whom_to_ask(
    town: Municipality, log_in: LogIn
) -> None:
    view = story.address_view(town.official)
    assert view.definition is not None
    assert "past niet meer" not in page_of(log_in(town.official), "/overzichten/adressen/")
    fields = [{"name": "plaats", "pointer": "/event_data/plaatsnaam"}]  # of a version that is no longer the newest
    view.definition |= {"fields": fields}
    view.save()
    page = page_of(log_in(town.official), "/overzichten/adressen/")
    assert "Dit overzicht past niet meer bij wat nu wordt vastgelegd" in page
    assert "plaats: Wijs naar wat deze gebeurtenistypen kunnen hebben" in page
    assert "Vraag het aan wie het maakte" not in page
    assert "Vraag het aan wie het maakte" in page_of(log_in(town.colleague), "/overzichten/adressen/")


def test_what_comes_with_f6_has_a_page_without_rows(town: Municipality, log_in: LogIn) -> None:
    page = page_of(log_in(town.official), "/overzichten/persoonslijsten/")
    assert "landelijke vragen" in page
    assert "wijzigen" not in page


def test_a_view_that_does_not_exist_is_not_found(town: Municipality, log_in: LogIn) -> None:
    client = log_in(story.administrator(town))
    for page in ("", "wijzigen", "verwijderen", "herbouw"):
        page_of(client, f"/overzichten/ooit/{page}", status=404)


@pytest.mark.parametrize("address", ["%01/", "nieuw?van=%01", "nieuw?van=ooit", "a~1/", "Ooit/herbouw"])
def test_an_address_that_cannot_be_that_of_a_view_is_not_found(town: Municipality, log_in: LogIn, address: str) -> None:
    page_of(log_in(story.administrator(town)), f"/overzichten/{address}", status=404)


@pytest.mark.parametrize("address", ["%00/", "nieuw?van=%00"])
def test_an_address_that_cannot_be_read_is_refused(town: Municipality, log_in: LogIn, address: str) -> None:
    page_of(log_in(story.administrator(town)), f"/overzichten/{address}", status=400)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-11-02", ""])
@pytest.mark.parametrize("moment", ["as_of", "as_at"])
def test_any_day_may_be_asked(town: Municipality, log_in: LogIn, moment: str, day: str) -> None:
    story.address_view(town.official)
    story.filled("adressen")
    page_of(log_in(town.official), f"/overzichten/adressen/?{moment}={day}&after=onzin")


# -- removing ----------------------------------------------------------------------------------------------------------


def test_removing_asks_first_and_then_removes(town: Municipality, log_in: LogIn) -> None:
    story.address_view(town.official)
    client = log_in(town.official)
    assert "Dit overzicht verwijderen?" in page_of(client, "/overzichten/adressen/verwijderen")
    assert View.objects.filter(name="adressen").exists()
    done = client.post("/overzichten/adressen/verwijderen", follow=True, headers=DUTCH)
    assert done.redirect_chain == [("/overzichten/", 302)]
    assert "is verwijderd" in done.content.decode()
    assert not View.objects.filter(name="adressen").exists()
