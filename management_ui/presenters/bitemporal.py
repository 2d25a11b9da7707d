"""One value over both times: what held when, and when that was known. A picture, and the same as a table.

Valid in reality runs to the right, known runs upwards. Every box of the picture is a row of the table and the other way
round; each value has a letter, so that nothing is told by colour or place alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT
from management_ui.presenters import person_values
from management_ui.presenters.bitemporal_drawing import Drawing, Filling, drawn
from management_ui.presenters.holdings import holding_title
from management_ui.presenters.moments import moment_text
from management_ui.presenters.person_sheet import is_corrected
from management_ui.presenters.person_values import Part
from management_ui.presenters.persons import Names
from readmodels.domain.planes import plane_of
from readmodels.domain.timelines import Rectangle

ALPHABET: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A box as a row of the table. `letter` is that of its value: what is said alike has the same letter.

    `is_fallen`: where it began, something else turned out to hold. `is_asked`: it lies at the moments that are asked.
    """

    rectangle: Rectangle
    letter: str
    parts: tuple[Part, ...]
    valid_from: str
    valid_until: str
    known_from: str
    known_until: str
    is_corrected: bool
    is_fallen: bool
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A value with its table, newest knowledge first, and the drawing of it; None when there is too much to draw."""

    title: str
    rows: tuple[Row, ...]
    drawing: Drawing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """At which point somebody looks, and up to which moments the picture goes."""

    as_of: datetime
    as_at: datetime
    until: datetime
    known_until: datetime


def picture(name: str, rectangles: Sequence[Rectangle], *, asked: Asked, log: Log, names: Names) -> Picture:
    """The picture of the rectangles of one value."""
    parts = [person_values.parts(it.segment.holding, names=names) for it in rectangles]
    said = [person_values.text(it) for it in parts]
    letters = _letters(rectangles, said)
    fallen = _fallen(rectangles, said)
    rows = [
        Row(
            rectangle=it,
            letter=letters[said[at]],
            parts=parts[at],
            valid_from=start_text(it.segment.since),
            valid_until="" if it.segment.until is None else moment_text(it.segment.until),
            known_from=start_text(it.known_from),
            known_until="" if it.known_until is None else moment_text(it.known_until),
            is_corrected=is_corrected(it.segment.holding, log=log),
            is_fallen=fallen[at],
            is_asked=it.covers(as_of=asked.as_of, as_at=asked.as_at),
        )
        for at, it in enumerate(rectangles)
    ]
    plane = plane_of(rectangles, until=asked.until, known_until=asked.known_until)
    fillings = [
        Filling(
            number=_number(row.letter),
            words=f"{row.letter} {_brief(row.parts)}",
            brief=row.letter,
            is_corrected=row.is_corrected,
            is_fallen=row.is_fallen,
        )
        for row in rows
    ]
    return Picture(
        title=holding_title(name),
        rows=tuple(sorted(rows, key=_newest_knowledge_first)),
        drawing=drawn(plane, fillings, as_of=asked.as_of, as_at=asked.as_at),
    )


def start_text(moment: datetime) -> str:
    """A moment from which something holds; the beginning of time as such."""
    return _("the beginning") if moment == UNKNOWN_MOMENT else moment_text(moment)


def _fallen(rectangles: Sequence[Rectangle], said: Sequence[str]) -> list[bool]:
    """Of each whether something else turned out to hold where it began: the value that is known there now."""
    now = [(it, text) for it, text in zip(rectangles, said, strict=True) if it.known_until is None]
    return [
        it.known_until is not None and not any(text == own and other.holds_at(it.segment.since) for other, text in now)
        for it, own in zip(rectangles, said, strict=True)
    ]


def _newest_knowledge_first(row: Row) -> tuple[bool, float, datetime]:
    it = row.rectangle
    return it.known_until is not None, -it.known_from.timestamp(), it.segment.since


def _letters(rectangles: Iterable[Rectangle], said: Sequence[str]) -> dict[str, str]:
    """A letter for all that is said, in the order in which it held: A to Z, then AA, AB and on."""
    ordered = sorted(zip(rectangles, said, strict=True), key=lambda pair: (pair[0].segment.since, pair[0].known_from))
    return {text: _letter(number) for number, text in enumerate(dict.fromkeys(text for _it, text in ordered))}


def _letter(number: int) -> str:
    before, last = divmod(number, ALPHABET)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _number(letter: str) -> int:
    number = 0
    for sign in letter:
        number = number * ALPHABET + ord(sign) - ord("A") + 1
    return number - 1


def _brief(parts: Sequence[Part]) -> str:
    """A value in few words: what is said first, up to the first comma."""
    return person_values.text(parts[:1]).partition(",")[0]
