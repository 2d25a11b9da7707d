"""What municipal software asks: persons, residence history, occupancy and custody, at any two moments."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import pytest

from events import processing, store
from events.commands.decisions import validate_claim
from events.domain.event import Decision, Event
from events.domain.permissions import Permission
from events.models import ProcessingRecord
from readmodels.models import ViewObject
from tests import registry
from tests.callers import Caller, caller, content, pointers, problem
from tests.people import accepted, caught_up, live, moves, somebody

HOUSES = count(1)


def house() -> str:
    """An addressable object where nobody ever lived."""
    return f"051801{next(HOUSES):010d}"


@pytest.fixture
def system(furnished: None) -> Caller:
    """Municipal software that may read both zones."""
    return caller("systeem", Permission.VIEW, zones=(registry.CIVIL, registry.ADDRESSES))


def bsn_of(person: UUID) -> str:
    return next(str(it.data["bsn"]) for it in store.events_of(person) if "bsn" in it.data)


def asked(by: Caller, address: str, body: Any, *, prefer: str = "", **query: str) -> dict[str, Any]:
    headers = {"Prefer": prefer} if prefer else {}
    answer = by.post(f"{address}?{urlencode(query)}" if query else address, body, **headers)
    assert answer.status_code == 200, answer.content
    return content(answer)


def lived(by: Caller, person: UUID, day: str, **query: str) -> list[str]:
    """At which addressable objects somebody lived on a day."""
    body = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": bsn_of(person), "peildatum": day}
    found = asked(by, "brp/verblijfplaatshistorie", body, **query)
    return [it["adresseerbaarObjectIdentificatie"] for it in found["verblijfplaatsen"]]


def live_there(by: Caller, house: str, day: str, **query: str) -> list[str]:
    body = {"type": "BewoningMetPeildatum", "adresseerbaarObjectIdentificatie": house, "peildatum": day}
    found = asked(by, "brp/bewoningen", body, **query)
    return [it["burgerservicenummer"] for part in found["bewoningen"] for it in part["bewoners"]]


def corrected(move: Event, person: UUID, house: str) -> None:
    """Not to that house but to this one."""
    data = {**moves(person, on="2020-01-01", object_id=house)}
    accepted(
        {
            "occurred_at": "2020-01-01T00:00:00Z",
            "object_ids": [str(person)],
            "event_reference": [str(move.id)],
            "event_kind": "correction",
            "event_data": {"operation": "replace", "reason": "Een ander huis.", "data": data["event_data"]},
        }
    )


def now() -> str:
    return (datetime.now(UTC) + timedelta(milliseconds=1)).isoformat().replace("+00:00", "Z")


# -- at any two moments ------------------------------------------------------------------------------------------------


def test_a_move_shows_in_the_history_of_who_moved_and_at_the_house(system: Caller) -> None:
    old, new = house(), house()
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=old))
    accepted(moves(person, on="2022-05-01", object_id=new))
    caught_up()
    assert [lived(system, person, day) for day in ("2019-12-31", "2020-01-01", "2022-04-30", "2022-05-01")] == [
        [], [old], [old], [new],
    ]  # fmt: skip
    assert live_there(system, old, "2021-01-01") == [bsn_of(person)]
    assert live_there(system, old, "2022-05-01") == []


def test_what_was_corrected_is_still_what_was_known_before(system: Caller) -> None:
    old, new = house(), house()
    person = somebody()
    move = accepted(moves(person, on="2020-01-01", object_id=old))
    caught_up()
    before = now()
    corrected(move, person, new)
    caught_up()
    assert lived(system, person, "2021-01-01") == [new]
    assert lived(system, person, "2021-01-01", beschikbaarOp=before) == [old]
    assert live_there(system, old, "2021-01-01") == []
    assert live_there(system, old, "2021-01-01", beschikbaarOp=before) == [bsn_of(person)]


def test_a_person_is_told_of_as_he_was_on_the_day_asked(system: Caller) -> None:
    old, new = house(), house()
    person = somebody()
    accepted(moves(person, on="2020-01-01", object_id=old))
    accepted(moves(person, on="2022-05-01", object_id=new))
    caught_up()
    field = "verblijfplaats.adresseerbaarObjectIdentificatie"
    body = {"type": "RaadpleegMetBurgerservicenummer", "burgerservicenummer": [bsn_of(person)], "fields": [field]}
    told = [asked(system, "brp/personen", body, geldigOp=day)["personen"] for day in ("2021-01-01", "2023-01-01")]
    assert [it[0]["verblijfplaats"]["adresseerbaarObjectIdentificatie"] for it in told] == [old, new]


def test_custody_of_a_child_that_our_own_events_tell_of(system: Caller) -> None:
    mother, child = somebody(), uuid4()
    accepted({**registry.birth(child, mother)})
    accepted(
        {
            "occurred_at": "2026-11-21T00:00:00Z",
            "object_ids": [str(child)],
            "event_kind": "claim",
            "event_type": "BsnToegekend",
            "event_version": "1",
            "event_data": {"persoon": {"objectId": str(child)}, "bsn": registry.new_bsn()},
        }
    )
    caught_up()
    found = asked(system, "brp/gezag", {"burgerservicenummer": [bsn_of(child)]}, geldigOp="2026-11-24")
    (person,) = found["personen"]
    (relation,) = person["gezag"]
    assert relation["type"] == "EenhoofdigOuderlijkGezag"
    assert relation["ouder"]["burgerservicenummer"] == bsn_of(mother)
    assert relation["minderjarige"]["naam"]["geslachtsnaam"] == "Bakker"


def test_the_answer_says_for_which_moment_it_is_given(system: Caller) -> None:
    person = somebody()
    caught_up()
    body = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": bsn_of(person), "peildatum": "2020-01-01"}
    answer = system.post("brp/verblijfplaatshistorie", body)
    assert answer["Voorlopig"] == "false"
    assert answer["Zones"] == f"{registry.ADDRESSES}, {registry.CIVIL}"
    horizon = store.horizon()
    assert horizon is not None
    assert datetime.fromisoformat(answer["Beschikbaar-Op"]) <= horizon
    later = system.post("brp/verblijfplaatshistorie?beschikbaarOp=2099-01-01", body)
    assert later["Voorlopig"] == "true"


# -- what one wrote oneself --------------------------------------------------------------------------------------------


def test_who_waits_for_what_he_wrote_reads_it(system: Caller) -> None:
    old = house()
    person = somebody()
    move = accepted(moves(person, object_id=old))
    caught_up()
    (decision,) = store.read([move.id]).log.targeting(move.id)
    body = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": bsn_of(person), "peildatum": "2021-01-01"}
    found = asked(system, "brp/verblijfplaatshistorie", body, prefer=f'wait=5, after="{decision.id}"')
    assert len(found["verblijfplaatsen"]) == 1
    answer = system.post("brp/verblijfplaatshistorie", body, Prefer=f"wait=5, after={decision.id}")
    assert answer["Preference-Applied"] == f'wait=5, after="{decision.id}"'


def test_who_waits_in_vain_is_told_how_far_the_view_is_behind(system: Caller) -> None:
    old = house()
    person = somebody()
    caught_up()
    move = accepted(moves(person, object_id=old))
    body = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": bsn_of(person), "peildatum": "2021-01-01"}
    answer = system.post("brp/verblijfplaatshistorie", body, Prefer=f'wait=0, after="{move.id}"')
    found = problem(answer, 503, "view-behind")
    assert found["view"] == "persoonslijsten"
    assert answer["Retry-After"]


def test_an_event_that_one_may_not_see_cannot_be_waited_for(system: Caller) -> None:
    person = somebody()
    caught_up()
    elsewhere = caller("systeem", Permission.VIEW, zones=(registry.ADDRESSES,))
    hidden = store.events_of(person)[0].id
    body = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": bsn_of(person), "peildatum": "2021-01-01"}
    for event_id in (hidden, uuid4()):
        answer = elsewhere.post("brp/verblijfplaatshistorie", body, Prefer=f'wait=0, after="{event_id}"')
        problem(answer, 400, "reference-not-found")


@pytest.mark.parametrize(
    ("header", "place"), [("wait=-1", "/Prefer/wait"), ("wait=31", "/Prefer/wait"), ("after=vandaag", "/Prefer/after")]
)
def test_a_preference_that_cannot_be_read_is_refused(system: Caller, header: str, place: str) -> None:
    body = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": "999990342", "peildatum": "2021-01-01"}
    found = problem(system.post("brp/verblijfplaatshistorie", body, Prefer=header), 400, "invalid-header")
    assert pointers(found) == {place}
    assert found["errors"][0]["in"] == "header"


def test_a_preference_that_is_not_known_here_is_passed_over(system: Caller) -> None:
    caught_up()
    body = {"type": "RaadpleegMetPeildatum", "burgerservicenummer": "999990342", "peildatum": "2021-01-01"}
    found = asked(system, "brp/verblijfplaatshistorie", body, prefer="respond-async, handling=lenient")
    assert found == {"verblijfplaatsen": []}


# -- who may see what --------------------------------------------------------------------------------------------------


def test_what_lies_in_a_zone_that_one_may_not_see_is_as_absent(system: Caller) -> None:
    old = house()
    person = somebody()  # known in the civil registry
    by = registry.official(registry.CIVIL, registry.ADDRESSES)
    body = {**moves(person, object_id=old)}
    claim = registry.record(body, by=by, zone=registry.ADDRESSES)[0].event
    validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=registry.official(registry.ADDRESSES))
    caught_up()
    civil = caller("systeem", Permission.VIEW, zones=(registry.CIVIL,))
    addresses = caller("systeem", Permission.VIEW, zones=(registry.ADDRESSES,))
    assert lived(system, person, "2021-01-01") == [old]
    assert lived(civil, person, "2021-01-01") == []
    assert live_there(civil, old, "2021-01-01") == []
    assert lived(addresses, person, "2021-01-01") == []  # who he is, is not known there


def test_every_reading_is_written_down_for_whom_it_told_of(system: Caller) -> None:
    old = house()
    person, other = somebody(), somebody()
    accepted(moves(person, other, object_id=old))
    caught_up()
    before = ProcessingRecord.objects.latest("pk").pk
    live_there(system, old, "2021-01-01")
    lines = ProcessingRecord.objects.filter(name="Bewoning geraadpleegd", pk__gt=before)
    told = {line.attributes.get("dpl.core.data_subject_id") for line in lines}
    assert told == {None, processing.pseudonym(person), processing.pseudonym(other)}


def test_of_a_parked_person_nothing_is_told_rather_than_something_old(system: Caller) -> None:
    old, new = house(), house()
    person, other = somebody(), somebody()
    accepted(moves(person, object_id=old))
    accepted(moves(other, object_id=new))
    caught_up()
    ViewObject.objects.filter(build=live(), object_id=person).update(parked_for="ValueError")
    body = {"type": "BewoningMetPeildatum", "adresseerbaarObjectIdentificatie": old, "peildatum": "2021-01-01"}
    problem(system.post("brp/bewoningen", body), 503, "view-incomplete")
    assert live_there(system, new, "2021-01-01") == [bsn_of(other)]


# -- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "body", "places"),
    [
        ("brp/personen", {}, {"/type"}),
        ("brp/personen", {"type": "ZoekMetPostcodeEnHuisnummer", "kleur": "rood"},
         {"/fields", "/huisnummer", "/postcode", "/kleur"}),
        ("brp/verblijfplaatshistorie", {"type": "RaadpleegMetPeildatum", "peildatum": "gisteren"},
         {"/burgerservicenummer", "/peildatum"}),
        ("brp/bewoningen", {"type": "BewoningMetPeriode", "adresseerbaarObjectIdentificatie": "0518010000000001",
                            "datumVan": "2021-01-01", "datumTot": "2021-01-01"}, {"/datumTot"}),
        ("brp/gezag", {"burgerservicenummer": ["12"], "naam": "x"}, {"/burgerservicenummer/0", "/naam"}),
    ],
)  # fmt: skip
def test_everything_wrong_with_a_question_is_said_at_once(
    system: Caller, address: str, body: Any, places: set[str]
) -> None:
    assert pointers(problem(system.post(address, body), 400, "invalid-request")) == places


def test_a_search_that_finds_too_many_asks_for_more(system: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    old = house()
    person, other = somebody(), somebody()
    accepted(moves(person, other, object_id=old))
    caught_up()
    monkeypatch.setattr("readmodels.queries.national.FOUND_MAX", 1)
    body = {
        "type": "ZoekMetAdresseerbaarObjectIdentificatie",
        "adresseerbaarObjectIdentificatie": old,
        "fields": ["burgerservicenummer"],
    }
    found = problem(system.post("brp/personen", body), 400, "too-many-found")
    assert found["limit"] == 1
