"""An event type as wild as the catalogue lets one be published."""

from events.domain.event_types import EventTypeVersion

WILD = EventTypeVersion(
    name="Wild",
    version="1",
    title="Wild",
    subject_pointers=("/wie",),
    schema={
        "type": "object",
        "required": ["leeg"],
        "properties": {
            "wie": {"type": "string", "format": "uuid"},
            "los": {},
            "getal": {"type": "number"},
            "leeg": {"type": "object", "properties": {"tekst": {"type": "string"}}, "additionalProperties": False},
            "rijen": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {"naam": {"type": "string"}, "diep": {"type": "array", "items": {"type": "string"}}},
                    "additionalProperties": False,
                },
            },
            "keus": {"enum": [1, "1", True, None, "ja"]},
            "twee": {"oneOf": [{"type": "string"}, {"type": "integer"}]},
            "a/b~c": {"type": "string"},
            "vrij": True,
            "nooit": False,
            "gemengd": {"enum": [["a"], {"a": 1, "b": [2]}, 1.5, "[1]", True]},
            "letters": {"type": "array", "items": True},
            "geen": {"type": "array", "items": False},
            "half": {"type": "object", "properties": {"a": True}, "anyOf": [{"required": ["a"]}, True]},
            "soort": {"oneOf": [{"type": "object", "properties": {"type": True, "datum": {}}}]},
            "vast": {"const": {"a": [1]}},
            "ja": {"$ref": "#/$defs/Ja"},
        },
        "$defs": {"Ja": True},
    },
)
"""What a municipality may publish: members of any name, values of any kind, empty objects and texts, lists in lists,
schemas that are `true` or `false`, and choices between lists and objects."""
