"""The form of a subscription: wrong input is told of at its field, nothing typed is lost, what is asked is kept."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from events.models import AdministrativeChange, Subscription
from tests import subscription_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

PAGES = "/beheer/events/subscription/"
State = Subscription.State


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


def page_of(client: Client, path: str, code: int = 200) -> str:
    answer = client.get(f"{PAGES}{path}")
    assert answer.status_code == code, answer.content.decode()
    return answer.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"url": "http://ontvanger.example.nl/"}, "id_url", "https://"),
        ({"url": "https://10.0.0.1/haak"}, "id_url", "niet openbaar"),
        ({"name": ""}, "id_name", "vereist"),
        ({"objects": "geen-id"}, "id_objects", "id"),
        ({"schedule": "5 s, straks"}, "id_schedule", "straks"),
        ({"schedule": "90 d"}, "id_schedule", "604800"),
        ({"start": "moment"}, "id_start_at", "vanaf welk moment"),
        ({"start": "moment", "start_at": "2099-01-01T00:00"}, "id_start_at", "nog komen"),
        ({"pointer-0": "functie", "values-0": "W"}, "id_pointer-0", "JSON"),
        ({"pointer-0": "", "pointer-1": "x"}, "id_pointer-1", "JSON"),
        ({"pointer-0": "/functie", "values-0": "W\nW"}, "id_values-0", ""),
        ({"event_types": ["Hondenpenning"]}, "id_event_types", "Hondenpenning"),
        ({"zones": ["adreshuishouding"]}, "id_zones", "mag inzien"),
        ({"corrections": "on", "ordering": "none"}, "id_ordering", "zonder correcties"),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    boss: Client, town: Municipality, wrong: dict[str, object], field: str, said: str
) -> None:
    answer = boss.post(f"{PAGES}new/", story.typed(town, name="Zaken Noord") | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}_error"' in page
    summary = page[page.index('id="problems"') :]
    assert said in summary[: summary.index("</div>")]
    assert "Zaken Noord" in page or wrong.get("name") == ""
    assert not Subscription.objects.exists()


def test_a_name_that_is_taken_is_told_of_at_the_name(boss: Client, town: Municipality) -> None:
    story.subscribed(town)
    answer = boss.post(f"{PAGES}new/", story.typed(town))
    assert answer.status_code == 422
    assert 'id="id_name_error"' in answer.content.decode()


def test_another_row_for_a_condition_keeps_what_was_typed_and_judges_nothing(boss: Client, town: Municipality) -> None:
    sent = story.typed(town, url="nog niets", **{"pointer-0": "/functie", "values-0": "W", "add-condition": "yes"})
    answer = boss.post(f"{PAGES}new/", sent | {"zones": ["burgerlijke-stand"]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="pointer-1"' in page
    assert 'value="nog niets"' in page
    assert re.search(r'value="burgerlijke-stand"[^>]*checked', page)
    assert "id_url_error" not in page


SAID = (
    "claims, validaties",
    "deze stand geeft: gevalideerd, ingetrokken",
    "alleen over 1 object",
    "wat iets corrigeert dat al bezorgd is",
    "/gemeente is er",
    "5 s, 5 min, 2 u, 1 d",
)


def test_what_is_asked_for_is_kept_and_said_in_words(boss: Client, town: Municipality) -> None:
    person = uuid4()
    asked = {
        "event_types": ["Verhuizing"],
        "kinds": ["claim", "validation"],
        "zones": ["burgerlijke-stand"],
        "standings": ["accepted", "retracted"],
        "corrections": "on",
        "objects": f"{person}\n{person}",
        "pointer-0": "/functie",
        "values-0": 'W\n"12"\n12\ntrue',
        "pointer-2": "/gemeente",
        "schedule": "5 s, 5 min, 2 u, 1 d",
        "content": "full",
        "schemes": ["v1", "v1a"],
        "start": "beginning",
    }
    page = boss.post(f"{PAGES}new/", story.typed(town, **asked)).content.decode()
    assert page.count('class="secret"') == 2
    held = Subscription.objects.get()
    assert held.filter == {
        "eventTypes": ["Verhuizing"],
        "kinds": ["claim", "validation"],
        "zones": ["burgerlijke-stand"],
        "standings": ["accepted", "retracted"],
        "objectIds": [str(person)],
        "data": [{"pointer": "/functie", "values": ["W", "12", 12, True]}, {"pointer": "/gemeente"}],
    }
    assert (held.schedule, held.cursor, held.corrections) == ([5, 300, 7200, 86400], 0, True)
    page = page_of(boss, f"{held.pk}/change/")
    assert [it for it in SAID if it not in page] == []
    assert str(person) not in page
    assert "geheim" not in page


def test_a_form_that_is_sent_back_as_it_came_changes_nothing(boss: Client, town: Municipality) -> None:
    condition = {"pointer": "/functie", "values": ["W", "12", 12, None, " x "]}
    held = story.subscribed(
        town,
        filter={"data": [condition], "kinds": ["claim"], "standings": ["open"]},
        schedule=[90, 60],
        corrections=True,
    )
    page = page_of(boss, f"{held.pk}/edit/")
    for text in ("&quot;12&quot;\n12\nnull\n&quot; x &quot;", "90 s, 1 min", "sleutel=geheim"):
        assert text in page
    sent = {
        "name": held.name,
        "url": held.url,
        "kinds": ["claim"],
        "standings": ["open"],
        "corrections": "on",
        "content": "thin",
        "ordering": "object",
        "schedule": "90 s, 1 min",
        "pointer-0": "/functie",
        "values-0": 'W\r\n"12"\r\n12\r\nnull\r\n" x "',
    }
    before = AdministrativeChange.objects.count()
    assert boss.post(f"{PAGES}{held.pk}/edit/", sent).status_code == 302
    again = Subscription.objects.get()
    assert (again.filter, again.schedule) == (held.filter, held.schedule)
    assert AdministrativeChange.objects.count() == before


def test_another_address_must_be_verified_anew(boss: Client, town: Municipality) -> None:
    held = story.being(story.subscribed(town), State.ACTIVE, story.Reason.VERIFIED)
    sent = {"name": "Zaken", "url": "https://elders.example.nl/", "content": "thin", "ordering": "none"}
    answer = boss.post(f"{PAGES}{held.pk}/edit/", sent, follow=True)
    assert "verifieer de ontvanger" in answer.content.decode()
    held.refresh_from_db()
    assert (held.state, held.ordering) == (State.NEW, "none")
