"""Take over an existing register into an empty zone: its rows as claims and corrections, each with its validation.

Decided first, by the rules that hold for everything; then recorded in one transaction, from closing the zone to opening
it: a takeover that is killed leaves nothing. The same file again answers as the first time; another file into the same
zone is refused. Historic formal times enter here and nowhere else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction

from events import access, processing, store
from events.catalogue import catalogue
from events.commands import takeover_zone
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.refusals import NotAnOfficial, NotAppendOnly, ZoneForbidden
from events.domain.takeover import plans, register
from events.domain.takeover.decided import Decided
from events.domain.takeover.entries import Takeover
from events.domain.takeover.subjects import subjects
from events.models import Standing, User, Zone
from events.models import Takeover as RecordedTakeover

STANDINGS_CHUNK = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What a takeover did. `repeated`: this file had been taken over into this zone before, and nothing was done."""

    takeover: RecordedTakeover
    report: dict[str, Any]
    table: tuple[str, ...]
    repeated: bool


def import_register(
    content: bytes,
    *,
    zone: str,
    official: User,
    name: str,
    make_zone: bool = False,
    now: datetime | None = None,
    progress: plans.Progress | None = None,
) -> Imported:
    """Fill an empty zone with the register in `content` (JSON lines, see `events.domain.takeover.register`).

    The zone is closed while it is filled, and open after. `official` holds the takeover mandate: an account of type
    `ambtenaar` with the permission `import_register` there; he is the source of all validations. `name` says which
    register it is. With `make_zone`, which is for operators, an absent zone is made and the mandate given.

    Raises NotAnOfficial, ZoneForbidden, NotAppendOnly (the zone holds events, or another register), TakeoverImpossible,
    and `UnreadableRegister` with the line of the file.
    """
    digest = sha256(content).hexdigest()
    if not make_zone or Zone.objects.filter(slug=zone).exists():
        _mandate(official, zone=zone)
    earlier = _earlier(zone, digest=digest)
    if earlier is not None:
        return earlier
    persons = register.read(register.lines_of(content))
    takeover = Takeover(
        zone=zone,
        register_id=uuid4(),
        official_id=official.source_id,
        taken_over_at=now or _clock(),
        subjects=subjects(persons, namespace=uuid4()),
    )
    tell = progress or _silent
    plan = plans.plan(persons, takeover=takeover, catalogue=catalogue(), progress=tell)
    with transaction.atomic():
        held = _held(zone, official=official, make_zone=make_zone)
        principal = _mandate(official, zone=zone)
        earlier = _earlier(zone, digest=digest)
        if earlier is not None:
            return earlier
        _set_closed(held, closed=True)
        _record(plan.events, zone=held, progress=tell)
        _set_closed(held, closed=False)
        recorded = _remembered(takeover, plan=plan, zone=held, official=official, register=name, sha256=digest)
        _audit(recorded, persons=takeover.subjects.ids.values(), principal=principal)
    return _told(recorded, repeated=False)


def _remembered(
    takeover: Takeover, *, plan: plans.Plan, zone: Zone, official: User, register: str, sha256: str
) -> RecordedTakeover:
    """The row that says who took over what, from which file, and what became of it."""
    return RecordedTakeover.objects.create(
        zone=zone,
        register=register,
        register_id=takeover.register_id,
        namespace=takeover.subjects.namespace,
        sha256=sha256,
        official=official,
        taken_over_at=takeover.taken_over_at,
        events=len(plan.events),
        report=plan.report.as_json() | {"table": [*plan.report.table()]},
    )


def _silent(_step: str, _done: int, _total: int) -> None:
    """Nobody asked how far it is."""


def _clock() -> datetime:
    """The registry's clock: the database's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        (moment,) = cursor.fetchone()
    found: datetime = moment
    return found


def _mandate(official: User, *, zone: str) -> Principal:
    principal = access.principal_of(official)
    if principal.source_type != OFFICIAL:
        raise NotAnOfficial(source_type=principal.source_type)
    principal.require(Permission.IMPORT, zone=zone)
    return principal


def _earlier(zone: str, *, digest: str) -> Imported | None:
    """The takeover that filled the zone before, from the same file. Raises `NotAppendOnly` for another file."""
    recorded = RecordedTakeover.objects.select_related("zone", "official").filter(zone__slug=zone).first()
    if recorded is None:
        return None
    if recorded.sha256 != digest:
        taken_on = recorded.taken_over_at.date().isoformat()
        raise NotAppendOnly(
            reason=f"zone {zone} was filled on {taken_on} from another file (SHA-256 {recorded.sha256})"
        )
    return _told(recorded, repeated=True)


def _told(recorded: RecordedTakeover, *, repeated: bool) -> Imported:
    told = dict(recorded.report)
    return Imported(takeover=recorded, table=tuple(told.pop("table")), report=told, repeated=repeated)


def _held(slug: str, *, official: User, make_zone: bool) -> Zone:
    """The zone, locked until the transaction ends; made first when it is absent and may be."""
    zone = Zone.objects.select_for_update().filter(slug=slug).first()
    if zone is None and make_zone:
        return takeover_zone.make_zone(slug, official=official)
    if zone is None:
        raise ZoneForbidden(zone=slug, permission=Permission.IMPORT.value)
    return zone


def _set_closed(zone: Zone, *, closed: bool) -> None:
    zone.closed = closed
    zone.save(update_fields=["closed"])


def _record(found: Sequence[Decided], *, zone: Zone, progress: plans.Progress) -> None:
    """Everything into the log, then the standings of claims and corrections."""
    recorded = 0

    def tell(added: int) -> None:
        nonlocal recorded
        recorded += added
        progress("recording", recorded, len(found))

    store.import_events(_entries(found), zone=zone.slug, progress=tell)
    standing = [event for event in found if event.standing is not None]
    for start in range(0, len(standing), STANDINGS_CHUNK):
        chunk = standing[start : start + STANDINGS_CHUNK]
        Standing.objects.bulk_create(_standings(chunk, zone=zone))
        progress("standing", start + len(chunk), len(standing))


def _entries(found: Sequence[Decided]) -> Iterator[tuple[store.Entry, datetime]]:
    for event in found:
        yield (
            store.Entry(
                draft=event.draft,
                addresses=event.addresses,
                request=event.draft.id.bytes,
                occurred_precision=store.Precision(event.precision.value),
            ),
            event.recorded_at,
        )


def _standings(chunk: Sequence[Decided], *, zone: Zone) -> list[Standing]:
    events = store.find(event.draft.id for event in chunk)
    return [
        Standing(
            event_id=event.draft.id,
            root_id=event.addresses.root,
            zone=zone,
            event_type=event.draft.event_type,
            event_kind=event.draft.kind.value,
            standing=event.standing.value,
            order=events[event.draft.id].order,
            created_at=event.recorded_at,
            source_type=event.draft.source_type,
        )
        for event in chunk
        if event.standing is not None
    ]


def _audit(recorded: RecordedTakeover, *, persons: Iterable[UUID], principal: Principal) -> None:
    """A line of processing for every person taken over, and who did it with what file."""
    counts = {name: recorded.report[name] for name in ("rows", "imported", "refused", "events")}
    processing.record(
        "Register overgenomen",
        principal=principal,
        subjects=persons,
        activity=processing.Activity.TAKE_OVER,
        details={
            "zone": recorded.zone.slug,
            "register": recorded.register,
            "sha256": recorded.sha256,
            "takeover": recorded.pk,
            **counts,
        },
    )
