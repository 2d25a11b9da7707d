"""Writing the rows of objects in a build: what the function gives on the log as it is now, nothing else.

An object whose rows cannot be made is parked with the reason; the rest goes on. It is tried again with its next event,
or when somebody asks. Who writes an object holds it locked before he reads its events, so the last to write read all.
"""

import traceback
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from uuid import UUID

import structlog
from django.db import transaction
from django.utils import timezone

from readmodels.domain.recall import Recall
from readmodels.domain.views.rows import Segment, ViewRow, digest_of
from readmodels.models import Build, StoredKey, StoredRow, ViewObject
from readmodels.projectors.projections import Key, Projection, Told, projection_of
from readmodels.projectors.recalling import Recalling

BATCH_MAX = 200
"""Objects written in one go: what they are made of is read at once."""
PLACES_MAX = 3
"""Places in the code, the innermost last, that are told of a fault."""

log = structlog.get_logger(__name__)


def refresh(
    build: Build,
    object_ids: Collection[UUID],
    *,
    because: Mapping[UUID, UUID] | None = None,
    anew: bool = False,
    recalling: Recalling | None = None,
) -> None:
    """Write the rows of these objects. `because` names, of each, the event that is taken in.

    `anew`: also where the rows that were noted are the same, for what is stored may not be what was noted. `recalling`
    is of who writes more of them: it makes no difference but in time.
    """
    ordered, recalled = sorted(object_ids), recalling or Recalling()
    for first in range(0, len(ordered), BATCH_MAX):
        some = ordered[first : first + BATCH_MAX]
        _refresh(build, some, because=because or {}, anew=anew, by=recalled.now())


def _refresh(build: Build, object_ids: list[UUID], *, because: Mapping[UUID, UUID], anew: bool, by: Recall) -> None:
    projection = projection_of(build)
    with transaction.atomic():
        known = _locked(build, object_ids)
        changed: list[ViewObject] = []
        written: list[tuple[ViewObject, tuple[ViewRow, ...]]] = []
        for object_id, told in projection.told(object_ids).items():
            view_object = known[object_id]
            rows = _made(view_object, told, projection=projection, by=by)
            if rows is None:
                view_object.parked_by = because.get(object_id)
            elif anew or bytes(view_object.rows_digest) != digest_of(rows):
                view_object.rows_digest = digest_of(rows)
                written.append((view_object, rows))
            changed.append(view_object)
        _write(build, written, projection=projection)
        _note(changed)


def _locked(build: Build, object_ids: list[UUID]) -> dict[UUID, ViewObject]:
    """These objects in the build, made where they were not; nobody else writes them until the transaction ends."""
    ViewObject.objects.bulk_create(
        [ViewObject(build=build, object_id=object_id) for object_id in object_ids], ignore_conflicts=True
    )
    found = ViewObject.objects.filter(build=build, object_id__in=object_ids).order_by("object_id")
    return {it.object_id: it for it in found.select_for_update()}


def _made(view_object: ViewObject, told: Told, *, projection: Projection, by: Recall) -> tuple[ViewRow, ...] | None:
    """The rows from these events, noted in the object; None when they cannot be made: then it is parked."""
    view_object.parked_for = ""
    view_object.parked_by = None
    view_object.zones = sorted(told.zones)
    view_object.log_digest = projection.digest(told.log, types=by.catalogue)
    if told.too_large is not None:
        view_object.parked_for = f"more than {told.too_large.limit} {told.too_large.unit} bear on it"
        return None
    try:
        return projection.rows(view_object.object_id, told.log, by)
    except Exception as error:  # noqa: BLE001 - whatever it is, the rest of the view goes on
        view_object.parked_for = _where(error)
        log.error("view_object_parked", object=str(view_object.object_id), reason=view_object.parked_for)  # noqa: TRY400 - what it could not read may be personal
        return None


def _where(error: Exception) -> str:
    """What kind of fault it is and where it happened; never its message, in which personal data may stand."""
    places = [f"{Path(it.filename).stem}:{it.lineno}" for it in traceback.extract_tb(error.__traceback__)]
    return f"{type(error).__name__} ({' > '.join(places[-PLACES_MAX:])})"


def _write(build: Build, written: Iterable[tuple[ViewObject, tuple[ViewRow, ...]]], *, projection: Projection) -> None:
    """Put these rows and their keys in the place of what there was."""
    fresh = list(written)
    ids = [view_object.object_id for view_object, _ in fresh]
    StoredRow.objects.filter(build=build, object_id__in=ids).delete()
    StoredKey.objects.filter(build=build, object_id__in=ids).delete()
    StoredRow.objects.bulk_create(_stored(build, it.object_id, row) for it, rows in fresh for row in rows)
    keys: Iterable[tuple[UUID, Key]] = (
        (it.object_id, key) for it, rows in fresh for key in sorted(projection.keys(it.object_id, rows))
    )
    StoredKey.objects.bulk_create(
        StoredKey(build=build, name=name, value=value, object_id=object_id) for object_id, (name, value) in keys
    )


def _note(changed: Collection[ViewObject]) -> None:
    for it in changed:
        it.parked_at = timezone.now() if it.parked_for else None
    noted = ["log_digest", "rows_digest", "zones", "parked_for", "parked_by", "parked_at"]
    ViewObject.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["build", "object_id"], update_fields=noted
    )
    gone = [it.object_id for it in changed if not it.zones]
    ViewObject.objects.filter(build__in={it.build_id for it in changed}, object_id__in=gone).delete()


def _stored(build: Build, object_id: UUID, row: ViewRow) -> StoredRow:
    segment = row.segment
    return StoredRow(
        build=build,
        object_id=object_id,
        name=segment.name,
        number=segment.number,
        values=segment.values,
        material_from=segment.since,
        material_until=segment.until,
        formal_from=row.known_from,
        formal_until=row.known_until,
        supports=list(segment.supports),
    )


def row_of(stored: StoredRow) -> ViewRow:
    """A stored row as the function gave it."""
    return ViewRow(segment=segment_of(stored), known_from=stored.formal_from, known_until=stored.formal_until)


def segment_of(stored: StoredRow) -> Segment:
    """The same, without the formal time."""
    return Segment(
        name=stored.name,
        number=stored.number,
        values=stored.values,
        since=stored.material_from,
        until=stored.material_until,
        supports=tuple(stored.supports),
    )
