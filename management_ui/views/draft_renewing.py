"""A draft of a version that is deprecated by now: going on with the newest version, with what was typed already."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from events.catalogue import catalogue
from events.commands import claim_drafts
from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import ClaimDraft
from management_ui.forms.entry.nodes import tree
from management_ui.forms.entry.typing_down import at_first
from management_ui.presenters.claimable import is_deprecated
from management_ui.presenters.moments import now
from management_ui.presenters.refusals import sentence


def newer_of(draft: ClaimDraft) -> str:
    """The version to go on with; "" while its own can be claimed with, or there is none."""
    if draft.operation != ClaimDraft.Operation.CLAIM:
        return ""
    types, moment = catalogue(), now()
    own, newest = types.version(draft.event_type, draft.event_version), types.newest(draft.event_type)
    goes_on = is_deprecated(own, types=types, now=moment) and not is_deprecated(newest, types=types, now=moment)
    return newest.version if goes_on else ""


def renewed(request: HttpRequest, kept: ClaimDraft, *, principal: Principal) -> HttpResponse:
    """A draft of the newest version, in which the same stands at the same places. The old one stays."""
    try:
        begun = claim_drafts.begin_claim(
            kept.event_type,
            zone=kept.zone.slug,
            principal=principal,
            first=lambda version: {**at_first(tree(version)), **kept.typed},
        )
    except Refusal as refusal:
        messages.warning(request, sentence(refusal))
        return redirect("draft", kept.pk)
    said = _("You go on with version %(version)s. Look at what you typed; the old draft stays under “New claim”.")
    messages.success(request, said % {"version": begun.event_version})
    return redirect("draft", begun.pk)
