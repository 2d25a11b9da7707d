"""Pairs of schemas with data that the first allows and the second refuses, each by another keyword."""

from typing import Any


def group(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": members}


def either(**keywords: Any) -> dict[str, Any]:
    return group(a=keywords)


INTEGER, TEXT = {"type": "integer"}, {"type": "string"}
LIST = {"type": "array"}
CLOSED: dict[str, Any] = {"type": "object", "additionalProperties": False}
STRICTER: dict[str, tuple[Any, Any, Any]] = {
    "from when a list holds one": (
        either(**LIST, contains={"const": 1}, minContains=0),
        either(**LIST, contains={"const": 1}),
        {"a": []},
    ),
    "the first of a list goes": (
        either(**LIST, prefixItems=[INTEGER], items=TEXT),
        either(**LIST, items=TEXT),
        {"a": [1]},
    ),
    "a field goes and others must be text": (
        {**group(a=INTEGER), "additionalProperties": TEXT},
        {**group(), "additionalProperties": TEXT},
        {"a": 1},
    ),
    "other fields become numbers": (
        {**group(), "additionalProperties": TEXT},
        {**group(), "additionalProperties": INTEGER},
        {"q": "x"},
    ),
    "other fields are told of": (group(), {**group(), "additionalProperties": INTEGER}, {"q": "x"}),
    "a field goes that nothing evaluates": (
        {**group(a={}), "unevaluatedProperties": False},
        {**group(), "unevaluatedProperties": False},
        {"a": 1},
    ),
    "a form more that fits too": (either(oneOf=[TEXT]), either(oneOf=[TEXT, {"minLength": 1}]), {"a": "x"}),
    "a wider form more": (either(oneOf=[INTEGER]), either(oneOf=[INTEGER, {"type": "number"}]), {"a": 1}),
    "one form instead of any": (
        either(anyOf=[INTEGER, {"type": "number"}]),
        either(oneOf=[INTEGER, {"type": "number"}]),
        {"a": 1},
    ),
    "both forms instead of either": (
        either(allOf=[{"anyOf": [TEXT, INTEGER]}]),
        either(allOf=[{"anyOf": [TEXT]}, {"anyOf": [INTEGER]}]),
        {"a": 1},
    ),
    "nothing in a list": (either(**LIST, items={}), either(**LIST, items=False), {"a": [1]}),
    "nothing in a field": (group(a={}), group(a=False), {"a": 1}),
    "nothing in a field of a group": (group(a=group(b={})), group(a=group(b=False)), {"a": {"b": 1}}),
    "another constant than nothing": (either(const=None), either(const=1), {"a": None}),
    "words instead of a constant": (either(const=1), either(enum=[2]), {"a": 1}),
    "two kinds at once": (either(), either(allOf=[TEXT, INTEGER]), {"a": 1}),
    "another kind as well": (group(a=TEXT), either(allOf=[TEXT, INTEGER]), {"a": "x"}),
    "other words as well": (either(enum=["x", "y"]), either(allOf=[{"enum": ["x"]}, {"enum": ["y"]}]), {"a": "x"}),
    "a lower limit of two": (
        either(allOf=[{"maximum": 3}, {"maximum": 5}]),
        either(allOf=[{"maximum": 5}, {"maximum": 1}]),
        {"a": 2},
    ),
    "a condition says more": (
        either(**{"if": TEXT, "then": {}, "else": INTEGER}),
        either(**{"if": TEXT, "then": {"minLength": 5}, "else": INTEGER}),
        {"a": "x"},
    ),
    "demanded beside": (group(a={}), {**group(a={}), "allOf": [{"required": ["a"]}]}, {}),
    "a field called title": (group(a=group(title=TEXT)), group(a=group(title=INTEGER)), {"a": {"title": "x"}}),
    "a field called title in a form": (
        either(oneOf=[{"properties": {"title": TEXT}}]),
        either(oneOf=[{"properties": {"title": INTEGER}}]),
        {"a": {"title": "x"}},
    ),
    "a field called type beside it": (
        either(oneOf=[{"properties": {"type": {}, "title": TEXT}}]),
        either(oneOf=[{"properties": {"type": {}, "title": INTEGER}}]),
        {"a": {"title": "x"}},
    ),
    "a title in a constant": (either(const={"title": "x"}), either(const={"title": "y"}), {"a": {"title": "x"}}),
    "a title in words": (either(enum=[{"title": "x"}]), either(enum=[{"title": "y"}]), {"a": {"title": "x"}}),
    "names of a pattern go": (
        {**CLOSED, "patternProperties": {"^b": TEXT}, "properties": {"a": {}}},
        {**CLOSED, "properties": {"a": {}}},
        {"b": "x"},
    ),
    "a definition says more beside": (
        {**either(**{"$ref": "#/$defs/A", "maxLength": 9}), "$defs": {"A": {"minLength": 0}}},
        {**either(**{"$ref": "#/$defs/A", "maxLength": 9}), "$defs": {"A": {"maxLength": 1}}},
        {"a": "xy"},
    ),
    "a member is demanded twice otherwise": (
        either(allOf=[group(b=TEXT), group(b={"minLength": 1})]),
        either(allOf=[group(b=TEXT), group(b={"minLength": 2})]),
        {"a": {"b": "x"}},
    ),
    "a second pattern": (either(pattern="^x"), either(allOf=[{"pattern": "^x"}, {"pattern": "y$"}]), {"a": "x"}),
    "a list called star": (
        group(a={"properties": {"*": {}}, "items": {}}),
        group(a={"properties": {"*": {}}, "items": INTEGER}),
        {"a": ["x"]},
    ),
}
