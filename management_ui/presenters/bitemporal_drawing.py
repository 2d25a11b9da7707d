"""The drawing of one value over both times, in units of the picture: boxes, ticks, and the point that is asked for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from events.domain.moments import AMSTERDAM, UNKNOWN_MOMENT
from readmodels.domain.known import local_day
from readmodels.domain.planes import Box, Plane

COLUMN: Final = 120
ROW: Final = 56
WIDTH_MIN: Final = 640
HEIGHT_MIN: Final = 150
LEFT: Final = 112
TOP: Final = 24
BELOW: Final = 56
RIGHT: Final = 16
LETTER_WIDTH: Final = 8
LINE: Final = 20
TONES: Final = 6
"""How many colours there are for values; letters never repeat."""
BOXES_MAX: Final = 200
"""Boxes that are drawn; of more the table says all there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What is in a box: the number of its value, its words, and what stands there when these do not fit."""

    number: int
    words: str
    brief: str
    is_corrected: bool
    is_fallen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A box at its place."""

    x: float
    y: float
    width: float
    height: float
    tone: int
    words: str
    filling: Filling

    @property
    def words_x(self) -> float:
        """Where its words begin."""
        return self.x + LETTER_WIDTH

    @property
    def words_y(self) -> float:
        """The line that its words stand on."""
        return self.y + LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A moment at its place on an axis."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The boxes with the ticks of both axes. `asked_x` and `asked_y` are None for a moment outside the picture."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    name_y: int
    shapes: tuple[Shape, ...]
    ticks_across: tuple[Tick, ...]
    ticks_upwards: tuple[Tick, ...]
    asked_x: float | None
    asked_y: float | None


def drawn(plane: Plane, fillings: Sequence[Filling], *, as_of: datetime, as_at: datetime) -> Drawing | None:
    """The boxes of a plane, each with its filling; None when there are too many to see."""
    if not 0 < len(plane.boxes) <= BOXES_MAX:
        return None
    canvas = Canvas(plane)
    across, upwards = plane.across(as_of), plane.upwards(as_at)
    return Drawing(
        width=canvas.right + RIGHT,
        height=canvas.bottom + BELOW,
        left=LEFT,
        right=canvas.right,
        top=TOP,
        bottom=canvas.bottom,
        name_y=canvas.bottom + BELOW - LETTER_WIDTH,
        shapes=tuple(canvas.shape(box, it) for box, it in zip(plane.boxes, fillings, strict=True)),
        ticks_across=tuple(canvas.ticks_across()),
        ticks_upwards=tuple(canvas.ticks_upwards()),
        asked_x=None if across is None else canvas.x(across),
        asked_y=None if upwards is None else canvas.y(upwards),
    )


class Canvas:
    """A plane in units of the picture: wide and high enough for the words at every step."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        columns, rows = max(1, len(plane.materials) - 1), max(1, len(plane.formals) - 1)
        self.right = LEFT + max(WIDTH_MIN, columns * COLUMN)
        self.bottom = TOP + max(HEIGHT_MIN, rows * ROW)
        self._column, self._row = (self.right - LEFT) / columns, (self.bottom - TOP) / rows

    def x(self, steps: float) -> float:
        """Where so many steps to the right lie."""
        return round(LEFT + steps * self._column, 1)

    def y(self, steps: float) -> float:
        """Where so many steps upwards lie."""
        return round(self.bottom - steps * self._row, 1)

    def shape(self, box: Box, filling: Filling) -> Shape:
        """A box at its place."""
        x, y = self.x(box.left), self.y(box.top)
        width = round(self.x(box.right) - x, 1)
        fits = len(filling.words) * LETTER_WIDTH <= width - LETTER_WIDTH
        return Shape(
            x=x,
            y=y,
            width=width,
            height=round(self.y(box.bottom) - y, 1),
            tone=filling.number % TONES,
            words=filling.words if fits else filling.brief,
            filling=filling,
        )

    def ticks_across(self) -> Iterator[Tick]:
        """The moments at which a box begins or ends, below the picture."""
        for step, text in enumerate(_days(self.plane.materials[:-1])):
            yield Tick(x=self.x(step), y=self.bottom + LINE, text=text)

    def ticks_upwards(self) -> Iterator[Tick]:
        """The moments at which something became known, to the left of it."""
        for step, text in enumerate(_days(self.plane.formals[:-1])):
            yield Tick(x=LEFT - LETTER_WIDTH, y=self.y(step), text=text)


def _days(moments: Sequence[datetime]) -> Iterator[str]:
    """Each as its day, short; one on the same day as the one before it as its time."""
    before = None
    for moment in moments:
        day = local_day(moment)
        if moment == UNKNOWN_MOMENT:
            yield _("the beginning")
        elif day == before:
            yield f"{moment.astimezone(AMSTERDAM):%H:%M:%S}"
        else:
            # Translators: the format of a short date (Django's date filter), such as "1 May 2026".
            yield str(date_format(day, _("j M Y")))
        before = day
