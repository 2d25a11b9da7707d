"""From effective facts to a person file: what a register told as it told it, the rest as our own events say.

A register's rows stand as they were taken over. Where our own events tell of something, or something follows from them
by law, a row is added from that moment on, over what the register said before.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.moments import LAST_MOMENT
from readmodels.domain.lives import Memory
from readmodels.domain.national import dates
from readmodels.domain.national.person_file import RESIDENCE, Elements, FileRow, PersonFile, Stack
from readmodels.domain.national.register_stacks import is_told_by_register, register_rows
from readmodels.domain.national.written import Written, written
from readmodels.domain.person import Investigation
from readmodels.domain.pictures import across_life
from readmodels.domain.societies import Society

Place = tuple[str, str]
"""Category, and the name of a stack in it."""

MARKS: Final = frozenset({"aanduidingInOnderzoek", "datumIngangOnderzoek", "datumEindeOnderzoek"})
OF_A_ROW: Final = MARKS | {"datumIngangGeldigheid", "datumVanOpneming"}
"""Elements about the row itself (groups 83 to 86): they go with it, and say nothing of a later row."""
SEVERAL: Final = frozenset({"04", "05", "09"})
"""Categories of which a person can have several stacks."""
WHOLE_EVENT: Final = "000000"


def person_file(
    person_id: UUID, facts: Collection[Fact], *, catalogue: Catalogue, memory: Memory | None = None
) -> PersonFile:
    """The file of one person. `facts` are those about him and his relatives. Total: of any facts."""
    told = [fact for fact in facts if person_id in fact.object_ids]
    filing = _Filing()
    for category, stack, row in register_rows(told):
        filing.put((category, stack), row)
    own = frozenset(fact.claim.id for fact in facts if not is_told_by_register(fact))
    if any(fact.claim.id in own for fact in told):
        society = Society(facts, as_of=LAST_MOMENT, catalogue=catalogue, memory=memory)
        looks = across_life(society, person_id, look=lambda then: _look(person_id, then, own=own))
        filing.add(looks)
    return PersonFile(id=person_id, stacks=filing.by_category())


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """At one moment: the rows that are ours, and what our own events put under investigation."""

    rows: Mapping[Place, Written]
    investigations: tuple[Investigation, ...]


def _look(person_id: UUID, then: Society, *, own: frozenset[UUID]) -> Look:
    person = then.person(person_id)
    return Look(
        rows={(row.category, row.key): row for row in written(person, then) if not own.isdisjoint(row.supports)},
        investigations=tuple(it.value for it in person.investigations if it.value.doubt.runs_on(then.today)),
    )


class _Filing:
    """The stacks while they are made, each with its rows oldest first."""

    def __init__(self) -> None:
        self._stacks: dict[Place, list[FileRow]] = {}
        self._standing: dict[Place, Elements] = {}
        """What our own rows say of each place at the moment that was looked at last."""
        self._marked: dict[Place, Elements] = {}
        """The marks of investigation that we put on the row that stands."""

    def put(self, place: Place, row: FileRow) -> None:
        """One more row, newer than those before it."""
        self._stacks.setdefault(place, []).append(row)

    def add(self, looks: Mapping[datetime, Look]) -> None:
        """Add the rows of our own, each from the first moment at which it says something else."""
        names = {category: stack for category, stack in reversed(self._stacks) if category not in SEVERAL}
        for moment in sorted(looks):
            rows = {(category, names.get(category, key)): row for (category, key), row in looks[moment].rows.items()}
            for place in [place for place in self._standing if place not in rows]:
                self.put(place, FileRow(elements={}, since=moment, supports=self._supports(place, by=moment)))
                del self._standing[place]
            for place, row in rows.items():
                self._state(place, row, since=moment)
            self._doubt(looks[moment].investigations, since=moment)
        for found in self._stacks.values():
            found.sort(key=lambda row: row.since)

    def _state(self, place: Place, row: Written, *, since: datetime) -> None:
        """The row, with what the row before it says besides; a new residence says everything itself."""
        if self._standing.get(place) == row.elements:
            return
        self._standing[place] = row.elements
        self._marked.pop(place, None)
        before = self._present(place, by=since)
        kept = {} if before is None or row.category == RESIDENCE else before.elements
        elements = {name: value for name, value in kept.items() if name not in OF_A_ROW}
        self.put(place, FileRow(elements={**elements, **row.elements}, since=since, supports=row.supports))

    def _doubt(self, investigations: Collection[Investigation], *, since: datetime) -> None:
        """Mark the rows of which something is under investigation, and unmark those that we marked before."""
        for place in list(self._stacks):
            row = self._present(place, by=since)
            found = None if row is None else _doubted(row, investigations, category=place[0])
            marks: Elements = {} if found is None else _marks(found, category=place[0])
            if row is not None and marks != self._marked.get(place, {}):
                self._marked[place] = marks
                said = {name: value for name, value in row.elements.items() if name not in MARKS}
                self.put(place, replace(row, elements={**said, **marks}, since=since))

    def _present(self, place: Place, *, by: datetime) -> FileRow | None:
        """The row that stands at a moment: of those that have begun the last that did, or was put there."""
        begun = [row for row in self._stacks.get(place, ()) if row.since <= by]
        return max(reversed(begun), key=lambda row: row.since, default=None)

    def _supports(self, place: Place, *, by: datetime) -> tuple[UUID, ...]:
        row = self._present(place, by=by)
        return () if row is None else row.supports

    def by_category(self) -> dict[str, tuple[Stack, ...]]:
        """The stacks, the newest row first."""
        found: dict[str, tuple[Stack, ...]] = {}
        for (category, _), rows in self._stacks.items():
            found[category] = (*found.get(category, ()), tuple(reversed(rows)))
        return dict(sorted(found.items()))


def _doubted(row: FileRow, investigations: Iterable[Investigation], *, category: str) -> Investigation | None:
    """The investigation that concerns the row: of an event that it rests on, or of elements of its category."""
    for it in investigations:
        if it.event in row.supports or (it.event is None and it.doubt.code.startswith(category)):
            return it
    return None


def _marks(investigation: Investigation, *, category: str) -> Elements:
    code = investigation.doubt.code
    return {
        "aanduidingInOnderzoek": f"{category}0000" if code == WHOLE_EVENT else code,
        "datumIngangOnderzoek": dates.eight_digits(investigation.doubt.since),
    }
