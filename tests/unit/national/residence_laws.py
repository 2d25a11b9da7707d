"""The laws of the residence shapes; a law that is broken asserts.

Files and periods are small and close together, so that every rule meets every other.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from readmodels.domain.national.person_file import PersonFile
from tests.unit.national.residence_lives import ELSEWHERE, HERE, THERE, file_of, homes, leaves, lives, occupied

Period = tuple[date, date]
FIRST, SPAN = date(2020, 1, 29), 36
PARTIAL = ("00000000", "20190000", "20200000", "20200100", "20200200", "20200300")
ROWS_MAX, PEOPLE_MAX = 4, 3
LISTS = ("bewoners", "mogelijkeBewoners")

days = st.integers(0, SPAN).map(lambda at: FIRST + timedelta(days=at))
stated = st.one_of(days.map(lambda day: day.strftime("%Y%m%d")), st.sampled_from(PARTIAL))
periods = st.tuples(days, st.integers(1, SPAN)).map(lambda it: (it[0], it[0] + timedelta(days=it[1])))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A residence at one of few places, now and then with an investigation that counts."""
    since, investigated = draw(stated), ""
    if draw(st.integers(0, 3)) == 0:
        code, ended = draw(st.sampled_from(("089999", "081000"))), draw(st.one_of(st.just(""), stated))
        investigated = f"{code} {draw(stated)} {ended}".strip()
    place = draw(st.sampled_from((HERE, HERE, THERE, ELSEWHERE, "5010")))
    if place == "5010":
        return leaves(place, since, investigated=investigated)
    return lives(place, since, investigated=investigated, postal=draw(st.integers(0, 6)) == 0)


@st.composite
def files(draw: st.DrawFn, number: int = 1) -> PersonFile:
    """The file of somebody who moved a few times, and whose file may be suspended."""
    suspended = draw(st.sampled_from((None, None, None, "O", "F")))
    until = (suspended, draw(stated)) if suspended else None
    return file_of(*draw(st.lists(rows(), max_size=ROWS_MAX)), number=number, suspended=until)


@st.composite
def people(draw: st.DrawFn) -> list[PersonFile]:
    """The files of a few people."""
    return [draw(files(number)) for number in range(1, draw(st.integers(1, PEOPLE_MAX)) + 1)]


def a_history_over_a_period_is_that_of_its_days_together(file: PersonFile, period: Period) -> None:
    """Each residence that is told of on one of the days, and no other; in the same order."""
    by_day = [told_of(file, str(day)) for day in _days(period)]
    over_all = told_of(file, *map(str, period))
    assert {row for day in by_day for row in day} == set(over_all)
    for day in by_day:
        assert day == [row for row in over_all if row in day]


def an_occupancy_over_a_period_is_that_of_each_of_its_days(found: Sequence[PersonFile], period: Period) -> None:
    """On each day those live there, and may live there, of whom the part that holds the day tells."""
    parts = occupied(found, *map(str, period))
    for day in _days(period):
        of_day = occupied(found, str(day))
        of_period = [part for part in parts if part["periode"]["datumVan"] <= str(day) < part["periode"]["datumTot"]]
        assert [_who(part) for part in of_day] == [_who(part) for part in of_period]


def the_parts_of_an_occupancy_follow_each_other_and_differ(found: Sequence[PersonFile], period: Period) -> None:
    """They lie in the period, in order, without overlap; neighbours differ; nobody is in one twice; none is empty."""
    start, end = map(str, period)
    parts = occupied(found, start, end)
    edges = [edge for part in parts for edge in (part["periode"]["datumVan"], part["periode"]["datumTot"])]
    assert edges == sorted(edges)
    assert all(start <= edge <= end for edge in edges)
    assert all(part["periode"]["datumVan"] < part["periode"]["datumTot"] for part in parts)
    for one, next_one in pairwise(parts):
        touches = one["periode"]["datumTot"] == next_one["periode"]["datumVan"]
        assert not (touches and _who(one) == _who(next_one))
    for part in parts:
        numbers = [person["burgerservicenummer"] for name in LISTS for person in part[name]]
        assert numbers
        assert len(set(numbers)) == len(numbers)


def told_of(file: PersonFile, *on: str) -> list[str]:
    """Which rows are told of: each by its own place, however often somebody lived there."""
    return homes(_with_places_of_their_own(file), *on)


def _with_places_of_their_own(file: PersonFile) -> PersonFile:
    numbered = []
    for at, row in enumerate(reversed(file.rows("08"))):
        own = {"landBuitenland": f"{at:04d}1"} if "landBuitenland" in row.elements else {"adres": _address(at)}
        numbered.append({**row.elements, **own})
    registration = file.present("07")
    reason = registration.get("redenOpschortingBijhouding")
    until = (reason, registration["datumOpschortingBijhouding"]) if reason else None
    return file_of(*numbered, suspended=until)


def _address(at: int) -> dict[str, str]:
    return {"identificatiecodeVerblijfplaats": f"05180100000001{at:02d}"}


def _days(period: Period) -> list[date]:
    start, end = period
    return [start + timedelta(days=at) for at in range((end - start).days)]


def _who(part: dict[str, Any]) -> list[list[str]]:
    """Who is in a part, certain and possible, with all that is told of them; in no order."""
    return [sorted(map(repr, part[name])) for name in LISTS]
