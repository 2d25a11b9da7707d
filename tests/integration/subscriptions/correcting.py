"""A life that is corrected, and who is told of it."""

from typing import Any
from uuid import UUID

from aiohttp import web

from events import store
from events.models import Subscription
from tests.builders import acceptance, birth, replacement
from tests.integration.subscriptions.delivering import recorded, until
from tests.integration.subscriptions.subscribing import subscribe
from tests.receivers import Received, Receiver

CLAIMS = {"kinds": ["claim"]}
NOTHING = {"eventTypes": ["Overlijden"]}


class Life:
    """A birth that is accepted, and whose name is corrected: `e` is the acceptance by which that takes effect."""

    def __init__(self, **corrected: Any) -> None:
        self.born = birth()
        self.yes = acceptance(self.born)
        data = {**self.born.data, "naam": "Anne"}
        self.better = replacement(self.born, **{"data": data, **corrected})
        self.e = acceptance(self.better)

    def begin(self) -> None:
        recorded(self.born, self.yes)

    def correct(self) -> None:
        recorded(self.better, self.e, root=self.born.id)

    def live(self) -> None:
        self.begin()
        self.correct()


def asking(receiver: Receiver, **more: Any) -> Subscription:
    return subscribe(receiver.url, **{"corrections": True, "filter": CLAIMS, **more})


def passed(subscription: Subscription) -> None:
    until(lambda: Subscription.objects.get(pk=subscription.pk).cursor == store.last_seq())


def fails(event_id: UUID) -> Any:
    """A receiver that takes in everything but this."""
    return lambda it: web.Response(status=500 if it.event_id == event_id else 204)


def corrections(came: Received) -> Any:
    return came.notice["data"].get("corrections")
