"""The formats that data may be asked to have: each asserted, never only noted.

Stricter than the validating library's own: years from 1, ASCII digits only, no `-00:00`, one spelling of a date.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from types import MappingProxyType

import jsonschema_rs
from stdnum.nl import bsn as bsn_number

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
_OFFSET = re.compile(r"Z|[+-](0[0-9]|1[0-4]):[0-5][0-9]")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NINE_DIGITS = re.compile(r"[0-9]{9}")
_POINTER = re.compile(r"(/([^~/]|~[01])*)*")
_URI = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def is_date(text: str) -> bool:
    """A day that exists, from 0001-01-01 (RFC 3339 full-date)."""
    return _parses(date.fromisoformat, text, pattern=_DATE)


def is_time_local(text: str) -> bool:
    """A time of day without an offset (RFC 3339 partial-time), at most microseconds; no leap second."""
    return _parses(time.fromisoformat, text, pattern=_TIME)


def is_instant(text: str) -> bool:
    """A moment with its offset (RFC 3339 date-time, upper case; `-00:00` says the offset is unknown: refused).

    It lies in the years 1 to 9999 in UTC too: others are no moments that can be read back.
    """
    return not text.endswith("-00:00") and _parses(_in_utc, text, pattern=_INSTANT)


def is_offset(text: str) -> bool:
    """The difference of a local time with UTC: `Z` or `+01:00`."""
    return text != "-00:00" and _OFFSET.fullmatch(text) is not None


def is_uuid(text: str) -> bool:
    """A UUID with hyphens (RFC 9562); upper and lower case are the same UUID."""
    return _UUID.fullmatch(text) is not None


def is_bsn(text: str) -> bool:
    """A citizen service number: nine digits that pass the eleven-test (Wet algemene bepalingen BSN)."""
    return _NINE_DIGITS.fullmatch(text) is not None and bool(bsn_number.is_valid(text))


def is_json_pointer(text: str) -> bool:
    """A JSON Pointer (RFC 6901)."""
    return _POINTER.fullmatch(text) is not None


def is_uri(text: str) -> bool:
    """An absolute URI: a scheme and what follows it (RFC 3986)."""
    return _URI.fullmatch(text) is not None


def is_regex(text: str) -> bool:
    """A regular expression that can be run in linear time: without look-around and back-references."""
    try:
        jsonschema_rs.Draft202012Validator({"pattern": text}, pattern_options=jsonschema_rs.RegexOptions())
    except jsonschema_rs.ValidationError:
        return False
    return True


FORMATS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "bsn": is_bsn,
        "date": is_date,
        "date-time": is_instant,
        "json-pointer": is_json_pointer,
        "regex": is_regex,
        "time-local": is_time_local,
        "uri": is_uri,
        "utc-offset": is_offset,
        "uuid": is_uuid,
    }
)
"""Every format a schema may name; a schema that names another is refused, because nothing would check it."""


def _in_utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def _parses(parse: Callable[[str], object], text: str, *, pattern: re.Pattern[str]) -> bool:
    if not pattern.fullmatch(text):
        return False
    try:
        parse(text)
    except (ValueError, OverflowError):
        return False
    return True
