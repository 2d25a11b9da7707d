"""Which rows a view has of an object: what begins them, what ends them, and what is known of that when."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from events.domain.event import Draft
from events.domain.log import Log
from events.domain.moments import first_instant
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.projection import ViewRow, as_known_at, rows_at, rows_of
from tests import builders
from tests.builders import HAPPENED, a_log, acceptance, claim, moment_of, person
from tests.unit.event_types.shipped import shipped
from tests.unit.own_views.laws import TICK
from tests.unit.own_views.views import FOREVER, MOVES, SHIPPED, accepted, small, with_

SOMEONE = person()
ADDRESS = {"name": "adres", "pointer": "/event_data/adres"}
STREETS = {"eventTypes": ["Verhuizing"], "fields": [ADDRESS]}


def moved(to: str, *, on: Any, about: UUID = SOMEONE, **fields: Any) -> Draft:
    """A claim of a move."""
    return claim(builders.MOVE, object_ids=(about,), data={"ingangsdatum": on, "adres": to}, **fields)


def decided(*claims: Draft) -> Log:
    """A log of these claims, each accepted as it was made."""
    return a_log(*(event for made in claims for event in (made, acceptance(made))))


def rows(definition: Definition, log: Log, *, about: UUID = SOMEONE) -> tuple[ViewRow, ...]:
    return rows_of(definition, about, log, catalogue=builders.TYPES)


def told(definition: Definition, log: Log, name: str = "adres") -> list[tuple[Any, str, str | None]]:
    """What is known in the end: a value, and the local days from and until which it holds."""
    found = as_known_at(rows(definition, log), FOREVER)
    now = [it for it in found if it.known_until is None]
    return [(it.values[name], _day(it.since), None if it.until is None else _day(it.until)) for it in now]


def _day(moment: datetime) -> str:
    return (moment + timedelta(hours=2)).date().isoformat()


def test_a_row_holds_until_the_next_fact_with_its_key() -> None:
    log = decided(moved("Dorpsstraat 1", on="2026-01-04"), moved("Kerkplein 2", on="2026-03-01"))
    assert told(small(**STREETS), log) == [
        ("Dorpsstraat 1", "2026-01-04", "2026-03-01"),
        ("Kerkplein 2", "2026-03-01", None),
    ]


def test_facts_take_each_others_place_in_material_time_whenever_they_were_recorded() -> None:
    log = decided(moved("Kerkplein 2", on="2026-03-01"), moved("Dorpsstraat 1", on="2026-01-04"))
    first, second = sorted(rows(small(**STREETS), log), key=lambda it: it.since)
    assert (first.values, first.until, first.known_from) == (
        {"adres": "Dorpsstraat 1"},
        first_instant("2026-03-01"),
        moment_of(4),
    )
    assert (second.known_from, second.known_until) == (moment_of(2), None)


def test_an_open_claim_counts_only_where_the_view_says_so() -> None:
    log = a_log(moved("Dorpsstraat 1", on="2026-01-04"))
    assert told(small(**STREETS), log) == []
    assert told(small(**STREETS, counts="asserted"), log) == [("Dorpsstraat 1", "2026-01-04", None)]


def test_a_type_that_ends_rows_ends_all_of_the_object() -> None:
    death = claim(builders.DEATH, object_ids=(SOMEONE,), occurred_at=first_instant("2026-05-01"))
    log = decided(moved("Dorpsstraat 1", on="2026-01-04"), moved("Kerkplein 2", on="2026-03-01"), death)
    per_claim = small(**STREETS, key=["claim"], endedBy=["Overlijden"])
    assert told(per_claim, log) == [
        ("Dorpsstraat 1", "2026-01-04", "2026-05-01"),
        ("Kerkplein 2", "2026-03-01", "2026-05-01"),
    ]


def test_a_type_can_end_what_was_and_begin_anew() -> None:
    log = decided(moved("Dorpsstraat 1", on="2026-01-04"), moved("Kerkplein 2", on="2026-03-01"))
    view = small(**STREETS, key=["object", "adres"], endedBy=["Verhuizing"])
    assert told(view, log)[0] == ("Dorpsstraat 1", "2026-01-04", "2026-03-01")


def test_a_row_of_a_claim_is_not_ended_by_other_claims() -> None:
    log = decided(moved("Dorpsstraat 1", on="2026-01-04"), moved("Kerkplein 2", on="2026-03-01"))
    found = rows(small(**STREETS, key=["claim"]), log)
    assert [it.until for it in found] == [None, None]
    assert [it.key for it in found] == [(str(it.row.claim),) for it in found]


def test_fields_in_the_key_tell_rows_of_one_object_apart() -> None:
    view = small(
        eventTypes=["Verhuizing", "Naamswijziging"],
        fields=[{"name": "soort", "pointer": "/event_type"}, ADDRESS],
        key=["object", "soort"],
    )
    name = claim(builders.NAME_CHANGE, object_ids=(SOMEONE,), occurred_at=first_instant("2026-02-01"))
    log = decided(
        moved("Dorpsstraat 1", on="2026-01-04"), name, moved("Kerkplein 2", on="2026-03-01", occurred_at=HAPPENED)
    )
    assert told(view, log, "soort") == [
        ("Verhuizing", "2026-01-04", "2026-03-01"),
        ("Naamswijziging", "2026-02-01", None),
        ("Verhuizing", "2026-03-01", None),
    ]
    assert {it.key for it in rows(view, log)} == {(str(SOMEONE), "Verhuizing"), (str(SOMEONE), "Naamswijziging")}


@pytest.mark.parametrize(("otherwise", "until"), [("ends", "2026-03-01"), ("passes", None)])
def test_a_fact_that_does_not_meet_the_conditions_ends_the_row_or_passes(otherwise: str, until: str | None) -> None:
    view = small(
        **STREETS,
        where=[{"pointer": "/event_data/adres", "op": "startsWith", "value": "Dorp"}],
        otherwise=otherwise,
    )
    log = decided(moved("Dorpsstraat 1", on="2026-01-04"), moved("Kerkplein 2", on="2026-03-01"))
    assert told(view, log) == [("Dorpsstraat 1", "2026-01-04", until)]


def test_a_row_is_only_of_objects_that_the_condition_means() -> None:
    child, mother = person(), person()
    born = builders.birth(child, object_ids=(child, mother))
    view = small(
        eventTypes=["Geboorte"],
        where=[{"pointer": "/event_data/kind/objectId", "op": "isObject"}],
        fields=[{"name": "naam", "pointer": "/event_data/naam"}],
    )
    assert [it.values for it in rows(view, decided(born), about=child)] == [{"naam": "Anna"}]
    assert rows(view, decided(born), about=mother) == ()


def test_a_correction_is_a_new_rectangle_and_the_old_one_stays_known_until_then() -> None:
    move = moved("Dorpsstraat 1", on="2026-01-04")
    corrected = builders.replacement(move, data={"ingangsdatum": "2026-01-04", "adres": "Dorpsstraat 11"})
    log = a_log(move, acceptance(move), corrected, acceptance(corrected))
    before, after = rows(small(**STREETS), log)
    assert (before.values["adres"], before.known_from, before.known_until) == (
        "Dorpsstraat 1",
        moment_of(2),
        moment_of(4),
    )
    assert (after.values["adres"], after.known_from, after.known_until) == ("Dorpsstraat 11", moment_of(4), None)
    assert set(after.supports) == {event.id for event in log}
    assert after.row.claim == move.id


def test_a_correction_to_another_person_takes_the_row_along() -> None:
    other = person()
    move = moved("Dorpsstraat 1", on="2026-01-04")
    corrected = builders.replacement(move, object_ids=(other,))
    log = a_log(move, acceptance(move), corrected, acceptance(corrected))
    (was,), (becomes,) = rows(small(**STREETS), log), rows(small(**STREETS), log, about=other)
    assert was.known_until == moment_of(4) == becomes.known_from


def test_a_rectangle_covers_its_beginnings_and_not_its_ends() -> None:
    move = moved("Dorpsstraat 1", on="2026-01-04")
    gone = builders.retraction(move)
    later = moved("Kerkplein 2", on="2026-03-01")
    log = a_log(move, acceptance(move), later, acceptance(later), gone, acceptance(gone))
    (found,) = [it for it in rows(small(**STREETS), log) if it.until is not None]
    begins, ends = first_instant("2026-01-04"), first_instant("2026-03-01")
    known, forgotten = moment_of(4), moment_of(6)
    assert found.covers(as_of=begins, as_at=known)
    assert found.covers(as_of=ends - TICK, as_at=forgotten - TICK)
    assert not found.covers(as_of=begins - TICK, as_at=known)
    assert not found.covers(as_of=begins, as_at=known - TICK)
    assert not found.covers(as_of=ends, as_at=known)
    assert not found.covers(as_of=begins, as_at=forgotten)


def test_what_was_retracted_is_known_no_longer() -> None:
    move = moved("Dorpsstraat 1", on="2026-01-04")
    gone = builders.retraction(move)
    (found,) = rows(small(**STREETS), a_log(move, acceptance(move), gone, acceptance(gone)))
    assert (found.known_from, found.known_until) == (moment_of(2), moment_of(4))


def test_what_is_recorded_of_others_makes_no_new_rectangle() -> None:
    move = moved("Dorpsstraat 1", on="2026-01-04")
    log = decided(move, moved("Kerkplein 2", on="2026-02-01", about=person()))
    assert len(rows(small(**STREETS), log)) == 1


def test_a_row_that_ends_as_it_begins_does_not_show() -> None:
    log = decided(moved("Dorpsstraat 1", on="2026-01-04"), moved("Kerkplein 2", on="2026-01-04"))
    assert told(small(**STREETS), log) == [("Kerkplein 2", "2026-01-04", None)]


def test_what_is_ended_at_the_moment_it_begins_never_was() -> None:
    death = claim(builders.DEATH, object_ids=(SOMEONE,), occurred_at=first_instant("2026-01-04"))
    view = small(**STREETS, endedBy=["Overlijden"])
    found = rows(view, decided(moved("Dorpsstraat 1", on="2026-01-04"), death))
    assert [(it.known_from, it.known_until, it.until) for it in found] == [(moment_of(2), moment_of(4), None)]


def test_a_partial_date_counts_from_its_first_day_and_says_until_when_it_is_uncertain() -> None:
    (found,) = rows(small(**STREETS), decided(moved("Dorpsstraat 1", on="2026-02")))
    assert found.since == first_instant("2026-02-01")
    assert found.row.certain_from == first_instant("2026-02-28")
    assert found.row.is_uncertain(first_instant("2026-02-14"))
    assert not found.row.is_uncertain(first_instant("2026-02-28"))


def test_a_whole_date_is_certain_from_the_start() -> None:
    (found,) = rows(small(**STREETS), decided(moved("Dorpsstraat 1", on="2026-02-03")))
    assert found.row.certain_from is None


def test_the_rows_of_a_point_are_those_of_that_moment_as_known_then() -> None:
    log = decided(moved("Dorpsstraat 1", on="2026-01-04"), moved("Kerkplein 2", on="2026-03-01"))

    def at(day: str, known: int) -> list[Any]:
        found = rows_at(
            small(**STREETS),
            SOMEONE,
            log,
            catalogue=builders.TYPES,
            as_of=first_instant(day),
            as_at=moment_of(known),
        )
        return [row.values["adres"] for row in found]

    assert at("2026-02-01", 4) == ["Dorpsstraat 1"]
    assert at("2026-03-01", 4) == ["Kerkplein 2"]
    assert at("2026-03-01", 3) == ["Dorpsstraat 1"]
    assert at("2026-01-03", 4) == []
    assert at("2026-03-01", 1) == []


def test_a_row_says_what_the_act_of_the_acceptance_added() -> None:
    child = person()
    born = builders.birth(child, complete=False)
    accepting = acceptance(born, act={"naam": "Noor", "akte": {"aktenummer": "1QA0123"}})
    view = small(eventTypes=["Geboorte"], fields=[{"name": "akte", "pointer": "/event_data/akte/aktenummer"}])
    assert [it.values["akte"] for it in rows(view, a_log(born, accepting), about=child)] == ["1QA0123"]


def test_data_of_an_old_version_are_read_as_the_newest() -> None:
    first = SHIPPED.version("Verhuizing", "1")
    said = {**first.schema["examples"][0], "functie": "W"}
    move = claim(first, object_ids=(SOMEONE,), data=said)
    view = accepted(with_(fields=[{"name": "functie", "pointer": "/event_data/functieAdres"}]))
    (found,) = rows_of(view, SOMEONE, decided(move), catalogue=SHIPPED)
    assert found.values == {"functie": "woonadres"}


def test_the_example_gives_the_address_of_a_move_and_of_a_settlement() -> None:
    settled = claim(
        shipped("VestigingInNederland"),
        object_ids=(SOMEONE,),
        data={
            "persoon": {"objectId": str(SOMEONE)},
            "datumVestiging": {"type": "JaarMaandDatum", "jaar": 2026, "maand": 4},
            "adres": {"postcode": "2511ab", "huisnummer": 12},
        },
    )
    (found,) = rows_of(accepted(MOVES), SOMEONE, decided(settled), catalogue=SHIPPED)
    assert found.values == {"postcode": "2511AB", "huisnummer": None, "ingang": None}
    assert found.since == first_instant("2026-04-01")


def test_a_union_ends_by_the_claim_that_refers_to_it() -> None:
    """A key of two types: the marriage by its own id, its dissolution by the id of the marriage."""
    partner = person()
    married = builders.marriage(SOMEONE, partner, on="2026-01-04")
    dissolved = claim(
        builders.DISSOLUTION,
        object_ids=(SOMEONE, partner),
        references=(married.id,),
        occurred_at=first_instant("2026-03-01"),
    )
    view = small(
        eventTypes=["Huwelijk", "OntbindingVerbintenis"],
        where=[{"pointer": "/event_type", "op": "equals", "value": "Huwelijk"}],
        key=["object", "verbintenis"],
        fields=[{"name": "verbintenis", "pointer": ["/event_reference/0", "/id"]}],
    )
    assert told(view, decided(married, dissolved), "verbintenis") == [(str(married.id), "2026-01-04", "2026-03-01")]


def test_of_two_claims_of_one_occurrence_one_row_is_asserted() -> None:
    said = {"persoon": {"objectId": str(SOMEONE)}}
    two = [claim(builders.DEATH, object_ids=(SOMEONE,), data=said) for _ in range(2)]
    view = small(eventTypes=["Overlijden"], counts="asserted", key=["claim"])
    assert [it.row.claim for it in rows(view, a_log(*two)) if it.known_until is None] == [two[1].id]
