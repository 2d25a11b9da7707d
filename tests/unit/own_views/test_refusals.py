"""Everything that a definition can have wrong, told with its place and how to mend it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.domain import schema_messages
from events.domain.readings import View
from events.domain.refusals import InvalidRequest
from readmodels.domain.own_views import definition_shape
from readmodels.domain.own_views.definition import Definition, from_json, parse, to_json
from readmodels.domain.own_views.field_names import RESERVED
from readmodels.domain.own_views.messages import MESSAGES
from readmodels.domain.own_views.source_rules import NAMES_MAX
from tests import builders
from tests.builders import SmallCatalogue
from tests.unit.own_views.test_functions import JSON
from tests.unit.own_views.views import (
    MOVES,
    SHIPPED,
    accepted,
    definitions,
    refused,
    with_,
    with_condition,
    with_field,
)

POSTCODE = "/event_data/nieuwAdres/postcode"
DATED = "/event_data/datumIngang"


def codes(body: object) -> list[tuple[str, str]]:
    """Where and what is wrong."""
    return [(found.pointer, found.code) for found in refused(body)]


def sentence(body: object) -> str:
    """The one thing that is wrong, as it is told."""
    (found,) = refused(body)
    return found.message


def test_a_right_definition_is_accepted_with_its_defaults() -> None:
    found = accepted(MOVES)
    assert found.counts is View.LEGAL
    assert found.otherwise == "ends"
    assert found.where == ()
    assert [(field.name, field.function, field.type) for field in found.fields] == [
        ("postcode", "upper", "text"),
        ("huisnummer", "value", "integer"),
        ("ingang", "value", "date"),
    ]


@given(found=definitions())
@settings(max_examples=100, deadline=None)
def test_what_is_written_as_json_reads_as_the_same_definition(found: Definition) -> None:
    assert from_json(to_json(found)) == found


def test_what_was_found_right_is_found_right_again() -> None:
    found = accepted(with_condition(op="in", value=["woonadres", "briefadres"]))
    assert parse(to_json(found), catalogue=SHIPPED) == found


def test_all_mistakes_are_told_at_once() -> None:
    body = {
        **MOVES,
        "name": "Alle Verhuizingen",
        "colour": "red",
        "eventTypes": ["Verhuizing", "Verhuisbericht"],
        "endedBy": ["Dood"],
        "key": ["object", "wijk"],
        "where": [{"pointer": "/event_data/functieAdres", "op": "equals"}, {"op": "like"}],
        "fields": [
            {"name": "postcode", "pointer": "/event_data/nieuwAdres/poscode"},
            {"name": "Postcode", "pointer": POSTCODE, "function": "shout"},
            {"name": "datum", "pointer": POSTCODE},
        ],
    }
    assert set(codes(body)) == {
        ("/name", "pattern"),
        ("/colour", "unknown-field"),
        ("/eventTypes/1", "unknown-event-type"),
        ("/endedBy/0", "unknown-event-type"),
        ("/key/1", "key-field"),
        ("/where/0/value", "value-missing"),
        ("/where/1/pointer", "required"),
        ("/where/1/op", "choice"),
        ("/fields/0/pointer", "unreachable"),
        ("/fields/1/name", "pattern"),
        ("/fields/1/function", "choice"),
        ("/fields/2/name", "date-name"),
    }


@pytest.mark.parametrize("body", [None, 5, "view", [], True])
def test_a_definition_is_an_object(body: object) -> None:
    assert codes(body) == [("", "object")]


@pytest.mark.parametrize("member", ["name", "title", "eventTypes", "fields"])
def test_what_a_view_cannot_do_without_is_asked_for(member: str) -> None:
    body = {name: value for name, value in MOVES.items() if name != member}
    assert (f"/{member}", "required") in codes(body)


@pytest.mark.parametrize("name", ["Verhuizingen", "verhuizing_en", "-a", "a--b", "1a", "", "a" * 51, "é"])
def test_the_name_of_a_view_is_a_path_segment(name: str) -> None:
    assert {place for place, _ in codes(with_(name=name))} == {"/name"}


@pytest.mark.parametrize("name", ["Postcode", "post_code", "post-code", "1e", "", "a" * 51, "post code"])
def test_the_name_of_a_field_is_a_query_key(name: str) -> None:
    assert {place for place, _ in codes(with_field(name=name))} == {"/fields/0/name"}


@pytest.mark.parametrize(
    ("member", "value", "place", "code"),
    [
        ("title", "", "/title", "min-length"),
        ("title", "  ", "/title", "pattern"),
        ("title", "a" * 201, "/title", "max-length"),
        ("description", "a" * 2_001, "/description", "max-length"),
        ("counts", "open", "/counts", "choice"),
        ("otherwise", "stays", "/otherwise", "choice"),
        ("eventTypes", [], "/eventTypes", "min-items"),
        ("eventTypes", ["Verhuizing", "Verhuizing"], "/eventTypes", "unique"),
        ("eventTypes", ["Verhuizing"] + [f"T{number}" for number in range(20)], "/eventTypes", "max-items"),
        ("eventTypes", "Verhuizing", "/eventTypes", "array"),
        ("fields", [], "/fields", "min-items"),
        ("key", [], "/key", "min-items"),
        ("key", ["object", "postcode", "postcode"], "/key", "unique"),
        ("key", ["object", "a", "b", "c", "d"], "/key", "max-items"),
        ("where", {}, "/where", "array"),
    ],
)
def test_the_shape_and_the_limits_are_told(member: str, value: object, place: str, code: str) -> None:
    assert (place, code) in codes(with_(**{member: value}))


def test_a_view_has_at_most_so_many_fields() -> None:
    many = [{"name": f"veld{number}", "pointer": POSTCODE} for number in range(definition_shape.FIELDS_MAX + 1)]
    assert codes(with_(fields=many)) == [("/fields", "max-items")]


def test_a_type_that_is_not_published_is_named() -> None:
    assert sentence(with_(endedBy=["Dood"])) == "Name a published event type: “Dood” is none."


def test_without_any_known_type_nothing_is_said_of_pointers() -> None:
    assert codes(with_(eventTypes=["Dood"])) == [("/eventTypes/0", "unknown-event-type")]


# -- fields ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(name for name in RESERVED))
def test_a_field_is_not_called_as_what_every_row_or_question_has(name: str) -> None:
    assert ("/fields/0/name", "reserved-name") in codes(with_field(name=name))


def test_two_fields_have_different_names_whatever_their_capitals() -> None:
    fields = [{"name": "postcode", "pointer": POSTCODE}, {"name": "postCode", "pointer": POSTCODE}]
    assert codes(with_(fields=fields)) == [("/fields/1/name", "repeated-name")]


def test_a_field_is_not_called_as_the_range_of_another() -> None:
    number = {"name": "huisnummer", "pointer": "/event_data/nieuwAdres/huisnummer", "type": "integer"}
    taken = {"name": "huisnummerVan", "pointer": POSTCODE}
    assert codes(with_(fields=[number, taken])) == [("/fields/1/name", "filter-name")]
    accepted(with_(fields=[{**number, "type": "text"}, taken]))


def test_the_range_of_a_field_is_not_called_as_what_every_row_has() -> None:
    assert codes(with_field(name="geldig", pointer=DATED, type="date")) == [("/fields/0/name", "filter-reserved")]


@pytest.mark.parametrize("name", ["datum", "date", "verhuisDatum", "movingDate", "isDatumBekend"])
def test_what_is_called_a_date_is_one(name: str) -> None:
    assert codes(with_field(name=name)) == [("/fields/0/name", "date-name")]
    accepted(with_field(name=name, pointer=DATED, type="date"))


@pytest.mark.parametrize("name", ["ingangsdatum", "datumIngang", "update", "kandidaat", "mijnDatabank"])
def test_a_name_that_has_the_word_without_its_capital_may_be_anything(name: str) -> None:
    accepted(with_field(name=name))


@pytest.mark.parametrize(
    ("function", "of"), [("year", "text"), ("upper", "integer"), ("count", "number"), ("firstDay", "date-time")]
)
def test_a_function_gives_only_its_own_types(function: str, of: str) -> None:
    assert ("/fields/0/type", "function-type") in codes(with_field(pointer=DATED, function=function, type=of))


@pytest.mark.parametrize("pointer", ["event_data", "", "/", "//a", "/a~2", "/event_data/"])
def test_a_pointer_is_a_json_pointer(pointer: str) -> None:
    assert {place for place, _ in codes(with_field(pointer=pointer))} == {"/fields/0/pointer"}


@pytest.mark.parametrize(
    "pointer",
    [
        "/event_data/nieuwAdres/poscode",
        "/event_data/functie",
        "/data/nieuwAdres",
        "/event_data/personen/objectId",
        "/event_data/personen/*/naam",
        "/event_data/datumIngang/dag",
        "/zone/naam",
        "/object_ids/*/id",
    ],
)
def test_a_pointer_that_no_fact_reaches_is_refused(pointer: str) -> None:
    """By the newest version: what the oldest called `functie` is `functieAdres` now, and is read so."""
    assert codes(with_field(pointer=pointer)) == [("/fields/0/pointer", "unreachable")]


@pytest.mark.parametrize(
    "pointer",
    [
        POSTCODE,
        "/event_data/adres/postcode",
        "/event_data/nieuwAdres/locatiebeschrijving",
        "/event_data/personen/*/objectId",
        "/event_data/personen[]/objectId",
        "/event_data/personen/0/objectId",
        "/event_data/datumIngang",
        "/event_data/datumIngang/jaar",
        *("/event_type", "/occurred_at", "/created_at", "/object_ids/*", "/event_source_type", "/zone", "/id"),
    ],
)
def test_a_pointer_that_some_fact_reaches_is_accepted(pointer: str) -> None:
    accepted(with_field(pointer=pointer))


def test_an_unreachable_pointer_is_told_what_stands_where_it_goes_astray() -> None:
    said = sentence(with_field(pointer="/event_data/nieuwAdres/poscode/x"))
    assert said.startswith("Point to what these event types can have. At “/event_data/nieuwAdres” stand: ")
    assert "postcode, woonplaats" in said


def test_of_several_pointers_the_wrong_one_is_told() -> None:
    body = with_field(pointer=[POSTCODE, "/event_data/adres/poscode"])
    assert codes(body) == [("/fields/0/pointer/1", "unreachable")]


def test_a_pointer_to_an_object_is_told_which_members_it_has() -> None:
    said = sentence(with_field(pointer="/event_data/nieuwAdres"))
    assert said.startswith("Point to one value: at /event_data/nieuwAdres stands an object with adresseerbaarObject, ")


def test_a_pointer_to_a_list_is_told_how_to_walk_it() -> None:
    assert sentence(with_field(pointer="/event_data/personen")).startswith("Write /event_data/personen/* for")
    accepted(with_field(pointer="/event_data/personen", function="count"))
    accepted(with_field(pointer="/event_data/nieuwAdres", function="present"))


def test_a_type_that_the_place_never_holds_is_refused() -> None:
    said = sentence(with_field(type="boolean"))
    assert said == f"Choose another pointer or type: at {POSTCODE} never stands true or false."
    assert codes(with_field(pointer="/event_data/eersteInschrijving", type="date")) == [
        ("/fields/0/pointer", "never-such")
    ]
    accepted(with_field(pointer="/event_data/eersteInschrijving", type="boolean"))


@pytest.mark.parametrize(("count", "told"), [(NAMES_MAX, "n29."), (NAMES_MAX + 1, "n29, ….")])
def test_only_some_of_many_names_are_told(count: int, told: str) -> None:
    schema = {"type": "object", "additionalProperties": False, "properties": {f"n{at}": {} for at in range(count)}}
    wide = SmallCatalogue([replace(builders.MOVE, schema=schema)])
    body = with_(eventTypes=["Verhuizing"], endedBy=[], fields=[{"name": "a", "pointer": "/event_data/a"}])
    with pytest.raises(InvalidRequest) as refusal:
        parse(body, catalogue=wide)
    assert [found.message.rpartition(" n28, ")[2] for found in refusal.value.violations] == [told]


# -- the key -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [["postcode"], ["claim", "postcode"], ["postcode", "object"], ["person"]])
def test_a_key_is_a_claim_or_an_object_with_fields(key: list[str]) -> None:
    assert codes(with_(key=key)) == [("/key", "key-form")]


def test_a_key_names_fields() -> None:
    assert codes(with_(key=["object", "postcode", "wijk"])) == [("/key/2", "key-field")]
    assert accepted(with_(key=["object", "postcode"])).key_fields == ("postcode",)
    assert accepted(with_(key=["claim"])).is_per_claim


# -- conditions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("op", ["equals", "notEquals", "in", "startsWith", "atLeast", "atMost"])
def test_what_compares_needs_a_value(op: str) -> None:
    body = with_(where=[{"pointer": "/event_data/functieAdres", "op": op}])
    assert codes(body) == [("/where/0/value", "value-missing")]


@pytest.mark.parametrize("op", ["present", "absent", "isObject"])
def test_what_compares_with_nothing_has_no_value(op: str) -> None:
    assert codes(with_condition(op=op, value="x")) == [("/where/0/value", "value-superfluous")]


@pytest.mark.parametrize(
    ("op", "value"),
    [
        ("equals", None),
        ("equals", []),
        ("equals", {"a": 1}),
        ("equals", ""),
        ("equals", "a" * 201),
        ("in", "woonadres"),
        ("in", []),
        ("in", [["woonadres"]]),
        ("in", ["a"] * 101),
        ("startsWith", 5),
        ("atLeast", "2026"),
        ("atLeast", "2026-02-30"),
        ("atMost", "2026-01-01T00:00:00"),
        ("atMost", True),
    ],
)
def test_a_value_is_what_the_operation_compares_with(op: str, value: object) -> None:
    assert codes(with_condition(op=op, value=value)) == [("/where/0/value", "value-type")]


def test_a_text_that_can_never_stand_there_is_refused() -> None:
    said = sentence(with_condition(value="W"))
    assert said == "Choose what can stand at /event_data/functieAdres: briefadres, woonadres."
    assert codes(with_condition(op="in", value=["woonadres", "W"])) == [("/where/0/value/1", "value-choice")]
    assert codes(with_condition(pointer="/event_type", value="Huwelijk")) == [("/where/0/value", "value-choice")]


@pytest.mark.parametrize(
    ("pointer", "op", "value"),
    [
        (POSTCODE, "equals", 2511),
        (POSTCODE, "atLeast", 5),
        ("/event_data/eersteInschrijving", "equals", "ja"),
        ("/event_data/nieuwAdres/huisnummer", "startsWith", "1"),
        ("/event_data/nieuwAdres/huisnummer", "isObject", ...),
        (DATED, "equals", 2026),
    ],
)
def test_a_condition_compares_with_what_can_stand_there(pointer: str, op: str, value: object) -> None:
    condition = {"pointer": pointer, "op": op} | ({} if value is ... else {"value": value})
    assert codes(with_(where=[condition])) == [("/where/0/pointer", "never-such")]


@pytest.mark.parametrize(("value", "words"), [(2511, "a number"), (True, "true or false")])
def test_what_never_stands_there_is_said_in_words(value: object, words: str) -> None:
    said = sentence(with_condition(pointer=POSTCODE, value=value))
    assert said == f"Choose another pointer or type: at {POSTCODE} never stands {words}."


@pytest.mark.parametrize(
    ("pointer", "op", "value"),
    [
        (DATED, "atLeast", "2026-01-01"),
        (DATED, "startsWith", "2026"),
        ("/occurred_at", "atMost", "2026-01-01T00:00:00Z"),
        ("/object_ids/*", "equals", "0192f3c4-8d3e-7c41-9f30-3b0d2a6f1e55"),
        ("/event_data/nieuwAdres/huisnummer", "atLeast", 100),
        ("/event_data/eersteInschrijving", "equals", True),
        (["/event_data/gemeente", "/zone"], "in", ["0518", "burgerlijke-stand"]),
        ("/event_data/nieuwAdres", "present", ...),
        ("/event_data/personen/*/objectId", "isObject", ...),
    ],
)
def test_a_right_condition_is_accepted(pointer: object, op: str, value: object) -> None:
    condition = {"pointer": pointer, "op": op} | ({} if value is ... else {"value": value})
    accepted(with_(where=[condition]))


# -- what is said ------------------------------------------------------------------------------------------------------


def test_no_sentence_has_a_code_that_schemas_use() -> None:
    assert not MESSAGES.keys() & schema_messages.MESSAGES.keys()


def test_a_sentence_can_be_said_again_from_its_facts() -> None:
    for found in refused(with_(eventTypes=["Verhuizing", "Dood"], key=["object", "wijk"])):
        assert MESSAGES[found.code] % dict(found.facts) == found.message


@given(body=st.dictionaries(st.sampled_from([*definition_shape.SHAPE["properties"], "x"]), JSON, max_size=11))
@settings(max_examples=300, deadline=None)
def test_whatever_is_sent_is_refused_and_nothing_else_is_raised(body: object) -> None:
    assert refused(body)
