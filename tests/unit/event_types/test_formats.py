"""The formats that data may be asked to have."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.nl import bsn

from events.domain import formats

DIGITS = "0123456789"


@pytest.mark.parametrize("number", ["999990342", "999994669", "999991449", "999999023", "000000012"])
def test_test_numbers_pass_the_eleven_test(number: str) -> None:
    assert formats.is_bsn(number)


@pytest.mark.parametrize(
    "text", ["123456789", "000000000", "99999034", "9999903420", "999.990.342", "٩٩٩٩٩٠٣٤٢", "12", ""]
)
def test_what_is_no_bsn_is_refused(text: str) -> None:
    assert not formats.is_bsn(text)


@given(st.text(DIGITS, min_size=9, max_size=9))
def test_the_eleven_test_weighs_every_digit(number: str) -> None:
    weighed = sum(weight * int(digit) for weight, digit in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), number, strict=True))
    assert formats.is_bsn(number) == (weighed % 11 == 0 and number != "000000000")


@given(st.text(DIGITS, min_size=9, max_size=9).filter(bsn.is_valid), st.integers(0, 8), st.integers(1, 9))
def test_one_mistyped_digit_is_noticed(number: str, place: int, shift: int) -> None:
    mistyped = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not formats.is_bsn(mistyped)


@given(st.dates())
def test_every_day_that_exists_is_a_date(day: date) -> None:
    assert formats.is_date(day.isoformat())


@pytest.mark.parametrize(
    "text", ["0000-01-01", "2023-02-29", "20240101", "2024-1-1", "2024-W01-1", "2024-01-01T00:00:00Z"]
)
def test_what_is_no_existing_day_is_refused(text: str) -> None:
    assert not formats.is_date(text)


@pytest.mark.parametrize("text", ["00:00:00", "04:37:00", "23:59:59.5"])
def test_a_local_time_has_hours_minutes_and_seconds(text: str) -> None:
    assert formats.is_time_local(text)


@pytest.mark.parametrize("text", ["24:00:00", "04:37", "04:37:00Z", "04:37:00+01:00", "4:37:00", "04:60:00"])
def test_what_is_no_local_time_is_refused(text: str) -> None:
    assert not formats.is_time_local(text)


@pytest.mark.parametrize("text", ["2026-11-20T04:37:00+01:00", "2026-11-20T03:37:00Z", "2026-11-20T03:37:00.25Z"])
def test_a_moment_has_its_offset(text: str) -> None:
    assert formats.is_instant(text)


@pytest.mark.parametrize(
    "text",
    [
        *("2026-11-20T04:37:00", "2026-11-20T04:37:00-00:00", "2026-11-20t04:37:00z", "2026-11-20"),
        *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"),
    ],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    assert not formats.is_instant(text)


@pytest.mark.parametrize(
    ("text", "holds"), [("Z", True), ("+01:00", True), ("-00:00", False), ("+15:00", False), ("1", False)]
)
def test_an_offset_is_the_difference_with_utc(text: str, holds: bool) -> None:  # noqa: FBT001 - a parametrised truth
    assert formats.is_offset(text) is holds


@given(st.uuids())
def test_every_uuid_is_one_in_either_case(value: UUID) -> None:
    assert formats.is_uuid(str(value))
    assert formats.is_uuid(str(value).upper())
    assert not formats.is_uuid(value.hex)


@pytest.mark.parametrize(("text", "holds"), [("", True), ("/a/b~1c/0", True), ("a", False), ("/a~2", False)])
def test_a_json_pointer_starts_with_a_slash(text: str, holds: bool) -> None:  # noqa: FBT001 - a parametrised truth
    assert formats.is_json_pointer(text) is holds


@pytest.mark.parametrize(
    ("text", "holds"), [("https://example.org/a", True), ("urn:x:1", True), ("/a", False), ("a b:c", False)]
)
def test_a_uri_is_absolute(text: str, holds: bool) -> None:  # noqa: FBT001 - a parametrised truth
    assert formats.is_uri(text) is holds
