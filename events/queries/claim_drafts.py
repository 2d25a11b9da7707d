"""Drafts of claims and corrections, for who writes them. Nobody else is told of them."""

from collections.abc import Sequence
from uuid import UUID

from events import store
from events.domain.permissions import Principal
from events.models import ClaimDraft


def drafts_of(principal: Principal) -> Sequence[ClaimDraft]:
    """His drafts in the zones where he may still record them, the newest first."""
    own = ClaimDraft.objects.select_related("zone").filter(owner=principal.source_id)
    return [draft for draft in own if draft.may_be_recorded_by(principal)]


def draft_of(draft_id: UUID, *, principal: Principal) -> ClaimDraft:
    """His draft with this id. Raises ClaimDraftNotFound, also when he may not record it any more."""
    return ClaimDraft.of(draft_id, principal=principal)


def was_recorded(draft_id: UUID, *, principal: Principal) -> bool:
    """Whether what he wrote in that draft was recorded: the event has its id. His own he knows, wherever it lies."""
    event = store.find([draft_id]).get(draft_id)
    return event is not None and event.source_id == principal.source_id
