"""Checking data: everything wrong at once, each with its place and a sentence that tells how to mend it."""

from string import Template
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.domain.plain_json import VIOLATIONS_MAX
from events.domain.schema_messages import MESSAGES
from events.domain.schemas import satisfies, violations
from tests.unit.event_types.shipped import OWN

JARGON = ("schema", "valid under", "oneOf", "anyOf", "property", "properties", "JSON Schema", "keyword", "instance")
CASES: list[tuple[dict[str, Any], Any, str, str]] = [
    ({"type": "object"}, [], "object", "Give an object with fields here."),
    ({"type": "array"}, {}, "array", "Give a list here."),
    ({"type": "string"}, 1, "string", "Give text here."),
    ({"type": "integer"}, 1.5, "integer", "Give a whole number here."),
    ({"type": "number"}, "1", "number", "Give a number here."),
    ({"type": "boolean"}, 0, "boolean", "Give true or false here."),
    ({"type": "null"}, 0, "null", "Give null here."),
    ({"type": ["string", "null"]}, 0, "type", "Give text or nothing (null) here."),
    ({"enum": ["M", "V", "O"]}, "X", "choice", "Choose one of: M, V, O."),
    ({"const": True}, False, "fixed", "Write true here."),
    ({"pattern": "^[0-9]{4}$", "examples": ["0518"]}, "518", "pattern", "Write this like 0518."),
    ({"pattern": "^a$"}, "b", "pattern-only", "Write this so that it matches the regular expression ^a$."),
    ({"minLength": 2}, "a", "min-length", "Use at least 2 characters."),
    ({"maxLength": 2}, "aaa", "max-length", "Use at most 2 characters."),
    ({"minimum": 2}, 1, "minimum", "Give a number of at least 2."),
    ({"maximum": 2}, 3, "maximum", "Give a number of at most 2."),
    ({"exclusiveMinimum": 2}, 2, "above", "Give a number above 2."),
    ({"exclusiveMaximum": 2}, 2, "below", "Give a number below 2."),
    ({"multipleOf": 3}, 4, "multiple-of", "Give a multiple of 3."),
    ({"minItems": 2}, [1], "min-items", "Give at least 2."),
    ({"maxItems": 1}, [1, 2], "max-items", "Give at most 1."),
    ({"uniqueItems": True}, [1, 1], "unique", "Name each one once: this list has doubles."),
    ({"contains": {"const": 1}}, [2], "contains", "Add to this list the item that must be among them."),
    ({"minProperties": 1}, {}, "min-fields", "Fill in at least 1 of the fields."),
    ({"maxProperties": 0}, {"a": 1}, "max-fields", "Fill in at most 0 of the fields."),
    (
        {"propertyNames": {"pattern": "a"}},
        {"b": 1},
        "field-name",
        "Rename this field: names like this are not allowed here.",
    ),
    ({"properties": {"a": False}}, {"a": 1}, "no-fields", "Leave this empty: no value is allowed here."),
    ({"not": {"const": 1}}, 1, "not-allowed", "Choose another value: this one is not allowed here."),
    ({"format": "bsn"}, "123456789", "bsn", "Give a BSN: nine digits that pass the eleven-test."),
    ({"format": "time-local"}, "4:37", "time-local", "Give a time as HH:MM:SS, without an offset, such as 04:37:00."),
    (
        {"oneOf": [{"type": "string", "title": "Text"}, {"minLength": 1, "title": "Long"}]},
        "aa",
        "two-forms",
        "Write this in exactly one form: now it fits more than one of Text; Long.",
    ),
    (
        {"anyOf": [{"required": ["akte"]}, {"required": ["soort", "nummer"]}]},
        {},
        "one-of",
        "Add “akte”, “soort” + “nummer”: at least one of them is required.",
    ),
]


@pytest.mark.parametrize(("schema", "data", "code", "message"), CASES, ids=[case[2] for case in CASES])
def test_each_violation_has_a_code_and_a_sentence(schema: dict[str, Any], data: Any, code: str, message: str) -> None:
    (found,) = violations(schema, data)
    assert (found.code, found.message) == (code, message)


