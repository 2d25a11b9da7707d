"""What may be sent now, against a model that knows nothing of lanes: any schedule of answers, any objects."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import inf
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from events.models import ParkedDelivery, Subscription
from events.subscriptions.domain.order import PARKED, Item, Lanes, Order, Place
from events.subscriptions.domain.progress import Progress

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
OBJECTS = [UUID(int=number) for number in range(1, 6)]
abouts = st.lists(st.sampled_from(OBJECTS), min_size=1, max_size=3, unique=True)


def item(seq: int, *about: UUID, **fields: object) -> Item:
    return Item(seq=seq, event_id=uuid4(), object_ids=tuple(about) or (uuid4(),), **fields)  # type: ignore[arg-type]  # fields of Item


def test_the_words_are_those_that_are_kept() -> None:
    assert {it.value for it in PARKED} == set(ParkedDelivery.State.values)
    assert {it.value for it in Order} == set(Subscription.Ordering.values)


class World:
    """Lanes and a cursor, driven as who serves a subscription drives them; what was delivered, in its order."""

    def __init__(self, order: Order) -> None:
        self.lanes = Lanes(order)
        self.progress = Progress(0)
        self.about: dict[int, tuple[UUID, ...]] = {}
        self.under_way: list[Item] = []
        self.delivered: list[int] = []
        self.dead: set[int] = set()

    @property
    def read_up_to(self) -> float:
        """The first that is neither delivered nor parked: the log is read anew from there."""
        waiting = [it.seq for it in self.lanes.items.values() if it.place not in PARKED]
        return min(waiting, default=inf)

    def read(self, about: Sequence[UUID]) -> None:
        seq = len(self.about) + 1
        self.about[seq] = tuple(about)
        self.progress.begin(seq)
        if not self.lanes.put(item(seq, *about)):
            self.progress.complete(seq)
        self.progress.read_to = seq

    def start(self, *, now: datetime) -> bool:
        found = self.lanes.next(now=now)
        if found is not None:
            self.under_way.append(found)
        return found is not None

    def succeed(self, which: Item) -> None:
        self.under_way.remove(which)
        self.lanes.done(which.seq)
        self.progress.complete(which.seq)
        self.delivered.append(which.seq)

    def fail(self, which: Item, *, due: datetime | None) -> None:
        self.under_way.remove(which)
        behind = self.lanes.park(which.seq, tries=which.tries + 1, due=due)
        if due is None:
            self.dead.add(which.seq)
        for each in (which, *behind):
            self.progress.complete(each.seq)

    def check(self) -> None:
        order = self.lanes.order
        for one in self.under_way:
            for other in self.lanes.items.values():
                earlier = other.seq < one.seq
                shares = order is Order.ALL or set(other.object_ids) & set(one.object_ids)
                assert not (order is not Order.NONE and earlier and shares), "it overtakes an earlier one"
        complete = {*self.delivered, *(it.seq for it in self.lanes.parked_items())}
        assert all(seq in complete or self.lanes.items[seq].place is Place.UNDER_WAY for seq in self.passed())
        assert self.lanes.parked == len(self.lanes.parked_items())

    def passed(self) -> range:
        return range(1, self.progress.cursor + 1)


@settings(max_examples=200, deadline=None)
@given(data=st.data(), order=st.sampled_from(Order))
def test_no_event_overtakes_an_earlier_one_that_it_waits_for_and_none_is_lost(data: DataObject, order: Order) -> None:
    world, now = World(order), NOW
    for _ in range(data.draw(st.integers(1, 40))):
        now += timedelta(seconds=1)
        match data.draw(st.sampled_from(["read", "read", "start", "start", "succeed", "fail", "give up"])):
            case "read" if not world.lanes.holds_all:
                world.read(data.draw(abouts))
            case "start":
                world.start(now=now)
            case "succeed" if world.under_way:
                world.succeed(data.draw(st.sampled_from(world.under_way)))
            case "fail" if world.under_way:
                wait = timedelta(seconds=data.draw(st.integers(0, 5)))
                world.fail(data.draw(st.sampled_from(world.under_way)), due=now + wait)
            case "give up" if world.under_way:
                world.fail(data.draw(st.sampled_from(world.under_way)), due=None)
        world.check()
    finish(world, now=now + timedelta(days=1))


def finish(world: World, *, now: datetime) -> None:
    """Everything succeeds from now on: whatever does not wait for a dead one is delivered, in order."""
    while world.under_way or world.start(now=now):
        if world.under_way:
            world.succeed(world.under_way[0])
    left = set(world.about) - set(world.delivered)
    assert world.dead & left == world.dead
    for seq in left - world.dead:
        assert world.lanes.order is not Order.NONE
        waits_for = [it for it in left if it < seq]
        assert world.lanes.order is Order.ALL or any(
            set(world.about[it]) & set(world.about[seq]) for it in waits_for
        ), "it waits for nothing"
    assert len(world.delivered) == len(set(world.delivered))


@given(data=st.data())
def test_after_a_restart_from_what_is_parked_the_same_may_go(data: DataObject) -> None:
    world = World(Order.OBJECT)
    many: list[list[UUID]] = data.draw(st.lists(abouts, min_size=1, max_size=15))
    for about in many:
        world.read(about)
        while world.start(now=NOW):
            pass
        if world.under_way and data.draw(st.sampled_from([True, False])):
            world.fail(world.under_way[0], due=NOW)
    for each in list(world.under_way):
        world.succeed(each)
    again = Lanes(Order.OBJECT)
    for it in world.lanes.parked_items():
        if it.seq < world.read_up_to:  # what is parked beyond waits until the log is read so far again
            again.put(replace(it))
    parked = set(again.items)
    assert drained(again) == drained(world.lanes) & parked


def drained(lanes: Lanes) -> set[int]:
    found = set()
    while it := lanes.next(now=NOW):
        found.add(it.seq)
    return found


def test_a_redelivery_of_an_earlier_event_goes_before_what_is_parked_of_its_object() -> None:
    one = uuid4()
    lanes = Lanes(Order.OBJECT)
    lanes.put(item(5, one, place=Place.RETRYING, due=NOW))
    lanes.replace([item(2, one, place=Place.RETRYING, due=NOW), item(5, one, place=Place.BEHIND)])
    first = lanes.next(now=NOW)
    assert first is not None
    assert first.seq == 2
    assert lanes.next(now=NOW) is None
    lanes.done(2)
    assert [it.seq for it in (lanes.next(now=NOW), lanes.next(now=NOW)) if it] == [5]


def test_what_somebody_took_away_lets_go_what_waited_for_it() -> None:
    one = uuid4()
    lanes = Lanes(Order.OBJECT)
    lanes.put(item(1, one, place=Place.DEAD, tries=10))
    assert not lanes.put(item(2, one))
    assert not lanes.may_send(now=NOW)
    lanes.replace([it for it in lanes.parked_items() if it.seq == 2])
    assert lanes.may_send(now=NOW)
    assert lanes.parked == 1


def test_a_new_event_of_a_parked_object_is_parked_behind_it_at_once() -> None:
    one, other = uuid4(), uuid4()
    lanes = Lanes(Order.OBJECT)
    lanes.put(item(1, one, place=Place.RETRYING, due=NOW + timedelta(hours=1)))
    assert not lanes.put(item(2, one, other))
    assert not lanes.put(item(3, other)), "its objects count as well"
    assert lanes.put(item(4))
    assert lanes.next_due() == NOW + timedelta(hours=1)


@given(st.lists(st.integers(1, 100), min_size=1, unique=True), st.randoms())
def test_the_cursor_is_before_the_first_that_is_not_complete(seqs: list[int], chance: object) -> None:
    progress = Progress(0)
    for seq in sorted(seqs):
        progress.begin(seq)
    progress.read_to = 100
    left = set(seqs)
    for seq in sorted(seqs, key=lambda _: chance.random()):  # type: ignore[attr-defined]  # a random.Random
        assert progress.cursor == min(left) - 1
        progress.complete(seq)
        left.discard(seq)
    assert progress.cursor == 100
    assert progress.open == 0


def test_the_model_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lanes that look at one object only let an event overtake another, and the check says so."""
    monkeypatch.setattr(Lanes, "_of", lambda self, it: it.object_ids[:1] if self.order is Order.OBJECT else ())
    world = World(Order.OBJECT)
    world.read([OBJECTS[0], OBJECTS[1]])
    world.read([OBJECTS[1]])
    world.start(now=NOW)
    world.start(now=NOW)
    with pytest.raises(AssertionError, match="overtakes"):
        world.check()
