"""Which query parameters filter a view, how they are read, and what is said when they cannot be."""

from typing import Any

import pytest

from events.domain.refusals import InvalidRequest, Violation
from readmodels.domain.own_views.filters import Asked, Comparison, filters, parse_filters
from readmodels.domain.own_views.functions import FieldType
from tests.unit.own_views.views import small

ID = "0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55"
VIEW = small(
    fields=[
        {"name": of.value.replace("-t", "T"), "pointer": "/event_data/adres", "type": of.value} for of in FieldType
    ],
)
"""One field of each type, called after it."""


def asked(**values: str) -> tuple[Asked, ...]:
    return parse_filters(VIEW, values)


def refused(**values: str) -> tuple[Violation, ...]:
    with pytest.raises(InvalidRequest) as refusal:
        asked(**values)
    return refusal.value.violations


def test_every_field_filters_on_its_value_and_what_has_an_order_by_range_too() -> None:
    assert [found.name for found in filters(VIEW)] == [
        "objectId",
        "text",
        *("integer", "integerVan", "integerTotEnMet"),
        *("number", "numberVan", "numberTotEnMet"),
        "boolean",
        *("date", "dateVan", "dateTotEnMet"),
        *("dateTime", "dateTimeVan", "dateTimeTotEnMet"),
    ]


def test_a_filter_is_described_with_the_schema_of_its_value() -> None:
    by_name = {found.name: found for found in filters(VIEW)}
    assert by_name["objectId"].schema == {"type": "string", "format": "uuid"}
    assert by_name["text"].schema == {"type": "string", "minLength": 1, "maxLength": 200}
    assert by_name["dateVan"].schema == {"type": "string", "format": "date"}
    assert by_name["integerTotEnMet"].schema == {"type": "integer"}
    assert all(found.description.startswith("Alleen rijen waarin ") for found in by_name.values())


@pytest.mark.parametrize(
    ("name", "said", "comparison", "value"),
    [
        ("objectId", ID.upper(), "equals", ID),
        ("text", "Dorpsstraat 1", "equals", "Dorpsstraat 1"),
        ("integer", "12", "equals", 12),
        ("integerVan", "-1", "atLeast", -1),
        ("numberTotEnMet", "12.5", "atMost", 12.5),
        ("boolean", "false", "equals", False),
        ("dateVan", "2026-01-04", "atLeast", "2026-01-04"),
        ("dateTimeTotEnMet", "2026-01-04T04:30:00+01:00", "atMost", "2026-01-04T03:30:00Z"),
    ],
)
def test_a_value_is_read_in_the_type_of_its_field(name: str, said: str, comparison: str, value: Any) -> None:
    (found,) = asked(**{name: said})
    assert (found.comparison, found.value) == (comparison, value)
    assert type(found.value) is type(value)


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("objectId", "12", "filter-object"),
        ("text", "", "filter-text"),
        ("text", "a" * 201, "filter-text"),
        ("text", "a\x00", "filter-text"),
        ("integer", "12.5", "filter-integer"),
        ("integer", "9" * 17, "filter-integer"),
        ("number", "NaN", "filter-number"),
        ("numberVan", "12,5", "filter-number"),
        ("boolean", "ja", "filter-boolean"),
        ("date", "2026-02-30", "filter-date"),
        ("dateVan", "2026", "filter-date"),
        ("dateTime", "2026-01-04", "filter-moment"),
        ("dateTime", "2026-01-04T03:30:00", "filter-moment"),
    ],
)
def test_a_value_that_cannot_be_read_is_refused_at_its_place(name: str, said: str, code: str) -> None:
    assert [(found.pointer, found.code) for found in refused(**{name: said})] == [(f"/{name}", code)]


def test_an_unknown_filter_is_told_which_there_are() -> None:
    (found,) = refused(textVan="a")
    assert (found.pointer, found.code) == ("/textVan", "unknown-filter")
    assert "objectId, text, integer, integerVan" in found.message


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = refused(colour="red", date="gisteren", integer="een", boolean="true")
    assert [it.pointer for it in found] == ["/colour", "/integer", "/date"]


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    (found,) = refused(dateVan="2026-02-01", dateTotEnMet="2026-01-01")
    assert (found.pointer, found.code) == ("/dateTotEnMet", "filter-order")
    assert asked(dateVan="2026-02-01", dateTotEnMet="2026-02-01")


@pytest.mark.parametrize(
    ("asking", "met"),
    [
        ({"integer": "12"}, True),
        ({"integer": "13"}, False),
        ({"integerVan": "12"}, True),
        ({"integerVan": "13"}, False),
        ({"integerTotEnMet": "12"}, True),
        ({"integerTotEnMet": "11"}, False),
        ({"dateVan": "2026-01-04"}, True),
        ({"dateTimeTotEnMet": "2026-01-04T03:30:00Z"}, False),
        ({"dateTimeVan": "2026-01-04T03:30:00Z"}, True),
        ({"boolean": "true"}, True),
        ({"text": "a"}, False),
        ({"objectId": ID}, True),
    ],
)
def test_a_row_meets_what_is_asked(asking: dict[str, str], *, met: bool) -> None:
    values = {
        "objectId": ID,
        "text": None,
        "integer": 12,
        "boolean": True,
        "date": "2026-01-04",
        "dateTime": "2026-01-04T03:30:00.000001Z",
    }
    assert all(one.is_met_by(values) for one in asked(**asking)) is met


def test_nothing_asked_is_no_filter() -> None:
    assert asked() == ()
    assert {found.comparison for found in filters(VIEW)} == set(Comparison)
