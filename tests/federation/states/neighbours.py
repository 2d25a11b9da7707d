"""Other organisations with events about people of ours, and the asking of them; what was asked is kept."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from events.domain.canonical import instant_text
from federation.domain.answers import NoAnswer, Source, SourceAnswer
from federation.queries.sources import Answer, NotAsked, Others

RECORDED = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
TYPES = frozenset({"Geboorte", "Overlijden", "Verhuizing", "Huwelijk"})


def source(number: int, *event_types: str) -> Source:
    """The residents of another municipality, on a grant."""
    return Source(
        peer_id=f"0000009900000000{number}000",
        service="f6-zone-bevolking",
        grant_hash=f"$1$3${number}",
        organisation=f"Gemeente {number}",
        responsible_for=frozenset(event_types) if event_types else TYPES,
    )


LOOSDAM, NIEUWEGRACHT = source(2), source(3)


@dataclass
class Neighbours:
    """Who is asked all at once. Each has a log, or does something else (`instead`) the nth time; 0: every time."""

    logs: dict[Source, list[dict[str, Any]]] = field(default_factory=dict)
    horizons: dict[Source, datetime | None] = field(default_factory=dict)
    instead: dict[tuple[Source, int], Callable[[], Answer]] = field(default_factory=dict)
    not_asked: tuple[NotAsked, ...] = ()
    asked: list[tuple[Source, frozenset[UUID], datetime | None]] = field(default_factory=list)
    before: Callable[[], None] = lambda: None

    def others(self) -> Others:
        return Others(sources=tuple(self.logs), not_asked=self.not_asked, fetch=self)

    def records(self, at: Source, *bodies: Mapping[str, Any], on: datetime = RECORDED) -> list[dict[str, Any]]:
        """Something is recorded there, a minute apart."""
        log = self.logs.setdefault(at, [])
        log += [_wire(body, created_at=on + timedelta(minutes=len(log) + n)) for n, body in enumerate(bodies)]
        return log[-len(bodies) :]

    def accepted(self, at: Source, body: Mapping[str, Any], *, on: datetime = RECORDED) -> dict[str, Any]:
        """Something is claimed there, and an official accepts it; the claim."""
        (claim,) = self.records(at, body, on=on)
        self.records(at, acceptance(claim), on=on)
        return claim

    def __call__(
        self, sources: Collection[Source], *, object_ids: Collection[UUID], as_at: datetime | None, seconds: float
    ) -> Mapping[Source, Answer]:
        assert seconds > 0
        self.before()
        found: dict[Source, Answer] = {}
        for one in sources:
            self.asked.append((one, frozenset(object_ids), as_at))
            turn = sum(it[0] == one for it in self.asked)
            otherwise = self.instead.get((one, turn)) or self.instead.get((one, 0))
            found[one] = otherwise() if otherwise else self._answer(one, object_ids, as_at)
        return found

    def _answer(self, one: Source, object_ids: Collection[UUID], as_at: datetime | None) -> SourceAnswer:
        wanted = set(map(str, object_ids))
        until = None if as_at is None else instant_text(as_at)
        log = [it for it in self.logs[one] if until is None or it["created_at"] <= until]
        about = [it for it in log if wanted & set(it["object_ids"])]
        return SourceAnswer(events=about, horizon=self.horizons.get(one, datetime.now(UTC)), zone=one.zone)


def silent(reason: str = "unreachable", since: datetime | None = None) -> Callable[[], Answer]:
    """Somebody who does not answer."""
    return lambda: NoAnswer(reason=reason, since=since)


def says(events: Sequence[Any]) -> Callable[[], Answer]:
    """Somebody who answers with this."""
    return lambda: SourceAnswer(events=events, horizon=datetime.now(UTC), zone="bevolking")


def acceptance(claim: Mapping[str, Any]) -> dict[str, Any]:
    """The decision of an official on a claim."""
    return {
        "occurred_at": claim["occurred_at"],
        "object_ids": claim["object_ids"],
        "event_kind": "validation",
        "event_type": claim["event_type"],
        "event_version": claim["event_version"],
        "event_reference": [claim["id"]],
        "event_data": {"decision": "accepted", "checks": []},
    }


def of_another(one: Source, *event_types: str) -> Source:
    """The same, believed of other types."""
    return replace(one, responsible_for=frozenset(event_types))


def _wire(body: Mapping[str, Any], *, created_at: datetime) -> dict[str, Any]:
    return {
        "id": str(uuid4()),
        "created_at": instant_text(created_at),
        "event_source_id": str(uuid4()),
        "event_source_type": "ambtenaar",
        "event_reference": [],
        **body,
    }
