"""The actions of the permission matrix in federation: what an administrator decides of contracts."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from events.domain.permissions import Principal
from events.models import Zone
from federation.commands import agreeing, connecting, publishing, signing, storing
from federation.domain import proposals, reading
from federation.domain.contracts import SignatureKind
from federation.domain.properties import Terms
from federation.domain.proposals import Validity
from federation.models import Peer
from tests import registry
from tests.federation import pki
from tests.federation.pki import Organisation
from tests.integration.access.actions import ADMINISTERS, Action, Scene

OTHER = pki.oin(2)
DIRECTORIES = {pki.oin(9): "https://127.0.0.9:8443"}
SERVICE = f"f6-zone-{registry.CIVIL}"
TERMS = Terms(event_types=frozenset({"Geboorte"}))


@cache
def _ours() -> tuple[Organisation, Path]:
    organisation = pki.group().organisation("Gemeente Zonnendaal", oin=pki.oin(1), host="127.0.0.1")
    return organisation, Path(tempfile.mkdtemp())


def _as_peer(does: Callable[[Principal], Any]) -> Action:
    """An action while this F6 is a peer of a group that knows another one."""

    def done(by: Principal, _scene: Scene) -> Any:
        organisation, place = _ours()
        with organisation.as_own(place, F6_FSC_DIRECTORIES=DIRECTORIES), transaction.atomic():
            Peer.objects.create(peer_id=OTHER, manager_address="https://127.0.0.2:8443")
            return does(by)

    return replace(ADMINISTERS, does=done)


def _validity() -> Validity:
    return Validity(begins=timezone.now(), ends=timezone.now() + timedelta(days=9))


def _connection(*, outway: str, service_peer: str) -> dict[str, Any]:
    key = "0" * 64
    return proposals.connection(outway=outway, public_key_thumbprint=key, service_peer=service_peer, service=SERVICE)


def _asked_of_us(*, accepted: bool = False) -> str:
    """A contract by which the other asks for a service of ours."""
    now = timezone.now()
    raw = proposals.content(
        [_connection(outway=OTHER, service_peer=pki.oin(1))],
        iv=uuid4(),
        group_id=pki.GROUP_ID,
        validity=_validity(),
        now=now,
    )
    row = storing.keep_contract(reading.content_of(raw), proposed_by=OTHER, now=now)
    if accepted:
        signing.sign(row, SignatureKind.ACCEPT, now=now)
    return row.content_hash


def _unpublish(by: Principal) -> Any:
    zones = Zone.objects.values_list("slug", flat=True)
    publishing.publish_zone(registry.CIVIL, terms=TERMS, by=registry.official(*zones))
    return publishing.unpublish_zone(registry.CIVIL, by=by)


FEDERATION_FUNCTIONS = {
    "federation.commands.agreeing.propose_contract": _as_peer(
        lambda by: agreeing.propose_contract(
            [_connection(outway=pki.oin(1), service_peer=OTHER)], validity=_validity(), by=by
        )
    ),
    "federation.commands.agreeing.accept_contract": _as_peer(
        lambda by: agreeing.accept_contract(_asked_of_us(), by=by)
    ),
    "federation.commands.agreeing.reject_contract": _as_peer(
        lambda by: agreeing.reject_contract(_asked_of_us(), by=by)
    ),
    "federation.commands.agreeing.revoke_contract": _as_peer(
        lambda by: agreeing.revoke_contract(_asked_of_us(accepted=True), by=by)
    ),
    "federation.commands.connecting.request_connection": _as_peer(
        lambda by: connecting.request_connection(
            peer_id=OTHER, service=SERVICE, terms=TERMS, validity=_validity(), by=by
        )
    ),
    "federation.commands.publishing.publish_zone": _as_peer(
        lambda by: publishing.publish_zone(registry.CIVIL, terms=TERMS, by=by)
    ),
    "federation.commands.publishing.unpublish_zone": _as_peer(_unpublish),
}
