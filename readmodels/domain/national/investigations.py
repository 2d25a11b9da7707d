"""What is under investigation in a row (group 83 of LO GBA).

83.10 names it by six digits: category, group, element, with zeros for a whole category or a whole group (`081110` the
street, `081100` the address, `080000` the residence; `58…` the same in a historic row). Two codes say that somebody was
found not to live at his address any more: `089999` and, in a historic row, `589999`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from readmodels.domain.national import dates, said
from readmodels.domain.national.numbers import padded
from readmodels.domain.national.person_file import Elements

CODE: Final = "aanduidingGegevensInOnderzoek"
SINCE: Final = "datumIngangOnderzoek"
UNTIL: Final = "datumEindeOnderzoek"
"""How the data form calls the elements 83.10 to 83.30."""
CODE_LENGTH: Final = 6
ALL: Final = "00"
DOES_NOT_LIVE_THERE: Final = frozenset({"089999", "589999"})
WHOLE_CATEGORY: Final = "0000"
"""In the place of an element: what is under investigation only with all the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """One investigation: of what (83.10, six digits), since and until when (83.20, 83.30: as the register has it)."""

    code: str
    since: str | None
    until: str | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.until is None

    @property
    def found_not_living_there(self) -> bool:
        """Whether it was established that the person does not live there."""
        return self.code in DOES_NOT_LIVE_THERE

    def covers(self, number: str) -> bool:
        """Whether an element (`1110`) is under investigation: by itself, with its group, or with the whole row."""
        group, element = self.code[2:4], self.code[4:]
        is_named = group == number[:2] and element in {ALL, number[2:]}
        return group == ALL or is_named or self.found_not_living_there

    def as_data(self) -> dict[str, Any]:
        """The same in the data form."""
        return said.filled(**{CODE: self.code, SINCE: self.since, UNTIL: self.until})


def investigation_of(row: Elements) -> Investigation | None:
    """The investigation that a row tells of, running or ended; None without one."""
    code = said.text(row, "aanduidingInOnderzoek")
    if code is None:
        return None
    since, until = (dates.stated(row, name) for name in ("datumIngangOnderzoek", "datumEindeOnderzoek"))
    return Investigation(code=padded(code, CODE_LENGTH), since=since, until=until)


def running(row: Elements) -> Investigation | None:
    """The investigation that a row tells of, when it has not ended."""
    found = investigation_of(row)
    return found if found is not None and found.is_running else None


def of_data_form(told: Mapping[str, Any] | None) -> Investigation | None:
    """The investigation that the data form tells of; None when it tells of none."""
    return Investigation(code=told[CODE], since=told.get(SINCE), until=told.get(UNTIL)) if told else None
