"""What the OpenAPI document says of views, and the document of one view of one's own."""

from typing import Any, Final

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse

from events.api import openapi
from events.api.openapi_schemas import ref
from events.domain.readings import View
from readmodels.api.national_openapi import PREFER
from readmodels.domain.own_views.definition import Definition
from readmodels.domain.own_views.definition_shape import SHAPE
from readmodels.domain.own_views.description import component_names, openapi_schema
from readmodels.domain.own_views.filters import filters

__all__ = ["PREFER"]

VIEWS = (
    "De overzichten waarmee F6 komt, en de eigen overzichten die iemand heeft gemaakt: wat ze zijn, tot welk formeel "
    "moment alles erin staat (`settledTo`), en hoe ver een herbouw is."
)
DEFINE = (
    "Zeg welke gebeurtenissen u wilt, van welke objecten, in welke velden; u hoeft niets te programmeren. Een "
    "definitie die niet klopt wordt geweigerd met alles wat er mis mee is, elk met de plaats. Het overzicht antwoordt "
    "zodra het gevuld is. Wat een definitie kan, staat in `docs/own-views.md`."
)
VIEW = "Een overzicht: zijn definitie, of het antwoordt, hoe ver het achterloopt en hoe ver een herbouw is."
REDEFINE = (
    "Geef een eigen overzicht een andere definitie. Het wordt ernaast opnieuw opgebouwd en antwoordt tot dan zoals het "
    "was."
)
REMOVE = "Verwijder een eigen overzicht. Zijn rijen worden daarna opgeruimd."
TRY = (
    "Wat een definitie geeft voor de objecten waarover het laatst iets is vastgelegd: de rijen, en hoe vaak elk veld "
    "gevuld is. Er wordt niets bewaard."
)
ROWS = (
    "De rijen zoals ze in werkelijkheid golden op `geldigOp`, zoals bekend op `beschikbaarOp`. Elk veld is een filter; "
    "een veld met een volgorde ook met `…Van` en `…TotEnMet`. Volg `next` voor de volgende bladzijde: die is van "
    "dezelfde momenten. Wat in een zone ligt die u niet mag inzien, telt niet mee. `parked`: objecten waarvan de rijen "
    "niet gemaakt konden worden. De velden staan in de OpenAPI-beschrijving van het overzicht zelf."
)
DOCUMENT = "De OpenAPI-beschrijving van dit ene overzicht, met zijn velden en filters: om een client mee te maken."
REBUILDS = "De bouwsels van een overzicht die er nog zijn, het nieuwste eerst. Voor beheerders van alle zones."
REBUILD = (
    "Bouw een overzicht opnieuw op naast het levende. Het wordt vergeleken en in een keer gewisseld; wie leest merkt "
    "er niets van. `rateMax` begrenst hoeveel objecten er per seconde worden gemaakt. Voor beheerders van alle zones."
)
PROGRESS = "Hoeveel objecten er gemaakt zijn, hoeveel gebeurtenissen nog volgen, en wat de vergelijking vond."
SLOW = "Begrens een herbouw die gaande is (`rateMax`), of haal de grens weg (null)."
STOP = "Stop een herbouw die gaande is; het overzicht blijft zoals het was."
PARKED = (
    "Objecten waarvan de rijen niet gemaakt konden worden, met de reden. De rest van het overzicht gaat door; het "
    "object wordt opnieuw beproefd bij zijn volgende gebeurtenis, of als u erom vraagt. Voor beheerders van alle zones."
)
RETRY = "Probeer de rijen van een geparkeerd object nu opnieuw te maken."

NAME = OpenApiParameter("name", str, "path", description="De naam van het overzicht, zoals `persoonslijsten`.")
NUMBER = OpenApiParameter("number", int, "path", description="Het nummer van het bouwsel.")
OBJECT = OpenApiParameter("object_id", {"type": "string", "format": "uuid"}, "path", description="Het object.")
FILTERS = OpenApiParameter(
    "filters",
    {"type": "object", "additionalProperties": {"type": "string", "maxLength": 200}},
    "query",
    description="Filters op de velden van het overzicht, elk als eigen parameter: `postcode=2511AB`.",
    style="form",
    explode=True,
)

Schema = dict[str, Any]

_MOMENT: Schema = {"type": "string", "format": "date-time"}
_NO_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_UUID: Schema = {"type": "string", "format": "uuid"}
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_RATE: Schema = {"type": ["integer", "null"], "minimum": 1, "description": "Objecten per seconde, hoogstens."}


