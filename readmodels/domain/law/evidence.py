"""What an answer rests on, gathered while it is found: the events, and whether something that was used is in doubt."""

from datetime import date
from uuid import UUID

from readmodels.domain.known import Doubt, Known

HISTORY = 50
"""Category 51 of an investigation is the history of category 01, and so on."""


class Evidence:
    """The supports and doubts of one answer on one day."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._supports: dict[UUID, None] = {}
        self.in_doubt = False

    @property
    def supports(self) -> tuple[UUID, ...]:
        """The events rested on so far, in the order in which they were used."""
        return tuple(self._supports)

    def use(self, known: Known[object] | None, *elements: str) -> None:
        """Rest on this value; when an element (six digits) that is looked at is in doubt, so is the answer."""
        if known is None:
            return
        self._supports.update(dict.fromkeys(known.supports))
        if known.doubts and any(
            covers(doubt, element) for doubt in known.doubts for element in elements if doubt.runs_on(self._day)
        ):
            self.in_doubt = True

    def include(self, other: "Evidence") -> None:
        """Rest on what another answer rests on."""
        self._supports.update(dict.fromkeys(other.supports))
        self.in_doubt = self.in_doubt or other.in_doubt


def covers(doubt: Doubt, element: str) -> bool:
    """Whether an investigation of a category (`080000`) or group (`081100`) is one of the element (`081110`)."""
    category, group, member = doubt.code[:2], doubt.code[2:4], doubt.code[4:]
    of_history = f"{int(category) - HISTORY:02}" if category.isascii() and category.isdigit() else ""
    if element[:2] not in (category, of_history) or group not in ("00", element[2:4]):
        return False
    return member in ("00", element[4:])
