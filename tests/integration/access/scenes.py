"""What is recorded, and who is there, when the actions of the permission matrix are tried."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from aiohttp import web
from django.utils import timezone

from events import access
from events.commands import clients, decisions, permissions, tokens
from events.domain.event import Decision
from events.domain.permissions import OFFICIAL
from events.models import Zone
from readmodels.commands import own_views
from readmodels.models import Build, Reexamination, ViewObject
from readmodels.projectors import rebuilding
from readmodels.projectors.concluding_builds import Outcome, conclude
from tests import callers, registry
from tests.integration.access import principals
from tests.integration.access.actions import NUMBERS, P, Scene
from tests.integration.subscriptions.subscribing import allow_loopback
from tests.people import caught_up, live
from tests.receivers import running


@pytest.fixture(scope="module")
def everybody(furnished: None) -> list[principals.Kind]:
    return principals.kinds()


@pytest.fixture(scope="module")
def receiver() -> Iterator[str]:
    with running(
        lambda _came: web.Response(headers={"WebHook-Allowed-Origin": "*", "WebHook-Allowed-Rate": "*"})
    ) as it:
        yield it.url


@pytest.fixture(scope="module")
def scene(everybody: list[principals.Kind], receiver: str) -> Scene:
    child = uuid4()
    claimant = access.principal_of(callers.caller("verloskundige", P.VIEW, P.SUBMIT_CLAIM).account)
    claim = registry.record(registry.birth(child, uuid4()), by=claimant)[0].event
    zone = Zone.objects.get(slug=registry.CIVIL)
    manager = registry.principal(OFFICIAL, P.MANAGE)
    client = clients.register_client("Bevolking", source_type="systeem", by=manager)
    permissions.grant_permission(P.VIEW, zone=zone, to=client, by=manager)
    token = tokens.issue_token(client, scopes=[P.VIEW], expires_at=timezone.now() + timedelta(days=9), by=manager).token
    resting = registry.record(registry.death(uuid4()) | {"event_reference": [str(claim.id)]}, by=registry.official())
    decision = decisions.validate_claim(
        claim_id=resting[0].event.id, decision=Decision.REJECTED, motivation="Nee.", principal=registry.official()
    )
    Reexamination.objects.create(
        claim_id=resting[0].event.id,
        decision_id=decision.id,
        zone=zone,
        event_type=claim.event_type,
        object_ids=[child],
        shifts=[],
        digest=b"\0",
        since=timezone.now(),
        open=True,
    )
    own_views.define(NUMBERS, by=registry.principal(OFFICIAL, P.VIEW))
    build = Build.objects.get(view__name=NUMBERS["name"])
    rebuilding.fill(build.pk, worker="one", until=lambda: False)
    caught_up()
    assert conclude(build.pk) is Outcome.SWITCHED
    ViewObject.objects.filter(build=live(), object_id=child).update(parked_for="ValueError", parked_at=timezone.now())
    allow_loopback()
    return Scene(
        claim=claim.id, decision=decision.id, child=child, zone=zone, client=client, token=token, receiver=receiver
    )
