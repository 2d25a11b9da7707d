"""Person files as stored rows: at every formal moment they give back the file."""

from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import given, settings

from events.domain.facts import facts
from events.domain.log import Log
from readmodels.domain.national import file_rows
from readmodels.domain.national.file_rows import file_at, file_of_all, rows_of_file
from readmodels.domain.national.filing import person_file
from readmodels.domain.national.person_file import PersonFile
from readmodels.domain.views.rows import digest_of
from tests.builders import Register
from tests.conformance import cases
from tests.conformance.pairs_view import TAKEN_OVER_AT
from tests.conformance.registers import taken_over
from tests.shared_material import NATIONAL_REGISTER, needs_shared_material
from tests.unit.states.families import families
from tests.unit.states.family_stories import PEOPLE
from tests.unit.states.stories import CATALOGUE, Story

EVERY = 40


def files_differ(log: Log, someone: UUID) -> list[datetime]:
    """The formal moments at which the stored rows give another file than the function."""
    rows = rows_of_file(someone, log, catalogue=CATALOGUE)

    def told(moment: datetime) -> PersonFile:
        known = facts(log, catalogue=CATALOGUE, as_at=moment)
        return person_file(someone, known, catalogue=CATALOGUE)

    moments = sorted({event.created_at for event in log})
    return [moment for moment in moments if file_at(someone, rows, moment) != told(moment)]


@settings(deadline=None, max_examples=15)
@given(families())
def test_the_rows_give_back_the_file_at_every_formal_moment(register: Register) -> None:
    assert [files_differ(register.log, someone) for someone in PEOPLE] == [[] for _ in PEOPLE]


def test_rows_that_forget_when_something_was_known_are_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    story = Story()
    someone = story.born(on="1990-01-01")
    story.retract(story.move(someone, on="2010-04-01"))
    assert files_differ(story.register.log, someone) == []
    monkeypatch.setattr(file_rows, "known_at", lambda rows, _moment: tuple(row.segment for row in rows))
    assert files_differ(story.register.log, someone) != []


def test_what_was_corrected_is_found_among_all_that_was_ever_said() -> None:
    story = Story()
    someone = story.born(on="1990-01-01")
    story.retract(story.move(someone, on="2010-04-01", street="Parklaan"))
    rows = rows_of_file(someone, story.register.log, catalogue=CATALOGUE)
    assert file_at(someone, rows, max(event.created_at for event in story.register.log)).rows("08") == ()
    assert file_of_all(someone, rows).present("08")["adres"]["straatnaam"] == "Parklaan"


def test_rows_that_say_the_same_have_the_same_digest_whatever_their_order() -> None:
    story = Story()
    someone = story.born(on="1990-01-01")
    story.move(someone, on="2010-04-01")
    rows = rows_of_file(someone, story.register.log, catalogue=CATALOGUE)
    assert digest_of(rows) == digest_of(tuple(reversed(rows)))
    assert digest_of(rows) != digest_of(rows[1:])


@needs_shared_material
def test_of_the_national_register_too() -> None:
    persons = cases.load(NATIONAL_REGISTER)
    for person in persons[::EVERY]:
        log = taken_over([person], at=TAKEN_OVER_AT).log
        differing = [someone for someone in _everybody(log) if files_differ(log, someone)]
        assert differing == [], person["pl"]


def _everybody(log: Log) -> set[UUID]:
    return {object_id for event in log for object_id in event.object_ids}
