"""Peers: how it goes with each of them."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from federation.queries import connections, ourselves, peer_health
from federation.queries.connections import ConnectionFilter
from management_ui.admin.federation_frame import page
from management_ui.presenters import connections as presenting
from management_ui.presenters.federation_peers import feed_lines, peer_line, peer_lines
from management_ui.presenters.moments import now, recorded_text
from management_ui.presenters.subscription_words import type_titles

CURRENT = "federation_peer_changelist"


def peers(request: HttpRequest, by: Principal) -> HttpResponse:
    """Every peer that we know of."""
    moment = now()
    found = peer_health.peers(principal=by, now=moment)
    return page(request, "peers", {"lines": peer_lines(found, now=moment)}, title=_("Peers"), current=CURRENT)


def one(request: HttpRequest, by: Principal, *, peer_id: str) -> HttpResponse:
    """How it goes with one, what we have together, and what is under way to it."""
    moment = now()
    found = peer_health.peer(peer_id, principal=by, now=moment)
    us = ourselves.ourselves(principal=by)
    asked = ConnectionFilter(peer_id=peer_id, own=us.peer_id)
    together = connections.connections(asked, principal=by, now=moment)
    names = presenting.names_of({peer_id: found.peer}, ourselves=us)
    line = peer_line(found, now=moment)
    moments = (
        (_("Known since"), found.peer.known_since),
        (_("Announced itself"), found.peer.announced_at),
        (_("Called us last"), found.peer.heard_at),
        (_("Answered us last"), found.peer.answered_at),
    )
    context = {
        "line": line,
        "crumb": line.name,
        "moments": [(label, recorded_text(it, now=moment) if it else "") for label, it in moments],
        "feeds": feed_lines(found, now=moment),
        "under_way": presenting.under_way_lines(found.under_way, names=names, now=moment),
        "connections": presenting.lines(together.connections, ourselves=us, titles=type_titles(), now=moment),
        "more": bool(together.after),
    }
    return page(request, "peer", context, title=line.name, current=CURRENT)
