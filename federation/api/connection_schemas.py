"""The components of federation's administration in the OpenAPI document; what is sent is checked by the same."""

from typing import Any, Final

from events.api import openapi
from events.api.openapi_schemas import ref
from events.api.schema_parts import (
    COUNT,
    MAYBE_MOMENT,
    MAYBE_TEXT,
    MOMENT,
    TEXT,
    UUID,
    Schema,
    asked_object,
    list_of,
    object_of,
    words_of,
)
from federation.domain.contracts import SignatureKind, State
from federation.domain.directions import Direction
from federation.domain.grants import GrantType
from federation.domain.transactions import Direction as Way
from federation.models import Outgoing

PURPOSE_LENGTH_MAX: Final = 2_000
TYPES_MAX: Final = 1_000
TYPE_LENGTH_MAX: Final = 80
FLAG: Final[Schema] = {"type": "boolean"}
ADDRESS: Final[Schema] = {"type": ["string", "null"], "description": "https://host:poort."}
_FOLLOWING: Final[Schema] = {
    "cursor": MAYBE_TEXT,
    "more": FLAG,
    "next": {"type": ["string", "null"], "format": "uri"},
}
_ASKED_TYPES: Final[Schema] = {
    "type": "array",
    "items": {"type": "string", "minLength": 1, "maxLength": TYPE_LENGTH_MAX},
    "minItems": 1,
    "maxItems": TYPES_MAX,
    "uniqueItems": True,
    "description": "De gebeurtenistypen.",
}
NEW_CONNECTION: Final[Schema] = asked_object(
    {
        "peerId": {"type": "string", "minLength": 1, "maxLength": 255, "description": "Bij wie: het id van de partij."},
        "service": {
            "type": "string",
            "minLength": 1,
            "maxLength": 100,
            "pattern": "^[a-zA-Z0-9._-]+$",
            "description": "Welke dienst, zoals `f6-zone-burgerlijke-stand`.",
        },
        "delegatorPeerId": {
            "type": "string",
            "minLength": 1,
            "maxLength": 255,
            "description": "Namens wie die partij de dienst aanbiedt.",
        },
        "eventTypes": _ASKED_TYPES | {"description": "Van welke gebeurtenistypen."},
        "purpose": {
            "type": "string",
            "minLength": 1,
            "maxLength": PURPOSE_LENGTH_MAX,
            "description": "Waarvoor, met de wettelijke grondslag. Staat in het contract: noem geen persoon.",
        },
        "announcements": {
            "type": "boolean",
            "default": False,
            "description": "Of wij willen horen over welke personen er iets is.",
        },
        "validFrom": MOMENT | {"description": "Vanaf wanneer; zonder: vanaf nu."},
        "validUntil": MOMENT | {"description": "Tot wanneer."},
    },
    optional=("delegatorPeerId", "announcements", "validFrom"),
)
NEW_PUBLICATION: Final[Schema] = asked_object(
    {
        "eventTypes": _ASKED_TYPES | {"description": "Welke gebeurtenistypen de zone heeft."},
        "responsibleFor": _ASKED_TYPES | {"minItems": 0, "description": "Waarvan wij de bron zijn."},
    },
    optional=("responsibleFor",),
)
_PARTY: Final[Schema] = object_of({"id": TEXT, "name": MAYBE_TEXT})
_TOLD_TYPES: Final[Schema] = {"eventTypes": list_of(TEXT), "responsibleFor": list_of(TEXT)}
_GRANT: Final[Schema] = object_of(
    {
        "hash": TEXT,
        "type": words_of(GrantType),
        "direction": words_of(Direction),
        "servicePeerId": TEXT,
        "serviceName": TEXT,
        "serviceDelegatorPeerId": MAYBE_TEXT,
        "zone": MAYBE_TEXT,
        "outwayPeerId": MAYBE_TEXT,
        "publicKeyThumbprint": MAYBE_TEXT,
        "domainName": MAYBE_TEXT,
        "directory": MAYBE_TEXT,
        "delegatorPeerId": MAYBE_TEXT,
        **_TOLD_TYPES,
        "announcements": FLAG,
        "purpose": MAYBE_TEXT,
    }
)
_MESSAGE: Final[Schema] = object_of(
    {
        "peerId": TEXT,
        "kind": words_of(Outgoing.Kind),
        "contractHash": MAYBE_TEXT,
        "since": MOMENT,
        "attempts": COUNT,
        "nextTryAt": MOMENT,
        "refused": FLAG,
        "failure": MAYBE_TEXT,
    }
)
_SHORT: Final[Schema] = {
    "hash": TEXT,
    "state": words_of(State),
    "directions": list_of(words_of(Direction)),
    "validFrom": MOMENT,
    "validUntil": MOMENT,
    "createdAt": MOMENT,
    "receivedAt": MOMENT,
    "proposedBy": MAYBE_TEXT,
    "peers": list_of(ref("PartijNaam")),
    "awaits": list_of(TEXT) | {"description": "Wie nog moet ondertekenen."},
    "grants": list_of(ref("VerbindingToestemming")),
    "underWay": list_of(ref("BerichtOnderweg")) | {"description": "Wat nog niet is aangekomen, en waarom niet."},
}
_SIGNATURE: Final[Schema] = object_of(
    {
        "peerId": TEXT,
        "kind": words_of(SignatureKind),
        "signedAt": MOMENT,
        "verifiableUntil": MAYBE_MOMENT,
        "jws": TEXT,
    }
)
_CERTIFICATE: Final[Schema] = object_of(
    {
        "thumbprint": TEXT,
        "publicKeyThumbprint": TEXT,
        "names": list_of(TEXT),
        "validFrom": MOMENT,
        "validUntil": MOMENT,
    }
)
_PEER: Final[Schema] = object_of(
    {
        "id": TEXT,
        "name": MAYBE_TEXT,
        "managerAddress": ADDRESS,
        "directory": FLAG,
        "knownSince": MOMENT,
        "announcedAt": MAYBE_MOMENT,
        "heardAt": MAYBE_MOMENT,
        "answeredAt": MAYBE_MOMENT,
        "failingSince": MAYBE_MOMENT,
        "failure": MAYBE_TEXT,
        "certificateValidUntil": MAYBE_MOMENT,
        "connections": {"type": "object", "additionalProperties": COUNT, "propertyNames": words_of(State)},
        "underWay": list_of(ref("BerichtOnderweg")),
    }
)
_SERVICE: Final[Schema] = object_of(
    {"name": TEXT, "zone": MAYBE_TEXT, "delegatorPeerId": MAYBE_TEXT, "directory": TEXT, **_TOLD_TYPES}
)
_READING: Final[Schema] = object_of(
    {
        "peerId": TEXT,
        "managerAddress": TEXT,
        "readAt": MAYBE_MOMENT,
        "failingSince": MAYBE_MOMENT,
        "failure": MAYBE_TEXT,
    }
)
_PUBLICATION: Final[Schema] = object_of(
    {"directory": TEXT, "contractHash": TEXT, "state": words_of(State), **_TOLD_TYPES}
)
_TRANSACTION: Final[Schema] = object_of(
    {
        "transactionId": UUID,
        "direction": words_of(Way),
        "grantHash": TEXT,
        "contractHash": MAYBE_TEXT,
        "outwayPeerId": TEXT,
        "outwayDelegatorPeerId": MAYBE_TEXT,
        "servicePeerId": TEXT,
        "serviceDelegatorPeerId": MAYBE_TEXT,
        "serviceName": TEXT,
        "createdAt": MOMENT,
    }
)
COMPONENTS: Final[Schema] = {
    "PartijNaam": _PARTY,
    "VerbindingToestemming": _GRANT,
    "BerichtOnderweg": _MESSAGE,
    "VerbindingKort": object_of(_SHORT),
    "Verbinding": object_of(
        {
            **_SHORT,
            "signatures": list_of(_SIGNATURE),
            "content": {"type": "object", "description": "Het contract zoals het ondertekend is."},
        }
    ),
    "Verbindingen": object_of({"connections": list_of(ref("VerbindingKort")), **_FOLLOWING}),
    "NieuweVerbinding": NEW_CONNECTION,
    "EigenPartij": object_of(
        {
            "enabled": FLAG,
            "groupId": MAYBE_TEXT,
            "peer": {"oneOf": [ref("PartijNaam"), {"type": "null"}]},
            "managerAddress": ADDRESS,
            "inwayAddress": ADDRESS,
            "directory": FLAG,
            "certificate": {"oneOf": [_CERTIFICATE, {"type": "null"}]},
            "fault": MAYBE_TEXT | {"description": "Waarom het certificaat niet bruikbaar is."},
        }
    ),
    "Partij": _PEER,
    "Partijen": object_of({"peers": list_of(ref("Partij"))}),
    "Gidsdiensten": object_of(
        {
            "organisations": list_of(
                object_of({"peer": ref("PartijNaam"), "managerAddress": TEXT, "services": list_of(_SERVICE)})
            ),
            "directories": list_of(_READING),
        }
    ),
    "NieuwePublicatie": NEW_PUBLICATION,
    "Publicatie": object_of({"zone": TEXT, "name": TEXT, "publishable": FLAG, "publications": list_of(_PUBLICATION)}),
    "Publicaties": object_of({"zones": list_of(ref("Publicatie"))}),
    "Transacties": object_of({"transactions": list_of(_TRANSACTION), **_FOLLOWING}),
}
OFF: Final = "Deze F6 zit in geen groep, of haar certificaat is niet bruikbaar."
UNPROCESSABLE: Final = "Het verzoek is te lezen, maar kan zo niet: zie `detail`."
READ_OF_THE_GROUP: Final = ("/federation/directory-services", "/federation/publications")
"""Where there is nothing to read while federation is off."""
CAN_BE_UNPROCESSABLE: Final = (
    ("/federation/connections", "post"),
    *((f"/federation/connections/{{content_hash}}/{act}", "post") for act in ("acceptance", "rejection", "revocation")),
    ("/federation/publications/{zone}", "put"),
)


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add these components, and what these addresses answer beside (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    paths = result["paths"]
    if "/federation/connections" not in paths:  # the document of the query API of a zone
        return result
    for address in READ_OF_THE_GROUP:
        paths[address]["get"]["responses"]["409"] = _problem(OFF)
    for address, method in CAN_BE_UNPROCESSABLE:
        paths[address][method]["responses"]["422"] = _problem(UNPROCESSABLE)
    for status in ("200", "201"):
        paths["/federation/connections"]["post"]["responses"][status]["headers"]["Location"] = openapi.LOCATION
    return result


def _problem(description: str) -> dict[str, Any]:
    return {
        "description": description,
        "headers": {"API-Version": openapi.VERSION_HEADER, "traceparent": openapi.TRACE_HEADER},
        "content": {openapi.PROBLEM_JSON: {"schema": ref("Problem")}},
    }
