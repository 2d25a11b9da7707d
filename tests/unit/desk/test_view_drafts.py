"""What is typed on the form of a definition becomes the JSON that the typist meant."""

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from management_ui.forms.draft import ConditionRow, Draft, FieldRow, typed_in, written_as
from management_ui.forms.draft_words import name_of_field, name_of_view
from management_ui.presenters import places
from readmodels.domain.own_views.definition import parse, to_json
from tests.unit.event_types.shipped import VERSIONS
from tests.unit.own_views.views import MOVES, SHIPPED

MOVE, SETTLING = SHIPPED.newest("Verhuizing"), SHIPPED.newest("VestigingInNederland")


def value_of(typed: str, *, op: str = "equals", pointer: str) -> Any:
    draft = Draft(conditions=[ConditionRow(pointers=[pointer], op=op, value=typed)])
    (condition,) = draft.json(types=[MOVE], suggested=())["where"]
    return condition.get("value")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Adressen in de wijk", "adressen-in-de-wijk"),
        ("Curatelen & onderbewindstellingen", "curatelen-onderbewindstellingen"),
        ("Een coördinaat", "een-coordinaat"),
        ("", ""),
        ("  ", ""),
        ("x" * 80, "x" * 50),
    ],
)
def test_a_view_is_named_after_its_title(title: str, name: str) -> None:
    assert name_of_view(title) == name


@pytest.mark.parametrize(
    ("title", "name"),
    [("Nieuwe postcode", "nieuwePostcode"), ("datumIngang", "datumIngang"), ("BSN", "bsn"), ("", "")],
)
def test_a_field_is_named_after_its_heading(title: str, name: str) -> None:
    assert name_of_field(title) == name


@pytest.mark.parametrize(
    ("typed", "op", "pointer", "value"),
    [
        ("12", "equals", "/event_data/nieuwAdres/huisnummer", 12),
        ("12,5", "atLeast", "/event_data/nieuwAdres/huisnummer", 12.5),
        ("twaalf", "equals", "/event_data/nieuwAdres/huisnummer", "twaalf"),
        ("0518", "equals", "/event_data/gemeente", "0518"),
        ("2026-11-20", "atLeast", "/event_data/datumIngang", "2026-11-20"),
        ('A, "B, C" ,', "in", "/event_data/nieuwAdres/straat", ["A", "B, C"]),
        ("1, 2", "in", "/event_data/nieuwAdres/huisnummer", [1, 2]),
        ("", "equals", "/event_data/gemeente", None),
        ("iets", "present", "/event_data/gemeente", "iets"),
    ],
)
def test_a_value_is_read_as_what_can_stand_there(typed: str, op: str, pointer: str, value: Any) -> None:
    found = value_of(typed, op=op, pointer=pointer)
    assert (found, type(found)) == (value, type(value))


def test_what_was_written_as_a_definition_is_the_same_definition_again() -> None:
    stored = to_json(parse(MOVES, catalogue=SHIPPED))
    draft = written_as(stored)
    assert to_json(parse(draft.json(types=[MOVE, SETTLING], suggested=()), catalogue=SHIPPED)) == stored


def test_mistakes_lead_to_the_row_and_the_place_as_they_were_typed() -> None:
    draft = Draft(fields=[FieldRow(), FieldRow(title="Straat", pointers=["", "/a", "/b"]), FieldRow(name="x")])
    draft.json(types=[MOVE], suggested=())
    assert draft.input_at("/fields/0/pointer/1") == "fields-1-pointer-2"
    assert draft.input_at("/fields/0/name") == "fields-1-name"
    assert draft.input_at("/fields/1/pointer") == "fields-2-pointer-0"
    assert draft.input_at("/fields/0/verzonnen") == "fields-1-pointer-1"
    assert draft.input_at("/verzonnen") == ""


def test_rows_keep_their_order_whatever_their_numbers() -> None:
    draft = typed_in(QueryDict("fields-10-title=b&fields-2-title=a&fields-2-key=on&where-0-value=x&fields-x-title=c"))
    assert [(row.title, row.key) for row in draft.fields] == [("a", True), ("b", False)]
    assert [row.value for row in draft.conditions] == ["x"]


def test_places_are_named_by_the_schemas_and_say_which_type_has_them() -> None:
    found = {place.pointer: place.label for place in places.suggested([MOVE, SETTLING])}
    assert found["/event_data/nieuwAdres/postcode"] == "Nieuw adres – postcode (Verhuizing)"
    assert found["/event_data/gemeente"] == "Gemeente van inschrijving"
    assert found["/event_data/personen/*/objectId"].startswith("Personen")
    assert "/event_data/datumIngang/datum" not in found
    assert list(found)[-1] == "/zone"


def test_every_place_that_is_suggested_can_be_pointed_to() -> None:
    for name in sorted({version.name for version in VERSIONS}):
        with translation.override("nl"):
            found = places.suggested([SHIPPED.newest(name)])
        fields = [{"name": f"veld{at}", "pointer": it.pointer, "type": "text"} for at, it in enumerate(found)]
        for some in (fields[:50], fields[50:100]):
            if some:
                parse({**MOVES, "eventTypes": [name], "fields": some}, catalogue=SHIPPED)
