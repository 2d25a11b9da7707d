"""Canonical bytes: what commitments are taken over (JSON Canonicalization Scheme, RFC 8785)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import rfc8785

from events.domain.event import Draft


def instant_text(moment: datetime) -> str:
    """An aware moment as RFC 3339 in UTC with `Z`; a fraction only where there is one. Equal moments, equal text."""
    text = moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="auto")
    return f"{text}Z"


def canonical_bytes(value: Mapping[str, Any]) -> bytes:
    """The RFC 8785 bytes of a JSON object. Raises `ValueError` for numbers outside the range of IEEE 754 doubles."""
    return rfc8785.dumps(dict(value))


def recorded_bytes(draft: Draft) -> bytes:
    """The canonical bytes of the ten wire fields that are not the database's: all but `created_at`."""
    return canonical_bytes(
        {
            "id": str(draft.id),
            "occurred_at": instant_text(draft.occurred_at),
            "object_ids": [str(object_id) for object_id in draft.object_ids],
            "event_type": draft.event_type,
            "event_version": draft.event_version,
            "event_kind": draft.kind.value,
            "event_source_id": str(draft.source_id),
            "event_source_type": draft.source_type,
            "event_reference": [str(reference) for reference in draft.references],
            "event_data": dict(draft.data),
        }
    )
