"""Tokens that end at any moment, and a token endpoint that comes and goes: everything is told, once, and in order."""

import threading
from uuid import uuid4

import pytest
from aiohttp import web

from events.models import DeliveryAttempt, ParkedDelivery
from tests.database import Database
from tests.integration.store.records import make_zone
from tests.integration.subscriptions.delivering import deliverers, happen
from tests.integration.subscriptions.reaching import behind_a_gateway, gateway, token_endpoint
from tests.integration.subscriptions.subscribing import allow_loopback
from tests.receivers import Received
from tests.simulation.delivery_storm import doubly, overtakings

USES = 20
"""Requests that one token lets in; then the receiver wants another."""
Outcome = DeliveryAttempt.Outcome


class Guard:
    """Gives tokens every other time that it is asked, and lets in who bears the newest, USES times."""

    def __init__(self) -> None:
        self.asked = 0
        self.uses = 0
        self._lock = threading.Lock()

    def give(self, _received: Received) -> web.StreamResponse:
        with self._lock:
            self.asked += 1
            if self.asked % 2:
                return web.Response(status=503, headers={"Retry-After": "0"})
            self.uses = 0
            return web.json_response({"access_token": f"token-{self.asked}", "token_type": "Bearer", "expires_in": 600})

    def let_in(self, received: Received) -> web.StreamResponse:
        with self._lock:
            newest = received.headers.get("authorization") == f"Bearer token-{self.asked - self.asked % 2}"
            self.uses += 1
            return web.Response(status=204 if newest and self.uses <= USES else 401)


@pytest.fixture
def town(database: Database) -> Database:
    make_zone()
    allow_loopback()
    return database


@pytest.mark.usefixtures("town")
def test_everything_is_told_once_and_in_order() -> None:
    guard = Guard()
    objects = [uuid4() for _ in range(15)]
    with token_endpoint(guard.give) as endpoint, gateway(guard.let_in) as receiver:
        held = behind_a_gateway(receiver, endpoint)
        events = happen(*(objects[number * 7 % len(objects)] for number in range(200)))
        with deliverers(2):
            receiver.wait_for(len(events), seconds=60)
    assert set(receiver.told) == {it.id for it in events}
    assert doubly(receiver) == 0
    assert overtakings(receiver, events) == []
    assert guard.asked > len(events) / USES
    outcomes = set(DeliveryAttempt.objects.values_list("outcome", flat=True))
    assert {Outcome.DELIVERED, Outcome.TOKEN} <= outcomes
    assert not ParkedDelivery.objects.filter(subscription=held).exists()
