"""The API's settings: Django REST framework, the OpenAPI document, rate limits. `settings.py` imports them."""

from typing import Any

API_VERSION = "1.0.0"
"""Semantic version of the API contract; its major number is the one in the address (ADR: uri-version, semver)."""

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["events.api.authentication.BearerToken"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["events.api.parsers.StrictJson"],
    "DEFAULT_RENDERER_CLASSES": ["events.api.renderers.Json"],
    "DEFAULT_THROTTLE_CLASSES": ["events.api.throttles.ClientRate", "events.api.throttles.AddressRate"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "f6_project.problem_answers.answer",
    "URL_FORMAT_OVERRIDE": None,
    "FORMAT_SUFFIX_KWARG": None,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "F6: gebeurtenissen",
    "DESCRIPTION": (
        "Registreer gebeurtenissen in plaats van toestand: dien claims en correcties in, valideer ze, en lees ze terug "
        "zoals ze zijn vastgelegd. De elf velden van een gebeurtenis heten overal hetzelfde. Een gebeurtenis in een "
        "zone die u niet mag inzien is niet te onderscheiden van een die niet bestaat.\n\n"
        "Elke weigering is een `application/problem+json` (RFC 9457) die zegt wat er mis is, waar (JSON Pointer) en "
        "hoe u het herstelt. Wat geweigerd is, laat geen spoor na in het gebeurtenissenlog."
    ),
    "VERSION": API_VERSION,
    "CONTACT": {
        "name": "Team F6",
        "url": "https://f6.example.nl/contact",
        "email": "team-f6@f6.example.nl",
    },
    "LICENSE": {"name": "EUPL-1.2", "url": "https://joinup.ec.europa.eu/collection/eupl/eupl-text-eupl-12"},
    "SERVERS": [{"url": "/api/v1", "description": "Deze F6"}],
    "TAGS": [
        {"name": "commando's", "description": "Gebeurtenissen indienen en valideren."},
        {"name": "gebeurtenissen", "description": "Gebeurtenissen lezen zoals ze zijn vastgelegd."},
        {"name": "toestand", "description": "Wat gold, zoals bekend op elk moment, en waarom."},
        {"name": "brp", "description": "De vragen van de Haal Centraal BRP-API's, ook zoals eerder bekend."},
        {"name": "overzichten", "description": "Overzichten, ook eigen: rijen op elk moment, en hun herbouw."},
        {"name": "abonnementen", "description": "Berichten over gebeurtenissen, bezorgd of opgehaald."},
        {
            "name": "federatie",
            "description": "Verbindingen met andere organisaties (contracten, partijen, gidsen), en wat er van een "
            "persoon bekend is uit meer dan een F6.",
        },
        {"name": "catalogus", "description": "Zones, gebeurtenistypen en hun schema's."},
    ],
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SCHEMA_PATH_PREFIX_TRIM": True,
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATION_PARAMETERS": False,
    "POSTPROCESSING_HOOKS": [
        "events.api.openapi.complete",
        "events.api.type_openapi.complete",
        "events.api.subscription_schemas.complete",
        "readmodels.api.openapi.complete",
        "readmodels.api.national_openapi.complete",
        "readmodels.api.view_openapi.complete",
        "federation.api.connection_schemas.complete",
        "federation.api.state_openapi.complete",
        "federation.api.view_openapi.complete",
    ],
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,
}

CLIENT_RATE_MAX = 3_000
"""Requests per minute of one client."""
WAITING_OF_ONE_MAX = 4
"""Requests of one client that may wait for events at once, in each web process."""
ADDRESS_RATE_MAX = 300
"""Requests per minute without a token, per network address."""
