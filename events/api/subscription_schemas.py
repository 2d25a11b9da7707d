"""The components of subscriptions in the OpenAPI document: what is told is what is checked (`wishes`, `filters`)."""

from typing import Any, Final

from events.api import receiver_access_openapi
from events.api.notice_schemas import EVENT_NOTICE, FETCHED, NOTICE
from events.api.openapi_schemas import ref
from events.api.schema_parts import (
    COUNT,
    HEADERS,
    MAYBE_MOMENT,
    MAYBE_TEXT,
    MAYBE_UUID,
    MOMENT,
    SECONDS,
    TEXT,
    UUID,
    Schema,
    asked_object,
    list_of,
    object_of,
    one_of,
    words_of,
)
from events.models import DeliveryAttempt, ParkedDelivery, Subscription, SubscriptionKey
from events.subscriptions.commands import allowances, verifying, wishes
from events.subscriptions.commands.key_changes import OVERLAP_MAX
from events.subscriptions.domain import filters

_FOLLOWING: Schema = {
    "cursor": MAYBE_TEXT,
    "more": {"type": "boolean"},
    "next": {"type": ["string", "null"], "format": "uri"},
}


VERIFICATION: Final = asked_object(
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
NEW_KEY: Final = asked_object(
    {
        "scheme": words_of(SubscriptionKey.Scheme),
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
_CHOICE: Final = asked_object(
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
        "objectId": UUID | {"description": "Alleen over dit object."},
    },
    optional=("state", "eventTypes", "objectId"),
)
REDELIVERY: Final = one_of(
    {
        "eventId": UUID | {"description": "Deze ene gebeurtenis."},
        "parked": _CHOICE | {"description": "Wat geparkeerd is."},
        "since": MOMENT | {"description": "Wat sinds dit moment in het log kwam."},
    }
)
REWIND: Final = one_of(
    {
        "eventId": UUID | {"description": "Vanaf deze gebeurtenis, die zelf meegaat."},
        "moment": MOMENT | {"description": "Vanaf wat sinds dit moment in het log kwam."},
        "beginning": {"type": "boolean", "enum": [True], "description": "Vanaf het begin van het log."},
    }
)
ALLOWANCE: Final = asked_object(
    {
        "network": {"type": "string", "minLength": 1, "maxLength": 50, "description": "Zoals 10.20.0.0/16."},
        "reason": {"type": "string", "minLength": 1, "maxLength": allowances.REASON_LENGTH_MAX},
        "plainHttp": {"type": "boolean", "default": False, "description": "Of het daar zonder TLS mag."},
    },
    optional=("plainHttp",),
)
_TALLY: Final = object_of(
    {"attempts": COUNT, "delivered": COUNT, "success": {"type": ["number", "null"], "minimum": 0, "maximum": 1}}
)
HEALTH: Final = object_of(
    {
        "lagEvents": COUNT | {"description": "Hoeveel gebeurtenissen van het log nog niet gepasseerd zijn."},
        "lagSeconds": SECONDS | {"description": "Hoe oud de oudste daarvan is."},
        "lastHour": _TALLY,
        "lastDay": _TALLY,
        "parked": {
            "type": "object",
            "properties": {it.value: COUNT for it in ParkedDelivery.State},
            "description": "Hoeveel bezorgingen geparkeerd zijn, per toestand.",
        },
        "parkedSince": MAYBE_MOMENT,
        "nextTryAt": MAYBE_MOMENT,
        "failingSince": MAYBE_MOMENT,
        "restUntil": MAYBE_MOMENT,
    }
)
SUBSCRIPTION: Final = object_of(
    {
        "id": UUID,
        "name": TEXT,
        "owner": object_of({"sourceId": UUID, "name": TEXT}),
        "mode": words_of(Subscription.Mode),
        "url": MAYBE_TEXT | {"description": "Null als u zelf ophaalt."},
        "content": words_of(Subscription.Content),
        "ordering": {
            "type": ["string", "null"],
            "enum": [*[it.value for it in Subscription.Ordering], None],
            "description": "Null als u zelf ophaalt: dan geldt de volgorde van het log.",
        },
        "filter": filters.FILTER,
        "corrections": {"type": "boolean", "description": "Of het hoort wat er verandert aan wat bezorgd is."},
        "schedule": {"type": ["array", "null"], "items": {"type": "integer"}},
        "state": words_of(Subscription.State),
        "stateReason": words_of(Subscription.Reason),
        "stateSince": MOMENT,
        "verifiedHow": {"type": ["string", "null"], "enum": [*[it.value for it in Subscription.Verified], None]},
        "verifiedAt": MAYBE_MOMENT,
        "agreedReason": MAYBE_TEXT,
        "allowedPerMinute": {"type": ["integer", "null"], "description": "Wat de ontvanger toestaat; null: alles."},
        "createdAt": MOMENT,
        "deliveredAt": MAYBE_MOMENT,
        "askedAt": MAYBE_MOMENT
        | {"description": "Wanneer u het laatst ophaalde; de achterstand in `health` is van toen (hooguit 5 s ouder)."},
        "health": ref("Gezondheid"),
    }
)
KEY: Final = object_of(
    {
        "id": UUID,
        "scheme": words_of(SubscriptionKey.Scheme),
        "publicKey": MAYBE_TEXT,
        "createdAt": MOMENT,
        "signsUntil": MAYBE_MOMENT,
    }
)
_SHOWN: Final[Schema] = {
    "secret": MAYBE_TEXT | {"description": "Bij v1: het geheim. Het wordt alleen in dit antwoord getoond."}
}
MADE_KEY: Final = object_of({**KEY["properties"], **_SHOWN})
_TRIED: Final[Schema] = {
    "id": {"type": "integer"},
    "eventId": MAYBE_UUID | {"description": "Null bij een handdruk of ping."},
    "number": {"type": "integer", "minimum": 0, "description": "De hoeveelste poging."},
    "startedAt": MOMENT,
    "durationMs": COUNT,
    "outcome": words_of(DeliveryAttempt.Outcome),
    "status": {"type": ["integer", "null"]},
    "error": MAYBE_TEXT,
}
ATTEMPT: Final = object_of(
    {
        **_TRIED,
        "requestHeaders": HEADERS,
        "requestBody": MAYBE_TEXT
        | {"description": "Opnieuw gemaakt uit de gebeurtenis; null als u die niet mag inzien of er geen is."},
        "answerHeaders": HEADERS,
        "answer": TEXT | {"description": "Het begin van het antwoord, zonder wat geheim is."},
    }
)
_NULLED: Final[Schema] = {"type": ["array", "null"], "items": UUID}
PARKED: Final = object_of(
    {
        "eventId": UUID,
        "eventType": MAYBE_TEXT,
        "zone": MAYBE_TEXT,
        "objectIds": _NULLED | {"description": "Null als u de gebeurtenis niet mag inzien."},
        "state": words_of(ParkedDelivery.State),
        "cause": words_of(ParkedDelivery.Cause),
        "tries": COUNT,
        "nextTryAt": MAYBE_MOMENT,
        "reason": MAYBE_TEXT,
        "parkedAt": MOMENT,
    }
)
COMPONENTS: Final[Schema] = {
    "EventNotice": EVENT_NOTICE,
    "Abonnement": SUBSCRIPTION,
    "Abonnementen": object_of({"subscriptions": list_of(ref("Abonnement"))}),
    "NieuwAbonnement": dict(wishes.NEW),
    "GewijzigdAbonnement": dict(wishes.CHANGED),
    "GemaaktAbonnement": object_of({**SUBSCRIPTION["properties"], "keys": list_of(ref("GemaakteSleutel"))}),
    "Gezondheid": HEALTH,
    "Verificatievraag": VERIFICATION,
    "Verificatie": object_of(
        {
            "outcome": words_of(verifying.Outcome),
            "why": MAYBE_TEXT | {"description": "Waarom het geen instemming is."},
            "attempt": {"oneOf": [ref("Poging"), {"type": "null"}]},
            "subscription": ref("Abonnement"),
        }
    ),
    "NieuweSleutel": NEW_KEY,
    "GemaakteSleutel": MADE_KEY,
    "Sleutels": object_of({"keys": list_of(KEY)}),
    "PubliekeSleutels": object_of(
        {"keys": list_of(object_of({"id": UUID, "publicKey": TEXT, "createdAt": MOMENT, "signsUntil": MAYBE_MOMENT}))}
    ),
    "Pogingen": object_of({"attempts": list_of(object_of(_TRIED)), **_FOLLOWING}),
    "Poging": ATTEMPT,
    "GeparkeerdeBezorgingen": object_of({"parked": list_of(PARKED), **_FOLLOWING}),
    "Herbezorgvraag": REDELIVERY,
    "Herbezorging": object_of(
        {
            "events": COUNT | {"description": "Hoeveel gebeurtenissen opnieuw bezorgd worden."},
            "waiting": COUNT | {"description": "Hoeveel daarvan wachten op een eerdere die geparkeerd is."},
        }
    ),
    "Bericht": NOTICE,
    "Berichten": object_of({"events": list_of(ref("Bericht")), **FETCHED}),
    "Terugzetvraag": REWIND,
    "Toestemming": object_of({"received": {"type": "boolean", "enum": [True]}}),
    "NieuwNetwerk": ALLOWANCE,
    "Netwerk": object_of(
        {"id": {"type": "integer"}, "network": TEXT, "reason": TEXT, "plainHttp": {"type": "boolean"}}
    ),
    "Netwerken": object_of({"allowances": list_of(ref("Netwerk"))}),
    **receiver_access_openapi.COMPONENTS,
}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add these components (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    return result
