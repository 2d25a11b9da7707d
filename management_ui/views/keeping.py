"""What was typed outlives the session: a form carries who wrote it, signed, and what it sends is kept for him.

The sign says of which draft and whose it is, nothing of what is in it. It lasts a day; a page that stands open longer
can still be typed over by hand, as the browser keeps it.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core import signing

from events import access
from events.domain.permissions import Principal
from events.models import ClaimDraft, User

KEEPER: Final = "keeper"
KEEPER_AGE_MAX: Final = timedelta(days=1)
_SALT: Final = "management_ui.keeper"


def keeper_of(draft: ClaimDraft) -> str:
    """The sign of a draft, for its form."""
    return signing.dumps([str(draft.pk), str(draft.owner)], salt=_SALT)


def writer_of(sign: str, *, draft_id: UUID) -> Principal | None:
    """Who wrote the form of this draft; None when the sign is not ours, of another draft, or too old."""
    try:
        signed, owner = signing.loads(sign, salt=_SALT, max_age=KEEPER_AGE_MAX)
    except signing.BadSignature:
        return None
    user = User.objects.filter(source_id=owner, is_active=True).first() if signed == str(draft_id) else None
    return None if user is None else access.principal_of(user)
