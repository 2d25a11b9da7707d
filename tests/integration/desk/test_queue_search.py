"""Seeking work by person in the queue: by name, birth date or BSN, within what one may read, wherever it lies."""

import re
from collections.abc import Iterator
from html import unescape
from uuid import UUID, uuid4

import pytest
from django.test import Client

from events.domain.event import Event
from events.domain.log import Log
from events.domain.permissions import Permission, Principal
from events.models import ProcessingRecord, Standing, Zone
from events.processing import SUBJECT, pseudonym
from events.queries import work
from management_ui.views import queue_search
from readmodels.projectors.projections import PERSON_FILES
from tests import person_story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn
from tests.investigation_story import follow
from tests.view_story import fall_behind

NL = {"Accept-Language": "nl"}
BORN = "20-11-2026"
ANNAS_BSN, JORIS_BSN, FREE_BSN = "999990342", "999994669", "999993653"


def _search(client: Client, person: str, *, query: str = "", status: int = 200) -> str:
    answer = client.post(f"/{query}", {"person": person}, headers=NL, follow=True)
    assert answer.status_code == status
    return answer.content.decode()


def _claims(html: str) -> list[str]:
    return re.findall(r'href="/claims/([0-9a-f-]{36})"', html)


def _move_of(town: Municipality, person: UUID) -> Event:
    data = {
        "personen": [{"objectId": str(person)}],
        "nieuwAdres": {"straat": "Molenweg", "huisnummer": 4, "woonplaats": "Lindenveen"},
        "datumIngang": {"type": "Datum", "datum": "2026-11-01"},
        "functie": "W",
        "aangiftedatum": "2026-11-02",
        "aangever": {"rol": "ingeschrevene"},
    }
    return town.claim(town.citizen, "Verhuizing", data, person)


def _may_read_the_population(town: Municipality) -> None:
    town.allow(town.official, Permission.VIEW, zone=Zone.objects.get(slug="bevolking"))


@pytest.mark.parametrize("typed", [person_story.BSN, "9999.55.986", "11-02-1994", "1994-02-11", "2-1994", "1994"])
def test_what_is_about_a_person_of_the_register_is_found_by_number_and_by_birth_date(
    town: Municipality, log_in: LogIn, typed: str
) -> None:
    anna = person_story.anna(town)
    _other, move = town.move(), _move_of(town, anna)
    page = _search(log_in(town.official), typed)
    assert _claims(page) == [str(move.id)]
    assert f"Gezocht op “{typed}”" in page


def test_what_is_about_a_child_whose_birth_waits_is_found_by_the_day_that_is_claimed(
    town: Municipality, log_in: LogIn
) -> None:
    follow()
    recognition, birth = town.recognition(), town.parents_claim()
    town.move()
    client = log_in(town.official)
    assert _claims(_search(client, BORN)) == [str(recognition.id), str(birth.id)]
    assert _claims(_search(client, "21-11-2026")) == []
    earlier = town.parents_data() | {"geboortedatum": {"type": "Datum", "datum": "2026-11-19"}}
    correction = town.correct(town.parent, birth, earlier)
    assert str(correction.id) in _claims(_search(client, "19-11-2026"))


def test_who_gets_a_number_by_a_claim_that_waits_is_found_by_it(town: Municipality, log_in: LogIn) -> None:
    follow()
    noor = town.family.noor
    number = town.claim(town.official, "BsnToegekend", {"persoon": {"objectId": str(noor)}, "bsn": FREE_BSN}, noor)
    birth, _move = town.parents_claim(), town.move()
    assert _claims(_search(log_in(town.colleague), FREE_BSN)) == [str(number.id), str(birth.id)]


def test_nobody_is_found_by_what_lies_in_a_zone_that_he_may_not_read(town: Municipality, log_in: LogIn) -> None:
    move = town.move()
    follow()
    client = log_in(town.official)
    assert _claims(_search(client, JORIS_BSN)) == []
    _may_read_the_population(town)
    assert _claims(_search(client, JORIS_BSN)) == [str(move.id)]


