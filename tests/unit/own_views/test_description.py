"""How a view is told of in OpenAPI, and that its rows are so."""

import pytest

from events.domain import schemas
from readmodels.domain.own_views.description import component_names, openapi_schema, row_json, row_schema
from readmodels.domain.own_views.field_names import RESERVED, ROW_MEMBERS
from readmodels.domain.own_views.projection import rows_of
from tests import builders
from tests.builders import a_log, acceptance, claim, person
from tests.unit.own_views import views
from tests.unit.own_views.views import MOVES, accepted, small, with_

ALL_TYPES = small(eventTypes=["Verhuizing"], fields=list(views._FIELDS), title="Alle soorten", description="Van alles.")


def test_a_row_has_its_fields_between_whom_it_is_about_and_when_it_holds() -> None:
    schema = row_schema(accepted(MOVES))
    assert list(schema["properties"]) == [
        "objectId",
        "claim",
        "postcode",
        "huisnummer",
        "ingang",
        *("geldigVan", "geldigTot", "onzekerTot", "bekendVan", "bekendTot", "events"),
    ]
    assert schema["required"] == list(schema["properties"])
    assert schema["properties"]["postcode"] == {"type": ["string", "null"], "title": "Postcode"}
    assert schema["properties"]["huisnummer"] == {"type": ["integer", "null"]}
    assert schema["properties"]["ingang"] == {"type": ["string", "null"], "format": "date"}


def test_no_field_can_be_called_as_what_every_row_has() -> None:
    assert set(ROW_MEMBERS) <= RESERVED


def test_an_answer_is_a_page_of_rows_for_two_moments() -> None:
    found = openapi_schema(accepted(with_(name="verhuizingen-naar-hier")))
    assert list(found) == ["VerhuizingenNaarHierRij", "VerhuizingenNaarHierAntwoord"]
    answer = found["VerhuizingenNaarHierAntwoord"]["properties"]
    assert answer["rows"]["items"] == {"$ref": "#/components/schemas/VerhuizingenNaarHierRij"}
    assert {"geldigOp", "beschikbaarOp", "provisional", "cursor", "more", "next"} <= set(answer)


def test_the_components_of_two_views_have_different_names() -> None:
    names = [component_names(accepted(with_(name=name))) for name in ("a-b", "ab", "a-b1", "a-b-c")]
    assert len(set(names)) == len(names)


def test_the_schemas_are_json_schema_with_the_title_and_description() -> None:
    for schema in openapi_schema(ALL_TYPES).values():
        assert schemas.violations(schemas.METASCHEMA, schema) == ()
        assert schema["title"] == "Alle soorten"
    assert row_schema(ALL_TYPES)["description"] == "Van alles."


@pytest.mark.parametrize(
    "data", [{}, {"ingangsdatum": "2026", "adres": 5}, {"ingangsdatum": "2026-01-04", "bsn": "12"}]
)
def test_a_row_is_what_its_schema_says(data: dict[str, object]) -> None:
    someone = person()
    move = claim(builders.MOVE, object_ids=(someone,), data=data)
    rows = rows_of(ALL_TYPES, someone, a_log(move, acceptance(move)), catalogue=builders.TYPES)
    assert [schemas.violations(row_schema(ALL_TYPES), row_json(row)) for row in rows] == [()]
