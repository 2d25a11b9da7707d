"""What was found before, for whoever makes the rows of many persons: it makes no difference but in time."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.log import Log
from readmodels.domain import becoming
from readmodels.domain.becoming import Said
from readmodels.domain.societies import Society
from readmodels.domain.watching import Watching


class Recall:
    """What chains said, persons became and the law answered, by one catalogue.

    The same events say the same. Where what one said was destroyed since, nothing is recalled any more.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.watching = Watching()
        self._said: dict[UUID, tuple[tuple[Event, ...], tuple[Said, ...]]] = {}

    def __len__(self) -> int:
        """Of how many claims anything is recalled."""
        return len(self._said)

    def societies(self, log: Log) -> Iterator[tuple[datetime, Society]]:
        """Everybody of whom a log tells by law, at each formal moment at which that changed."""
        said = [it for claim in log.claims() for it in self._said_by(log.chain(claim.id))]
        return becoming.societies(said, catalogue=self.catalogue, memory=self.watching.memory)

    def _said_by(self, chain: tuple[Event, ...]) -> tuple[Said, ...]:
        before, found = self._said.get(chain[0].id, ((), ()))
        if before != chain:
            if _says_otherwise(before, chain):
                self.watching = Watching()
                self._said.clear()
            found = tuple(becoming.said_by(chain, catalogue=self.catalogue))
        self._said[chain[0].id] = chain, found
        return found


def _says_otherwise(before: tuple[Event, ...], now: tuple[Event, ...]) -> bool:
    """Whether one of the same events says something else. Its place in the log says nothing of anybody."""
    data = {event.id: event.data for event in before}
    return any(event.data != data.get(event.id, event.data) for event in now)
