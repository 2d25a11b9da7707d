"""Working in the queue: whose work, what is taken and handed over, how long there is, what is kept, what is new."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from events import access
from events.commands import work as commands
from events.commands.permissions import grant_permission
from events.domain.event import Event
from events.domain.permissions import Permission, Principal
from events.models import SavedFilter, Standing, User, WorkItem
from events.queries import work
from readmodels.domain.known import local_day
from tests.desk_story import DECIDES, Municipality
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.test_queue import _claims


def _as(user: User) -> Principal:
    return access.principal_of(User.objects.get(pk=user.pk))


def _queue(client: Client, query: str = "") -> str:
    answer = client.get(f"/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def _act(client: Client, *events: Event, **more: str) -> str:
    answer = client.post("/werk", {"event": [str(event.id) for event in events], **more}, follow=True)
    return str(answer.content.decode())


def test_one_takes_from_the_queue_and_finds_it_under_his_own_work(town: Municipality, log_in: LogIn) -> None:
    mine, other = town.move(), town.parents_claim()
    client = log_in(town.official)
    page = client.post("/werk", {"take": str(mine.id)}, follow=True).content.decode()
    assert "U hebt dit nu in behandeling." in page
    assert _claims(_queue(client, "?whose=mine")) == [str(mine.id)]
    assert _claims(_queue(client, "?whose=free")) == [str(other.id)]
    assert "M. de Wit" in _queue(log_in(town.colleague))
    client.post("/werk", {"release": str(mine.id)})
    assert _claims(_queue(client, "?whose=mine")) == []


def test_each_tab_says_how_many_there_are(town: Municipality, log_in: LogIn) -> None:
    first, _second, _third = town.move(), town.parents_claim(), town.midwifes_claim()
    client = log_in(town.official)
    _act(client, first, act="take")
    owners = {item["label"]: item["count"] for item in client.get("/").context["owners"]}
    assert owners == {"Van iedereen": "3", "Van mij": "1", "Van mijn groep": "0", "Van niemand": "2"}


@pytest.mark.parametrize(
    "sent", [{"forget": "²"}, {"forget": "9" * 40}, {"filter_name": "x", "back": "type=" + "A" * 600}]
)
def test_a_kept_filter_that_cannot_be_is_answered_in_words(
    town: Municipality, log_in: LogIn, sent: dict[str, str]
) -> None:
    assert log_in(town.official).post("/werk/filters", sent).status_code == 302
    assert not SavedFilter.objects.exists()


def test_several_at_once_give_a_result_per_row(town: Municipality, log_in: LogIn) -> None:
    free, held = town.move(), town.parents_claim()
    commands.take(held.id, by=_as(town.colleague))
    page = _act(log_in(town.official), free, held, act="take")
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)[1:]
    assert len(rows) == 2
    assert "Gedaan" in rows[0]
    assert "Niet gedaan" in rows[1]
    assert "R. Jansen heeft dit in behandeling" in rows[1]
    assert WorkItem.objects.get(event_id=free.id).holder == town.official


def test_nothing_ticked_says_so_and_nonsense_is_passed_over(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    assert "Kruis eerst minstens één claim aan." in _act(client, act="take")
    answer = client.post("/werk", {"event": ["geen id", str(uuid4())], "act": "take"}, follow=True)
    assert "Deze gebeurtenis bestaat niet" in answer.content.decode()


def test_it_is_handed_to_a_group_with_a_note_and_stands_under_the_groups_work(
    town: Municipality, log_in: LogIn
) -> None:
    claim, team = town.move(), Group.objects.create(name="Team verhuizingen")
    for permission in DECIDES:
        grant_permission(permission, zone=town.registry, to=team, by=_as(town.admin))
    town.newcomer.groups.add(team)
    client = log_in(town.official)
    asked = _act(client, claim, act="hand_over")
    assert "Team verhuizingen" in asked
    assert "R. Jansen" in asked
    form = {"act": "hand_over", "confirmed": "yes", "to": f"group-{team.pk}"}
    refused = client.post("/werk", {"event": [str(claim.id)], **form, "note": ""})
    assert refused.status_code == 422
    assert 'href="#id_note"' in refused.content.decode()
    assert "Overgedragen." in _act(client, claim, **form, note="Graag vandaag nog.")
    assert _claims(_queue(log_in(town.newcomer), "?whose=group")) == [str(claim.id)]
    assert _claims(_queue(client, "?whose=group")) == []


def test_a_claim_is_never_offered_to_whom_submitted_it(town: Municipality, log_in: LogIn) -> None:
    town.allow(town.newcomer, *DECIDES, zone=town.registry)
    own = town.claim(
        town.newcomer,
        "Overlijden",
        {"persoon": {"objectId": str(town.family.joris)}, "overlijdensdatum": {"type": "JaarDatum", "jaar": 2026}},
        town.family.joris,
    )
    assert "N. Ieuw" not in _act(log_in(town.official), own, act="hand_over").partition("<main")[2]
    assert f'value="{own.id}"' not in _queue(log_in(town.newcomer))


def test_what_is_overdue_is_marked_counted_and_comes_first_in_the_order_of_terms(
    town: Municipality, log_in: LogIn
) -> None:
    early, late = town.move(), town.parents_claim()
    today = local_day(datetime.now(UTC))
    Standing.objects.filter(event_id=late.id).update(due_on=today - timedelta(days=2))
    client = log_in(town.official)
    page = _queue(client)
    assert _claims(page)[:2] == [str(early.id), str(late.id)]
    assert "2 dagen te laat" in page
    assert "Van 1 claim is de wettelijke termijn verstreken." in page
    assert _claims(_queue(client, "?order=term")) == [str(late.id), str(early.id)]
    assert _claims(_queue(client, "?due=overdue")) == [str(late.id)]
    assert _claims(_queue(client, "?due=soon")) == [str(late.id)]


def test_the_term_of_a_birth_is_that_of_the_law(town: Municipality) -> None:
    claim = town.parents_claim()  # born on Friday 20 November 2026
    assert Standing.objects.get(event_id=claim.id).due_on.isoformat() == "2026-11-24"


@pytest.mark.parametrize("known", [{"type": "DatumOnbekend", "onbekend": True}, {"type": "JaarDatum", "jaar": 2026}])
def test_a_birth_of_which_the_day_is_not_known_is_due_from_receipt_on(town: Municipality, known: Any) -> None:
    data = town.parents_data() | {"geboortedatum": known}
    claim = town.claim(town.parent, "Geboorte", data, town.family.noor, town.family.anna)
    assert Standing.objects.get(event_id=claim.id).due_on > claim.created_at.date()


def test_what_waits_long_and_of_whom_it_is_can_be_chosen(town: Municipality, log_in: LogIn) -> None:
    old, new = town.move(), town.midwifes_claim()
    Standing.objects.filter(event_id=old.id).update(created_at=datetime.now(UTC) - timedelta(days=9))
    client = log_in(town.official)
    assert _claims(_queue(client, "?age=7")) == [str(old.id)]
    assert _claims(_queue(client, "?age=28")) == []
    assert _claims(_queue(client, "?source=verloskundige")) == [str(new.id)]
    assert set(client.get("/").context["form"].fields["source"].choices) >= {("verloskundige", "verloskundige")}


@pytest.mark.parametrize("order", work.Order)
def test_pages_follow_one_another_without_gap_or_double_in_every_order(town: Municipality, order: work.Order) -> None:
    sent = [town.move().id for _ in range(7)]
    for number, event_id in enumerate(sent):
        Standing.objects.filter(event_id=event_id).update(due_on=f"2026-12-0{number // 2 + 1}")
    seen, after = [], None
    while True:
        wanted = work.Wanted(order=order)
        page = work.claims_awaiting_decision(wanted, principal=_as(town.official), after=after, size=3)
        seen += [item.event.id for item in page.items]
        after = page.after
        if after is None:
            break
    assert sorted(seen) == sorted(sent)
    dues = [Standing.objects.get(event_id=event_id).due_on for event_id in seen]
    assert order is work.Order.OLDEST or dues == sorted(dues)


def test_a_filter_is_kept_found_again_and_thrown_away(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    form = {"filter_name": "Mijn verhuizingen", "back": "whose=mine&type=Verhuizing&after=x&next=//kwaad.example"}
    page = client.post("/werk/filters", form, follow=True).content.decode()
    assert "Het filter is bewaard." in page
    saved = SavedFilter.objects.get(owner=town.official)
    assert saved.query == "whose=mine&type=Verhuizing"
    assert 'href="?whose=mine&amp;type=Verhuizing"' in page
    assert "Mijn verhuizingen" not in _queue(log_in(town.colleague))
    client.post("/werk/filters", {"forget": str(saved.pk)})
    assert SavedFilter.objects.count() == 0
    refused = client.post("/werk/filters", {"filter_name": ""}, follow=True).content.decode()
    assert "Geef het filter een naam" in refused


def test_what_is_new_since_the_page_was_opened_is_told(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    opened = quote(datetime.now(UTC).isoformat())
    assert client.get(f"/werk/nieuw?since={opened}").content.decode().strip() == ""
    town.move()
    assert "1 nieuwe claim" in client.get(f"/werk/nieuw?since={opened}").content.decode()
    assert client.get("/werk/nieuw?since=gisteren").status_code == 400
    hidden = log_in(town.newcomer).get(f"/werk/nieuw?since={opened}").content.decode()
    assert hidden.strip() == ""


def test_a_name_is_searched_for_in_the_body_of_a_request_never_in_an_address(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    town.move()
    found = client.post("/", {"person": "noor"}, follow=True).content.decode()
    assert _claims(found) == [str(claim.id)]
    assert "name=noor" not in found
    assert len(_claims(_queue(client, "?name=noor"))) == 2


def test_an_empty_part_of_the_queue_does_not_say_that_nothing_waits(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    assert "Er wacht niets op een besluit." in client.get("/").content.decode()
    move = town.move()
    pages = {whose: client.get(f"/?whose={whose}").content.decode() for whose in ("mine", "group")}
    client.post("/werk", {"take": str(move.id)})
    pages["free"] = client.get("/?whose=free").content.decode()
    pages["sought"] = client.post("/", {"person": "zzz"}, follow=True).content.decode()
    for whose, page in pages.items():
        assert '<div class="empty">' in page, whose
        assert "Er wacht niets op een besluit." not in page, whose
    assert "U hebt geen claim in behandeling." in pages["mine"]


def test_a_language_chosen_on_a_page_that_answered_a_form_leads_to_the_queue(town: Municipality, log_in: LogIn) -> None:
    move, client = town.move(), log_in(town.official)
    page = client.post("/werk", {"event": str(move.id), "act": "hand_over"}).content.decode()
    [here] = re.findall(r'name="next" value="(/werk[^"]*)"', page)
    answer = client.post("/taal", {"language": "en", "next": here}, follow=True)
    assert (answer.redirect_chain[-1], answer.status_code) == (("/", 302), 200)


def test_who_decides_nowhere_is_shown_no_colleagues(town: Municipality, log_in: LogIn) -> None:
    reader = town.employ("lezer", "L. Ezer", rights=(Permission.VIEW,))
    move = town.move()
    answer = log_in(reader).post("/werk", {"event": str(move.id), "act": "hand_over"})
    page = answer.content.decode()
    assert "R. Jansen" not in page.partition("<main")[2]
    assert "Niet gedaan" in page
    allowed = log_in(town.official).post("/werk", {"event": str(move.id), "act": "hand_over"}).content.decode()
    assert "R. Jansen" in allowed
