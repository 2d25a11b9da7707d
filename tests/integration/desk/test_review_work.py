"""The review page among colleagues: in whose hands it is, who looks too, what was asked, and what is not known."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events import access
from events.commands import event_types
from events.commands import work as commands
from events.commands.messages import answer, ask_source
from events.domain.event import Event
from events.domain.permissions import Principal
from events.domain.refusals import CannotDecideHere
from events.models import User, WorkEntry, WorkItem
from events.queries import work, work_items
from tests import registry, view_story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.test_review import _decisions, _form


def _as(user: User) -> Principal:
    return access.principal_of(User.objects.get(pk=user.pk))


def _page(log_in: LogIn, user: User, claim: Event) -> str:
    return log_in(user).get(f"/claims/{claim.id}").content.decode()


def test_one_takes_a_claim_on_its_page_and_releases_it_there(town: Municipality, log_in: LogIn) -> None:
    claim, client = town.move(), log_in(town.official)
    assert "in behandeling nemen" in _page(log_in, town.official, claim)
    page = client.post(f"/claims/{claim.id}/werk", {"act": "take"}, follow=True).content.decode()
    assert "U hebt dit nu in behandeling." in page
    assert WorkItem.objects.get(event_id=claim.id).holder == town.official
    client.post(f"/claims/{claim.id}/werk", {"act": "release"})
    assert WorkItem.objects.get(event_id=claim.id).holder is None


@pytest.mark.parametrize("who", ["citizen", "official"])
def test_who_entered_a_claim_himself_answers_on_its_page(town: Municipality, log_in: LogIn, who: str) -> None:
    source = getattr(town, who)
    claim = town.move() if who == "citizen" else town.claim(town.official, *_numbered())
    ask_source(claim.id, text="Waar blijkt dat uit?", by=_as(town.colleague))
    client = log_in(source)
    page = client.get(f"/claims/{claim.id}").content.decode()
    assert 'value="answer"' in page
    assert "Waar blijkt dat uit?" in page
    assert 'value="answer"' not in _page(log_in, town.colleague, claim)
    client.post(f"/claims/{claim.id}/werk", {"act": "answer", "text": " "})
    assert WorkItem.objects.get(event_id=claim.id).awaiting_since is not None
    client.post(f"/claims/{claim.id}/werk", {"act": "answer", "text": "Uit de akte."})
    assert WorkItem.objects.get(event_id=claim.id).awaiting_since is None
    assert 'value="answer"' not in client.get(f"/claims/{claim.id}").content.decode()
    assert "Uit de akte." in _page(log_in, town.colleague, claim)


def test_on_the_page_nobody_is_asked_who_could_not_read_it(town: Municipality, log_in: LogIn) -> None:
    claim, client = town.move(), log_in(town.official)
    form = _form(client, claim, decision="ask", motivation="Welk huisnummer?")
    User.objects.filter(pk=town.citizen.pk).update(is_active=False)
    assert client.post(f"/claims/{claim.id}", form).status_code == 422
    assert not WorkEntry.objects.exists()


def _numbered() -> tuple[str, dict[str, object], UUID]:
    person = uuid4()
    return "BsnToegekend", {"persoon": {"objectId": str(person)}, "bsn": registry.new_bsn()}, person


def test_a_claim_about_many_asks_what_is_new_as_one_about_one_does(town: Municipality, log_in: LogIn) -> None:
    client, since = log_in(town.official), {"since": datetime.now(UTC).isoformat()}
    asked = []
    for claim in (town.move(), town.move(of=tuple(uuid4() for _ in range(30)))):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/claims/{claim.id}/nu", since).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_what_a_colleague_has_in_hand_is_taken_over_with_a_reason_before_it_is_decided(
    town: Municipality, log_in: LogIn
) -> None:
    claim, client = town.move(), log_in(town.official)
    form = _form(client, claim, decision="rejected", motivation="Geen bewijs.")
    commands.take(claim.id, by=_as(town.colleague))
    page = _page(log_in, town.official, claim)
    assert "R. Jansen heeft dit in behandeling en is ermee bezig." in page
    assert 'value="rejected"' not in page
    refused = client.post(f"/claims/{claim.id}", form)
    assert refused.status_code == 422
    assert "R. Jansen heeft dit in behandeling" in refused.content.decode()
    assert "Geen bewijs." in refused.content.decode()
    assert (
        "Schrijf waarom"
        in client.post(f"/claims/{claim.id}/werk", {"act": "take_over", "reason": " "}, follow=True).content.decode()
    )
    assert client.post(f"/claims/{claim.id}", {**form, "reason": "Collega is ziek."}).status_code == 302
    assert len(_decisions(claim)) == 1
    told = _page(log_in, town.colleague, claim)
    assert "M. de Wit nam dit over van R. Jansen" in told
    assert "Collega is ziek." in told


def test_opening_the_page_keeps_the_lock_of_who_has_it(town: Municipality, log_in: LogIn) -> None:
    claim = town.move()
    commands.take(claim.id, by=_as(town.official), now=datetime.now(UTC) - timedelta(minutes=29))
    _page(log_in, town.official, claim)
    found = work_items.in_hand([claim.id], principal=_as(town.colleague), now=datetime.now(UTC) + timedelta(minutes=5))
    assert found[claim.id].is_locked


def test_colleagues_on_one_page_are_told_of_each_other_and_of_what_is_new(town: Municipality, log_in: LogIn) -> None:
    claim, opened = town.move(), quote(datetime.now(UTC).isoformat())
    _page(log_in, town.colleague, claim)
    assert "R. Jansen heeft deze pagina ook open." in _page(log_in, town.official, claim)
    client = log_in(town.official)
    now = client.get(f"/claims/{claim.id}/nu?since={opened}").content.decode()
    assert "R. Jansen" in now
    assert "vastgelegd" not in now
    town.retract(town.citizen, claim)
    assert "vastgelegd" in client.get(f"/claims/{claim.id}/nu?since={opened}").content.decode()
    assert client.get(f"/claims/{claim.id}/nu?since=nooit").status_code == 400
    assert log_in(town.newcomer).get(f"/claims/{claim.id}/nu?since={opened}").status_code == 404


def test_the_source_is_asked_for_more_and_the_answer_stands_on_the_page(town: Municipality, log_in: LogIn) -> None:
    claim, client = town.move(), log_in(town.official)
    empty = client.post(f"/claims/{claim.id}", _form(client, claim, decision="ask"))
    assert empty.status_code == 422
    assert 'href="#id_motivation"' in empty.content.decode()
    form = _form(client, claim, decision="ask", motivation="Stuur het huurcontract.")
    page = client.post(f"/claims/{claim.id}", form, follow=True).content.decode()
    assert "Gevraagd." in page
    assert "M. de Wit vroeg om aanvulling" in page
    assert _decisions(claim) == []
    assert "Wacht op de indiener" in client.get("/").content.decode()
    answer(claim.id, text="Zie bijlage 3.", by=_as(town.citizen))
    page = _page(log_in, town.official, claim)
    assert "Joris de Vries antwoordde" in page
    assert "Zie bijlage 3." in page
    assert "Wacht op de indiener" not in client.get("/").content.decode()


def test_who_may_only_read_does_nothing_with_it(town: Municipality, log_in: LogIn) -> None:
    claim = town.move()
    page = log_in(town.parent).post(f"/claims/{claim.id}/werk", {"act": "take"}, follow=True).content.decode()
    assert "Alleen een ambtenaar" in page
    assert log_in(town.newcomer).post(f"/claims/{claim.id}/werk", {"act": "take"}).status_code == 404
    assert WorkEntry.objects.count() == 0


def test_the_legal_term_stands_on_the_page_with_its_article(town: Municipality, log_in: LogIn) -> None:
    page = _page(log_in, town.official, town.parents_claim())
    assert "24 november 2026" in page
    assert "BW 1:19e" in page


def test_a_check_that_nothing_is_known_for_says_so_and_stops_nobody(town: Municipality, log_in: LogIn) -> None:
    claim = town.claim(
        town.citizen,
        "Huwelijk",
        {
            "partners": [{"objectId": str(town.family.anna)}, {"objectId": str(town.family.joris)}],
            "huwelijksdatum": {"type": "Datum", "datum": "2026-11-20"},
            "plaats": {"land": "6030", "gemeente": "0518"},
            "getuigen": 2,
            "akte": {"aktenummer": "3AA0001", "registergemeente": "0518", "jaar": 2026},
        },
        town.family.anna,
        town.family.joris,
    )
    checks = {check.name: check for check in log_in(town.official).get(f"/claims/{claim.id}").context["sheet"].checks}
    assert checks["meerderjarig"].badge == "Onbekend"
    assert checks["meerderjarig"].article == "BW 1:31"
    assert checks["ongehuwd"].badge == "Akkoord"
    decided = town.decide(town.official, claim)
    outcomes = {entry["check"]: entry["outcome"] for entry in decided.data["checks"]}
    assert outcomes["meerderjarig"] == "unknown"
    assert outcomes["ongehuwd"] == "passed"


def test_the_documents_of_a_claim_are_told_by_what_they_are(town: Municipality, log_in: LogIn) -> None:
    document = {"soort": "verklaring", "instantie": "Ziekenhuis Lindenveen", "sha256": "a" * 64}
    claim = town.parents_claim(brondocument=document)
    [shown] = log_in(town.official).get(f"/claims/{claim.id}").context["sheet"].documents
    told = dict(shown.facts)
    assert told["Instantie"] == "Ziekenhuis Lindenveen"
    assert "a" * 64 in told.values()


def _takes_two(town: Municipality) -> Event:
    """A claim of a type that two officials must accept, of whom `town.official` did."""
    by = _as(view_story.administrator(town))
    draft = event_types.draft_event_type("Dubbel", title="Dubbel", by=by)
    said = json.loads(draft.text)
    about = {"type": "object", "properties": {"objectId": {"type": "string", "format": "uuid"}}}
    said["schema"] |= {"properties": {"wie": about | {"required": ["objectId"]}}, "required": ["wie"]}
    said["schema"].pop("examples", None)
    said |= {"acceptances": 2, "subject_pointers": ["/wie/objectId"], "identity_key": [], "examples": []}
    said |= {"source_types": ["burger"]}
    said.pop("material_pointer", None)
    event_types.change_draft(draft.pk, title="Dubbel", text=json.dumps(said), revision=draft.revision, by=by)
    event_types.publish_draft(draft.pk, revision=draft.revision + 1, by=by)
    claim = town.claim(town.citizen, "Dubbel", {"wie": {"objectId": str(town.family.anna)}}, town.family.anna)
    town.decide(town.official, claim)
    return claim


def test_who_decided_already_leaves_the_claim_to_the_second_official(town: Municipality, log_in: LogIn) -> None:
    claim = _takes_two(town)
    client = log_in(town.official)
    assert "in behandeling nemen" not in _page(log_in, town.official, claim)
    assert f'name="take" value="{claim.id}"' not in client.get("/").content.decode()
    answer = client.post(f"/claims/{claim.id}/werk", {"act": "take"}, follow=True)
    assert "U hebt hierover al besloten." in answer.content.decode()
    assert work.next_open(uuid4(), principal=_as(town.official), now=timezone.now()) is None
    assert work.next_open(uuid4(), principal=_as(town.colleague), now=timezone.now()) == claim.id
    asked = log_in(town.colleague).post("/werk", {"event": str(claim.id), "act": "hand_over"}).content.decode()
    assert "M. de Wit" not in asked.partition("<main")[2]
    with pytest.raises(CannotDecideHere):
        commands.hand_over(claim.id, to=town.official, note="Aan u.", by=_as(town.colleague))
    assert not WorkItem.objects.filter(holder__isnull=False).exists()
    assert f'name="take" value="{claim.id}"' in log_in(town.colleague).get("/").content.decode()
    commands.take(claim.id, by=_as(town.colleague))
    town.decide(town.colleague, claim)
    assert len(_decisions(claim)) == 2
