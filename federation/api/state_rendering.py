"""Answers out of several F6s as JSON: as our own, with whose every value is, and what everybody told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from events.domain.canonical import instant_text
from federation.domain.parts import LeftOut, Why
from federation.queries.answering import FederatedAnswer, Holder, SourceTold
from federation.queries.sources import NotAsked
from readmodels.api import rendering
from readmodels.domain.attributes import Attribute
from readmodels.domain.holdings import Holding
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.person import Issue
from readmodels.domain.states import State
from readmodels.domain.timelines import Rectangle
from readmodels.queries.objects import Answer

NAMED_MAX: Final = 20
"""Events, and event types, that are named of those that were left out for one reason; all events are counted."""


def envelope(answer: FederatedAnswer) -> dict[str, Any]:
    """For which moments and zones an answer is given, whether it is complete, and what came of asking everybody."""
    holders = {holder.id: holder for holder in answer.holders.values()}
    return rendering.envelope(Answer(known=answer.known, asked=answer.asked)) | {
        "complete": answer.complete,
        "everybodyAskedAbout": answer.whole,
        "organisations": [_holder(holders[it]) for it in sorted(holders)],
        "sources": [*map(_source, answer.sources), *map(_not_asked, answer.not_asked)],
    }


def state(found: State, answer: FederatedAnswer) -> dict[str, Any]:
    """A state, in which every attribute, consequence and issue names the organisations whose events it rests on."""
    told = rendering.state(found)
    supports: Mapping[str, Sequence[Attribute | Consequence | Issue]] = {
        "attributes": found.attributes,
        "consequences": found.consequences,
        "issues": found.issues,
    }
    return told | {
        name: [it | organisations(value.supports, answer) for it, value in zip(told[name], values, strict=True)]
        for name, values in supports.items()
    }


def holding(found: Holding, answer: FederatedAnswer) -> dict[str, Any]:
    """A value, with the organisations whose events it rests on."""
    return rendering.holding(found) | organisations(found.supports, answer)


def rectangle(found: Rectangle, answer: FederatedAnswer) -> dict[str, Any]:
    """A value over both axes, with the organisations whose events it rests on."""
    return rendering.rectangle(found) | organisations(found.segment.holding.supports, answer)


def events(ids: Iterable[Any], answer: FederatedAnswer) -> list[dict[str, Any]]:
    """Enough of these events to recognise them, each with its organisation."""
    return [rendering.event(event) | {"organisation": answer.holders[event.zone].id} for event in answer.events_of(ids)]


def organisations(supports: Iterable[Any], answer: FederatedAnswer) -> dict[str, Any]:
    """Whose the events are that something rests on."""
    return {"organisations": [holder.id for holder in answer.holders_of(supports)]}


def _holder(holder: Holder) -> dict[str, str]:
    return {"id": holder.id, "name": holder.name}


def _source(told: SourceTold) -> dict[str, Any]:
    source = told.source
    return {
        "organisation": {"id": source.peer_id, "name": source.organisation},
        "service": source.service,
        "grant": source.grant_hash,
        "status": "no-answer" if told.reason else "answered",
        "reason": told.reason or None,
        "since": None if told.since is None else instant_text(told.since),
        "events": told.events,
        "horizon": None if told.horizon is None else instant_text(told.horizon),
        "leftOut": _left_out(told.left_out),
    }


def _not_asked(told: NotAsked) -> dict[str, Any]:
    return {
        "organisation": {"id": told.peer_id, "name": told.organisation},
        "service": told.service,
        "grant": None,
        "status": "not-asked",
        "reason": told.reason,
        "since": None if told.since is None else instant_text(told.since),
        "events": 0,
        "horizon": None,
        "leftOut": [],
    }


def _left_out(found: Iterable[LeftOut]) -> list[dict[str, Any]]:
    """By reason: how many, of which event types, and the first of them."""
    by_reason: Mapping[Why, list[LeftOut]] = {why: [it for it in found if it.why is why] for why in Why}
    return [
        {
            "reason": why.value,
            "count": len(those),
            "eventTypes": dict(sorted(_types_of(those).most_common(NAMED_MAX))),
            "eventIds": [str(it.event_id) for it in those if it.event_id is not None][:NAMED_MAX],
        }
        for why, those in by_reason.items()
        if those
    ]


def _types_of(those: Iterable[LeftOut]) -> Counter[str]:
    return Counter(it.event_type for it in those if it.event_type)
