"""What is read as I-JSON (RFC 7493), and the canonical text of it (RFC 8785)."""

import json
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from federation.domain import ijson

_TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_FLOATS = st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda it: not (it.is_integer() and abs(it) > ijson.INTEGER_MAX)
)
_WHOLES = st.integers(min_value=-ijson.INTEGER_MAX, max_value=ijson.INTEGER_MAX)
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | _WHOLES | _FLOATS | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=20,
)
OBJECTS = st.dictionaries(_TEXTS, JSON, max_size=6)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"a": 1, "a": 2}', "'a' once"),
        ('{"x": {"b": 1, "c": 2, "b": 1}}', "'b' once"),
        ('{"a": "\\ud800"}', "lone surrogate"),
        ('{"\\udfff": 1}', "lone surrogate"),
        ('{"a": "\\u0000"}', "U\\+0000"),
        ('{"a": 9007199254740992}', "whole number between"),
        ('{"a": -9007199254740992}', "whole number between"),
        ('{"a": 1e20}', "whole number between"),
        ('{"a": 9007199254740993.0}', "whole number between"),
        ('{"a": 1e400}', "a double can hold"),
        ('{"a": NaN}', "in place of NaN"),
        ('{"a": -Infinity}', "in place of -Infinity"),
        ('{"a": ' + "9" * 10_000 + "}", "whole number between"),
        ('{"a": 1,}', "line 1, column"),
        ("", "Send JSON"),
        ('\ufeff{"a": 1}', "Send JSON"),
        ("[" * 65 + "]" * 65, "at most 64 levels"),
        ("[" * 100_000, "levels deep|Send JSON"),
    ],
)
def test_what_two_readers_could_read_differently_is_refused(text: str, told: str) -> None:
    with pytest.raises(ijson.NotIJson, match=told):
        ijson.parse(text)


def test_text_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(ijson.NotIJson, match="UTF-8"):
        ijson.parse(b'{"a": "caf\xe9"}')


def test_the_largest_whole_numbers_and_the_deepest_nesting_are_read() -> None:
    assert ijson.parse("[9007199254740991, -9007199254740991]") == [ijson.INTEGER_MAX, -ijson.INTEGER_MAX]
    assert ijson.parse("[" * 64 + "1" + "]" * 64)


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert ijson.parse('"\\ud83d\\ude00"') == "😀"


def test_an_object_made_to_take_long_is_refused_in_one_pass() -> None:
    members = ",".join(f'"{number}":0' for number in range(200_000))
    with pytest.raises(ijson.NotIJson, match="'199999' once"):
        ijson.parse(f'{{{members},"199999":0}}')


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_reading_gives_a_value_or_says_what_to_mend(text: bytes | str) -> None:
    try:
        ijson.parse(text)
    except ijson.NotIJson as refused:
        told = str(refused)
        assert told


@given(OBJECTS)
def test_what_is_canonical_is_read_as_the_same_and_stays_as_it_is(value: dict[str, Any]) -> None:
    canonical = ijson.canonical(value)
    assert ijson.parse(canonical) == value
    assert ijson.canonical(ijson.parse(canonical)) == canonical


@given(OBJECTS, st.randoms(use_true_random=False), st.sampled_from([None, 1, "\t"]))
def test_order_of_members_and_white_space_do_not_matter(value: dict[str, Any], random: Any, indent: Any) -> None:
    assert ijson.canonical(ijson.parse(json.dumps(_shuffled(value, random), indent=indent))) == ijson.canonical(value)


@given(OBJECTS)
def test_members_stand_in_the_order_of_their_utf_16_units(value: dict[str, Any]) -> None:
    names = list(json.loads(ijson.canonical(value)))
    assert names == sorted(value, key=lambda name: name.encode("utf-16-be"))


def test_the_order_is_that_of_units_and_not_of_characters() -> None:
    assert ijson.canonical({"\ufb33": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\ufb33":1}'


@pytest.mark.parametrize(
    ("bits", "written"),
    [  # the examples of RFC 8785, appendix B, but those that are whole and too large for I-JSON
        ("0000000000000000", "0"),
        ("8000000000000000", "0"),
        ("0000000000000001", "5e-324"),
        ("8000000000000001", "-5e-324"),
        ("433fffffffffffff", "9007199254740991"),
        ("3eb0c6f7a0b5ed8d", "0.000001"),
        ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
        ("41b3de4355555553", "333333333.3333332"),
        ("41b3de4355555554", "333333333.33333325"),
        ("41b3de4355555555", "333333333.3333333"),
        ("41b3de4355555556", "333333333.3333334"),
        ("41b3de4355555557", "333333333.33333343"),
        ("becbf647612f3696", "-0.0000033333333333333333"),
        ("43143ff3c1cb0959", "1424953923781206.2"),
    ],
)
def test_numbers_are_written_as_ecmascript_writes_them(bits: str, written: str) -> None:
    number = struct.unpack(">d", bytes.fromhex(bits))[0]
    assert ijson.canonical({"n": number}) == f'{{"n":{written}}}'


def test_text_is_escaped_as_little_as_can_be() -> None:
    said = '\u20ac$\u000f\nA\'B"\\\\"/\b\t\f\r\u007f\u2028<'
    assert ijson.canonical({"a": said}) == '{"a":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\\b\\t\\f\\r\u007f\u2028<"}'


@pytest.mark.parametrize("value", [{"a": float("nan")}, {"a": 2**53}, {"a": "\ud800"}, {"\ud800": 1}, {"a": object()}])
def test_what_has_no_canonical_text_is_refused(value: dict[str, Any]) -> None:
    with pytest.raises(ijson.NotIJson):
        ijson.canonical(value)


def _shuffled(value: Any, random: Any) -> Any:
    if isinstance(value, dict):
        members = [(name, _shuffled(it, random)) for name, it in value.items()]
        random.shuffle(members)
        return dict(members)
    return [_shuffled(it, random) for it in value] if isinstance(value, list) else value
