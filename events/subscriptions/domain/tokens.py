"""Tokens of OAuth 2.0 client credentials (RFC 6749, 4.4): what a token endpoint answered, and how long it holds.

A token endpoint is as little to be trusted as a receiver: its answer is bounded, and what is taken from it can stand in
a header.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

TOKEN_LENGTH_MAX: Final = 8_000
"""Longer than that, servers refuse the header."""
LIFETIME_UNTOLD: Final = 60.0
"""Seconds that a token is kept of which nobody said how long it holds."""
LIFETIME_MAX: Final = 3_600.0
"""Seconds that a token is kept at most, whatever its endpoint says: one that was withdrawn is not used for ever."""
MARGIN_MAX: Final = 30.0
MARGIN: Final = 0.1
"""The part of its lifetime, MARGIN_MAX seconds at most, before whose end a token is not used any more."""
_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""What can stand after `Bearer` (RFC 6750, 2.1): no space, and no line break."""
_ERROR: Final = re.compile(r"[A-Za-z0-9_.:/-]{1,60}")
"""Codes of RFC 6749, 5.2, and those that other documents add: nothing in which a sentence fits."""
_NUMBER: Final = re.compile(r"[0-9]{1,9}")
"""Some servers write the number of seconds as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A token, to be used for `seconds` from when it was asked; 0: for what waits for it now, and no longer."""

    token: str = field(repr=False)
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class NotGranted:
    """Why there is no token, in English, for who has to mend it; nothing secret is in it."""

    why: str


def granted(status: int, text: str) -> Granted | NotGranted:
    """What an answer of a token endpoint gives (RFC 6749, 5.1), or why it gives nothing (5.2)."""
    if 300 <= status < 400:
        return NotGranted(why=f"it answered {status}: a redirect is never followed")
    found = _members(text)
    if status != 200:
        code = found.get("error") if found is not None else None
        said = f": {code}" if isinstance(code, str) and _ERROR.fullmatch(code) else ""
        return NotGranted(why=f"it answered {status}{said}")
    if found is None:
        return NotGranted(why="it answered 200 without a JSON object")
    return _token(found)


def _members(text: str) -> Mapping[str, Any] | None:
    """The members of a JSON object; None for anything else, however it is nested."""
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _token(found: Mapping[str, Any]) -> Granted | NotGranted:
    token, kind = found.get("access_token"), found.get("token_type")
    if not isinstance(kind, str) or kind.lower() != "bearer":
        return NotGranted(why="its token is not of the type Bearer (token_type)")
    if not isinstance(token, str) or not token:
        return NotGranted(why="there is no access_token in its answer")
    if len(token) > TOKEN_LENGTH_MAX:
        return NotGranted(why=f"its access_token is longer than {TOKEN_LENGTH_MAX} characters")
    if not _TOKEN.fullmatch(token):
        return NotGranted(why="its access_token holds characters that cannot stand in a header")
    return Granted(token=token, seconds=kept_for(found.get("expires_in")))


def kept_for(expires_in: object) -> float:
    """How many seconds a token is used, of which this was said: shorter than it holds, never beyond LIFETIME_MAX."""
    if isinstance(expires_in, str) and _NUMBER.fullmatch(expires_in):
        expires_in = int(expires_in)
    if isinstance(expires_in, bool) or not isinstance(expires_in, int | float):
        lifetime = LIFETIME_UNTOLD
    else:
        lifetime = float(max(0.0, min(expires_in, LIFETIME_MAX)))
    return lifetime - min(MARGIN_MAX, lifetime * MARGIN)
