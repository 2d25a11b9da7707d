"""Asking others about a person and his relatives: in rounds, all at once in each, until nobody is added.

Each round can tell of further relatives, about whom everybody is asked again: so all that is known rests on what each
answered last, to one question. The rounds and the time for all of them together are bounded; what was not reached is
told. Before anything leaves us a line for each who is asked is in the log of processing.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from events import processing
from events.domain.log import Log
from events.domain.permissions import Principal
from events.queries import objects
from federation.domain.answers import NoAnswer, Reason, Source, SourceAnswer
from federation.domain.merging import Merged, merged
from federation.domain.rounds import RELATIVES, ROUNDS_MAX, Company, asked_in_rounds
from federation.queries.sources import Others
from readmodels.domain.relatives import RELATIVES_MAX, Reach

SECONDS_MAX: Final = 10.0
"""For all rounds together."""


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What was found: the log of all, and of each source what it answered last and why it does not any more.

    `whole` is whether everybody who bears on the person was asked about.
    """

    merged: Merged
    own: objects.About
    answers: dict[Source, SourceAnswer] = field(default_factory=dict)
    silent: dict[Source, NoAnswer] = field(default_factory=dict)
    whole: bool = True


def gathered(
    object_id: UUID,
    *,
    others: Others,
    as_at: datetime | None,
    reach: Reach,
    principal: Principal,
    company: Company = RELATIVES,
    clock: Callable[[], float] = time.monotonic,
) -> Gathered:
    """Everything about a person and who bears on him, here and elsewhere. Raises `RequestTooLarge` for what is ours."""
    asking = _Asking(others=others, as_at=as_at, principal=principal, clock=clock, until=clock() + SECONDS_MAX)
    asking.found.whole = asked_in_rounds(
        object_id,
        ask=asking.ask,
        reach=reach,
        goes_on=lambda: asking.seconds_left > 0,
        company=company,
        rounds_max=ROUNDS_MAX,
        relatives_max=RELATIVES_MAX,
    )
    return asking.found


class _Asking:
    """One answer in the making."""

    def __init__(
        self, *, others: Others, as_at: datetime | None, principal: Principal, clock: Callable[[], float], until: float
    ) -> None:
        self._others = others
        self._as_at = as_at
        self._principal = principal
        self._clock = clock
        self._until = until
        self._asked_about: dict[Source, frozenset[UUID]] = {}
        self._responsible = _responsible(others.sources)
        self.found = Gathered(
            merged=merged((), {}, about=(), responsible={}),
            own=objects.About(log=Log(), zones=frozenset(), whole=True),
        )

    @property
    def seconds_left(self) -> float:
        """For what is still to be asked."""
        return self._until - self._clock()

    def ask(self, ids: frozenset[UUID]) -> Log:
        """One round: ours, and everybody who has not fallen silent."""
        found = self.found
        found.own = objects.about(ids, principal=self._principal)
        heard = [source for source in self._others.sources if source not in found.silent]
        # Who answered with something knows already that we look, and what he said is not taken for nothing later.
        quiet = [source for source in heard if not self._told_something(source)]
        told = self._others.told(quiet, object_ids=ids)
        asked = [source for source in heard if source not in told]
        self._write_down(asked, ids)
        answers = {**told, **self._answers(asked, ids)}
        for source in heard:
            answer = answers.get(source, NoAnswer(reason=Reason.NOTHING_HEARD))
            if isinstance(answer, NoAnswer):
                found.silent[source] = answer
            else:
                found.answers[source] = answer
        found.merged = merged(
            found.own.log, found.answers, about=ids, responsible=self._responsible, now=timezone.now()
        )
        return found.merged.log

    def _told_something(self, source: Source) -> bool:
        answer = self.found.answers.get(source)
        return answer is not None and len(answer.events) > 0

    def _answers(self, asked: Collection[Source], ids: Collection[UUID]) -> Mapping[Source, SourceAnswer | NoAnswer]:
        if not asked:
            return {}
        seconds = self.seconds_left
        if seconds <= 0:
            return {source: NoAnswer(reason=Reason.OUT_OF_TIME) for source in asked}
        return self._others.fetch(asked, object_ids=ids, as_at=self._as_at, seconds=seconds)

    @transaction.atomic
    def _write_down(self, asked: Collection[Source], ids: frozenset[UUID]) -> None:
        """Before it is sent: whom we ask about whom, of whom we did not ask him before."""
        for source in asked:
            about = ids - self._asked_about.get(source, frozenset())
            self._asked_about[source] = ids
            processing.record(
                f"Gebeurtenissen opgevraagd bij {source.organisation}",
                principal=self._principal,
                subjects=about,
                activity=processing.Activity.READ,
                details={
                    "peer": source.peer_id,
                    "service": source.service,
                    "grant": source.grant_hash,
                    "purpose": source.purpose,
                },
            )


def _responsible(sources: Collection[Source]) -> Mapping[str, frozenset[str]]:
    """Per organisation what it is believed of, in any of its zones."""
    found: dict[str, frozenset[str]] = {}
    for source in sources:
        found[source.peer_id] = found.get(source.peer_id, frozenset()) | source.responsible_for
    return found
