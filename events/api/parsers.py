"""JSON as strict as the log needs it: refused with its place is whatever two readers could understand differently."""

import codecs
import json
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.parsers import BaseParser

from events.domain.plain_json import INTEGER_MAX, NESTING_MAX, VIOLATIONS_MAX, pointer_token, unsafe_values
from events.domain.refusals import InvalidRequest, RequestTooLarge, Violation

INTEGER_DIGITS_MAX = 17


class StrictJson(BaseParser):
    """Parses `application/json` in UTF-8 (RFC 8259, as narrowed by I-JSON, RFC 7493).

    Raises `RequestTooLarge` over BODY_BYTES_MAX and `InvalidRequest` for anything malformed, doubled or unsafe.
    """

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The JSON value of the body."""
        request = (parser_context or {}).get("request")
        charset = request.content_params.get("charset", "utf-8") if request is not None else "utf-8"
        if charset.lower() not in {"utf-8", "utf8"}:
            raise UnsupportedMediaType(media_type or self.media_type)
        body = stream.read(settings.BODY_BYTES_MAX + 1)
        if len(body) > settings.BODY_BYTES_MAX:
            raise RequestTooLarge(limit=settings.BODY_BYTES_MAX, unit="bytes")
        return strict_json(body)


def strict_json(body: bytes) -> Any:
    """The JSON value of these bytes. Raises `InvalidRequest` with line and column, or with every JSON Pointer."""
    text = _text(body)
    try:
        read = json.loads(
            text, object_pairs_hook=_Pairs, parse_int=_integer, parse_float=_number, parse_constant=_Unsafe
        )
    except json.JSONDecodeError as error:
        raise _malformed(error) from None
    except RecursionError:
        raise _refused("", "nesting", _("Nest at most %(limit)s levels deep.") % {"limit": NESTING_MAX}) from None
    found = tuple(islice(_doubtful(read, pointer="", depth=0), VIOLATIONS_MAX))
    if found:
        raise InvalidRequest(violations=found)
    value = _plain(read)
    unsafe = unsafe_values(value)
    if unsafe:
        raise InvalidRequest(violations=unsafe)
    return value


class _Pairs(list[tuple[str, Any]]):
    """The members of an object in the order sent, doubles included."""


class _Unsafe(str):
    """A number as it was written, that no double can hold exactly."""

    __slots__ = ()


def _integer(digits: str) -> int | _Unsafe:
    if len(digits) > INTEGER_DIGITS_MAX or abs(int(digits)) > INTEGER_MAX:
        return _Unsafe(digits)
    return int(digits)


def _number(written: str) -> float | _Unsafe:
    """A fraction; one so large that it is a whole number beyond INTEGER_MAX would come back as another number."""
    number = float(written)
    return number if abs(number) <= INTEGER_MAX else _Unsafe(written)


def _text(body: bytes) -> str:
    if body.startswith(codecs.BOM_UTF8):
        raise _refused("", "byte-order-mark", _("Send UTF-8 without a byte order mark."))
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        message = _("The body is not UTF-8: the byte at offset %(offset)s does not belong there.")
        raise _refused("", "encoding", message % {"offset": error.start}) from None


def _doubtful(value: Any, *, pointer: str, depth: int) -> Iterator[Violation]:
    """Double members, numbers out of range and too deep nesting, each with its place."""
    if depth > NESTING_MAX:
        yield _violation(pointer, "nesting", _("Nest at most %(limit)s levels deep.") % {"limit": NESTING_MAX})
    elif isinstance(value, _Unsafe):
        message = _("Give a number between -%(limit)s and %(limit)s, or send it as text.")
        yield _violation(pointer, "number", message % {"limit": INTEGER_MAX})
    elif isinstance(value, _Pairs):
        seen: set[str] = set()
        for name, member in value:
            place = f"{pointer}/{pointer_token(name)}"
            if name in seen:
                yield _violation(place, "duplicate-key", _("Name this field once: the body has it more than once."))
            seen.add(name)
            yield from _doubtful(member, pointer=place, depth=depth + 1)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            yield from _doubtful(member, pointer=f"{pointer}/{index}", depth=depth + 1)


def _plain(value: Any) -> Any:
    if isinstance(value, _Pairs):
        return {name: _plain(member) for name, member in value}
    if isinstance(value, list):
        return [_plain(member) for member in value]
    return value


def _malformed(error: json.JSONDecodeError) -> InvalidRequest:
    place = {"line": error.lineno, "column": error.colno}
    if error.msg == "Extra data":
        message = _("The JSON ends before line %(line)s, column %(column)s: remove what follows.") % place
        return _refused("", "trailing-data", message)
    message = _("This is not JSON: look at line %(line)s, column %(column)s.") % place
    return _refused("", "malformed-json", message)


def _violation(pointer: str, code: str, message: str) -> Violation:
    return Violation(pointer=_printable(pointer), code=code, message=message)


def _printable(pointer: str) -> str:
    """A pointer that can be written as UTF-8, whatever the client named his fields."""
    return pointer.encode("utf-8", "backslashreplace").decode()


def _refused(pointer: str, code: str, message: str) -> InvalidRequest:
    return InvalidRequest(violations=(_violation(pointer, code, message),))
