"""The pages of what is fetched: nothing on them is about sending, and nothing needs JavaScript."""

import pytest
from django.test import Client
from django.utils import timezone

from events.models import AdministrativeChange, Subscription
from tests import subscription_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

PAGES = "/beheer/events/subscription/"
NEW = f"{PAGES}new/?mode=pull"
OF_SENDING = ('name="url"', 'name="ordering"', 'name="schedule"', 'name="schemes"')


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


def page_of(client: Client, path: str) -> str:
    answer = client.get(f"{PAGES}{path}", follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def fetched(town: Municipality) -> Subscription:
    return story.fetched(town)


def test_the_form_asks_only_what_fits_what_was_chosen(boss: Client, town: Municipality) -> None:
    story.client(town)
    sent, of_owner = page_of(boss, "new/"), page_of(boss, "new/?mode=pull")
    assert all(it in sent for it in OF_SENDING)
    assert not any(it in of_owner for it in OF_SENDING)
    assert 'href="/beheer/events/subscription/new/?mode=pull"' in sent
    assert 'name="start"' in of_owner


def test_one_is_made_and_its_page_says_where_it_is_fetched(boss: Client, town: Municipality) -> None:
    typed = {"owner": str(story.client(town).pk), "name": "Zaken", "content": "full", "start": "beginning"}
    answer = boss.post(NEW, typed, follow=True)
    page = answer.content.decode()
    made = Subscription.objects.get()
    assert (made.mode, made.state, made.url, made.content) == ("pull", "active", "", "full")
    assert "Gemaakt. De eigenaar kan vanaf nu ophalen" in page
    assert f"/api/v1/subscriptions/{made.pk}/feed" in page
    assert "Laatst opgehaald" in page
    assert not any(it in page for it in ("Verifieer", "handshake", "Pogingen", "Sleutels", "Geparkeerd"))
    kept = AdministrativeChange.objects.get(action="subscribed").after
    assert kept
    assert kept["mode"] == "pull"


def test_a_mistake_is_told_at_its_field_in_the_same_form(boss: Client, town: Municipality) -> None:
    answer = boss.post(NEW, {"owner": str(story.client(town).pk), "name": "", "content": "thin", "start": "now"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_name_error"' in page
    assert not any(it in page for it in OF_SENDING)


def test_it_is_changed_paused_resumed_and_removed(boss: Client, town: Municipality) -> None:
    held = fetched(town)
    page = page_of(boss, f"{held.pk}/edit/")
    assert not any(it in page for it in OF_SENDING)
    changed = boss.post(f"{PAGES}{held.pk}/edit/", {"name": "Anders", "content": "full"}, follow=True)
    assert "Vanaf nu wordt verteld wat u vroeg" in changed.content.decode()
    held.refresh_from_db()
    assert (held.name, held.content) == ("Anders", "full")
    for action, says in (("pause", "Er kan niets worden opgehaald"), ("resume", "tot de eigenaar het ophaalt")):
        answer = boss.post(f"{PAGES}{held.pk}/change/", {"action": action}, follow=True)
        assert says in answer.content.decode()
    assert "geen enkele cursor ervan werkt nog" in page_of(boss, f"{held.pk}/remove/")
    boss.post(f"{PAGES}{held.pk}/remove/")
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("path", ["keys", "attempts", "attempts/1", "parked", "again"])
def test_a_page_about_sending_leads_back_with_the_reason(boss: Client, town: Municipality, path: str) -> None:
    page = page_of(boss, f"{fetched(town).pk}/{path}/")
    assert "er wordt niets van gestuurd" in page
    assert "Laatst opgehaald" in page


def test_the_list_says_when_it_was_last_fetched(boss: Client, town: Municipality) -> None:
    held = fetched(town)
    assert "haalt de eigenaar zelf op" in page_of(boss, "")
    assert "nooit" in page_of(boss, "")
    Subscription.objects.filter(pk=held.pk).update(asked_at=timezone.now())
    assert "nooit" not in page_of(boss, "")
