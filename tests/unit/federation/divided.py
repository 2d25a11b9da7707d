"""A log divided over several F6s: what each of them would answer, and the log as it lies in all of them together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from events.domain import wire
from events.domain.event import Event
from events.domain.log import Log
from federation.domain import merging
from federation.domain.answers import Source, SourceAnswer
from federation.domain.merging import Merged
from tests.unit.states.laws import FOREVER, World

OWN = "burgerlijke-stand"
PEER_IDS = ("00000099000000002000", "00000099000000003000", "00000099000000004000")
SOURCES = tuple(
    Source(
        peer_id=peer_id,
        service="f6-zone-burgerlijke-stand",
        grant_hash=f"$1$3${number}",
        organisation=f"Gemeente {number}",
        responsible_for=frozenset({"Geboorte"}),
    )
    for number, peer_id in enumerate(PEER_IDS)
)
STRANGER = replace(SOURCES[-1], peer_id="00000099000000009000", grant_hash="$1$3$9", organisation="Elders")

Homes = Mapping[UUID, Source | None]
"""Where each chain lies, by its root claim: at a source, or (None) here."""


def homes(log: Log, random: Random) -> Homes:
    """Each chain somewhere."""
    return {claim.id: random.choice((None, *SOURCES)) for claim in log.claims()}


def home(event: Event, *, log: Log, at: Homes) -> Source | None:
    """Where an event lies: with its chain."""
    root = log.root_id(event.id)
    return None if root is None else at[root]


def own_part(log: Log, at: Homes) -> list[Event]:
    """What lies here."""
    return [replace(event, zone=OWN) for event in log if home(event, log=log, at=at) is None]


def sent(events: Sequence[Event], *, horizon: datetime | None = FOREVER) -> SourceAnswer:
    """These as they go over the wire."""
    return SourceAnswer(events=[wire.render(event) for event in events], horizon=horizon, zone=OWN)


def answers(log: Log, at: Homes) -> dict[Source, SourceAnswer]:
    """What everybody answers who is asked about everybody."""
    return {source: sent([it for it in log if home(it, log=log, at=at) == source]) for source in SOURCES}


def in_all(log: Log, at: Homes) -> Log:
    """The log of one F6 that has a zone for each of these, named as they are named here."""
    return Log(replace(event, zone=_zone(home(event, log=log, at=at))) for event in log)


def in_one(log: Log) -> Log:
    """The log of one F6 with one zone."""
    return Log(replace(event, zone=OWN) for event in log)


def together(
    own: Sequence[Event],
    of_others: Mapping[Source, SourceAnswer],
    *,
    world: World,
    unbelieved: Sequence[str] = (),
    about: Collection[UUID] | None = None,
) -> Merged:
    """All of it merged, asked about these (or everybody); everybody is believed of everything but these peers."""
    types = {name for name, _ in world.types.versions}
    responsible = {source.peer_id: types for source in of_others if source.peer_id not in unbelieved}
    return merging.merged(
        own, of_others, about=_everybody(own, of_others) if about is None else about, responsible=responsible
    )


def _everybody(own: Sequence[Event], of_others: Mapping[Source, SourceAnswer]) -> set[UUID]:
    told: set[Any] = {it for event in own for it in event.object_ids}
    for answer in of_others.values():
        told |= {UUID(it) for event in answer.events for it in event["object_ids"]}
    return told


def _zone(source: Source | None) -> str:
    return OWN if source is None else source.place
