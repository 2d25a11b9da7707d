"""Checks against the state of the persons concerned, asked of whoever knows persons.

Events know nothing of persons: what a marriage makes of somebody is known a room higher. So a decision is given an
`Examiner`, and records its checks beside its own. It must be a pure function of what it is handed.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from events.domain.chains import Content
from events.domain.checks import Check
from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.log import Log


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """What is examined: the content that would come to hold by law for a claim, on the log that the decision rests on.

    The log holds all there is about the objects of the content, over all zones of the organisation.
    """

    claim: Event
    content: Content
    log: Log
    catalogue: Catalogue


class Examiner(Protocol):
    """Makes the checks of `names`, in a fixed order; a check that does not apply to the type is left out."""

    @property
    def names(self) -> frozenset[str]:
        """The names of all its checks: nobody else reports a check of that name."""
        ...

    @property
    def overrulable(self) -> frozenset[str]:
        """The names of those that an official may overrule, with a motivation."""
        ...

    def also_reads(
        self, event_type: str, /, *, object_ids: Collection[UUID], log: Log, catalogue: Catalogue
    ) -> frozenset[UUID]:
        """The objects, beside those of the content, whose events it looks at: they guard the decision as well."""
        ...

    def __call__(self, examination: Examination, /) -> Iterable[Check]:
        """The checks that apply."""
        ...


class Unexamined:
    """The examiner of who knows no persons: it checks nothing."""

    names: frozenset[str] = frozenset()
    overrulable: frozenset[str] = frozenset()

    def also_reads(
        self, _event_type: str, /, *, object_ids: Collection[UUID], log: Log, catalogue: Catalogue
    ) -> frozenset[UUID]:
        """Nobody."""
        del object_ids, log, catalogue
        return frozenset()

    def __call__(self, _examination: Examination) -> Iterable[Check]:
        """No check."""
        return ()


UNEXAMINED = Unexamined()
