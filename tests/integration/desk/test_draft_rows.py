"""The buttons of the form: rows come and go without JavaScript, and persons are looked up and chosen."""

import pytest
from django.test import Client

from events.models import AccessRecord
from tests import draft_story as story
from tests import investigation_story
from tests.desk_story import Municipality
from tests.integration.desk.conftest import LogIn


@pytest.fixture
def client(town: Municipality, log_in: LogIn) -> Client:
    return log_in(town.official)


def test_a_row_comes_and_goes_and_what_was_typed_elsewhere_stays(town: Municipality, client: Client) -> None:
    address = story.begun(client)
    one, other = str(town.family.joris), str(town.family.anna)
    two = story.move_of(town.family.joris, **{"data/personen#": "2", "data/personen/1": other})
    client.post(address, two | {"action": "add data/personen"})
    assert story.draft_at(address).typed["data/personen#"] == "3"
    client.post(address, two | {"action": "remove data/personen 0"})
    typed = story.draft_at(address).typed
    assert (typed["data/personen#"], typed["data/personen/0"]) == ("1", other)
    assert typed["data/nieuwAdres/straat"] == "Molenweg"
    assert one not in typed.values()


def test_a_person_is_found_by_name_birth_date_or_number_and_chosen(town: Municipality, client: Client) -> None:
    lotte = investigation_story.born(town, "Lotte", act="1AA0900")
    investigation_story.follow()
    address = story.begun(client, "Geboorte")
    for search in ({"name": "smi"}, {"born_on": "3-2-1988"}, {"name": "Smit", "born_on": "1988"}, {"born_on": "1988"}):
        sent = {f"find-{name}": text for name, text in search.items()}
        text = story.text_of(client.post(address, sent | {"action": "search data/geboortemoeder"}))
        assert "Lotte Smit" in text
        assert "3 februari 1988" in text
        assert "smi" not in client.get(address).request["QUERY_STRING"]
    client.post(address, {"action": f"choose data/geboortemoeder {lotte}"})
    assert story.draft_at(address).typed["data/geboortemoeder"] == str(lotte)
    assert "Lotte Smit" in story.text_of(client.get(address))


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ({}, "Vul een naam, een geboortedatum of een BSN in."),
        ({"name": "x"}, "Geef ten minste twee letters van de naam."),
        ({"bsn": "123456789"}, "Dit is geen BSN."),
        ({"born_on": "31-02-1988"}, "Geef een datum die bestaat"),
        ({"name": "Zonderling"}, "Niemand gevonden."),
        ({"bsn": "999990342"}, "Niemand gevonden."),
    ],
)
def test_a_search_that_finds_nobody_says_what_to_do(
    town: Municipality, client: Client, search: dict[str, str], said: str
) -> None:
    """The number is Anna's, in a zone that this official does not read."""
    investigation_story.follow()
    address = story.begun(client, "Geboorte")
    sent = {f"find-{name}": text for name, text in search.items()} | {"action": "search data/kind"}
    assert said in story.text_of(client.post(address, sent))


def test_every_search_is_written_down_also_when_it_finds_nobody(town: Municipality, client: Client) -> None:
    investigation_story.follow()
    address = story.begun(client, "Geboorte")
    client.post(address, {"find-name": "Zonderling", "action": "search data/kind"})
    assert AccessRecord.objects.filter(action="Personen gezocht", source_id=town.official.source_id).count() == 1


def test_a_new_person_gets_an_id_and_is_called_by_the_name_in_the_form(town: Municipality, client: Client) -> None:
    address = story.begun(client, "Geboorte")
    client.post(address, {"action": "new data/kind"})
    child = story.draft_at(address).typed["data/kind"]
    text = story.text_of(
        client.post(address, {"data/kind": child, "data/naam/geslachtsnaam": "Smit", "action": "refresh"})
    )
    assert "Smit (nieuw)" in text
    client.post(address, {"data/kind": child, "action": "clear data/kind"})
    assert "data/kind" not in story.draft_at(address).typed


def test_persons_known_together_with_those_in_the_form_can_be_chosen(town: Municipality, client: Client) -> None:
    town.parents_claim()
    address = story.begun(client, "Erkenning")
    sent = {"data/erkenner": str(town.family.anna), "action": "find data/kind"}
    assert f"choose data/kind {town.family.noor}" in story.text_of(client.post(address, sent))


def test_a_code_can_be_chosen_by_what_it_means(town: Municipality, client: Client) -> None:
    story.municipalities()
    address = story.begun(client)
    assert '<option value="Lindenveen (0518)">' in story.text_of(client.get(address))
    answer = client.post(address, story.move_of(town.family.joris, **{"data/gemeente": "Atlantis"}))
    assert "Gemeente van inschrijving: Kies uit de lijst, of geef de code." in story.text_of(answer)
    for written in ("Lindenveen (0518)", "0518", "lindenveen"):
        story.checked(client, address, story.move_of(town.family.joris, **{"data/gemeente": written}))
