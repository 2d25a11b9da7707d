"""The actions of the permission matrix on connections: what an administrator is told, and all of it over HTTP."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from events.domain.permissions import Principal
from events.models import Zone
from federation.queries import (
    connections,
    offers,
    ourselves,
    own_zones,
    peer_health,
    ties,
    transaction_search,
)
from tests import federation_story as story
from tests import registry
from tests.callers import Answer, Caller
from tests.federation import pki
from tests.federation.pki import Organisation
from tests.integration.access.actions import ADMINISTERS, Action, Scene

ALL = connections.ConnectionFilter()
CALLS = transaction_search.TransactionFilter()
SERVICE = "f6-zone-burgerlijke-stand"
PUBLISHED = {"eventTypes": ["Geboorte"], "responsibleFor": ["Geboorte"]}


@cache
def _ours() -> tuple[Organisation, Path]:
    own = pki.group().organisation("Gemeente Zonnendaal", oin=story.OWN, host="127.0.0.1")
    return own, Path(tempfile.mkdtemp())


def _federated(does: Callable[[Any], Any]) -> Action:
    """An action while this F6 is a peer of a group, and another one is known that a directory lists."""

    def done(by: Any, _scene: Scene) -> Any:
        own, place = _ours()
        with own.as_own(place, F6_FSC_DIRECTORIES={story.DIRECTORY: "https://gids.example.nl:8443"}):
            with transaction.atomic():
                story.peer()
                story.directory_reading(*story.offers())
            return does(by)

    return replace(ADMINISTERS, does=done)


def _asked(*, signed: tuple[str, ...] = (story.NORTH,)) -> str:
    """A connection that is asked of us."""
    return story.contract(story.reads(story.NORTH, story.OWN, service=f"f6-zone-{registry.CIVIL}"), signed=signed).pk


def _call() -> bool:
    row = story.contract(story.reads(story.NORTH, story.OWN))
    return bool(story.call(row, reader=story.NORTH, provider=story.OWN))


def _now() -> Any:
    return timezone.now()


def _request() -> dict[str, Any]:
    return {
        "peerId": story.NORTH,
        "service": SERVICE,
        "eventTypes": ["Geboorte"],
        "purpose": "Bijhouding.",
        "validUntil": (timezone.now() + timedelta(days=30)).isoformat(),
    }


def _listed(by: Principal) -> Any:
    return _asked() and connections.connections(ALL, principal=by, now=_now()).connections


CONNECTION_FUNCTIONS: Mapping[str, Action] = {
    "federation.queries.connections.connections": _federated(_listed),
    "federation.queries.connections.connection": _federated(lambda by: connections.connection(_asked(), principal=by)),
    "federation.queries.ourselves.ourselves": _federated(lambda by: ourselves.ourselves(principal=by)),
    "federation.queries.peer_health.peers": _federated(lambda by: peer_health.peers(principal=by, now=_now())),
    "federation.queries.peer_health.peer": _federated(
        lambda by: peer_health.peer(story.NORTH, principal=by, now=_now())
    ),
    "federation.queries.transaction_search.transactions": _federated(
        lambda by: _call() and transaction_search.transactions(CALLS, principal=by).records
    ),
    "federation.queries.ties.ties": _federated(
        lambda by: _asked() and ties.ties(own=story.OWN, principal=by, now=_now())
    ),
    "federation.queries.offers.listed": _federated(lambda by: offers.listed(principal=by, now=_now()).organisations),
    "federation.queries.offers.offer": _federated(
        lambda by: offers.offer(story.NORTH, SERVICE, principal=by, now=_now())
    ),
    "federation.queries.own_zones.own_zones": _federated(lambda by: own_zones.own_zones(principal=by, now=_now())),
    "federation.queries.own_zones.own_zone": _federated(
        lambda by: own_zones.own_zone(registry.CIVIL, principal=by, now=_now())
    ),
    "federation.queries.own_zones.held_in": _federated(
        lambda by: own_zones.held_in(Zone.objects.get(slug=registry.CIVIL), principal=by)
    ),
}


def _http(does: Callable[[Caller], Answer]) -> Action:
    return _federated(does)


def _on(path: str, *, signed: tuple[str, ...] = (story.NORTH,)) -> Callable[[Caller], Answer]:
    """An act on a connection that is asked of us."""
    return lambda by: by.send("POST", f"federation/connections/{_asked(signed=signed)}/{path}")


CONNECTION_HTTP: Mapping[tuple[str, str], Action] = {
    ("GET", "own-peer"): _http(lambda by: by.get("federation/own-peer")),
    ("GET", "connections"): _http(lambda by: by.get("federation/connections")),
    ("POST", "connections"): _http(lambda by: by.post("federation/connections", _request())),
    ("GET", "connection"): _http(lambda by: by.get(f"federation/connections/{_asked()}")),
    ("POST", "connection-acceptance"): _http(_on("acceptance")),
    ("POST", "connection-rejection"): _http(_on("rejection")),
    ("POST", "connection-revocation"): _http(_on("revocation", signed=(story.NORTH, story.OWN))),
    ("GET", "peers"): _http(lambda by: by.get("federation/peers")),
    ("GET", "peer"): _http(lambda by: by.get(f"federation/peers/{story.NORTH}")),
    ("GET", "directory-services"): _http(lambda by: by.get("federation/directory-services")),
    ("GET", "publications"): _http(lambda by: by.get("federation/publications")),
    ("PUT", "publication"): _http(
        lambda by: by.send("PUT", f"federation/publications/{registry.CIVIL}", body=PUBLISHED)
    ),
    ("DELETE", "publication"): _http(lambda by: by.send("DELETE", f"federation/publications/{registry.CIVIL}")),
    ("GET", "transactions"): _http(lambda by: by.get("federation/transactions")),
}
