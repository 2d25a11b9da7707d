"""What views tell, and to whom: nothing of a person unasked, no definition to who may read nothing."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events import processing
from events.domain.permissions import Permission
from events.models import ProcessingRecord
from readmodels.models import ViewObject
from readmodels.projectors import following
from tests import registry
from tests.acceptance.test_own_views import ADDRESSES, HOUSE, OTHER_HOUSE, defined, rows
from tests.callers import Caller, caller, content, problem
from tests.database import Database
from tests.people import accepted, caught_up, moves, somebody


@pytest.fixture
def system(database: Database) -> Caller:
    registry.furnish()
    return caller("systeem", Permission.VIEW, zones=(registry.CIVIL, registry.ADDRESSES))


def test_the_list_of_views_takes_as_many_queries_for_many_as_for_one(system: Caller) -> None:
    counted = []
    for name in ("een", "twee"):
        assert system.post("views", {**ADDRESSES, "name": name}).status_code == 201
        with CaptureQueriesContext(connection) as queries:
            system.get("views")
        counted.append(len(queries))
    assert counted[0] == counted[1]


def test_who_is_not_told_of_is_not_written_down_as_told_of(system: Caller) -> None:
    person = somebody()
    accepted(moves(person, on="2010-01-01", object_id=HOUSE))
    accepted(moves(person, on="2012-01-01", object_id=OTHER_HOUSE))
    caught_up()
    before = ProcessingRecord.objects.count()
    body = {"type": "BewoningMetPeildatum", "adresseerbaarObjectIdentificatie": HOUSE, "peildatum": "2020-01-01"}
    assert content(system.post("brp/bewoningen", body))["bewoningen"] == []
    told = ProcessingRecord.objects.order_by("pk")[before:]
    assert not [it for it in told if "dpl.core.data_subject_id" in it.attributes]


def test_why_an_object_is_parked_tells_nothing_of_a_person(
    system: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def rows(*_: object, **__: object) -> None:
        raise ValueError("invalid literal: 'van den Berg'")

    somebody()
    monkeypatch.setattr("readmodels.projectors.projections.rows_of_file", rows)
    caught_up()
    following.catch_up()
    assert not [it for it in ViewObject.objects.all() if "Berg" in it.parked_for]
    assert "Berg" not in caplog.text


def test_who_may_read_nothing_reads_no_definitions(system: Caller) -> None:
    condition = {"pointer": "/event_data/gemeente", "op": "equals", "value": "9901"}
    answer = system.post("views", {**ADDRESSES, "where": [condition]})
    assert answer.status_code == 201, answer.content
    for path in ("views", "views/adressen"):
        problem(caller("systeem").get(path), 403, "zone-forbidden")
    told = content(caller("systeem", Permission.VIEW).get("views"))["views"]
    assert [(it["name"], it["shipped"], it["yours"]) for it in told] == [
        ("adressen", False, False),
        ("gezag", True, False),
        ("persoonslijsten", True, False),
    ]
    assert [it["definition"] and it["definition"]["where"] for it in told] == [[condition], None, None]


def lines_about(person: UUID) -> set[str]:
    """What was written down of somebody."""
    told = ProcessingRecord.objects.filter(**{"attributes__dpl.core.data_subject_id": processing.pseudonym(person)})
    return set(told.values_list("name", flat=True))


def test_rows_and_what_is_parked_are_written_down_for_whom_they_tell_of(system: Caller) -> None:
    person = somebody()
    accepted(moves(person, on="2010-01-01", object_id=HOUSE))
    defined(system)
    administrator = caller("systeem", Permission.MANAGE, zones=(registry.CIVIL, registry.ADDRESSES))
    assert content(administrator.get("views/adressen/parked"))["parked"] == []
    assert [it["objectId"] for it in rows(system)] == [str(person)]
    read = lines_about(person)
    ViewObject.objects.filter(object_id=person, build__view__name="adressen").update(parked_for="ValueError")
    assert len(content(administrator.get("views/adressen/parked"))["parked"]) == 1
    assert lines_about(person) == read | {"Geparkeerde objecten geraadpleegd"}
    assert "Eigen overzicht geraadpleegd" in read


@pytest.mark.parametrize("path", ["brp/gezag", "brp-gegevens/personen"])
def test_who_may_read_nothing_is_refused_rather_than_told_of_nobody(system: Caller, path: str) -> None:
    caught_up()
    body = {"burgerservicenummer": ["999990019"]}
    if "personen" in path:
        body |= {"type": "RaadpleegMetBurgerservicenummer", "fields": ["naam"]}  # type: ignore[dict-item]
    assert system.post(path, body).status_code == 200
    problem(caller("systeem", Permission.SUBMIT_CLAIM).post(path, body), 403, "zone-forbidden")
