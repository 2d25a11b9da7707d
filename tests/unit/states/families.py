"""Lawful histories of one small family in the shipped event types, and the world in which laws are told of them.

A history is who there were at first, and then steps: what happened, what was decided on it, what was corrected. What
`decide` refuses leaves no trace.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from hypothesis import strategies as st

from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT, first_instant, parse
from events.domain.readings import View
from events.domain.refusals import Refusal
from readmodels.domain.states import Question
from tests.builders import START
from tests.unit.states.family_stories import (
    ACCEPTED,
    ADULTS,
    CHILD,
    DOUBTED_FROM,
    DOUBTED_UNTIL,
    FATHER,
    LATER,
    MOTHER,
    OPEN,
    OTHER_MAN,
    OTHER_WOMAN,
    PEOPLE,
    REJECTED,
    SIBLING,
    VERBS,
    FamilyRegister,
    FamilyStory,
    NothingYetError,
    Step,
)
from tests.unit.states.laws import FOREVER, TICK, Look, World
from tests.unit.states.stories import CATALOGUE, ExaminedRegister

GRANDMOTHER, STRANGER, FATHERS_MOTHER = (UUID(int=511 + number) for number in range(3))
DAYS = (
    "2023-01-01",
    "2014-04-01",
    "2014-03-31",
    "2022-12-31",
    "2008-02-29",
    "2014",
    "2020-05",
    "2005-06-15",
    "2020-05-20",
    "2023",
    "2024-01-01",
    "1996",
    "2025-07-01",
)
"""Around the days on which the law changed, and some of which not all is known."""
CASTS = (
    ((MOTHER, "1985-06-15", "V"), (FATHER, "1984", "M"), (OTHER_MAN, "1996-04-01", "M"), (OTHER_WOMAN, "1990-02", "V")),
    ((MOTHER, "2005-01-01", "V"), (FATHER, "1985-02", "M"), (OTHER_MAN, "2004-12-31", "M")),
    ((MOTHER, "1996", "V"), (FATHER, "1985-02-28", "O"), (OTHER_WOMAN, "1988-02-29", "V")),
)
"""Who of the adults were born when, and of what sex; of the others no more is known than a number."""
STEPS_MIN, STEPS_MAX = 4, 10
MAJORITY = 18
FAMILY = World(
    people=PEOPLE, types=CATALOGUE, moments=(*map(first_instant, ("2014-04-01", "2023-06-01", "2026-01-05")), FOREVER)
)


def families() -> st.SearchStrategy[ExaminedRegister]:
    """Registers with the lawful history of a family in which a child is born."""
    return st.builds(
        lived,
        st.sampled_from(range(len(CASTS))),
        st.lists(steps(), max_size=4),
        steps().map(lambda step: replace(step, verb="birth", decision=ACCEPTED)),
        st.lists(steps(), min_size=STEPS_MIN, max_size=STEPS_MAX),
    )


def family_logs() -> st.SearchStrategy[Log]:
    """Logs of them."""
    return families().map(lambda register: register.log)


def steps() -> st.SearchStrategy[Step]:
    """Any step."""
    return st.builds(
        Step,
        verb=st.sampled_from([verb for verb, (_, weight) in VERBS.items() for _ in range(weight)]),
        child=st.sampled_from((CHILD, CHILD, CHILD, SIBLING)),
        who=st.sampled_from((MOTHER, *ADULTS)),
        whom=st.sampled_from((FATHER, FATHER, OTHER_WOMAN, OTHER_MAN, MOTHER)),
        day=st.sampled_from(DAYS),
        at=st.integers(0, 30),
        decision=st.sampled_from((*(ACCEPTED,) * 8, LATER, OPEN, REJECTED)),
    )


def lived(cast: int, before: list[Step], birth: Step, after: list[Step]) -> ExaminedRegister:
    """A register after these steps."""
    register = FamilyRegister(catalogue=CATALOGUE)
    register.log = at_first(cast)
    story = FamilyStory(register=register, acts=100)
    for step in (*before, birth, *after):
        story.decision = step.decision
        with suppress(Refusal, NothingYetError):
            VERBS[step.verb][0](story, step)
    return register


@cache
def at_first(cast: int) -> Log:
    """The adults, recorded all at once: who was born when; the mother and a grandmother are Dutch."""
    story = FamilyStory(register=FamilyRegister(catalogue=CATALOGUE))
    born = {someone for someone, _, _ in CASTS[cast]}
    for someone in (GRANDMOTHER, STRANGER, FATHERS_MOTHER, *(it for it in ADULTS if it not in born)):
        story.person(someone)
    for number, (someone, day, sex) in enumerate(CASTS[cast]):
        born_of = (GRANDMOTHER, FATHERS_MOTHER, GRANDMOTHER, STRANGER)[number]
        name = {"voornamen": "Robin", "geslachtsnaam": ("Bakker", "Visser", "Smit", "Mulder")[number]}
        story.birth(someone, mother=born_of, on=day, geslacht=sex, naam=name)
    story.nationality(MOTHER, "0001", on="2006-01-01")
    story.nationality(FATHERS_MOTHER, "0001", on="1980-01-01")
    story.move(MOTHER, on="2007-05-01")
    return Log(replace(event, created_at=START) for event in story.register.log)


# -- where one looks ---------------------------------------------------------------------------------------------------


def looks() -> st.SearchStrategy[Look]:
    """At anybody's timeline: where something may change or just before it, as known at any time; and at its corners."""
    formals = st.integers(-1, 130).map(lambda halves: START + timedelta(seconds=30 * halves))
    return st.builds(
        Look,
        whom=st.integers(0, len(PEOPLE) - 1),
        asked=st.builds(
            Question,
            as_of=st.just(FOREVER),
            as_at=st.just(FOREVER),
            view=st.sampled_from(View),
            rules_at=st.sampled_from((None, None, date(2014, 3, 31), date(2023, 1, 1))),
        ),
        points=st.lists(st.tuples(st.sampled_from(turns()), formals), min_size=10, max_size=40).map(tuple),
        rectangles=st.lists(st.integers(0, 400), max_size=6).map(tuple),
    )


def turns() -> list[datetime]:
    """The days that dates begin and end on, the days after, and when who was born then comes of age; just before each.

    And the ends of time.
    """
    dates = [parse(day) for day in (*DAYS, DOUBTED_FROM, DOUBTED_UNTIL, *(day for cast in CASTS for _, day, _ in cast))]
    days = {day for it in dates if it for day in (it.earliest, it.latest, it.latest + timedelta(days=1))}
    grown = {date(day.year + MAJORITY, day.month, 1) + timedelta(days=day.day - 1) for day in days}
    found = sorted(map(first_instant, days | grown))
    return [*found, *(moment - TICK for moment in found), UNKNOWN_MOMENT, FOREVER]
