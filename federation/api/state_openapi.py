"""What the OpenAPI document says of states out of several F6s, and the components they are told in (`complete`)."""

from typing import Any, Final

from events.api.openapi_schemas import ref
from events.api.schema_parts import COUNT, MAYBE_MOMENT, MAYBE_TEXT, TEXT, UUID, Schema, list_of, object_of
from federation.domain.parts import Why
from readmodels.api.openapi import COMPONENTS as OWN

WHO: Final = (
    "Alle organisaties waarmee een contract is, worden tegelijk gevraagd naar gebeurtenissen over dit object en wie "
    "ertoe doet, elk voor de gebeurtenistypen waarvoor zij verantwoordelijk is. `sources` noemt iedere organisatie: "
    "wat zij antwoordde, of waarom niet en sinds wanneer, en wat van haar antwoord niet meetelt. `complete` zegt of er "
    "niets ontbreekt. Wat u aan wie vraagt, wordt vastgelegd in het Logboek Dataverwerkingen voordat het weggaat. "
    "Vragen mag wie in een zone zowel `view_events` als `consult_partners` heeft."
)
STATE: Final = (
    "De toestand, berekend uit de gebeurtenissen hier en elders: wat gold op `geldigOp`, zoals bekend op "
    "`beschikbaarOp`. Elk gegeven noemt de gebeurtenissen waarop het berust en de organisaties die ze vastlegden. "
    "`provisional`: het antwoord kan nog veranderen, want bij een van hen staat nog niet alles vast.\n\n" + WHO
)
TIMELINE: Final = "Elk gegeven als rechthoeken over beide assen, met de organisaties waarvan het komt.\n\n" + WHO
EXPLANATION: Final = (
    "Waarop een gegeven berust: de gebeurtenissen met hun organisaties, de regel en het artikel, en wat er op welk "
    "moment van bekend was.\n\n" + WHO
)
_FLAG: Final[Schema] = {"type": "boolean"}
_ORGANISATIONS: Final[Schema] = {
    "organisations": list_of(TEXT) | {"description": "Wie de gebeurtenissen vastlegde waarop het berust."}
}
_SOURCE: Final[Schema] = object_of(
    {
        "organisation": ref("FederatedOrganisation"),
        "service": TEXT,
        "grant": MAYBE_TEXT | {"description": "De grant (hash) van het contract waarop haar gegevens zijn verkregen."},
        "status": {"type": "string", "enum": ["answered", "no-answer", "not-asked"]},
        "reason": MAYBE_TEXT | {"description": "Waarom er geen antwoord is, of waarom niets is gevraagd."},
        "since": MAYBE_MOMENT | {"description": "Sinds wanneer zij niet antwoordt, of er geen contract meer is."},
        "events": COUNT | {"description": "Hoeveel van haar gebeurtenissen meetellen."},
        "horizon": MAYBE_MOMENT | {"description": "Tot waar bij haar alles vaststaat."},
        "leftOut": list_of(ref("FederatedLeftOut")),
    }
)
_LEFT_OUT: Final[Schema] = object_of(
    {
        "reason": {"type": "string", "enum": [why.value for why in Why]},
        "count": COUNT,
        "eventTypes": {"type": "object", "additionalProperties": COUNT},
        "eventIds": list_of(UUID),
    }
)
ENVELOPE: Final[Schema] = {
    "complete": _FLAG | {"description": "Of iedereen antwoordde, over iedereen, en er niets ontbreekt."},
    "everybodyAskedAbout": _FLAG | {"description": "Of naar iedereen is gevraagd die ertoe doet."},
    "organisations": list_of(ref("FederatedOrganisation")),
    "sources": list_of(ref("FederatedSource")),
}


def _with(name: str, properties: Schema) -> Schema:
    """A component of our own, with more."""
    own: Schema = OWN[name]
    return {
        **own,
        "properties": own["properties"] | properties,
        "required": [*own["required"], *(it for it in properties if it not in own["required"])],
    }


COMPONENTS: Final[dict[str, Schema]] = {
    "FederatedOrganisation": object_of({"id": TEXT | {"description": "OIN, of het nummer in de groep."}, "name": TEXT}),
    "FederatedSource": _SOURCE,
    "FederatedLeftOut": _LEFT_OUT,
    **{f"Federated{name}": _with(name, _ORGANISATIONS) for name in ("Attribute", "Consequence", "Issue", "Holding")},
    "FederatedRectangle": _with("Rectangle", _ORGANISATIONS),
    "FederatedEvent": _with("EventSummary", {"organisation": TEXT}),
    "FederatedState": _with(
        "ObjectState",
        ENVELOPE
        | {
            "attributes": list_of(ref("FederatedAttribute")),
            "consequences": list_of(ref("FederatedConsequence")),
            "issues": list_of(ref("FederatedIssue")),
        },
    ),
    "FederatedTimeline": _with("ObjectTimeline", ENVELOPE | {"rectangles": list_of(ref("FederatedRectangle"))}),
    "FederatedExplanation": _with(
        "ObjectExplanation",
        ENVELOPE
        | {
            "fact": ref("FederatedHolding"),
            "restsOn": list_of(ref("FederatedEvent")),
            "history": list_of(ref("FederatedRectangle")),
        },
    ),
}


def complete(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """Add the components (a post-processing hook of drf-spectacular)."""
    result["components"].setdefault("schemas", {}).update(COMPONENTS)
    return result
