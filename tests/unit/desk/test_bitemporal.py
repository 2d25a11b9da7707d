"""The picture of one value over both times: it says what a question at any point says, and its table says the same."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.utils import translation
from hypothesis import strategies as st

from events.domain.log import Log
from events.domain.moments import first_instant
from management_ui.presenters import bitemporal, person_values
from management_ui.presenters.bitemporal import Asked, Picture, picture
from management_ui.presenters.bitemporal_drawing import Canvas
from management_ui.presenters.persons import Names
from readmodels.domain.holdings import holdings
from readmodels.domain.planes import Plane, plane_of
from readmodels.domain.states import Question, state
from readmodels.domain.timelines import Rectangle, timeline
from tests import builders
from tests.unit.domain.trying import hold
from tests.unit.states.stories import CATALOGUE, Story

ANNA = UUID(int=0xA22A)
STREETS = ("Lindelaan", "Kerkstraat", "Molenweg")
FIRST = first_instant("2026-01-05")
LAST = first_instant("2027-06-01")
NAMES = Names()
PlaneOf = Callable[..., Plane]

moves = st.tuples(st.just("moves"), st.integers(0, 300), st.sampled_from(STREETS))
corrections = st.tuples(st.sampled_from(["corrects", "retracts"]), st.integers(0, 300), st.sampled_from(STREETS))
lives = st.lists(st.one_of(moves, corrections), min_size=1, max_size=5, unique_by=lambda deed: deed[1])
moments = st.integers(0, 500 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))


def log_of(life: Sequence[tuple[str, int, str]]) -> Log:
    """Anna moves, and earlier moves turn out otherwise or never to have been; a week lies between what is recorded."""
    story, standing = Story(), []
    for deed, days, street in life:
        day = (FIRST + timedelta(days=days)).date().isoformat()
        if deed == "moves":
            standing.append(story.move(ANNA, on=day, street=street))
        elif standing and deed == "retracts":
            story.retract(standing.pop())
        elif standing:
            move = standing.pop()
            data = {**move.data, "nieuwAdres": {**move.data["nieuwAdres"], "straat": street}}
            data["datumIngang"] = {"type": "Datum", "datum": day}
            story.register.replace(move, data=data, object_ids=(ANNA,), occurred_at=first_instant(day))
    return Log(
        builders.recorded(event, at=FIRST + timedelta(weeks=at), order=event.order)
        for at, event in enumerate(story.register.log, start=1)
    )


def homes_in(log: Log) -> list[Rectangle]:
    found = timeline(log, object_id=ANNA, catalogue=CATALOGUE)
    return [it for it in found if it.segment.holding.name == "verblijfplaats"]


def drawn(log: Log, *, as_of: datetime = FIRST, as_at: datetime = LAST) -> Picture:
    asked = Asked(as_of=as_of, as_at=as_at, until=LAST, known_until=LAST)
    with translation.override("nl"):
        return picture("verblijfplaats", homes_in(log), asked=asked, log=log, names=NAMES)


def told_at(log: Log, *, as_of: datetime, as_at: datetime) -> str:
    """What a state says there."""
    found = state(log, object_id=ANNA, asked=Question(as_of=as_of, as_at=as_at), catalogue=CATALOGUE)
    homes = [it for it in holdings(found) if it.name == "verblijfplaats"]
    with translation.override("nl"):
        return person_values.text(person_values.parts(homes[0], names=NAMES)) if homes else ""


def pictured_at(log: Log, *, as_of: datetime, as_at: datetime, draw: PlaneOf = plane_of) -> str:
    """What the picture says there: the words of the box in which the point lies."""
    plane = draw(homes_in(log), until=LAST, known_until=LAST)
    across, upwards = plane.across(as_of), plane.upwards(as_at)
    if across is None or upwards is None:
        return ""
    boxes = [it for it in plane.boxes if it.holds(across, upwards)]
    assert len(boxes) <= 1
    with translation.override("nl"):
        return person_values.text(person_values.parts(boxes[0].rectangle.segment.holding, names=NAMES)) if boxes else ""


def law(life: list[tuple[str, int, str]], as_of: datetime, as_at: datetime) -> None:
    agrees(life, as_of, as_at, draw=plane_of)


def agrees(life: list[tuple[str, int, str]], as_of: datetime, as_at: datetime, *, draw: PlaneOf) -> None:
    log = log_of(life)
    assert pictured_at(log, as_of=as_of, as_at=as_at, draw=draw) == told_at(log, as_of=as_of, as_at=as_at)


def test_the_picture_says_at_every_point_what_a_state_says_there() -> None:
    hold(law, (lives, moments, moments), examples=80)


def test_a_picture_that_forgets_when_something_ceased_to_be_known_breaks_the_law() -> None:
    def forgetting(rectangles: Sequence[Rectangle], **edges: datetime) -> Plane:
        plane = plane_of(rectangles, **edges)
        return replace(plane, boxes=tuple(replace(it, top=len(plane.formals) - 1) for it in plane.boxes))

    life = [("moves", 10, "Lindelaan"), ("corrects", 40, "Kerkstraat")]
    with pytest.raises(AssertionError):
        agrees(life, FIRST + timedelta(days=50), LAST - timedelta(days=1), draw=forgetting)


def test_every_box_is_a_row_and_every_row_a_box_at_the_moments_it_says() -> None:
    hold(the_table_is_the_picture, (lives,), examples=60)


def the_table_is_the_picture(life: list[tuple[str, int, str]]) -> None:
    log = log_of(life)
    homes = homes_in(log)
    found = drawn(log)
    assert sorted(map(id_of, (row.rectangle for row in found.rows))) == sorted(map(id_of, homes))
    assert (found.drawing is None) == (not homes)
    if found.drawing is None:
        return
    plane = plane_of(homes, until=LAST, known_until=LAST)
    canvas, rows = Canvas(plane), {id_of(row.rectangle): row for row in found.rows}
    for shape, box in zip(found.drawing.shapes, plane.boxes, strict=True):
        row, it = rows[id_of(box.rectangle)], box.rectangle
        assert shape.words.startswith(row.letter)
        assert plane.materials[box.left] == it.segment.since
        assert plane.formals[box.bottom] == it.known_from
        assert (shape.x, shape.y + shape.height) == pytest.approx((canvas.x(box.left), canvas.y(box.bottom)), abs=0.2)
        assert shape.width > 0
        assert shape.height > 0
        assert shape.x + shape.width <= found.drawing.right + 0.2


def id_of(rectangle: Rectangle) -> str:
    return repr(rectangle)


def test_what_is_said_alike_has_one_letter_and_what_turned_out_otherwise_is_marked() -> None:
    log = log_of([("moves", 10, "Lindelaan"), ("corrects", 40, "Kerkstraat"), ("moves", 100, "Lindelaan")])
    found = drawn(log)
    marks = {(row.letter, row.is_fallen, row.is_corrected) for row in found.rows}
    assert marks == {("A", True, False), ("B", False, True), ("A", False, False)}


def test_the_row_at_the_moments_that_are_asked_is_marked() -> None:
    log = log_of([("moves", 10, "Lindelaan"), ("corrects", 40, "Kerkstraat")])
    early, late = (FIRST + timedelta(days=20), FIRST + timedelta(days=60))
    told = [row.parts[0].text for row in drawn(log, as_of=late, as_at=late).rows if row.is_asked]
    before = [row.parts[0].text for row in drawn(log, as_of=late, as_at=early).rows if row.is_asked]
    assert [it.partition(" ")[0] for it in (*told, *before)] == ["Kerkstraat", "Lindelaan"]


def test_two_moments_of_one_day_on_an_axis_are_told_apart_by_their_time() -> None:
    log = log_of([("moves", 10, "Lindelaan"), ("moves", 40, "Kerkstraat")])
    same_day = Log(
        builders.recorded(event, at=FIRST + timedelta(minutes=at), order=event.order) for at, event in enumerate(log)
    )
    drawing = drawn(same_day).drawing
    assert drawing is not None
    ticks = [tick.text for tick in drawing.ticks_upwards]
    assert ticks[0] == "5 jan 2026"
    assert all(":" in tick for tick in ticks[1:])


def test_letters_go_on_after_z() -> None:
    letters = [bitemporal._letter(number) for number in (0, 25, 26, 51, 52, 701, 702)]
    assert letters == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
    assert [bitemporal._number(letter) for letter in letters] == [0, 25, 26, 51, 52, 701, 702]
