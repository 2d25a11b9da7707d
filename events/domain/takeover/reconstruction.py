"""The register as it was known: the rows that stood at a formal moment, folded from the facts.

At the moment of the takeover that is the register itself, without its incorrect rows; at an earlier moment, what it
held then. A row that was corrected later shows as it was: its mark 84.10 did not exist yet.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from events.domain.event import Draft, Kind
from events.domain.facts import Fact
from events.domain.takeover.deaths import row_data, row_in_reason
from events.domain.takeover.rows import PLACE, row_of
from events.domain.takeover.stacks import SEQUENCE, STACK


@dataclass(frozen=True, slots=True)
class Stack:
    """Which stack of rows: the person file, the category, the stack's number."""

    person: str
    category: str
    number: int


def row_of_event(event: Draft, *, incorrect: bool = False) -> dict[str, Any] | None:
    """The row that a claim or correction was made from, exactly; None when it was made from none.

    `incorrect` says whether it was corrected since, so that the row carries 84.10 = `O` in the register.
    """
    data = row_in_reason(event.data.get("reason"))
    if data is None:
        content = event.data if event.kind is Kind.CLAIM else event.data.get("data")
        data = row_data(content) if isinstance(content, Mapping) else {}
    return row_of(data, incorrect=incorrect) if PLACE in data else None


def known_rows(facts: Iterable[Fact]) -> Mapping[Stack, tuple[dict[str, Any], ...]]:
    """The rows that the facts hold, by stack, the newest (lowest sequence number) first.

    Facts that no takeover made (a birth claimed at the desk) are passed over.
    """
    found: dict[Stack, list[dict[str, Any]]] = {}
    for fact in facts:
        data = row_data(fact.content.data)
        place = data.get(PLACE)
        if isinstance(place, Mapping):
            row = row_of(data)
            stack = Stack(place["persoonslijst"], place["categorie"], row.get(STACK, 0))
            found.setdefault(stack, []).append(row)
    return {stack: tuple(sorted(rows, key=lambda row: row.get(SEQUENCE, 0))) for stack, rows in found.items()}


def current_rows(facts: Iterable[Fact]) -> Mapping[Stack, dict[str, Any]]:
    """Of every stack the row that counts: the newest of those known."""
    return {stack: rows[0] for stack, rows in known_rows(facts).items()}
