"""Finding a person at the desk: by what one knows of him, within what one may read, and nothing of it in an address."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from events.models import AccessRecord, ProcessingRecord
from events.processing import SUBJECT, pseudonym
from management_ui.views.persons import KEPT
from readmodels.projectors.projections import PERSON_FILES
from tests import person_story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn
from tests.view_story import fall_behind

NL = {"Accept-Language": "nl"}


def search(client: Client, asked: dict[str, str], *, status: int = 200) -> str:
    answer = client.post("/personen", asked, headers=NL, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Bakker"},
        {"name": "bakk"},
        {"name": "anna bakker"},
        {"name": "Bakker, Anna"},
        {"born_on": "1994-02-11"},
        {"bsn": person_story.BSN},
        {"bsn": "9999.55.986"},
        {"name": "bakker", "born_on": "1994-02-11", "bsn": person_story.BSN},
    ],
    ids=str,
)
def test_a_person_is_found_by_what_is_known_of_her(town: Municipality, log_in: LogIn, asked: dict[str, str]) -> None:
    anna = person_story.anna(town)
    page = search(log_in(town.official), asked)
    assert f'href="/personen/{anna}"' in page
    for text in ("1 persoon gevonden", "Anna Bakker", "11 februari 1994", "Molenweg 4"):
        assert text in page


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Elisabeth Bakker"},
        {"name": "akker"},
        {"name": "Bakker", "born_on": "1994-02-12"},
        {"bsn": "999990342", "name": "Bakker"},
    ],
    ids=str,
)
def test_all_that_is_given_must_fit(town: Municipality, log_in: LogIn, asked: dict[str, str]) -> None:
    person_story.anna(town)
    assert "Er is niemand gevonden." in search(log_in(town.official), asked)


def test_nothing_that_is_asked_stands_in_an_address_or_readable_in_the_session(
    town: Municipality, log_in: LogIn
) -> None:
    person_story.anna(town)
    client = log_in(town.official)
    answer = client.post("/personen", {"name": "Bakker", "bsn": person_story.BSN})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/personen/gevonden")
    kept = Session.objects.get(pk=client.session.session_key).get_decoded()[KEPT]
    assert "Bakker" not in kept
    assert person_story.BSN not in kept


def test_the_question_of_somebody_else_is_of_no_use(town: Municipality, log_in: LogIn) -> None:
    person_story.anna(town)
    client, other = log_in(town.official), log_in(town.colleague)
    search(client, {"name": "Bakker"})
    session = other.session
    session[KEPT] = client.session[KEPT]
    session.save()
    assert other.get("/personen/gevonden").headers["Location"] == "/personen"


def test_without_a_question_the_page_says_how_to_ask(town: Municipality, log_in: LogIn) -> None:
    client = log_in(town.official)
    assert "Wie zoekt u?" in client.get("/personen", headers=NL).content.decode()
    assert client.get("/personen/gevonden").headers["Location"] == "/personen"


@pytest.mark.parametrize(
    ("asked", "told", "field"),
    [
        ({}, "Vul een naam, een geboortedatum of een BSN in.", "id_name"),
        ({"name": "b"}, "Geef ten minste twee letters van de naam.", "id_name"),
        ({"bsn": "123456789"}, "Dit is geen BSN.", "id_bsn"),
        ({"born_on": "31-02-1994"}, "Geef een datum die bestaat", "id_born_on"),
    ],
)
def test_what_cannot_be_asked_is_told_at_its_field(
    town: Municipality, log_in: LogIn, asked: dict[str, str], told: str, field: str
) -> None:
    page = search(log_in(town.official), asked, status=422)
    assert told in page
    assert f'href="#{field}"' in page


def test_who_may_not_read_the_zone_finds_nobody_and_who_may_read_nothing_has_no_access(
    town: Municipality, log_in: LogIn
) -> None:
    person_story.anna(town)
    page = search(log_in(town.colleague), {"name": "Bakker"})
    assert "Er is niemand gevonden." in page
    newcomer = log_in(town.newcomer)
    assert newcomer.get("/personen", headers=NL).status_code == 403
    assert newcomer.post("/personen", {"name": "Bakker"}).status_code == 403
    assert newcomer.get("/personen/gevonden").status_code == 403
    assert 'href="/personen"' not in newcomer.get("/", headers=NL).content.decode()


def test_every_search_is_written_down_also_one_that_finds_nobody(town: Municipality, log_in: LogIn) -> None:
    anna = person_story.anna(town)
    client = log_in(town.official)
    search(client, {"name": "Bakker"})
    lines = ProcessingRecord.objects.filter(name="Personen gezocht")
    assert {line.attributes.get(SUBJECT) for line in lines} == {None, pseudonym(anna)}
    search(client, {"name": "Niemand"})
    assert AccessRecord.objects.filter(action="Personen gezocht").count() == 2
    assert not any("Bakker" in str(record.details) for record in AccessRecord.objects.all())


def test_who_finds_too_many_is_asked_for_more(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_story.anna(town)
    monkeypatch.setattr("readmodels.queries.person_search.FOUND_MAX", 0)
    page = search(log_in(town.official), {"name": "Bakker"})
    assert "Vul een geboortedatum, een voornaam of een BSN aan." in page
    assert "Anna Bakker" not in page
    assert 'value="Bakker"' in page
    (line,) = ProcessingRecord.objects.filter(name="Personen gezocht")
    assert SUBJECT not in line.attributes


def test_a_search_that_would_look_at_too_many_is_written_down_too(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_story.anna(town)
    monkeypatch.setattr("readmodels.queries.live_views.CANDIDATES_MAX", 0)
    assert "Dit vindt meer dan 0 personen." in search(log_in(town.official), {"name": "Bakker"})
    assert ProcessingRecord.objects.filter(name="Personen gezocht").count() == 1


def test_a_search_while_the_view_is_behind_says_so(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_story.anna(town)
    fall_behind(PERSON_FILES, monkeypatch)
    assert "loopt achter" in search(log_in(town.official), {"name": "Bakker"})
