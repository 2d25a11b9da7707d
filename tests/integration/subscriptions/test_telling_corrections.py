"""Whoever was delivered what was corrected later is told so, with the difference, after all that it corrects."""

from typing import Any

import pytest
from guardian.shortcuts import remove_perm

from events import store
from events.catalogue.loading import publish
from events.domain.event import Draft
from events.domain.permissions import Permission, Principal
from events.models import DeliveryAttempt, ParkedDelivery, User, Zone
from events.store import reading
from events.subscriptions.commands.redelivering import (
    ParkedChoice,
    redeliver_event,
    redeliver_parked,
)
from events.subscriptions.commands.rewinding import rewind
from events.subscriptions.delivering import loading
from events.subscriptions.delivering.log_reading import LogReader
from events.subscriptions.domain import asked
from events.subscriptions.queries.attempts import attempt
from tests import builders
from tests.builders import acceptance, birth, person, replacement, retraction
from tests.database import Database
from tests.integration.subscriptions.correcting import CLAIMS, NOTHING, Life, asking, corrections, fails, passed
from tests.integration.subscriptions.delivering import deliverers, recorded, until
from tests.integration.subscriptions.subscribing import ZONE, subscribe
from tests.receivers import Receiver, now, status

State = ParkedDelivery.State


@pytest.fixture(autouse=True)
def types(town: Database) -> None:
    publish(builders.BIRTH, builders.DEATH, builders.MARRIAGE)


# -- what is told ------------------------------------------------------------------------------------------------------


def test_who_was_told_of_the_claim_is_told_where_it_is_corrected_and_no_value_when_thin(receiver: Receiver) -> None:
    life = Life()
    with deliverers():
        subscription = asking(receiver)
        life.live()
        passed(subscription)
    assert receiver.told == [life.born.id, life.e.id]
    assert receiver.taken[1].notice["data"] == {
        "id": str(life.e.id),
        "object_ids": [str(it) for it in life.e.object_ids],
        "corrections": [
            {
                "id": str(life.born.id),
                "standing": "corrected",
                "told": [str(life.born.id)],
                "changed": ["/event_data/naam"],
            }
        ],
    }


def test_a_full_notice_says_what_stood_and_stands_there(receiver: Receiver) -> None:
    life = Life()
    with deliverers():
        subscription = asking(receiver, content="full")
        life.live()
        passed(subscription)
    (one,) = corrections(receiver.taken[1])
    assert (one["was"], one["is"]) == ({"/event_data/naam": "Anna"}, {"/event_data/naam": "Anne"})
    assert receiver.taken[1].notice["dataschema"].endswith("/EventNotice")


def test_one_notice_tells_both_what_was_asked_for_and_what_it_corrects(receiver: Receiver) -> None:
    life = Life()
    with deliverers():
        subscription = asking(receiver, filter={"standings": ["accepted"]})
        life.live()
        passed(subscription)
    assert receiver.told == [life.yes.id, life.e.id]
    first, second = (it.notice["data"] for it in receiver.taken)
    assert "corrections" not in first
    assert [it["standing"] for it in second["standings"]] == ["corrected", "accepted"]
    assert second["corrections"][0]["told"] == [str(life.yes.id)]


def test_a_retraction_says_so_and_what_brings_it_back_too(receiver: Receiver) -> None:
    born = birth()
    never = retraction(born)
    after_all = retraction(never)
    gone, back = acceptance(never), acceptance(after_all)
    with deliverers():
        subscription = asking(receiver, content="full")
        recorded(born, acceptance(born), never, gone, after_all, back)
        passed(subscription)
    assert receiver.told == [born.id, gone.id, back.id]
    (fell,), (stood,) = corrections(receiver.taken[1]), corrections(receiver.taken[2])
    assert (fell["standing"], fell["changed"], fell["is"]) == ("retracted", [""], {})
    assert fell["was"][""]["event_data"]["naam"] == "Anna"
    assert (stood["standing"], stood["was"], stood["is"]) == ("accepted", {}, fell["was"])
    assert stood["told"] == [str(born.id), str(gone.id)]


def test_who_does_not_ask_for_it_is_sent_the_bytes_of_always(receiver: Receiver) -> None:
    life = Life()
    with deliverers():
        subscription = asking(receiver, corrections=False, filter={"eventTypes": ["Geboorte"]})
        life.live()
        passed(subscription)
    assert len(receiver.taken) == 4
    assert all(set(it.notice["data"]) == {"id", "object_ids"} for it in receiver.taken)


def test_who_was_told_of_nothing_of_it_is_told_of_no_difference(receiver: Receiver) -> None:
    with deliverers():
        subscription = asking(receiver, filter=NOTHING)
        Life().live()
        passed(subscription)
    assert receiver.received == []


