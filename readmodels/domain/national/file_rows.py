"""Person files as the rows of a view: each row of a file once, with the formal time in which it was known.

The name of a row is its category and its stack (`08/000`), its number tells apart what counts from the same moment.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from events.domain import facts as effective
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.readings import View
from readmodels.domain.lives import Memory
from readmodels.domain.national.filing import person_file
from readmodels.domain.national.person_file import FileRow, PersonFile, Stack
from readmodels.domain.national.register_stacks import is_of_a_register
from readmodels.domain.own_views.becoming_known import facts_naming
from readmodels.domain.views.rows import Segment, ViewRow, known_at, rows_of

STACK_DIGITS: Final = 3


def rows_of_file(person_id: UUID, log: Log, *, catalogue: Catalogue) -> tuple[ViewRow, ...]:
    """Every row that the file of this person ever had, from the log about him and his relatives. Total."""
    return rows_of(_columns(person_id, log, catalogue=catalogue))


def file_at(person_id: UUID, rows: Iterable[ViewRow], as_at: datetime) -> PersonFile:
    """The file as it was known at a formal moment: `person_file` of the facts that were known then."""
    return filed(person_id, known_at(rows, as_at))


def file_of_all(person_id: UUID, rows: Iterable[ViewRow]) -> PersonFile:
    """Everything that was ever in the file, as if it were known at once: for finding whom a search may mean."""
    return filed(person_id, (row.segment for row in rows))


def _columns(person_id: UUID, log: Log, *, catalogue: Catalogue) -> Iterator[tuple[datetime, list[Segment]]]:
    """The file at each formal moment at which it changed. What a register told is read chain by chain."""
    if is_of_a_register(log):
        history = facts_naming(person_id, log, view=View.LEGAL, catalogue=catalogue)
    else:
        history = _facts_of_all(log, catalogue=catalogue)
    memory = Memory()
    for moment, told in history:
        yield moment, list(_segments(person_file(person_id, told, catalogue=catalogue, memory=memory)))


def _facts_of_all(log: Log, *, catalogue: Catalogue) -> Iterator[tuple[datetime, tuple[Fact, ...]]]:
    """The facts of everybody at each formal moment at which they changed: of relatives too."""
    before = frozenset[tuple[UUID, ...]]()
    for moment in sorted({event.created_at for event in log}):
        told = effective.facts(log, catalogue=catalogue, as_at=moment)
        rests_on = frozenset(fact.supports for fact in told)
        if rests_on != before:
            before = rests_on
            yield moment, told


def _segments(file: PersonFile) -> Iterator[Segment]:
    for category, stacks in file.stacks.items():
        for place, stack in enumerate(stacks):
            numbers: dict[datetime, int] = {}
            for row in reversed(stack):
                numbers[row.since] = numbers.get(row.since, -1) + 1
                yield Segment(
                    name=f"{category}/{place:0{STACK_DIGITS}d}",
                    number=numbers[row.since],
                    values=row.elements,
                    since=row.since,
                    supports=row.supports,
                )


def filed(person_id: UUID, segments: Iterable[Segment]) -> PersonFile:
    """The file that these segments are the rows of."""
    stacks: dict[str, list[Segment]] = {}
    for segment in segments:
        stacks.setdefault(segment.name, []).append(segment)
    found: dict[str, tuple[Stack, ...]] = {}
    for name in sorted(stacks):
        category = name.split("/", 1)[0]
        found[category] = (*found.get(category, ()), _stack(stacks[name]))
    return PersonFile(id=person_id, stacks=found)


def _stack(segments: Iterable[Segment]) -> Stack:
    newest_first = sorted(segments, key=lambda it: (it.since, it.number), reverse=True)
    return tuple(FileRow(elements=it.values, since=it.since, supports=it.supports) for it in newest_first)
