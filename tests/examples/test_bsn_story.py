"""The BSN service beside a real F6: a birth is accepted, a number is claimed; and whatever else officials do."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from events import access, store
from events.domain.event import Decision, Event
from events.domain.permissions import Permission
from events.domain.refusals import ChecksFailed
from events.models import Standing, Subscription
from events.subscriptions.commands.redelivering import redeliver_since
from examples.bsn_service import stock
from readmodels.projectors import following
from readmodels.queries.reexaminations import Wanted, under_investigation
from tests.desk_story import Municipality
from tests.examples.service import SECONDS, Service, accept, born, child_of, claims, finish, told
from tests.integration.subscriptions.delivering import until


def test_a_birth_is_accepted_and_a_number_waits_to_be_validated(town: Municipality, service: Service) -> None:
    with told(service):
        birth = born(town)
        accept(town, birth)
        [claim] = until(claims, seconds=SECONDS)
    assert stock.passes_eleven_test(claim.data["bsn"])
    assert (claim.source_type, claim.zone, claim.object_ids) == ("systeem", town.registry.slug, birth.object_ids[:1])
    assert claim.references == (birth.id,)
    assert Standing.objects.get(event_id=claim.id).standing == "open"
    accept(town, claim)
    assert Standing.objects.get(event_id=claim.id).standing == "accepted"


def test_a_birth_that_was_accepted_before_the_service_came_gets_its_number_too(
    town: Municipality, service: Service
) -> None:
    accept(town, born(town))
    with told(service):
        until(claims, seconds=SECONDS)


def test_what_is_open_rejected_or_stillborn_gets_none(town: Municipality, service: Service) -> None:
    with told(service):
        born(town)
        town.decide(town.official, born(town), Decision.REJECTED, motivation="Dubbel.")
        accept(town, born(town, levenloos=True))
        accept(town, born(town))
        finish(service)
    assert len(claims()) == 1
    assert "stillborn: no number" in service.said


def test_a_notice_that_is_delivered_ten_times_makes_one_claim(town: Municipality, service: Service) -> None:
    with told(service):
        accept(town, born(town))
        until(claims, seconds=SECONDS)
        held = Subscription.objects.get()
        for times in range(2, 12):
            redeliver_since(held.pk, held.created_at - timedelta(days=1), by=access.principal_of(held.owner))
            until(lambda: held.attempts.filter(outcome="delivered").count() >= times, seconds=SECONDS)  # noqa: B023 - now
        finish(service)
    assert len(claims()) == 1


def test_a_birth_that_is_taken_back_keeps_its_number_and_the_official_is_warned(
    town: Municipality, service: Service
) -> None:
    with told(service):
        birth = born(town)
        accept(town, birth)
        [claim] = until(claims, seconds=SECONDS)
        accept(town, town.retract(town.parent, birth), motivation="Nooit geboren.")
        again = born(town, child_of(claim))
        accept(town, again)
        until(lambda: len(claims()) == 2, seconds=SECONDS)
        accept(town, born(town))
        until(lambda: len(claims()) == 3, seconds=SECONDS)
    first, second, other = claims()
    assert first.data["bsn"] == second.data["bsn"] != other.data["bsn"]
    assert second.references == (again.id,)
    with pytest.raises(ChecksFailed, match="grond_van_kracht"):
        accept(town, first)
    accept(town, second)


def test_a_number_that_was_accepted_comes_under_investigation_when_there_was_no_birth(
    town: Municipality, service: Service
) -> None:
    with told(service):
        birth = born(town)
        accept(town, birth)
        [claim] = until(claims, seconds=SECONDS)
    accept(town, claim)
    accept(town, town.retract(town.parent, birth), motivation="Nooit geboren.")
    following.catch_up()
    official = access.principal_of(town.official)
    assert claim.id in {it.claim for it in under_investigation(Wanted(), principal=official).items}


def test_a_corrected_birth_gets_no_second_number(town: Municipality, service: Service) -> None:
    with told(service):
        birth = born(town)
        accept(town, birth)
        until(claims, seconds=SECONDS)
        accept(town, town.correct(town.parent, birth, {**birth.data, "geslacht": "M"}))
        finish(service)
    assert len(claims()) == 1


def test_a_birth_that_turns_out_to_be_of_somebody_else_is_left_to_an_official(
    town: Municipality, service: Service
) -> None:
    somebody_else = uuid4()
    with told(service):
        birth = born(town)
        accept(town, birth)
        until(claims, seconds=SECONDS)
        objects = [str(it) for it in (somebody_else, *birth.object_ids[1:])]
        data = {**birth.data, "kind": {"objectId": str(somebody_else)}}
        said = {"operation": "replace", "reason": "Ander kind.", "ground": "misslag", "data": data}
        correction = town.send(
            town.parent,
            event_kind="correction",
            occurred_at=birth.occurred_at.isoformat(),
            object_ids=objects,
            event_reference=[str(birth.id)],
            event_data=said,
        )
        accept(town, correction)
        finish(service)
    assert len(claims()) == 1
    assert "an official must correct our claim" in service.said


def test_a_child_that_has_a_number_from_elsewhere_gets_none(town: Municipality, service: Service) -> None:
    child = uuid4()
    town.claim(town.colleague, "BsnToegekend", {"persoon": {"objectId": str(child)}, "bsn": "999990196"}, child)
    with told(service):
        accept(town, born(town, child))
        finish(service)
    assert claims() == []
    assert "somebody else claims a number" in service.said


def test_a_book_that_was_lost_is_filled_from_what_f6_knows(town: Municipality, service: Service) -> None:
    with told(service):
        accept(town, born(town))
        [claim] = until(claims, seconds=SECONDS)
        service.kill()
        service.book.unlink()
        service.start()
        until(lambda: service.times_subscribed() == 2, seconds=SECONDS)
        accept(town, town.retract(town.parent, ground_of(claim)), motivation="Nooit geboren.")
        accept(town, born(town, child_of(claim)))
        until(lambda: len(claims()) == 2, seconds=SECONDS)
    assert len({it.data["bsn"] for it in claims()}) == 1


def ground_of(claim: Event) -> Event:
    return store.find(claim.references)[claim.references[0]]


def test_what_it_may_not_see_or_does_not_know_leads_to_nothing(town: Municipality, service: Service) -> None:
    elsewhere = town.addresses
    town.allow(town.parent, Permission.SUBMIT_CLAIM, zone=elsewhere)
    town.allow(town.official, Permission.VIEW, Permission.VALIDATE, zone=elsewhere)
    hidden, other = born(town, zone=elsewhere.slug), town.recognition()
    notices: list[dict[str, Any]] = [
        {"id": str(town.decide(town.official, hidden).id)},
        {"id": str(other.id)},
        {"id": str(town.decide(town.official, other).id)},
        {"id": "no id"},
        {"id": "../../livez"},
        {"id": f"{uuid4()}?x#y"},
        {"data": {"standings": [{"id": str(hidden.id), "standing": "accepted"}]}},
        {"data": {"standings": [{"standing": "accepted"}, {"id": 7, "standing": "accepted"}, {"id": None}, "x", None]}},
        {"data": {"standings": "accepted"}},
        {"data": []},
        {"data": None},
    ]
    with told(service):
        assert [service.tell(**it) for it in notices] == [204] * len(notices)
        until(service.is_idle, seconds=SECONDS)
        assert claims() == []
        accept(town, born(town))
        until(claims, seconds=SECONDS)


def test_a_notice_that_says_what_became_accepted_is_understood(town: Municipality, service: Service) -> None:
    birth, open_one = born(town), born(town)
    town.decide(town.official, birth)
    with told(service):
        standings = [{"id": str(it.id), "standing": "accepted"} for it in (birth, open_one)]
        service.tell(id=str(birth.id), data={"standings": standings})
        until(claims, seconds=SECONDS)
        until(service.is_idle, seconds=SECONDS)
    assert [it.references for it in claims()] == [(birth.id,)]
