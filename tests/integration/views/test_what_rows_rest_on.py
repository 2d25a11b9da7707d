"""Whatever changes the rows of somebody is taken in, also when it is told of another."""

from uuid import UUID, uuid4

from events import store
from events.commands.decisions import validate_claim
from events.commands.import_register import import_register
from events.domain.event import Decision, Kind
from events.domain.permissions import Principal
from readmodels.models import StoredRow
from tests import registry
from tests.integration.takeover import registers
from tests.integration.views.scenes import MOVES, defined, wrong
from tests.people import accepted, caught_up, live, moves, somebody


def test_a_row_of_a_register_that_is_corrected_changes_what_is_said_of_a_partner(town: None) -> None:
    """The row of a union names the partner as his own file does: also where a register told that file."""
    official = registers.furnish()
    import_register(registers.CONTENT, zone=registers.ZONE, official=official, name="Proefregister")
    bert = next(it for it in sorted(registers.objects()) if _named(it))
    anna = somebody()
    accepted(registry.marriage(anna, bert))
    caught_up()
    assert _surname_of_partner(anna) == _named(bert)
    claim = next(it for it in store.events_of(bert) if it.event_type == "OvernamePersoon" and it.kind is Kind.CLAIM)
    body = {
        "occurred_at": claim.occurred_at.isoformat().replace("+00:00", "Z"),
        "event_reference": [str(claim.id)],
        "event_kind": "correction",
        "event_data": {"operation": "retract", "reason": "Van een ander."},
    }
    zones = (registry.CIVIL, registry.ADDRESSES, registers.ZONE)
    correction = registry.record(body, by=registry.official(*zones))[0].event
    other = registry.official(*zones)
    validate_claim(claim_id=correction.id, decision=Decision.ACCEPTED, principal=other, motivation="Gebleken.")
    caught_up()
    assert wrong(live()) == []
    assert _surname_of_partner(anna) is None


def _named(person: UUID) -> str | None:
    """The surname of an unmarried adult of whom the register holds one row of category 01, by which he is named."""
    events = [it for it in store.events_of(person) if it.kind is not Kind.VALIDATION]
    rows = [it for it in events if it.event_type == "OvernamePersoon"]
    if {it.event_type for it in events} & {"OvernameVerbintenis", "Overlijden", "OvernameGezag"}:
        return None
    said = rows[0].data if len(rows) == 1 else {}
    is_adult = "19300000" < str(said.get("geboortedatum", "")) < "19900000"
    return str(said["geslachtsnaam"]) if is_adult and "geslachtsnaam" in said else None


def _surname_of_partner(person: UUID) -> str | None:
    (row,) = StoredRow.objects.filter(build=live(), object_id=person, name__startswith="05", formal_until=None)
    said = row.values.get("geslachtsnaam")
    return None if said is None else str(said)


def test_the_same_occurrence_told_of_others_changes_the_rows_where_claims_count(reader: Principal) -> None:
    body = {
        "name": "geboorten",
        "title": "Geboorten",
        "eventTypes": ["Geboorte"],
        "counts": "asserted",
        "fields": [{"name": "plaats", "pointer": "/event_data/plaats/code"}],
    }
    body["fields"] = [{"name": "naam", "pointer": "/event_data/naam/voornamen"}]
    build = defined(body, by=reader)
    child, mother, other = uuid4(), somebody(), somebody()
    by = registry.official(registry.CIVIL)
    registry.record(registry.birth(child, mother), by=by, zone=registry.CIVIL)
    registry.record(registry.birth(child, other), by=by, zone=registry.CIVIL)
    caught_up()
    assert wrong(build) == []


def test_a_correction_that_moves_a_claim_to_another_changes_both(reader: Principal) -> None:
    build = defined(MOVES, by=reader)
    one, other = somebody(), somebody()
    move = accepted(moves(one))
    caught_up()
    right = moves(other)
    body = {
        "occurred_at": right["occurred_at"],
        "object_ids": [str(other)],
        "event_reference": [str(move.id)],
        "event_kind": "correction",
        "event_data": {"operation": "replace", "reason": "Een ander.", "data": right["event_data"]},
    }
    accepted(body)
    caught_up()
    assert (wrong(build), wrong(live())) == ([], [])
    assert StoredRow.objects.filter(build=build, object_id=other, formal_until=None).exists()
    assert not StoredRow.objects.filter(build=build, object_id=one, formal_until=None).exists()
