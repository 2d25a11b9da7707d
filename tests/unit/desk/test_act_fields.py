"""Inputs for what a claim lacks: made from the schemas, and read back as an act."""

from uuid import UUID

from events.domain.acts import merged
from events.domain.schemas import violations
from management_ui.forms.act_fields import Demand, act_fields, act_of, to_correct
from management_ui.presenters.persons import Names
from tests.unit.event_types.shipped import shipped

MOTHER = UUID("6b1c2d3e-4f50-4a61-8b72-9c83ad94be02")
DEFS = {
    "PersoonRef": {"type": "object", "required": ["objectId"], "properties": {"objectId": {"type": "string"}}},
    "Datum": {"type": "object", "properties": {"type": {"const": "Datum"}, "datum": {"type": "string"}}},
    "Akte": {
        "type": "object",
        "required": ["aktenummer", "jaar"],
        "properties": {
            "aktenummer": {"title": "Aktenummer", "type": "string"},
            "jaar": {"title": "Jaar", "type": "integer"},
        },
    },
}
SCHEMA = {
    "type": "object",
    "properties": {
        "geboortemoeder": {"$ref": "#/$defs/PersoonRef", "title": "Geboortemoeder"},
        "geslacht": {"title": "Geslacht", "enum": ["M", "V", "O"]},
        "datum": {"title": "Datum", "oneOf": [{"$ref": "#/$defs/Datum"}]},
        "levenloos": {"title": "Levenloos", "type": "boolean"},
        "akte": {"$ref": "#/$defs/Akte", "title": "Geboorteakte"},
        "brondocument": {
            "title": "Brondocument",
            "type": "object",
            "properties": {"soort": {"title": "Soort", "type": "string"}},
        },
    },
    "$defs": DEFS,
}
ACCEPT = {
    "required": ["geboortemoeder", "geslacht", "datum", "levenloos"],
    "anyOf": [{"required": ["akte"]}, {"required": ["brondocument"]}],
}
DATA = {"geslacht": "V"}


def _demand() -> Demand:
    return Demand(schema=SCHEMA, accept_schema=ACCEPT, data=DATA, persons=[MOTHER], names=Names({MOTHER: "Anna"}))


def test_only_what_is_missing_gets_an_input_and_of_alternatives_the_first_stands_open() -> None:
    found = {item.pointer: (item.group, item.leaf.kind, item.is_alternative) for item in act_fields(_demand())}
    assert found == {
        "/geboortemoeder": ("Geboortemoeder", "person", False),
        "/datum": ("Datum", "partial-date", False),
        "/levenloos": ("Levenloos", "boolean", False),
        "/akte/aktenummer": ("Geboorteakte", "text", False),
        "/akte/jaar": ("Geboorteakte", "integer", False),
        "/brondocument/soort": ("Brondocument", "text", True),
    }


def test_what_is_filled_in_becomes_an_act_that_makes_the_data_complete() -> None:
    filled = {
        "act/geboortemoeder": str(MOTHER),
        "act/datum": "2026-11",
        "act/levenloos": "no",
        "act/akte/aktenummer": "1AA0123",
        "act/akte/jaar": "2026",
        "act/brondocument/soort": "",
    }
    act = act_of(act_fields(_demand()), filled=filled)
    assert act == {
        "geboortemoeder": {"objectId": str(MOTHER)},
        "datum": {"type": "JaarMaandDatum", "jaar": 2026, "maand": 11},
        "levenloos": False,
        "akte": {"aktenummer": "1AA0123", "jaar": 2026},
    }
    assert not violations(ACCEPT, merged(DATA, act=act))


def test_of_a_member_in_several_forms_the_first_is_asked() -> None:
    """A move that lacks its new address gets the inputs of an address, not one line of text."""
    move = shipped("Verhuizing")
    data = {"personen": [{"objectId": str(MOTHER)}], "datumIngang": {"type": "Datum", "datum": "2026-11-01"}}
    demand = Demand(schema=move.schema, accept_schema=move.accept_schema, data=data, persons=[], names=Names())
    fields = act_fields(demand)
    assert {"/nieuwAdres/straat", "/nieuwAdres/huisnummer"} <= {item.pointer for item in fields}
    filled = {"straat": "Molenweg", "huisnummer": "4", "woonplaats": "Lindenveen"}
    act = act_of(fields, filled={f"act/nieuwAdres/{name}": text for name, text in filled.items()})
    assert act == {"nieuwAdres": {"straat": "Molenweg", "huisnummer": 4, "woonplaats": "Lindenveen"}}


def test_a_complete_claim_asks_nothing_and_an_empty_form_is_an_empty_act() -> None:
    demand = Demand(schema=SCHEMA, accept_schema={}, data=DATA, persons=[], names=Names())
    assert act_fields(demand) == ()
    assert act_of(act_fields(_demand()), filled={}) == {}


LIST = {
    "type": "object",
    "properties": {
        "kinderen": {
            "type": "array",
            "title": "Kinderen",
            "items": {"type": "object", "properties": {"naam": {"type": "string", "title": "Naam"}}},
        }
    },
}
IN_LIST = {
    "required": ["kinderen"],
    "properties": {"kinderen": {"type": "array", "items": {"type": "object", "required": ["naam"]}}},
}


def test_what_lacks_inside_a_list_is_no_input_but_is_said_to_be_corrected_first() -> None:
    data = {"kinderen": [{"naam": "Noor"}, {}]}
    demand = Demand(schema=LIST, accept_schema=IN_LIST, data=data, persons=[], names=Names())
    assert act_fields(demand) == ()
    assert [(title, it.code) for title, it in to_correct(demand)] == [("Kinderen 2 – naam", "required")]


def test_a_list_that_is_not_there_can_be_added_whole() -> None:
    demand = Demand(schema=LIST, accept_schema=IN_LIST, data={}, persons=[], names=Names())
    [field] = act_fields(demand)
    assert act_of([field], filled={field.name: '[{"naam": "Noor"}]'}) == {"kinderen": [{"naam": "Noor"}]}
    assert to_correct(demand) == ()
