"""A small registry on the shipped event types, and requests to it as they come over the wire.

The bodies hold what the law asks to accept them, so that a test names only what it is about.
"""

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from events.catalogue import SHIPPED, load_event_types
from events.commands.decisions import validate_claim
from events.commands.recording import Recorded, submit
from events.domain.event import Decision, Kind
from events.domain.permissions import Permission, Principal
from events.domain.wire import parse_submission
from events.models import Organisation, Zone

CIVIL = "burgerlijke-stand"
ADDRESSES = "adreshuishouding"
_REGISTERS = count(1)
_BSNS = count(1)


def furnish() -> None:
    """Gemeente Zonnendaal with two zones, and the shipped event types."""
    load_event_types(SHIPPED)
    organisation = Organisation.objects.create(name="Gemeente Zonnendaal", oin="99000000000000000001")
    for slug, name in ((CIVIL, "Burgerlijke stand"), (ADDRESSES, "Adreshuishouding")):
        Zone.objects.create(organisation=organisation, slug=slug, name=name)


def principal(source_type: str, *permissions: Permission, zones: Sequence[str] = (CIVIL,)) -> Principal:
    """Somebody with these permissions in these zones."""
    held = dict.fromkeys(zones, frozenset(permissions))
    return Principal(source_id=uuid4(), source_type=source_type, name=source_type, zones=held)


def official(*zones: str) -> Principal:
    """A civil servant with every permission in the zones (by default: the civil registry)."""
    return principal("ambtenaar", *Permission, zones=zones or (CIVIL,))


def record(
    *bodies: Mapping[str, Any], by: Principal, kind: Kind | None = None, zone: str | None = None
) -> list[Recorded]:
    """Submit bodies as one request."""
    placed = [{**body, "zone": zone} if zone else body for body in bodies]
    return submit([parse_submission(body, kind=kind, principal=by) for body in placed], principal=by)


def known_person() -> UUID:
    """Somebody of whom something is known already: a birth is accepted of parents who are."""
    person = uuid4()
    body = {
        "occurred_at": "2020-01-01T00:00:00Z",
        "object_ids": [str(person)],
        "event_kind": "claim",
        "event_type": "BsnToegekend",
        "event_version": "1",
        "event_data": {"persoon": {"objectId": str(person)}, "bsn": new_bsn()},
    }
    claim = record(body, by=official())[0].event
    validate_claim(claim_id=claim.id, decision=Decision.ACCEPTED, principal=official())
    return person


def new_bsn() -> str:
    """A BSN that no other test person has (Logisch Ontwerp BRP, 01.20: the eleven test)."""
    while True:
        digits = f"9999{next(_BSNS):04d}"
        check = sum(weight * int(digit) for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"


def birth(child: UUID, mother: UUID, *, act: int = 1) -> dict[str, Any]:
    return {
        "occurred_at": "2026-11-20T03:37:00Z",
        "object_ids": [str(child), str(mother)],
        "event_kind": "claim",
        "event_type": "Geboorte",
        "event_version": "1",
        "event_data": {
            "kind": {"objectId": str(child)},
            "geboortemoeder": {"objectId": str(mother)},
            "geboortedatum": {"type": "Datum", "datum": "2026-11-20"},
            "plaats": {"land": "6030", "gemeente": "9901"},
            "naam": {"voornamen": "Noor", "geslachtsnaam": "Bakker"},
            "geslacht": "V",
            "akte": _act(f"1AA{act:04d}"),
        },
    }


def death(person: UUID, *, act: int = 1) -> dict[str, Any]:
    return {
        "occurred_at": "2026-11-18T20:00:00Z",
        "object_ids": [str(person)],
        "event_kind": "claim",
        "event_type": "Overlijden",
        "event_version": "1",
        "event_data": death_data(person, act=act),
    }


def death_data(person: UUID, *, act: int = 1) -> dict[str, Any]:
    return {
        "persoon": {"objectId": str(person)},
        "overlijdensdatum": {"type": "Datum", "datum": "2026-11-18"},
        "plaats": {"land": "6030", "gemeente": "9901"},
        "soort": "akte",
        "akte": _act(f"2AA{act:04d}"),
    }


def marriage(one: UUID, other: UUID, *, act: int = 1, on: str = "2026-11-20") -> dict[str, Any]:
    return {
        "occurred_at": f"{on}T13:00:00Z",
        "object_ids": [str(one), str(other)],
        "event_kind": "claim",
        "event_type": "Huwelijk",
        "event_version": "1",
        "event_data": {
            "partners": [{"objectId": str(one)}, {"objectId": str(other)}],
            "huwelijksdatum": {"type": "Datum", "datum": on},
            "plaats": {"land": "6030", "gemeente": "9901"},
            "akte": _act(f"3AA{act:04d}"),
        },
    }


def replacement(claim: UUID, person: UUID) -> dict[str, Any]:
    return {
        "occurred_at": "2026-11-18T21:00:00Z",
        "object_ids": [str(person)],
        "event_reference": [str(claim)],
        "event_kind": "correction",
        "event_data": {
            "operation": "replace",
            "reason": "Een uur later.",
            "ground": "misslag",
            "data": death_data(person, act=0),
        },
    }


def retraction(target: UUID) -> dict[str, Any]:
    return {
        "event_reference": [str(target)],
        "event_kind": "correction",
        "event_data": {"operation": "retract", "reason": "De verkeerde persoon.", "ground": "misslag"},
    }


def _act(number: str) -> dict[str, Any]:
    """An act number that no other round uses: what is raced for is the occurrence, not the number."""
    years, register = divmod(next(_REGISTERS), 10_000)
    return {"aktenummer": number, "registergemeente": f"{register:04d}", "jaar": 2026 - years}
