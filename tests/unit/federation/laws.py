"""The laws of a state that is built of several F6s; a law that is broken asserts."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any
from uuid import UUID

from hypothesis import assume

from events.domain import closures, facts
from events.domain.event import Event
from events.domain.log import Log
from events.domain.readings import View
from federation.domain import answers as received
from federation.domain.answers import NoAnswer
from federation.domain.merging import merged
from federation.domain.parts import Why
from federation.domain.rounds import asked_in_rounds
from federation.queries.merged_files import MergedFiles
from readmodels.domain.national import told as national_told
from readmodels.domain.national.history.request import HistoryRequest
from readmodels.domain.national.residence_questions import Days
from readmodels.domain.national.told import Form
from readmodels.domain.relatives import Reach
from readmodels.domain.states import Question
from tests.builders import START
from tests.unit.federation.divided import (
    OWN,
    SOURCES,
    STRANGER,
    answers,
    home,
    homes,
    in_all,
    in_one,
    own_part,
    sent,
    together,
)
from tests.unit.states.laws import FOREVER, World, everybody, told

DAYS = HistoryRequest(bsn="", days=Days(start=date(1900, 1, 1), end=date(2100, 1, 1)))


def it_matters_neither_in_which_order_the_sources_come_nor_how_often(
    world: World, one: Log, other: Log, random: Random
) -> None:
    """The two logs have events with the same ids: what one says that another says too is the case that is hard."""
    at = homes(one, random)
    of_others = answers(one, at) | {STRANGER: sent(list(other))}
    own = own_part(one, at)
    found = together(own, of_others, world=world)
    mixed = random.sample(list(of_others.items()), len(of_others))
    twice = {source: replace(answer, events=[*answer.events, *answer.events]) for source, answer in mixed}
    again = together(random.sample([*own, *own], 2 * len(own)), twice, world=world)
    assert list(found.log) == list(again.log)
    assert found.parts == again.parts


def however_a_life_is_divided_it_is_what_it_is_when_it_lies_in_one(world: World, log: Log, random: Random) -> None:
    at = homes(log, random)
    found = together(own_part(log, at), answers(log, at), world=world)
    assert not any(part.left_out for part in found.parts)
    for view in View:
        assert everybody(world, found.log, view=view) == everybody(world, in_all(log, at), view=view)


def however_a_life_is_divided_the_national_services_say_the_same(world: World, log: Log, random: Random) -> None:
    at = homes(log, random)
    divided, whole = together(own_part(log, at), answers(log, at), world=world).log, in_all(log, at)
    for someone in world.people:
        assert national(world, divided, someone) == national(world, whole, someone)


def national(world: World, log: Log, someone: UUID) -> tuple[Any, ...]:
    """What the services say of somebody: his whole file, his history and his custody at every moment of the world."""
    files = MergedFiles(log, as_at=FOREVER, types=world.types)
    file = files.of_id(someone)
    custody = [files.custody(as_of=moment).relations(someone) for moment in world.moments]
    lived = None if file is None else national_told.residence_history(DAYS, file, form=Form.DATA, describe=_unnamed)
    return file, lived, custody


def _unnamed(_table: int, _code: str) -> None:
    """No code is put in words."""


def nor_do_the_zones_matter_where_nothing_happened_at_one_moment(world: World, log: Log, random: Random) -> None:
    """Two facts of one moment and rank are folded in the order of their zones: then the names of those do matter."""
    for view in View:
        found = facts.facts(log, catalogue=world.types, as_at=FOREVER, view=view)
        places = [(fact.moment, fact.content.event_type.rank) for fact in found]
        assume(len(set(places)) == len(places))
    at = homes(log, random)
    divided = together(own_part(log, at), answers(log, at), world=world).log
    for view in View:
        assert everybody(world, divided, view=view) == everybody(world, in_one(log), view=view)


def who_is_not_responsible_changes_nothing(world: World, log: Log, other: Log, random: Random) -> None:
    at = homes(log, random)
    own, of_others = own_part(log, at), answers(log, at)
    before = together(own, of_others, world=world)
    after = together(own, of_others | {STRANGER: sent(list(other))}, world=world, unbelieved=[STRANGER.peer_id])
    assert list(after.log) == list(before.log)
    (part,) = (it for it in after.parts if it.source == STRANGER)
    assert [it.why for it in part.left_out] == [Why.NOT_RESPONSIBLE] * len(other)


def what_is_recorded_later_anywhere_never_changes_what_was_known(
    world: World, log: Log, random: Random, minutes: int
) -> None:
    known_at = START + timedelta(minutes=minutes)
    then = Log(event for event in log if event.created_at <= known_at)
    at = homes(log, random)
    now, before = (together(own_part(it, at), answers(it, at), world=world).log for it in (log, then))
    for someone, view in product(world.people, View):
        asked = Question(as_of=FOREVER, as_at=known_at, view=view)
        assert told(world, now, someone, asked) == told(world, before, someone, asked)


def asked_in_rounds_a_life_is_what_it_is_when_everything_is_read(
    world: World, log: Log, random: Random, whom: int
) -> None:
    """Each answers what is about those who are asked for, and no more."""
    someone, at = world.people[whom % len(world.people)], homes(log, random)
    logs = {source: Log(it for it in log if home(it, log=log, at=at) == source) for source in (None, *SOURCES)}
    last = Log()

    def ask(ids: frozenset[UUID]) -> Log:
        nonlocal last
        told_by = {source: list(closures.about(ids, log=it)) for source, it in logs.items()}
        own = [replace(event, zone=OWN) for event in told_by[None]]
        last = together(own, {source: sent(told_by[source]) for source in SOURCES}, world=world, about=ids).log
        return last

    for view in View:
        assert asked_in_rounds(someone, ask=ask, reach=Reach(as_at=FOREVER, view=view), goes_on=lambda: True)
        question = Question(as_of=FOREVER, as_at=FOREVER, view=view)
        assert told(world, last, someone, question) == told(world, in_all(log, at), someone, question)


def whatever_is_answered_nothing_raises_and_ours_stands(world: World, log: Log, body: Any, events: list[Any]) -> None:
    believed = {SOURCES[0].peer_id: {name for name, _ in world.types.versions}}
    try:
        for sent_body in (body, {"events": events, "horizon": None, "zone": OWN}):
            answer = received.answer_in(sent_body)
            if isinstance(answer, NoAnswer):
                continue
            found = merged(log, {SOURCES[0]: answer}, about=world.people, responsible=believed)
            everybody(world, found.log)
            assert [it for it in found.log if "/" not in it.zone] == list(log)
            (part,) = found.parts
            assert len(part.events) + len(part.left_out) <= len(answer.events)
    except AssertionError:
        raise
    except Exception as error:
        raise AssertionError("an answer raised") from error


def nothing_that_another_says_touches_a_chain_of_ours(world: World, log: Log, events: list[Event]) -> None:
    found = together(own_part(log, {it.id: None for it in log.claims()}), {SOURCES[0]: sent(events)}, world=world)
    ours = in_one(log)
    for event in ours:
        assert found.log.chain(event.id) == ours.chain(event.id)