def _object(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def _nullable(name: str) -> Schema:
    return {"oneOf": [ref(name), {"type": "null"}]}


HIDDEN: Final = "Null voor wie niet alle zones mag zien."
_COUNT_OR_HIDDEN: Final[Schema] = {"type": ["integer", "null"], "minimum": 0, "description": HIDDEN}

COMPONENTS: Final[Schema] = {
    "Overzichtsdefinitie": dict(SHAPE),
    "Bouwsel": _object(
        {
            "number": _COUNT,
            "state": {"type": "string", "enum": ["filling", "live", "retired", "failed"]},
            "startedAt": _MOMENT,
            "objectsTotal": _COUNT_OR_HIDDEN,
            "objectsDone": _COUNT_OR_HIDDEN,
            "eventsBehind": _COUNT_OR_HIDDEN | {"description": f"Gebeurtenissen die nog niet zijn verwerkt. {HIDDEN}"},
            "rateMax": _RATE,
            "comparison": {"type": ["object", "null"], "description": "Wat de vergelijking voor de wissel vond."},
            "endedAt": _NO_MOMENT,
            "reason": {"type": ["string", "null"]},
        }
    ),
    "Bouwsels": _object({"builds": _list(ref("Bouwsel"))}),
    "Herbouw": _object({"rateMax": _RATE}, optional=("rateMax",)) | {"additionalProperties": False},
    "Overzicht": _object(
        {
            "name": _TEXT,
            "title": _TEXT,
            "shipped": _FLAG | {"description": "Of het een overzicht is waarmee F6 komt."},
            "definition": {
                "type": ["object", "null"],
                "description": "Wat het zegt; null van een overzicht waarmee F6 komt.",
            },
            "misfits": _list(_object({"pointer": _TEXT, "code": _TEXT}))
            | {"description": "Waar de definitie niet meer past op de nieuwste versies van haar gebeurtenistypen."},
            "yours": _FLAG | {"description": "Of u het hebt gemaakt."},
            "createdAt": _MOMENT,
            "settledTo": _NO_MOMENT | {"description": "Tot dit formele moment staat alles erin."},
            "parked": _COUNT_OR_HIDDEN
            | {"description": f"Objecten waarvan de rijen niet gemaakt konden worden. {HIDDEN}"},
            "live": _nullable("Bouwsel"),
            "rebuild": _nullable("Bouwsel"),
        }
    ),
    "Overzichten": _object({"views": _list(ref("Overzicht"))}),
    "Overzichtsproef": _object(
        {
            "rows": _list({"type": "object", "additionalProperties": True}),
            "fields": _list(_object({"name": _TEXT, "found": _COUNT, "empty": _COUNT})),
            "objects": _COUNT,
            "withoutRows": _COUNT,
        }
    ),
    "Overzichtsrijen": _object(
        {
            "rows": _list({"type": "object", "additionalProperties": True}),
            "geldigOp": _MOMENT,
            "beschikbaarOp": _MOMENT,
            "view": {"type": "string", "enum": [choice.value for choice in View]},
            "provisional": _FLAG,
            "zones": _list(_TEXT),
            "parked": _list(_UUID),
            "cursor": {"type": ["string", "null"]},
            "more": _FLAG,
            "next": {"type": ["string", "null"], "format": "uri"},
        }
    ),
    "OpenApiDocument": {"type": "object", "additionalProperties": True},
    "Geparkeerd": _object(
        {
            "parked": _list(
                _object(
                    {
                        "objectId": _UUID,
                        "reason": _TEXT,
                        "event": {"type": ["string", "null"], "format": "uuid"},
                        "since": _NO_MOMENT,
                    }
                )
            )
        }
    ),
    "Poging": _object({"made": _FLAG, "reason": {"type": ["string", "null"]}}),
}


def created(name: str) -> dict[Any, OpenApiResponse]:
    """A 201 with this component."""
    return {(201, openapi.JSON): OpenApiResponse(ref(name), "Begonnen.")}


def gone() -> dict[Any, OpenApiResponse]:
    """A 204."""
    return {204: OpenApiResponse(None, "Gelukt; er is niets te zeggen.")}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add the components of views (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    return result


def document(definition: Definition, *, server: str) -> dict[str, Any]:
    """The OpenAPI document of one view: its rows, and every filter."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": definition.title,
            "description": definition.description or definition.title,
            "version": settings.API_VERSION,
            "contact": settings.SPECTACULAR_SETTINGS["CONTACT"],
        },
        "servers": [{"url": server}],
        "security": [{"bearer": []}],
        "paths": {f"/views/{definition.name}/rows": {"get": _rows_of(definition)}},
        "tags": [{"name": "overzichten", "description": "Eigen overzichten."}],
        "components": {
            "schemas": openapi_schema(definition),
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def _rows_of(definition: Definition) -> dict[str, Any]:
    """The operation that reads the rows of a view."""
    row, answer = component_names(definition)
    parameters = [
        {"name": it.name, "in": "query", "required": False, "description": it.description, "schema": dict(it.schema)}
        for it in filters(definition)
    ]
    moments = [
        {"name": name, "in": "query", "required": False, "description": text, "schema": dict(_MOMENT)}
        for name, text in (
            ("geldigOp", "Zoals het in werkelijkheid was op dit moment."),
            ("beschikbaarOp", "Zoals bekend op dit moment."),
        )
    ]
    version = {"API-Version": openapi.VERSION_HEADER}
    return {
        "operationId": f"rijen{row}",
        "summary": definition.title,
        "description": ROWS,
        "tags": ["overzichten"],
        "parameters": [*moments, *parameters],
        "responses": {
            "200": {
                "description": "Gelukt.",
                "headers": version,
                "content": {openapi.JSON: {"schema": ref(answer)}},
            },
            "400": {
                "description": "Een parameter deugt niet.",
                "headers": version,
                "content": {openapi.PROBLEM_JSON: {"schema": _PROBLEM}},
            },
        },
    }


_PROBLEM: Schema = _object({"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT})
