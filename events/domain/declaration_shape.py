"""The shape of an event type's declaration in the configuration file, itself as a JSON Schema."""

from collections.abc import Mapping
from typing import Any

NAME_LENGTH_MAX = 80
TITLE_LENGTH_MAX = 200
VERSION_LENGTH_MAX = 20

_TEXT = {"type": "string", "minLength": 1, "maxLength": 2_000}
_TITLE = {"type": "string", "minLength": 1, "maxLength": TITLE_LENGTH_MAX}
_NAME = {
    "type": "string",
    "pattern": "^[A-Z][A-Za-z0-9]*$",
    "maxLength": NAME_LENGTH_MAX,
    "examples": ["Verhuizing"],
}
_VERSION = {
    "type": "string",
    "pattern": r"^[0-9]+(\.[0-9]+){0,2}$",
    "maxLength": VERSION_LENGTH_MAX,
    "examples": ["1"],
}
_POINTERS = {"type": "array", "items": _TEXT, "uniqueItems": True}
_SCHEMA = {"type": "object"}

REQUIRED_REFERENCE: Mapping[str, Any] = {
    "type": "object",
    "required": ["event_types"],
    "additionalProperties": False,
    "properties": {
        "event_types": {"type": "array", "items": _NAME, "minItems": 1, "uniqueItems": True},
        "accepted": {"type": "boolean", "default": True},
        "when": _SCHEMA,
    },
}

VERSION: Mapping[str, Any] = {
    "type": "object",
    "required": ["version", "schema"],
    "additionalProperties": False,
    "properties": {
        "version": _VERSION,
        "schema": _SCHEMA,
        "accept_schema": _SCHEMA,
        "examples": {"type": "array", "items": {"type": "object"}},
        "source_types": {"type": "array", "items": _TEXT, "uniqueItems": True},
        "required_references": {"type": "array", "items": REQUIRED_REFERENCE},
        "identity_key": _POINTERS,
        "unique_keys": {"type": "object", "additionalProperties": _TEXT},
        "subject_pointers": _POINTERS,
        "event_pointers": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": _NAME, "uniqueItems": True},
        },
        "material_pointer": _TEXT,
        "acceptances": {"type": "integer", "minimum": 1, "maximum": 9},
        "constitutive": {"type": "boolean"},
        "civil_status": {"type": "boolean"},
        "may_lie_ahead": {"type": "boolean"},
        "takeover": {"type": "boolean"},
        "rank": {"type": "integer", "minimum": 0, "maximum": 10_000},
        "upcast_from": _VERSION,
        "upcast": {"type": "array", "items": {"type": "object"}},
    },
}

EVENT_TYPE: Mapping[str, Any] = {
    "type": "object",
    "required": ["name", "title", "versions"],
    "additionalProperties": False,
    "properties": {
        "name": _NAME,
        "title": _TITLE,
        "description": _TEXT,
        "versions": {"type": "array", "items": VERSION, "minItems": 1},
    },
}

INDEX: Mapping[str, Any] = {
    "type": "object",
    "required": ["source_types", "event_types"],
    "additionalProperties": False,
    "properties": {
        "$comment": _TEXT,
        "source_types": {"type": "object", "additionalProperties": _TITLE, "minProperties": 1},
        "definitions": _TEXT,
        "event_types": {"type": "array", "items": {"type": ["string", "object"]}, "minItems": 1},
    },
}
"""The file that `F6_WRITE_CONFIG_PATH` names; `definitions` and texts in `event_types` name files beside it."""
