"""Entering a claim at the desk: begun, written, checked, recorded; kept at every step, and nobody else's business."""

import re
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from events import access, store
from events.commands import claim_drafts, event_types
from events.domain.event import Event
from events.domain.permissions import Permission
from events.domain.refusals import DraftMoved, VersionDeprecated
from events.domain.wire import parse_submission
from events.models import AccessRecord, ClaimDraft, ProcessingRecord, User, Zone
from events.processing import pseudonym
from management_ui.presenters.writing import look
from tests import draft_story as story
from tests.database import Database
from tests.desk_story import PASSWORD, Municipality
from tests.integration.desk.conftest import LogIn


def recorded(event_id: UUID) -> Event:
    return store.find([event_id])[event_id]


def test_a_move_is_entered_checked_and_recorded_and_waits_for_a_colleague(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    event_id = story.submitted(client, address, story.move_of(town.family.joris))
    event = recorded(event_id)
    assert (event.event_type, event.event_version, event.zone) == ("Verhuizing", "2", "burgerlijke-stand")
    assert event.object_ids == (town.family.joris,)
    assert event.occurred_at.isoformat() == "2026-10-31T23:00:00+00:00"
    assert event.data["nieuwAdres"] == {"straat": "Molenweg", "huisnummer": 4, "woonplaats": "Lindenveen"}
    assert event.data["gemeente"] == "0518"
    assert event.source_id == town.official.source_id
    assert not ClaimDraft.objects.exists()
    page = client.get(f"/claims/{event_id}")
    assert "U hebt dit zelf ingediend" in story.text_of(page)
    assert f"/claims/{event_id}" in story.text_of(log_in(town.colleague).get("/"))


def test_what_is_wrong_is_told_at_its_input_and_nothing_typed_is_lost(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    typed = story.move_of(town.family.joris, **{"data/datumIngang": "31-02-2026", "data/nieuwAdres/huisnummer": "vier"})
    answer = client.post(address, typed)
    text = story.text_of(answer)
    assert answer.status_code == 422
    assert 'href="#id_data/datumIngang"' in text
    assert 'href="#id_data/nieuwAdres/huisnummer"' in text
    for shown in ("31-02-2026", "vier", "Molenweg"):
        assert f'value="{shown}"' in text
    assert draft_text(address, "data/nieuwAdres/huisnummer") == "vier"


def draft_text(address: str, name: str) -> str:
    return str(story.draft_at(address).typed.get(name, ""))


def test_what_lacks_is_told_by_its_title(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    answer = client.post(story.begun(client), {"data/personen#": "1", "action": "check"})
    text = story.text_of(answer)
    assert answer.status_code == 422
    assert "Datum van verhuizing: Vul dit in." in text
    assert 'href="#id_data/personen"' in text


def test_a_type_without_a_date_of_its_own_asks_when_it_happened(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client, "BsnToegekend")
    typed = {"data/persoon": str(uuid4()), "data/bsn": "999990019", "action": "check"}
    assert 'href="#id_occurred"' in story.text_of(client.post(address, typed))
    event_id = story.submitted(client, address, typed | {"occurred": "20-11-2026"})
    assert recorded(event_id).occurred_at.isoformat() == "2026-11-19T23:00:00+00:00"


def test_a_required_ground_is_chosen_from_the_events_of_the_persons(town: Municipality, log_in: LogIn) -> None:
    recognition = town.recognition()
    client = log_in(town.official)
    address = story.begun(client, "Geboorte")
    typed = {
        "data/kind": str(town.family.noor),
        "data/geboortedatum": "20-11-2026",
        "data/geboortemoeder": str(town.family.anna),
        "data/andereOuder/persoon": str(town.family.joris),
        "data/andereOuder/grond": "erkenning",
        "action": "check",
    }
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert f'name="ground/{recognition.id}"' in story.text_of(answer)
    assert '<a href="#h-grounds">Kies waarop dit rust: Erkenning.</a>' in story.text_of(answer)
    event_id = story.submitted(client, address, typed | {f"ground/{recognition.id}": "on"})
    assert recorded(event_id).references == (recognition.id,)


def test_an_event_that_the_data_name_is_a_ground_by_itself(town: Municipality, log_in: LogIn) -> None:
    move = town.move()
    client = log_in(town.official)
    address = story.begun(client, "InOnderzoek")
    typed = {
        "data/persoon": str(town.family.joris),
        "data/doel/gebeurtenis": str(move.id),
        "data/datumIngang": "20-11-2026",
        "action": "check",
    }
    assert recorded(story.submitted(client, address, typed)).references == (move.id,)


def test_the_same_draft_submitted_twice_is_recorded_once(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    seen = story.checked(client, address, story.move_of(town.family.joris))
    first = client.post(f"{address}/controle", {"seen": seen})
    again = client.post(f"{address}/controle", {"seen": seen})
    assert first["Location"] == again["Location"] == f"/claims/{address.split('/')[2]}"
    assert client.get(address)["Location"] == first["Location"]


def test_of_two_who_press_submit_at_once_both_come_to_the_one_event(
    town: Municipality, log_in: LogIn, database: Database
) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    seen = story.checked(client, address, story.move_of(town.family.joris))
    both = [log_in(town.official) for _ in range(3)]
    answers = database.concurrently(*(partial(it.post, f"{address}/controle", {"seen": seen}) for it in both))
    assert {answer["Location"] for answer in answers} == {f"/claims/{address.split('/')[2]}"}
    assert recorded(UUID(address.split("/")[2])).object_ids == (town.family.joris,)
    assert not ClaimDraft.objects.exists()


@pytest.mark.parametrize("act", ["keep", "discard-surely", "check"])
def test_what_is_typed_while_the_draft_goes_elsewhere_is_answered_as_about_no_draft(
    town: Municipality, log_in: LogIn, database: Database, act: str
) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    with database.connect("app") as other, ThreadPoolExecutor(1) as pool:
        other.execute("DELETE FROM events_claimdraft WHERE id = %s", [address.split("/")[2]])
        typing = pool.submit(client.post, address, story.move_of(town.family.joris, action=act))
        wait([typing], timeout=1)
        assert not typing.done(), "it waits for who is at the draft"
        other.commit()
        assert typing.result(timeout=10).status_code == 404


def test_what_is_typed_after_the_check_is_never_thrown_away_unrecorded(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    story.checked(client, address, story.move_of(town.family.joris))
    shown = story.draft_at(address)
    me = access.principal_of(User.objects.get(pk=town.official.pk))
    writing = look(shown, principal=me)
    claim_drafts.keep_draft(shown.pk, {**shown.typed, "data/nieuwAdres/huisnummer": "5"}, principal=me)
    submission = parse_submission(writing.body(), kind=None, principal=me)
    with pytest.raises(DraftMoved):
        claim_drafts.record_draft(shown.pk, submission, revision=shown.revision, principal=me)
    assert draft_text(address, "data/nieuwAdres/huisnummer") == "5"
    assert store.find([shown.pk]) == {}


def test_who_may_submit_and_not_read_comes_back_to_where_claims_begin(town: Municipality, log_in: LogIn) -> None:
    writer = town.employ("stage", "S. Tage", rights=(Permission.SUBMIT_CLAIM,))
    client = log_in(writer)
    address = story.begun(client)
    seen = story.checked(client, address, story.move_of(uuid4()))
    for _ in range(2):
        assert client.post(f"{address}/controle", {"seen": seen})["Location"] == story.START
    assert "Vastgelegd." in story.text_of(client.get(story.START))
    sent = {"find-name": "Smit", "action": "search data/personen/0", "data/personen#": "1"}
    said = story.text_of(client.post(story.begun(client), sent))
    assert "U mag in geen enkele zone lezen." in said


def test_what_is_typed_is_kept_while_one_types(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    answer = client.post(address, {"data/nieuwAdres/straat": "Molen", "action": "keep"})
    assert answer.json()["saved"].startswith("vandaag")
    assert draft_text(address, "data/nieuwAdres/straat") == "Molen"


def test_what_lies_ahead_is_told_at_its_date(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    typed = {"data/kind": str(uuid4()), "data/geboortedatum": "01-01-2999", "action": "check"}
    text = story.text_of(client.post(story.begun(client, "Geboorte"), typed))
    assert 'href="#id_data/geboortedatum"' in text
    assert "U kunt het indienen als het is gebeurd." in text


def test_a_form_that_the_check_shows_again_is_sent_to_the_draft(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    answer = client.get(f"{address}/controle")
    assert answer.status_code == 422
    assert f'action="{address}"' in story.text_of(answer)


def test_a_birth_of_which_the_time_is_known_happened_at_that_time(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    typed = {"data/kind": str(uuid4()), "data/geboortedatum": "20-11-2026", "data/tijdstip": "04:37", "action": "check"}
    event_id = story.submitted(client, story.begun(client, "Geboorte"), typed)
    assert recorded(event_id).occurred_at.isoformat() == "2026-11-20T03:37:00+00:00"
    assert recorded(event_id).data["tijdstip"] == "04:37:00"


def test_only_what_was_shown_is_recorded(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    seen = story.checked(client, address, story.move_of(town.family.joris))
    client.post(address, story.move_of(town.family.joris, **{"data/nieuwAdres/huisnummer": "5", "action": "save"}))
    answer = client.post(f"{address}/controle", {"seen": seen})
    assert answer.status_code == 422
    assert "gewijzigd sinds u keek" in story.text_of(answer)
    assert ClaimDraft.objects.exists()


def test_a_draft_is_its_writers_only(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    client.post(address, story.move_of(town.family.joris, action="save"))
    assert address in story.text_of(client.get(story.START))
    other = log_in(town.colleague)
    assert address not in story.text_of(other.get(story.START))
    for path in (address, f"{address}/controle"):
        assert other.get(path).status_code == 404
        assert other.post(path, {"action": "discard-surely"}).status_code == 404
    assert ClaimDraft.objects.exists()


def test_a_draft_goes_with_the_permission_to_record_it(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    User.objects.get(pk=town.official.pk).userobjectpermission_set.filter(
        permission__codename=Permission.SUBMIT_CLAIM
    ).delete()
    assert client.get(address).status_code == 404
    assert "U mag in geen enkele zone claims indienen" in story.text_of(client.get(story.START))


def test_a_draft_can_be_kept_and_thrown_away(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    answer = client.post(address, {"data/datumIngang": "01-11-2026", "action": "save"}, follow=True)
    assert "Het concept is bewaard." in story.text_of(answer)
    assert 'value="01-11-2026"' in story.text_of(answer)
    asked = client.post(address, {"data/datumIngang": "02-11-2026", "action": "discard"})
    assert "Concept weggooien?" in story.text_of(asked)
    assert draft_text(address, "data/datumIngang") == "02-11-2026"
    answer = client.post(address, {"action": "discard-surely"}, follow=True)
    assert "Het concept is weggegooid." in story.text_of(answer)
    assert not ClaimDraft.objects.exists()


def test_a_click_pressed_twice_begins_one_draft_and_who_begins_two_has_two(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    assert story.begun(client) == address
    ClaimDraft.objects.update(begun_at=timezone.now() - claim_drafts.PRESSED_TWICE)
    assert story.begun(client) != address, "begun later, on another page, and not touched yet"


def sent_from(client: Client, address: str) -> dict[str, str]:
    """What a page of the draft sends by itself: what it was made of, and which page it is."""
    text = story.text_of(client.get(address))
    return {
        name: found[1] for name in ("revision", "page") if (found := re.search(f'name="{name}" value="(.+)"', text))
    }


def test_what_is_typed_in_two_windows_of_one_draft_is_kept_in_both(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    address = story.begun(client)
    one, other = sent_from(client, address), sent_from(client, address)
    client.post(address, one | {"data/nieuwAdres/straat": "Molenweg", "action": "save"})
    told = client.post(address, other | {"data/nieuwAdres/straat": "Dorpsstraat", "action": "keep"})
    assert told.status_code == 409
    for _pressed_twice in range(2):
        apart = client.post(address, other | {"data/nieuwAdres/straat": "Dorpsstraat", "action": "save"})
    assert draft_text(address, "data/nieuwAdres/straat") == "Molenweg"
    assert draft_text(apart["Location"], "data/nieuwAdres/straat") == "Dorpsstraat"
    assert ClaimDraft.objects.count() == 2


def test_a_page_goes_on_with_what_it_wrote_itself(town: Municipality, log_in: LogIn) -> None:
    """While one types, what is typed is kept; the button then sends more from the same page."""
    client = log_in(town.official)
    address = story.begun(client)
    page = sent_from(client, address)
    for street, action in (("Mol", "keep"), ("Molen", "keep"), ("Molenweg", "save")):
        client.post(address, page | {"data/nieuwAdres/straat": street, "action": action})
    assert draft_text(address, "data/nieuwAdres/straat") == "Molenweg"
    assert ClaimDraft.objects.count() == 1


def test_there_are_no_more_drafts_than_there_may_be(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim_drafts, "DRAFTS_OF_ONE_MAX", 1)
    client = log_in(town.official)
    story.begun(client)
    answer = client.post(story.START, {"type": "Geboorte"})
    assert answer.status_code == 422
    assert "U hebt al 1 concepten" in story.text_of(answer)


def test_who_claims_in_two_zones_says_in_which(town: Municipality, log_in: LogIn) -> None:
    town.allow(town.official, Permission.SUBMIT_CLAIM, Permission.VIEW, zone=town.addresses)
    client = log_in(town.official)
    assert client.post(story.START, {"type": "Verhuizing"}).status_code == 422
    address = story.begun(client, zone="adreshuishouding")
    assert story.draft_at(address).zone == Zone.objects.get(slug="adreshuishouding")


def test_only_types_that_the_source_may_claim_are_offered(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.midwife)
    text = story.text_of(client.get(story.START))
    assert 'value="Geboorte"' in text
    assert 'value="Huwelijk"' not in text
    for refused in ("Huwelijk", "OvernamePersoon", "Bestaat niet"):
        assert client.post(story.START, {"type": refused}).status_code == 422
    assert not ClaimDraft.objects.exists()


def test_what_is_deprecated_is_not_begun_and_what_was_begun_is_told_what_to_use_instead(
    town: Municipality, log_in: LogIn
) -> None:
    client, by = log_in(town.official), access.principal_of(town.admin)
    me = access.principal_of(User.objects.get(pk=town.official.pk))
    event_types.deprecate_version("Overlijden", "1", reason="Niet meer.", by=by)
    with pytest.raises(VersionDeprecated):
        claim_drafts.begin_claim("Overlijden", zone="burgerlijke-stand", principal=me)
    assert client.post(story.START, {"type": "Overlijden"}).status_code == 422
    assert not ClaimDraft.objects.exists()
    begun = story.draft_at(story.begun(client))
    ClaimDraft.objects.update(event_version="1")
    event_types.deprecate_version("Verhuizing", "1", reason="Oud.", successor="2", by=by)
    answer = client.post(f"/concepten/{begun.pk}", story.move_of(town.family.joris))
    assert answer.status_code == 422
    assert answer.context["problems"][0].text.endswith("2.")


def test_who_is_logged_out_while_typing_finds_it_back_after_logging_in(town: Municipality) -> None:
    client = Client()
    client.post("/inloggen", {"username": "wit", "password": PASSWORD})
    address = story.begun(client)
    Session.objects.all().delete()
    asked = client.post(address, story.move_of(town.family.joris))
    assert "Molenweg" not in asked["Location"]
    assert not draft_text(address, "data/nieuwAdres/straat")
    back = parse_qs(urlsplit(asked["Location"]).query)["next"][0]
    client.post("/inloggen", {"username": "wit", "password": PASSWORD, "next": back})
    page = client.get(back, follow=True)
    assert page.redirect_chain[-1][0] == address
    assert 'value="Molenweg"' in story.text_of(page)
    assert draft_text(address, "data/nieuwAdres/straat") == "Molenweg"


def test_who_begins_and_looks_leaves_lines_in_the_log_of_processing(town: Municipality, log_in: LogIn) -> None:
    town.move()
    client = log_in(town.official)
    address = story.begun(client)
    client.post(address, story.move_of(town.family.joris, action="save"))
    client.get(address)
    told = ProcessingRecord.objects.filter(name="Concept bekeken").order_by("pk")
    about = {record.attributes.get("dpl.core.data_subject_id") for record in told}
    assert pseudonym(town.family.joris) in about
    assert AccessRecord.objects.filter(action="Concept bekeken", source_id=town.official.source_id).exists()


def test_a_page_of_a_draft_tells_nothing_of_hidden_zones(town: Municipality, log_in: LogIn) -> None:
    """Anna's number lies in a zone that the official does not read: of her nothing is known here."""
    client = log_in(town.official)
    address = story.begun(client)
    answer = client.post(address, story.move_of(town.family.anna, action="refresh"))
    assert "een nieuwe persoon" in story.text_of(answer)
    assert "BsnToegekend" not in story.text_of(answer)


def test_text_that_is_too_much_is_refused(town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_drafts, "TYPED_BYTES_MAX", 100)
    client = log_in(town.official)
    address = story.begun(client)
    answer = client.post(address, story.move_of(town.family.joris))
    assert answer.status_code == 422
    assert 'value="Molenweg"' in story.text_of(answer)


def test_a_draft_is_kept_for_days_not_for_ever(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    story.begun(client)
    assert claim_drafts.remove_expired_drafts(now=timezone.now()) == 0
