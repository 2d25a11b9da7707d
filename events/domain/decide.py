"""The one question of the write path: whether a draft may be recorded, given what is recorded already."""

from datetime import datetime
from typing import assert_never

from events.domain.decide_claim import decide_claim
from events.domain.decide_correction import decide_correction
from events.domain.decide_validation import decide_validation
from events.domain.event import Draft, Kind
from events.domain.event_types import Catalogue
from events.domain.examining import UNEXAMINED, Examiner
from events.domain.log import Log

__all__ = ["decide", "decide_claim", "decide_correction", "decide_validation"]


def decide(
    draft: Draft,
    *,
    log: Log,
    catalogue: Catalogue,
    now: datetime | None = None,
    examine: Examiner = UNEXAMINED,
) -> Draft:
    """The draft, fit to be recorded on this log, or a refusal; a validation comes back with its `checks` completed.

    The log must hold the draft's boundary with whole chains, and the chains of its grounds. `now` is the registry's
    moment: without it nothing is judged by the clock. `examine` checks a decision against the state of persons.
    """
    match draft.kind:
        case Kind.CLAIM:
            return decide_claim(draft, log=log, catalogue=catalogue, now=now)
        case Kind.CORRECTION:
            return decide_correction(draft, log=log, catalogue=catalogue, now=now)
        case Kind.VALIDATION:
            return decide_validation(draft, log=log, catalogue=catalogue, now=now, examine=examine)
        case _:
            assert_never(draft.kind)
