"""What follows from an event under investigation is in doubt for whoever is a relative, and for nobody else."""

from uuid import UUID

import pytest

from events.domain.event import Event
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from readmodels.domain.differences import Comparison
from readmodels.domain.pictures import Picture
from readmodels.domain.relatives import Reach, on_whom_they_bear, ties_in, who_bear_on
from readmodels.domain.states import Question
from tests.unit.states.stories import CATALOGUE, Story

ABROAD = {"land": "5010", "datumVertrek": {"type": "Datum", "datum": "2020-01-01"}, "soort": "aangifte"}


@pytest.fixture
def story() -> Story:
    return Story()


def left_together(story: Story, *persons: UUID) -> Event:
    """They leave the country, told in one event."""
    data = {"personen": [{"objectId": str(person)} for person in persons], **ABROAD}
    return story.happened("VertrekNaarBuitenland", persons, data)


def picture(log: Log) -> Picture:
    return Picture(log, asked=Question(as_of=LAST_MOMENT, as_at=LAST_MOMENT), catalogue=CATALOGUE)


def doubted(log: Log, someone: UUID) -> set[str]:
    return {it.holding.name for it in picture(log).segments(someone) if it.holding.in_doubt}


def test_a_consequence_that_rests_on_it_is_in_doubt_for_a_relative_too(story: Story) -> None:
    mother = story.person()
    one, other = (story.born(on=f"198{year}-01-01", mother=mother) for year in (0, 2))
    left = left_together(story, one, other)
    story.doubt(one, left, on="2021-01-01")
    assert "rechtsgevolg/einde bijhouding" in doubted(story.register.log, one)
    assert "rechtsgevolg/einde bijhouding" in doubted(story.register.log, other)


def test_of_who_is_no_relative_nothing_is_in_doubt_whatever_else_was_read(story: Story) -> None:
    one, stranger = story.born(on="1980-01-01"), story.born(on="1982-01-01")
    left = left_together(story, one, stranger)
    story.doubt(one, left, on="2021-01-01")
    assert not doubted(story.register.log, stranger)


def test_a_difference_shows_that_something_came_in_doubt_for_a_relative(story: Story) -> None:
    mother = story.person()
    one, other = (story.born(on=f"198{year}-01-01", mother=mother) for year in (0, 2))
    left = left_together(story, one, other)
    before = story.register.log
    story.doubt(one, left, on="2021-01-01")
    changes = Comparison(picture(before), picture(story.register.log)).of(other)
    assert {change.name for change in changes} == {"rechtsgevolg/einde bijhouding"}
    assert all(change.after is not None and change.after.in_doubt for change in changes)


def test_the_parents_of_a_father_by_law_are_relatives(story: Story) -> None:
    """The act of birth names the mother alone; her husband is the father (BW 1:199), and his mother was Dutch."""
    grandmother = story.born(on="1960-01-01", geslacht="V")
    dutch = story.nationality(grandmother, "0001", on="1960-01-01")
    father = story.born(on="1986-01-01", mother=grandmother, geslacht="M")
    mother = story.born(on="1988-01-01", geslacht="V")
    story.wedding(mother, father, on="2010-01-01")
    child = story.born(on="2015-01-01", mother=mother)
    log = story.register.log
    ties = ties_in(log, reach=Reach(as_at=LAST_MOMENT))
    assert grandmother in who_bear_on(frozenset({child}), ties)
    assert child in on_whom_they_bear(frozenset({grandmother}), ties)
    story.doubt(grandmother, dutch, on="2021-01-01")
    assert any(name.startswith("rechtsgevolg/nationaliteit") for name in doubted(story.register.log, child))
