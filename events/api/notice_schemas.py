"""What a notice looks like in the OpenAPI document: as it is sent, and as it is fetched."""

from typing import Final

from events.api.openapi_schemas import EVENT
from events.api.schema_parts import MOMENT, TEXT, UUID, Schema, asked_object, list_of, object_of
from events.subscriptions.domain import cloud_events, standing_changes

_STANDING: Final[Schema] = {"type": "string", "enum": [it.value for it in standing_changes.TOLD]}
_PLACES: Final = "Waar (JSON Pointer): in `event_data`, `object_ids`, `occurred_at`."
_VALUES: Final[Schema] = {
    "type": "object",
    "description": "Wat er stond, of staat, per plaats (bij `full`); een plaats die er niet bij staat, was er niet.",
}
_CORRECTED: Final = asked_object(
    {
        "id": UUID | {"description": "De claim."},
        "standing": _STANDING,
        "told": list_of(UUID) | {"description": "Welke gebeurtenissen van zijn keten u bezorgd kreeg."},
        "changed": list_of(TEXT) | {"description": _PLACES},
        "was": _VALUES,
        "is": _VALUES,
    },
    optional=("was", "is"),
)
EVENT_NOTICE: Final = {
    **EVENT,
    "properties": {
        **EVENT["properties"],
        "standings": list_of(asked_object({"id": UUID, "standing": _STANDING}))
        | {"description": "Welke claims en correcties door de gebeurtenis welke stand kregen."},
        "corrections": list_of(_CORRECTED)
        | {"description": "Wat er door de gebeurtenis anders werd van wat u bezorgd kreeg."},
    },
}
"""The data of a full notice to who asks for more than the event."""
NOTICE: Final = object_of(
    {
        "specversion": {"type": "string", "enum": [cloud_events.SPECVERSION]},
        "id": UUID | {"description": "De gebeurtenis; met `source` uniek."},
        "source": TEXT | {"description": "Het systeem en de zone."},
        "type": TEXT | {"description": "Wat er gebeurde, de soort, en de versie van de gegevens."},
        "subject": UUID | {"description": "Het eerste object waarover het gaat."},
        "time": MOMENT | {"description": "Wanneer het werd vastgelegd."},
        "datacontenttype": TEXT,
        "dataref": {"type": "string", "format": "uri", "description": "Waar de gebeurtenis gelezen wordt."},
        "dataschema": {"type": "string", "format": "uri"},
        "sequence": TEXT | {"description": "De plaats in de zone, als tekst van vaste lengte."},
        "data": {"type": "object", "description": "De ids, of (`full`) alle velden van de gebeurtenis."},
    },
    optional=("dataschema", "sequence"),
    description="Een CloudEvent (1.0, gestructureerd JSON) volgens het Nederlandse profiel.",
)
FETCHED: Final[Schema] = {
    "cursor": TEXT | {"description": "Waar u hierna verder gaat. Bewaar haar zodra u de berichten verwerkt hebt."},
    "more": {"type": "boolean", "description": "Of er nu al meer in het log staat: vraag dan meteen verder."},
    "next": {"type": "string", "format": "uri"},
}
