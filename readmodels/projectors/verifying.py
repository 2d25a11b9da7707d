"""Proving that every stored timeline is what the function gives on the log, each as of its own formal horizon.

What came in after that horizon makes a timeline outdated, not wrong: whoever asks next gets a new one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from events import store
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.refusals import RequestTooLarge
from readmodels.domain.relatives import Reach, gathered
from readmodels.domain.timelines import Rectangle, timeline
from readmodels.models import StoredTimeline
from readmodels.projectors.timelines import digest_of, read, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A timeline of which something else is stored than the function gives, as known at `horizon`.

    `in_use`: whoever asks may be given it. Else it was made of other events or by other rules, and is made anew first.
    `too_large`: more bears on it now than one answer may read, so it could not be compared; nobody is given it either.
    """

    object_id: UUID
    horizon: datetime
    surplus: tuple[Rectangle, ...] = ()
    missing: tuple[Rectangle, ...] = ()
    in_use: bool = False
    too_large: bool = False


def differences(*, catalogue: Catalogue, mend: bool = False) -> Iterator[Difference]:
    """Compare every stored timeline with the log over all zones, while work goes on; rewrite what differs if asked."""
    for object_id in StoredTimeline.objects.order_by("object_id").values_list("object_id", flat=True).iterator():
        with transaction.atomic():
            found = _compared(object_id, catalogue=catalogue, mend=mend)
        if found is not None:
            yield found


def _compared(object_id: UUID, *, catalogue: Catalogue, mend: bool) -> Difference | None:
    """The difference, if there is one. Whoever writes this timeline waits until the transaction ends."""
    stored = StoredTimeline.objects.select_for_update().filter(object_id=object_id).first()
    if stored is None:
        return None
    try:
        log = _settled(object_id, horizon=stored.horizon)
    except RequestTooLarge:
        return Difference(object_id=object_id, horizon=stored.horizon, too_large=True)
    written, computed = read(stored), timeline(log, object_id=object_id, catalogue=catalogue)
    if written == computed:
        return None
    digest = digest_of(log, catalogue=catalogue)
    if mend:
        write(object_id, computed, digest=digest, horizon=stored.horizon)
    return Difference(
        object_id=object_id,
        horizon=stored.horizon,
        surplus=tuple(it for it in written if it not in computed),
        missing=tuple(it for it in computed if it not in written),
        in_use=bytes(stored.digest) in (digest, _digest_now(object_id, catalogue=catalogue)),
    )


def _digest_now(object_id: UUID, *, catalogue: Catalogue) -> bytes | None:
    """The digest that a stored timeline must have to be given to whoever asks now."""
    horizon = store.horizon()
    return None if horizon is None else digest_of(_settled(object_id, horizon=horizon), catalogue=catalogue)


def _settled(object_id: UUID, *, horizon: datetime) -> Log:
    """All there is about an object and its relatives, as known at the horizon."""
    _, found = gathered([object_id], read=lambda ids: store.read(ids).log, reach=Reach(as_at=horizon))
    return found.as_known_at(horizon)