def test_a_sentence_can_be_said_in_another_language_from_its_facts() -> None:
    (found,) = violations({"required": ["naam"]}, {})
    dutch = Template("Vul “${member}” in: dit is verplicht.")
    assert dutch.substitute(dict(found.facts)) == "Vul “naam” in: dit is verplicht."
    assert MESSAGES[found.code] % dict(found.facts) == found.message


def test_a_missing_field_is_reported_where_it_belongs() -> None:
    schema = {"properties": {"naam": {"required": ["geslachtsnaam"]}}}
    (found,) = violations(schema, {"naam": {}})
    assert found.pointer == "/event_data/naam/geslachtsnaam"


def test_every_superfluous_field_is_reported_apart() -> None:
    found = violations({"properties": {"e": {}}, "additionalProperties": False}, {"a/b": 1, "c~d": 2, "e": 3})
    assert [item.pointer for item in found] == ["/event_data/a~1b", "/event_data/c~0d"]


def test_a_place_in_a_list_is_its_index() -> None:
    (found,) = violations({"items": {"type": "string"}}, ["a", 1], base_pointer="/events/3/event_data")
    assert found.pointer == "/events/3/event_data/1"


def test_of_several_forms_the_one_that_was_meant_is_explained() -> None:
    schema = {
        "oneOf": [
            {"required": ["type", "jaar"], "properties": {"type": {"const": "JaarDatum"}, "jaar": {"type": "integer"}}},
            {"required": ["type", "dag"], "properties": {"type": {"const": "Datum"}, "dag": {"format": "date"}}},
        ]
    }
    assert [(item.pointer, item.code) for item in violations(schema, {"type": "Datum", "dag": "1 mei"}, "")] == [
        ("/dag", "date")
    ]
    assert [(item.pointer, item.code) for item in violations(schema, {"type": "JaarDatum"}, "")] == [
        ("/jaar", "required")
    ]


def test_when_it_cannot_be_told_which_form_was_meant_all_are_shown() -> None:
    schema = {
        "oneOf": [{"$ref": "#/$defs/Jaar"}, {"type": "boolean"}, {"const": "onbekend"}],
        "$defs": {"Jaar": {"type": "integer", "examples": [1985]}},
    }
    (found,) = violations(schema, "later")
    assert found.message == "Write this in one of these forms: 1985; true or false; onbekend."


def test_everything_wrong_is_in_one_answer() -> None:
    schema = {
        "type": "object",
        "required": ["a"],
        "additionalProperties": False,
        "properties": {"a": {}, "b": {"type": "string"}, "c": {"type": "array", "items": {"minimum": 1}}},
    }
    found = violations(schema, {"b": 1, "c": [0, 1, -1], "d": None}, "")
    assert {item.pointer for item in found} == {"/a", "/b", "/c/0", "/c/2", "/d"}


def test_there_is_an_end_to_an_answer_and_it_says_so() -> None:
    found = violations({"items": {"type": "string"}}, list(range(VIOLATIONS_MAX + 50)))
    assert len(found) == VIOLATIONS_MAX + 1
    assert found[-1].code == "more"


def test_exactly_as_many_violations_as_fit_are_all_of_them() -> None:
    found = violations({"items": {"type": "string"}}, list(range(VIOLATIONS_MAX)))
    assert {item.code for item in found} == {"string"}


@given(st.text(min_size=8, alphabet=st.characters(codec="utf-8")))
def test_no_sentence_repeats_the_value_that_was_sent(secret: str) -> None:
    schema = {"enum": ["a"], "type": "integer", "maxLength": 1, "pattern": "^a$", "format": "date", "const": 1}
    found = violations(schema, secret)
    assert found
    assert not any(secret in item.message for item in found)


@pytest.mark.parametrize("version", OWN, ids=lambda version: version.name)
def test_no_sentence_speaks_of_schemas(version: Any) -> None:
    wrong: list[Any] = [{}, {name: [] for name in version.schema["properties"]}, [], {"x": 1}]
    for data in wrong:
        for item in violations(version.schema, data):
            assert not any(word in item.message for word in JARGON), item


def test_a_schema_can_be_asked_yes_or_no() -> None:
    assert satisfies({"required": ["a"]}, {"a": 1})
    assert not satisfies({"required": ["a"]}, {})


def test_no_reference_is_ever_fetched() -> None:
    with pytest.raises(Exception, match="not present in a registry"):
        violations({"$ref": "https://example.org/schema"}, {})
