"""What an administrator reads about a refusal of federation: a part of the one table (`presenters.refusals`)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from events.domain.refusals import Refusal
from federation.domain import agreement_refusals as r
from federation.domain.connection_refusals import PeerNotFound
from federation.domain.consulting_refusals import ConsultingForbidden
from federation.domain.contracts import State
from management_ui.presenters.moments import moment_text


def _not_open(refusal: r.ContractNotOpen) -> str:
    """What became of the contract meanwhile."""
    match refusal.state:
        case State.REVOKED.value:
            return _("This connection was revoked meanwhile. Nothing was signed: it can only be asked for anew.")
        case State.REJECTED.value:
            return _("This connection was rejected meanwhile. Nothing was signed: it can only be asked for anew.")
        case State.EXPIRED.value:
            return _("This connection has ended meanwhile. Nothing was signed: it can only be asked for anew.")
        case _:
            return _("We said something of this connection already. Nothing was signed: look at how it is now.")


OF_FEDERATION: dict[type[Refusal], Callable[[Any], str]] = {
    ConsultingForbidden: lambda _r: _("You are not allowed to ask other organisations. Ask your administrator."),
    r.FederationIsOff: lambda no: (
        _("This F6 cannot speak with other organisations now. Let who runs the server look at it: %(reason)s")
        % {"reason": no.reason}
    ),
    r.ContractNotFound: lambda _r: _("This connection is not there (any more)."),
    r.ContractNotOpen: _not_open,
    r.ContractEnds: lambda no: (
        _("Choose a later end: it must be after now, and after the beginning. This would end %(moment)s.")
        % {"moment": moment_text(no.ends)}
    ),
    r.NotOurs: lambda no: _("This cannot be done on behalf of our organisation: %(reason)s") % {"reason": no.reason},
    r.NoDirectory: lambda _r: _(
        "There is no directory to publish at. Let who runs the server name those of the group (F6_FSC_DIRECTORIES)."
    ),
    r.ZoneNotPublishable: lambda no: (
        _("The zone %(zone)s is sensitive, closed, or not there: it is told to nobody.") % {"zone": no.zone}
    ),
    r.PeerUnknown: lambda no: (
        _("No directory lists this (any more), and the organisation %(peer)s is not known here. Choose from the list.")
        % {"peer": no.peer_id}
    ),
    PeerNotFound: lambda _r: _("Nothing is known here of this organisation."),
}
