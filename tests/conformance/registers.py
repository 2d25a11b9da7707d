"""The persons of a case as a register that is taken over: the same plan, rules and facts as `manage.py import_brp`."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from events.catalogue.files import SHIPPED, declared_versions
from events.domain.event import Event
from events.domain.log import Log
from events.domain.takeover import register
from events.domain.takeover.entries import Takeover
from events.domain.takeover.plans import plan
from events.domain.takeover.report import Report
from events.domain.takeover.subjects import Subjects, subjects
from tests.builders import SmallCatalogue

ZONE = "burgerlijke-stand"
NAMESPACE = UUID(int=0xF6)
REGISTER, OFFICIAL = UUID(int=1), UUID(int=2)


@cache
def shipped() -> SmallCatalogue:
    """The event types that F6 ships."""
    return SmallCatalogue(declared_versions(SHIPPED))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """A log with the events of a register, and what the import reported."""

    log: Log
    report: Report


def person_of(bsn: str) -> UUID:
    """The object id of whoever holds this BSN, in every case."""
    found = Subjects(namespace=NAMESPACE).named(bsn)
    assert found is not None, f"{bsn} is no BSN"
    return found


def taken_over(
    persons: Sequence[Mapping[str, Any]], *, at: datetime, addresses: Mapping[str, Any] | None = None
) -> TakenOver:
    """The register of these person files, taken over at a moment."""
    files = register.read(json.dumps({**person, "addresses": addresses or {}}) for person in persons)
    named = subjects(files, namespace=NAMESPACE)
    takeover = Takeover(zone=ZONE, register_id=REGISTER, official_id=OFFICIAL, taken_over_at=at, subjects=named)
    planned = plan(files, takeover=takeover, catalogue=shipped())
    events = (
        Event.from_draft(decided.draft, created_at=decided.recorded_at, order=order)
        for order, decided in enumerate(planned.events, start=1)
    )
    return TakenOver(log=Log(events), report=planned.report)
