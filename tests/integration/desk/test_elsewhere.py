"""What other organisations know of a person, on screen: by a deliberate click, with who answered and who did not."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from django.test import Client

from events.domain.permissions import Permission
from events.models import AccessRecord, Zone
from events.queries.work import readable_zones
from management_ui.views import elsewhere as elsewhere_page
from management_ui.views import person as person_page
from tests import elsewhere_story, person_story
from tests.desk_story import Municipality
from tests.federation.states.neighbours import Neighbours
from tests.integration.desk.conftest import LogIn

DUTCH = {"Accept-Language": "nl"}
ON = {"as_of": "2026-11-25", "as_at": ""}


@pytest.fixture
def anna(town: Municipality) -> UUID:
    """Anna, of whom the official may ask others; his colleague may read her, and no more."""
    found = person_story.anna(town)
    town.allow(town.official, Permission.CONSULT, zone=town.registry)
    town.allow(town.colleague, Permission.VIEW, zone=Zone.objects.get(slug=person_story.REGISTER))
    return found


@pytest.fixture
def neighbours(anna: UUID) -> Iterator[Neighbours]:
    with elsewhere_story.in_a_group(elsewhere_story.neighbours(anna)) as found:
        yield found


def asked(client: Client, person: UUID, *, status: int = 200, **sent: str) -> str:
    answer = client.post(f"/personen/{person}/elders", ON | sent, headers=DUTCH)
    assert answer.status_code == status, answer.content
    return words(answer.content.decode())


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


def test_looking_at_a_person_asks_nobody_and_the_page_before_asking_does_not_either(
    town: Municipality, log_in: LogIn, anna: UUID, neighbours: Neighbours
) -> None:
    client = log_in(town.official)
    person = client.get(f"/personen/{anna}", headers=DUTCH).content.decode()
    assert f"/personen/{anna}/elders" in person
    page = words(client.get(f"/personen/{anna}/elders", headers=DUTCH).content.decode())
    assert "Wat andere organisaties weten: Anna Bakker" in page
    assert "Zij weten dan dat u naar deze persoon en zijn verwanten kijkt" in page
    assert "Gemeente Meerdorp, Gemeente Verweg" in page
    assert neighbours.asked == []


def test_what_is_told_says_whose_it_is_and_who_is_missing(
    town: Municipality, log_in: LogIn, anna: UUID, neighbours: Neighbours
) -> None:
    page = asked(log_in(town.official), anna)
    assert "Anna Bakker" in page
    assert re.search(r"Verblijfplaats .{0,80}Lindelaan 12.{0,120}Gemeente Meerdorp", page), page
    assert re.search(r"Naam Anna Bakker.{0,60}Gemeente Lindenveen", page), page
    assert "Dit beeld is niet volledig" in page
    assert "Gemeente Verweg antwoordde niet." in page
    assert "Aan Gemeente Elders is niets gevraagd." in page
    assert "Aan Gemeente Later is niets gevraagd." not in page
    assert re.search(r"Gemeente Verweg bevolking Geen antwoord Zij is niet te bereiken. 20 november 2026, 09:00", page)
    assert re.search(r"Gemeente Elders bevolking Niet gevraagd Het contract .{0,60} is beëindigd. 1 oktober 2026", page)
    assert "nog niet ingegaan" in page
    assert "1 gebeurtenis telt niet mee: zij is niet als gebeurtenis te lezen." in page
    lines = AccessRecord.objects.filter(action="Federatieve toestand geraadpleegd")
    assert lines.exists()


def test_when_everybody_answers_the_page_says_so(
    town: Municipality, log_in: LogIn, anna: UUID, neighbours: Neighbours
) -> None:
    elsewhere_story.mend(neighbours)
    page = asked(log_in(town.official), anna)
    assert "Iedereen antwoordde" in page
    assert "2 gebeurtenissen tellen mee." in page
    assert "Zij weet niets van deze persoon of zijn verwanten." in page
    assert "niet volledig" not in page


def test_it_is_asked_at_the_two_moments_that_are_chosen(
    town: Municipality, log_in: LogIn, anna: UUID, neighbours: Neighbours
) -> None:
    page = asked(log_in(town.official), anna, as_of="2026-04-20", as_at="2026-05-10")
    assert "zoals bekend op" in page
    assert "Lindelaan" not in page
    assert {it[2] is not None for it in neighbours.asked} == {True}


def test_a_wrong_day_is_told_and_nobody_is_asked(
    town: Municipality, log_in: LogIn, anna: UUID, neighbours: Neighbours
) -> None:
    page = asked(log_in(town.official), anna, status=422, as_of="gisteren")
    assert "Er is een probleem" in page
    assert neighbours.asked == []


def test_somebody_whom_nobody_knows_is_told_to_be_unknown(
    town: Municipality, log_in: LogIn, neighbours: Neighbours
) -> None:
    elsewhere_story.mend(neighbours)
    assert "Niemand kent deze persoon." in asked(log_in(town.official), uuid4(), status=404)


def test_who_may_read_nothing_asks_nobody_anything(
    town: Municipality, log_in: LogIn, anna: UUID, neighbours: Neighbours
) -> None:
    client = log_in(town.newcomer)
    assert client.get(f"/personen/{anna}/elders").status_code == 403
    assert client.post(f"/personen/{anna}/elders", ON).status_code == 403
    assert Client().post(f"/personen/{anna}/elders", ON).status_code == 302
    assert neighbours.asked == []


def test_who_may_read_but_not_ask_others_finds_no_way_to_it(
    town: Municipality, log_in: LogIn, anna: UUID, neighbours: Neighbours
) -> None:
    client = log_in(town.colleague)
    assert no_way_to_ask(client, anna)
    assert neighbours.asked == []


def test_and_he_would_if_reading_were_enough(
    town: Municipality, log_in: LogIn, anna: UUID, neighbours: Neighbours, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in (person_page, elsewhere_page):
        monkeypatch.setattr(page, "may_consult", lambda by: bool(readable_zones(by)))
    client = log_in(town.colleague)
    assert "/elders" in client.get(f"/personen/{anna}", headers=DUTCH).content.decode()
    assert client.get(f"/personen/{anna}/elders").status_code == 200
    assert client.post(f"/personen/{anna}/elders", ON).status_code == 403  # the question itself asks once more
    assert neighbours.asked == []


def no_way_to_ask(client: Client, person: UUID) -> bool:
    sheet = client.get(f"/personen/{person}", headers=DUTCH)
    assert sheet.status_code == 200
    at = f"/personen/{person}/elders"
    return (
        "elders" not in sheet.content.decode()
        and client.get(at).status_code == 403
        and client.post(at, ON).status_code == 403
    )


def test_outside_a_group_there_is_no_such_page(town: Municipality, log_in: LogIn, anna: UUID) -> None:
    client = log_in(town.official)
    assert "elders" not in client.get(f"/personen/{anna}", headers=DUTCH).content.decode()
    assert client.get(f"/personen/{anna}/elders").status_code == 404
    assert client.post(f"/personen/{anna}/elders", ON).status_code == 404
