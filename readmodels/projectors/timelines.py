"""Keeping stored timelines equal to the function: what is stored says of which events and rules it is the timeline.

Only what lies at or before the formal horizon is stored: it can never change any more, only be added to.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.refusals import UnknownEventType
from readmodels.domain.holdings import Holding
from readmodels.domain.law.rules import RULES
from readmodels.domain.pictures import Segment
from readmodels.domain.timelines import Rectangle, timeline
from readmodels.models import StoredRectangle, StoredTimeline

FORMAT = "2"
"""Of what is stored; raise it when the same events give other rectangles, so that every timeline is computed anew."""


def kept(object_id: UUID, *, log: Log, horizon: datetime, catalogue: Catalogue) -> tuple[Rectangle, ...]:
    """The timeline of an object up to the horizon: as it is stored, or computed and stored now.

    `log` is all there is about the object and its relatives, over all zones.
    """
    settled = log.as_known_at(horizon)
    digest = digest_of(settled, catalogue=catalogue)
    stored = StoredTimeline.objects.filter(object_id=object_id).first()
    if stored is not None and bytes(stored.digest) == digest:
        return read(stored)
    computed = timeline(settled, object_id=object_id, catalogue=catalogue)
    write(object_id, computed, digest=digest, horizon=horizon)
    return computed


def digest_of(log: Log, *, catalogue: Catalogue) -> bytes:
    """SHA-256 over what a timeline is a function of: the events, the versions of their types, the rules."""
    types = sorted({(event.event_type, _newest(event.event_type, catalogue=catalogue)) for event in log})
    rules = sorted((rule.name, rule.version) for rule in RULES)
    said = sha256(repr((FORMAT, types, rules)).encode())
    for event_id in sorted(event.id for event in log):
        said.update(event_id.bytes)
    return said.digest()


def _newest(event_type: str, *, catalogue: Catalogue) -> str:
    """The newest version of a type; nothing for one that is not published (any more)."""
    try:
        return catalogue.newest(event_type).version
    except UnknownEventType:
        return ""


def read(stored: StoredTimeline) -> tuple[Rectangle, ...]:
    """The rectangles of a stored timeline, as the function gave them."""
    return tuple(_rectangle(row) for row in stored.rectangles.all())


@transaction.atomic
def write(object_id: UUID, rectangles: Sequence[Rectangle], *, digest: bytes, horizon: datetime) -> None:
    """Put these in the place of what was stored. Of two that do so at once the second waits for the first."""
    stored, _created = StoredTimeline.objects.update_or_create(
        object_id=object_id, defaults={"digest": digest, "horizon": horizon}
    )
    stored.rectangles.all().delete()
    StoredRectangle.objects.bulk_create(_rows(stored, rectangles))


def _rows(stored: StoredTimeline, rectangles: Iterable[Rectangle]) -> Iterable[StoredRectangle]:
    for number, rectangle in enumerate(rectangles):
        segment, holding = rectangle.segment, rectangle.segment.holding
        yield StoredRectangle(
            timeline=stored,
            number=number,
            name=holding.name,
            value=holding.value,
            supports=list(holding.supports),
            uncertain=holding.uncertain,
            in_doubt=holding.in_doubt,
            rule=holding.rule,
            version=holding.version,
            article=holding.article,
            determined=holding.determined,
            reason=holding.reason,
            material_from=segment.since,
            material_until=segment.until,
            formal_from=rectangle.known_from,
            formal_until=rectangle.known_until,
        )


def _rectangle(row: StoredRectangle) -> Rectangle:
    holding = Holding(
        name=row.name,
        value=row.value,
        supports=tuple(row.supports),
        uncertain=row.uncertain,
        in_doubt=row.in_doubt,
        rule=row.rule,
        version=row.version,
        article=row.article,
        determined=row.determined,
        reason=row.reason,
    )
    segment = Segment(holding=holding, since=row.material_from, until=row.material_until)
    return Rectangle(segment=segment, known_from=row.formal_from, known_until=row.formal_until)
