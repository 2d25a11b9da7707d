"""What changes from one version of an event type to the next, and what that means for whoever sends data.

`NARROWS`: data that was right can be wrong now. `WIDENS`: data that would have been wrong can be right now. `RENEWS`:
both, or it cannot be told. `SAYS`: only a text. `RULES`: not the data, but who may claim, how it is decided or read.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final

from events.domain.event_types import EventTypeVersion
from events.domain.schema_fields import FORMS, Field, fields_of
from events.domain.schema_meaning import are_apart, text_of
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


_Change = tuple[str, Effect, Any, Any]
"""The code of a change, what it does, and what there was before and after."""
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
    before = {field.path: field for field in fields_of(old)}
    after = {field.path: field for field in fields_of(new)}
    for path, field in before.items():
        if path not in after and path[:-1] in after:
            yield _removed(field, parent=after[path[:-1]], aspect=aspect)
    for path, field in after.items():
        if path in before:
            yield from _changed(before[path], field, aspect=aspect)
        elif path[:-1] in before:
            yield _added(field, parent=before[path[:-1]], aspect=aspect)


def _removed(field: Field, *, parent: Field, aspect: Aspect) -> Difference:
    what, effect = "removed", Effect.WIDENS
    if field.path[-1] is None:
        what = "items"
    elif parent.closed:
        effect = Effect.RENEWS if field.required else Effect.NARROWS
    elif parent.rest is not True:
        effect = Effect.RENEWS
    return Difference(
        aspect=aspect, place=field.pointer, what=what, effect=effect, before=_said(field), title=field.title
    )


def _added(field: Field, *, parent: Field, aspect: Aspect) -> Difference:
    what, effect = "added-required" if field.required else "added", Effect.NARROWS
    if field.path[-1] is None:
        what = "items"
    elif parent.closed:
        effect = Effect.RENEWS if field.required else Effect.WIDENS
    elif parent.rest is not True:
        effect = Effect.RENEWS
    return Difference(
        aspect=aspect, place=field.pointer, what=what, effect=effect, after=_said(field), title=field.title
    )


def _changed(old: Field, new: Field, *, aspect: Aspect) -> Iterator[Difference]:
    for what, effect, before, after in (*_of_place(old, new), *_of_conditions(old, new), *_of_texts(old, new)):
        yield Difference(
            aspect=aspect,
            place=new.pointer,
            what=what,
            effect=effect,
            before=before,
            after=after,
            title=new.title or old.title,
        )


def _of_place(old: Field, new: Field) -> Iterator[_Change]:
    """What may stand here, and what beside it."""
    if old.required != new.required:
        required = Effect.NARROWS if new.required else Effect.WIDENS
        yield "required" if new.required else "optional", required, None, None
    if old.kinds != new.kinds:
        yield "type", _of_sets(old.kinds, new.kinds), sorted(old.types), sorted(new.types)
    if old.closed != new.closed:
        closed = Effect.NARROWS if new.closed else Effect.WIDENS
        yield "closed" if new.closed else "opened", closed, None, None
    elif old.rest != new.rest:
        yield "additionalProperties", _of_rest(old.rest, new.rest), old.rest, new.rest
    if old.whole != new.whole:
        yield "structure", Effect.RENEWS, None, None


def _of_conditions(old: Field, new: Field) -> Iterator[_Change]:
    """Every keyword that says something else now."""
    for keyword in sorted(old.conditions.keys() | new.conditions.keys()):
        before, after = (_strictest(keyword, it.conditions.get(keyword, ())) for it in (old, new))
        effect = _of_one(keyword, before, after)
        if effect is not None and keyword in FORMS:
            yield "forms", effect, list(old.form_titles), list(new.form_titles)
        elif effect is not None:
            yield keyword, effect, old.limits.get(keyword), new.limits.get(keyword)


def _of_texts(old: Field, new: Field) -> Iterator[_Change]:
    for text in ("title", "description"):
        if getattr(old, text) != getattr(new, text):
            yield text, Effect.SAYS, getattr(old, text) or None, getattr(new, text) or None


def _of_sets(before: frozenset[str], after: frozenset[str]) -> Effect:
    """Of what one of a set must hold."""
    if after < before:
        return Effect.NARROWS
    return Effect.WIDENS if before < after else Effect.RENEWS


def _of_rest(before: Any, after: Any) -> Effect:
    """Of what members that are not listed must be."""
    if before is True:
        return Effect.NARROWS
    return Effect.WIDENS if after is True else Effect.RENEWS


def _strictest(keyword: str, said: tuple[Any, ...]) -> tuple[Any, ...]:
    """What is said more than once, as one where it can be: of two limits the one that allows least."""
    if len(said) > 1 and keyword in _UPPER | _LOWER:
        return (min(said) if keyword in _UPPER else max(said),)
    return said


def _of_one(keyword: str, before: tuple[Any, ...], after: tuple[Any, ...]) -> Effect | None:
    """Of what is said by one keyword: all of it must hold. None when it is the same."""
    old, new = frozenset(map(text_of, before)), frozenset(map(text_of, after))
    if old == new:
        return None
    if len(before) == len(after) == 1:
        return _of_limit(keyword, before[0], after[0])
    if old < new:
        return Effect.NARROWS
    return Effect.WIDENS if new < old else Effect.RENEWS


def _of_limit(keyword: str, before: Any, after: Any) -> Effect | None:
    if keyword in _UPPER | _LOWER:
        wider = after > before if keyword in _UPPER else after < before
        return None if after == before else Effect.WIDENS if wider else Effect.NARROWS
    choices = _choices(keyword, before, after)
    if choices is None:
        return Effect.RENEWS
    old, new = choices
    return None if old == new else _of_sets(old, new)


def _choices(keyword: str, before: Any, after: Any) -> tuple[frozenset[str], frozenset[str]] | None:
    """What one may choose from, where a keyword says that; None where it says something else."""
    if keyword == "enum":
        return frozenset(map(text_of, before)), frozenset(map(text_of, after))
    if keyword == "anyOf" or (keyword == "oneOf" and _fit_once(before, after)):
        return frozenset(before), frozenset(after)
    return None


def _fit_once(before: Collection[str], after: Collection[str]) -> bool:
    """Whether nothing fits two of all these forms, so that one form more or less takes nothing from another."""
    return len(set(before)) == len(before) and len(set(after)) == len(after) and are_apart({*before, *after})


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


def _of_whoever(before: frozenset[str], after: frozenset[str]) -> Effect:
    """Of who may claim: nobody in particular is everybody."""
    if not before or not after:
        return Effect.NARROWS if after else Effect.WIDENS
    return _of_sets(before, after)


_EFFECTS: Final[Mapping[str, Callable[[Any, Any], Effect]]] = {
    "title": lambda _before, _after: Effect.SAYS,
    "source_types": lambda before, after: _of_whoever(frozenset(before), frozenset(after)),
    "may_lie_ahead": lambda _before, after: Effect.WIDENS if after else Effect.NARROWS,
    "acceptances": lambda before, after: Effect.NARROWS if after > before else Effect.WIDENS,
}


def _said(field: Field) -> dict[str, Any]:
    """A field in few words, as plain JSON."""
    found: dict[str, Any] = {"required": field.required}
    if field.types:
        found["type"] = sorted(field.types)
    return found | {keyword: value for keyword, value in field.limits.items() if keyword in {"enum", "format"}}
