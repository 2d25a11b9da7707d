"""Asking another organisation for a connection to one of its services: our outway, by the key of our certificate."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from events import administration
from events.domain.permissions import Principal
from federation.commands import agreeing, storing
from federation.domain import proposals
from federation.domain.agreement_refusals import PeerUnknown
from federation.domain.contracts import State
from federation.domain.properties import Terms
from federation.domain.proposals import Validity
from federation.models import StoredContract
from federation.queries import addresses, directory
from federation.queries import contracts as contract_queries

ABOUT: Final = timedelta(hours=1)
"""Two requests whose validity differs by no more are one request, made twice."""


def request_connection(
    *,
    peer_id: str,
    service: str,
    terms: Terms,
    validity: Validity,
    by: Principal,
    delegator: str | None = None,
    now: datetime | None = None,
) -> StoredContract:
    """Propose a contract by which we may connect to this service, on these terms. It holds once the other accepts.

    Where the terms do not say of which event types the other is believed, it is of those of which it publishes to be
    responsible: of no type at all nothing that it answered would count. The same that is open already is given, and
    nothing is sent twice. Raises as `agreeing.propose_contract`, and `PeerUnknown` where nobody knows its manager.
    """
    administration.require_administrator(by)
    own = agreeing.ourselves()
    moment = now or timezone.now()
    grant = proposals.connection(
        outway=own.peer_id,
        public_key_thumbprint=own.certificate.public_key_thumbprint,
        service_peer=peer_id,
        service=service,
        delegator=delegator,
        properties=_with_who_is_believed(terms, peer_id=peer_id, service=service, now=moment).rendered(),
    )
    with transaction.atomic():
        storing.one_at_a_time(f"connection {peer_id} {service}")
        there = _same(grant, own=own.peer_id, validity=validity, now=moment)
        if there is not None:
            return there
        if addresses.known(peer_id) is None:
            raise PeerUnknown(peer_id=peer_id)
        return agreeing.propose_contract([grant], validity=validity, by=by, now=moment)


def _with_who_is_believed(terms: Terms, *, peer_id: str, service: str, now: datetime) -> Terms:
    if terms.responsible_for:
        return terms
    published = (
        offer.terms.responsible_for
        for organisation in directory.listed(now=now).organisations
        for offer in organisation.offers
        if organisation.peer.id == peer_id and offer.name == service
    )
    return replace(terms, responsible_for=frozenset[str]().union(*published) & terms.event_types)


def _same(grant: dict[str, Any], *, own: str, validity: Validity, now: datetime) -> StoredContract | None:
    """A contract of ours with exactly this grant that is proposed or valid, and for (almost) as long as is asked."""
    rows = StoredContract.objects.filter(
        proposed_by=own,
        grants__service_name=grant["service"]["name"],
        valid_from__lte=validity.begins + ABOUT,
        valid_until__gte=validity.ends - ABOUT,
    ).distinct()
    for row in contract_queries.with_signatures(rows):
        alike = contract_queries.grants_of(row) == [grant]
        if alike and contract_queries.folded(row).state(now) in (State.PROPOSED, State.VALID):
            return row
    return None
