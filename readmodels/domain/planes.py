"""The plane of both times: where the rectangles of one value lie, for whoever draws it.

Every moment at which something begins or ends is one step on its axis, equally far from the next: what matters is which
comes first. Something without an end reaches the last step. Between two steps a moment lies in proportion.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from events.domain.moments import LAST_MOMENT
from readmodels.domain.timelines import Rectangle

ROOM = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle by the steps of both axes: from `left` to `right` (valid), from `bottom` to `top` (known)."""

    rectangle: Rectangle
    left: int
    right: int
    bottom: int
    top: int

    def holds(self, across: float, upwards: float) -> bool:
        """Whether a place lies in it; the edge where it begins does, that where it ends does not."""
        return self.left <= across < self.right and self.bottom <= upwards < self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """The steps of both axes with the moments that they stand for, the last of each being where the picture ends."""

    materials: tuple[datetime, ...]
    formals: tuple[datetime, ...]
    boxes: tuple[Box, ...]

    def across(self, as_of: datetime) -> float | None:
        """Where a material moment lies, in steps; None outside the picture."""
        return _place(as_of, self.materials)

    def upwards(self, as_at: datetime) -> float | None:
        """Where a formal moment lies, in steps; None outside the picture."""
        return _place(as_at, self.formals)


def plane_of(rectangles: Sequence[Rectangle], *, until: datetime, known_until: datetime) -> Plane:
    """The rectangles of one value on a plane that ends at these moments, or at the last that begins something."""
    materials = _steps([it.segment.since for it in rectangles], [it.segment.until for it in rectangles], until)
    formals = _steps([it.known_from for it in rectangles], [it.known_until for it in rectangles], known_until)
    across = {moment: step for step, moment in enumerate(materials)}
    upwards = {moment: step for step, moment in enumerate(formals)}
    return Plane(
        materials=materials,
        formals=formals,
        boxes=tuple(
            Box(
                rectangle=it,
                left=across[it.segment.since],
                right=len(materials) - 1 if it.segment.until is None else across[it.segment.until],
                bottom=upwards[it.known_from],
                top=len(formals) - 1 if it.known_until is None else upwards[it.known_until],
            )
            for it in rectangles
        ),
    )


def _steps(starts: Sequence[datetime], ends: Sequence[datetime | None], last: datetime) -> tuple[datetime, ...]:
    """The moments in order. What has no end is given some room after the last of them."""
    found = {*starts, *(end for end in ends if end is not None)}
    newest = max(found, default=last)
    return tuple(sorted({*found, max(last, newest + min(ROOM, LAST_MOMENT - newest))}))


def _place(moment: datetime, steps: Sequence[datetime]) -> float | None:
    step = bisect_right(steps, moment) - 1
    if step < 0 or step >= len(steps) - 1:
        return None
    return step + (moment - steps[step]) / (steps[step + 1] - steps[step])
