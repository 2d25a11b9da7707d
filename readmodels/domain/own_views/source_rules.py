"""What must hold of one field or condition: that its pointers lead somewhere, and to what it can do something with."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from events.domain.declared_pointers import is_pointer
from events.domain.event_types import EventTypeVersion
from events.domain.refusals import Violation
from events.domain.schema_messages import gettext_noop
from readmodels.domain.own_views import conditions, places
from readmodels.domain.own_views.conditions import NOTHING, ONE, OPERATIONS, OPTIONS_MAX, ORDERED, SEVERAL, TEXT
from readmodels.domain.own_views.functions import FUNCTIONS, TYPES, VALUE, FieldType, natural_type
from readmodels.domain.own_views.messages import mistake
from readmodels.domain.own_views.places import Possible

NAMES_MAX = 30
"""How many names of what stands at a place are told."""
_NOTHING_HERE = "–"
_WORDS: Mapping[str, str] = {
    "boolean": gettext_noop("true or false"),
    "date": gettext_noop("a date"),
    "integer": gettext_noop("a whole number"),
    "number": gettext_noop("a number"),
    "string": gettext_noop("text"),
}
_OR = gettext_noop("or")
_WANTED: Mapping[str, str] = {
    # The limits are those of `conditions`, written out: each sentence is one msgid (a test holds it).
    ONE: gettext_noop("text of 1 to 200 characters, a number, true or false"),
    SEVERAL: gettext_noop("a list of 1 to 100 texts or numbers"),
    TEXT: gettext_noop("text of 1 to 200 characters"),
    ORDERED: gettext_noop("a number, a day (2026-11-20) or a moment with its offset (2026-11-20T04:37:00Z)"),
}


def wrong_field(field: Mapping[str, Any], *, place: str, types: Sequence[EventTypeVersion]) -> Iterator[Violation]:
    """What is wrong with a field that has its shape."""
    name = field.get("function", VALUE)
    function, field_type = FUNCTIONS[name], FieldType(field.get("type", natural_type(name)))
    if field_type not in function.types:
        said = ", ".join(function.types)
        yield mistake("function-type", pointer=f"{place}/type", function=name, types=said)
        field_type = function.types[0]
    yield from _wrong_pointers(field, place=place, types=types, kinds=function.takes(field_type))


def wrong_condition(said: Mapping[str, Any], *, place: str, types: Sequence[EventTypeVersion]) -> Iterator[Violation]:
    """What is wrong with a condition that has its shape."""
    found = tuple(_wrong_value(said, place=f"{place}/value"))
    yield from found or _wrong_choice(said, place=f"{place}/value", types=types)
    comparable = places.KINDS if found else _comparable(said)
    yield from _wrong_pointers(said, place=place, types=types, kinds=comparable)


def _wrong_pointers(
    said: Mapping[str, Any], *, place: str, types: Sequence[EventTypeVersion], kinds: frozenset[str]
) -> Iterator[Violation]:
    pointer = said["pointer"]
    if isinstance(pointer, str):
        yield from _wrong_pointer(pointer, place=f"{place}/pointer", types=types, kinds=kinds)
    else:
        for index, one in enumerate(pointer):
            yield from _wrong_pointer(one, place=f"{place}/pointer/{index}", types=types, kinds=kinds)


def _wrong_pointer(
    pointer: str, *, place: str, types: Sequence[EventTypeVersion], kinds: frozenset[str]
) -> Iterator[Violation]:
    """That it is no pointer, leads nowhere, or to what gives nothing. Without any known type nothing is told of it."""
    if not is_pointer(pointer):
        yield mistake("not-a-pointer", pointer=place)
    elif types:
        found = places.possible(pointer, types=types)
        if not found.kinds:
            last = places.reached(pointer, types=types)
            yield mistake("unreachable", pointer=place, place=last or "/", names=_names(last, types=types))
        elif not found.kinds & kinds:
            yield _points_too_high(pointer, place=place, types=types, found=found, kinds=kinds)


def _points_too_high(
    pointer: str, *, place: str, types: Sequence[EventTypeVersion], found: Possible, kinds: frozenset[str]
) -> Violation:
    if "array" in found.kinds:
        return mistake("points-at-list", pointer=place, at=pointer)
    if "object" in found.kinds:
        return mistake("points-at-object", pointer=place, at=pointer, names=_names(pointer, types=types))
    said = kinds - {"integer"} if "number" in kinds else kinds
    wanted = f" {_OR} ".join(_WORDS[kind] for kind in sorted(said & _WORDS.keys()))
    return mistake("never-such", pointer=place, at=pointer, wanted=wanted)


def _names(pointer: str, *, types: Sequence[EventTypeVersion]) -> str:
    names = places.names_at(pointer, types=types)
    return ", ".join(names[:NAMES_MAX]) + (", …" if len(names) > NAMES_MAX else "") or _NOTHING_HERE


def _wrong_value(said: Mapping[str, Any], *, place: str) -> Iterator[Violation]:
    """That the value is missing, superfluous, or not what the operation compares with."""
    takes = OPERATIONS[said["op"]].takes
    if takes == NOTHING:
        if "value" in said:
            yield mistake("value-superfluous", pointer=place, op=said["op"])
    elif "value" not in said:
        yield mistake("value-missing", pointer=place, op=said["op"])
    elif not _fits(said["value"], takes=takes):
        yield mistake("value-type", pointer=place, op=said["op"], wanted=_WANTED[takes])


def _fits(value: object, *, takes: str) -> bool:
    match takes:
        case "several":
            return isinstance(value, list) and 0 < len(value) <= OPTIONS_MAX and all(map(conditions.is_scalar, value))
        case "text":
            return isinstance(value, str) and conditions.is_scalar(value)
        case "ordered":
            return conditions.is_ordered(value)
        case _:
            return conditions.is_scalar(value)


def _wrong_choice(said: Mapping[str, Any], *, place: str, types: Sequence[EventTypeVersion]) -> Iterator[Violation]:
    """A text that can never stand at the one place, where the schemas list all that can."""
    pointer, value = said["pointer"], said.get("value")
    if said["op"] not in ("equals", "notEquals", "in") or not isinstance(pointer, str) or not types:
        return
    found = places.possible(pointer, types=types)
    if found.texts is None or "date" in found.kinds:
        return
    for at, one in _each(value, place=place):
        if isinstance(one, str) and one not in found.texts and "string" in found.kinds:
            options = ", ".join(sorted(found.texts)[:NAMES_MAX])
            yield mistake("value-choice", pointer=at, at=pointer, options=options)


def _each(value: object, *, place: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, list):
        yield from ((f"{place}/{index}", one) for index, one in enumerate(value))
    else:
        yield place, value


def _comparable(said: Mapping[str, Any]) -> frozenset[str]:
    """The kinds of value that the operation can compare with the condition's value."""
    takes, value = OPERATIONS[said["op"]].takes, said.get("value")
    if takes == NOTHING:
        return frozenset({"string"}) if said["op"] == "isObject" else places.KINDS
    kinds = frozenset().union(*(_compares_with(one) for _, one in _each(value, place="")))
    return kinds or places.KINDS


def _compares_with(value: object) -> frozenset[str]:
    if isinstance(value, bool):
        return TYPES[FieldType.BOOLEAN].kinds
    if isinstance(value, str):
        return frozenset({"string", "date"})
    return frozenset({"integer", "number"}) if isinstance(value, int | float) else frozenset()
