"""Drafts of claims and corrections, for who writes them. Nobody else is told of them."""

from collections.abc import Sequence
from uuid import UUID

from events.domain.permissions import Permission, Principal
from events.domain.refusals import DraftNotFound
from events.models import ClaimDraft


def drafts_of(principal: Principal) -> Sequence[ClaimDraft]:
    """His drafts in the zones where he may still record them, the newest first."""
    own = ClaimDraft.objects.select_related("zone").filter(owner=principal.source_id)
    return [draft for draft in own if may_record(draft, principal=principal)]


def draft_of(draft_id: UUID, *, principal: Principal) -> ClaimDraft:
    """His draft with this id. Raises DraftNotFound, also when he may not record it any more."""
    draft = ClaimDraft.objects.select_related("zone").filter(pk=draft_id, owner=principal.source_id).first()
    if draft is None or not may_record(draft, principal=principal):
        raise DraftNotFound(draft_id=draft_id)
    return draft


def may_record(draft: ClaimDraft, *, principal: Principal) -> bool:
    """Whether he may record what it says; a correction holds what stands, which he must be able to read."""
    zone = draft.zone.slug
    if draft.operation == ClaimDraft.Operation.CLAIM:
        return principal.may(Permission.SUBMIT_CLAIM, zone=zone)
    reads = principal.may(Permission.VIEW, zone=zone)
    return reads and principal.may(Permission.SUBMIT_CORRECTION, zone=zone)
