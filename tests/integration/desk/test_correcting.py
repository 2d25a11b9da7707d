"""Correcting from the desk: it was otherwise, or it never happened; only what can be, and why not otherwise."""

import re
from uuid import UUID

import pytest
from django.test import Client

from events import access, store
from events.domain.event import Decision, Event, Kind
from events.models import ClaimDraft, User
from management_ui.presenters.writing import look
from management_ui.views.draft_check import seen_of
from tests import draft_story as story
from tests import investigation_story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


@pytest.fixture
def client(town: Municipality, log_in: LogIn) -> Client:
    return log_in(story.clerk(town))


def page_of(event: Event) -> str:
    return f"/gebeurtenissen/{event.id}/corrigeren"


def begun(client: Client, event: Event, operation: str) -> str:
    answer = client.post(page_of(event), {"operation": operation})
    assert answer.status_code == 302, story.text_of(answer)
    return str(answer["Location"])


def recorded(event_id: UUID) -> Event:
    return store.find([event_id])[event_id]


def accepted_recognition(town: Municipality) -> Event:
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    return recognition


def test_it_was_otherwise_begins_with_what_stands_and_replaces_it(town: Municipality, client: Client) -> None:
    story.municipalities()
    recognition = accepted_recognition(town)
    address = begun(client, recognition, "replace")
    typed = dict(story.draft_at(address).typed)
    assert typed["data/erkenningsdatum"] == "03-03-2026"
    assert typed["data/akte/registergemeente"] == "Lindenveen (0518)"
    right = typed | {"data/erkenningsdatum": "04-03-2026", "reason": "De akte noemt 4 maart.", "right": "misslag"}
    correction = recorded(story.submitted(client, address, right | {"action": "check"}))
    assert (correction.kind, correction.references) == (Kind.CORRECTION, (recognition.id,))
    assert correction.data["data"] == {
        **recognition.data,
        "erkenningsdatum": {"type": "Datum", "datum": "2026-03-04"},
    }
    assert correction.data["ground"] == "misslag"
    assert correction.object_ids == recognition.object_ids
    assert correction.occurred_at.isoformat() == "2026-03-03T23:00:00+00:00"


def test_what_is_not_corrected_keeps_the_moment_that_was_recorded(town: Municipality, client: Client) -> None:
    move = town.move()
    address = begun(client, move, "replace")
    typed = dict(story.draft_at(address).typed) | {"data/nieuwAdres/huisnummer": "6", "reason": "Het is nummer 6."}
    correction = recorded(story.submitted(client, address, typed | {"action": "check"}))
    assert correction.occurred_at == move.occurred_at
    assert correction.event_version == "1"


def test_the_check_shows_what_changes_and_what_follows(town: Municipality, client: Client) -> None:
    recognition = accepted_recognition(town)
    address = begun(client, recognition, "retract")
    answer = client.post(address, {"reason": "Nooit gebeurd.", "right": "misslag", "action": "check"})
    text = story.text_of(client.get(answer["Location"]))
    assert "<del>" in text
    assert "3 maart 2026" in text
    assert "Rechtsgevolgen als dit wordt gevalideerd" in text
    assert "U kunt er niet zelf over beslissen" in text


def test_it_never_happened_retracts(town: Municipality, client: Client) -> None:
    move = town.move()
    address = begun(client, move, "retract")
    event_id = story.submitted(client, address, {"reason": "Nooit verhuisd.", "action": "check"})
    assert recorded(event_id).data == {"operation": "retract", "reason": "Nooit verhuisd."}


def test_reason_and_right_are_asked_at_their_inputs(town: Municipality, client: Client) -> None:
    recognition = accepted_recognition(town)
    address = begun(client, recognition, "retract")
    text = story.text_of(client.post(address, {"action": "check"}))
    assert 'href="#id_reason"' in text
    assert 'href="#id_right"' in text
    answer = client.post(address, {"reason": "Zo is het.", "right": "beschikking", "action": "check"})
    assert answer.status_code == 422
    assert 'href="#id_court"' in story.text_of(answer)


def test_a_correction_is_about_what_stands_at_the_end_of_the_chain(town: Municipality, client: Client) -> None:
    move = town.move()
    town.decide(town.colleague, move)
    earlier = town.correct(town.parent, move, {**move.data, "functie": "B"})
    town.decide(town.colleague, earlier)
    address = begun(client, move, "replace")
    typed = dict(story.draft_at(address).typed)
    assert typed["data/functie"] == "B"
    event_id = story.submitted(client, address, typed | {"data/functie": "W", "reason": "Toch.", "action": "check"})
    assert recorded(event_id).references[0] == earlier.id


