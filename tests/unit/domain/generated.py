"""Logs of every kind for the laws.

`lawful_logs` are histories: random attempts of random people, of which only what `decide` lets through is recorded.
`raw_logs` are what no store would ever hold: references that point anywhere, data that says nothing, types unknown.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from events.domain import chains
from events.domain.event import Draft, Event, Kind, Operation
from events.domain.event_types import EventTypeVersion
from events.domain.log import Log
from events.domain.permissions import OFFICIAL, Principal
from events.domain.refusals import Refusal
from tests import builders
from tests.builders import HAPPENED, START, Register

PEOPLE = tuple(UUID(int=100 + index) for index in range(3))
ZONES = ("burgerlijke-stand", "adreshuishouding")
LATE = "2026-02-01T00:00:00Z"
OFFICIALS = tuple(
    Principal(source_id=UUID(int=200 + index), source_type=OFFICIAL, name=f"Ambtenaar {index}") for index in range(4)
)
CLAIMED = (
    builders.DEATH,
    builders.MARRIAGE,
    replace(builders.NAME_CHANGE, civil_status=True),
    builders.ADOPTION,
    builders.MOVE,
    builders.BSN,
)
TYPES = builders.SmallCatalogue(CLAIMED)
STEPS_MAX = 24


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody tries to record something; `at` chooses among what can be its target."""

    verb: str
    at: int
    who: int
    what: int
    about: int
    days: int
    marked: bool


attempts = st.builds(
    Attempt,
    verb=st.sampled_from(("claim", "claim", "replace", "replace", "retract", "retract", *("accept",) * 7, "reject")),
    at=st.integers(0, 60),
    who=st.integers(0, len(OFFICIALS) - 1),
    what=st.integers(0, 1),
    about=st.integers(0, len(PEOPLE) - 1),
    days=st.integers(-3, 3),
    marked=st.booleans(),
)


def lawful_registers(*first: EventTypeVersion) -> st.SearchStrategy[Register]:
    """Registers with a lawful history; its claims are of one of these types (by default of any) and of the next."""
    firsts = st.sampled_from([CLAIMED.index(it) for it in first or CLAIMED])
    return st.builds(lived, st.lists(attempts, min_size=1, max_size=STEPS_MAX), first=firsts)


def lawful_logs() -> st.SearchStrategy[Log]:
    """Logs in which everything was decided on."""
    return lawful_registers().map(lambda register: register.log)


def lived(steps: list[Attempt], *, first: int) -> Register:
    """A register after these attempts, with claims of two types; what is refused leaves no trace."""
    register = Register(catalogue=TYPES)
    for step in steps:
        draft = drafted(replace(step, what=(first + step.what) % len(CLAIMED)), register=register)
        if draft is not None:
            tried(draft, register=register)
    return register


def tried(draft: Draft, *, register: Register) -> Event | None:
    """The event, if it may be recorded."""
    try:
        return register.record(draft)
    except Refusal:
        return None


def drafted(step: Attempt, *, register: Register) -> Draft | None:
    """What the attempt would record; None when there is nothing yet that it could be about."""
    new_id = UUID(int=1_000 + len(register.log))
    if step.verb == "claim" or not len(register.log):
        return replace(claimed(step), id=new_id)
    decides = step.verb in ("accept", "reject")
    candidates = [event for event in register.log if not decides or event.kind is not Kind.VALIDATION]
    target = candidates[-1 - step.at % len(candidates)]
    draft = _about(target, step=step, register=register)
    return None if draft is None else replace(draft, id=new_id)


def claimed(step: Attempt) -> Draft:
    """A claim about one or two of a few people, on one of a few days."""
    event_type = CLAIMED[step.what]
    someone, other = PEOPLE[step.about], PEOPLE[(step.about + 1 + step.marked) % len(PEOPLE)]
    about = (someone, other) if event_type in (builders.MARRIAGE, builders.MOVE) else (someone,)
    draft = builders.claim(event_type, object_ids=about, by=_maker(step), occurred_at=_moment(step))
    zone = ZONES[step.marked and event_type is builders.MOVE]
    said = {**draft.data, "ingangsdatum": f"2026-01-{10 + step.days}"} if event_type is builders.MOVE else draft.data
    source_type = "systeem" if event_type is builders.BSN else draft.source_type
    return replace(draft, zone=zone, data=said, source_type=source_type)


def every_next(register: Register) -> Iterator[Draft]:
    """Every correction and decision that somebody could try next, on every event."""
    for event in register.log:
        for verb in ("replace", "retract", "accept", "reject"):
            for who, about in ((0, 0), (3, 1)):
                step = Attempt(verb, 0, who, 0, about, 0, marked=False)
                draft = _about(event, step=step, register=register)
                if draft is not None:
                    yield replace(draft, id=UUID(int=9_999))


def _about(target: Event, *, step: Attempt, register: Register) -> Draft | None:
    fields: dict[str, Any] = {"by": _maker(step), "object_ids": register.objects_of(target)}
    match step.verb:
        case "replace":
            return _replacement(target, step=step)
        case "retract":
            return builders.retraction(target, **fields)
        case "accept":
            states = step.marked and target.event_type == builders.NAME_CHANGE.name
            return builders.acceptance(target, **fields, **({"effective_from": LATE} if states else {}))
        case _:
            return builders.rejection(target, **fields)


