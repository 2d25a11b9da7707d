"""What changes from one version of an event type to the next, and what that means for whoever sends data.

`NARROWS`: data that was right can be wrong now. `WIDENS`: data that would have been wrong can be right now. `RENEWS`:
both, or it cannot be told. `SAYS`: only a text. `RULES`: not the data, but who may claim, how it is decided or read.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final

from events.domain.event_types import EventTypeVersion
from events.domain.schema_fields import Field, fields_of
from events.domain.type_declarations import render


class Effect(StrEnum):
    """What a change does to the data that is right."""

    NARROWS = "narrows"
    WIDENS = "widens"
    RENEWS = "renews"
    RULES = "rules"
    SAYS = "says"


class Aspect(StrEnum):
    """Of what a change is: the data of a claim, what is needed to accept it, or a member of the declaration."""

    DATA = "data"
    ACCEPTANCE = "acceptance"
    RULE = "rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One change at one place: a pointer into the data, or the name of a member of the declaration.

    `what` is the code of the change; `before` and `after` are plain JSON, None where there is nothing.
    """

    aspect: Aspect
    place: str
    what: str
    effect: Effect
    before: Any = None
    after: Any = None
    title: str = ""


# Keywords of which a higher (or lower) number allows more.
_UPPER: Final = frozenset({"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains"})
_LOWER: Final = frozenset({"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains"})
_RULES_NOT_COMPARED: Final = frozenset({"name", "version", "schema", "accept_schema", "upcast", "upcast_from"})


def differences(old: EventTypeVersion, new: EventTypeVersion) -> tuple[Difference, ...]:
    """Everything that is not the same: first the data, then what accepting asks, then the rules."""
    titles = {field.pointer: field.title for schema in (old.schema, new.schema) for field in fields_of(schema)}
    needed = _schemas(old.accept_schema, new.accept_schema, aspect=Aspect.ACCEPTANCE)
    return (
        *_schemas(old.schema, new.schema, aspect=Aspect.DATA),
        *(replace(it, title=it.title or titles.get(it.place, "")) for it in needed),
        *_rules(old, new),
    )


def _schemas(old: Mapping[str, Any], new: Mapping[str, Any], *, aspect: Aspect) -> Iterator[Difference]:
    before = {field.pointer: field for field in fields_of(old)}
    after = {field.pointer: field for field in fields_of(new)}
    for pointer, field in before.items():
        if pointer not in after and _parent(pointer) in after:
            yield _removed(field, parent=after[_parent(pointer)], aspect=aspect)
    for pointer, field in after.items():
        if pointer in before:
            yield from _changed(before[pointer], field, aspect=aspect)
        elif _parent(pointer) in before:
            yield _added(field, parent=before[_parent(pointer)], aspect=aspect)


def _parent(pointer: str) -> str:
    return pointer.rpartition("/")[0]


def _removed(field: Field, *, parent: Field, aspect: Aspect) -> Difference:
    effect = Effect.WIDENS
    if parent.closed:
        effect = Effect.RENEWS if field.required else Effect.NARROWS
    return Difference(
        aspect=aspect, place=field.pointer, what="removed", effect=effect, before=_said(field), title=field.title
    )


def _added(field: Field, *, parent: Field, aspect: Aspect) -> Difference:
    if field.required:
        what, effect = "added-required", Effect.RENEWS if parent.closed else Effect.NARROWS
    else:
        what, effect = "added", Effect.WIDENS if parent.closed else Effect.NARROWS
    return Difference(
        aspect=aspect, place=field.pointer, what=what, effect=effect, after=_said(field), title=field.title
    )


def _changed(old: Field, new: Field, *, aspect: Aspect) -> Iterator[Difference]:
    def found(what: str, effect: Effect, before: Any = None, after: Any = None) -> Difference:
        return Difference(
            aspect=aspect,
            place=new.pointer,
            what=what,
            effect=effect,
            before=before,
            after=after,
            title=new.title or old.title,
        )

    if old.required != new.required:
        required = Effect.NARROWS if new.required else Effect.WIDENS
        yield found("required" if new.required else "optional", required)
    if old.types != new.types:
        yield found("type", _of_sets(old.types, new.types), sorted(old.types), sorted(new.types))
    if old.closed != new.closed:
        yield found("closed" if new.closed else "opened", Effect.NARROWS if new.closed else Effect.WIDENS)
    if old.forms != new.forms:
        effect = _of_sets(frozenset(old.forms), frozenset(new.forms))
        yield found("forms", effect, list(old.form_titles), list(new.form_titles))
    for keyword in sorted(old.limits.keys() | new.limits.keys()):
        before, after = old.limits.get(keyword), new.limits.get(keyword)
        if before != after or type(before) is not type(after):
            yield found(keyword, _of_limit(keyword, before, after), before, after)
    for text in ("title", "description"):
        if getattr(old, text) != getattr(new, text):
            yield found(text, Effect.SAYS, getattr(old, text) or None, getattr(new, text) or None)


def _of_sets(before: frozenset[str], after: frozenset[str]) -> Effect:
    """Of what one of a set must hold; an empty set asks nothing."""
    if not before or (after and after < before):
        return Effect.NARROWS
    if not after or before < after:
        return Effect.WIDENS
    return Effect.RENEWS


def _of_limit(keyword: str, before: Any, after: Any) -> Effect:
    if before is None:
        return Effect.NARROWS
    if after is None:
        return Effect.WIDENS
    if keyword == "enum":
        return _of_sets(frozenset(map(repr, before)), frozenset(map(repr, after)))
    if keyword in _UPPER | _LOWER and isinstance(before, int | float) and isinstance(after, int | float):
        return Effect.WIDENS if (after > before) == (keyword in _UPPER) else Effect.NARROWS
    return Effect.RENEWS


def _rules(old: EventTypeVersion, new: EventTypeVersion) -> Iterator[Difference]:
    before, after = render(old), render(new)
    for name in (field.name for field in fields(EventTypeVersion) if field.name not in _RULES_NOT_COMPARED):
        if before[name] != after[name]:
            judge = _EFFECTS.get(name, lambda _old, _new: Effect.RULES)
            yield Difference(
                aspect=Aspect.RULE,
                place=name,
                what="rule",
                effect=judge(before[name], after[name]),
                before=before[name],
                after=after[name],
            )
    if new.upcast and new.upcast_from == old.version:
        yield Difference(
            aspect=Aspect.RULE,
            place="upcast",
            what="upcast",
            effect=Effect.RULES,
            after=[dict(step) for step in new.upcast],
        )


_EFFECTS: Final[Mapping[str, Callable[[Any, Any], Effect]]] = {
    "title": lambda _before, _after: Effect.SAYS,
    "source_types": lambda before, after: _of_sets(frozenset(before), frozenset(after)),
    "may_lie_ahead": lambda _before, after: Effect.WIDENS if after else Effect.NARROWS,
    "acceptances": lambda before, after: Effect.NARROWS if after > before else Effect.WIDENS,
}


def _said(field: Field) -> dict[str, Any]:
    """A field in few words, as plain JSON."""
    found: dict[str, Any] = {"required": field.required}
    if field.types:
        found["type"] = sorted(field.types)
    return found | {keyword: value for keyword, value in field.limits.items() if keyword in {"enum", "format"}}
