"""The pages of subscriptions: a day of who administers them, without a browser, to a real receiver on this host."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from events import sequencer
from events.domain.permissions import Permission
from events.models import AdministrativeChange, DeliveryAttempt, Subscription, SubscriptionKey, User
from tests import subscription_story as story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn
from tests.receivers import Receiver, running, status

PAGES = "/beheer/events/subscription/"
State = Subscription.State


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


@pytest.fixture
def receiver(town: Municipality) -> Iterator[Receiver]:
    story.allow_loopback(town)
    with running(story.agreeing()) as found:
        yield found


def form(town: Municipality, **more: object) -> dict[str, object]:
    """What is typed to make one."""
    return {
        "owner": str(story.client(town).pk),
        "name": "Zaken",
        "url": story.ELSEWHERE,
        "content": "thin",
        "ordering": "object",
        "schemes": ["v1"],
        "start": "now",
        **more,
    }


def page_of(client: Client, path: str, code: int = 200) -> str:
    answer = client.get(f"{PAGES}{path}")
    assert answer.status_code == code, answer.content.decode()
    return answer.content.decode()


def acted(client: Client, held: Subscription, action: str, **more: str) -> str:
    """The page after a button."""
    answer = client.post(f"{PAGES}{held.pk}/change/", {"action": action, **more}, follow=True)
    return answer.content.decode()


def test_where_there_is_none_the_list_says_what_to_do(boss: Client) -> None:
    page = page_of(boss, "")
    assert "Nog geen systeem krijgt bericht" in page
    assert f'href="{PAGES}new/"' in page


def test_one_is_made_verified_paused_and_resumed(boss: Client, town: Municipality, receiver: Receiver) -> None:
    answer = boss.post(f"{PAGES}new/", form(town, url=receiver.url))
    made = Subscription.objects.get()
    page = answer.content.decode()
    secret = re.search(r"whsec_[\w+/=]+", page)
    assert answer.status_code == 200
    assert secret is not None
    assert "no-store" in answer["Cache-Control"]
    assert secret[0] not in page_of(boss, f"{made.pk}/keys/"), "it was shown once"
    assert "Nog te verifiëren" in page_of(boss, f"{made.pk}/change/")

    assert "De ontvanger is akkoord: er wordt vanaf nu bezorgd" in acted(boss, made, "handshake")
    assert [it.method for it in receiver.received] == ["OPTIONS"]
    assert "120 verzoeken per minuut" in page_of(boss, f"{made.pk}/change/")
    assert "Gepauzeerd." in acted(boss, made, "pause")
    assert "Hervat." in acted(boss, made, "resume")
    made.refresh_from_db()
    assert (made.state, made.owner.source_type) == (State.ACTIVE, "systeem")
    kept = list(AdministrativeChange.objects.filter(subject_id=str(made.pk)).order_by("pk"))
    assert [it.action for it in kept] == ["subscribed", "receiver-verified", "delivery-paused", "delivery-resumed"]
    assert {it.source_id for it in kept} == {town.admin.source_id}


def test_a_receiver_that_does_not_agree_is_told_of_and_can_be_pinged(
    boss: Client, town: Municipality, receiver: Receiver
) -> None:
    held = story.subscribed(town, url=receiver.url)
    receiver.answer = status(405)
    page = acted(boss, held, "handshake")
    assert "De ontvanger is niet akkoord" in page
    assert "geweigerd door de ontvanger" in page
    receiver.answer = status(204)
    assert "De ontvanger is akkoord" in acted(boss, held, "ping")
    held.refresh_from_db()
    assert held.verified_how == "ping"
    assert DeliveryAttempt.objects.count() == 2


def test_who_agreed_by_hand_is_asked_and_kept(boss: Client, town: Municipality) -> None:
    held = story.subscribed(town)
    answer = boss.post(f"{PAGES}{held.pk}/change/", {"action": "agree", "reason": "  "})
    assert answer.status_code == 422
    assert 'href="#id_reason"' in answer.content.decode()
    assert "Brief van 3 november" in acted(boss, held, "agree", reason="Brief van 3 november.")
    held.refresh_from_db()
    assert (held.state, held.verified_how) == (State.ACTIVE, "agreed")


def test_what_is_refused_says_how_to_mend_it(boss: Client, town: Municipality) -> None:
    held = story.subscribed(town)
    assert "Er wordt niets bezorgd" in acted(boss, held, "pause")
    assert "Verifieer" in acted(boss, held, "resume")
    assert "Nog te verifiëren" in acted(boss, held, "iets anders")


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
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(
    boss: Client, town: Municipality, wrong: dict[str, object], field: str, said: str
) -> None:
    answer = boss.post(f"{PAGES}new/", form(town, name="Zaken Noord") | wrong)
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
    answer = boss.post(f"{PAGES}new/", form(town))
    assert answer.status_code == 422
    assert 'id="id_name_error"' in answer.content.decode()


def test_another_row_for_a_condition_keeps_what_was_typed_and_judges_nothing(boss: Client, town: Municipality) -> None:
    sent = form(town, url="nog niets", **{"pointer-0": "/functie", "values-0": "W", "add-condition": "yes"})
    answer = boss.post(f"{PAGES}new/", sent | {"zones": ["burgerlijke-stand"]})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="pointer-1"' in page
    assert 'value="nog niets"' in page
    assert re.search(r'value="burgerlijke-stand"[^>]*checked', page)
    assert "id_url_error" not in page


def test_what_is_asked_for_is_kept_and_said_in_words(boss: Client, town: Municipality) -> None:
    person = uuid4()
    asked = {
        "event_types": ["Verhuizing"],
        "kinds": ["claim", "validation"],
        "zones": ["burgerlijke-stand"],
        "objects": f"{person}\n{person}",
        "pointer-0": "/functie",
        "values-0": 'W\n"12"\n12\ntrue',
        "pointer-2": "/gemeente",
        "schedule": "5 s, 5 min, 2 u, 1 d",
        "content": "full",
        "schemes": ["v1", "v1a"],
        "start": "beginning",
    }
    page = boss.post(f"{PAGES}new/", form(town, **asked)).content.decode()
    assert page.count('class="secret"') == 2
    held = Subscription.objects.get()
    assert held.filter == {
        "eventTypes": ["Verhuizing"],
        "kinds": ["claim", "validation"],
        "zones": ["burgerlijke-stand"],
        "objectIds": [str(person)],
        "data": [{"pointer": "/functie", "values": ["W", "12", 12, True]}, {"pointer": "/gemeente"}],
    }
    assert (held.schedule, held.cursor) == ([5, 300, 7200, 86400], 0)
    page = page_of(boss, f"{held.pk}/change/")
    for words in ("claims, validaties", "alleen over 1 object", "/gemeente is er", "5 s, 5 min, 2 u, 1 d"):
        assert words in page
    assert str(person) not in page
    assert "geheim" not in page


def test_a_form_that_is_sent_back_as_it_came_changes_nothing(boss: Client, town: Municipality) -> None:
    condition = {"pointer": "/functie", "values": ["W", "12", 12, None, " x "]}
    held = story.subscribed(town, filter={"data": [condition], "kinds": ["claim"]}, schedule=[90, 60])
    page = page_of(boss, f"{held.pk}/edit/")
    for text in ("&quot;12&quot;\n12\nnull\n&quot; x &quot;", "90 s, 1 min", "sleutel=geheim"):
        assert text in page
    sent = {
        "name": held.name,
        "url": held.url,
        "kinds": ["claim"],
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


def test_what_is_removed_is_said_before_and_is_in_the_record_after(boss: Client, town: Municipality) -> None:
    held = story.subscribed(town)
    story.attempted(held)
    page = page_of(boss, f"{held.pk}/remove/")
    assert "1 sleutel" in page
    assert "1 bewaarde poging" in page
    answer = boss.post(f"{PAGES}{held.pk}/remove/", follow=True)
    assert "is verwijderd" in answer.content.decode()
    assert not Subscription.objects.exists()
    assert AdministrativeChange.objects.latest("pk").action == "unsubscribed"
    page_of(boss, f"{held.pk}/change/", code=404)


def test_a_key_is_added_with_an_overlap_shown_once_and_the_former_ended(boss: Client, town: Municipality) -> None:
    held = story.subscribed(town)
    former = SubscriptionKey.objects.get()
    assert "laatste sleutel" in _retired(boss, held, former)
    assert boss.post(f"{PAGES}{held.pk}/keys/", {"scheme": "v1", "days": "8"}).status_code == 422
    page = boss.post(f"{PAGES}{held.pk}/keys/", {"scheme": "v1", "days": "7"}).content.decode()
    assert page.count("whsec_") == 1
    assert "whsec_" not in page_of(boss, f"{held.pk}/keys/")
    assert SubscriptionKey.objects.count() == 2
    assert "De sleutel tekent niet meer." in _retired(boss, held, former)
    assert not SubscriptionKey.objects.filter(pk=former.pk).exists()
    assert AdministrativeChange.objects.latest("pk").action == "key-retired"
    assert "niet meer" in boss.post(f"{PAGES}{held.pk}/keys/", {"retire": "x"}, follow=True).content.decode()


def _retired(client: Client, held: Subscription, key: SubscriptionKey) -> str:
    answer = client.post(f"{PAGES}{held.pk}/keys/", {"retire": str(key.pk)}, follow=True)
    return answer.content.decode()


def test_what_needs_somebody_stands_first(boss: Client, town: Municipality) -> None:
    event = town.parents_claim()
    sequencer.seal_now()
    story.being(story.passed(story.subscribed(town, "A gaat goed")), State.ACTIVE, story.Reason.VERIFIED)
    story.being(story.subscribed(town, "B gestopt"), State.STOPPED, story.Reason.GONE)
    story.being(story.subscribed(town, "C faalt"), State.ACTIVE, story.Reason.VERIFIED, failing_since=timezone.now())
    given_up = story.being(story.passed(story.subscribed(town, "D opgegeven")), State.ACTIVE, story.Reason.VERIFIED)
    story.parked(given_up, event)
    story.attempted(given_up, event)
    story.subscribed(town, "E nieuw")
    story.being(story.subscribed(town, "F gepauzeerd"), State.PAUSED, story.Reason.BY_HAND)
    story.being(story.subscribed(town, "A faalde te lang"), State.PAUSED, story.Reason.FAILING)
    page = page_of(boss, "")
    assert "5 vragen om iemand" in page
    found = re.findall(r">([A-F] [a-z ]+)</a>", page)
    assert found == [
        *("A faalde te lang", "B gestopt", "C faalt", "D opgegeven", "E nieuw", "F gepauzeerd"),
        "A gaat goed",
    ]
    assert "0 % van 1 poging" in page
    assert "1 opgegeven" in page
    assert "geheim" not in page
    assert "/haken/" not in page


def test_who_does_not_administer_every_zone_sees_none_of_it(town: Municipality, log_in: LogIn) -> None:
    held = story.subscribed(town)
    User.objects.filter(pk=town.official.pk).update(is_staff=True)
    town.allow(town.official, Permission.MANAGE, zone=town.registry)
    client = log_in(User.objects.get(pk=town.official.pk))
    one = f"{PAGES}{held.pk}/"
    addresses = [PAGES, f"{PAGES}new/", "/beheer/events/receiverallowance/"]
    addresses += [f"{one}{name}/" for name in ("change", "edit", "remove", "keys", "again", "attempts", "parked")]
    assert {client.get(it).status_code for it in addresses} == {403}
    assert {client.post(it, {"action": "pause"}).status_code for it in addresses} == {403}
    assert "Abonnementen" not in client.get("/beheer/").content.decode()
    assert Subscription.objects.filter(pk=held.pk).exists()


def test_what_is_not_there_is_not_found(boss: Client) -> None:
    for path in (f"{uuid4()}/change/", "geen-id/change/", f"{uuid4()}/attempts/", "geen-id/history/"):
        page_of(boss, path, code=404)


def test_what_was_changed_of_one_leads_to_the_record_of_changes(boss: Client, town: Municipality) -> None:
    held = story.subscribed(town)
    page = boss.get(f"{PAGES}{held.pk}/history/", follow=True).content.decode()
    assert "Abonnement gemaakt: <span" in page
    assert "Netwerk" not in page
