"""Views out of several F6s over our own API: in the national shapes, with what they rest on and who is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import jsonschema_rs
import pytest

from events.domain.permissions import Permission
from events.models import ProcessingRecord
from events.processing import pseudonym
from federation.queries import sources
from tests import callers, registry
from tests.callers import Caller, content, pointers, problem
from tests.federation.states.neighbours import LOOSDAM, NIEUWEGRACHT, Neighbours, silent
from tests.integration.views.scenes import MOVES, defined
from tests.people import accepted, caught_up, moves

SINCE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
HOUSE = "0518010000000001"
PERSON = {"type": "RaadpleegMetBurgerservicenummer", "fields": ["naam", "verblijfplaats", "gezag"]}
HISTORY = {"type": "RaadpleegMetPeildatum", "peildatum": "2026-12-31"}
OCCUPANCY = {"type": "BewoningMetPeildatum", "adresseerbaarObjectIdentificatie": HOUSE, "peildatum": "2026-12-31"}


@dataclass(frozen=True, kw_only=True)
class Question:
    path: str
    body: Mapping[str, Any]
    component: str
    member: str


PERSONEN, HISTORIE, BEWONINGEN = "FederatedPersonen", "FederatedVerblijfplaatshistorie", "FederatedBewoningen"
QUESTIONS = [
    Question(path="brp/personen", body=PERSON, component=PERSONEN, member="personen"),
    Question(path="brp-gegevens/personen", body=PERSON, component=PERSONEN, member="personen"),
    Question(path="brp/gezag", body={}, component="FederatedGezag", member="personen"),
    *(
        Question(path=f"{form}/{path}", body=body, component=component, member=member)
        for form in ("brp", "brp-gegevens")
        for path, body, component, member in (
            ("verblijfplaatshistorie", HISTORY, HISTORIE, "verblijfplaatsen"),
            ("bewoningen", OCCUPANCY, BEWONINGEN, "bewoningen"),
        )
    ),
]


@pytest.fixture(scope="module")
def child(furnished: None) -> UUID:
    found = uuid4()
    accepted(registry.birth(found, registry.known_person()))
    caught_up()
    return found


@pytest.fixture(scope="module")
def by(furnished: None) -> Caller:
    return callers.caller("ambtenaar", Permission.VIEW, Permission.CONSULT)


@pytest.fixture(scope="module")
def document(furnished: None) -> dict[str, Any]:
    return content(Caller().get("openapi.json"))


@pytest.fixture
def neighbours(child: UUID, monkeypatch: pytest.MonkeyPatch) -> Neighbours:
    """One tells of a removal; another does not answer."""
    found = Neighbours(logs={NIEUWEGRACHT: []})
    found.accepted(LOOSDAM, moves(child, on="2026-12-01", object_id=HOUSE))
    found.instead[NIEUWEGRACHT, 0] = silent("unreachable", SINCE)
    monkeypatch.setattr(sources, "others", found.others)
    return found


def conforms(body: dict[str, Any], name: str, document: dict[str, Any]) -> None:
    whole = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(body)


def names_everybody(body: dict[str, Any]) -> None:
    assert body["complete"] is False
    told = {it["organisation"]["name"]: (it["status"], it["reason"], it["since"]) for it in body["sources"]}
    assert told == {
        "Gemeente 2": ("answered", None, None),
        "Gemeente 3": ("no-answer", "unreachable", "2026-11-20T08:00:00Z"),
    }


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda it: it.path)
def test_a_national_question_about_one_person_names_everybody_and_what_it_rests_on(
    child: UUID, by: Caller, neighbours: Neighbours, document: dict[str, Any], asked: Question
) -> None:
    last = ProcessingRecord.objects.latest("pk").pk
    body = content(by.post(f"federated/objects/{child}/{asked.path}", asked.body))
    conforms(body, asked.component, document)
    names_everybody(body)
    assert body[asked.member]
    assert {it["organisation"] for it in body["restsOn"]} <= {it["id"] for it in body["organisations"]}
    assert body["restsOn"]
    assert ("geldigOp" in body) == (asked.member == "personen")
    lines = ProcessingRecord.objects.filter(pk__gt=last, name__startswith="Federatie")
    assert pseudonym(child) in {it.attributes.get("dpl.core.data_subject_id") for it in lines}


def test_a_view_of_ones_own_says_whose_its_rows_are(
    child: UUID, by: Caller, neighbours: Neighbours, document: dict[str, Any]
) -> None:
    defined(MOVES, by=registry.official())
    last = ProcessingRecord.objects.latest("pk").pk
    body = content(by.get(f"federated/objects/{child}/views/adressen/rows", {"geldigOp": "2027-01-01"}))
    conforms(body, "FederatedOverzichtsrijen", document)
    names_everybody(body)
    assert [(it["huis"], it["organisations"]) for it in body["rows"]] == [(HOUSE, [LOOSDAM.peer_id])]
    lines = ProcessingRecord.objects.filter(pk__gt=last, name="Federatief eigen overzicht geraadpleegd")
    assert pseudonym(child) in {it.attributes.get("dpl.core.data_subject_id") for it in lines}


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        (("brp/personen", {}), {"/type"}),
        (("brp/personen", {"type": "ZoekMetNaamEnGemeenteVanInschrijving"}), {"/type"}),
        (("brp/personen", {"type": PERSON["type"], "fields": ["kleur"], "x": 1}), {"/fields/0", "/x"}),
        (("brp/gezag", {"burgerservicenummer": ["12"], "naam": "x"}), {"/burgerservicenummer/0", "/naam"}),
        (("brp/verblijfplaatshistorie", {"type": HISTORY["type"]}), {"/peildatum"}),
        (("brp/bewoningen", {"type": OCCUPANCY["type"], "peildatum": "x"}),
         {"/adresseerbaarObjectIdentificatie", "/peildatum"}),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_told_and_nobody_is_asked(
    child: UUID, by: Caller, neighbours: Neighbours, asked: tuple[str, dict[str, Any]], places: set[str]
) -> None:
    path, body = asked
    found = problem(by.post(f"federated/objects/{child}/{path}", body), 400, "invalid-request")
    assert pointers(found) == places
    assert neighbours.asked == []


def test_nobody_else_is_told_and_nobody_else_is_asked(child: UUID, neighbours: Neighbours) -> None:
    deaf = callers.caller("ambtenaar", *set(Permission) - {Permission.CONSULT})
    for it in QUESTIONS:
        problem(deaf.post(f"federated/objects/{child}/{it.path}", it.body), 403, "consulting-forbidden")
        problem(Caller().post(f"federated/objects/{child}/{it.path}", it.body), 401)
    assert neighbours.asked == []


def test_an_object_or_a_view_that_nobody_knows_is_not_found(by: Caller, child: UUID) -> None:
    problem(by.post(f"federated/objects/{uuid4()}/brp/gezag", {}), 404, "object-not-found")
    problem(by.get(f"federated/objects/{child}/views/bestaat-niet/rows"), 404, "view-not-found")
