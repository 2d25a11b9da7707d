"""One connection: what is asked, who signed, what is under way; approve, reject and revoke it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import Zone
from federation.commands import agreeing
from federation.domain.agreement_refusals import ContractNotFound
from federation.domain.contracts import moment
from federation.queries import connections as questions
from federation.queries import ourselves
from federation.queries.connections import Connection
from management_ui.admin.federation_frame import page
from management_ui.admin.subscription_frame import refuse
from management_ui.presenters import connections as presenting
from management_ui.presenters.federation_acts import acts_on
from management_ui.presenters.federation_words import ending_text, told
from management_ui.presenters.foreign_text import canonical_shown
from management_ui.presenters.grants import sheet
from management_ui.presenters.moments import moment_text, now, recorded_text
from management_ui.presenters.subscription_words import type_titles

CURRENT: Final = "federation_storedcontract_changelist"
ONE: Final = "admin:federation_storedcontract_change"
APPROVE: Final = "approve"
Command = Callable[..., Any]


def one(request: HttpRequest, by: Principal, *, content_hash: str) -> HttpResponse:
    """How it is; on POST approve it."""
    if request.method != "POST":
        found = questions.connection(content_hash, principal=by)
        context = context_of(found, by=by)
        return page(request, "connection", context, title=context["name"], current=CURRENT)
    if request.POST.get("action") == APPROVE:
        said = gettext_lazy("Approved. Everyone who is named in it is told.")
        _do(request, agreeing.accept_contract, content_hash, by=by, said=said)
    return redirect(ONE, content_hash)


def reject(request: HttpRequest, by: Principal, *, content_hash: str) -> HttpResponse:
    """Reject it, after asking."""
    if request.method != "POST":
        return _asks(request, "reject", by, content_hash)
    said = gettext_lazy("Rejected. Everyone who is named in it is told.")
    _do(request, agreeing.reject_contract, content_hash, by=by, said=said)
    return redirect(ONE, content_hash)


def revoke(request: HttpRequest, by: Principal, *, content_hash: str) -> HttpResponse:
    """Revoke it, after asking."""
    if request.method != "POST":
        return _asks(request, "revoke", by, content_hash)
    said = gettext_lazy("Revoked. It gives no access any more; everyone who is named in it is told.")
    _do(request, agreeing.revoke_contract, content_hash, by=by, said=said)
    return redirect(ONE, content_hash)


def _do(request: HttpRequest, command: Command, content_hash: str, *, by: Principal, said: Promise) -> None:
    """What the button says; why not, on the next page."""
    try:
        command(content_hash, by=by)
        messages.success(request, str(said))
    except ContractNotFound:
        raise
    except Refusal as refusal:
        refuse(request, refusal)


def _asks(request: HttpRequest, act: str, by: Principal, content_hash: str) -> HttpResponse:
    """The page that asks first; back to the connection when there is nothing (any more) to ask."""
    found = questions.connection(content_hash, principal=by)
    context = context_of(found, by=by)
    acts = context["acts"]
    told_before = acts.rejecting if act == "reject" else acts.revoking
    if not told_before:
        messages.error(request, _("That is not possible (any more) with this connection: look at how it is now."))
        return redirect(ONE, content_hash)
    titles = {
        "reject": _("Reject this request?"),
        "revoke": _("Take back this request?") if acts.withdraws else _("Revoke this connection?"),
    }
    shown = {**context, "act": act, "comes_of_it": told_before}
    return page(request, "confirm", shown, title=titles[act], current=CURRENT)


def context_of(found: Connection, *, by: Principal) -> Mapping[str, Any]:
    """Everything that is said of a connection."""
    us, now_ = ourselves.ourselves(principal=by), now()
    names, titles = presenting.names_of(found.peers, ourselves=us, keys=found.keys), type_titles()
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
        "ends": ending_text(moment(content.not_after)),
        "made": recorded_text(moment(content.created_at), now=now_),
        "received": recorded_text(found.row.received_at, now=now_),
        "proposed_by": names.party(found.row.proposed_by) if found.row.proposed_by else None,
        "signatures": presenting.signature_lines(found, names=names, now=now_),
        "under_way": presenting.under_way_lines(found.under_way, names=names, now=now_),
        "acts": acts_on(found.contract, names=names),
        "canonical": text,
        "is_whole": is_whole,
        "crumb": _("Connection"),
    }
