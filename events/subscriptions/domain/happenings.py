"""An event as a subscription looks at it: with what it changed, as far as that was asked for."""

from dataclasses import dataclass
from uuid import UUID

from events.domain.event import Event
from events.subscriptions.domain.asked import Correction
from events.subscriptions.domain.standing_changes import Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """An event; `changes` are the standings that it changed, None where nobody asks for those.

    `correction` says what it made of what was delivered before; None when it made nothing of it, or nobody asks.
    """

    event: Event
    changes: Changes | None = None
    correction: Correction | None = None

    @property
    def id(self) -> UUID:
        """The event's, which is the `webhook-id` too."""
        return self.event.id

    @property
    def object_ids(self) -> tuple[UUID, ...]:
        """Whom it tells of; of a correction the old and the new objects, as it goes after all that it corrects."""
        return self.event.object_ids if self.correction is None else self.correction.object_ids
