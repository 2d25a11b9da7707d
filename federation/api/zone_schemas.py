"""The components of a zone's query API that our own API does not have."""

from typing import Final

from events.api.openapi_schemas import COMPONENTS as OWN
from events.api.openapi_schemas import ref
from events.api.schema_parts import MAYBE_MOMENT, TEXT, UUID, Schema, asked_object, list_of, object_of
from events.domain.wire import WIRE_FIELDS
from events.queries.zone_events import ANNOUNCED_MAX, OBJECTS_MAX

ABOUT_OBJECTS: Final[Schema] = asked_object(
    {
        "objectIds": {"type": "array", "items": UUID, "minItems": 1, "maxItems": OBJECTS_MAX},
        "asAt": {
            "type": "string",
            "format": "date-time",
            "description": "Zoals bekend op dit moment (formele tijd); zonder: alles wat er is.",
        },
    },
    optional=("asAt",),
)
ORGANISATION: Final[Schema] = object_of({"oin": TEXT, "name": TEXT})
COMPONENTS: Final[dict[str, Schema]] = {
    "AboutObjects": ABOUT_OBJECTS,
    "WireEvent": object_of({name: OWN["Event"]["properties"][name] for name in WIRE_FIELDS}),
    "EventsAbout": object_of(
        {
            "events": list_of(ref("WireEvent")),
            "zone": TEXT,
            "organisation": ORGANISATION,
            "horizon": MAYBE_MOMENT | {"description": "Tot en met dit formele moment komt er nooit meer iets bij."},
        }
    ),
    "ObjectAnnouncements": object_of(
        {
            "objectIds": list_of(UUID),
            "cursor": TEXT,
            "more": {"type": "boolean"},
            "horizon": MAYBE_MOMENT | {"description": "Zonder `more`: tot en met dit formele moment is alles verteld."},
        },
        description=f"Hoogstens de objecten van {ANNOUNCED_MAX} gebeurtenissen.",
    ),
}
