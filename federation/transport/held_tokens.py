"""Tokens that managers of others gave us, until shortly before they expire: in the memory of one process alone."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from federation.domain.tokens import Claims

EARLY: Final = timedelta(seconds=20)
"""How long before it expires a token is not used any more: it must live until it arrives."""
HELD_MAX: Final = 1_000

Key = tuple[str, str]
"""The hash of a grant, and the thumbprint of the certificate of ours that the token is bound to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldToken:
    """A token with what it says."""

    text: str
    claims: Claims

    def __repr__(self) -> str:
        return f"HeldToken({self.claims.grant_hash})"


_lock = threading.Lock()
_held: OrderedDict[Key, HeldToken] = OrderedDict()


def find(key: Key, *, now: datetime) -> HeldToken | None:
    """The token, while it can be used."""
    with _lock:
        found = _held.get(key)
        if found is not None and found.claims.expires_at - EARLY <= now:
            del _held[key]
            return None
        return found


def keep(key: Key, token: HeldToken) -> None:
    """For the next call on this grant."""
    with _lock:
        _held[key] = token
        _held.move_to_end(key)
        while len(_held) > HELD_MAX:
            _held.popitem(last=False)


def forget(key: Key) -> None:
    """It was refused."""
    with _lock:
        _held.pop(key, None)


def forget_all() -> None:
    """Begin anew, as after a change of who we are."""
    with _lock:
        _held.clear()
