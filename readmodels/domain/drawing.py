"""A value over both axes as a picture (SVG): when it held runs to the right, when it was known runs upwards.

Every rectangle of a timeline is drawn where it lies; one without an end reaches the edge. The picture says the same as
the rectangles do, and carries them as text for who does not see it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from itertools import pairwise

from readmodels.domain.known import local_day
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
    materials = _edges([it.segment.since for it in rectangles], [it.segment.until for it in rectangles], until)
    formals = _edges([it.known_from for it in rectangles], [it.known_until for it in rectangles], known_until)
    across = _scale(materials, start=LEFT, end=WIDTH - RIGHT)
    upwards = _scale(formals, start=HEIGHT - BOTTOM, end=TOP)
    words = list(dict.fromkeys(tell(it) for it in rectangles))
    drawn = [_area(it, tell=tell, across=across, upwards=upwards, words=words) for it in rectangles]
    return "\n".join(
        (
            f'<svg xmlns="{NAMESPACE}" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif">',
            f"<title>{escape(title)}</title>",
            f"<desc>{escape(' '.join(_sentence(it, tell=tell) for it in rectangles))}</desc>",
            *drawn,
            *_ticks_across(materials, across),
            *_ticks_upwards(formals, upwards),
            _text(LEFT, HEIGHT - 12, "geldig in werkelijkheid →"),
            _text(8, TOP + 8, "bekend ↑"),
            "</svg>\n",
        )
    )


def _area(
    rectangle: Rectangle,
    *,
    tell: Telling,
    across: dict[datetime, float],
    upwards: dict[datetime, float],
    words: list[str],
) -> str:
    segment = rectangle.segment
    x, end = across[segment.since], across[segment.until] if segment.until in across else max(across.values())
    known_until = rectangle.known_until
    y = upwards[known_until] if known_until in upwards else min(upwards.values())
    bottom, said = upwards[rectangle.known_from], tell(rectangle)
    colour = COLOURS[words.index(said) % len(COLOURS)]
    size = f'x="{x:.0f}" y="{y:.0f}" width="{end - x:.0f}" height="{bottom - y:.0f}"'
    box = f'<rect {size} fill="{colour}" stroke="{INK}"/>'
    return box + _text(x + 8, y + 20, said)


def _ticks_across(moments: Sequence[datetime], across: dict[datetime, float]) -> list[str]:
    return [_text(across[it], HEIGHT - BOTTOM + 18, _day(it)) for it in moments[:-1]]


def _ticks_upwards(moments: Sequence[datetime], upwards: dict[datetime, float]) -> list[str]:
    return [_text(8, upwards[it], _day(it)) for it in moments[:-1]]


def _edges(starts: Sequence[datetime], ends: Sequence[datetime | None], last: datetime) -> list[datetime]:
    return sorted({*starts, *(end for end in ends if end is not None), last})


def _scale(moments: Sequence[datetime], *, start: float, end: float) -> dict[datetime, float]:
    """Every moment at its place, equally far from the next: what matters is which comes first."""
    steps = max(1, len(list(pairwise(moments))))
    return {moment: start + (end - start) * index / steps for index, moment in enumerate(moments)}


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
