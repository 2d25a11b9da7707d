"""Inputs for what a claim lacks before it can be accepted, made from the schema of its type.

Each missing member becomes one input per value, as the form of a new claim has them (`forms.entry`), named by its JSON
Pointer (RFC 6901) into the data; what is filled in becomes the `act` of the decision. Nothing here decides whether the
act is enough: the domain does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms

from events.domain.plain_json import pointer_token
from events.domain.pointers import tokens
from events.domain.refusals import Violation
from events.domain.schemas import violations
from management_ui.forms.entry.inputs import field_of
from management_ui.forms.entry.nodes import REST, Group, Kind, Leaf, Listing, Node, node_of
from management_ui.forms.entry.values import value_of
from management_ui.presenters.persons import Names
from management_ui.presenters.values import resolve, title_of

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActField:
    """One input: the place of its value in the data, the title of the member it is of, and the form field."""

    pointer: str
    group: str
    leaf: Leaf
    field: forms.Field
    is_alternative: bool = False
    """Whether another member would do as well."""

    @property
    def name(self) -> str:
        """The input's name in the form."""
        return f"act{self.pointer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The schemas of a type, what its data say now, and the persons that may be named."""

    schema: Schema
    accept_schema: Schema
    data: Mapping[str, Any]
    persons: Sequence[UUID]
    names: Names


def act_fields(demand: Demand) -> tuple[ActField, ...]:
    """An input for every value that is missing to accept, in the order of the schema of acceptance."""
    found: dict[str, ActField] = {}
    for pointer, is_alternative in _missing(demand):
        if not _may_be_added(pointer, data=demand.data):
            continue
        group, schema = _at(pointer, root=demand.schema)
        node = node_of(tokens(pointer)[-1], schema, root=demand.schema)
        for at, leaf in _leaves(node, pointer=pointer, depth=0):
            item = _act_field(leaf, pointer=at, group=group, demand=demand)
            found.setdefault(at, replace(item, is_alternative=is_alternative))
    return tuple(found.values())


def to_correct(demand: Demand) -> tuple[tuple[str, Violation], ...]:
    """What keeps the claim from being accepted and no act can add, as it lies in a list; each with what it is called.

    An act adds members to objects; the rows of a list are only changed by a correction.
    """
    wrong = violations(demand.accept_schema, demand.data, "") if demand.accept_schema else ()
    beyond = (it for it in wrong if not _may_be_added(it.pointer, data=demand.data))
    return tuple((_title_at(it.pointer, root=demand.schema), it) for it in beyond)


def act_of(fields: Sequence[ActField], *, filled: Mapping[str, str]) -> dict[str, Any]:
    """The act that was filled in: only what has a value, nested as its pointers say."""
    act: dict[str, Any] = {}
    for item in fields:
        text = filled.get(item.name)
        if not text:
            continue
        *path, last = tokens(item.pointer)
        place = act
        for token in path:
            place = place.setdefault(token, {})
        place[last] = value_of(text, item.leaf)
    return act


def _may_be_added(pointer: str, *, data: Any) -> bool:
    """Whether an act can add what stands at a place: down to it there are objects only, or nothing yet."""
    place = data
    for token in tokens(pointer):
        if not isinstance(place, Mapping):
            return False
        if token not in place:
            return True
        place = place[token]
    return True


def _title_at(pointer: str, *, root: Schema) -> str:
    """What the place is called from its member down, rows of a list by their number."""
    place: Schema = root
    titles: list[str] = []
    for token in tokens(pointer):
        inner = resolve(place, root=root)
        if inner.get("type") == "array" and token.isdigit() and titles:
            titles[-1] += f" {int(token) + 1}"
            place = resolve(inner.get("items", {}), root=root)
        else:
            place = resolve(inner.get("properties", {}).get(token, {}), root=root)
            title = title_of(token, place)
            titles.append(f"{title[:1].lower()}{title[1:]}" if titles else title)
    return " – ".join(titles)


def _missing(demand: Demand) -> Iterator[tuple[str, bool]]:
    """The pointers of what is missing, and whether another would do as well (all but the first of several)."""
    if not demand.accept_schema:
        return
    for item in violations(demand.accept_schema, demand.data, ""):
        if item.code == "required":
            yield item.pointer, False
        elif item.code == "one-of":
            members = _alternatives(item.pointer.rpartition("/")[0], schema=demand.accept_schema)
            yield from ((pointer, index > 0) for index, pointer in enumerate(members))


def _alternatives(place: str, *, schema: Schema) -> Iterator[str]:
    """Every member of which one must be given at that place (a pointer)."""
    _title, found = _at(place, root=schema)
    for branch in (*found.get("anyOf", ()), *found.get("oneOf", ())):
        for member in branch.get("required", ()) if isinstance(branch, Mapping) else ():
            yield f"{place}/{member}"


def _at(pointer: str, *, root: Schema) -> tuple[str, Schema]:
    """The title and the schema of the place that a pointer leads to."""
    place: Schema = root
    title = ""
    for token in tokens(pointer):
        place = resolve(resolve(place, root=root).get("properties", {}).get(token, {}), root=root)
        title = title_of(token, place)
    return title, place


def _leaves(node: Node, *, pointer: str, depth: int) -> Iterator[tuple[str, Leaf]]:
    """The single values of a member, with their pointers: all of the member itself, deeper only what it requires.

    Of a member that takes several forms, those of the first. A list is one input of JSON: its rows need buttons.
    """
    match node:
        case Leaf():
            yield pointer, node
        case Listing():
            yield pointer, Leaf(name=node.name, title=node.title, hint=node.hint, kind=Kind.JSON)
        case Group():
            first = node.forms[0][1] if node.forms else tuple(member.name for member in node.members)
            for member in node.members:
                if member.name in first and member.name != REST and (member.required or depth == 0):
                    yield from _leaves(member, pointer=f"{pointer}/{pointer_token(member.name)}", depth=depth + 1)


def _act_field(leaf: Leaf, *, pointer: str, group: str, demand: Demand) -> ActField:
    persons = [(str(person), demand.names.of(person)) for person in demand.persons]
    return ActField(pointer=pointer, group=group, leaf=leaf, field=field_of(leaf, label=leaf.title, options=persons))
