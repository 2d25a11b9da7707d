"""Subscribers are told of what comes into the log: soon, in what form, and of nothing that they may not see."""

import base64
from uuid import uuid4

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_http_event
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from guardian.shortcuts import remove_perm
from standardwebhooks import Webhook

from events import sequencer
from events.domain import wire
from events.domain.permissions import Permission
from events.models import AccessRecord, DeliveryAttempt, ProcessingRecord, Subscription, SubscriptionKey, User, Zone
from events.processing import SUBJECT, pseudonym
from events.subscriptions import keys
from tests.builders import MOVE
from tests.integration.store.records import append_claim, make_zone
from tests.integration.subscriptions.delivering import deliverers, happen, until
from tests.integration.subscriptions.subscribing import ZONE, subscribe, subscriber
from tests.receivers import Received, now, running

pytestmark = pytest.mark.usefixtures("town")


def cursor_at(subscription: Subscription, seq: int) -> None:
    until(lambda: Subscription.objects.get(pk=subscription.pk).cursor == seq)


def test_a_subscriber_is_told_within_moments() -> None:
    with running() as receiver, deliverers(sweep_seconds=5.0):
        subscription = subscribe(receiver.url)
        first = happen()
        receiver.wait_for(1)
        event = append_claim(uuid4())
        sequencer.seal_now()
        assert receiver.wait_for(2, seconds=1.0) == [first[0].id, event.id]
        cursor_at(subscription, 2)
    assert DeliveryAttempt.objects.filter(outcome="delivered").count() == 2


def test_a_thin_notice_holds_ids_and_a_link_and_is_signed_by_both_schemes() -> None:
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, signed=False)
        _, secret = keys.new_key(subscription, scheme=SubscriptionKey.Scheme.V1, now=now())
        _, public = keys.new_key(subscription, scheme=SubscriptionKey.Scheme.V1A, now=now())
        event = happen()[0]
        receiver.wait_for(1)
    came = receiver.received[0]
    notice = from_http_event(HTTPMessage(headers=dict(came.headers), body=came.body))
    assert (notice.get_id(), notice.get_subject()) == (str(event.id), str(event.object_ids[0]))
    assert notice.get_type() == "nl.f6.geboorte.claim.v1"
    assert notice.get_source() == f"urn:nld:oin:99000000000000000001:systeem:f6-{ZONE}"
    assert notice.get_time() == event.created_at
    assert notice.get_data() == {"id": str(event.id), "object_ids": [str(it) for it in event.object_ids]}
    assert notice.get_extension("dataref") == f"http://localhost:8000/api/v1/events/{event.id}"
    Webhook(secret).verify(came.body, dict(came.headers))
    verify_with_public_key(public, came)


def verify_with_public_key(shown: str, came: Received) -> None:
    signatures = dict(it.split(",") for it in came.headers["webhook-signature"].split())
    signed = f"{came.headers['webhook-id']}.{came.headers['webhook-timestamp']}.".encode() + came.body
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(shown.removeprefix("whpk_")))
    key.verify(base64.b64decode(signatures["v1a"]), signed)


def test_a_full_notice_holds_the_event_as_the_api_shows_it() -> None:
    with running() as receiver, deliverers():
        subscribe(receiver.url, content=Subscription.Content.FULL)
        event = happen(event_type=MOVE)[0]
        receiver.wait_for(1)
    data = receiver.received[0].notice["data"]
    assert {name: data[name] for name in wire.WIRE_FIELDS} == wire.render(event)
    assert (data["zone"], data["position"]) == (ZONE, 1)


def test_a_full_notice_names_no_event_that_the_subscriber_may_not_see() -> None:
    make_zone("adreshuishouding")
    hidden = append_claim(zone="adreshuishouding")
    seen = append_claim()
    with running() as receiver, deliverers():
        subscribe(receiver.url, content=Subscription.Content.FULL)
        event = happen(references=(hidden.id, seen.id))[0]
        receiver.wait_for(2)
    assert receiver.told == [seen.id, event.id]
    assert receiver.taken[1].notice["data"]["event_reference"] == [str(seen.id)]


def test_only_what_was_asked_for_and_may_be_seen_is_told() -> None:
    make_zone("adreshuishouding")
    someone = uuid4()
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, filter={"eventTypes": ["Verhuizing"], "objectIds": [str(someone)]})
        happen(someone)
        happen(uuid4(), event_type=MOVE)
        happen(someone, event_type=MOVE, zone="adreshuishouding")
        wanted = happen(someone, event_type=MOVE)[0]
        assert receiver.wait_for(1) == [wanted.id]
        cursor_at(subscription, 4)
    assert len(receiver.received) == 1


def test_nobody_is_told_of_a_closed_zone() -> None:
    zone = make_zone("adreshuishouding")
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, owner=subscriber("x", zones=(ZONE, "adreshuishouding")))
        Zone.objects.filter(pk=zone.pk).update(closed=True)
        Zone.objects.filter(pk=zone.pk).update(closed=False)
        event = happen(zone="adreshuishouding")[0]
        assert receiver.wait_for(1) == [event.id]
        seen = append_claim(zone="adreshuishouding")
        Zone.objects.filter(pk=zone.pk).update(closed=True)
        sequencer.seal_now()
        cursor_at(subscription, 2)
    assert seen.id not in receiver.told


def test_an_owner_who_may_see_no_longer_is_told_no_longer() -> None:
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, owner=(owner := subscriber("weg")))
        happen()
        receiver.wait_for(1)
        remove_perm(Permission.VIEW.value, owner, Zone.objects.get(slug=ZONE))
        happen()
        cursor_at(subscription, 2)
    assert len(receiver.received) == 1


def test_an_owner_who_is_no_longer_active_is_told_no_longer() -> None:
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, owner=(owner := subscriber("weg")))
        User.objects.filter(pk=owner.pk).update(is_active=False)
        happen()
        cursor_at(subscription, 1)
    assert receiver.received == []


def test_whoever_is_told_of_somebody_is_in_the_log_of_processing() -> None:
    someone = uuid4()
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url)
        happen(someone, uuid4())
        receiver.wait_for(2)
        cursor_at(subscription, 2)
    line = AccessRecord.objects.get(source_id=subscription.owner.source_id)
    assert line.details == {"subscription": str(subscription.pk), "events": 2}
    lines = ProcessingRecord.objects.filter(trace_id=line.trace_id)
    assert pseudonym(someone) in {it.attributes.get(SUBJECT) for it in lines}
    assert bytes(line.trace_id).hex() in receiver.received[0].headers["traceparent"]


def test_a_paused_subscription_is_told_when_it_goes_on() -> None:
    with running() as receiver, deliverers():
        subscription = subscribe(receiver.url, state=Subscription.State.PAUSED)
        event = happen()[0]
        other = subscribe(receiver.url)
        cursor_at(other, 1)
        assert Subscription.objects.get(pk=subscription.pk).cursor == 0
        Subscription.objects.filter(pk=subscription.pk).update(state=Subscription.State.ACTIVE)
        assert receiver.wait_for(2) == [event.id, event.id]
