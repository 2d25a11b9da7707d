"""Legal terms: shipped in a file, kept in the database where an administrator may change them, read in one query."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from events.domain.event import Kind
from events.domain.moments import AMSTERDAM
from events.domain.terms import CountedFrom, Suspension, Term, Unit
from events.models import EventType, LegalTerm

SHIPPED_TERMS = Path(__file__).resolve().parent.parent / "legal_terms.json"
ANY = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms by type and kind; those of every other type stand under no type."""

    found: Mapping[tuple[str, str], Term]

    def of(self, event_type: str, kind: Kind) -> Term | None:
        """The term of a claim or correction of that type; None when the law sets none."""
        return self.found.get((event_type, kind.value)) or self.found.get((ANY, kind.value))

    def due_on(
        self,
        event_type: str,
        kind: Kind,
        *,
        material_at: datetime,
        recorded_at: datetime,
        suspensions: Sequence[Suspension] = (),
    ) -> date:
        """The last day of its term: `date.max` where there is none, and while it is suspended.

        Both moments are UTC instants.
        """
        term = self.of(event_type, kind)
        if term is None:
            return date.max
        begins = material_at if term.counted_from is CountedFrom.EVENT else recorded_at
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
    """Add the shipped terms of which there is none yet; what an administrator made of them stays. How many were added.

    Terms of a type that is not published are left out.
    """
    declared = json.loads(path.read_text(encoding="utf-8"))["terms"]
    types = {event_type.name: event_type for event_type in EventType.objects.all()}
    known = {(name or ANY, kind) for name, kind in LegalTerm.objects.values_list("event_type__name", "event_kind")}
    return len(LegalTerm.objects.bulk_create(_new(declared, types=types, known=known), ignore_conflicts=True))


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
