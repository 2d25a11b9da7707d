"""What a manager answers when a token is asked for (RFC 6749, 5): the token, or why there is none. Hostile input."""

from collections.abc import Mapping
from typing import Final

from federation.domain import ijson
from federation.domain.refusals import OAuthError

BYTES_MAX: Final = 64 * 1024


class NotGiven(Exception):
    """There is no token; the text says why, in words of ours."""


def token_in(status: int, body: bytes) -> str:
    """The token in an answer. Raises `NotGiven`."""
    try:
        said = ijson.parse(body)
    except ijson.NotIJson:
        said = None
    if not isinstance(said, Mapping):
        raise NotGiven(f"The manager answered {status} without JSON.")
    if status != 200:
        error = said.get("error")
        known = error if error in set(OAuthError) else "no error that is known"
        raise NotGiven(f"The manager answered {status}: {known}.")
    token, kind = said.get("access_token"), said.get("token_type")
    if not isinstance(token, str) or not isinstance(kind, str) or kind.lower() != "bearer":
        raise NotGiven("The manager answered 200 without a token of the type bearer.")
    return token
