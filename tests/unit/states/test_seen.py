"""What somebody had seen when his page was made: by what the page names, and by the moment of all the rest."""

from uuid import uuid4

from events.domain.log import Log
from readmodels.domain.seen import Seen, seen_by
from tests.builders import MINUTE, START, claim, recorded

PERSON, RELATIVE = uuid4(), uuid4()


def test_what_came_after_the_last_event_of_a_named_object_was_not_seen_whatever_the_moment_says() -> None:
    first, second = (recorded(claim(object_ids=(PERSON,)), order=at) for at in (1, 2))
    seen = Seen(last={PERSON: first.id}, as_at=START + 9 * MINUTE)
    assert list(seen.of(Log([first, second]))) == [first]


def test_what_was_recorded_of_a_relative_before_the_page_was_seen_and_after_it_not() -> None:
    own = recorded(claim(object_ids=(PERSON,)), order=1)
    before, after = (recorded(claim(object_ids=(RELATIVE,)), order=at) for at in (5, 7))
    log = Log([own, before, after])
    told = seen_by({PERSON: own.id}, as_at=START + 6 * MINUTE, log=log)
    assert list(told.of(log)) == [own, before]
    untold = seen_by({PERSON: own.id}, as_at=None, log=log)
    assert list(untold.of(log)) == [own]


def test_nothing_is_new_to_a_page_that_names_nothing() -> None:
    event = recorded(claim(object_ids=(PERSON,)), order=1)
    log = Log([event])
    assert list(seen_by({}, as_at=None, log=log).of(log)) == [event]
    assert list(seen_by({PERSON: uuid4()}, as_at=None, log=log).of(log)) == [event]
