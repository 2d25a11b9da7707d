"""The rows of a register that was taken over, as stacks of a person file."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from events.domain.event import Event, Kind, Operation
from events.domain.facts import Fact
from events.domain.takeover import deaths
from readmodels.domain import persons
from readmodels.domain.national.person_file import FileRow
from readmodels.domain.register_reading import stack_of
from readmodels.domain.register_rows import READERS

PLACE_IN_REGISTER = frozenset({"register", "persoon"})
"""Members of a row that say where it stood and of whom, not what it says."""


def register_rows(facts: Iterable[Fact]) -> Iterator[tuple[str, str, FileRow]]:
    """Category, stack and row of every fact that a register told, in the order of the fold (oldest first).

    A row counts from its own moment, but never before an older row of its stack (`persons.in_order`).
    """
    begun: dict[str, datetime] = {}
    for fact in persons.in_order(facts):
        row = row_of(fact)
        if row is not None:
            stack = stack_of(row)
            begun[stack] = since = max(begun.get(stack, fact.moment), fact.moment)
            yield str(row["register"]["categorie"]), stack, file_row(row, since=since, fact=fact)


def row_of(fact: Fact) -> Mapping[str, Any] | None:
    """The row that a fact was made from; None for a fact that no register told, or that holds no row."""
    data = fact.content.data
    if fact.content.event_type.name not in READERS and deaths.TAKEOVER not in data:
        return None
    row = deaths.row_data(data)
    place = row.get("register")
    return row if isinstance(place, Mapping) and isinstance(place.get("categorie"), str) else None


def is_of_a_register(events: Iterable[Event]) -> bool:
    """Whether only registers that were taken over tell in these events: their rows say everything themselves.

    A decision, and a retraction, say nothing of a person that was not said before.
    """
    return all(event.event_type in READERS or _tells_nothing(event) or _holds_row(event) for event in events)


def _tells_nothing(event: Event) -> bool:
    return event.kind is Kind.VALIDATION or event.data.get("operation") == Operation.RETRACT


def _holds_row(event: Event) -> bool:
    content = event.data if event.kind is Kind.CLAIM else event.data.get("data")
    return isinstance(content, Mapping) and deaths.TAKEOVER in content


def is_told_by_register(fact: Fact) -> bool:
    """Whether a register that was taken over told the fact."""
    return row_of(fact) is not None


def file_row(row: Mapping[str, Any], *, since: datetime, fact: Fact) -> FileRow:
    """The row in the file, without its place in the register."""
    elements = {name: value for name, value in row.items() if name not in PLACE_IN_REGISTER}
    return FileRow(elements=elements, since=since, supports=fact.supports)
