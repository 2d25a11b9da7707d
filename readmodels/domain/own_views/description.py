"""A view of one's own as OpenAPI 3.1 tells of it, and its rows as JSON: both from the definition alone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from events.domain.canonical import instant_text
from events.domain.readings import View
from readmodels.domain.own_views.definition import Definition, Field
from readmodels.domain.own_views.field_names import ROW_MEMBERS
from readmodels.domain.own_views.functions import FieldType
from readmodels.domain.own_views.projection import ViewRow

Schema = dict[str, Any]

JSON_TYPES: Mapping[FieldType, Mapping[str, str]] = {
    FieldType.TEXT: {"type": "string"},
    FieldType.INTEGER: {"type": "integer"},
    FieldType.NUMBER: {"type": "number"},
    FieldType.BOOLEAN: {"type": "boolean"},
    FieldType.DATE: {"type": "string", "format": "date"},
    FieldType.DATE_TIME: {"type": "string", "format": "date-time"},
}
"""How a value of a type stands in JSON, as JSON Schema says it."""

_MOMENT: Schema = {"type": "string", "format": "date-time"}
_NO_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_UUID: Schema = {"type": "string", "format": "uuid"}
_OF_ROWS: Mapping[str, Schema] = {
    "objectId": _UUID | {"description": "Het object (de persoon) waarover de rij gaat."},
    "claim": _UUID | {"description": "De claim waarvan de rij komt."},
    "geldigVan": _MOMENT | {"description": "Vanaf wanneer dit in werkelijkheid geldt."},
    "geldigTot": _NO_MOMENT | {"description": "Tot wanneer, dit moment niet inbegrepen; null: nog steeds."},
    "onzekerTot": _NO_MOMENT
    | {"description": "De datum is onvolledig: pas vanaf dit moment is zeker dat dit geldt. Null: vanaf het begin."},
    "bekendVan": _MOMENT | {"description": "Vanaf wanneer dit zo bekend is."},
    "bekendTot": _NO_MOMENT | {"description": "Tot wanneer dit zo bekend was; null: nog steeds."},
    "events": {"type": "array", "items": _UUID, "description": "De gebeurtenissen waarop de rij berust."},
}
_OF_ANSWERS: Mapping[str, Schema] = {
    "geldigOp": _MOMENT | {"description": "Zoals het in werkelijkheid was op dit moment."},
    "beschikbaarOp": _MOMENT | {"description": "Zoals bekend op dit moment is het antwoord gegeven."},
    "view": {"type": "string", "enum": [choice.value for choice in View]},
    "provisional": {"type": "boolean", "description": "Of het antwoord nog kan veranderen."},
    "zones": {"type": "array", "items": {"type": "string"}, "description": "De zones die zijn gelezen."},
    "parked": {
        "type": "array",
        "items": _UUID,
        "description": "Objecten waarover niets is gezegd, omdat hun rijen niet gemaakt konden worden.",
    },
    "cursor": {"type": ["string", "null"], "description": "Hiermee gaat u verder."},
    "more": {"type": "boolean", "description": "Of er nog meer rijen zijn."},
    "next": {"type": ["string", "null"], "format": "uri", "description": "De volgende bladzijde."},
}


def component_names(definition: Definition) -> tuple[str, str]:
    """What the schemas of one row and of an answer are called among the components of an OpenAPI document."""
    name = "".join(part.capitalize() for part in definition.name.split("-"))
    return f"{name}Rij", f"{name}Antwoord"


def openapi_schema(definition: Definition) -> Schema:
    """The components of the view by name: one row, and an answer with a page of rows."""
    row, answer = component_names(definition)
    rows = {"type": "array", "items": {"$ref": f"#/components/schemas/{row}"}}
    return {row: row_schema(definition), answer: _object({"rows": rows, **_OF_ANSWERS}, title=definition.title)}


def row_schema(definition: Definition) -> Schema:
    """One row: what every row tells, and the fields. A field is null where its fact says nothing."""
    first, last = ROW_MEMBERS[:2], ROW_MEMBERS[2:]
    properties = {
        **{name: _OF_ROWS[name] for name in first},
        **{field.name: field_schema(field) for field in definition.fields},
        **{name: _OF_ROWS[name] for name in last},
    }
    described = {"description": definition.description} if definition.description else {}
    return _object(properties, title=definition.title) | described


def field_schema(field: Field) -> Schema:
    """The values of one field."""
    said = JSON_TYPES[field.type]
    return {**said, "type": [said["type"], "null"]} | ({"title": field.title} if field.title else {})


def row_json(found: ViewRow) -> dict[str, Any]:
    """A row as `row_schema` tells of it."""
    return {
        "objectId": str(found.row.object_id),
        "claim": str(found.row.claim),
        **found.values,
        "geldigVan": instant_text(found.since),
        "geldigTot": _moment(found.until),
        "onzekerTot": _moment(found.row.certain_from),
        "bekendVan": instant_text(found.known_from),
        "bekendTot": _moment(found.known_until),
        "events": [str(event_id) for event_id in found.supports],
    }


def _object(properties: Mapping[str, Schema], *, title: str) -> Schema:
    return {
        "title": title,
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": dict(properties),
    }


def _moment(found: datetime | None) -> str | None:
    return None if found is None else instant_text(found)
