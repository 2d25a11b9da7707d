"""Whether a build says what the log gives: at any time, while it follows the log, of some objects or of all.

What a reader can be given is compared: everything known up to the moment that the build has settled. What it has not
taken in yet makes it behind, not wrong.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from events import store
from readmodels.domain.recall import Recall
from readmodels.domain.views.rows import ViewRow, text_of
from readmodels.models import Build, Checkpoint, StoredKey, StoredRow, ViewObject
from readmodels.projectors.projections import Projection, Told, projection_of, types
from readmodels.projectors.refreshing import refresh, row_of

BATCH_OBJECTS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An object of which a build says something else than the log gives: rows too many, and rows it lacks.

    `parked`: nothing was compared, for its rows could not be made. `keys`: it is found under other keys than it should.
    """

    object_id: UUID
    surplus: tuple[ViewRow, ...] = ()
    missing: tuple[ViewRow, ...] = ()
    keys: bool = False
    parked: str = ""


def differences(build: Build, object_ids: Iterable[UUID]) -> Iterator[Difference]:
    """Compare these objects with the log. Who writes one of them meanwhile is waited for."""
    for batch in _batches(object_ids):
        yield from _compared(build, batch)


def every_object(build: Build) -> Iterator[UUID]:
    """Every object that there are events about, and every one that the build tells of."""
    for span in store.spans(BATCH_OBJECTS):
        yield from store.object_ids(after=span.after, until=span.until, limit=BATCH_OBJECTS)
    told = ViewObject.objects.filter(build=build).order_by("object_id").values_list("object_id", flat=True)
    for batch in _batches(told.iterator()):
        yield from sorted(set(batch) - store.with_events(batch))


def some_objects(build: Build, count: int, *, seed: str) -> list[UUID]:
    """So many objects of a build, drawn by chance; the same for the same seed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id FROM readmodels_viewobject WHERE build_id = %s"
            " ORDER BY md5(object_id::text || %s) LIMIT %s",
            [build.pk, seed, count],
        )
        return [object_id for (object_id,) in cursor.fetchall()]


def told_otherwise(build: Build, live: Build, *, limit: int) -> list[UUID]:
    """The objects of which two builds that take the same events into account say something else; at most so many."""
    return _both(
        "(n.rows_digest <> o.rows_digest OR n.parked_for <> '') AND n.log_digest = o.log_digest",
        build=build,
        live=live,
        limit=limit,
    )


def parked_anew(build: Build, live: Build, *, limit: int) -> list[UUID]:
    """The objects that a build could not make and the live one could, at most so many: readers would lose them."""
    return _both("n.parked_for <> '' AND o.parked_for = ''", build=build, live=live, limit=limit)


def lacking(build: Build, live: Build, *, limit: int) -> list[UUID]:
    """Objects of which the live build tells and another does not, at most so many. It may not have come to them."""
    told = ViewObject.objects.filter(build=live).exclude(
        object_id__in=ViewObject.objects.filter(build=build).values("object_id")
    )
    return list(told.order_by("object_id").values_list("object_id", flat=True)[:limit])


def _both(condition: str, *, build: Build, live: Build, limit: int) -> list[UUID]:
    """The objects of which two builds tell, and for which a condition holds of the new and the live one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n.object_id FROM readmodels_viewobject AS n JOIN readmodels_viewobject AS o USING (object_id)"  # noqa: S608 - constants
            f" WHERE n.build_id = %s AND o.build_id = %s AND {condition} LIMIT %s",
            [build.pk, live.pk, limit],
        )
        return [object_id for (object_id,) in cursor.fetchall()]


def mend(build: Build, object_ids: Collection[UUID]) -> None:
    """Write for these objects what the log gives."""
    with transaction.atomic():
        refresh(build, object_ids, anew=True)


@transaction.atomic
def _compared(build: Build, object_ids: Collection[UUID]) -> list[Difference]:
    seq = Checkpoint.objects.values_list("seq", flat=True).get(projector=build.projector)
    settled = store.settled_by(seq)
    held = ViewObject.objects.filter(build=build, object_id__in=object_ids).order_by("object_id")
    known = {it.object_id: it for it in held.select_for_update()}
    projection = projection_of(build)
    stored, recall = _stored(build, object_ids), Recall(types())
    found = (
        _difference(
            object_id,
            told,
            known=known.get(object_id),
            stored=stored[object_id],
            settled=settled,
            by=projection,
            recall=recall,
        )
        for object_id, told in projection.told(object_ids).items()
    )
    return [it for it in found if it is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What a build holds of one object."""

    rows: tuple[ViewRow, ...]
    keys: frozenset[tuple[str, str]]


def _difference(
    object_id: UUID,
    told: Told,
    *,
    known: ViewObject | None,
    stored: Stored,
    settled: datetime | None,
    by: Projection,
    recall: Recall,
) -> Difference | None:
    if known is not None and known.parked_for:
        return Difference(object_id=object_id, parked=known.parked_for)
    if told.too_large is not None:
        return Difference(object_id=object_id, parked=str(told.too_large))
    made = by.rows(object_id, told.log, recall)
    ours, theirs = (_settled(rows, settled) for rows in (made, stored.rows))
    same_events = known is not None and bytes(known.log_digest) == by.digest(told.log, types=recall.catalogue)
    keys = same_events and by.keys(object_id, made) != stored.keys
    if ours.keys() == theirs.keys() and not keys:
        return None
    surplus = tuple(theirs[it] for it in sorted(theirs.keys() - ours.keys()))
    missing = tuple(ours[it] for it in sorted(ours.keys() - theirs.keys()))
    return Difference(object_id=object_id, surplus=surplus, missing=missing, keys=keys)


def _settled(rows: Iterable[ViewRow], moment: datetime | None) -> dict[str, ViewRow]:
    """What is known of the rows up to a moment: whoever asks for a moment until then is given this."""
    found = []
    for row in rows:
        if moment is not None and row.known_from <= moment:
            ended = row.known_until is not None and row.known_until <= moment
            found.append(row if ended else replace(row, known_until=None))
    return {text_of(row): row for row in found}


def _stored(build: Build, object_ids: Collection[UUID]) -> dict[UUID, Stored]:
    rows: dict[UUID, list[ViewRow]] = {object_id: [] for object_id in object_ids}
    keys: dict[UUID, set[tuple[str, str]]] = {object_id: set() for object_id in object_ids}
    for row in StoredRow.objects.filter(build=build, object_id__in=object_ids):
        rows[row.object_id].append(row_of(row))
    for key in StoredKey.objects.filter(build=build, object_id__in=object_ids):
        keys[key.object_id].add((key.name, key.value))
    return {it: Stored(rows=tuple(rows[it]), keys=frozenset(keys[it])) for it in object_ids}


def _batches(object_ids: Iterable[UUID]) -> Iterator[list[UUID]]:
    waiting = iter(object_ids)
    while batch := list(islice(waiting, BATCH_OBJECTS)):
        yield batch
