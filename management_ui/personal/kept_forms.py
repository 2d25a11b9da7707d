"""What was typed when it could not be taken in: the session had ended, or the page was too old.

It is kept on the server for its owner only, encrypted with a key that is not in the database, at most
`KEPT_SECONDS_MAX`, and never in an address. Passwords and tokens are not kept. It goes when its owner sends the form
again, throws it away, or the time is over.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from events.models import User
from management_ui.models import PATH_LENGTH_MAX, KeptForm

KEPT_SECONDS_MAX: Final = 3600
KEPT_BYTES_MAX: Final = 200_000
KEPT_FORMS_MAX: Final = 10
"""How many of one account; the oldest go."""
NEVER_KEPT: Final = frozenset(
    {
        "csrfmiddlewaretoken",
        "password",
        "password1",
        "password2",
        "old_password",
        "new_password1",
        "new_password2",
        "client_secret",
        "private_key",
    }
)
"""The inputs of our own forms that hold a secret (a test holds that there are no others); data may have such a name."""

Typed = Mapping[str, Sequence[str]]


def keep(owner: User, *, path: str, typed: QueryDict) -> bool:
    """Keep what was typed for an address, in place of what was kept for it before; False when it is too much."""
    if not _may_be_kept(path):
        return False
    content = json.dumps(dict(without_secrets(typed).lists())).encode()
    if len(content) > KEPT_BYTES_MAX:
        return False
    values = {"sealed": _keys().encrypt(content), "kept_at": timezone.now()}
    KeptForm.objects.update_or_create(owner=owner, path=path, defaults=values)
    newest = KeptForm.objects.filter(owner=owner).order_by("-kept_at", "-pk")[:KEPT_FORMS_MAX].values_list("pk")
    KeptForm.objects.filter(owner=owner).exclude(pk__in=list(newest.values_list("pk", flat=True))).delete()
    remove_expired()
    return True


def kept_for(owner: User, *, path: str) -> QueryDict | None:
    """What is kept of this account for this address; nothing when that is too long ago."""
    if not _may_be_kept(path):
        return None
    found = KeptForm.objects.filter(owner=owner, path=path, kept_at__gt=_oldest()).first()
    if found is None:
        return None
    try:
        lists: Typed = json.loads(_keys().decrypt(bytes(found.sealed)))
    except InvalidToken:  # the secret was replaced since
        return None
    typed = QueryDict(mutable=True)
    for name, values in lists.items():
        typed.setlist(name, list(values))
    return typed


def throw_away(owner: User, *, path: str) -> None:
    """Keep nothing of this account for this address any more."""
    if _may_be_kept(path):
        KeptForm.objects.filter(owner=owner, path=path).delete()


def remove_expired() -> int:
    """Remove what was kept longer ago than it may be; how many."""
    removed, _ = KeptForm.objects.filter(kept_at__lte=_oldest()).delete()
    return removed


def without_secrets(typed: QueryDict) -> QueryDict:
    """What was typed, without what may be kept nowhere."""
    found = typed.copy()
    for name in NEVER_KEPT & set(found):
        del found[name]
    return found


def _may_be_kept(path: str) -> bool:
    """Whether the database can hold the address; no page of the desk has one that it cannot."""
    return len(path) <= PATH_LENGTH_MAX and "\0" not in path


def _oldest() -> datetime:
    return timezone.now() - timedelta(seconds=KEPT_SECONDS_MAX)


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"f6 kept form " + str(secret).encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
