"""What the OpenAPI document says of drafts of event types, of deprecations, and of the record of changes."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from events.administration import Action, Subject
from events.api import openapi
from events.api.openapi_schemas import ref
from events.commands.event_types import REASON_LENGTH_MAX
from events.domain.compatibility import Outcome
from events.domain.declaration_shape import NAME_LENGTH_MAX, TITLE_LENGTH_MAX, VERSION_LENGTH_MAX
from events.domain.version_differences import Aspect, Effect
from events.queries.compatibility import LOOKED_AT_MAX

_ADMINISTRATORS = " Voor wie alle zones beheert."
DRAFTS = "De versies van gebeurtenistypen waaraan geschreven wordt." + _ADMINISTRATORS
BEGIN = (
    "Begin een concept: van de volgende versie van een type, of van een type dat er nog niet is (dan met `title`). "
    "Zonder `declaration` begint het met de declaratie van de nieuwste versie. Wat een declaratie kan zeggen, staat in "
    "`docs/event-types.md`. Ook wat fout is wordt bewaard; `mistakes` noemt alles, elk met de plaats." + _ADMINISTRATORS
)
DRAFT = "Een concept, beoordeeld alsof het nu werd gepubliceerd." + _ADMINISTRATORS
CHANGE = (
    "Geef een concept een andere tekst. `revision` is die van het concept zoals u het las: wie het intussen wijzigde, "
    "wordt niet overschreven." + _ADMINISTRATORS
)
DISCARD = "Gooi een concept weg." + _ADMINISTRATORS
DIFFERENCES = (
    "Wat het concept verandert aan de versie waarop het verder gaat. `narrows`: gegevens die goed waren kunnen fout "
    "worden; `widens`: meer gegevens zijn goed; `renews`: beide, of het is niet te zeggen; `rules`: niet de gegevens, "
    "maar hoe zij worden ingediend, beoordeeld of gelezen; `says`: alleen een tekst." + _ADMINISTRATORS
)
COMPATIBILITY = (
    f"Wat er van de opgeslagen claims en correcties van het type wordt als zij als dit concept gelezen worden: de "
    f"nieuwste {LOOKED_AT_MAX}, en met `cursor` steeds oudere. Alle zones tellen mee in de aantallen; welke "
    "gebeurtenissen het zijn, staat er alleen bij van zones die u mag inzien, en nooit wat erin staat."
    + _ADMINISTRATORS
)
TRY = (
    "Probeer het concept uit op gegevens (`eventData`), of op een opgeslagen gebeurtenis die u mag inzien (`eventId`): "
    "hoe zij gelezen wordt, en alles wat er niet aan klopt." + _ADMINISTRATORS
)
PUBLISH = (
    "Maak het concept de nieuwste versie van zijn type. Alles wordt nogmaals beoordeeld. Een gepubliceerde versie "
    "wijzigt nooit meer." + _ADMINISTRATORS
)
DEPRECATE = (
    "Zeg dat een versie niet meer gebruikt moet worden: nieuwe claims ermee worden vanaf `since` geweigerd; een "
    "moment dat voorbij is telt vanaf nu, tenzij het er al stond. Wat ermee is vastgelegd, wordt als voorheen gelezen, "
    "gecorrigeerd en beoordeeld. `successor` noemt de versie die ervoor in de plaats komt; die is nodig zolang er een "
    "is." + _ADMINISTRATORS
)
RESTORE = "Laat een verouderde versie weer gebruiken." + _ADMINISTRATORS
CHANGES = (
    "Wie wat in het beheer heeft gewijzigd, wanneer, en wat het daarvoor en daarna was; de nieuwste eerst. Volg `next` "
    "voor oudere." + _ADMINISTRATORS
)

DRAFT_ID = OpenApiParameter("draft_id", {"type": "string", "format": "uuid"}, "path", description="Het concept.")

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
_UUID: Schema = {"type": "string", "format": "uuid"}
_REVISION: Schema = {"type": "integer", "minimum": 1, "maximum": 2_147_483_647}
_TITLE: Schema = {"type": "string", "minLength": 1, "maxLength": TITLE_LENGTH_MAX}
_VERSION: Schema = {"type": "string", "minLength": 1, "maxLength": VERSION_LENGTH_MAX}
_DECLARATION: Schema = {"type": "object", "description": "Een versie, zoals in `docs/event-types.md`."}


def _object(properties: Schema, *, optional: tuple[str, ...] = (), **more: Any) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, **more}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


BEGINNING: Final = _object(
    {
        "eventType": {"type": "string", "minLength": 1, "maxLength": NAME_LENGTH_MAX},
        "title": _TITLE,
        "declaration": _DECLARATION,
    },
    optional=("title", "declaration"),
    additionalProperties=False,
)
CHANGED: Final = _object(
    {"title": _TITLE, "declaration": _DECLARATION, "revision": _REVISION}, additionalProperties=False
)
PUBLICATION: Final = _object({"revision": _REVISION}, additionalProperties=False)
TRIAL: Final = _object(
    {"eventData": {"type": "object"}, "eventId": _UUID},
    optional=("eventData", "eventId"),
    additionalProperties=False,
    minProperties=1,
    maxProperties=1,
)
DEPRECATION: Final = _object(
    {
        "reason": {"type": "string", "minLength": 1, "maxLength": REASON_LENGTH_MAX},
        "since": _MOMENT,
        "successor": _VERSION,
    },
    optional=("since", "successor"),
    additionalProperties=False,
)
_FOUND: Final = _list(_object({"pointer": _TEXT, "code": _TEXT, "detail": _TEXT}))
_JSON: Final[Schema] = {"type": ["object", "array", "string", "number", "boolean", "null"]}

COMPONENTS: Final[Schema] = {
    "NieuwConcept": BEGINNING,
    "GewijzigdConcept": CHANGED,
    "Publicatie": PUBLICATION,
    "Proefvraag": TRIAL,
    "Veroudering": DEPRECATION,
    "Concept": _object(
        {
            "id": _UUID,
            "eventType": _TEXT,
            "base": {
                "type": ["string", "null"],
                "description": "De versie waarop het verder gaat; null: een nieuw type.",
            },
            "title": _TEXT,
            "declaration": {"type": ["object", "null"], "description": "Null zolang de tekst geen JSON-object is."},
            "revision": _REVISION,
            "changedAt": _MOMENT,
            "changedBy": _UUID,
            "behind": {"type": "boolean", "description": "Of er intussen een nieuwere versie is gepubliceerd."},
            "mistakes": _FOUND,
        }
    ),
    "Concepten": _object({"drafts": _list(ref("Concept"))}),
    "Verschillen": _object(
        {
            "base": {"type": ["string", "null"]},
            "differences": _list(
                _object(
                    {
                        "aspect": {"type": "string", "enum": [it.value for it in Aspect]},
                        "place": _TEXT,
                        "what": _TEXT,
                        "effect": {"type": "string", "enum": [it.value for it in Effect]},
                        "before": _JSON,
                        "after": _JSON,
                    }
                )
            ),
        }
    ),
    "Verenigbaarheid": _object(
        {
            "stored": _COUNT | {"description": "Hoeveel claims en correcties van het type er zijn."},
            "lookedAt": _COUNT | {"description": "Hoeveel daarvan voor dit antwoord bekeken zijn."},
            "versions": _list(
                _object(
                    {
                        "version": _TEXT,
                        "outcomes": _object(
                            {it.value: _COUNT for it in Outcome}, optional=tuple(it.value for it in Outcome)
                        ),
                    }
                )
            ),
            "reasons": _list(_object({"pointer": _TEXT, "code": _TEXT, "events": _COUNT})),
            "examples": _list(
                _object({"eventId": _UUID, "version": _TEXT, "zone": _TEXT, "outcome": _TEXT, "violations": _FOUND})
            ),
            "hidden": _COUNT | {"description": "Zoveel die niet passen liggen in zones die u niet mag inzien."},
            "cursor": {"type": ["string", "null"]},
            "more": {"type": "boolean"},
            "next": {"type": ["string", "null"], "format": "uri"},
        }
    ),
    "Proef": _object(
        {
            "outcome": {"type": "string", "enum": [it.value for it in Outcome]},
            "before": {"type": "object"},
            "read": {"type": "object", "description": "Zoals het concept het leest."},
            "violations": _FOUND,
            "toAccept": _FOUND,
        }
    ),
    "Gepubliceerd": _object({"eventType": _TEXT, "version": _TEXT, "publishedAt": _MOMENT}),
    "VerouderdeVersie": _object(
        {
            "eventType": _TEXT,
            "version": _TEXT,
            "since": _MOMENT,
            "reason": _TEXT,
            "successor": {"type": ["string", "null"]},
        }
    ),
    "Wijziging": _object(
        {
            "changedAt": _MOMENT,
            "sourceId": _UUID,
            "sourceType": _TEXT,
            "action": {"type": "string", "enum": [it.value for it in Action]},
            "subjectType": {"type": "string", "enum": [it.value for it in Subject]},
            "subjectId": _TEXT,
            "subject": _TEXT,
            "before": {"type": ["object", "null"]},
            "after": {"type": ["object", "null"]},
        }
    ),
    "Wijzigingen": _object(
        {
            "changes": _list(ref("Wijziging")),
            "cursor": {"type": ["string", "null"]},
            "more": {"type": "boolean"},
            "next": {"type": ["string", "null"], "format": "uri"},
        }
    ),
}


def created(name: str, said: str) -> dict[Any, OpenApiResponse]:
    """A 201 with this component."""
    return {(201, openapi.JSON): OpenApiResponse(ref(name), said)}


def gone() -> dict[Any, OpenApiResponse]:
    """A 204."""
    return {204: OpenApiResponse(None, "Gelukt; er is niets te zeggen.")}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add these components (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    return result
