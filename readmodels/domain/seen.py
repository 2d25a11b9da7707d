"""What somebody had seen of a log when his page was made, by what the page carries: never by the page's own clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.domain.log import Log


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The last event of some objects that he saw (`expected`), and the formal moment of the newest event of all."""

    last: Mapping[UUID, UUID]
    as_at: datetime

    def of(self, log: Log) -> Log:
        """The part of a log that he had seen.

        What is recorded of an object is always later than what was; of another it can be an earlier moment that came
        in later. So of the objects that the page names, the last event tells; of others the moment.
        """
        until = {object_id: log[last].created_at for object_id, last in self.last.items() if last in log}
        return Log(
            event
            for event in log
            if all(event.created_at <= until.get(object_id, self.as_at) for object_id in event.object_ids)
        )


def newest(log: Log) -> datetime:
    """The formal moment of the newest event of a log that is not empty."""
    return max(event.created_at for event in log)


def seen_by(last: Mapping[UUID, UUID], *, as_at: datetime | None, log: Log) -> Seen:
    """What was seen; where no moment is told, up to the newest event that is named. Nothing is new when none is."""
    named = [log[event_id].created_at for event_id in last.values() if event_id in log]
    return Seen(last=last, as_at=as_at or max(named, default=newest(log)))
