"""The steps by which data of one version of a type is read as the next: a closed set, declared, total.

A path is a pointer of `events.domain.pointers` (`*` for every member of a list). A step finds what it is about or does
nothing; it never raises on data and never changes the data it was given.

    {"op": "rename",  "from": "/a", "to": "/b"}            the value moves; within a list only inside its members
    {"op": "default", "path": "/a", "value": 1}            an absent member gets this value (its parent must be there)
    {"op": "remove",  "path": "/a"}                        the member goes
    {"op": "wrap",    "path": "/a", "member": "objectId"}  the value becomes {"objectId": value}
    {"op": "map",     "path": "/a", "values": {"m": "M"}}  text that is listed becomes the other
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, assert_never

from events.domain.declaration_messages import MESSAGES
from events.domain.pointers import EVERY, UNORDERED, is_list, tokens


@dataclass(frozen=True, slots=True)
class Rename:
    """Move a value."""

    origin: tuple[str, ...]
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Default:
    """Give an absent member a value."""

    path: tuple[str, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """Leave a member out."""

    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wrap:
    """Put a value inside an object, as its only member."""

    path: tuple[str, ...]
    member: str


@dataclass(frozen=True, slots=True)
class MapValues:
    """Replace listed texts by others."""

    path: tuple[str, ...]
    values: Mapping[str, Any]


Step = Rename | Default | Remove | Wrap | MapValues


class NoStep(ValueError):
    """A declaration that is no step: what is wrong is said by `declaration_messages`."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(MESSAGES[code] % facts)
        self.code = code
        self.facts = facts


class _Absent(Enum):
    """That there is no value, which is not the same as null."""

    ABSENT = 0


ABSENT = _Absent.ABSENT
_LISTS = (EVERY, UNORDERED)


def parse(declared: Mapping[str, Any]) -> Step:
    """The step that a declaration says. Raises `NoStep`, a `ValueError` that tells how to mend it."""
    match dict(declared):
        case {"op": "rename", "from": str(origin), "to": str(to), **rest} if not rest:
            return _rename(_path(origin), _path(to))
        case {"op": "default", "path": str(path), "value": value, **rest} if not rest:
            return Default(_path(path), value)
        case {"op": "remove", "path": str(path), **rest} if not rest:
            return Remove(_path(path))
        case {"op": "wrap", "path": str(path), "member": str(member), **rest} if member and not rest:
            return Wrap(_path(path), member)
        case {"op": "map", "path": str(path), "values": dict(values), **rest} if not rest:
            return MapValues(_path(path), values)
        case _:
            raise NoStep("upcast-step")


def apply(step: Step, *, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data after one step."""
    match step:
        case Rename():
            found = _renamed(data, step=step)
        case Default(path=path, value=value):
            found = _changed(data, path, change=lambda old: value if old is ABSENT else old)
        case Remove(path=path):
            found = _changed(data, path, change=lambda _: ABSENT)
        case Wrap(path=path, member=member):
            found = _changed(data, path, change=lambda old: old if old is ABSENT else {member: old})
        case MapValues(path=path, values=values):
            found = _changed(data, path, change=lambda old: values.get(old, old) if isinstance(old, str) else old)
        case _:
            assert_never(step)
    return dict(found)


def _path(pointer: str) -> tuple[str, ...]:
    if not pointer.startswith("/") or pointer == "/":
        raise NoStep("upcast-path", path=pointer)
    return tokens(pointer)


def _rename(origin: tuple[str, ...], to: tuple[str, ...]) -> Rename:
    if _within(origin) != _within(to) or origin[-1] in _LISTS or to[-1] in _LISTS:
        raise NoStep("upcast-list")
    return Rename(origin, to)


def _within(path: tuple[str, ...]) -> tuple[str, ...]:
    """The beginning of a path, up to and including its last list."""
    last = max((index for index, token in enumerate(path) if token in _LISTS), default=-1)
    return path[: last + 1]


def _renamed(data: Mapping[str, Any], *, step: Rename) -> Any:
    shared = _within(step.origin)
    origin, to = step.origin[len(shared) :], step.to[len(shared) :]

    def moved(container: Any) -> Any:
        value, present = _at(container, origin), _at(container, to)
        if value is ABSENT or present is not ABSENT:
            return container
        without = _changed(container, origin, change=lambda _: ABSENT)
        return _changed(without, to, change=lambda _: value, make=True)

    return _changed(data, shared, change=moved)


def _at(container: Any, path: Sequence[str]) -> Any:
    for token in path:
        container = container.get(token, ABSENT) if isinstance(container, Mapping) else ABSENT
    return container


def _changed(value: Any, path: Sequence[str], *, change: Callable[[Any], Any], make: bool = False) -> Any:
    """A copy in which the values at the path are changed; `make` makes the objects on the way there."""
    if not path:
        return change(value)
    if value is ABSENT and make:
        value = {}
    token, rest = path[0], path[1:]
    if token in _LISTS:
        members = [_changed(it, rest, change=change, make=make) for it in value] if is_list(value) else value
        return [it for it in members if it is not ABSENT] if is_list(value) else value
    if not isinstance(value, Mapping):
        return value
    inner = _changed(value.get(token, ABSENT), rest, change=change, make=make)
    if inner is ABSENT:
        return {name: member for name, member in value.items() if name != token}
    return {**value, token: inner}
