"""What if: a chain read as though a draft were recorded and accepted. Nothing may stand twice in what follows.

The one invariant of chains (`product.md`, section 3): whatever would leave two corrections or two outcomes in force on
one event is refused. It is held here in general, by looking at what the whole chain would become, and not case by case.
"""

from dataclasses import dataclass
from uuid import UUID

from events.domain import chains, occurrences, readings
from events.domain.chains import Content
from events.domain.event import Draft, Event
from events.domain.event_types import Catalogue
from events.domain.identity import Key
from events.domain.log import Log, root_of
from events.domain.readings import Chain, View
from events.domain.refusals import AlreadyDecided, ChainMoved, NotUnique, SameOccurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """A chain by law as it stands (`before`) and as it would stand (`after`) with one more event.

    `content_before` and `content_after` are what the claim says then; None unless it is in force.
    """

    root_id: UUID
    before: Chain
    after: Chain
    content_before: Content | None
    content_after: Content | None
    log: Log
    catalogue: Catalogue


def suppose(draft: Draft, *, accepting: UUID | None, log: Log, catalogue: Catalogue) -> Supposition:
    """The draft recorded after everything in its chain; `accepting` names the event to take as accepted by it.

    Of several acceptances that a type demands the first is judged as if it were the last. Raises what `log.root_of`
    raises.
    """
    root = root_of(draft, log)
    events = log.chain(root.id)
    event = Event.from_draft(
        draft,
        created_at=events[-1].created_at if events else draft.occurred_at,
        order=events[-1].order + 1 if events else 1,
    )
    before = readings.chain(root.id, log=log, catalogue=catalogue, view=View.LEGAL)
    after = readings.links((*events, event), catalogue=catalogue, view=View.LEGAL, assumed=accepting)
    return Supposition(
        root_id=root.id,
        before=before,
        after=after,
        content_before=_content(before, root.id, catalogue=catalogue),
        content_after=_content(after, root.id, catalogue=catalogue),
        log=log,
        catalogue=catalogue,
    )


def _content(chain: Chain, root_id: UUID, *, catalogue: Catalogue) -> Content | None:
    link = chain.get(root_id)
    return chains.content_in(chain, root_id, catalogue=catalogue) if link is not None and link.in_force else None


def refuse_two_in_force(supposed: Supposition, *, tip: UUID) -> None:
    """Pass, or raise `ChainMoved` (two corrections on one event; `tip` is to target instead) or `AlreadyDecided`.

    Only what the supposition adds counts: a chain that was imported broken can still be mended.
    """
    for event_id, link in supposed.after.items():
        earlier = supposed.before.get(event_id)
        if len(link.corrections) > max(1, len(earlier.corrections) if earlier else 0):
            raise ChainMoved(event_id=event_id, tip=tip, pointer="/event_reference/0")
        if link.has_two_outcomes and not (earlier and earlier.has_two_outcomes):
            raise AlreadyDecided(event_id=event_id, pointer="/event_reference/0")


def same_occurrence(supposed: Supposition) -> SameOccurrence | None:
    """The refusal when the claim would be in force beside another of its occurrence."""
    content = supposed.content_after
    key = None if content is None else occurrences.held_by(content).identity
    held = () if key is None else _others(key, supposed=supposed)
    return SameOccurrence(event_id=supposed.root_id, in_force=held[0].id) if held else None


def not_unique(supposed: Supposition) -> NotUnique | None:
    """The refusal when the claim would hold a value that another claim in force holds."""
    content = supposed.content_after
    held = {} if content is None else occurrences.held_by(content).unique
    rules = (rule for rule, key in held.items() if _others(key, supposed=supposed))
    rule = next(rules, None)
    return None if rule is None else NotUnique(rule=rule)


def _others(key: Key, *, supposed: Supposition) -> tuple[Event, ...]:
    return occurrences.others_holding(key, root_id=supposed.root_id, log=supposed.log, catalogue=supposed.catalogue)
