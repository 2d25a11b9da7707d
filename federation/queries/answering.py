"""What an answer out of several F6s rests on: who was asked, who answered what, and whether that is everything.

Whoever did not answer is named, and what was left out too: an answer is complete, or says of what it is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from events import processing
from events.domain.event import Event
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import Principal
from events.domain.refusals import ObjectNotFound
from events.models import Zone
from events.queries import objects
from federation.domain.answers import Source
from federation.domain.parts import HARMLESS, LeftOut
from federation.domain.rounds import RELATIVES, Company
from federation.queries.asking import Gathered, gathered
from federation.queries.consulting import require_consulting
from federation.queries.sources import NotAsked, Others, WhyNot
from readmodels.domain.relatives import Reach
from readmodels.queries.known import Known
from readmodels.queries.objects import Asked

LAG_MAX: Final = timedelta(minutes=1)
"""How far behind our own horizon another may be, and still hold back for which moment an answer is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceTold:
    """What came of asking one source. It answered when `reason` is empty; else that is why not, and `since` when.

    `events` of it count: of one that fell silent, those that it told before. `left_out` do not.
    """

    source: Source
    events: int
    left_out: tuple[LeftOut, ...]
    horizon: datetime | None
    reason: str = ""
    since: datetime | None = None

    @property
    def complete(self) -> bool:
        """Whether it answered, with nothing that had to be left out but what was agreed not to count."""
        return not self.reason and all(it.why in HARMLESS for it in self.left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """An organisation, as it is named beside what it told. `id` is its OIN or peer id."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FederatedAnswer:
    """What an answer rests on. `holders` are the organisations, by the zones of the log.

    `whole`: everybody who bears on him was asked about. `complete`: and everybody answered, with nothing left out but
    what was agreed not to count.
    """

    known: Known
    asked: Asked
    sources: tuple[SourceTold, ...]
    not_asked: tuple[NotAsked, ...]
    holders: Mapping[str, Holder]
    whole: bool
    complete: bool

    def holders_of(self, events: Iterable[UUID]) -> tuple[Holder, ...]:
        """The organisations that recorded these events, by their ids."""
        zones = {event.zone for event in self._events(events)}
        found = {holder.id: holder for zone, holder in self.holders.items() if zone in zones}
        return tuple(found[it] for it in sorted(found))

    def events_of(self, ids: Iterable[UUID]) -> tuple[Event, ...]:
        """The events with these ids."""
        return tuple(self._events(ids))

    def _events(self, ids: Iterable[UUID]) -> Iterable[Event]:
        return (event for event in map(self.known.log.get, ids) if event is not None)


def answer_about(
    object_id: UUID, *, asked: Asked, principal: Principal, others: Others, company: Company = RELATIVES
) -> FederatedAnswer:
    """Everything that is told of an object here and elsewhere, gathered for a question. Raises as `states` says."""
    require_consulting(principal)
    horizon = objects.horizon()  # ours first: what is recorded up to it, the reading finds
    others = _worth_asking(others)
    reach = Reach(as_at=asked.as_at or LAST_MOMENT, view=asked.view)
    found = gathered(object_id, others=others, as_at=asked.as_at, reach=reach, principal=principal, company=company)
    told = tuple(_told(source, found) for source in others.sources)
    complete = found.whole and all(it.complete for it in told) and all(it.harmless for it in others.not_asked)
    log = found.merged.log
    if complete and not any(object_id in event.object_ids for event in log):
        raise ObjectNotFound(object_id=object_id)
    theirs = [answer.horizon for answer in found.answers.values()]
    lowest = _lowest(horizon, *theirs)
    known = Known(
        log=log,
        as_at=asked.as_at
        or _newest(found.own.log, principal=principal, horizon=_settled(horizon, lowest=lowest, theirs=theirs)),
        horizon=lowest,
        zones=tuple(sorted({*found.own.zones, *(source.place for source in found.answers)})),
        whole=False,  # what is kept of our own log alone says nothing of this one
    )
    return FederatedAnswer(
        known=known,
        asked=asked,
        sources=told,
        not_asked=others.not_asked,
        holders=_holders(found),
        whole=found.whole,
        complete=complete,
    )


def _worth_asking(others: Others) -> Others:
    """Without those who are believed of nothing: whom we do not need to ask, we tell nothing of whom we look at."""
    worth = tuple(source for source in others.sources if source.responsible_for)
    nothing = tuple(
        NotAsked(
            peer_id=source.peer_id,
            organisation=source.organisation,
            service=source.service,
            reason=WhyNot.NOT_RESPONSIBLE,
            harmless=True,
        )
        for source in others.sources
        if not source.responsible_for
    )
    return replace(others, sources=worth, not_asked=(*others.not_asked, *nothing))


def _told(source: Source, found: Gathered) -> SourceTold:
    part = next((it for it in found.merged.parts if it.source == source), None)
    answer, silent = found.answers.get(source), found.silent.get(source)
    return SourceTold(
        source=source,
        events=0 if part is None else len(part.events),
        left_out=() if part is None else part.left_out,
        horizon=None if answer is None else answer.horizon,
        reason="" if silent is None else silent.reason,
        since=None if silent is None else silent.since,
    )


def _lowest(*horizons: datetime | None) -> datetime | None:
    """Up to which nothing can change any more, whoever may still record; None when of one nothing is settled."""
    known = [it for it in horizons if it is not None]
    return min(known, default=None) if len(known) == len(horizons) else None


def _settled(own: datetime | None, *, lowest: datetime | None, theirs: Iterable[datetime | None]) -> datetime | None:
    """For which moment an answer is given: one for which it is final, but who lags behind hides nothing from us.

    Where nothing of ours is settled yet, it is given for what is settled at everybody who says so.
    """
    if own is None:
        return _lowest(*(it for it in theirs if it is not None))
    return lowest if lowest is not None and lowest >= own - LAG_MAX else own


def _newest(log: Log, *, principal: Principal, horizon: datetime | None) -> datetime:
    """The horizon, or beyond it the caller's own last event in our log: what he wrote himself he reads.

    Whatever another organisation says to be of his, or when, moves nothing.
    """
    own = (event.created_at for event in log if event.source_id == principal.source_id)
    newest = max((*own, *(() if horizon is None else (horizon,))), default=None)
    return newest or max((event.created_at for event in log), default=datetime.min.replace(tzinfo=UTC))


def _holders(found: Gathered) -> Mapping[str, Holder]:
    ours = Zone.objects.filter(slug__in=found.own.zones).values_list("slug", "organisation__oin", "organisation__name")
    theirs = {
        source.place: Holder(id=source.peer_id, name=source.organisation or source.peer_id) for source in found.answers
    }
    return {slug: Holder(id=oin, name=name) for slug, oin, name in ours} | theirs


@transaction.atomic
def write_down(
    action: str, object_id: UUID, rests_on: Iterable[UUID], *, answer: FederatedAnswer, principal: Principal
) -> None:
    """A line for whom was asked for, and for everybody whose events the answer rests on, relatives included."""
    subjects = {object_id, *(it for event in answer.events_of(rests_on) for it in event.object_ids)}
    processing.record(
        action,
        principal=principal,
        subjects=subjects,
        activity=processing.Activity.READ,
        details={"sources": len(answer.sources), "complete": answer.complete},
    )
