"""Federation at a glance, the list of connections, and the transaction log."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from federation.domain.contracts import State
from federation.domain.directions import Direction
from federation.models import Peer
from federation.queries import connections as questions
from federation.queries import offers, peer_health, transaction_search
from federation.queries import ourselves as own
from federation.queries.connections import ConnectionFilter
from management_ui.admin.federation_frame import OVERVIEW, page
from management_ui.forms.federation import ConnectionFilterForm, TransactionFilterForm
from management_ui.presenters import connections as presenting
from management_ui.presenters import federation_overview as overview_words
from management_ui.presenters.directory import DirectoryLine, directory_lines
from management_ui.presenters.federation_peers import peer_lines
from management_ui.presenters.federation_words import direction_title, state_title
from management_ui.presenters.foreign_text import named
from management_ui.presenters.moments import now
from management_ui.presenters.subscription_words import type_titles
from management_ui.presenters.transactions import transaction_lines

PAGE_SIZE = 50
WAITING_MAX = 10


def overview(request: HttpRequest, by: Principal) -> HttpResponse:
    """Who we are in the group, what needs somebody, and how it goes with each peer."""
    moment = now()
    ourselves = own.ourselves(principal=by)
    ours = ConnectionFilter(waits_for=ourselves.peer_id or "", own=ourselves.peer_id)
    in_force = ConnectionFilter(state=State.VALID, own=ourselves.peer_id)
    waiting = questions.connections(ours, principal=by, now=moment).connections
    valid = questions.connections(in_force, principal=by, now=moment).connections
    known = peer_health.peers(principal=by, now=moment)
    context = {
        "ourselves": ourselves,
        "facts": overview_words.own_facts(ourselves, now=moment),
        "attention": overview_words.attention(
            ourselves,
            waiting=waiting,
            in_force=valid,
            peers=known,
            now=moment,
        ),
        "waiting": _lines(waiting[:WAITING_MAX], ourselves=ourselves),
        "peers": peer_lines(known, now=moment),
        "readings": _readings(ourselves, by=by),
    }
    return page(request, "overview", context, title=_("Federation"), current=OVERVIEW)


def connections(request: HttpRequest, by: Principal) -> HttpResponse:
    """Connections that answer the filter, newest first."""
    ourselves = own.ourselves(principal=by)
    form = ConnectionFilterForm(
        request.GET,
        states=[(it.value, state_title(it)) for it in State],
        directions=[(it.value, direction_title(it)) for it in Direction],
        peers=_peers(),
    )
    asked = form.asked(own=ourselves.peer_id)
    after = request.GET.get("after", "")
    found = questions.connections(asked, principal=by, now=now(), after=after, size=PAGE_SIZE)
    kept = _kept(request, but="after")
    context = {
        "form": form,
        "ourselves": ourselves,
        "asked": bool(kept),
        "lines": _lines(found.connections, ourselves=ourselves),
        "older": f"?{urlencode(kept | {'after': found.after})}" if found.after else "",
        "newest": f"?{urlencode(kept)}" if after else "",
    }
    return page(request, "connections", context, title=_("Connections"), current="federation_storedcontract_changelist")


def transactions(request: HttpRequest, by: Principal) -> HttpResponse:
    """A page of calls that answer the filter, newest first."""
    form = TransactionFilterForm(request.GET, peers=_peers())
    said = request.GET.get("before", "")
    before = int(said[:18]) if said.isascii() and said.isdigit() else None
    found = transaction_search.transactions(form.asked(), principal=by, before=before, size=PAGE_SIZE)
    kept = _kept(request, but="before")
    context = {
        "form": form,
        "asked": bool(kept),
        "lines": transaction_lines(found, own=own.ourselves(principal=by).peer_id, now=now()),
        "older": f"?{urlencode(kept | {'before': found.before})}" if found.before else "",
        "newest": f"?{urlencode(kept)}" if before else "",
    }
    return page(
        request, "transactions", context, title=_("Transaction log"), current="federation_transactionrecord_changelist"
    )


def _readings(ourselves: own.Ourselves, *, by: Principal) -> tuple[DirectoryLine, ...]:
    """How the directories stand; none while we are nobody ourselves."""
    if ourselves.certificate is None:
        return ()
    return directory_lines(offers.listed(principal=by, now=now()), now=now())


def _lines(found: Any, *, ourselves: own.Ourselves) -> tuple[presenting.ConnectionLine, ...]:
    return presenting.lines(found, ourselves=ourselves, titles=type_titles(), now=now())


def _peers() -> list[tuple[str, str]]:
    rows = Peer.objects.values_list("peer_id", "name")[: peer_health.PEERS_MAX]
    return [(peer_id, f"{named(name, peer_id)} ({peer_id})" if name else peer_id) for peer_id, name in rows]


def _kept(request: HttpRequest, *, but: str) -> dict[str, Any]:
    return {name: value for name, value in request.GET.items() if name != but and value}
