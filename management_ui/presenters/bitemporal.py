"""The picture of one value over both times, and the same as a table: what held when, and when that was known.

Valid in reality runs to the right, known runs upwards. Every box of the picture is a row of the table and the other way
round; each value has a letter, so that nothing is told by colour or place alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT
from management_ui.presenters import person_values
from management_ui.presenters.moments import moment_text
from management_ui.presenters.person_sheet import is_corrected, value_parts
from management_ui.presenters.person_values import Part
from management_ui.presenters.persons import Names
from readmodels.domain.holdings import Holding
from readmodels.domain.known import local_day
from readmodels.domain.planes import Box, Plane, plane_of
from readmodels.domain.timelines import Rectangle

COLUMN: Final = 120
ROW: Final = 64
WIDTH_MIN: Final = 560
HEIGHT_MIN: Final = 150
LEFT: Final = 112
TOP: Final = 16
BELOW: Final = 62
RIGHT: Final = 16
LETTER_WIDTH: Final = 8
TONES: Final = 6
"""How many colours there are for values; the letters never repeat."""
ALPHABET: Final = 26
BOXES_MAX: Final = 200
"""Boxes that one picture shows; beyond it only the table is given, which is as complete."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A box of the picture in its own units, with the letter of its value, and its words when they fit."""

    x: float
    y: float
    width: float
    height: float
    letter: str
    tone: int
    words: str
    is_corrected: bool
    is_fallen: bool

    @property
    def label_x(self) -> float:
        """Where its words begin."""
        return self.x + LETTER_WIDTH

    @property
    def label_y(self) -> float:
        """The line that its words stand on."""
        return self.y + min(22, self.height - 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A moment at its place on an axis."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cross:
    """The two moments that are asked for; None where one lies outside the picture."""

    x: float | None
    y: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A box as a row of the table."""

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
class Drawing:
    """The picture with its size, and its text equal. Without `shapes` it is too full to draw."""

    title: str
    summary: str
    width: int
    height: int
    left: int
    bottom: float
    shapes: tuple[Shape, ...]
    ticks_across: tuple[Tick, ...]
    ticks_upwards: tuple[Tick, ...]
    cross: Cross
    rows: tuple[Row, ...]
    top: int = TOP

    @property
    def right(self) -> int:
        """Where the axis of validity ends."""
        return self.width - RIGHT

    @property
    def below(self) -> int:
        """The line that the name of that axis stands on."""
        return self.height - LETTER_WIDTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """At which point somebody looks, and up to which moments the picture goes."""

    as_of: datetime
    as_at: datetime
    until: datetime
    known_until: datetime


def drawing(name: str, rectangles: Sequence[Rectangle], *, asked: Asked, log: Log, names: Names) -> Drawing:
    """The picture of the rectangles of one value, and its table: newest knowledge first, then by when it held."""
    plane = plane_of(rectangles, until=asked.until, known_until=asked.known_until)
    canvas = _Canvas(plane)
    letters = _letters(rectangles)
    shapes = [
        canvas.shape(box, letter=letters[_value(box.rectangle)], words=_words(box.rectangle, names=names), log=log)
        for box in plane.boxes
    ]
    rows = [
        _row(it, letter=letters[_value(it)], rectangles=rectangles, asked=asked, log=log, names=names)
        for it in sorted(rectangles, key=_newest_knowledge_first)
    ]
    return Drawing(
        title=person_values.label(name),
        summary=_summary(rectangles, name=name),
        width=canvas.width,
        height=canvas.height,
        left=LEFT,
        bottom=canvas.bottom,
        shapes=tuple(shapes) if len(shapes) <= BOXES_MAX else (),
        ticks_across=tuple(canvas.ticks_across()),
        ticks_upwards=tuple(canvas.ticks_upwards()),
        cross=canvas.cross(asked),
        rows=tuple(rows),
    )


class _Canvas:
    """A plane in units of the picture: wide and high enough for the words at every step."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        columns, rows = max(1, len(plane.materials) - 1), max(1, len(plane.formals) - 1)
        self.inner_width, self.inner_height = max(WIDTH_MIN, columns * COLUMN), max(HEIGHT_MIN, rows * ROW)
        self.width, self.height = LEFT + self.inner_width + RIGHT, TOP + self.inner_height + BELOW
        self.bottom = float(TOP + self.inner_height)
        self._across, self._upwards = self.inner_width / columns, self.inner_height / rows

    def x(self, steps: float) -> float:
        return round(LEFT + steps * self._across, 1)

    def y(self, steps: float) -> float:
        return round(self.bottom - steps * self._upwards, 1)

    def shape(self, box: Box, *, letter: str, words: str, log: Log) -> Shape:
        x, y = self.x(box.left), self.y(box.top)
        width = round(self.x(box.right) - x, 1)
        said = f"{letter} {words}"
        return Shape(
            x=x,
            y=y,
            width=width,
            height=round(self.y(box.bottom) - y, 1),
            letter=letter,
            tone=_number(letter) % TONES,
            words=said if len(said) * LETTER_WIDTH <= width else letter,
            is_corrected=is_corrected(box.rectangle.segment.holding, log=log),
            is_fallen=_is_fallen(box.rectangle, [it.rectangle for it in self.plane.boxes]),
        )

    def ticks_across(self) -> Iterator[Tick]:
        for step, moment in enumerate(self.plane.materials[:-1]):
            yield Tick(x=self.x(step), y=self.bottom + 20, text=day_text(moment))

    def ticks_upwards(self) -> Iterator[Tick]:
        for step, moment in enumerate(self.plane.formals[:-1]):
            yield Tick(x=LEFT - 8, y=self.y(step), text=day_text(moment))

    def cross(self, asked: Asked) -> Cross:
        across, upwards = self.plane.across(asked.as_of), self.plane.upwards(asked.as_at)
        return Cross(x=None if across is None else self.x(across), y=None if upwards is None else self.y(upwards))


def _row(
    rectangle: Rectangle, *, letter: str, rectangles: Sequence[Rectangle], asked: Asked, log: Log, names: Names
) -> Row:
    segment = rectangle.segment
    return Row(
        letter=letter,
        parts=value_parts(segment.holding, names=names),
        valid_from=start_text(segment.since),
        valid_until="" if segment.until is None else moment_text(segment.until),
        known_from=start_text(rectangle.known_from),
        known_until="" if rectangle.known_until is None else moment_text(rectangle.known_until),
        is_corrected=is_corrected(segment.holding, log=log),
        is_fallen=_is_fallen(rectangle, rectangles),
        is_asked=rectangle.covers(as_of=asked.as_of, as_at=asked.as_at),
    )


def start_text(moment: datetime) -> str:
    """A moment from which something holds; the beginning of time as such."""
    return _("the beginning") if moment == UNKNOWN_MOMENT else moment_text(moment)


def day_text(moment: datetime) -> str:
    """The day of a moment, short: for an axis."""
    if moment == UNKNOWN_MOMENT:
        return _("the beginning")
    day: date = local_day(moment)
    return str(date_format(day, "j M Y"))


def _is_fallen(rectangle: Rectangle, rectangles: Sequence[Rectangle]) -> bool:
    """Whether something else turned out to hold where it began: known now, the value is not there any more."""
    if rectangle.known_until is None:
        return False
    now = (it for it in rectangles if it.known_until is None and it.holds_at(rectangle.segment.since))
    return not any(_value(it) == _value(rectangle) for it in now)


def _newest_knowledge_first(rectangle: Rectangle) -> tuple[bool, float, datetime]:
    known_until = rectangle.known_until
    return known_until is not None, -rectangle.known_from.timestamp(), rectangle.segment.since


def _value(rectangle: Rectangle) -> str:
    """What tells values apart: what is said, not what it rests on."""
    holding: Holding = rectangle.segment.holding
    return repr((holding.value, holding.determined))


def _letters(rectangles: Sequence[Rectangle]) -> dict[str, str]:
    """A letter for each value, in the order in which they held: A to Z, then AA, AB and on."""
    ordered = sorted(rectangles, key=lambda it: (it.segment.since, it.known_from))
    values = list(dict.fromkeys(_value(it) for it in ordered))
    return {value: _letter(number) for number, value in enumerate(values)}


def _letter(number: int) -> str:
    before, last = divmod(number, ALPHABET)
    return (_letter(before - 1) if before else "") + chr(ord("A") + last)


def _number(letter: str) -> int:
    number = 0
    for sign in letter:
        number = number * ALPHABET + ord(sign) - ord("A") + 1
    return number - 1


def _words(rectangle: Rectangle, *, names: Names) -> str:
    """A value in few words: its first part says the most."""
    return person_values.text(value_parts(rectangle.segment.holding, names=names)[:1]).partition(",")[0]


def _summary(rectangles: Sequence[Rectangle], *, name: str) -> str:
    """What the picture is of, for who does not see it: the table says the rest."""
    return _("%(value)s over both times, in %(count)d boxes. The table below says the same.") % {
        "value": person_values.label(name),
        "count": len(rectangles),
    }
