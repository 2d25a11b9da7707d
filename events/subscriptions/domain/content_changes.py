"""What an event made of what a claim says: the difference that whoever was told of the claim has to know.

Three things change what a claim says: a correction that takes effect or falls again, a validation that is retracted,
and one that is given anew after that. That a claim comes into force for the first time is none of them: what it says
stays.

What a claim says is its content in the legal view (`product.md`, section 3) while it is in force. Before it ever was,
it is what is claimed, with the replacements that were accepted already and without what officials added; once it was
and is no longer, it is nothing, as it is when it was retracted.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import rfc8785

from events.domain import chains, pointers, readings
from events.domain.canonical import instant_text
from events.domain.declared_pointers import place
from events.domain.event import Event, Kind
from events.domain.event_types import Catalogue
from events.domain.readings import View
from events.domain.standing import StandingOf, standing_in_chain

Json = Mapping[str, Any]
DATA: Final = "/event_data"
WHOLE: Final = ""
"""The pointer to all that a claim says (RFC 6901)."""


class Nothing:
    """What stands where nothing does: null is something."""


NOTHING: Final = Nothing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One place in what a claim says, what stood there and what stands there; NOTHING where nothing does.

    A place is one that the event type declares, or what holds it: names that somebody chose stand in values only.
    """

    pointer: str
    was: Any
    now: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentChange:
    """What a claim says otherwise by one event, and what the claim counts for since."""

    claim: UUID
    standing: StandingOf
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a claim says at a place in the log; None: nothing. `bearer` is the claim or replacement that says it."""

    said: Json | None
    bearer: UUID | None
    in_force: bool
    standing: StandingOf
    schema: Json


def content_changes(chain: Sequence[Event], *, catalogue: Catalogue) -> dict[UUID, ContentChange]:
    """Of each event of a chain (by order, root first) that changed what its claim says: the difference, by its id."""
    found: dict[UUID, ContentChange] = {}
    for event, before, after in _steps(chain, catalogue=catalogue):
        told = () if _begins(before, after) else tuple(differences(before.said, after.said, schema=after.schema))
        if told:
            found[event.id] = ContentChange(claim=chain[0].id, standing=after.standing, differences=told)
    return found


def pictures(chain: Sequence[Event], *, catalogue: Catalogue) -> dict[UUID, Picture]:
    """What the claim said after each decision of its chain, by the id of that, and after it was made."""
    first = _picture(chain[:1], catalogue=catalogue, has_been=False)
    return {chain[0].id: first} | {event.id: after for event, _, after in _steps(chain, catalogue=catalogue)}


def differences(was: Json | None, now: Json | None, *, schema: Json) -> Iterator[Difference]:
    """Where two things that a claim says differ; the whole, where one of them is nothing."""
    if was is None or now is None:
        if was is not now:
            yield Difference(pointer=WHOLE, was=_or_nothing(was), now=_or_nothing(now))
        return
    for name in sorted(was.keys() | now.keys()):
        before, after = was.get(name, NOTHING), now.get(name, NOTHING)
        pointer = f"/{name}"
        if pointer == DATA:
            yield from _apart(before, after, pointer=pointer, inside="", schema=schema)
        elif not _same(before, after):
            yield Difference(pointer=pointer, was=before, now=after)


def _steps(chain: Sequence[Event], *, catalogue: Catalogue) -> Iterator[tuple[Event, Picture, Picture]]:
    """Every decision, with what the claim said before and after it. What is only claimed changes nothing."""
    before = _picture(chain[:1], catalogue=catalogue, has_been=False)
    has_been = before.in_force
    for number, event in enumerate(chain[1:], start=2):
        if event.kind is Kind.VALIDATION:
            after = _picture(chain[:number], catalogue=catalogue, has_been=has_been)
            yield event, before, after
            before, has_been = after, has_been or after.in_force


def _picture(chain: Sequence[Event], *, catalogue: Catalogue, has_been: bool) -> Picture:
    links = readings.links(chain, catalogue=catalogue, view=View.LEGAL)
    root = links[chain[0].id]
    content = chains.content_in(links, chain[0].id, catalogue=catalogue)
    said: Json | None = None
    if content is not None and root.in_force:
        said = _written(content.event, content.data)
        if content.effective_from is not None:
            said |= {"effective_from": instant_text(content.effective_from)}
    elif content is not None and not has_been:
        said = _written(content.event, chains.said_by(content.event).data)
    return Picture(
        said=said,
        bearer=None if content is None else content.event.id,
        in_force=root.in_force,
        standing=standing_in_chain(root),
        schema=readings.declared(chain[0], catalogue=catalogue).schema,
    )


def _written(bearer: Event, data: Json) -> dict[str, Any]:
    """As the wire shows it. In what order objects are named means nothing."""
    return {
        "event_data": data,
        "object_ids": sorted(str(it) for it in bearer.object_ids),
        "occurred_at": instant_text(bearer.occurred_at),
    }


def _begins(before: Picture, after: Picture) -> bool:
    """Whether the claim comes into force for the first time, and says what it said before."""
    return after.in_force and not before.in_force and before.said is not None and before.bearer == after.bearer


def _apart(was: Any, now: Any, *, pointer: str, inside: str, schema: Json) -> Iterator[Difference]:
    """Where two values differ, as deep as the schema declares places. `inside`: the place as the schema names it."""
    if _same(was, now):
        return
    inner = list(_members(was, now, inside=inside))
    if inner and all(place(there, schema=schema) is not None for _name, there, before, after in inner):
        for name, there, before, after in inner:
            yield from _apart(before, after, pointer=f"{pointer}/{name}", inside=there, schema=schema)
        return
    yield Difference(pointer=pointer, was=was, now=now)


def _members(was: Any, now: Any, *, inside: str) -> Iterator[tuple[str, str, Any, Any]]:
    """The members of two objects that differ, or of two lists of one length; of nothing else there are any."""
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        for name in sorted(was.keys() | now.keys()):
            before, after = was.get(name, NOTHING), now.get(name, NOTHING)
            if not _same(before, after):
                token = name.replace("~", "~0").replace("/", "~1")
                yield token, f"{inside}/{token}", before, after
    elif pointers.is_list(was) and pointers.is_list(now) and len(was) == len(now):
        for index, (before, after) in enumerate(zip(was, now, strict=True)):
            if not _same(before, after):
                yield str(index), f"{inside}/{pointers.EVERY}", before, after


def _same(one: Any, other: Any) -> bool:
    """Whether two values are the same JSON: 1 and 1.0 are, 1 and true are not."""
    if one is NOTHING or other is NOTHING:
        return one is other
    return rfc8785.dumps(one) == rfc8785.dumps(other)


def _or_nothing(said: Json | None) -> Any:
    return NOTHING if said is None else said
