"""Decisions under investigation at the desk: the list, the difference, and letting the decision stand."""

import re

from django.test import Client

from events.domain.permissions import Permission
from readmodels.models import Conclusion, Reexamination
from tests import investigation_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


def page_of(client: Client, path: str, *, status: int = 200) -> str:
    answer = client.get(path, headers={"Accept-Language": "nl"})
    assert answer.status_code == status
    return answer.content.decode()


def difference_on(client: Client, path: str) -> str:
    return str(client.get(path).context["form"].initial["difference"])


def test_the_work_queue_leads_to_what_is_under_investigation(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    assert "Er is geen besluit in onderzoek." in page_of(client, "/in-onderzoek")
    decision = story.under_investigation(town)
    assert client.get("/").context["investigated"] == 1
    listed = page_of(client, "/in-onderzoek")
    assert f"/in-onderzoek/{decision}" in listed
    assert "Overlijden van Sanne Smit" in listed


def test_the_page_shows_what_was_known_then_and_what_is_known_now(town: Municipality, log_in: LogIn) -> None:
    decision = story.under_investigation(town)
    shown = page_of(log_in(town.official), f"/in-onderzoek/{decision}")
    for text in ("Overlijden van Sanne Smit", "4 maart 2022", "Vervallen", "Slaagt nu niet", "Akte opgemaakt."):
        assert text in shown
    assert f"/claims/{Reexamination.objects.get().claim_id}" in shown


def test_everybody_whom_it_is_about_can_be_opened_from_the_page(town: Municipality, log_in: LogIn) -> None:
    decision = story.under_investigation(town)
    client = log_in(town.official)
    links = dict(re.findall(r'href="(/personen/[0-9a-f-]{36})">([^<]+)<', page_of(client, f"/in-onderzoek/{decision}")))
    assert set(links.values()) == {"Daan Smit", "Lotte Smit", "Sanne Smit"}
    assert all(client.get(link).status_code == 200 for link in links)


def test_an_official_lets_the_decision_stand_with_a_reason(town: Municipality, log_in: LogIn) -> None:
    decision = story.under_investigation(town)
    path, client = f"/in-onderzoek/{decision}", log_in(town.colleague)
    difference = difference_on(client, path)
    unsaid = client.post(path, {"difference": difference, "motivation": ""}, headers={"Accept-Language": "nl"})
    assert unsaid.status_code == 422
    assert "Geef aan waarom het besluit blijft staan." in unsaid.content.decode()
    assert not Conclusion.objects.exists()
    done = client.post(path, {"difference": difference, "motivation": "Sanne overleed later."}, follow=True)
    assert done.redirect_chain == [("/in-onderzoek", 302)]
    assert "Er is geen besluit in onderzoek." in page_of(client, "/in-onderzoek")
    assert "Sanne overleed later." in page_of(client, path)
    assert client.get(path).context["may_conclude"] is False


def test_who_submitted_the_claim_leaves_the_conclusion_to_a_colleague(town: Municipality, log_in: LogIn) -> None:
    decision = story.under_investigation(town)
    path, client = f"/in-onderzoek/{decision}", log_in(town.official)
    answer = client.post(path, {"difference": difference_on(client, path), "motivation": "Het klopt."})
    assert answer.status_code == 422
    assert "Het klopt." in answer.content.decode()
    assert not Conclusion.objects.exists()


def test_a_page_from_before_the_difference_changed_asks_again(town: Municipality, log_in: LogIn) -> None:
    decision = story.under_investigation(town)
    path, client = f"/in-onderzoek/{decision}", log_in(town.colleague)
    answer = client.post(path, {"difference": "0" * 64, "motivation": "Het klopt."}, headers={"Accept-Language": "nl"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Er is opnieuw iets veranderd terwijl u keek." in shown
    assert "Het klopt." in shown
    assert difference_on(client, path) in shown


def test_who_may_only_read_sees_no_button_and_who_may_not_sees_nothing(town: Municipality, log_in: LogIn) -> None:
    decision = story.under_investigation(town)
    path = f"/in-onderzoek/{decision}"
    reader = town.employ("lezer", "L. Ezer", rights=(Permission.VIEW,))
    assert log_in(reader).get(path).context["may_conclude"] is False
    page_of(log_in(town.newcomer), path, status=404)
    assert str(decision) not in page_of(log_in(town.newcomer), "/in-onderzoek")