def test_a_retraction_can_be_taken_back(town: Municipality, client: Client) -> None:
    move = town.move()
    town.decide(town.colleague, move)
    retraction = town.retract(town.parent, move)
    town.decide(town.colleague, retraction, motivation="Bleek onjuist.")
    text = story.text_of(client.get(page_of(move)))
    assert "Het is toch gebeurd" in text
    assert "Het was anders" not in text
    address = begun(client, move, "retract")
    event_id = story.submitted(client, address, {"reason": "Wel verhuisd.", "action": "check"})
    assert recorded(event_id).references[0] == retraction.id


def test_a_decision_can_be_called_wrong(town: Municipality, client: Client) -> None:
    move = town.move()
    decision = town.decide(town.colleague, move)
    text = story.text_of(client.get(page_of(decision)))
    assert "Dit besluit was onjuist" in text
    address = begun(client, decision, "retract")
    event_id = story.submitted(client, address, {"reason": "Verkeerd dossier.", "action": "check"})
    assert recorded(event_id).references[0] == decision.id


def test_why_it_cannot_be_corrected_is_said_in_place_of_a_button(town: Municipality, client: Client) -> None:
    move = town.move()
    town.decide(town.colleague, move, Decision.REJECTED, motivation="Geen bewijs.")
    answer = client.get(page_of(move))
    assert "Een afgewezen claim" in story.text_of(answer)
    assert '<button class="button" type="submit" name="operation"' not in story.text_of(answer)
    assert client.post(page_of(move), {"operation": "replace"}).status_code == 200
    assert not ClaimDraft.objects.exists()


def test_who_may_not_correct_is_told_so(town: Municipality, log_in: LogIn) -> None:
    move = town.move()
    text = story.text_of(log_in(town.official).get(page_of(move)))
    assert "U mag in deze zone geen correcties indienen." in text


def test_an_event_that_one_may_not_read_is_not_there(town: Municipality, client: Client, log_in: LogIn) -> None:
    for person in (client, log_in(town.newcomer)):
        assert person.get("/gebeurtenissen/00000000-0000-4000-8000-000000000000/corrigeren").status_code == 404
    assert log_in(town.newcomer).get(page_of(town.move())).status_code == 404


def test_what_is_corrected_meanwhile_is_found_on_submitting(town: Municipality, client: Client) -> None:
    """The draft replaces what stands when it is recorded; what it says is shown beside that."""
    move = town.move()
    address = begun(client, move, "replace")
    typed = dict(story.draft_at(address).typed) | {"reason": "Het is nummer 6.", "data/nieuwAdres/huisnummer": "6"}
    seen = story.checked(client, address, typed | {"action": "check"})
    town.decide(town.colleague, town.retract(town.parent, move), motivation="Nooit gebeurd.")
    answer = client.post(f"{address}/controle", {"seen": seen})
    assert answer.status_code == 422
    assert ClaimDraft.objects.exists()


def test_what_a_colleague_corrected_meanwhile_is_not_taken_back_unseen(town: Municipality, client: Client) -> None:
    move = town.move()
    town.decide(town.colleague, move)
    address = begun(client, move, "replace")
    typed = dict(story.draft_at(address).typed) | {"reason": "Het is nummer 6.", "data/nieuwAdres/huisnummer": "6"}
    seen = story.checked(client, address, typed | {"action": "check"})
    town.decide(town.colleague, town.correct(town.parent, move, {**move.data, "functie": "B"}))
    answer = client.post(f"{address}/controle", {"seen": seen})
    assert answer.status_code == 422
    assert "gewijzigd sinds u keek" in story.text_of(answer)
    assert "briefadres" in story.text_of(answer) or "postadres" in story.text_of(answer)


def test_a_draft_begun_before_a_colleagues_correction_is_recorded_only_by_who_has_seen_it(
    town: Municipality, client: Client
) -> None:
    move = town.move()
    town.decide(town.colleague, move)
    address = begun(client, move, "replace")
    typed = dict(story.draft_at(address).typed) | {"reason": "Het is nummer 6.", "data/nieuwAdres/huisnummer": "6"}
    theirs = town.correct(town.parent, move, {**move.data, "functie": "B"})
    town.decide(town.colleague, theirs)
    text = story.text_of(client.post(address, typed | {"action": "check"}, follow=True))
    assert 'id="h-meanwhile"' in text
    assert f'href="/claims/{theirs.id}"' in text
    assert 'name="seen"' not in text
    answer = client.post(f"{address}/controle", {"seen": seen_by(client, address)})
    assert answer.status_code == 422
    assert 'href="#h-meanwhile"' in story.text_of(answer)
    assert ClaimDraft.objects.exists()
    client.post(f"{address}/controle", {"action": "go-on", "tip": str(theirs.id)})
    event_id = story.submitted(client, address, typed | {"data/functie": "B", "action": "check"})
    assert recorded(event_id).references[0] == theirs.id
    assert recorded(event_id).data["data"]["functie"] == "B"


