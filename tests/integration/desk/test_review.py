"""The review page: what an official sees, and what comes of his decision."""

from uuid import UUID, uuid4

from django.test import Client

from events import access, store
from events.domain.event import Decision, Event, Kind
from events.domain.permissions import Permission
from events.models import ProcessingRecord
from events.processing import pseudonym
from events.queries.review import review
from management_ui.presenters.moments import now
from readmodels.domain.national.codes import NationalTable
from readmodels.models import CodeEntry, CodeTable
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

ACT = {"akte": {"aktenummer": "1AA0123", "registergemeente": "0518", "jaar": 2026}}
ACT_FORM = {"act/akte/aktenummer": "1AA0123", "act/akte/registergemeente": "0518", "act/akte/jaar": "2026"}


def _form(client: Client, claim: Event, **filled: str) -> dict[str, str]:
    """What the browser would send: the hidden fields of the page, and what was filled in."""
    form = client.get(f"/claims/{claim.id}").context["form"]
    return {"event_id": str(form.initial["event_id"]), "expected": form.initial["expected"], **filled}


def _decisions(claim: Event) -> list[Event]:
    return [event for event in store.read([claim.id]).log.targeting(claim.id) if event.kind is Kind.VALIDATION]


def test_accepting_with_the_act_records_one_decision_and_a_resend_records_no_second(
    town: Municipality, log_in: LogIn
) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    form = _form(client, claim, decision="accepted", **ACT_FORM)
    for _ in range(2):
        answer = client.post(f"/claims/{claim.id}", form)
        assert answer.status_code in (302, 422)
    [decision] = _decisions(claim)
    assert decision.source_id == town.official.source_id
    assert decision.data["act"] == ACT
    assert {check["outcome"] for check in decision.data["checks"]} == {"passed"}


