"""What a follower recalls from one step to the next, while there is more to take in."""

from typing import Final

from events.domain.event_types import Catalogue
from readmodels.domain.recall import Recall
from readmodels.projectors.projections import types

CLAIMS_MAX: Final = 20_000
"""Claims of which anything is recalled at most: some hundreds of megabytes."""


class Recalling:
    """A recall by the event types of now, that never grows too large. For one thread."""

    def __init__(self) -> None:
        self._recall: Recall | None = None

    def now(self) -> Recall:
        """What is recalled; nothing by other event types than those of now."""
        known: Catalogue = types()
        if self._recall is None or self._recall.catalogue is not known or len(self._recall) > CLAIMS_MAX:
            self._recall = Recall(known)
        return self._recall

    def forget(self) -> None:
        """Keep nothing of anybody."""
        self._recall = None
