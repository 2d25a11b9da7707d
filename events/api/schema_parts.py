"""What JSON Schemas of the API are made of: shapes that stand in many of them."""

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
SECONDS: Schema = {"type": "number", "minimum": 0}
MOMENT: Schema = {"type": "string", "format": "date-time"}
MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
UUID: Schema = {"type": "string", "format": "uuid"}
MAYBE_UUID: Schema = {"type": ["string", "null"], "format": "uuid"}
HEADERS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}


def object_of(properties: Schema, *, optional: tuple[str, ...] = (), **more: Any) -> Schema:
    """An object with these members, of which all but the `optional` are always there."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, **more}


def asked_object(properties: Schema, *, optional: tuple[str, ...] = (), **more: Any) -> Schema:
    """What is sent: nothing else may stand in it."""
    return object_of(properties, optional=optional, additionalProperties=False, **more)


def one_of(properties: Schema) -> Schema:
    """What is sent: exactly one of these."""
    return asked_object(properties, optional=tuple(properties), minProperties=1, maxProperties=1)


def list_of(item: Schema) -> Schema:
    """Any number of these."""
    return {"type": "array", "items": item}


def words_of(choices: type[Any]) -> Schema:
    """One of the values of these choices."""
    return {"type": "string", "enum": [it.value for it in choices]}
