"""The federation in one picture, and as a table that says the same."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.models import Organisation
from federation.queries import ourselves, ties
from management_ui.admin.federation_frame import page
from management_ui.presenters import federation_picture as drawing
from management_ui.presenters.moments import now


def picture(request: HttpRequest, by: Principal) -> HttpResponse:
    """Who may read at whom, in which directories we stand, and who answers."""
    us = ourselves.ourselves(principal=by)
    found = ties.ties(own=us.peer_id, principal=by, now=now())
    context = {
        "drawing": drawing.drawn(found, own_name=_own_name(us)),
        "lines": drawing.tie_lines(found),
    }
    return page(request, "picture", context, title=_("The federation in a picture"), current="federation_picture")


def _own_name(us: ourselves.Ourselves) -> str:
    if us.certificate is not None:
        return us.certificate.name
    organisation = Organisation.objects.first()
    return organisation.name if organisation else _("we")
