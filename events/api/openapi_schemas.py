"""The components of the OpenAPI document: what goes in and what comes out, as JSON Schema 2020-12."""

from typing import Any

from events.commands.recording import BATCH_MAX
from events.domain.event import Decision, Kind, Operation
from events.domain.permissions import Permission
from events.domain.shapes import TEXT_LENGTH_MAX
from events.domain.wire import NAME_LENGTH_MAX, OBJECTS_MAX, REFERENCES_MAX
from events.queries.events import PAGE_MAX

Schema = dict[str, Any]

CHILD = "0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55"
MOTHER = "0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e56"
CLAIM_ID = "0192f3c4-9a10-7f02-8d4e-5c6b7a8d9e0f"


def ref(name: str) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}"}


def _uuid(description: str) -> Schema:
    return {"type": "string", "format": "uuid", "description": description}


def _uuids(description: str, *, at_least: int, at_most: int) -> Schema:
    items = {"type": "string", "format": "uuid"}
    return {
        "type": "array",
        "items": items,
        "minItems": at_least,
        "maxItems": at_most,
        "uniqueItems": True,
        "description": description,
    }


def _name(description: str) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH_MAX, "description": description}


def _text(description: str) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH_MAX, "description": description}


def _moment(description: str) -> Schema:
    return {"type": "string", "format": "date-time", "description": description}


def _object(properties: Schema, *, required: list[str], closed: bool = True, **more: Any) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        **({"additionalProperties": False} if closed else {}),
        **more,
    }


OCCURRED_AT: Schema = {
    "anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}],
    "description": "Wanneer het in werkelijkheid gebeurde; een dag zonder tijd is het begin van die dag in Nederland.",
}
EXPECTED: Schema = {
    "type": "object",
    "additionalProperties": {"type": "string", "format": "uuid"},
    "propertyNames": {"format": "uuid"},
    "maxProperties": OBJECTS_MAX,
    "description": "Per object de laatste gebeurtenis die u zag; is er sindsdien meer vastgelegd, dan volgt een 409.",
}


def _submission(kind: Kind, *, data: Schema, required: list[str], example: Schema) -> Schema:
    references = 0 if kind is Kind.CLAIM else 1
    properties: Schema = {
        "id": _uuid("Uw eigen id: hetzelfde verzoek nogmaals geeft hetzelfde antwoord. Zonder maakt F6 een UUIDv7."),
        "occurred_at": OCCURRED_AT,
        "object_ids": _uuids("De objecten (personen) waarover het gaat.", at_least=1, at_most=OBJECTS_MAX),
        "event_type": _name("Het gebeurtenistype; bij een correctie of validatie dat van het doel."),
        "event_version": _name("De versie van het gebeurtenistype."),
        "event_kind": {"type": "string", "enum": [kind.value], "description": "De soort; volgt ook uit het adres."},
        "event_source_id": _uuid("Wie het zegt: volgt uit uw token; alleen een intermediair noemt een ander."),
        "event_source_type": _name("Het gezag van de bron: volgt uit uw token."),
        "event_reference": _uuids(
            "Waarop het berust; bij een correctie of validatie eerst de gebeurtenis waarover zij gaat.",
            at_least=references,
            at_most=REFERENCES_MAX,
        ),
        "event_data": data,
        "zone": _name("De zone waarin een claim komt te liggen; nodig als u er in meer dan een mag indienen."),
        "expected": EXPECTED,
    }
    return _object(properties, required=required, examples=[example])


