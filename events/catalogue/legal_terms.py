"""Legal terms: shipped in a file, kept in the database where an administrator may change them, read in one query."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from events.catalogue import system
from events.catalogue.system import Loaded
from events.domain.event import Kind
from events.domain.moments import AMSTERDAM, Period
from events.domain.terms import CountedFrom, Suspension, Term, Unit
from events.models import AdministrativeChange, EventType, LegalTerm

SHIPPED_TERMS = Path(__file__).resolve().parent.parent / "legal_terms.json"
ANY = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms by type and kind; those of every other type stand under no type."""

    found: Mapping[tuple[str, str], Term]

    def of(self, event_type: str, kind: Kind) -> Term | None:
        """The term of a claim or correction of that type, else that of every other; None when the law sets none."""
        found = self.found.get((event_type, kind.value)) or self.found.get((ANY, kind.value))
        return found if found is not None and found.amount else None

    def due_on(
        self,
        event_type: str,
        kind: Kind,
        *,
        material: Period,
        recorded_at: datetime,
        suspensions: Sequence[Suspension] = (),
    ) -> date:
        """The last day of its term: `date.max` where there is none, and while it is suspended.

        It begins at the moment of the event where that is certain to the day; else at that of receipt, in UTC: a day
        that is not known, or only in part, would let it have ended before anybody could know.
        """
        term = self.of(event_type, kind)
        if term is None:
            return date.max
        from_event = term.counted_from is CountedFrom.EVENT and material.is_certain
        begins = material.earliest if from_event else recorded_at
        try:
            return term.due_on(begins.astimezone(AMSTERDAM).date(), suspensions=suspensions)
        except OverflowError:
            return date.max


def legal_terms() -> Terms:
    """The terms as they are now."""
    rows = LegalTerm.objects.values_list(
        "event_type__name", "event_kind", "amount", "unit", "counted_from", "article", "suspendable"
    )
    return Terms(
        {
            (name or ANY, kind): Term(
                amount=amount,
                unit=Unit(unit),
                counted_from=CountedFrom(counted_from),
                article=article,
                suspendable=suspendable,
            )
            for name, kind, amount, unit, counted_from, article, suspendable in rows
        }
    )


def load_legal_terms(path: Path = SHIPPED_TERMS) -> int:
    """Add the shipped terms that were never loaded and of which there is none yet; how many were added.

    What an administrator made of them stays, also that he removed one. Terms of a type that is not published are left
    out. Each is recorded as a change by the system.
    """
    declared = json.loads(path.read_text(encoding="utf-8"))["terms"]
    types = {event_type.name: event_type for event_type in EventType.objects.all()}
    known = {(name or ANY, kind) for name, kind in LegalTerm.objects.values_list("event_type__name", "event_kind")}
    rows = LegalTerm.objects.bulk_create(_new(declared, types=types, known=known | _loaded_before()))
    system.write_down(
        AdministrativeChange.Action.ADDED,
        AdministrativeChange.Subject.LEGAL_TERM,
        (Loaded(id=str(row.pk), name=str(row), after=_told(row)) for row in rows),
    )
    return len(rows)


def _loaded_before() -> set[tuple[str, str]]:
    """Of which type and kind a term was ever loaded, as the record of changes has it."""
    lines = AdministrativeChange.objects.filter(
        subject_type=AdministrativeChange.Subject.LEGAL_TERM, after__contains=dict(system.FROM_FILE)
    )
    found = lines.values_list("after__event_type", "after__event_kind")
    return {(event_type or ANY, kind) for event_type, kind in found}


def _told(row: LegalTerm) -> dict[str, Any]:
    return {
        "event_type": row.event_type.name if row.event_type else None,
        "event_kind": row.event_kind,
        "amount": row.amount,
        "unit": row.unit,
        "counted_from": row.counted_from,
        "article": row.article,
        "suspendable": row.suspendable,
    }


def _new(
    declared: Iterable[Mapping[str, str | int]],
    *,
    types: Mapping[str, EventType],
    known: set[tuple[str, str]],
) -> list[LegalTerm]:
    return [
        LegalTerm(
            event_type=types[str(item["event_type"])] if "event_type" in item else None,
            event_kind=item["kind"],
            amount=item["amount"],
            unit=item["unit"],
            counted_from=item["counted_from"],
            article=item["article"],
            suspendable=bool(item.get("suspendable")),
        )
        for item in declared
        if (item.get("event_type", ANY), item["kind"]) not in known
        and ("event_type" not in item or item["event_type"] in types)
    ]
