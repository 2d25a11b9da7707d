"""What follows from a decision, shown before it is taken: whom it touches, what holds now, what would hold, and why."""

import re
from html import unescape

from django.test import Client

from events import sequencer
from events.domain.event import Event
from management_ui.presenters.consequences import ConsequenceLine, Expected
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn
from tests.integration.desk.test_review import ACT_FORM, _form


def _expected(client: Client, event: Event) -> Expected:
    found = client.get(f"/claims/{event.id}").context["follows"]
    assert isinstance(found, Expected)
    return found


def _lines(expected: Expected) -> tuple[ConsequenceLine, ...]:
    assert expected.told is not None
    return (*expected.told.lines, *expected.told.told)


def test_a_birth_shows_what_follows_by_law_with_the_article(town: Municipality, log_in: LogIn) -> None:
    recognition = town.recognition()
    town.decide(town.colleague, recognition, motivation="Akte opgemaakt.")
    told = _lines(_expected(log_in(town.official), town.parents_claim_with_recognition(recognition)))
    custody = next(line for line in told if line.title == "Gezag" and line.person == "Noor Elisabeth Bakker")
    assert custody.before == ""
    assert custody.after.startswith("Gezamenlijk ouderlijk gezag")
    assert custody.ground == "BW 1:251b"
    assert custody.period == "tot 20 november 2044"
    children = {line.person_id: line.after for line in told if line.title == "Kind"}
    assert children[town.family.anna] == "Noor Elisabeth Bakker"


def test_what_is_shown_before_is_what_holds_after(town: Municipality, log_in: LogIn) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    told = _lines(_expected(client, claim))
    assert client.post(f"/claims/{claim.id}", _form(client, claim, decision="accepted", **ACT_FORM)).status_code == 302
    sequencer.seal_now()
    after = _lines(_expected(client, town.retract(town.parent, claim)))
    assert {(line.person_id, line.title, line.after) for line in told} == {
        (line.person_id, line.title, line.before) for line in after
    }
    assert all(line.after == "" for line in after)


def test_a_correction_of_what_is_undecided_has_no_effect_yet(town: Municipality, log_in: LogIn) -> None:
    correction = town.correct(town.parent, town.parents_claim(), town.parents_data() | {"geslacht": "M"})
    expected = _expected(log_in(town.official), correction)
    assert expected.awaits_root


def test_what_was_decided_shows_no_consequences_any_more(town: Municipality, log_in: LogIn) -> None:
    claim = town.move()
    town.decide(town.colleague, claim, motivation="Gezien.")
    assert log_in(town.official).get(f"/claims/{claim.id}").context["follows"] is None


def test_an_act_that_was_filled_in_counts_in_what_follows(town: Municipality, log_in: LogIn) -> None:
    claim = town.midwifes_claim()
    client = log_in(town.official)
    filled = {"act/naam/voornamen": "Noor", "act/naam/geslachtsnaam": "Bakker"}
    answer = client.post(f"/claims/{claim.id}", _form(client, claim, decision="accepted", **filled))
    assert answer.status_code == 422
    name = next(line for line in _lines(answer.context["follows"]) if line.title == "Naam")
    assert name.after == "Noor Bakker"


def test_everybody_whom_it_touches_can_be_opened_once_and_only_who_may_be_seen(
    town: Municipality, log_in: LogIn
) -> None:
    claim = town.parents_claim()
    client = log_in(town.official)
    page = client.get(f"/claims/{claim.id}").content.decode()
    section = re.search(r'aria-labelledby="h-consequences".*?</table>', page, re.DOTALL)
    assert section is not None
    links = re.findall(r'href="(/personen/[0-9a-f-]{36})"', section[0])
    assert set(links) == {f"/personen/{town.family.noor}", f"/personen/{town.family.anna}"}
    assert len(links) == 2
    assert all(client.get(link).status_code == 200 for link in links)


def test_the_page_says_it_in_a_table_with_the_ground(town: Municipality, log_in: LogIn) -> None:
    page = unescape(log_in(town.official).get(f"/claims/{town.parents_claim().id}").content.decode())
    section = re.search(r'aria-labelledby="h-consequences".*?</section>', page, re.DOTALL)
    assert section is not None
    assert "Rechtsgevolgen als u valideert" in section[0]
    assert "BW 1:198" in section[0]
