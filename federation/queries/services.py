"""The services that are published at us as a directory: those of valid publication contracts (FSC Core 2.0.0, 4.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from federation.domain.grants import DELEGATED_SERVICE, PUBLICATIONS, SERVICE, Grant, GrantType
from federation.models import StoredContract
from federation.queries import contract_pages, contracts, pages, peers
from federation.queries.pages import Asked
from federation.transport import identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A service as its publication has it. `delegator`: on whose behalf its peer publishes it."""

    grant: Grant

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What it is: of several publications of it one counts."""
        return (self.grant.service.peer_id, self.grant.service.name, self.grant.delegator)

    @property
    def peers(self) -> frozenset[str]:
        """Whom it names."""
        return frozenset(it for it in (self.grant.service.peer_id, self.grant.delegator) if it is not None)


def page_of(
    asked: Asked, *, now: datetime, peer_id: str = "", service_name: str = ""
) -> tuple[list[dict[str, Any]], str]:
    """A page of services, by the contracts that publish them. Raises `NoCursor`.

    With both a peer and a name, those that fit either (as the OpenAPI file of the standard has it).
    """
    page = pages.page_of(
        contract_pages.weighed(_rows(peer_id=peer_id, service_name=service_name, now=now)),
        asked,
        moment="created_at",
        key="content_hash",
        weight="weighs",
        weight_max=contract_pages.BYTES_MAX,
    )
    found = [it for row in _with_signatures(page.rows) for it in _published(row, now=now)]
    fits = [it for it in found if _fits(it, peer_id=peer_id, service_name=service_name)]
    return _rendered(_once(fits)), page.next_cursor


def _rows(*, peer_id: str, service_name: str, now: datetime) -> QuerySet[StoredContract]:
    kinds = [it.value for it in PUBLICATIONS]
    rows = StoredContract.objects.filter(
        valid_from__lte=now,
        valid_until__gt=now,
        grants__type__in=kinds,
        grants__directory_peer_id=identity.own().peer_id,
    ).exclude(signatures__kind__in=["reject", "revoke"])
    by_peer = Q(grants__service_peer_id=peer_id) if peer_id else Q()
    by_name = Q(grants__service_name__icontains=service_name) if service_name else Q()
    return rows.filter(by_peer | by_name).distinct()


def _with_signatures(rows: Sequence[StoredContract]) -> Iterable[StoredContract]:
    found = contracts.with_signatures(StoredContract.objects.filter(pk__in=[row.pk for row in rows])).in_bulk()
    return (found[row.pk] for row in rows if row.pk in found)


def _published(row: StoredContract, *, now: datetime) -> Iterable[Published]:
    contract = contracts.folded(row)
    if contract.may_be_used(now) and contract.content.group_id == settings.F6_FSC_GROUP_ID:
        own = identity.own().peer_id
        yield from (Published(grant=it) for it in contract.content.grants if it.directory == own)


def _fits(one: Published, *, peer_id: str, service_name: str) -> bool:
    if not (peer_id or service_name):
        return True
    service = one.grant.service
    by_name = bool(service_name) and service_name.lower() in service.name.lower()
    return by_name or service.peer_id == peer_id


def _once(found: Iterable[Published]) -> list[Published]:
    first: dict[tuple[str, str, str | None], Published] = {}
    for it in found:
        first.setdefault(it.key, it)
    return list(first.values())


def _rendered(found: Sequence[Published]) -> list[dict[str, Any]]:
    known = peers.named(sorted(frozenset[str]().union(*(it.peers for it in found))))
    return [{"data": _data(it.grant, known=known)} for it in found if it.grant.service.peer_id in known]


def _data(grant: Grant, *, known: dict[str, peers.Told]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "type": SERVICE,
        "peer": known[grant.service.peer_id].rendered(),
        "name": grant.service.name,
        "protocol": grant.service.protocol,
    }
    if grant.type is GrantType.DELEGATED_PUBLICATION and grant.delegator is not None:
        delegator = known.get(grant.delegator)
        data |= {
            "type": DELEGATED_SERVICE,
            "delegator": {"peer_id": grant.delegator, "peer_name": delegator.name if delegator else grant.delegator},
        }
    if grant.properties is not None:
        data["properties"] = dict(grant.properties)
    return data
