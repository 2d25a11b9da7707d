"""A filter on standings: told once of what came to count, by its place in the log, with which claim that is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from events import access, store
from events.catalogue.loading import publish
from events.domain.event import Draft, Event
from events.domain.event_types import Catalogue
from events.domain.subscription_refusals import NotAskedFor
from events.models import DeliveryAttempt, ParkedDelivery, Subscription
from events.store import reading
from events.subscriptions.commands.redelivering import redeliver_event, redeliver_since
from events.subscriptions.commands.rewinding import rewind
from events.subscriptions.delivering import loading
from events.subscriptions.delivering.log_reading import LogReader
from events.subscriptions.domain import standing_changes
from events.subscriptions.domain.standing_changes import Changes, StandingChange
from events.subscriptions.queries.attempts import attempt
from tests import builders
from tests.builders import acceptance, birth, claim, official, rejection, replacement, retraction
from tests.database import Database
from tests.integration.subscriptions.delivering import deliverers, happen, recorded, until
from tests.integration.subscriptions.subscribing import subscribe, subscriber
from tests.receivers import now, running, status

ACCEPTED = {"eventTypes": ["Geboorte"], "standings": ["accepted"]}


def passed(subscription: Subscription) -> None:
    until(lambda: Subscription.objects.get(pk=subscription.pk).cursor == store.last_seq())


def a_life() -> tuple[Draft, ...]:
    """A birth that is accepted, corrected, and retracted, with what decides on each."""
    born = birth()
    better = replacement(born)
    never = retraction(better)
    return born, acceptance(born), better, acceptance(better), never, acceptance(never)


@pytest.mark.parametrize("content", ["thin", "full"])
def test_of_births_only_the_event_by_which_one_is_accepted_is_told_with_the_claim_to_read(
    town: Database, content: str
) -> None:
    born, refused, dead = birth(), birth(), claim(builders.DEATH)
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, filter=ACCEPTED, content=content)
        recorded(born, yes := acceptance(born))
        recorded(refused, rejection(refused))
        recorded(dead, acceptance(dead))
        passed(subscription)
    assert receiver.told == [yes.id]
    data = receiver.received[0].notice["data"]
    assert data["standings"] == [{"id": str(born.id), "standing": "accepted"}]
    assert ("event_data" in data) == (content == "full")


def test_under_four_eyes_the_second_acceptance_is_told(town: Database) -> None:
    publish(builders.ADOPTION)
    adopted = claim(builders.ADOPTION)
    first, second = acceptance(adopted, by=official("A")), acceptance(adopted, by=official("B"))
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, filter={"standings": ["accepted"]})
        recorded(adopted, first, second)
        passed(subscription)
    assert receiver.told == [second.id]


def test_each_standing_is_told_to_who_asks_for_it(town: Database) -> None:
    life = a_life()
    ids = [it.id for it in life]
    told = {"open": [0, 2, 4], "accepted": [1, 3, 5], "corrected": [3], "retracted": [5], "rejected": []}
    with running() as receiver, deliverers():
        asking = {it: subscribe(f"{receiver.url}/{it}", filter={"standings": [it]}) for it in told}
        recorded(*life)
        for each in asking.values():
            passed(each)
    came = {it: [each.event_id for each in receiver.taken if each.path.endswith(it)] for it in told}
    assert came == {it: [ids[at] for at in places] for it, places in told.items()}


def test_who_asks_for_no_standing_is_sent_the_bytes_of_always(town: Database) -> None:
    born = birth()
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, filter={"eventTypes": ["Geboorte"]})
        recorded(born, acceptance(born))
        passed(subscription)
    assert all(set(it.notice["data"]) == {"id", "object_ids"} for it in receiver.received)
    assert len(receiver.received) == 2


def bodies(received: list[Any]) -> dict[UUID, set[bytes]]:
    return {it.event_id: {each.body for each in received if each.event_id == it.event_id} for it in received}


def test_what_is_sent_again_are_the_same_bytes_whatever_came_later(town: Database) -> None:
    life = a_life()
    with running() as receiver, deliverers():
        receiver.answer = status(500)
        subscription = subscribe(receiver.url, filter=ACCEPTED, content="full", schedule=[1] * 9)
        recorded(*life[:2])
        until(lambda: receiver.received)
        recorded(*life[2:], root=life[0].id)
        receiver.answer = status(204)
        assert receiver.wait_for(3) == [life[1].id, life[3].id, life[5].id]
        passed(subscription)
        by = access.principal_of(subscription.owner)
        redeliver_event(subscription.pk, life[1].id, by=by)
        receiver.wait_for(4)
        rewind(subscription.pk, to=None, by=by)
        receiver.wait_for(7)
    assert all(len(it) == 1 for it in bodies(receiver.received).values())
    kept = DeliveryAttempt.objects.filter(event_id=life[1].id).first()
    assert kept is not None
    shown = attempt(subscription.pk, kept.pk, principal=by).body
    assert {shown} == bodies(receiver.received)[life[1].id]


def test_it_fails_when_an_event_is_judged_by_what_stands_now(town: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing_changes, "changes", judged_by_what_stands_now)
    with pytest.raises(AssertionError):
        test_what_is_sent_again_are_the_same_bytes_whatever_came_later(town)


def judged_by_what_stands_now(event: Event, *, chain: Sequence[Event], catalogue: Catalogue) -> Changes:
    """A fault: what stands now in the chain, though it came later."""
    before = standing_changes.standings_in([it for it in chain if it.id != event.id], catalogue=catalogue)
    after = standing_changes.standings_in(chain, catalogue=catalogue)
    return tuple(StandingChange(id=pk, standing=it) for pk, it in after.items() if before.get(pk) is not it)


def test_only_what_was_told_is_delivered_once_more(town: Database) -> None:
    life = a_life()
    recorded(*life)
    one = subscribe("https://receiver.example/hook", filter=ACCEPTED, cursor=store.last_seq())
    by = access.principal_of(one.owner)
    for untold in (life[0], life[2], life[4]):
        with pytest.raises(NotAskedFor):
            redeliver_event(one.pk, untold.id, by=by)
    assert redeliver_since(one.pk, builders.START, by=by).events == 3
    assert set(ParkedDelivery.objects.values_list("event_id", flat=True)) == {it.id for it in life[1::2]}


def test_chains_are_read_once_for_all_who_ask_and_never_for_who_does_not(
    town: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    right = reading.chains_of

    def counted(ids: Any) -> Any:
        asked = list(ids)
        reads.append(len(asked))
        return right(asked)

    monkeypatch.setattr(store, "chains_of", counted)
    for _ in range(5):
        born = birth()
        recorded(born, acceptance(born))
    happen(uuid4(), uuid4())
    owner, url = subscriber(), "https://receiver.example/hook"
    asking = [subscribe(url, owner=owner, filter=ACCEPTED).pk for _ in range(3)]
    others = [subscribe(url, owner=owner).pk, subscribe(url, owner=owner, filter={"kinds": ["validation"]}).pk]
    log = LogReader()
    for held in loading.held(others, now=now()):
        loading.following(held, after=0, log=log)
    assert reads == []
    for held in loading.held(asking, now=now()):
        assert len(loading.following(held, after=0, log=log).events) == 5
        assert len(loading.following(held, after=1, log=log).events) == 5
    assert reads == [5]