def test_an_incomplete_act_is_refused_at_its_field_and_leaves_no_trace(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    filled = {**ACT_FORM, "act/akte/aktenummer": "te kort"}
    answer = client.post(f"/claims/{claim.id}", _form(client, claim, decision="accepted", **filled))
    assert answer.status_code == 422
    assert 'href="#id_act/akte/aktenummer"' in answer.content.decode()
    assert 'value="te kort"' in answer.content.decode()
    assert _decisions(claim) == []


def test_a_page_from_before_shows_what_is_new_and_asks_again(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    form = _form(client, claim, decision="rejected", motivation="Klopt niet.")
    town.midwifes_claim()
    answer = client.post(f"/claims/{claim.id}", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Sinds u deze pagina opende is er iets vastgelegd" in page
    assert "Klopt niet." in page
    assert _decisions(claim) == []
    again = {**form, "expected": answer.context["form"].data["expected"]}
    assert client.post(f"/claims/{claim.id}", again).status_code == 302
    assert len(_decisions(claim)) == 1


def test_enter_in_a_field_decides_nothing(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    answer = client.post(f"/claims/{claim.id}", _form(client, claim, motivation="x"))
    assert "Kies: valideren, afwijzen of aanvulling vragen." in answer.content.decode()
    assert _decisions(claim) == []


def test_a_damaged_page_is_refused(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    for damaged in ("", "[]", '{"a": 1}', "\x00"):
        form = {**_form(client, claim, decision="rejected", motivation="x"), "expected": damaged}
        assert client.post(f"/claims/{claim.id}", form).status_code == 422
    assert _decisions(claim) == []


def test_a_retracted_ground_can_be_overruled_with_a_motivation_only(town: Municipality, log_in: LogIn) -> None:
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    claim = town.parents_claim_with_recognition(recognition)
    town.decide(town.colleague, town.retract(town.citizen, recognition), motivation="Nietig verklaard.")
    client = log_in(town.official)
    assert 'name="overruled"' in client.get(f"/claims/{claim.id}").content.decode()
    plain = _form(client, claim, decision="accepted", **ACT_FORM)
    assert client.post(f"/claims/{claim.id}", plain).status_code == 422
    overruled = {**plain, "overruled": "grond_van_kracht"}
    assert "Schrijf een motivering" in client.post(f"/claims/{claim.id}", overruled).content.decode()
    assert _decisions(claim) == []
    assert client.post(f"/claims/{claim.id}", {**overruled, "motivation": "Herkend bij vonnis."}).status_code == 302
    [decision] = _decisions(claim)
    assert [check["check"] for check in decision.data["checks"] if check["overruled"]] == ["grond_van_kracht"]


def test_a_correction_is_shown_as_old_and_new(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    correction = town.correct(town.parent, claim, town.parents_data() | {"geslacht": "M"})
    page = log_in(town.official).get(f"/claims/{correction.id}").content.decode()
    assert "<del>vrouw</del>" in page
    assert "<ins>man</ins>" in page
    assert "Verkeerd overgenomen." in page


def test_a_claim_that_is_being_corrected_says_so(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    correction = town.correct(town.parent, claim, town.parents_data() | {"geslacht": "M"})
    page = log_in(town.official).get(f"/claims/{claim.id}").content.decode()
    assert "Hierop wacht ook een correctie op een besluit." in page
    assert f'href="/claims/{correction.id}"' in page


def test_municipalities_are_called_by_name_once_the_national_tables_are_loaded(
    town: Municipality, log_in: LogIn
) -> None:
    claim = town.midwifes_claim()
    client = log_in(town.official)
    assert "gemeente 0344" in client.get(f"/claims/{claim.id}").content.decode()
    table = CodeTable.objects.create(number=NationalTable.MUNICIPALITY, title="Gemeenten", sha256="0" * 64)
    CodeEntry.objects.create(table=table, code="0344", description="Woudendijk")
    assert "Woudendijk" in client.get(f"/claims/{claim.id}").content.decode()


def test_a_code_of_the_act_is_chosen_by_what_it_means_and_recorded_as_the_code(
    town: Municipality, log_in: LogIn
) -> None:
    table = CodeTable.objects.create(number=NationalTable.MUNICIPALITY, title="Gemeenten", sha256="0" * 64)
    CodeEntry.objects.create(table=table, code="0518", description="Lindenveen")
    claim = town.parents_claim()
    client = log_in(town.official)
    page = client.get(f"/claims/{claim.id}").content.decode()
    assert f'list="codes-{NationalTable.MUNICIPALITY}"' in page
    assert f'<datalist id="codes-{NationalTable.MUNICIPALITY}">' in page
    assert '<option value="Lindenveen (0518)">' in page
    refused = client.post(
        f"/claims/{claim.id}",
        _form(client, claim, decision="accepted", **ACT_FORM | {"act/akte/registergemeente": "Nergenshuizen"}),
    ).content.decode()
    assert 'href="#id_act/akte/registergemeente"' in refused
    assert 'value="Nergenshuizen"' in refused
    filled = ACT_FORM | {"act/akte/registergemeente": " lindenveen"}
    assert client.post(f"/claims/{claim.id}", _form(client, claim, decision="accepted", **filled)).status_code == 302
    [decision] = _decisions(claim)
    assert decision.data["act"] == ACT


def test_a_claim_in_a_zone_he_may_not_read_is_not_there(town: Municipality, log_in: LogIn) -> None:
    town.allow(town.citizen, Permission.VIEW, Permission.SUBMIT_CLAIM, zone=town.addresses)
    hidden = town.move(zone=town.addresses.slug)
    client = log_in(town.official)
    absent, unseen = client.get(f"/claims/{uuid4()}"), client.get(f"/claims/{hidden.id}")
    assert (unseen.status_code, absent.status_code) == (404, 404)
    assert _body(unseen.content, hidden.id) == _body(absent.content, hidden.id)


def test_events_in_hidden_zones_are_not_shown_nor_named_in_what_is_expected(town: Municipality) -> None:
    town.allow(town.citizen, Permission.VIEW, Permission.SUBMIT_CLAIM, zone=town.addresses)
    seen, hidden = town.move(), town.move(zone=town.addresses.slug)
    found = review(seen.id, principal=access.principal_of(town.official), now=now())
    assert hidden.id not in found.log
    assert set(found.expected.values()) == {seen.id}


def test_his_own_claim_is_for_a_colleague(town: Municipality, log_in: LogIn) -> None:
    death = {
        "persoon": {"objectId": str(town.family.joris)},
        "overlijdensdatum": {"type": "Datum", "datum": "2026-11-19"},
    }
    own = town.claim(town.official, "Overlijden", death, town.family.joris)
    page = log_in(town.official).get(f"/claims/{own.id}").content.decode()
    assert "U hebt dit zelf ingediend, dus een collega besluit." in page
    assert 'name="decision"' not in page


def test_whoever_may_only_read_gets_no_buttons_and_is_refused(town: Municipality, log_in: LogIn) -> None:
    claim = town.midwifes_claim()
    client = log_in(town.parent)
    assert 'name="decision"' not in client.get(f"/claims/{claim.id}").content.decode()
    form = {"event_id": str(uuid4()), "expected": "{}", "decision": "rejected", "motivation": "Mag dit?"}
    assert client.post(f"/claims/{claim.id}", form).status_code == 422
    assert _decisions(claim) == []


def test_a_settled_claim_leads_to_the_one_that_holds(town: Municipality, log_in: LogIn) -> None:
    settled, holds = town.midwifes_claim(), town.parents_claim()
    town.decide(town.colleague, holds, act=ACT)
    page = log_in(town.official).get(f"/claims/{settled.id}").content.decode()
    assert f'href="/claims/{holds.id}"' in page
    assert 'name="decision"' not in page


def test_a_decided_claim_shows_the_decision_and_the_next_in_the_queue(town: Municipality, log_in: LogIn) -> None:
    claim, waiting = town.parents_claim(), town.move()
    town.decide(town.colleague, claim, Decision.REJECTED, motivation="Dubbel ingediend.")
    page = log_in(town.official).get(f"/claims/{claim.id}").content.decode()
    assert "Dubbel ingediend." in page
    assert "R. Jansen" in page
    assert f'href="/claims/{waiting.id}"' in page


def test_looking_at_a_claim_is_recorded_for_its_persons(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    before = ProcessingRecord.objects.count()
    log_in(town.official).get(f"/claims/{claim.id}")
    lines = ProcessingRecord.objects.order_by("pk")[before:]
    subjects = {line.attributes.get("dpl.core.data_subject_id") for line in lines}
    assert {pseudonym(town.family.noor), pseudonym(town.family.anna)} <= subjects


def test_no_page_allows_script_or_style_of_its_own(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    answer = log_in(town.official).get(f"/claims/{claim.id}")
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    page = answer.content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "onclick" not in page


def _body(content: bytes, identifier: UUID) -> str:
    """The main part of a page, without the address it was asked at."""
    text = content.decode()
    return text[text.index("<main") : text.index("</main>")].replace(str(identifier), "")
