# ruff: noqa: ARG005 - every action is tried on somebody and on the scene, whether it needs them or not
"""The actions of the permission matrix on drafts of claims and corrections, and on finding whom they are about."""

from collections.abc import Mapping
from typing import Any

from events.commands import claim_drafts
from events.domain.event import Kind
from events.domain.permissions import Principal
from events.domain.wire import parse_submission
from events.models import ClaimDraft
from events.queries import chain_ends
from events.queries import claim_drafts as draft_queries
from tests import registry
from tests.integration.access.actions import Action, P, claim


def _draft(by: Principal) -> ClaimDraft:
    """One that he began himself."""
    return claim_drafts.begin_claim("Geboorte", zone=registry.CIVIL, principal=by)


def _recorded(by: Principal) -> Any:
    draft = _draft(by)
    submission = parse_submission(claim() | {"id": str(draft.pk)}, kind=Kind.CLAIM, principal=by)
    return claim_drafts.record_draft(draft.pk, submission, revision=draft.revision, principal=by)


def _own(does: Any) -> Action:
    """What he does with a draft of his own claim."""
    return Action(does, frozenset({P.SUBMIT_CLAIM}))


DRAFTS: Mapping[str, Action] = {
    "commands.claim_drafts.begin_claim": _own(lambda by, s: _draft(by)),
    "commands.claim_drafts.begin_correction": Action(
        lambda by, s: claim_drafts.begin_correction(s.claim, "retract", tip=s.claim, principal=by),
        frozenset({P.VIEW, P.SUBMIT_CORRECTION}),
    ),
    "commands.claim_drafts.keep_draft": _own(
        lambda by, s: claim_drafts.keep_draft(_draft(by).pk, {"data/geslacht": "V"}, principal=by)
    ),
    "commands.claim_drafts.keep_apart": _own(
        lambda by, s: claim_drafts.keep_apart(_draft(by).pk, {"data/geslacht": "V"}, principal=by)
    ),
    "commands.claim_drafts.go_on_after": _own(
        lambda by, s: claim_drafts.go_on_after(_draft(by).pk, s.claim, principal=by)
    ),
    "commands.claim_drafts.discard_draft": _own(lambda by, s: claim_drafts.discard_draft(_draft(by).pk, principal=by)),
    "commands.claim_drafts.record_draft": _own(lambda by, s: _recorded(by)),
    "queries.claim_drafts.drafts_of": _own(lambda by, s: _draft(by) in draft_queries.drafts_of(by)),
    "queries.claim_drafts.draft_of": _own(lambda by, s: draft_queries.draft_of(_draft(by).pk, principal=by)),
    "queries.claim_drafts.was_recorded": _own(
        lambda by, s: draft_queries.was_recorded(_recorded(by).event.id, principal=by)
    ),
    "queries.chain_ends.chain_end": Action(
        lambda by, s: chain_ends.chain_end(s.claim, principal=by), frozenset({P.VIEW})
    ),
}
