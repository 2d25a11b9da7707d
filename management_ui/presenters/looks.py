"""Who looked at a person, as lines: when, who, and what he did."""

from dataclasses import dataclass
from datetime import datetime

from events.queries.looked_at import Look, Looks
from management_ui.presenters.moments import recorded_text
from management_ui.presenters.persons import SHORT_ID_LENGTH


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One action that was about the person."""

    at: str
    who: str
    source_type: str
    action: str


def lines(found: Looks, *, now: datetime) -> tuple[LookLine, ...]:
    """The lines of a page, newest first."""
    return tuple(_line(it, now=now) for it in found.items)


def _line(look: Look, *, now: datetime) -> LookLine:
    return LookLine(
        at=recorded_text(look.at, now=now),
        who=look.name or str(look.source_id)[:SHORT_ID_LENGTH],
        source_type=look.source_type.replace("_", " "),
        action=look.action,
    )