def _replacement(target: Event, *, step: Attempt) -> Draft | None:
    """The same said about other people or another day."""
    if target.kind is Kind.VALIDATION:
        return None
    same_type = [it.name for it in CLAIMED].index(target.event_type)
    said = claimed(replace(step, what=same_type))
    return builders.replacement(
        target, data=said.data, object_ids=said.object_ids, occurred_at=said.occurred_at, by=_maker(step)
    )


def _maker(step: Attempt) -> Principal:
    return OFFICIALS[step.who]


def _moment(step: Attempt) -> Any:
    return HAPPENED + timedelta(days=step.days)


# -- logs that no store would hold -------------------------------------------------------------------------------------

_IDS = st.integers(0, 11).map(lambda number: UUID(int=number))
_JUNK: st.SearchStrategy[Any] = st.sampled_from(
    (None, 5, "", "accepted", "replace", [], {}, {"a": {"b": [1]}}, "2026-01-01T00:00:00Z", "x" * 36)
)
_MEMBERS = st.sampled_from(
    ("operation", "decision", "data", "act", "effective_from", "persoon", "partners", "ingangsdatum", "bsn", "checks")
)
_SAID = st.one_of(
    st.dictionaries(_MEMBERS, _JUNK, max_size=4),
    st.builds(
        lambda decision, moment, act: {"decision": decision, "effective_from": moment, "act": act},
        st.sampled_from(("accepted", "accepted", "rejected")),
        st.sampled_from((None, "2025-01-01T00:00:00Z", LATE, "later")),
        _JUNK,
    ),
    st.builds(
        lambda operation, data: {"operation": operation, "data": data},
        st.sampled_from(tuple(Operation)),
        st.one_of(_JUNK, st.dictionaries(_MEMBERS, _JUNK, max_size=2)),
    ),
    st.sampled_from(PEOPLE).map(lambda one: {"persoon": {"objectId": str(one)}, "bsn": "1", "ingangsdatum": "2026"}),
)


def _event(event_id: UUID, order: int, minute: int, kind: Kind, event_type: EventTypeVersion, *rest: Any) -> Event:
    source, zone, references, said, about = rest
    return Event(
        id=event_id,
        created_at=START + timedelta(minutes=minute),
        order=order,
        occurred_at=HAPPENED + timedelta(days=minute % 5),
        object_ids=tuple(about),
        event_type=event_type.name,
        event_version=event_type.version,
        kind=kind,
        source_id=source,
        source_type=OFFICIAL,
        references=tuple(references),
        data=said,
        zone=zone,
    )


_UNKNOWN_TYPES = (replace(builders.DEATH, version="9"), replace(builders.DEATH, name="Doop"))
_EVENTS = st.builds(
    _event,
    _IDS,
    st.integers(1, 12),
    st.integers(0, 12),
    st.sampled_from((Kind.CLAIM, Kind.CORRECTION, Kind.CORRECTION, Kind.VALIDATION, Kind.VALIDATION)),
    st.sampled_from(
        (builders.DEATH, builders.DEATH, builders.NAME_CHANGE, builders.ADOPTION, builders.MOVE, *_UNKNOWN_TYPES)
    ),
    st.sampled_from([maker.source_id for maker in OFFICIALS]),
    st.sampled_from((ZONES[0], ZONES[0], ZONES[0], ZONES[1])),
    st.lists(_IDS, max_size=2),
    _SAID,
    st.lists(st.sampled_from(PEOPLE), max_size=2),
)


def raw_events() -> st.SearchStrategy[list[Event]]:
    """Events that refer anywhere and say anything; every id once."""
    return st.lists(_EVENTS, max_size=12, unique_by=lambda event: event.id)


def raw_logs() -> st.SearchStrategy[Log]:
    """Logs of them."""
    return raw_events().map(Log)


# -- chains of one claim, dense in corrections and decisions that do refer back ----------------------------------------


@st.composite
def dense_chains(draw: st.DrawFn) -> Log:
    """One claim and what anybody might record under it without being stopped: every kind of clash."""
    event_type = draw(st.sampled_from((builders.DEATH, builders.ADOPTION, builders.NAME_CHANGE)))
    found: list[Draft] = [replace(builders.claim(event_type, object_ids=(PEOPLE[0],)), id=UUID(int=1))]
    for number in range(2, draw(st.integers(2, 16))):
        target = found[draw(st.integers(0, len(found) - 1))]
        maker = OFFICIALS[draw(st.integers(0, len(OFFICIALS) - 1))]
        made = draw(
            st.sampled_from((builders.acceptance, builders.acceptance, builders.rejection, builders.retraction))
        )
        if target.kind is not Kind.VALIDATION and draw(st.booleans()):
            made = draw(st.sampled_from((builders.replacement, builders.acceptance)))
        if made in (builders.acceptance, builders.rejection) and target.kind is Kind.VALIDATION:
            made = builders.retraction
        found.append(replace(made(target, by=maker), id=UUID(int=number)))
    return builders.a_log(*found)


def accepted_fully(target: Event, *, register: Register) -> None:
    """Have as many officials accept it as its type takes. Raises the refusals of `decide`."""
    for _ in range(register.catalogue.newest(target.event_type).acceptances):
        register.accept(target)


def present(event: Event, *, register: Register) -> Event:
    """The tip of the event's chain."""
    return chains.tip(event, log=register.log, catalogue=register.catalogue)
