"""Drafts of claims and corrections, for who writes them. Nobody else is told of them."""

from collections.abc import Sequence
from uuid import UUID

from events.domain.permissions import Principal
from events.models import ClaimDraft


def drafts_of(principal: Principal) -> Sequence[ClaimDraft]:
    """His drafts in the zones where he may still record them, the newest first."""
    own = ClaimDraft.objects.select_related("zone").filter(owner=principal.source_id)
    return [draft for draft in own if draft.may_be_recorded_by(principal)]


def draft_of(draft_id: UUID, *, principal: Principal) -> ClaimDraft:
    """His draft with this id. Raises DraftNotFound, also when he may not record it any more."""
    return ClaimDraft.of(draft_id, principal=principal)
