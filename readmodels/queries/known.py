"""What is known about an object to whoever asks, and for which formal moment the answer is given."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.permissions import Principal
from events.domain.readings import View
from events.domain.refusals import ObjectNotFound
from events.queries import objects
from readmodels.domain.relatives import Reach, gathered, on_whom_they_bear


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The log about an object and its relatives, as far as the caller may see, and the moment it is asked for.

    `horizon` is the formal horizon: beyond it an answer is provisional. `zones` were folded. `whole`: nothing about
    them lies in a zone that he may not see.
    """

    log: Log
    as_at: datetime
    horizon: datetime | None
    zones: tuple[str, ...]
    whole: bool

    @property
    def provisional(self) -> bool:
        """Whether the answer may still change."""
        return self.horizon is None or self.as_at > self.horizon


def known_about(
    object_id: UUID,
    *,
    principal: Principal,
    as_at: datetime | None = None,
    view: View = View.LEGAL,
    whole_life: bool = False,
) -> Known:
    """What the caller can know about an object, as known at a formal moment.

    Without a moment: the formal horizon, or his own last write about it when that lies beyond. Raises `ObjectNotFound`
    for an object of which he may see nothing, whether or not there is anything; `RequestTooLarge` when more relatives
    bear on it in this view than one answer may read. For a `whole_life` relatives are read as they are known at the
    horizon (or beyond it at that moment): so one timeline is stored, whatever moment is asked for.
    """
    reading, horizon = _Reading(principal), objects.horizon()
    reach = as_at or LAST_MOMENT
    if whole_life and horizon is not None and as_at is not None:
        reach = max(as_at, horizon)
    gathered([object_id], read=reading, reach=Reach(as_at=reach, view=view))
    found = reading.last
    if not any(object_id in event.object_ids for event in found.log):
        raise ObjectNotFound(object_id=object_id)
    moment = as_at or _newest(found.log, principal=principal, horizon=horizon)
    if whole_life and as_at is None and moment == horizon:
        gathered([object_id], read=reading, reach=Reach(as_at=moment, view=view))
        found = reading.last
    return Known(
        log=found.log,
        as_at=moment,
        horizon=horizon,
        zones=tuple(sorted(found.zones)),
        whole=found.whole,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The visible log around some objects: `touched` are those whom a change of one of them can bear on.

    The log holds everybody who bears on any of those, so that what is said of each of them is all there is to say; and
    the claims that name an event of these chains as their ground.
    """

    log: Log
    touched: frozenset[UUID]


def everything_around(
    object_ids: Collection[UUID], *, referring_to: Collection[UUID] = (), principal: Principal
) -> Around:
    """What bears on these objects and those of the chains of these events, and on whom they bear.

    Raises `RequestTooLarge` as `known_about` does.
    """
    chains = objects.chains_of(referring_to, principal=principal).log if referring_to else Log()
    naming = objects.claims_naming([event.id for event in chains], principal=principal)
    of_chains = (object_id for event in chains for object_id in event.object_ids)
    reading, reach = _Reading(principal, also=naming), Reach(as_at=LAST_MOMENT)
    about = {*object_ids, *of_chains}
    touched, _ = gathered(about, read=reading, reach=reach, closure=on_whom_they_bear)
    _, log = gathered(touched, read=reading, reach=reach)
    return Around(log=log, touched=touched)


class _Reading:
    """Reads what a caller may see; `last` is what was read last."""

    def __init__(self, principal: Principal, *, also: frozenset[UUID] = frozenset()) -> None:
        self._principal = principal
        self._also = also
        self.last = objects.About(log=Log(), zones=frozenset(), whole=True)

    def __call__(self, object_ids: frozenset[UUID]) -> Log:
        self.last = objects.about(object_ids | self._also, principal=self._principal)
        return self.last.log


def _newest(log: Log, *, principal: Principal, horizon: datetime | None) -> datetime:
    """The horizon, or beyond it the caller's own last event: what he wrote himself he reads."""
    own = (event.created_at for event in log if event.source_id == principal.source_id)
    newest = max((*own, *(() if horizon is None else (horizon,))), default=None)
    return newest or max((event.created_at for event in log), default=datetime.min.replace(tzinfo=UTC))
