"""The shape of a definition as JSON Schema; what must hold between its members is in `definition_rules`.

Names follow the NL API Design Rules: a view is a path segment (kebab-case), a field a query key (lower camelCase).
"""

from collections.abc import Mapping
from typing import Any

from events.domain.readings import View
from readmodels.domain.own_views.conditions import OPERATIONS
from readmodels.domain.own_views.functions import FUNCTIONS, FieldType

NAME_LENGTH_MAX = 50
TITLE_LENGTH_MAX = 200
DESCRIPTION_LENGTH_MAX = 2_000
POINTER_LENGTH_MAX = 300
EVENT_TYPES_MAX = 20
CONDITIONS_MAX = 20
POINTERS_MAX = 8
FIELDS_MAX = 50
KEY_FIELDS_MAX = 3

ENDS, PASSES = "ends", "passes"
OBJECT, CLAIM = "object", "claim"

_TITLE = {
    "type": "string",
    "minLength": 1,
    "maxLength": TITLE_LENGTH_MAX,
    "pattern": r"\S",
    "examples": ["Verhuizingen"],
}
_EVENT_TYPES = {
    "type": "array",
    "items": {"type": "string", "minLength": 1, "maxLength": 80},
    "maxItems": EVENT_TYPES_MAX,
    "uniqueItems": True,
}
_POINTER = {
    "type": ["string", "array"],
    "minLength": 1,
    "maxLength": POINTER_LENGTH_MAX,
    "items": {"type": "string", "minLength": 1, "maxLength": POINTER_LENGTH_MAX},
    "minItems": 1,
    "maxItems": POINTERS_MAX,
    "uniqueItems": True,
}
"""One pointer, or several of which the first counts at which something stands."""

_CONDITION: Mapping[str, Any] = {
    "type": "object",
    "required": ["pointer", "op"],
    "additionalProperties": False,
    "properties": {"pointer": _POINTER, "op": {"enum": list(OPERATIONS)}, "value": {}},
}
_FIELD: Mapping[str, Any] = {
    "type": "object",
    "required": ["name", "pointer"],
    "additionalProperties": False,
    "properties": {
        "name": {
            "type": "string",
            "pattern": "^[a-z][a-zA-Z0-9]*$",
            "maxLength": NAME_LENGTH_MAX,
            "examples": ["nieuwePostcode"],
        },
        "title": _TITLE,
        "pointer": _POINTER,
        "function": {"enum": list(FUNCTIONS)},
        "type": {"enum": [choice.value for choice in FieldType]},
    },
}
SHAPE: Mapping[str, Any] = {
    "type": "object",
    "required": ["name", "title", "eventTypes", "fields"],
    "additionalProperties": False,
    "properties": {
        "name": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
            "maxLength": NAME_LENGTH_MAX,
            "examples": ["verhuizingen-naar-de-binnenstad"],
        },
        "title": _TITLE,
        "description": {"type": "string", "maxLength": DESCRIPTION_LENGTH_MAX},
        "counts": {"enum": [view.value for view in View]},
        "eventTypes": {**_EVENT_TYPES, "minItems": 1},
        "where": {"type": "array", "items": _CONDITION, "maxItems": CONDITIONS_MAX},
        "otherwise": {"enum": [ENDS, PASSES]},
        "endedBy": _EVENT_TYPES,
        "key": {
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
            "maxItems": 1 + KEY_FIELDS_MAX,
            "uniqueItems": True,
        },
        "fields": {"type": "array", "items": _FIELD, "minItems": 1, "maxItems": FIELDS_MAX},
    },
}
