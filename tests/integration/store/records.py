"""Building blocks for tests of the log: entries with sensible boundaries, and appends that read their numbers first."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from events import store
from events.domain.canonical import canonical_bytes
from events.domain.event import Draft, Event
from events.models import Organisation, Zone
from tests.builders import ZONE, claim


def make_zone(slug: str = ZONE, *, closed: bool = False) -> Zone:
    organisation, _ = Organisation.objects.get_or_create(oin="99000000000000000001", defaults={"name": "Voorbeeld"})
    return Zone.objects.create(organisation=organisation, slug=slug, name=slug, closed=closed)


def request_of(draft: Draft) -> bytes:
    return canonical_bytes({"id": str(draft.id), "event_data": dict(draft.data)})


def entry(
    draft: Draft | None = None, *, root: UUID | None = None, keys: Sequence[UUID] = (), **fields: Any
) -> store.Entry:
    """An entry of a claim (by default), guarded by its objects, its root and `keys`."""
    made = replace(draft, **fields) if draft is not None else claim(**fields)
    addresses = store.Addresses(objects=frozenset(made.object_ids), root=root or made.id, keys=frozenset(keys))
    return store.Entry(draft=made, addresses=addresses, request=request_of(made))


def written_by(*entries: store.Entry) -> set[UUID]:
    return {address for each in entries for address in each.addresses.all}


def append(*entries: store.Entry) -> list[Event]:
    """Read the numbers and append, in one transaction."""
    with transaction.atomic():
        return store.append(entries, numbers=store.read(written_by(*entries)).numbers)


def append_claim(*objects: UUID, **fields: Any) -> Event:
    return append(entry(object_ids=objects or (uuid4(),), **fields))[0]
