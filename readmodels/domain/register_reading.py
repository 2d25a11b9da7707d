"""How a row of a register that was taken over is read: its place, its act, its dates, what is doubted of it."""

from collections.abc import Mapping
from typing import Any

from events.domain.moments import PartialDate
from events.domain.takeover import dates
from readmodels.domain.known import Doubt

Row = Mapping[str, Any]

ACT_LETTER = 2
"""Where the letter of an act stands in its number (`1AC0004`)."""
CODE_LENGTH = 6


def stack_of(row: Row) -> str:
    """The stack that a row belongs to: a name that is the same for all rows of it."""
    place = _place(row)
    return f"{place.get('persoonslijst')}/{place.get('categorie')}/{place.get('stapel', 0)}"


def sequence_of(row: Row) -> int:
    """The place in its stack: 0 is the present row, higher is older."""
    found = _place(row).get("volgnummer", 0)
    return found if isinstance(found, int) else 0


def _place(row: Row) -> Row:
    found = row.get("register")
    return found if isinstance(found, Mapping) else {}


def act_letter(row: Row) -> str:
    """The letter that says what kind of act a row rests on; empty without an act."""
    return str(row.get("aktenummer", ""))[ACT_LETTER : ACT_LETTER + 1]


def said_date(text: Any) -> PartialDate | None:
    """The date in a row: None when nothing was said, `PartialDate()` when it was said to be unknown."""
    if not isinstance(text, str) or not text:
        return None
    return dates.read(text) or PartialDate()


def doubts_of(row: Row) -> tuple[Doubt, ...]:
    """The investigation that a row carries (group 83), ended ones too."""
    code, since = row.get("aanduidingInOnderzoek"), said_date(row.get("datumIngangOnderzoek"))
    if not code:
        return ()
    until = said_date(row.get("datumEindeOnderzoek"))
    return (Doubt(code=str(code).zfill(CODE_LENGTH), since=since or PartialDate(), until=until),)