EVENT_EXAMPLE: Schema = {
    "id": CLAIM_ID,
    "created_at": "2026-11-20T08:15:02.123456Z",
    "occurred_at": "2026-11-20T03:37:00Z",
    "object_ids": [CHILD, MOTHER],
    "event_type": "Geboorte",
    "event_version": "1",
    "event_kind": "claim",
    "event_source_id": "0192f3c4-0000-7000-8000-000000000001",
    "event_source_type": "verloskundige",
    "event_reference": [],
    "event_data": {"kind": {"objectId": CHILD}, "geboortemoeder": {"objectId": MOTHER}, "geslacht": "V"},
    "zone": "burgerlijke-stand",
    "organisation": "00000099000000001000",
    "position": 41,
}
EVENT = _object(
    {
        "id": _uuid("Identificeert de gebeurtenis."),
        "created_at": _moment("Formele tijd: wanneer het register haar vastlegde."),
        "occurred_at": _moment("Materiële tijd: wanneer het in werkelijkheid gebeurde."),
        "object_ids": _uuids("De objecten waarover het gaat.", at_least=1, at_most=OBJECTS_MAX),
        "event_type": _name("Het gebeurtenistype."),
        "event_version": _name("De versie waarin de gegevens zijn vastgelegd (of gevraagd)."),
        "event_kind": {"type": "string", "enum": [kind.value for kind in Kind], "description": "De soort."},
        "event_source_id": _uuid("Wie of wat haar maakte."),
        "event_source_type": _name("Het gezag van die bron."),
        "event_reference": _uuids(
            "Waarop zij berust, voor zover u dat mag inzien.", at_least=0, at_most=REFERENCES_MAX
        ),
        "event_data": {"type": "object", "description": "De gegevens, volgens het schema van type en versie."},
        "zone": _name("De zone waarin zij ligt."),
        "organisation": {"type": "string", "pattern": "^[0-9]{20}$", "description": "OIN van de organisatie."},
        "position": {
            "type": ["integer", "null"],
            "minimum": 1,
            "description": "Plaats in de zone, zonder gaten; kort na het vastleggen nog leeg.",
        },
    },
    required=list(EVENT_EXAMPLE),
    examples=[EVENT_EXAMPLE],
)
CLAIM = _submission(
    Kind.CLAIM,
    data={"type": "object", "description": "De gegevens, volgens het schema van type en versie."},
    required=["occurred_at", "object_ids", "event_type", "event_version", "event_data"],
    example={
        "id": CLAIM_ID,
        "occurred_at": "2026-11-20T04:37:00+01:00",
        "object_ids": [CHILD, MOTHER],
        "event_type": "Geboorte",
        "event_version": "1",
        "event_data": {"kind": {"objectId": CHILD}, "geboortemoeder": {"objectId": MOTHER}, "geslacht": "V"},
        "zone": "burgerlijke-stand",
    },
)
CORRECTION = _submission(
    Kind.CORRECTION,
    data=_object(
        {
            "operation": {"type": "string", "enum": [operation.value for operation in Operation]},
            "reason": _text("Waarom."),
            "data": {"type": "object", "description": "Bij replace: de volledige nieuwe gegevens."},
            "ground": {"type": "string", "enum": ["misslag", "beschikking"]},
            "court_reference": _text("Bij beschikking: het kenmerk van de uitspraak."),
        },
        required=["operation", "reason"],
    ),
    required=["event_reference", "event_data"],
    example={
        "event_reference": [CLAIM_ID],
        "event_data": {"operation": "retract", "reason": "Dubbel ingediend"},
    },
)
VALIDATION = _submission(
    Kind.VALIDATION,
    data=_object(
        {
            "decision": {"type": "string", "enum": [decision.value for decision in Decision]},
            "motivation": {"type": "string", "maxLength": TEXT_LENGTH_MAX, "description": "Nodig om af te wijzen."},
            "effective_from": _moment("Alleen bij constitutieve gebeurtenissen: vanaf wanneer zij werkt."),
            "act": {"type": "object", "description": "Wat de akte toevoegt aan de gegevens van de claim."},
            "checks": {
                "type": "array",
                "description": "Toetsen die u overruled; F6 vult de uitkomsten aan.",
                "items": _object(
                    {
                        "check": _name("De toets."),
                        "outcome": {"type": "string", "enum": ["passed", "failed", "unknown"]},
                        "overruled": {"type": "boolean"},
                    },
                    required=["check"],
                ),
            },
        },
        required=["decision"],
    ),
    required=["event_reference", "event_data"],
    example={"event_reference": [CLAIM_ID], "event_data": {"decision": "accepted"}},
)
BATCH = _object(
    {
        "events": {
            "type": "array",
            "minItems": 1,
            "maxItems": BATCH_MAX,
            "items": {
                "allOf": [
                    {"anyOf": [ref("Claim"), ref("Correction"), ref("Validation")]},
                    {"type": "object", "required": ["event_kind"]},
                ]
            },
        },
        "expected": EXPECTED,
    },
    required=["events"],
)
PAGE = _object(
    {
        "events": {
            "type": "array",
            "items": ref("Event"),
            "maxItems": 2 * PAGE_MAX,
            "description": "In de volgorde van het log; op de laatste pagina gevolgd door wat nog geen plaats heeft.",
        },
        "zones": {"type": "array", "items": {"type": "string"}, "description": "De zones waarin is gezocht."},
        "cursor": {"type": "string", "description": "Hiermee gaat u verder; ook later, om niets te missen."},
        "more": {"type": "boolean", "description": "Of er al een volgende pagina is."},
        "next": {"type": "string", "format": "uri", "description": "Het adres van de volgende pagina."},
    },
    required=["events", "zones", "cursor", "more", "next"],
)
PROBLEM_ERROR = _object(
    {
        "in": {"type": "string", "enum": ["body", "query", "header"], "description": "Waar in het verzoek."},
        "pointer": {"type": "string", "description": "JSON Pointer (RFC 6901) naar de plaats."},
        "code": {"type": "string", "description": "Wat er mis is, voor machines."},
        "detail": {"type": "string", "description": "Wat er mis is en hoe u het herstelt, voor mensen."},
    },
    required=["in", "pointer", "code", "detail"],
)
PROBLEM = _object(
    {
        "type": {"type": "string", "format": "uri", "description": "De soort weigering."},
        "title": {"type": "string", "description": "De soort weigering, voor mensen."},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "Wat er mis is en hoe u het herstelt."},
        "instance": {"type": "string", "description": "Het adres dat gevraagd werd."},
        "errors": {
            "type": "array",
            "items": ref("ProblemError"),
            "description": "Alles wat mis is, elk met zijn plaats.",
        },
        "item": {"type": "integer", "minimum": 0, "description": "In een reeks: de hoeveelste gebeurtenis, vanaf 0."},
    },
    required=["type", "title", "status", "detail", "instance"],
    closed=False,
)
ZONES = _object(
    {
        "zones": {
            "type": "array",
            "items": _object(
                {
                    "zone": _name("De naam in adressen en verzoeken."),
                    "name": {"type": "string"},
                    "description": {"type": "string"},
                    "organisation": {"type": "string", "description": "OIN van de organisatie."},
                    "closed": {"type": "boolean", "description": "Wordt gevuld, en antwoordt nog niet."},
                    "permissions": {
                        "type": "array",
                        "items": {"type": "string", "enum": sorted(permission.value for permission in Permission)},
                    },
                },
                required=["zone", "name", "description", "organisation", "closed", "permissions"],
            ),
        }
    },
    required=["zones"],
)
_TYPE_SUMMARY: Schema = {
    "name": _name("De naam van het type."),
    "title": {"type": "string"},
    "newest": _name("De nieuwste versie."),
}
EVENT_TYPES = _object(
    {
        "eventTypes": {
            "type": "array",
            "items": _object(
                {**_TYPE_SUMMARY, "versions": {"type": "array", "items": {"type": "string"}}},
                required=["name", "title", "newest", "versions"],
            ),
        }
    },
    required=["eventTypes"],
)
_STRINGS: Schema = {"type": "array", "items": {"type": "string"}}
EVENT_TYPE = _object(
    {
        **_TYPE_SUMMARY,
        "versions": {
            "type": "array",
            "items": _object(
                {
                    "version": {"type": "string"},
                    "title": {"type": "string"},
                    "schema": {"type": "string", "description": "Waar het schema staat, vanaf /api/v1/."},
                    "sourceTypes": {**_STRINGS, "description": "Wie het mag claimen; leeg: iedereen."},
                    "requiredReferences": {
                        "type": "array",
                        "items": _object(
                            {"eventTypes": _STRINGS, "accepted": {"type": "boolean"}},
                            required=["eventTypes", "accepted"],
                        ),
                    },
                    "identityKey": {**_STRINGS, "description": "Wat zegt welke gebeurtenis het is."},
                    "materialPointer": {"type": ["string", "null"]},
                    "acceptances": {"type": "integer", "minimum": 1},
                    "constitutive": {"type": "boolean"},
                    "takeover": {"type": "boolean", "description": "Komt alleen door een overname van een register."},
                    "requiredToAccept": _STRINGS,
                    "deprecated": {"type": "boolean", "description": "Of nieuwe claims ermee geweigerd worden."},
                    "deprecation": {
                        "type": ["object", "null"],
                        "description": "Vanaf wanneer (`since`), waarom (`reason`), en wat dan (`successor`).",
                    },
                },
                required=["version", "title", "schema", "sourceTypes", "acceptances", "constitutive", "deprecated"],
            ),
        },
    },
    required=["name", "title", "newest", "versions"],
)
_MESSAGE_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": TEXT_LENGTH_MAX}
NEW_MESSAGE = _object(
    {
        "eventId": {"type": "string", "format": "uuid", "description": "De claim of correctie."},
        "text": _MESSAGE_TEXT | {"description": "De vraag of het antwoord."},
    },
    required=["eventId", "text"],
    example={"eventId": CLAIM_ID, "text": "Zie het huurcontract in de bijlage van mijn correctie."},
)
MESSAGE = _object(
    {
        "eventId": {"type": "string", "format": "uuid", "description": "De claim of correctie."},
        "kind": {"type": "string", "enum": ["question", "answer"], "description": "Gevraagd, of geantwoord."},
        "text": _MESSAGE_TEXT,
        "sourceType": _name("De autoriteit van wie het schreef."),
        "sentAt": _moment("Wanneer het is geschreven."),
    },
    required=["eventId", "kind", "text", "sourceType", "sentAt"],
)
MESSAGE_PAGE = _object(
    {
        "messages": {"type": "array", "items": ref("Message")},
        "cursor": {"type": "string", "description": "Hiermee gaat u verder; ook later, om alleen het nieuwe te lezen."},
        "more": {"type": "boolean", "description": "Of er al een volgende pagina is."},
    },
    required=["messages", "cursor", "more"],
)
COMPONENTS: Schema = {
    "Batch": BATCH,
    "Claim": CLAIM,
    "Correction": CORRECTION,
    "Event": EVENT,
    "EventPage": PAGE,
    "EventType": EVENT_TYPE,
    "EventTypes": EVENT_TYPES,
    "JsonSchema": {"type": "object", "description": "Een JSON Schema 2020-12."},
    "Message": MESSAGE,
    "MessagePage": MESSAGE_PAGE,
    "NewMessage": NEW_MESSAGE,
    "Problem": PROBLEM,
    "ProblemError": PROBLEM_ERROR,
    "RecordedBatch": _object({"events": {"type": "array", "items": ref("Event")}}, required=["events"]),
    "Validation": VALIDATION,
    "Zones": ZONES,
}
