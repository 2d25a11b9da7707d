"""One connection: what is asked, who signed, what is under way; and what can be done with it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.models import Zone
from federation.domain.contracts import moment
from federation.queries import connections as questions
from federation.queries import ourselves
from federation.queries.connections import Connection
from management_ui.admin.federation_frame import page
from management_ui.presenters import connections as presenting
from management_ui.presenters.federation_words import told
from management_ui.presenters.foreign_text import canonical_shown
from management_ui.presenters.grants import sheet
from management_ui.presenters.moments import moment_text, now, recorded_text
from management_ui.presenters.subscription_words import type_titles

CURRENT = "federation_storedcontract_changelist"


def one(request: HttpRequest, by: Principal, *, content_hash: str) -> HttpResponse:
    """How it is; on POST do what the button says."""
    found = questions.connection(content_hash, principal=by)
    context = context_of(found, by=by)
    return page(request, "connection", context, title=context["name"], current=CURRENT)


def context_of(found: Connection, *, by: Principal) -> Mapping[str, Any]:
    """Everything that is said of a connection."""
    us, now_ = ourselves.ourselves(principal=by), now()
    names, titles = presenting.names_of(found.peers, ourselves=us), type_titles()
    zones = {it.slug: it for it in Zone.objects.all()}
    content = found.contract.content
    text, is_whole = canonical_shown(content.canonical)
    return {
        "found": found,
        "name": presenting.title_of(found.contract, names=names),
        "told": told(found, names=names, now=now_),
        "grants": [
            sheet(it, number=number, names=names, titles=titles, ourselves=us, zones=zones)
            for number, it in enumerate(content.grants, start=1)
        ],
        "begins": moment_text(moment(content.not_before)),
        "ends": moment_text(moment(content.not_after)),
        "made": recorded_text(moment(content.created_at), now=now_),
        "received": recorded_text(found.row.received_at, now=now_),
        "proposed_by": names.party(found.row.proposed_by) if found.row.proposed_by else None,
        "signatures": presenting.signature_lines(found, names=names, now=now_),
        "under_way": presenting.under_way_lines(found.under_way, names=names, now=now_),
        "can_accept": presenting.is_ours_to_sign(found, own=us.peer_id, now=now_),
        "can_reject": presenting.can_be_rejected(found, own=us.peer_id, now=now_),
        "can_revoke": presenting.can_be_revoked(found, own=us.peer_id, now=now_),
        "canonical": text,
        "is_whole": is_whole,
        "crumb": _("Connection"),
    }
