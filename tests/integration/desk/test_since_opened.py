"""What changed since the page was opened: in what follows too, set apart; and nothing that was typed is lost."""

import pytest
from django.test import Client

from events.domain.event import Event
from management_ui.presenters.consequence_changes import ConsequenceChange
from readmodels.domain.seen import Seen
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn

NOOR = "Noor Elisabeth Bakker"
WHY = "De moeder verklaarde het aan de balie."


def opened(client: Client, claim: Event, **filled: str) -> dict[str, str]:
    """What a browser sends of the page as it was opened now: a rejection, for which nothing else is needed."""
    answer = client.get(f"/claims/{claim.id}")
    form = answer.context["form"]
    assert f'name="seen_at" value="{form.initial["seen_at"]}"' in answer.content.decode()
    carried = {name: str(form.initial[name]) for name in ("event_id", "expected", "seen_at")}
    return {**carried, "decision": "rejected", "motivation": WHY, **filled}


def asked_again(client: Client, claim: Event, form: dict[str, str]) -> tuple[str, dict[tuple[str, str], str]]:
    """The page that is answered, and what it sets apart: of whom and which value, and what became of it."""
    answer = client.post(f"/claims/{claim.id}", form)
    assert answer.status_code == 422
    changes: tuple[ConsequenceChange, ...] = answer.context["changes"] or ()
    return answer.content.decode(), {(it.line.person, it.line.title): it.kind for it in changes}


def test_what_follows_no_longer_is_set_apart_and_what_was_typed_stays(town: Municipality, log_in: LogIn) -> None:
    recognition = town.recognition()
    claim = town.parents_claim_with_recognition(recognition)
    client = log_in(town.official)
    form = opened(client, claim)
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    page, changes = asked_again(client, claim, form)
    assert changes[(NOOR, "Ouder")] == "gone", "the recognition says so itself now"
    assert "Volgt hier niet meer uit" in page
    assert 'href="#h-since"' in page
    assert WHY in page


def test_what_follows_now_too_is_set_apart(town: Municipality, log_in: LogIn) -> None:
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    claim = town.parents_claim_with_recognition(recognition)
    client = log_in(town.official)
    form = opened(client, claim)
    town.decide(town.colleague, town.retract(town.citizen, recognition), motivation="Nietig verklaard.")
    page, changes = asked_again(client, claim, form)
    assert changes[(NOOR, "Ouder")] == "appeared"
    assert "Volgt hier nu ook uit" in page


def test_another_value_is_set_apart_with_what_it_was(town: Municipality, log_in: LogIn) -> None:
    claim = town.move()
    client = log_in(town.official)
    form = opened(client, claim)
    town.decide(town.colleague, moved_before(town), motivation="Gezien.")
    page, changes = asked_again(client, claim, form)
    assert set(changes.values()) == {"other"}
    assert "<del>Kerkstraat 9" in page


def test_what_is_new_and_changes_nothing_that_follows_is_said_to(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    form = opened(client, claim)
    town.midwifes_claim()
    page, changes = asked_again(client, claim, form)
    assert changes == {}
    assert "De rechtsgevolgen zijn dezelfde als toen u deze pagina opende." in page
    assert 'href="#h-since"' not in page


def test_what_was_set_apart_once_is_seen_when_the_page_is_sent_again(town: Municipality, log_in: LogIn) -> None:
    claim = town.move()
    client = log_in(town.official)
    form = opened(client, claim)
    town.decide(town.colleague, moved_before(town), motivation="Gezien.")
    shown = client.post(f"/claims/{claim.id}", form).context["form"].data
    again = {**form, "expected": shown["expected"], "seen_at": shown["seen_at"]}
    assert client.post(f"/claims/{claim.id}", again).status_code == 302


@pytest.mark.parametrize("damaged", ["", "gisteren", "2026-99-99T00:00:00Z"])
def test_a_page_without_the_moment_it_was_opened_at_goes_by_the_events_it_names(
    town: Municipality, log_in: LogIn, damaged: str
) -> None:
    claim = town.move()
    client = log_in(town.official)
    form = opened(client, claim, seen_at=damaged)
    town.decide(town.colleague, moved_before(town), motivation="Gezien.")
    assert set(asked_again(client, claim, form)[1].values()) == {"other"}


def test_without_the_moment_of_the_page_nothing_would_be_set_apart(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = town.move()
    client = log_in(town.official)
    form = opened(client, claim)
    town.decide(town.colleague, moved_before(town), motivation="Gezien.")
    monkeypatch.setattr(Seen, "of", lambda _seen, log: log)
    assert asked_again(client, claim, form)[1] == {}


def moved_before(town: Municipality) -> Event:
    """Joris says that he moved once before."""
    data = {
        "personen": [{"objectId": str(town.family.joris)}],
        "nieuwAdres": {"straat": "Kerkstraat", "huisnummer": 9, "woonplaats": "Lindenveen"},
        "datumIngang": {"type": "Datum", "datum": "2026-10-01"},
        "functie": "W",
        "aangiftedatum": "2026-10-01",
        "aangever": {"rol": "ingeschrevene"},
    }
    return town.claim(town.citizen, "Verhuizing", data, town.family.joris)
