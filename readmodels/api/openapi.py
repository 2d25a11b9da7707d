"""What the OpenAPI document says of states, and the components they are told in (`complete`)."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from events.domain.readings import View

STATE = (
    "De toestand is berekend uit de gebeurtenissen in de zones die u mag inzien: wat gold op `geldigOp`, zoals bekend "
    "op `beschikbaarOp`. Elk gegeven noemt de gebeurtenissen waarop het berust; een rechtsgevolg ook de regel, haar "
    "versie en het wetsartikel. `provisional`: het antwoord kan nog veranderen, want het moment ligt na het formele "
    "moment tot waar alles vaststaat."
)
TIMELINE = (
    "Elk gegeven als rechthoeken: het geldt van `geldigVan` tot `geldigTot`, en dat is bekend van `bekendVan` tot "
    "`bekendTot` (einden niet inbegrepen; zonder einde duurt het voort)."
)
EXPLANATION = (
    "Waarop een gegeven berust: de gebeurtenissen, de regel en het artikel, en wat er op welk moment van bekend was."
)
DIFFERENCE = (
    "Wat op het tweede moment anders bekend was dan op het eerste, per gegeven over de tijd waarvoor het anders is, en "
    "door welke gebeurtenissen. Met `geldigOp`: alleen wat op dat moment in werkelijkheid anders is."
)
PREVIEW = (
    "Stuur wat u zou willen indienen. Het antwoord noemt de controles en wat er voor iedereen die het raakt verandert, "
    "zonder dat er iets wordt vastgelegd: `difference` volgt meteen, `onceAccepted` als ambtenaren het ook aanvaarden. "
    "Wat om een andere reden dan een controle geweigerd zou worden, wordt hier op dezelfde wijze geweigerd."
)
REEXAMINATIONS = (
    "Besluiten van ambtenaren die berusten op wat sindsdien is gecorrigeerd, ingetrokken of door een rechter met "
    "terugwerkende kracht is veranderd. De machine maakt ze nooit ongedaan: een ambtenaar handhaaft het besluit, "
    "corrigeert de claim of trekt het besluit in. Valt het verschil weg, dan is er niets meer te onderzoeken."
)
REEXAMINATION = (
    "Waarop het besluit berustte: een gegeven waarnaar een controle keek, een grond, of de uitkomst van een controle; "
    "zoals het toen bekend was en zoals het nu bekend is, en door welke gebeurtenissen. `hidden`: het rust op "
    "gebeurtenissen in een zone die u niet mag inzien."
)
CONCLUSION = (
    "Het besluit blijft staan, met uw motivering. `difference` is de naam van het verschil dat u hebt gezien: is het "
    "intussen een ander, dan wordt uw oordeel niet vastgelegd."
)
DECISION_ID = OpenApiParameter(
    "decision_id", {"type": "string", "format": "uuid"}, "path", description="Het besluit (de validatie)."
)
OBJECT_ID = OpenApiParameter(
    "object_id", {"type": "string", "format": "uuid"}, "path", description="Het object (de persoon)."
)

Schema = dict[str, Any]

_MOMENT: Schema = {"type": "string", "format": "date-time"}
_NO_MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
_UUID: Schema = {"type": "string", "format": "uuid"}
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}


def _object(properties: Schema, *, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _list(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


_RULE: Schema = {
    "rule": _TEXT | {"description": "De regel waaruit het volgt."},
    "ruleVersion": _TEXT,
    "article": _TEXT | {"description": "Het wetsartikel."},
    "determined": _FLAG | {"description": "Of de wet een antwoord geeft."},
    "reason": {"type": ["string", "null"], "description": "Waarom niet."},
}
_HOLDING: Schema = {
    "name": _TEXT | {"description": "Welk gegeven.", "examples": ["naam"]},
    "value": {"description": "De waarde: een object, een tekst of een ja of nee."},
    "uncertain": _FLAG | {"description": "Of het door een onvolledige datum onzeker is of dit al gold."},
    "underInvestigation": _FLAG,
    "events": {"type": "array", "items": _UUID, "description": "De gebeurtenissen waarop het berust."},
}
_DATE: Schema = {"type": ["object", "null"], "description": "Een datum zo nauwkeurig als bekend."}
_ENVELOPE: Schema = {
    "objectId": _UUID,
    "beschikbaarOp": _MOMENT | {"description": "Zoals bekend op dit moment is het antwoord gegeven."},
    "inWerkingOp": {"type": ["string", "null"], "format": "date"},
    "view": {"type": "string", "enum": [choice.value for choice in View]},
    "provisional": _FLAG | {"description": "Of het antwoord nog kan veranderen."},
    "zones": {"type": "array", "items": _TEXT, "description": "De zones die zijn gelezen."},
}
_REFUSAL: Schema = {
    "type": ["string", "null"],
    "description": "Waarmee het geweigerd zou worden: het laatste deel van het type van het probleem.",
    "examples": ["checks-failed"],
}
_AREA: Schema = {"geldigVan": _MOMENT, "geldigTot": _NO_MOMENT}
_OPTIONAL_RULE = tuple(_RULE)
_FOLLOWS: Schema = {
    "difference": _list("ObjectChanges"),
    "underInvestigation": _list("ForeseenReexamination")
    | {"description": "Besluiten die hierdoor opnieuw bekeken moeten worden."},
}

COMPONENTS: Schema = {
    "Holding": _object(_HOLDING | _RULE, optional=_OPTIONAL_RULE),
    "Attribute": _object(
        _HOLDING | {"since": _object({"earliest": _MOMENT, "latest": _NO_MOMENT})},
    ),
    "Consequence": _object(_HOLDING | _RULE | {"since": _DATE, "until": _DATE}),
    "Issue": _object({"code": _TEXT, "message": _TEXT, "events": {"type": "array", "items": _UUID}}),
    "Rectangle": _object(
        _HOLDING | _RULE | _AREA | {"bekendVan": _MOMENT, "bekendTot": _NO_MOMENT}, optional=_OPTIONAL_RULE
    ),
    "Change": _object(
        {
            "name": _TEXT,
            **_AREA,
            "before": {"oneOf": [{"$ref": "#/components/schemas/Holding"}, {"type": "null"}]},
            "after": {"oneOf": [{"$ref": "#/components/schemas/Holding"}, {"type": "null"}]},
            "because": {"type": "array", "items": _UUID},
        }
    ),
    "EventSummary": _object(
        {
            "id": _UUID,
            "event_type": _TEXT,
            "event_kind": _TEXT,
            "event_source_type": _TEXT,
            "occurred_at": _MOMENT,
            "created_at": _MOMENT,
            "zone": _TEXT,
        }
    ),
    "MadeCheck": _object({"check": _TEXT, "outcome": {"enum": ["passed", "failed", "unknown"]}, "overrulable": _FLAG}),
    "ObjectChanges": _object({"objectId": _UUID, "changes": _list("Change")}),
    "Preview": _object(
        {
            "recordable": _FLAG | {"description": "Of het zo zou worden vastgelegd."},
            "refusal": _REFUSAL,
            "checks": _list("MadeCheck"),
            **_FOLLOWS,
            "onceAccepted": {
                "oneOf": [
                    _object({"refusal": _REFUSAL, "checks": _list("MadeCheck"), **_FOLLOWS}),
                    {"type": "null"},
                ],
                "description": "Wat volgt als het ook wordt aanvaard; null voor een validatie.",
            },
        }
    ),
    "ForeseenReexamination": _object(
        {
            "claim": _UUID,
            "decision": _UUID,
            "eventType": _TEXT,
            "objectIds": {"type": "array", "items": _UUID},
            "changes": _list("ReexaminedValue"),
        }
    ),
    "ReexaminedValue": _object(
        {
            "restedOn": {"enum": ["gegeven", "grond", "toets"]},
            "name": {"type": ["string", "null"]},
            "about": {"type": ["string", "null"], "format": "uuid"},
            "before": {"description": "Zoals toen bekend."},
            "after": {"description": "Zoals nu bekend; null: er is niets meer van bekend."},
            "because": {"type": "array", "items": _UUID},
            "hidden": _FLAG,
        }
    ),
    "Reexamination": _object(
        {
            "claim": _UUID,
            "decision": _UUID,
            "eventType": _TEXT,
            "zone": _TEXT,
            "objectIds": {"type": "array", "items": _UUID},
            "since": _MOMENT,
            "difference": _TEXT | {"description": "De naam van dit verschil."},
            "changes": _list("ReexaminedValue"),
            "concluded": {
                "oneOf": [_object({"motivation": _TEXT, "at": _MOMENT}), {"type": "null"}],
                "description": "Dat een ambtenaar het besluit handhaafde, en waarom.",
            },
        }
    ),
    "ReexaminationPage": _object(
        {
            "reexaminations": _list("Reexamination"),
            "cursor": {"type": ["string", "null"]},
            "more": _FLAG,
            "next": {"type": ["string", "null"], "format": "uri"},
        }
    ),
    "Conclusion": {
        "type": "object",
        "required": ["motivation", "difference"],
        "additionalProperties": False,
        "properties": {
            "motivation": {"type": "string", "minLength": 1, "maxLength": 10000, "pattern": "\\S"},
            "difference": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        },
    },
    "ObjectState": _object(
        _ENVELOPE
        | {
            "geldigOp": _MOMENT,
            "attributes": _list("Attribute"),
            "consequences": _list("Consequence"),
            "issues": _list("Issue"),
        }
    ),
    "ObjectTimeline": _object(_ENVELOPE | {"rectangles": _list("Rectangle")}),
    "ObjectExplanation": _object(
        _ENVELOPE
        | {
            "geldigOp": _MOMENT,
            "fact": {"$ref": "#/components/schemas/Holding"},
            "restsOn": _list("EventSummary"),
            "history": _list("Rectangle"),
        }
    ),
    "ObjectDifference": _object(
        _ENVELOPE
        | {
            "geldigOp": _NO_MOMENT,
            "between": _MOMENT,
            "and": _MOMENT,
            "changes": _list("Change"),
            "restsOn": _list("EventSummary"),
        }
    ),
}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add the components of states (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    return result
