"""The components of subscriptions in the OpenAPI document: what is told is what is checked (`wishes`, `filters`)."""

from typing import Any, Final

from events.api import receiver_access_openapi
from events.api.openapi_schemas import EVENT, ref
from events.models import DeliveryAttempt, ParkedDelivery, Subscription, SubscriptionKey
from events.subscriptions.commands import allowances, verifying, wishes
from events.subscriptions.commands.key_changes import OVERLAP_MAX
from events.subscriptions.domain import cloud_events, filters, standing_changes

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_MAYBE_TEXT: Schema = {"type": ["string", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SECONDS: Schema = {"type": "number", "minimum": 0}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_MAYBE_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_UUID: Schema = {"type": "string", "format": "uuid"}
_MAYBE_UUID: Schema = {"type": ["string", "null"], "format": "uuid"}
_HEADERS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
_FOLLOWING: Schema = {
    "cursor": _MAYBE_TEXT,
    "more": {"type": "boolean"},
    "next": {"type": ["string", "null"], "format": "uri"},
}


def _object(properties: Schema, *, optional: tuple[str, ...] = (), **more: Any) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, **more}


def _asked(properties: Schema, *, optional: tuple[str, ...] = (), **more: Any) -> Schema:
    """What is sent: nothing else may stand in it."""
    return _object(properties, optional=optional, additionalProperties=False, **more)


def _one_of(properties: Schema) -> Schema:
    """What is sent: exactly one of these."""
    return _asked(properties, optional=tuple(properties), minProperties=1, maxProperties=1)


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _words(choices: type[Any]) -> Schema:
    return {"type": "string", "enum": [it.value for it in choices]}


VERIFICATION: Final = _asked(
    {
        "kind": {"type": "string", "enum": ["handshake", "ping", "agreement"]},
        "reason": {
            "type": "string",
            "minLength": 1,
            "maxLength": verifying.REASON_LENGTH_MAX,
            "description": "Bij `agreement`: wie het afsprak en hoe.",
        },
    },
    optional=("reason",),
)
NEW_KEY: Final = _asked(
    {
        "scheme": _words(SubscriptionKey.Scheme),
        "overlapSeconds": {
            "type": "integer",
            "minimum": 0,
            "maximum": int(OVERLAP_MAX.total_seconds()),
            "default": 0,
            "description": "Hoe lang de vorige sleutel van deze soort nog mee ondertekent.",
        },
    },
    optional=("overlapSeconds",),
)
_CHOICE: Final = _asked(
    {
        "state": {
            "type": "string",
            "enum": [ParkedDelivery.State.DEAD.value, ParkedDelivery.State.RETRYING.value],
            "description": "Alleen wat in deze toestand is; zonder: beide.",
        },
        "eventTypes": {
            "type": "array",
            "items": {"type": "string", "minLength": 1, "maxLength": filters.NAME_LENGTH_MAX},
            "minItems": 1,
            "maxItems": filters.NAMES_MAX,
            "description": "Alleen van deze gebeurtenistypen.",
        },
        "objectId": _UUID | {"description": "Alleen over dit object."},
    },
    optional=("state", "eventTypes", "objectId"),
)
REDELIVERY: Final = _one_of(
    {
        "eventId": _UUID | {"description": "Deze ene gebeurtenis."},
        "parked": _CHOICE | {"description": "Wat geparkeerd is."},
        "since": _MOMENT | {"description": "Wat sinds dit moment in het log kwam."},
    }
)
REWIND: Final = _one_of(
    {
        "eventId": _UUID | {"description": "Vanaf deze gebeurtenis, die zelf meegaat."},
        "moment": _MOMENT | {"description": "Vanaf wat sinds dit moment in het log kwam."},
        "beginning": {"type": "boolean", "enum": [True], "description": "Vanaf het begin van het log."},
    }
)
ALLOWANCE: Final = _asked(
    {
        "network": {"type": "string", "minLength": 1, "maxLength": 50, "description": "Zoals 10.20.0.0/16."},
        "reason": {"type": "string", "minLength": 1, "maxLength": allowances.REASON_LENGTH_MAX},
        "plainHttp": {"type": "boolean", "default": False, "description": "Of het daar zonder TLS mag."},
    },
    optional=("plainHttp",),
)
_TALLY: Final = _object(
    {"attempts": _COUNT, "delivered": _COUNT, "success": {"type": ["number", "null"], "minimum": 0, "maximum": 1}}
)
HEALTH: Final = _object(
    {
        "lagEvents": _COUNT | {"description": "Hoeveel gebeurtenissen van het log nog niet gepasseerd zijn."},
        "lagSeconds": _SECONDS | {"description": "Hoe oud de oudste daarvan is."},
        "lastHour": _TALLY,
        "lastDay": _TALLY,
        "parked": {
            "type": "object",
            "properties": {it.value: _COUNT for it in ParkedDelivery.State},
            "description": "Hoeveel bezorgingen geparkeerd zijn, per toestand.",
        },
        "parkedSince": _MAYBE_MOMENT,
        "nextTryAt": _MAYBE_MOMENT,
        "failingSince": _MAYBE_MOMENT,
        "restUntil": _MAYBE_MOMENT,
    }
)
SUBSCRIPTION: Final = _object(
    {
        "id": _UUID,
        "name": _TEXT,
        "owner": _object({"sourceId": _UUID, "name": _TEXT}),
        "mode": _words(Subscription.Mode),
        "url": _MAYBE_TEXT | {"description": "Null als u zelf ophaalt."},
        "content": _words(Subscription.Content),
        "ordering": {
            "type": ["string", "null"],
            "enum": [*[it.value for it in Subscription.Ordering], None],
            "description": "Null als u zelf ophaalt: dan geldt de volgorde van het log.",
        },
        "filter": filters.FILTER,
        "corrections": {"type": "boolean", "description": "Of het hoort wat er verandert aan wat bezorgd is."},
        "schedule": {"type": ["array", "null"], "items": {"type": "integer"}},
        "state": _words(Subscription.State),
        "stateReason": _words(Subscription.Reason),
        "stateSince": _MOMENT,
        "verifiedHow": {"type": ["string", "null"], "enum": [*[it.value for it in Subscription.Verified], None]},
        "verifiedAt": _MAYBE_MOMENT,
        "agreedReason": _MAYBE_TEXT,
        "allowedPerMinute": {"type": ["integer", "null"], "description": "Wat de ontvanger toestaat; null: alles."},
        "createdAt": _MOMENT,
        "deliveredAt": _MAYBE_MOMENT,
        "askedAt": _MAYBE_MOMENT
        | {"description": "Wanneer u het laatst ophaalde; de achterstand in `health` is van toen (hooguit 5 s ouder)."},
        "health": ref("Gezondheid"),
    }
)
KEY: Final = _object(
    {
        "id": _UUID,
        "scheme": _words(SubscriptionKey.Scheme),
        "publicKey": _MAYBE_TEXT,
        "createdAt": _MOMENT,
        "signsUntil": _MAYBE_MOMENT,
    }
)
_SHOWN: Final[Schema] = {
    "secret": _MAYBE_TEXT | {"description": "Bij v1: het geheim. Het wordt alleen in dit antwoord getoond."}
}
MADE_KEY: Final = _object({**KEY["properties"], **_SHOWN})
_TRIED: Final[Schema] = {
    "id": {"type": "integer"},
    "eventId": _MAYBE_UUID | {"description": "Null bij een handdruk of ping."},
    "number": {"type": "integer", "minimum": 0, "description": "De hoeveelste poging."},
    "startedAt": _MOMENT,
    "durationMs": _COUNT,
    "outcome": _words(DeliveryAttempt.Outcome),
    "status": {"type": ["integer", "null"]},
    "error": _MAYBE_TEXT,
}
ATTEMPT: Final = _object(
    {
        **_TRIED,
        "requestHeaders": _HEADERS,
        "requestBody": _MAYBE_TEXT
        | {"description": "Opnieuw gemaakt uit de gebeurtenis; null als u die niet mag inzien of er geen is."},
        "answerHeaders": _HEADERS,
        "answer": _TEXT | {"description": "Het begin van het antwoord, zonder wat geheim is."},
    }
)
_NULLED: Final[Schema] = {"type": ["array", "null"], "items": _UUID}
PARKED: Final = _object(
    {
        "eventId": _UUID,
        "eventType": _MAYBE_TEXT,
        "zone": _MAYBE_TEXT,
        "objectIds": _NULLED | {"description": "Null als u de gebeurtenis niet mag inzien."},
        "state": _words(ParkedDelivery.State),
        "cause": _words(ParkedDelivery.Cause),
        "tries": _COUNT,
        "nextTryAt": _MAYBE_MOMENT,
        "reason": _MAYBE_TEXT,
        "parkedAt": _MOMENT,
    }
)
_VALUES: Final[Schema] = {
    "type": "object",
    "description": "Wat er stond, of staat, per plaats (bij `full`); een plaats die er niet bij staat, was er niet.",
}
_CORRECTED: Final = _asked(
    {
        "id": _UUID | {"description": "De claim."},
        "standing": {"type": "string", "enum": [it.value for it in standing_changes.TOLD]},
        "told": _list(_UUID) | {"description": "Welke gebeurtenissen van zijn keten u bezorgd kreeg."},
        "changed": _list(_TEXT) | {"description": "Waar (JSON Pointer): in `event_data`, `object_ids`, `occurred_at`."},
        "was": _VALUES,
        "is": _VALUES,
    },
    optional=("was", "is"),
)
EVENT_NOTICE: Final = {
    **EVENT,
    "properties": {
        **EVENT["properties"],
        "standings": _list(
            _asked({"id": _UUID, "standing": {"type": "string", "enum": [it.value for it in standing_changes.TOLD]}})
        )
        | {"description": "Welke claims en correcties door de gebeurtenis welke stand kregen."},
        "corrections": _list(_CORRECTED)
        | {"description": "Wat er door de gebeurtenis anders werd van wat u bezorgd kreeg."},
    },
}
"""The data of a full notice to who asks for more than the event."""
NOTICE: Final = _object(
    {
        "specversion": {"type": "string", "enum": [cloud_events.SPECVERSION]},
        "id": _UUID | {"description": "De gebeurtenis; met `source` uniek."},
        "source": _TEXT | {"description": "Het systeem en de zone."},
        "type": _TEXT | {"description": "Wat er gebeurde, de soort, en de versie van de gegevens."},
        "subject": _UUID | {"description": "Het eerste object waarover het gaat."},
        "time": _MOMENT | {"description": "Wanneer het werd vastgelegd."},
        "datacontenttype": _TEXT,
        "dataref": {"type": "string", "format": "uri", "description": "Waar de gebeurtenis gelezen wordt."},
        "dataschema": {"type": "string", "format": "uri"},
        "sequence": _TEXT | {"description": "De plaats in de zone, als tekst van vaste lengte."},
        "data": {"type": "object", "description": "De ids, of (`full`) alle velden van de gebeurtenis."},
    },
    optional=("dataschema", "sequence"),
    description="Een CloudEvent (1.0, gestructureerd JSON) volgens het Nederlandse profiel.",
)
FETCHED: Final[Schema] = {
    "cursor": _TEXT | {"description": "Waar u hierna verder gaat. Bewaar haar zodra u de berichten verwerkt hebt."},
    "more": {"type": "boolean", "description": "Of er nu al meer in het log staat: vraag dan meteen verder."},
    "next": {"type": "string", "format": "uri"},
}
COMPONENTS: Final[Schema] = {
    "EventNotice": EVENT_NOTICE,
    "Abonnement": SUBSCRIPTION,
    "Abonnementen": _object({"subscriptions": _list(ref("Abonnement"))}),
    "NieuwAbonnement": dict(wishes.NEW),
    "GewijzigdAbonnement": dict(wishes.CHANGED),
    "GemaaktAbonnement": _object({**SUBSCRIPTION["properties"], "keys": _list(ref("GemaakteSleutel"))}),
    "Gezondheid": HEALTH,
    "Verificatievraag": VERIFICATION,
    "Verificatie": _object(
        {
            "outcome": _words(verifying.Outcome),
            "why": _MAYBE_TEXT | {"description": "Waarom het geen instemming is."},
            "attempt": {"oneOf": [ref("Poging"), {"type": "null"}]},
            "subscription": ref("Abonnement"),
        }
    ),
    "NieuweSleutel": NEW_KEY,
    "GemaakteSleutel": MADE_KEY,
    "Sleutels": _object({"keys": _list(KEY)}),
    "PubliekeSleutels": _object(
        {"keys": _list(_object({"id": _UUID, "publicKey": _TEXT, "createdAt": _MOMENT, "signsUntil": _MAYBE_MOMENT}))}
    ),
    "Pogingen": _object({"attempts": _list(_object(_TRIED)), **_FOLLOWING}),
    "Poging": ATTEMPT,
    "GeparkeerdeBezorgingen": _object({"parked": _list(PARKED), **_FOLLOWING}),
    "Herbezorgvraag": REDELIVERY,
    "Herbezorging": _object(
        {
            "events": _COUNT | {"description": "Hoeveel gebeurtenissen opnieuw bezorgd worden."},
            "waiting": _COUNT | {"description": "Hoeveel daarvan wachten op een eerdere die geparkeerd is."},
        }
    ),
    "Bericht": NOTICE,
    "Berichten": _object({"events": _list(ref("Bericht")), **FETCHED}),
    "Terugzetvraag": REWIND,
    "Toestemming": _object({"received": {"type": "boolean", "enum": [True]}}),
    "NieuwNetwerk": ALLOWANCE,
    "Netwerk": _object(
        {"id": {"type": "integer"}, "network": _TEXT, "reason": _TEXT, "plainHttp": {"type": "boolean"}}
    ),
    "Netwerken": _object({"allowances": _list(ref("Netwerk"))}),
    **receiver_access_openapi.COMPONENTS,
}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add these components (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    return result
