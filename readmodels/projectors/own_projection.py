"""The projection of a view of one's own: made from its definition alone."""

import json
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from events.domain.log import Log
from readmodels.domain.own_views import projection
from readmodels.domain.own_views.definition import Definition, from_json
from readmodels.domain.recall import Recall
from readmodels.domain.views.rows import Segment, ViewRow

FORMAT = "own 1"
DEFINITIONS_MAX = 256


def definition_of(stored: Mapping[str, Any]) -> Definition:
    """The definition that is stored, whatever the types have become since."""
    return _read(json.dumps(stored, sort_keys=True))


@lru_cache(maxsize=DEFINITIONS_MAX)
def _read(text: str) -> Definition:
    return from_json(json.loads(text))


def rows_by(definition: Definition, object_id: UUID, log: Log, recall: Recall) -> tuple[ViewRow, ...]:
    """The rows of one object, as views store them: the name of a row is its key."""
    found = projection.rows_of(definition, object_id, log, catalogue=recall.catalogue)
    return tuple(map(_stored, found))


def no_keys(_object_id: UUID, _rows: Collection[ViewRow]) -> frozenset[tuple[str, str]]:
    """None: rows are filtered by what they say."""
    return frozenset()


def _stored(found: projection.ViewRow) -> ViewRow:
    row = found.row
    certain = None if row.certain_from is None else row.certain_from.isoformat()
    segment = Segment(
        name=json.dumps(row.key, ensure_ascii=False),
        values={"fields": dict(row.values), "claim": str(row.claim), "certainFrom": certain},
        since=found.since,
        until=found.until,
        supports=found.supports,
    )
    return ViewRow(segment=segment, known_from=found.known_from, known_until=found.known_until)
