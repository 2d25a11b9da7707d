"""A person file (persoonslijst): everything that is known of one person as rows by category, as LO GBA orders them.

Every national shape is a pure function of person files. A file holds the whole material life, as known at one formal
moment; `as_of` cuts it at a material moment. Rows that were incorrect are not in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from readmodels.domain.national import numbers, said

PERSON: Final = "01"
PARENT_1: Final = "02"
PARENT_2: Final = "03"
NATIONALITY: Final = "04"
UNION: Final = "05"
DEATH: Final = "06"
REGISTRATION: Final = "07"
RESIDENCE: Final = "08"
CHILD: Final = "09"
PERMIT: Final = "10"
CUSTODY: Final = "11"
VOTING: Final = "13"

DECEASED: Final = "O"
"""Reason of suspension (67.20) of the file of who died."""
NO_FILE: Final = frozenset({"F", "W"})
"""Reasons of suspension (67.20) of a file that should never have been, or was erased: nobody is there."""

Elements = Mapping[str, Any]
"""What a row says: the elements of LO GBA by the names of the takeover types (`datumAanvangAdreshouding`: `20100818`).

Dates are eight digits with zeros for what is unknown, codes are text; of a residence `adres` is an object. An element
that is absent was not said.
"""
NOTHING: Elements = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One row: what it says, the material moment from which it counts, and the events that it rests on."""

    elements: Elements
    since: datetime
    supports: tuple[UUID, ...] = ()

    @property
    def related(self) -> UUID | None:
        """The other person whom the row names, where he is identified."""
        named = said.text(said.part(self.elements, "gerelateerde"), "objectId")
        try:
            return UUID(named) if named else None
        except ValueError:
            return None


Stack = tuple[FileRow, ...]
"""The rows about one thing, the newest first: the first is the present one, the others are history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """The stacks of one person by category (`01` to `13`), in the order in which they began."""

    id: UUID
    stacks: Mapping[str, tuple[Stack, ...]]

    def as_of(self, moment: datetime) -> "PersonFile":
        """The file as it held in reality at a moment: without what began later."""
        cut = {category: _begun(stacks, by=moment) for category, stacks in self.stacks.items()}
        return replace(self, stacks={category: stacks for category, stacks in cut.items() if stacks})

    def of(self, category: str) -> tuple[Stack, ...]:
        """The stacks of a category; none where nothing is said."""
        return self.stacks.get(category, ())

    def rows(self, category: str) -> Stack:
        """The rows of a category of which there is one stack, the newest first."""
        return next(iter(self.of(category)), ())

    def present(self, category: str) -> Elements:
        """What the present row says, of a category of which there is one stack; nothing without a row."""
        return next((row.elements for row in self.rows(category)), NOTHING)

    @property
    def exists(self) -> bool:
        """Whether there is a file that counts: something is said, and it is not suspended as an error or erased."""
        has_rows = any(stack for stacks in self.stacks.values() for stack in stacks)
        return has_rows and said.text(self.present(REGISTRATION), "redenOpschortingBijhouding") not in NO_FILE

    @property
    def bsn(self) -> str | None:
        """The citizen service number, with the zeros that an export drops; None without one."""
        found = said.text(self.present(PERSON), "burgerservicenummer")
        return numbers.padded(found, numbers.BSN_LENGTH) if found else None


def _begun(stacks: Iterable[Stack], *, by: datetime) -> tuple[Stack, ...]:
    cut = (tuple(row for row in stack if row.since <= by) for stack in stacks)
    return tuple(stack for stack in cut if stack)