def test_without_its_zones_the_search_would_tell_of_a_hidden_number(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = town.move()
    follow()

    def everything(log: Log, *, principal: Principal) -> Log:
        return log

    monkeypatch.setattr(work, "visible", everything)
    assert _claims(_search(log_in(town.official), JORIS_BSN)) == [str(move.id)]


def test_the_search_keeps_to_the_pile_and_the_filters(town: Municipality, log_in: LogIn) -> None:
    follow()
    recognition, birth = town.recognition(), town.parents_claim()
    client = log_in(town.official)
    assert _claims(_search(client, BORN, query="?type=Erkenning")) == [str(recognition.id)]
    assert _claims(_search(client, BORN, query="?kind=correction")) == []
    town.decide(town.colleague, recognition)
    assert _claims(_search(client, BORN)) == [str(birth.id)]
    follow()
    decided = _search(client, JORIS_BSN, query="?pile=decided")
    assert _claims(decided) == []
    assert "Kijk na wat u typte" in decided


@pytest.mark.parametrize("typed", ["123456789", "99999034", "31-02-1994", "9999903422"])
def test_what_is_no_number_and_no_date_is_told_at_the_field_and_how_to_mend_it(
    town: Municipality, log_in: LogIn, typed: str
) -> None:
    claim = town.move()
    page = _search(log_in(town.official), typed, status=422)
    assert 'href="#id_person"' in page
    assert "Controleer de negen cijfers, of schrijf een datum als 12-04-1985." in page
    assert f'value="{typed}"' in page
    assert _claims(page) == [str(claim.id)]


def test_what_is_sought_goes_on_page_by_page_and_never_in_an_address(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow()
    monkeypatch.setattr(queue_search, "PAGE_SIZE", 1)
    moves = [str(town.move().id) for _ in range(3)]
    _may_read_the_population(town)
    follow()
    client = log_in(town.official)
    assert list(_pages(client, JORIS_BSN)) == moves


def test_a_name_is_looked_for_further_where_the_search_stopped(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "SEARCHED_MAX", 1)
    monkeypatch.setattr(work, "SEARCH_STEP", 1)
    town.move()
    birth = town.parents_claim()
    assert list(_pages(log_in(town.official), "noor")) == [str(birth.id)]


def _pages(client: Client, person: str) -> Iterator[str]:
    client.post("/", {"person": person})
    address = "/gezocht"
    for _ in range(10):
        page = client.get(address, headers=NL).content.decode()
        assert person not in "".join(re.findall(r'(?:href|action)="([^"]*)"', page))
        yield from _claims(page)
        further = re.search(r'href="([^"]*)">\s*Verder zoeken', page)
        if further is None:
            return
        address = f"/gezocht{unescape(further[1])}"
    raise AssertionError("the search does not end")


def test_what_was_sought_is_found_by_a_page_that_can_be_opened_again_and_by_nobody_else(
    town: Municipality, log_in: LogIn
) -> None:
    birth, _move = town.parents_claim(), town.move()
    client = log_in(town.official)
    assert client.get("/gezocht?kind=claim")["Location"] == "/?kind=claim"
    assert client.post("/?kind=claim", {"person": "noor"})["Location"] == "/gezocht?kind=claim"
    for _ in range(2):
        assert _claims(client.get("/gezocht?kind=claim").content.decode()) == [str(birth.id)]
    kept = client.session[queue_search.KEPT]
    assert "noor" not in kept
    other = log_in(town.colleague)
    session = other.session
    session[queue_search.KEPT] = kept
    session.save()
    assert other.get("/gezocht")["Location"] == "/"
    assert client.post("/?kind=claim", {"person": " "})["Location"] == "/?kind=claim"


def test_a_search_while_the_view_is_behind_still_finds_what_the_log_says_and_tells_so(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    person_story.anna(town)
    birth = town.parents_claim()
    fall_behind(PERSON_FILES, monkeypatch)
    page = _search(log_in(town.official), BORN)
    assert _claims(page) == [str(birth.id)]
    assert "loopt achter" in page


def test_who_seeks_a_year_in_which_very_many_were_born_is_asked_for_more(
    town: Municipality, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = person_story.anna(town)
    _move_of(town, anna)
    monkeypatch.setattr("readmodels.queries.person_search.PERSONS_MAX", 0)
    page = _search(log_in(town.official), "1994")
    assert _claims(page) == []
    assert "Dit vindt meer dan 0 personen." in page


def test_every_search_leaves_its_lines_for_whom_it_showed(town: Municipality, log_in: LogIn) -> None:
    follow()
    birth = town.parents_claim()
    client = log_in(town.official)
    _search(client, BORN)
    lines = ProcessingRecord.objects.filter(name="Werkvoorraad doorzocht op persoon")
    assert {line.attributes.get(SUBJECT) for line in lines} == {None, *map(pseudonym, birth.object_ids)}
    assert lines.all().count() == 3
    _search(client, ANNAS_BSN)
    assert lines.all().count() == 4


def test_who_is_sought_by_number_is_found_behind_more_than_a_search_by_name_looks_at(
    town: Municipality, log_in: LogIn
) -> None:
    move = town.move()
    row = Standing.objects.get(event_id=move.id)
    same = {"root_id": row.root_id, "zone_id": row.zone_id, "standing": row.standing, "order": row.order}
    Standing.objects.bulk_create(
        Standing(event_id=uuid4(), event_type="Verhuizing", event_kind="claim", created_at=row.created_at, **same)
        for _ in range(work.SEARCHED_MAX * 2)
    )
    Standing.objects.filter(event_id=move.id).update(created_at=row.created_at.replace(year=2027))
    _may_read_the_population(town)
    follow()
    assert _claims(_search(log_in(town.official), JORIS_BSN)) == [str(move.id)]
