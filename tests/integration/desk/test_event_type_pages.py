"""The pages of event types: who may see and change what, and what is told of what is wrong; without a browser."""

import json
import re
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Permission as DjangoPermission
from django.test import Client

from events import access
from events.catalogue import catalogue
from events.catalogue.drafts import Judged
from events.commands import event_types
from events.domain.permissions import Permission, Principal
from events.models import AdministrativeChange, EventType, EventTypeDraft, EventTypeVersion, User
from events.queries import type_drafts
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

TYPES = "/beheer/events/eventtype/"


@pytest.fixture
def boss(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.admin)


def draft_of(town: Municipality, event_type: str = "Verhuizing") -> EventTypeDraft:
    return event_types.draft_event_type(event_type, by=access.principal_of(town.admin))


def page_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(f"{TYPES}{path}")
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_every_type_is_listed_with_its_versions_and_found_by_name(boss: Client) -> None:
    page = page_of(boss, "")
    assert page.count('role="rowheader"') == EventType.objects.count()
    found = page_of(boss, "?q=verhui")
    assert "Verhuizing" in found
    assert "Overlijden" not in found
    assert "Geen gebeurtenistype heeft dit in zijn naam." in page_of(boss, "?q=zzz")


def test_a_version_is_shown_in_words(boss: Client) -> None:
    move = EventType.objects.get(name="Verhuizing")
    page = page_of(boss, f"{move.pk}/versions/2/")
    for text in (
        "Datum van verhuizing",
        "/personen/*/objectId",
        "Wat er veranderd is sinds versie 1",
        "Wie het mag claimen",
    ):
        assert text in page
    page_of(boss, f"{move.pk}/versions/9/", status=404)


def test_a_draft_is_begun_saved_wrong_and_told_of_at_its_line(boss: Client, town: Municipality) -> None:
    move = EventType.objects.get(name="Verhuizing")
    address = boss.post(f"{TYPES}drafts/begin/{move.pk}/")["Location"]
    draft = EventTypeDraft.objects.get()
    assert address == f"{TYPES}drafts/{draft.pk}/"
    text = draft.text.replace('"constitutive": true', '"constitutive": "ja"')
    line = text[: text.index('"constitutive"')].count("\n") + 1
    sent = {"title": "Verhuizing", "text": text.replace("\n", "\r\n"), "revision": "1"}
    assert boss.post(address, sent).status_code == 302
    page = boss.get(address).content.decode()
    assert f'<a href="#line-{line}">Regel {line}, /constitutive' in page
    assert f'<li id="line-{line}"' in page
    draft.refresh_from_db()
    assert draft.text == text


