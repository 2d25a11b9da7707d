"""What is under investigation in a row (group 83 of LO GBA).

83.10 names it by six digits: category, group, element, with zeros for a whole category or a whole group (`081110` the
street, `081100` the address, `080000` the residence; `58…` the same in a historic row). `…9999` says that it was
established that the person does not live there, and that one still looks for where he does.
"""

from dataclasses import dataclass
from typing import Final

from readmodels.domain.national import said
from readmodels.domain.national.person_file import Elements

DIGITS: Final = 6
WHOLE: Final = "0000"
DOES_NOT_LIVE_THERE: Final = "9999"
WHOLE_CATEGORY: Final = "00.00"
"""In the place of an element: what is under investigation only with all the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Investigation:
    """One investigation: of what (83.10, six digits), since and until when (83.20, 83.30: as the register wrote it)."""

    code: str
    since: str | None
    until: str | None

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self.until is None

    @property
    def found_not_living_there(self) -> bool:
        """Whether it was established that the person does not live there (089999, 589999)."""
        return self._what == DOES_NOT_LIVE_THERE

    def covers(self, element: str) -> bool:
        """Whether an element (`11.10`) is under investigation: by itself, with its group, or with the whole row."""
        group, number = element.split(".")
        return self._what in {WHOLE, DOES_NOT_LIVE_THERE, f"{group}00", f"{group}{number}"}

    @property
    def _what(self) -> str:
        return self.code[2:]


def investigation_of(elements: Elements) -> Investigation | None:
    """The investigation that a row tells of, running or ended; None without one."""
    code = said.text(elements, "aanduidingInOnderzoek")
    if code is None:
        return None
    since, until = (said.text(elements, name) for name in ("datumIngangOnderzoek", "datumEindeOnderzoek"))
    return Investigation(code=code.zfill(DIGITS), since=since, until=until)


def running(elements: Elements) -> Investigation | None:
    """The investigation that a row tells of, when it has not ended."""
    found = investigation_of(elements)
    return found if found is not None and found.is_running else None
