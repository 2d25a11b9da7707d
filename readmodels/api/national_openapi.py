"""What the OpenAPI document says of the national shapes. The whole of each stands in the national specifications."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter

from readmodels.queries.live_views import WAIT_SECONDS_MAX

AS_AT_HEADER: Final = "Beschikbaar-Op"
PROVISIONAL_HEADER: Final = "Voorlopig"
ZONES_HEADER: Final = "Zones"

_SHAPE = (
    " De vraag en het antwoord hebben de vorm van de Haal Centraal BRP-API's, zodat bestaande software F6 kan bevragen."
    " Met `beschikbaarOp` ook zoals het op een eerder moment bekend was. Voor welk moment het antwoord is gegeven staat"
    " in de header `Beschikbaar-Op`. Wie net iets heeft vastgelegd, wacht er met `Prefer` op dat het antwoord dat"
    " meeneemt. Elke vraag wordt vastgelegd in het Logboek Dataverwerkingen."
)
AS_INFORMATION = " In de vorm van de informatieservice: data met hun soort, en namen en adressen in woorden."
AS_DATA = " In de vorm van de gegevensservice: elementen zoals ze zijn geregistreerd, data in acht cijfers."
HISTORY = "De verblijfplaatsen van een persoon op een dag of in een periode, de nieuwste eerst." + _SHAPE
OCCUPANCY = (
    "De bewoners en mogelijke bewoners van een adresseerbaar object, op een dag of in een periode; per samenstelling."
    + _SHAPE
)
PREFER = OpenApiParameter(
    "Prefer",
    {"type": "string", "maxLength": 500, "examples": ['wait=10, after="0193b5c2-7a1e-7c3f-9d43-3c1d6c0a51e2"']},
    "header",
    description=(
        f"Wacht hoogstens `wait` seconden (0 tot {WAIT_SECONDS_MAX}) tot de gebeurtenis `after`, die u hebt "
        "vastgelegd, in het antwoord is verwerkt (RFC 7240)."
    ),
)
HEADERS: Final = {
    AS_AT_HEADER: {
        "description": "Zoals bekend op dit moment is het antwoord gegeven.",
        "schema": {"type": "string", "format": "date-time"},
    },
    PROVISIONAL_HEADER: {
        "description": "Of het antwoord nog kan veranderen.",
        "schema": {"type": "string", "enum": ["true", "false"]},
    },
    ZONES_HEADER: {"description": "De zones die zijn gelezen.", "schema": {"type": "string"}},
}
TAG: Final = "brp"

Schema = dict[str, Any]

_BSN: Schema = {"type": "string", "pattern": "^[0-9]{9}$", "description": "Burgerservicenummer."}
_OBJECT: Schema = {"type": "string", "pattern": "^[0-9]{16}$", "description": "BAG-id van het adresseerbaar object."}
_DAY: Schema = {"type": "string", "format": "date"}
_PERIOD: Schema = {"datumVan": _DAY, "datumTot": _DAY | {"description": "De dag waarop de periode is afgelopen."}}
_ANYTHING: Schema = {"type": "object", "additionalProperties": True}


def _question(kind: str, **members: Schema) -> Schema:
    return {
        "type": "object",
        "required": ["type", *members],
        "additionalProperties": False,
        "properties": {"type": {"const": kind}, **members},
    }


def _listed(name: str, item: Schema, **members: Schema) -> Schema:
    return {
        "type": "object",
        "required": [name],
        "properties": {name: {"type": "array", "items": item}, **members},
    }


COMPONENTS: Schema = {
    "VerblijfplaatshistorieVraag": {
        "oneOf": [
            _question("RaadpleegMetPeildatum", burgerservicenummer=_BSN, peildatum=_DAY),
            _question("RaadpleegMetPeriode", burgerservicenummer=_BSN, **_PERIOD),
        ]
    },
    "Verblijfplaatshistorie": _listed("verblijfplaatsen", _ANYTHING),
    "BewoningVraag": {
        "oneOf": [
            _question("BewoningMetPeildatum", adresseerbaarObjectIdentificatie=_OBJECT, peildatum=_DAY),
            _question("BewoningMetPeriode", adresseerbaarObjectIdentificatie=_OBJECT, **_PERIOD),
        ]
    },
    "Bewoningen": _listed(
        "bewoningen",
        {
            "type": "object",
            "required": ["adresseerbaarObjectIdentificatie", "periode", "bewoners", "mogelijkeBewoners"],
            "properties": {
                "adresseerbaarObjectIdentificatie": _OBJECT,
                "periode": {"type": "object", "required": ["datumVan", "datumTot"], "properties": _PERIOD},
                "bewoners": {"type": "array", "items": _ANYTHING},
                "mogelijkeBewoners": {"type": "array", "items": _ANYTHING},
                "indicatieVeelBewoners": {"type": "boolean"},
            },
        },
    ),
}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add the components and the headers of the national shapes (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    for item in result["paths"].values():
        for operation in item.values():
            if TAG in operation.get("tags", ()):
                operation["responses"]["200"].setdefault("headers", {}).update(HEADERS)
    return result
