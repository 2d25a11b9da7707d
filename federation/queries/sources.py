"""Whom we may ask for events about a person: the organisations under contract, each by the outway.

There is none while this F6 takes part in no group.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from federation.domain import properties
from federation.domain.answers import NoAnswer, Source, SourceAnswer
from federation.transport import identity

Answer = SourceAnswer | NoAnswer


class Fetch(Protocol):
    """Asks sources for all events about objects, all of them at once."""

    def __call__(
        self, sources: Collection[Source], *, object_ids: Collection[UUID], as_at: datetime | None, seconds: float
    ) -> Mapping[Source, Answer]:
        """What each answered within so many seconds; who did not is a `NoAnswer`, and nothing is raised for him."""


class Told(Protocol):
    """What sources told before, so that they need not be asked, and do not learn of whom we look at."""

    def __call__(self, sources: Collection[Source], *, object_ids: Collection[UUID]) -> Mapping[Source, SourceAnswer]:
        """Of each that said to have nothing about any of these objects, that it has nothing."""


class WhyNot(StrEnum):
    """Why an organisation was not asked, as far as it is decided here."""

    NOT_RESPONSIBLE = "not-responsible"
    """It is believed of no event type: whatever it answered would not count."""
    NO_CONTRACT = "no-contract"
    """There is no contract by which we may ask it: none any more, or none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAsked:
    """An organisation whose zone was not asked, why, and since when that is so.

    `harmless`: the answer is complete without it.
    """

    peer_id: str
    organisation: str
    service: str
    reason: str
    since: datetime | None = None
    harmless: bool = False

    @property
    def zone(self) -> str:
        """The short name of the zone, as its own organisation calls it."""
        return properties.zone_of(self.service) or self.service


def _nothing_told(
    sources: Collection[Source],  # noqa: ARG001  # as the protocol has it
    *,
    object_ids: Collection[UUID],  # noqa: ARG001  # idem
) -> Mapping[Source, SourceAnswer]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Whom to ask and how; and whom not, and why. `told` says what is known without asking."""

    sources: tuple[Source, ...]
    not_asked: tuple[NotAsked, ...]
    fetch: Fetch
    told: Told = _nothing_told


def takes_part() -> bool:
    """Whether this F6 is a peer of a group, so that there can be others to ask."""
    return identity.is_on()


def others() -> Others:
    """Everybody under contract."""
    from federation.queries import fetching  # it is made of what stands above

    return fetching.others()
