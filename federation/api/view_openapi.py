"""What the OpenAPI document says of views out of several F6s, and the components they are told in (`complete`)."""

from typing import Any, Final

from events.api.openapi_schemas import ref
from events.api.schema_parts import MOMENT, TEXT, UUID, Schema, list_of, object_of
from federation.api.state_openapi import ENVELOPE, WHO
from readmodels.api.national_openapi import AS_DATA, AS_INFORMATION
from readmodels.api.national_openapi import COMPONENTS as NATIONAL
from readmodels.api.view_openapi import COMPONENTS as OWN

__all__ = ["AS_DATA", "AS_INFORMATION"]

_SHAPE = (
    " De vraag heeft de vorm van de Haal Centraal BRP-API's; het `burgerservicenummer` mag ontbreken, want het adres "
    "zegt over wie het gaat, en een nummer dat u noemt moet van deze persoon zijn. Het antwoord heeft dezelfde vorm, "
    "met erbij waarop het berust: `restsOn` noemt de gebeurtenissen met hun organisaties.\n\n"
) + WHO
PERSON: Final = "De persoon uit de gebeurtenissen hier en elders: alleen de gevraagde velden (`fields`)." + _SHAPE
CUSTODY: Final = "Het gezag over of van deze persoon, uit de gebeurtenissen hier en elders." + _SHAPE
HISTORY: Final = "Waar deze persoon verbleef, uit de gebeurtenissen hier en elders." + _SHAPE
OCCUPANCY: Final = (
    "Of en wanneer deze persoon op een adres woonde of kan hebben gewoond, uit de gebeurtenissen hier en elders. Over "
    "wie er nog meer woonde zegt dit niets: anderen worden naar personen gevraagd, niet naar adressen." + _SHAPE
)
ROWS: Final = (
    "De rijen van een object in een eigen overzicht, uit de gebeurtenissen hier en elders: zoals ze golden op "
    "`geldigOp`, zoals bekend op `beschikbaarOp`. Elke rij noemt de organisaties waarvan zij komt. Naar verwanten "
    "wordt niet gevraagd.\n\n" + WHO
)
_NUMBERS: Final = "burgerservicenummer"
_BESIDE: Final[Schema] = {
    "beschikbaarOp": MOMENT,
    "provisional": {"type": "boolean"},
    "zones": list_of(TEXT),
    "objectId": UUID,
    **ENVELOPE,
}
_RESTS_ON: Final[Schema] = {"restsOn": list_of(ref("FederatedEvent"))}


def _answer(name: str, **more: Schema) -> Schema:
    """An answer of the national service, with what it rests on."""
    own: Schema = NATIONAL[name]
    beside = _BESIDE | _RESTS_ON
    return {
        **own,
        "properties": own["properties"] | beside | more,
        "required": [*own["required"], *beside],
    }


def _question(own: Schema) -> Schema:
    """A question of the national service, in which the person need not be named."""
    return own | {"required": [it for it in own.get("required", ()) if it != _NUMBERS]}


def _questions(name: str) -> Schema:
    return {"oneOf": [_question(it) for it in NATIONAL[name]["oneOf"]]}


COMPONENTS: Final[dict[str, Schema]] = {
    "FederatedPersonenVraag": _question(NATIONAL["PersonenVraag"]["oneOf"][0]),
    "FederatedPersonen": _answer("Personen"),
    "FederatedGezagVraag": _question(NATIONAL["GezagVraag"]),
    "FederatedGezag": _answer(
        "Gezag",
        personen=list_of(
            NATIONAL["Gezag"]["properties"]["personen"]["items"]
            | {"required": ["gezag"], "description": "Zonder nummer van wie er geen heeft."}
        ),
    ),
    "FederatedVerblijfplaatshistorieVraag": _questions("VerblijfplaatshistorieVraag"),
    "FederatedVerblijfplaatshistorie": _answer("Verblijfplaatshistorie"),
    "FederatedBewoningen": _answer("Bewoningen"),
    "FederatedOverzichtsrijen": object_of(
        {
            "rows": list_of(
                {
                    "type": "object",
                    "additionalProperties": True,
                    "required": ["objectId", "organisations"],
                    "properties": {"organisations": list_of(TEXT)},
                }
            ),
            "geldigOp": OWN["Overzichtsrijen"]["properties"]["geldigOp"],
            "view": OWN["Overzichtsrijen"]["properties"]["view"],
            **_BESIDE,
        }
    ),
}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add the components (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    return result