def test_a_retraction_is_not_turned_round_by_what_a_colleague_retracted_first(
    town: Municipality, client: Client
) -> None:
    """Retracting what stands by then, a retraction, would make it hold again."""
    move = town.move()
    town.decide(town.colleague, move)
    address = begun(client, move, "retract")
    theirs = town.retract(town.parent, move)
    town.decide(town.colleague, theirs, motivation="Nooit gebeurd.")
    client.post(address, {"reason": "Nooit verhuisd.", "action": "check"})
    assert client.post(f"{address}/controle", {"seen": seen_by(client, address)}).status_code == 422
    assert ClaimDraft.objects.exists()


def seen_by(client: Client, address: str) -> str:
    """The sign of what the check would show, as a browser could send it from an older page."""
    writer = access.principal_of(User.objects.get(pk=client.session["_auth_user_id"]))
    return seen_of(look(story.draft_at(address), principal=writer))


def test_a_type_without_a_date_of_its_own_keeps_its_moment_unless_its_day_is_corrected(
    town: Municipality, client: Client
) -> None:
    person = str(town.family.joris)
    data = {"persoon": {"objectId": person}, "bsn": "999990019"}
    given = town.claim(town.official, "BsnToegekend", data, town.family.joris)
    for day, moment in ((None, given.occurred_at.isoformat()), ("19-11-2026", "2026-11-18T23:00:00+00:00")):
        address = begun(client, given, "replace")
        typed = dict(story.draft_at(address).typed)
        assert typed["occurred"] == "20-11-2026"
        changed = {"occurred": day or typed["occurred"], "data/bsn": "999990342", "reason": "Tikfout."}
        event_id = story.submitted(client, address, typed | changed | {"action": "check"})
        assert recorded(event_id).occurred_at.isoformat() == moment


def test_the_review_page_leads_to_the_correction(town: Municipality, client: Client) -> None:
    move = town.move()
    assert page_of(move) in story.text_of(client.get(f"/claims/{move.id}"))


def test_what_is_begun_is_found_back_from_the_event(town: Municipality, client: Client) -> None:
    move = town.move()
    address = begun(client, move, "replace")
    assert address in story.text_of(client.get(page_of(move)))
    assert address in story.text_of(client.get(story.START))


def test_who_did_not_die_is_married_still_and_a_decision_will_be_looked_at_again(
    town: Municipality, client: Client
) -> None:
    _second, death = investigation_story.a_second_marriage(town)
    address = begun(client, death, "retract")
    answer = client.post(address, {"reason": "Naamgenote.", "right": "misslag", "action": "check"})
    text = story.text_of(client.get(answer["Location"]))
    assert "gehuwd, Daan Smit" in text
    assert "1 eerdere beslissing berustte op wat verandert" in text


def test_the_grounds_of_a_correction_are_chosen_from_the_events_of_its_persons(
    town: Municipality, client: Client
) -> None:
    recognition = accepted_recognition(town)
    move, birth, unrelated = town.move(), town.parents_claim(), investigation_story.born(town, "Lotte", act="1AA0102")
    address = begun(client, recognition, "retract")
    page = story.text_of(client.get(address))
    offered = re.findall(r'name="ground/([0-9a-f-]{36})"', page)
    assert offered == [str(birth.id), str(move.id)], "the newest first, and not what is corrected itself"
    assert str(unrelated) not in page
    for text in ("Verhuizing", "20 november 2026, 04:37", "Te beslissen", "burger Joris de Vries"):
        assert text in page
    typed = {"reason": "De akte klopt niet.", "right": "misslag", f"ground/{birth.id}": "on", "action": "check"}
    checked = client.post(address, typed)
    assert "Geboorte, Noor Elisabeth Bakker" in story.text_of(client.get(checked["Location"]))
    correction = recorded(story.submitted(client, address, typed))
    assert correction.references == (recognition.id, birth.id)


def test_what_a_correction_needs_to_rest_on_is_asked_unless_its_chain_rests_on_it_already(
    town: Municipality, client: Client
) -> None:
    recognition = accepted_recognition(town)
    rested = town.parents_claim_with_recognition(recognition)
    page = story.text_of(client.get(begun(client, rested, "replace")))
    assert "Hier nodig:" not in page
    assert f'name="ground/{recognition.id}"' not in page
    bare = begun(client, town.parents_claim(), "replace")
    typed = dict(story.draft_at(bare).typed) | {
        "data/andereOuder/persoon": str(town.family.joris),
        "data/andereOuder/grond": "erkenning",
        "reason": "De erkenning was vergeten.",
    }
    page = story.text_of(client.post(bare, typed | {"action": "refresh"}))
    assert re.search(r"Hier nodig:\s*<span lang=\"nl\">Erkenning<", page)
    assert f'name="ground/{recognition.id}"' in page
    event_id = story.submitted(client, bare, typed | {f"ground/{recognition.id}": "on", "action": "check"})
    assert recognition.id in recorded(event_id).references
