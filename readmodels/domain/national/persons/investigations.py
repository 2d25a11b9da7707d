"""What is under investigation (LO GBA, group 83): a category, a group or one element, since a day.

The code has six digits: category, group, element; zeros for all of it. Two codes say that somebody was found not to
live at his address any more, while the search for where he lives goes on (`089999`) or was ended (`589999`).
"""

from collections.abc import Iterable
from typing import Any, Final

from readmodels.domain.national.person_file import RESIDENCE, Elements
from readmodels.domain.national.persons import values
from readmodels.domain.national.persons.elements import Source

CODE: Final = "aanduidingGegevensInOnderzoek"
SINCE: Final = "datumIngangOnderzoek"
DOES_NOT_LIVE_THERE: Final = frozenset({"089999", "589999"})
ALL: Final = "00"
_ELSEWHERE_ALSO: Final = frozenset({"0910", "0920", "1410", "1420"})
"""Elements of category 08 that say nothing of where somebody lives: registration in a municipality, and immigration."""


def investigation(said: Elements) -> dict[str, str] | None:
    """The investigation of a row that goes on, as the data form tells it; None without one, or when it has ended."""
    code, since = values.written(said.get("aanduidingInOnderzoek")), values.written(said.get("datumIngangOnderzoek"))
    if not code or values.written(said.get("datumEindeOnderzoek")):
        return None
    return {CODE: code} | ({SINCE: values.eight_digits(since)} if since else {})


def covers(code: str, source: Source) -> bool:
    """Whether an investigation with this code is about an element of the row that it stands in."""
    category, number = source
    if code in DOES_NOT_LIVE_THERE:
        return category == RESIDENCE and number not in _ELSEWHERE_ALSO
    group, element = code[2:4], code[4:6]
    return group == ALL or (group == number[:2] and element in {ALL, number[2:]})


def covers_any(investigated: Any, sources: Iterable[Source]) -> bool:
    """Whether an investigation of the data form is about one of these elements."""
    code = str(investigated.get(CODE, "")) if investigated else ""
    return bool(code) and any(covers(code, source) for source in sources)
