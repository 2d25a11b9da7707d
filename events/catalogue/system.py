"""The record of changes that nobody in particular made: the system loaded what was installed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from events.models import AdministrativeChange

NOBODY, SYSTEM = UUID(int=0), "systeem"
FROM_FILE: Final[Mapping[str, Any]] = {"from": "file"}
"""What stands with everything that was loaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One thing that was loaded: its id, what it is called, and what it became."""

    id: str
    name: str
    after: Mapping[str, Any]


def write_down(
    action: AdministrativeChange.Action, kind: AdministrativeChange.Subject, things: Iterable[Loaded]
) -> None:
    """Record that the system did this with each thing; in the transaction in which it did."""
    now = timezone.now()
    AdministrativeChange.objects.bulk_create(
        AdministrativeChange(
            changed_at=now,
            source_id=NOBODY,
            source_type=SYSTEM,
            action=action,
            subject_type=kind,
            subject_id=thing.id,
            subject=thing.name,
            after={**thing.after, **FROM_FILE},
            trace_id=bytes(16),
        )
        for thing in things
    )