def test_an_owner_who_may_not_see_the_zone_now_is_told_nothing(receiver: Receiver, owner: User) -> None:
    life = Life()
    with deliverers():
        subscription = asking(receiver)
        life.begin()
        receiver.wait_for(1)
        remove_perm(Permission.VIEW.value, owner, Zone.objects.get(slug=ZONE))
        life.correct()
        passed(subscription)
    assert receiver.told == [life.born.id]


def test_sent_again_it_is_the_same_and_so_it_is_shown_with_the_attempt(receiver: Receiver, by: Principal) -> None:
    life = Life()
    with deliverers():
        receiver.answer = fails(life.e.id)
        subscription = asking(receiver, content="full", schedule=[1] * 9)
        life.live()
        until(lambda: any(it.event_id == life.e.id for it in receiver.received))
        receiver.answer = status(204)
        receiver.wait_for(2)
        passed(subscription)
        until(lambda: not subscription.parked.exists())
        redeliver_event(subscription.pk, life.e.id, by=by)
        receiver.wait_for(3)
        rewind(subscription.pk, to=None, by=by)
        receiver.wait_for(5)
    bodies = {it.body for it in receiver.received if it.event_id == life.e.id}
    assert len(bodies) == 1
    kept = DeliveryAttempt.objects.filter(event_id=life.e.id).first()
    assert kept is not None
    assert attempt(subscription.pk, kept.pk, principal=by).body in bodies


# -- order -------------------------------------------------------------------------------------------------------------


def wedding() -> tuple[Draft, Draft, Draft, Draft]:
    """A marriage of two people that turns out to be of two others: what corrects it shares no object with it."""
    one, other = person(), person()
    wed = builders.marriage(person(), person())
    data = {**wed.data, "partners": builders.named(one, other)}
    better = replacement(wed, object_ids=(one, other), data=data)
    return wed, acceptance(wed), better, acceptance(better)


def test_a_correction_waits_for_what_it_corrects_though_it_is_about_others(receiver: Receiver) -> None:
    wed, yes, better, e = wedding()
    with deliverers():
        receiver.answer = fails(wed.id)
        subscription = asking(receiver, schedule=[1] * 9)
        recorded(wed, yes, better, e)
        until(lambda: subscription.parked.filter(event_id=e.id, state=State.BEHIND).exists())
        passed(subscription)
        assert receiver.taken == []
        receiver.answer = status(204)
        assert receiver.wait_for(2) == [wed.id, e.id]
    (one,) = corrections(receiver.taken[1])
    assert one["changed"] == ["/event_data/partners/0/objectId", "/event_data/partners/1/objectId", "/object_ids"]


def test_what_was_given_up_is_not_corrected_until_it_is_delivered_after_all(receiver: Receiver, by: Principal) -> None:
    life = Life()
    with deliverers():
        receiver.answer = fails(life.born.id)
        subscription = asking(receiver, schedule=[1])
        life.begin()
        until(lambda: subscription.parked.filter(state=State.DEAD).exists())
        receiver.answer = status(204)
        life.correct()
        passed(subscription)
        assert receiver.taken == []
        redeliver_parked(subscription.pk, ParkedChoice(), by=by)
        assert receiver.wait_for(2, seconds=20) == [life.born.id, life.e.id]
        until(lambda: not subscription.parked.exists())
    assert corrections(receiver.taken[1])[0]["told"] == [str(life.born.id)]


def a_correction_goes_in_the_lanes_of_its_own_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    right = asked.correction

    def wrong(steps: Any, **more: Any) -> Any:
        found = right(steps, **more)
        return found and asked.Correction(change=found.change, told=found.told, object_ids=steps[-1].event.object_ids)

    monkeypatch.setattr("events.subscriptions.changing.correction", wrong)


def test_a_correction_that_does_not_wait_comes_too_early(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    a_correction_goes_in_the_lanes_of_its_own_objects(monkeypatch)
    with pytest.raises(AssertionError):
        test_a_correction_waits_for_what_it_corrects_though_it_is_about_others(receiver)


# -- reading -----------------------------------------------------------------------------------------------------------


def test_chains_are_read_once_for_all_who_ask_and_never_for_who_does_not(
    owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[int] = []
    right = reading.chains_of

    def counted(ids: Any) -> Any:
        wanted = list(ids)
        reads.append(len(wanted))
        return right(wanted)

    monkeypatch.setattr(store, "chains_of", counted)
    for _ in range(4):
        Life().live()
    url = "https://receiver.example/hook"
    two = [subscribe(url, filter=CLAIMS, corrections=True).pk for _ in range(2)]
    one = subscribe(url, filter=CLAIMS)
    log = LogReader()
    assert len(loading.following(loading.held([one.pk], now=now())[0], after=0, log=log).events) == 4
    assert reads == []
    for held in loading.held(two, now=now()):
        assert len(loading.following(held, after=0, log=log).events) == 8
    assert reads == [8]
