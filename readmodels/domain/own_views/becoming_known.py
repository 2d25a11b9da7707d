"""The facts of one object as they became known: at each formal moment only what was recorded then is read anew."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from events.domain import facts as effective
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.readings import View


def facts_naming(
    object_id: UUID, log: Log, *, view: View, catalogue: Catalogue
) -> Iterator[tuple[datetime, tuple[Fact, ...]]]:
    """At each formal moment at which they changed, the facts that name the object, in the order of the fold."""
    parts = _independent(bearing_on(object_id, log, view=view), view=view)
    touched: dict[datetime, list[int]] = {}
    for number, part in enumerate(parts):
        for moment in {event.created_at for event in part}:
            touched.setdefault(moment, []).append(number)
    of_parts: list[tuple[Fact, ...]] = [()] * len(parts)
    for moment in sorted(touched):
        before = [of_parts[number] for number in touched[moment]]
        for number in touched[moment]:
            facts = effective.facts(parts[number], catalogue=catalogue, as_at=moment, view=view)
            of_parts[number] = tuple(fact for fact in facts if object_id in fact.object_ids)
        if [_rests_on(of_parts[number]) for number in touched[moment]] != [_rests_on(facts) for facts in before]:
            yield moment, effective.in_order(fact for facts in of_parts for fact in facts)


def bearing_on(object_id: UUID, log: Log, *, view: View) -> Log:
    """The part of a log on which the rows of the object depend: the chains that ever name it.

    In the asserted view one claim of each occurrence counts, so there also those that could be of one occurrence with
    these: they are of the same types.
    """
    chains = [log.chain(claim.id) for claim in log.claims()]
    own = [chain for chain in chains if any(object_id in event.object_ids for event in chain)]
    if view is View.ASSERTED:
        types = {event.event_type for chain in own for event in chain}
        own = [chain for chain in chains if any(event.event_type in types for event in chain)]
    return Log(event for chain in own for event in chain)


def _independent(own: Log, *, view: View) -> list[Log]:
    """Parts that say nothing of one another: by law each chain; what was asserted of one occurrence, together."""
    return [Log(own.chain(claim.id)) for claim in own.claims()] if view is View.LEGAL else [own]


def _rests_on(facts: tuple[Fact, ...]) -> list[tuple[UUID, ...]]:
    """A fact is known by what it rests on: the same events say the same."""
    return [fact.supports for fact in facts]
