"""Cursors: where a page ended, for the same caller and the same filter.

Encrypted: the place in the log would tell how much lies in zones that the caller may not see.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from events.api.parameters import InvalidQuery
from events.domain.permissions import Principal
from events.domain.refusals import Violation


def seal(after: int, *, asked: Mapping[str, Any], principal: Principal) -> str:
    """The cursor that goes on after this place in the log; as long for a late place as for an early one."""
    return seal_place(f"{after:020d}", asked=asked, principal=principal)


def unseal(cursor: str | None, *, asked: Mapping[str, Any], principal: Principal) -> int:
    """The place that the cursor goes on after; the beginning without one. Raises `InvalidQuery`."""
    return 0 if cursor is None else int(unseal_place(cursor, asked=asked, principal=principal))


def seal_place(after: Any, *, asked: Mapping[str, Any], principal: Principal) -> str:
    """The cursor that goes on after a place that is JSON."""
    content = json.dumps({"after": after, "bound": _bound(asked, principal=principal)}).encode()
    return _keys().encrypt(content).decode().rstrip("=")


def unseal_place(cursor: str, *, asked: Mapping[str, Any], principal: Principal, other: str = "") -> Any:
    """The place that the cursor goes on after. `other` says what one of something else is. Raises `InvalidQuery`."""
    try:
        content = json.loads(_keys().decrypt(cursor.encode() + b"=" * (-len(cursor.encode()) % 4)))
    except InvalidToken:
        raise _refused(_("Give a cursor exactly as an earlier page gave it, or none.")) from None
    if content["bound"] != _bound(asked, principal=principal):
        another = _("This cursor belongs to another filter. Repeat the filter it was given for, or start anew.")
        raise _refused(other or another)
    return content["after"]


def _bound(asked: Mapping[str, Any], *, principal: Principal) -> str:
    """What the cursor belongs to: the caller and his filter, in whatever order he gave it."""
    filters = {
        name: sorted(map(str, value)) if isinstance(value, tuple) else str(value) for name, value in asked.items()
    }
    told = json.dumps([str(principal.source_id), filters], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"f6 cursor " + str(secret).encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def _refused(message: str) -> InvalidQuery:
    return InvalidQuery(violations=(Violation(pointer="/cursor", code="cursor", message=message),))
