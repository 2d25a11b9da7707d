"""A value over both axes as a picture (SVG): when it held runs to the right, when it was known runs upwards.

Every rectangle of a timeline is drawn where it lies; one without an end reaches the edge. The picture says the same as
the rectangles do, and carries them as text for who does not see it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from readmodels.domain.known import local_day
from readmodels.domain.planes import Box, Plane, plane_of
from readmodels.domain.timelines import Rectangle

NAMESPACE = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT = 720, 400
LEFT, BOTTOM, TOP, RIGHT = 150, 70, 20, 20
COLOURS = ("#dbeafe", "#fde68a", "#bbf7d0", "#fecaca", "#e9d5ff")
INK = "#1f2937"

Telling = Callable[[Rectangle], str]


def picture(
    rectangles: Sequence[Rectangle], *, title: str, tell: Telling, until: datetime, known_until: datetime
) -> str:
    """The rectangles of one value as SVG. `tell` says a value in a few words; the edges are where the picture ends."""
    plane = plane_of(rectangles, until=until, known_until=known_until)
    words = list(dict.fromkeys(tell(it) for it in rectangles))
    return "\n".join(
        (
            f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(' '.join(_sentence(it, tell=tell) for it in rectangles))}</desc>",
            *(_area(box, plane=plane, said=tell(box.rectangle), words=words) for box in plane.boxes),
            *(_text(_x(plane, at), HEIGHT - BOTTOM + 18, _day(it)) for at, it in enumerate(plane.materials[:-1])),
            *(_text(8, _y(plane, at), _day(it)) for at, it in enumerate(plane.formals[:-1])),
            _text(LEFT, HEIGHT - 12, "geldig in werkelijkheid →"),
            _text(8, TOP + 8, "bekend ↑"),
            "</svg>\n",
        )
    )


def _area(box: Box, *, plane: Plane, said: str, words: list[str]) -> str:
    x, y = _x(plane, box.left), _y(plane, box.top)
    size = f'x="{x:.0f}" y="{y:.0f}" width="{_x(plane, box.right) - x:.0f}" height="{_y(plane, box.bottom) - y:.0f}"'
    colour = COLOURS[words.index(said) % len(COLOURS)]
    return f'<rect {size} fill="{colour}" stroke="{INK}"/>' + _text(x + 8, y + 20, said)


def _x(plane: Plane, step: int) -> float:
    return LEFT + (WIDTH - RIGHT - LEFT) * step / max(1, len(plane.materials) - 1)


def _y(plane: Plane, step: int) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * step / max(1, len(plane.formals) - 1)


def _sentence(rectangle: Rectangle, *, tell: Telling) -> str:
    segment = rectangle.segment
    held = f"vanaf {_day(segment.since)}" + ("" if segment.until is None else f" tot {_day(segment.until)}")
    known = f"vanaf {_day(rectangle.known_from)}"
    known += "" if rectangle.known_until is None else f" tot {_day(rectangle.known_until)}"
    return f"{tell(rectangle)}: geldig {held}, bekend {known}."


def _text(x: float, y: float, said: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-size="13" fill="{INK}">{escape(said)}</text>'


def _day(moment: datetime) -> str:
    return local_day(moment).isoformat()
