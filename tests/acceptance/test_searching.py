"""Searching persons in a municipality of more people than one question may look at."""

import pytest

from events.domain.permissions import Permission
from tests import registry
from tests.callers import Caller, caller, content
from tests.database import Database
from tests.people import accepted, caught_up, moves, renamed, somebody


@pytest.fixture
def system(database: Database) -> Caller:
    registry.furnish()
    return caller("systeem", Permission.VIEW, zones=(registry.CIVIL, registry.ADDRESSES))


def test_a_name_of_which_the_end_is_left_open_is_found_among_many(
    system: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("readmodels.queries.live_views.CANDIDATES_MAX", 2)
    people = [somebody() for _ in range(4)]
    accepted(moves(*people))
    for person, surname in zip(people, ("Janssen", "Jansma", "Pietersen", "Klaassen"), strict=True):
        accepted(renamed(person, surname))
    caught_up()
    body = {
        "type": "ZoekMetNaamEnGemeenteVanInschrijving",
        "geslachtsnaam": "jans*",
        "voornamen": "Noor",
        "gemeenteVanInschrijving": "9901",
        "fields": ["naam.geslachtsnaam"],
    }
    answer = system.post("brp/personen", body)
    assert answer.status_code == 200, answer.content
    assert {it["naam"]["geslachtsnaam"] for it in content(answer)["personen"]} == {"Janssen", "Jansma"}
