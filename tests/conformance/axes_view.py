"""`two_axes`: the timelines of one value over both axes, as known at each formal moment."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from events.domain.event import Event, Kind
from events.domain.event_types import EventTypeVersion
from events.domain.log import Log
from readmodels.domain.pictures import Picture
from readmodels.domain.states import Question
from tests.builders import SmallCatalogue
from tests.conformance.cases import Case

NAMES = UUID(int=0x2A)
TYPE = EventTypeVersion(name="set", version="1", title="Waarde", schema={"type": "object"})
CATALOGUE = SmallCatalogue((TYPE,))
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
OPERATIONS = {"replace": "replace", "retract": "retract"}
DECISIONS = {"accept": "accepted", "reject": "rejected"}


class AxesView:
    """An event type that has no reader of its own: what any organisation may declare. Times are whole days."""

    def answer(self, case: Case) -> Any:
        log = log_of(case)
        return [
            {"as_known_at": asked["as_known_at"], "timeline": timeline_at(log, asked["as_known_at"], case=case)}
            | {name: asked[name] for name in ("unsure",) if name in asked}
            for asked in case["expected"]
        ]

    def expected(self, case: Case) -> Any:
        return case["expected"]

    def agree(self, answer: Any, expected: Any) -> bool:
        return bool(answer == expected)

    def topics(self, case: Case) -> Iterable[str]:
        return (case["title"],)

    def name(self, case: Case) -> str:
        return str(case["id"])


def log_of(case: Case) -> Log:
    """The events of the case, as ours."""
    return Log(_event(event) for event in case["events"])


def timeline_at(log: Log, known_at: int, *, case: Case) -> list[dict[str, Any]]:
    """The value of the object of the case over material time, as known at a formal day."""
    moment = EPOCH + known_at * DAY
    (someone,) = {name for event in case["events"] for name in event["objs"]}
    asked = Question(as_of=moment, as_at=moment)
    found = Picture(log, asked=asked, catalogue=CATALOGUE).segments(uuid5(NAMES, someone))
    return [
        {"from": _day(it.since), "to": None if it.until is None else _day(it.until), "value": it.holding.value}
        for it in found
    ]


def _event(said: Mapping[str, Any]) -> Event:
    kind = Kind(said["kind"])
    return Event(
        id=uuid5(NAMES, said["id"]),
        created_at=EPOCH + said["created"] * DAY,
        order=said["seq"],
        occurred_at=EPOCH + said["occurred"] * DAY,
        object_ids=tuple(uuid5(NAMES, name) for name in said["objs"]),
        event_type=TYPE.name,
        event_version=TYPE.version,
        kind=kind,
        source_id=uuid5(NAMES, "official" if kind is Kind.VALIDATION else "source"),
        source_type="ambtenaar",
        references=tuple(uuid5(NAMES, name) for name in said["refs"]),
        data=_data(said["data"], kind=kind),
        zone="adreshuishouding",
    )


def _data(said: Mapping[str, Any], *, kind: Kind) -> dict[str, Any]:
    if kind is Kind.VALIDATION:
        return {"decision": DECISIONS[said["verdict"]]}
    if kind is Kind.CLAIM:
        return dict(said)
    content = {name: value for name, value in said.items() if name != "op"}
    return {"operation": OPERATIONS[said["op"]], "reason": "…", "data": content}


def _day(moment: datetime) -> int:
    return (moment - EPOCH) // DAY
