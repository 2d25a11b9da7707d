"""Publishing a zone at the directories of the group: which event types it holds, for whoever may become a partner.

A sensitive zone is never published, nor one that is being filled.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from events import administration
from events.domain.permissions import Principal
from federation.commands import agreeing, storing
from federation.domain import properties, proposals
from federation.domain.agreement_refusals import NoDirectory, ZoneNotPublishable
from federation.domain.contracts import SignatureKind, State
from federation.domain.grants import PUBLICATIONS, GrantType
from federation.domain.properties import Terms
from federation.domain.proposals import Validity
from federation.models import StoredContract
from federation.queries import contracts as contract_queries
from federation.queries import offered

PUBLISHED_FOR: Final = timedelta(days=2 * 365)


def publish_zone(
    slug: str, *, terms: Terms, by: Principal, ends: datetime | None = None, now: datetime | None = None
) -> list[StoredContract]:
    """Publish a zone's query API at every directory, with the event types of `terms`; one contract for each.

    Where it is published with these terms already, nothing changes; with others, the new publication takes the place of
    the old, which is revoked. Raises as `agreeing.propose_contract`, `ZoneNotPublishable` and `NoDirectory`.
    """
    administration.require_administrator(by)
    moment = now or timezone.now()
    _check(slug)
    if not settings.F6_FSC_DIRECTORIES:
        raise NoDirectory
    own = agreeing.ourselves().peer_id
    validity = Validity(begins=moment - proposals.BACK_DATED, ends=ends or moment + PUBLISHED_FOR)
    grants = [
        proposals.publication(
            directory=directory,
            service_peer=own,
            service=properties.service_name(slug),
            properties=terms.rendered(),
        )
        for directory in settings.F6_FSC_DIRECTORIES
    ]
    with transaction.atomic():
        storing.one_at_a_time(f"publication {slug}")
        return [_published(grant, slug=slug, validity=validity, by=by, now=moment) for grant in grants]


def unpublish_zone(slug: str, *, by: Principal, now: datetime | None = None) -> list[StoredContract]:
    """Take a zone from the directories: every publication of it that is open is revoked. Raises as `publish_zone`."""
    administration.require_administrator(by)
    moment = now or timezone.now()
    own = agreeing.ourselves().peer_id
    with transaction.atomic():
        storing.one_at_a_time(f"publication {slug}")
        return [
            agreeing.revoke_contract(row.content_hash, by=by, now=moment)
            for row in publications_of(slug, own=own, now=moment)
        ]


def withdraw_what_is_hidden(*, now: datetime) -> None:
    """Take from the directories what became sensitive, or is being filled (again), since it was published."""
    own = agreeing.ourselves().peer_id
    open_ = StoredContract.objects.filter(
        parties__peer_id=own,
        grants__type__in=[it.value for it in PUBLICATIONS],
        grants__service_peer_id=own,
        valid_until__gt=now,
        signatures__peer_id=own,
    ).exclude(signatures__kind__in=[SignatureKind.REJECT.value, SignatureKind.REVOKE.value])
    for row in list(open_.distinct()):
        names = {it.service.name for it in contract_queries.content_of(row.canonical).grants if not it.is_connection}
        if not all(offered.offers(name) for name in names):
            agreeing.withdraw(row.content_hash, now=now)


def publications_of(slug: str, *, own: str, now: datetime) -> Sequence[StoredContract]:
    """The publications of a zone that we proposed and that are proposed or valid, newest first."""
    rows = StoredContract.objects.filter(
        proposed_by=own,
        grants__type=GrantType.PUBLICATION.value,
        grants__service_peer_id=own,
        grants__service_name=properties.service_name(slug),
    ).distinct()
    found = contract_queries.with_signatures(rows.order_by("-created_at", "-content_hash"))
    return [row for row in found if contract_queries.folded(row).state(now) in (State.PROPOSED, State.VALID)]


def _published(grant: dict[str, Any], *, slug: str, validity: Validity, by: Principal, now: datetime) -> StoredContract:
    own, directory = grant["service"]["peer_id"], grant["directory"]["peer_id"]
    there = [
        row
        for row in publications_of(slug, own=own, now=now)
        if directory in contract_queries.content_of(row.canonical).peers
    ]
    same = next((row for row in there if contract_queries.grants_of(row) == [grant]), None)
    made = same or agreeing.propose_contract([grant], validity=validity, by=by, now=now)
    for row in there:
        if row.content_hash != made.content_hash:
            agreeing.revoke_contract(row.content_hash, by=by, now=now)
    return made


def _check(slug: str) -> None:
    if not offered.offers(properties.service_name(slug)):
        raise ZoneNotPublishable(zone=slug)
