"""The contracts that a peer is on, for who asks over FSC; and nothing of any other (FSC Core 2.0.0, 4.3)."""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from federation.domain import ijson
from federation.domain.contracts import SignatureKind
from federation.models import StoredContract, StoredSignature
from federation.queries import contracts, pages
from federation.queries.pages import Asked
from federation.queries.weighing import OctetLength

BYTES_MAX: Final = 3 * 1024 * 1024
"""Of the contracts in one page: others read answers up to some size only."""
HASHES_MAX: Final = 200


class TooMuch(ValueError):
    """What is asked for at once is more than one answer holds."""


def of_peer(peer_id: str, asked: Asked, *, grant_type: str = "") -> tuple[list[dict[str, Any]], str]:
    """A page of contracts that this peer is on, as they are sent, and the cursor of the next. Raises `NoCursor`."""
    rows = _weighed_as_sent(_on(peer_id))
    if grant_type:
        rows = rows.filter(pk__in=rows.filter(grants__type=grant_type).values("pk"))
    page = pages.page_of(
        rows,
        asked,
        moment="created_at",
        key="content_hash",
        weight="weighs",
        weight_max=BYTES_MAX,
    )
    return rendered(page.rows), page.next_cursor


def with_grants(peer_id: str, hashes: Sequence[str]) -> list[dict[str, Any]]:
    """Those of its contracts that hold a grant with one of these hashes, newest first. Raises `TooMuch`."""
    asked = StoredContract.objects.filter(grants__grant_hash__in=hashes).values("pk")
    rows = list(_weighed_as_sent(_on(peer_id).filter(pk__in=asked)).order_by("-created_at", "-content_hash"))
    if len(rows) > 1 and sum(row.weighs for row in rows) > BYTES_MAX:
        raise TooMuch
    return rendered(rows)


def weighed(rows: QuerySet[StoredContract]) -> QuerySet[Any]:
    """These with how long their content is (`weighs`), and without that content."""
    return rows.annotate(weighs=OctetLength("canonical")).only("content_hash", "created_at")


def _weighed_as_sent(rows: QuerySet[StoredContract]) -> QuerySet[Any]:
    """The same with their signatures: those are sent too, and others decide how many and how long they are."""
    signed = StoredSignature.objects.filter(contract=OuterRef("pk")).order_by().values("contract")
    signatures = signed.annotate(weigh=Sum(OctetLength("jws"))).values("weigh")
    weighs = OctetLength("canonical") + Coalesce(Subquery(signatures), 0)
    return rows.annotate(weighs=weighs).only("content_hash", "created_at")


def rendered(rows: Sequence[StoredContract]) -> list[dict[str, Any]]:
    """Contracts with everything that was signed of them: content as it was received, signatures byte for byte."""
    found = contracts.with_signatures(StoredContract.objects.filter(pk__in=[row.pk for row in rows])).in_bulk()
    return [_rendered(found[row.pk]) for row in rows if row.pk in found]


def _rendered(row: StoredContract) -> dict[str, Any]:
    signed: dict[str, dict[str, str]] = {kind.value: {} for kind in SignatureKind}
    for it in row.signatures.all():
        signed[it.kind][it.peer_id] = it.jws
    return {"content": ijson.parse(row.canonical), "signatures": signed}


def _on(peer_id: str) -> QuerySet[StoredContract]:
    return StoredContract.objects.filter(parties__peer_id=peer_id)