def test_what_somebody_typed_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(
    boss: Client, town: Municipality
) -> None:
    draft = draft_of(town)
    event_types.change_draft(draft.pk, title="Anders", text="{}", revision=1, by=access.principal_of(town.admin))
    sent = {"title": "Verhuizing", "text": '{"mijn": "tekst"}', "revision": "1"}
    answer = boss.post(f"{TYPES}drafts/{draft.pk}/", sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Iemand anders heeft dit concept intussen gewijzigd" in page
    assert "{&quot;mijn&quot;: &quot;tekst&quot;}" in page
    assert EventTypeDraft.objects.get().title == "Anders"


def test_a_draft_with_mistakes_is_not_offered_to_be_published(boss: Client, town: Municipality) -> None:
    draft = draft_of(town)
    event_types.change_draft(draft.pk, title="V", text="{", revision=1, by=access.principal_of(town.admin))
    for page in ("differences", "compatibility", "trial", "publish"):
        assert "In dit concept staan nog fouten." in page_of(boss, f"drafts/{draft.pk}/{page}/")
    answer = boss.post(f"{TYPES}drafts/{draft.pk}/publish/", {"understood": "on", "revision": "2"})
    assert answer.status_code == 422
    assert catalogue().newest("Verhuizing").version == "2"


def test_publishing_asks_to_be_understood_and_names_the_revision(boss: Client, town: Municipality) -> None:
    draft = draft_of(town)
    path = f"{TYPES}drafts/{draft.pk}/publish/"
    assert boss.post(path, {"revision": "1"}).status_code == 422
    assert boss.post(path, {"revision": "7", "understood": "on"}).status_code == 422
    assert boss.post(path, {"revision": "1", "understood": "on"}).status_code == 302
    assert EventTypeVersion.objects.filter(event_type__name="Verhuizing").count() == 3
    assert boss.get(path).status_code == 404


def test_stored_events_are_counted_over_all_zones_and_named_in_those_one_may_read(
    boss: Client, town: Municipality
) -> None:
    move = town.move()
    draft = draft_of(town)
    declared = json.loads(draft.text)
    street = {"required": ["straat"], "properties": {"straat": {"const": "Molenweg"}}}
    declared["schema"]["not"] = {"required": ["nieuwAdres"], "properties": {"nieuwAdres": street}}
    by = access.principal_of(town.admin)
    event_types.change_draft(draft.pk, title="Verhuizing", text=json.dumps(declared), revision=1, by=by)
    hidden = page_of(boss, f"drafts/{draft.pk}/compatibility/")
    assert "1 gebeurtenis zou niet meer passen." in hidden
    assert "1 daarvan ligt in een zone die u niet mag inzien." in hidden
    assert str(move.id) not in hidden
    assert "Molenweg" not in hidden
    town.allow(town.admin, Permission.VIEW, zone=town.registry)
    seen = page_of(boss, f"drafts/{draft.pk}/compatibility/")
    assert str(move.id) in seen
    assert "Molenweg" not in seen


def test_a_trial_tells_what_is_wrong_with_what_was_typed(boss: Client, town: Municipality) -> None:
    path = f"{TYPES}drafts/{draft_of(town).pk}/trial/"
    assert "Past niet." in boss.post(path, {"document": '{"personen": []}'}).content.decode()
    broken = boss.post(path, {"document": "{"})
    assert broken.status_code == 422
    assert "Herstel de JSON op regel 1" in broken.content.decode()
    unknown = boss.post(path, {"event_id": str(uuid4())})
    assert unknown.status_code == 422
    assert "Deze gebeurtenis bestaat niet" in unknown.content.decode()


def test_a_thrown_away_draft_is_in_the_record(boss: Client, town: Municipality) -> None:
    draft = draft_of(town)
    assert 'name="revision" value="1"' in page_of(boss, f"drafts/{draft.pk}/discard/")
    assert boss.post(f"{TYPES}drafts/{draft.pk}/discard/", {"revision": "1"}).status_code == 302
    assert AdministrativeChange.objects.latest("pk").action == "draft-discarded"
    page_of(boss, f"drafts/{draft.pk}/", status=404)


def test_a_draft_that_somebody_changed_meanwhile_is_not_thrown_away(boss: Client, town: Municipality) -> None:
    draft = draft_of(town)
    EventTypeDraft.objects.filter(pk=draft.pk).update(revision=2)
    answer = boss.post(f"{TYPES}drafts/{draft.pk}/discard/", {"revision": "1"})
    assert answer.status_code == 422
    assert 'name="revision" value="2"' in answer.content.decode()
    assert EventTypeDraft.objects.filter(pk=draft.pk).exists()


def test_a_draft_that_was_thrown_away_only_just_now_is_not_there(
    boss: Client, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = draft_of(town)
    looked_up = type_drafts.draft

    def thrown_away_after(pk: UUID, *, principal: Principal) -> Judged:
        found = looked_up(pk, principal=principal)
        EventTypeDraft.objects.filter(pk=pk).delete()
        return found

    monkeypatch.setattr(type_drafts, "draft", thrown_away_after)
    assert boss.post(f"{TYPES}drafts/{draft.pk}/discard/", {"revision": "1"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "title", "said"),
    [
        ("hond", "Hond", "Begin met een hoofdletter"),
        ("Verhuizing", "Verhuizing", "Er is al een type met deze naam."),
        ("", "", "Naam in de gegevens: "),
    ],
)
def test_a_new_type_that_cannot_be_is_told_of_at_its_field(boss: Client, name: str, title: str, said: str) -> None:
    answer = boss.post(TYPES, {"name": name, "title": title})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not EventTypeDraft.objects.exists()


def test_a_new_type_is_drafted(boss: Client) -> None:
    answer = boss.post(TYPES, {"name": "Hondenpenning", "title": "Hondenpenning"})
    page = boss.get(answer["Location"]).content.decode()
    assert "Geen fouten." in page
    assert "Dit type is nieuw." in page


def test_a_version_is_deprecated_with_a_day_and_taken_back(boss: Client) -> None:
    move = EventType.objects.get(name="Verhuizing")
    path = f"{TYPES}{move.pk}/versions/1/"
    assert boss.post(path, {"deprecate": "yes"}).status_code == 422
    sent = {"deprecate": "yes", "reason": "Zonder gemeente.", "since": "2027-06-01", "successor": "2"}
    assert boss.post(path, sent).status_code == 302
    assert "verouderd vanaf 1 juni 2027" in boss.get(path).content.decode()
    assert boss.post(path, {"restore": "yes"}).status_code == 302
    assert catalogue().deprecation("Verhuizing", "1") is None


def test_staff_who_do_not_manage_every_zone_look_and_do_not_touch(town: Municipality, log_in: LogIn) -> None:
    User.objects.filter(pk=town.official.pk).update(is_staff=True)
    official = User.objects.get(pk=town.official.pk)
    official.user_permissions.add(DjangoPermission.objects.get(codename="view_eventtype"))
    town.allow(official, Permission.MANAGE, zone=town.registry)
    client = log_in(User.objects.get(pk=official.pk))
    move, draft = EventType.objects.get(name="Verhuizing"), draft_of(town)
    listed = page_of(client, "")
    assert "Begin een concept" not in listed
    assert str(draft.pk) not in listed
    assert "Verklaar deze versie verouderd" not in page_of(client, f"{move.pk}/versions/1/")
    assert client.post(f"{TYPES}{move.pk}/versions/1/", {"deprecate": "yes"}).status_code == 403
    assert client.post(TYPES, {"name": "Hond", "title": "Hond"}).status_code == 403
    assert client.post(f"{TYPES}drafts/begin/{move.pk}/").status_code == 403
    pages = ("", "differences/", "compatibility/", "trial/", "publish/", "discard/")
    assert {client.get(f"{TYPES}drafts/{draft.pk}/{page}").status_code for page in pages} == {403}
    assert {client.post(f"{TYPES}drafts/{draft.pk}/{page}").status_code for page in pages} == {403}
    assert re.search("Verhuizing", listed)


def test_a_type_that_comes_with_a_register_is_not_drafted(boss: Client) -> None:
    taken = EventType.objects.get(name="OvernamePersoon")
    assert "Schrijf de volgende versie" not in page_of(boss, f"{taken.pk}/change/")
    assert "ontwikkelaars" in boss.post(f"{TYPES}drafts/begin/{taken.pk}/", follow=True).content.decode()
