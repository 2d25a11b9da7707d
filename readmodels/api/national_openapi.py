"""What the OpenAPI document says of the national shapes. The whole of each stands in the national specifications."""

from typing import Any, Final

from drf_spectacular.utils import OpenApiParameter

from readmodels.domain.national import parameters
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
PERSONS = (
    "Personen met deze burgerservicenummers, of wie aan de zoekvraag voldoet: alleen de gevraagde velden (`fields`). "
    "Met `geldigOp` zoals het op een ander moment in werkelijkheid was. In een naam of straat staat `*` voor "
    "willekeurige tekens. Vindt een zoekvraag te veel personen, dan wordt zij geweigerd." + _SHAPE
)
CUSTODY = (
    "Het gezag op een moment, zoals het uit de wet en uit uitspraken volgt: over een minderjarige, en over de "
    "minderjarige kinderen van een volwassene die het heeft. Met `geldigOp` op elke dag." + _SHAPE
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
_NUMBERS: Schema = {"type": "array", "items": _BSN, "minItems": 1, "maxItems": parameters.BSN_MAX}
_FIELDS: Schema = {
    "type": "array",
    "items": {"type": "string", "maxLength": 200, "examples": ["naam", "adressering.aanhef"]},
    "minItems": 1,
    "maxItems": parameters.FIELDS_MAX,
    "description": "Paden van de velden die u wilt ontvangen.",
}
_TEXT: Schema = {"type": "string", "minLength": 1, "maxLength": 200}
_FLAG: Schema = {"type": "boolean"}
_ANYTHING: Schema = {"type": "object", "additionalProperties": True}


def _question(kind: str, **members: Schema) -> Schema:
    return {
        "type": "object",
        "required": ["type", *members],
        "additionalProperties": False,
        "properties": {"type": {"const": kind}, **members},
    }


def _search(kind: str, required: Schema, optional: Schema) -> Schema:
    question = _question(kind, fields=_FIELDS, **required)
    question["properties"] |= optional
    return question


def _listed(name: str, item: Schema, **members: Schema) -> Schema:
    return {
        "type": "object",
        "required": [name],
        "properties": {name: {"type": "array", "items": item}, **members},
    }


_MUNICIPALITY: Schema = {"type": "string", "pattern": "^[0-9]{4}$", "description": "Gemeente van inschrijving."}
_NUMBER: Schema = {"type": "integer", "minimum": 1, "maximum": 99999}
_BESIDE: Schema = {"huisletter": _TEXT, "huisnummertoevoeging": _TEXT}
_NAME: Schema = {"voorvoegsel": _TEXT, "geslacht": {"type": "string", "enum": ["M", "V", "O"]}}
_EVERYWHERE: Schema = {"gemeenteVanInschrijving": _MUNICIPALITY, "inclusiefOverledenPersonen": _FLAG}
_DECEASED: Schema = {"inclusiefOverledenPersonen": _FLAG}

COMPONENTS: Schema = {
    "PersonenVraag": {
        "oneOf": [
            _search(
                "RaadpleegMetBurgerservicenummer",
                {"burgerservicenummer": _NUMBERS},
                {"gemeenteVanInschrijving": _MUNICIPALITY},
            ),
            _search(
                "ZoekMetGeslachtsnaamEnGeboortedatum",
                {"geslachtsnaam": _TEXT, "geboortedatum": _DAY},
                {"voornamen": _TEXT, **_NAME, **_EVERYWHERE},
            ),
            _search(
                "ZoekMetNaamEnGemeenteVanInschrijving",
                {"geslachtsnaam": _TEXT, "voornamen": _TEXT, "gemeenteVanInschrijving": _MUNICIPALITY},
                _NAME | _DECEASED,
            ),
            _search(
                "ZoekMetPostcodeEnHuisnummer",
                {"postcode": _TEXT, "huisnummer": _NUMBER},
                _BESIDE | {"geboortedatum": _DAY, "geslachtsnaam": _TEXT, **_EVERYWHERE},
            ),
            _search(
                "ZoekMetStraatHuisnummerEnGemeenteVanInschrijving",
                {"straat": _TEXT, "huisnummer": _NUMBER, "gemeenteVanInschrijving": _MUNICIPALITY},
                _BESIDE | _DECEASED,
            ),
            _search("ZoekMetNummeraanduidingIdentificatie", {"nummeraanduidingIdentificatie": _OBJECT}, _EVERYWHERE),
            _search(
                "ZoekMetAdresseerbaarObjectIdentificatie", {"adresseerbaarObjectIdentificatie": _OBJECT}, _EVERYWHERE
            ),
        ]
    },
    "Personen": _listed("personen", _ANYTHING, type=_TEXT),
    "GezagVraag": {
        "type": "object",
        "required": ["burgerservicenummer"],
        "additionalProperties": False,
        "properties": {"burgerservicenummer": _NUMBERS},
    },
    "Gezag": _listed(
        "personen",
        {
            "type": "object",
            "required": ["burgerservicenummer", "gezag"],
            "properties": {"burgerservicenummer": _BSN, "gezag": {"type": "array", "items": _ANYTHING}},
        },
    ),
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
