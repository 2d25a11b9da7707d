"""Whom we may ask for events about a person: the organisations under contract, each by the outway.

There is none while this F6 takes part in no group.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from federation.domain.answers import NoAnswer, Source, SourceAnswer

Answer = SourceAnswer | NoAnswer


class Fetch(Protocol):
    """Asks sources for all events about objects, all of them at once."""

    def __call__(
        self, sources: Collection[Source], *, object_ids: Collection[UUID], as_at: datetime | None, seconds: float
    ) -> Mapping[Source, Answer]:
        """What each answered within so many seconds; who did not is a `NoAnswer`, and nothing is raised for him."""


class WhyNot(StrEnum):
    """Why an organisation was not asked, as far as it is decided here."""

    NOT_RESPONSIBLE = "not-responsible"
    """It is believed of no event type: whatever it answered would not count."""
    NO_CONTRACT = "no-contract"
    """There is no valid contract by which we may ask it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsked:
    """An organisation whose zone was not asked, and why."""

    peer_id: str
    organisation: str
    service: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Whom to ask and how; and whom not, and why."""

    sources: tuple[Source, ...]
    not_asked: tuple[NotAsked, ...]
    fetch: Fetch


def others() -> Others:
    """Everybody under contract."""
    return Others(sources=(), not_asked=(), fetch=_nobody)


def _nobody(
    sources: Collection[Source],
    *,
    object_ids: Collection[UUID],  # noqa: ARG001  # as the protocol has it
    as_at: datetime | None,  # noqa: ARG001  # idem
    seconds: float,  # noqa: ARG001  # idem
) -> Mapping[Source, Answer]:
    return {source: NoAnswer(reason="no-outway") for source in sources}
