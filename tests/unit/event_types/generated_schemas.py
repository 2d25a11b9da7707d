"""Schemas of every keyword that a declaration may use, two that differ little, and data that fit some of them."""

from collections.abc import Iterator
from copy import deepcopy
from itertools import product
from typing import Any

from hypothesis import strategies as st

from events.domain.declared_schemas import mistakes

NAMES = ("a", "type", "title")
"""Names of members: also such as keywords have."""
WORDS = st.sampled_from(["x", "xy", 1, 2, 1.5, None, True, {"title": "x"}, {"title": "y"}, ["x"]])
TYPES = st.sampled_from(["string", "integer", "number", "object", "array", ["string", "integer"], ["number", "null"]])
COUNTS = st.integers(0, 2)


def one_of_some(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A schema whose keywords hold schemas of `inner`: each keyword alone is likely, three are not rare."""
    lists = st.lists(inner, min_size=1, max_size=2)
    maps = st.dictionaries(st.sampled_from(NAMES), inner, max_size=2)
    names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True)
    keywords: dict[str, st.SearchStrategy[Any]] = {
        "type": TYPES,
        "enum": st.lists(WORDS, min_size=1, max_size=3, unique_by=repr),
        "const": WORDS,
        "pattern": st.sampled_from(["^x", "y$"]),
        "uniqueItems": st.booleans(),
        "multipleOf": st.sampled_from([1, 2]),
        "title": st.sampled_from(["Naam", "Dag"]),
        "properties": maps,
        "dependentSchemas": maps,
        "patternProperties": st.dictionaries(st.sampled_from(["^a", "t"]), inner, max_size=1),
        "required": names,
        "dependentRequired": st.dictionaries(st.sampled_from(NAMES), names, max_size=1),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), lists),
        **dict.fromkeys(("items", "contains", "not", "if", "then", "else", "propertyNames"), inner),
        **dict.fromkeys(("additionalProperties", "unevaluatedProperties", "unevaluatedItems"), inner),
        **dict.fromkeys(("maximum", "exclusiveMinimum", "minContains", "maxContains"), COUNTS),
        **dict.fromkeys(("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"), COUNTS),
        "$ref": st.sampled_from(["#/$defs/A", "#/$defs/B"]),
    }
    chosen = st.lists(st.sampled_from(sorted(keywords)), min_size=1, max_size=3, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: keywords[name] for name in names}))


PLAIN = st.one_of(
    st.sampled_from([True, False, {}]),
    st.fixed_dictionaries({"type": TYPES}),
    st.fixed_dictionaries({"const": WORDS}),
    st.fixed_dictionaries({"properties": st.dictionaries(st.sampled_from(NAMES), st.booleans(), min_size=1)}),
)
DEEP = one_of_some(st.one_of(PLAIN, one_of_some(PLAIN)))
WHOLE = st.builds(
    lambda members, more, one, other: {
        "type": "object",
        "properties": members,
        **more,
        "$defs": {"A": one, "B": other},
    },
    st.dictionaries(st.sampled_from(NAMES), DEEP, min_size=1, max_size=2),
    one_of_some(PLAIN),
    DEEP,
    one_of_some(PLAIN),
)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Any, Any]:
    """Two schemas that declarations may hold, of which the second was made by a few changes in the first."""
    old = draw(WHOLE)
    new = deepcopy(old)
    for _ in range(draw(st.integers(1, 2))):
        _change(draw, draw(st.sampled_from(list(_nodes(new)))))
    return (old, new) if draw(st.booleans()) else (new, old)


def _change(draw: st.DrawFn, node: dict[str, Any]) -> None:
    """Add a form, take a keyword away, or let keywords say something else."""
    lists = sorted(node.keys() & {"allOf", "anyOf", "oneOf", "prefixItems"})
    kind = draw(st.integers(0, 3))
    if lists and kind > 1:
        node[draw(st.sampled_from(lists))].append(deepcopy(draw(PLAIN)))
    elif kind == 0 and node.keys() - {"$defs"}:
        del node[draw(st.sampled_from(sorted(node.keys() - {"$defs"})))]
    else:
        node.update(deepcopy(draw(DEEP)))


def are_declarable(*schemas: Any) -> bool:
    """Whether a declaration may hold them."""
    return not any(mistakes(it, base="") for it in schemas)


def _nodes(value: Any, *, is_schema: bool = True) -> Iterator[dict[str, Any]]:
    """The schema and, roughly, every one in it."""
    if isinstance(value, dict):
        if is_schema:
            yield value
        for name, inner in value.items():
            maps = is_schema and name in {"properties", "patternProperties", "dependentSchemas", "$defs"}
            if not is_schema or name not in {"const", "enum", "dependentRequired"}:
                yield from _nodes(inner, is_schema=not maps)
    elif isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)


_SCALARS: list[Any] = ["", "x", "xy", 0, 1, 2, 3, 1.5, None, True]
_LISTS: list[Any] = [[], *([it] for it in _SCALARS), ["x", "x"], ["x", 1], [1, "x"], [1, 2, 3], [[]], [{}]]
_GROUPS: list[Any] = [
    {},
    *({name: it} for name, it in product(NAMES, ["x", "y", 1, 2, None, [], ["x"]])),
    {"a": "x", "type": 1},
    {"type": "x", "title": "x"},
]
_VALUES: list[Any] = [*_SCALARS, *_LISTS, *_GROUPS]
DATA: list[Any] = [
    {},
    *({name: it} for name, it in product(NAMES, _VALUES)),
    *({"a": one, "type": other} for one, other in product([*_SCALARS, [], ["x"], {}, {"title": "x"}], ["x", 1, {}])),
    {"a": {"a": {"a": "x"}}},
    {"a": {"type": {"title": 1}}},
]
"""Data that some of these schemas allow."""
