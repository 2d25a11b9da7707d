"""The data of an event as rows: the schema's titles, values in words, persons by name."""

from uuid import UUID

from django.utils import translation

from events.domain.event_types import EventTypeVersion
from management_ui.presenters.persons import Names, names_in
from management_ui.presenters.values import rows

NOOR = UUID("6b1c2d3e-4f50-4a61-8b72-9c83ad94be01")
JORIS = UUID("6b1c2d3e-4f50-4a61-8b72-9c83ad94be03")
SCHEMA = {
    "properties": {
        "kind": {"$ref": "#/$defs/PersoonRef", "title": "Kind"},
        "tijdstip": {"title": "Tijdstip", "format": "time-local"},
        "plaats": {"title": "Geboorteplaats"},
        "naam": {"title": "Naam"},
        "geslacht": {"title": "Geslacht", "enum": ["M", "V", "O"]},
        "andereOuder": {
            "title": "Andere ouder",
            "properties": {"persoon": {"title": "Persoon"}, "grond": {"title": "Grond"}},
        },
        "levenloos": {"title": "Levenloos geboren", "type": "boolean"},
        "partners": {"title": "Partner"},
    },
    "$defs": {"PersoonRef": {"title": "Persoon", "properties": {"objectId": {}}}},
}


def _told(data: dict[str, object], names: Names = Names()) -> dict[str, str]:  # noqa: B008 - frozen
    with translation.override("nl"):
        return {row.label: row.text for row in rows(data, schema=SCHEMA, names=names)}


def test_rows_follow_the_schema_and_unknown_members_come_last() -> None:
    told = _told({"nieuwVeld": "x", "geslacht": "V", "tijdstip": "04:37:00", "levenloos": False})
    assert list(told.items()) == [
        ("Tijdstip", "04:37"),
        ("Geslacht", "vrouw"),
        ("Levenloos geboren", "nee"),
        ("Nieuw veld", "x"),
    ]


def test_a_person_is_called_by_name_where_one_is_known_and_else_by_a_short_id() -> None:
    names = Names({NOOR: "Noor Bakker"})
    data = {"kind": {"objectId": str(NOOR)}, "andereOuder": {"persoon": {"objectId": str(JORIS)}, "grond": "erkenning"}}
    assert _told(data, names) == {
        "Kind": "Noor Bakker",
        "Andere ouder – persoon": "persoon 6b1c2d3e",
        "Andere ouder – grond": "erkenning",
    }


def test_the_shapes_of_the_catalogue_are_one_row_each() -> None:
    told = _told(
        {
            "naam": {"voornamen": "Noor", "voorvoegsel": "van", "geslachtsnaam": "Dalen"},
            "plaats": {"land": "6030", "gemeente": "0518"},
            "adres": {
                "straat": "Molenweg",
                "huisnummer": 4,
                "huisletter": "A",
                "postcode": "2511AB",
                "woonplaats": "Lindenveen",
            },
            "akte": {"aktenummer": "1AA0123", "registergemeente": "0518", "jaar": 2026},
        }
    )
    assert told["Naam"] == "Noor van Dalen"
    assert told["Geboorteplaats"] == "gemeente 0518"
    assert told["Adres"] == "Molenweg 4A, 2511AB Lindenveen"
    assert told["Akte"] == "1AA0123, gemeente 0518, 2026"


def test_lists_of_persons_are_numbered_rows() -> None:
    told = _told({"partners": [{"objectId": str(NOOR)}, {"objectId": str(JORIS)}]})
    assert told == {"Partner 1": "persoon 6b1c2d3e", "Partner 2": "persoon 6b1c2d3e"}


def test_a_name_belongs_to_the_first_subject_or_to_the_person_it_stands_in() -> None:
    data: dict[str, object] = {
        "naam": {"voornamen": "Noor", "geslachtsnaam": "Bakker"},
        "ouders": [{"objectId": str(JORIS), "naam": {"voorvoegsel": "de", "geslachtsnaam": "Vries"}}],
    }
    data["kind"] = {"objectId": str(NOOR)}
    birth = EventTypeVersion(
        name="Geboorte", version="1", title="Geboorte", schema={}, subject_pointers=("/kind/objectId",)
    )
    assert dict(names_in(data, event_type=birth)) == {NOOR: "Noor Bakker", JORIS: "de Vries"}


def test_a_person_taken_over_from_a_register_is_named_by_its_row_and_not_by_that_of_a_parent() -> None:
    row = {"persoon": str(JORIS), "voornamen": "Joris", "voorvoegsel": "de", "geslachtsnaam": "Vries"}
    own, parents = (
        EventTypeVersion(name=name, version="1", title=name, schema={}, subject_pointers=("/persoon",))
        for name in ("OvernamePersoon", "OvernameOuder")
    )
    assert dict(names_in(row, event_type=own)) == {JORIS: "Joris de Vries"}
    assert dict(names_in(row, event_type=parents)) == {}
