"""The matrix of rights on a page of the administration: shown, saved, and shown again when somebody else was first."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from events import access
from events.domain.permissions import Permission
from events.models import Zone
from management_ui.admin import rights


def answer(
    admin: Any,
    request: HttpRequest,
    *,
    about: Zone | rights.Holder,
    zones: Sequence[Zone],
    context: dict[str, Any],
) -> HttpResponse:
    """The matrix seen from a zone (everybody in it), or from a holder (in these zones); on POST of it, saved."""
    asked, saves = rights.NOTHING_ASKED, request.method == "POST" and "add" not in request.POST
    if saves:
        told = rights.asked_in(request.POST)
        if told is not None:
            asked = told
            try:
                return _saved(admin, request, asked=asked, about=about, zones=zones)
            except rights.Overtaken as overtaken:
                messages.warning(request, _overtaken_text(overtaken))
        else:
            messages.warning(request, _("Nothing was changed: look at the rights below, and save them again."))
    everybody = rights.holders_in(about) if isinstance(about, Zone) else [about]
    page = rights.page_of([(holder, zone) for holder in everybody for zone in zones], request=request)
    shown = rights.places_shown(asked, about=about, zones=zones) if asked.shown else list(page)
    rows = rights.matrix(shown, asked=asked)
    found = {
        "rows": rows,
        "shown": rights.shown_text(rows),
        "page": page,
        "permissions": [rights.permission_title(permission) for permission in Permission],
        "object": about,
        "seen_from": "zone" if isinstance(about, Zone) else "holder",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if saves else HTTPStatus.OK
    return TemplateResponse(request, "admin/rights.html", {**context, **found}, status=status)


def _saved(
    admin: Any, request: HttpRequest, *, asked: rights.Asked, about: Zone | rights.Holder, zones: Sequence[Zone]
) -> HttpResponse:
    places = rights.places_shown(asked, about=about, zones=zones)
    with transaction.atomic():
        changes = rights.apply(asked, places=places, by=access.principal_of(request.user))
        if changes:
            admin.log_change(request, about, "; ".join(changes))
    messages.success(request, _("The rights are as you see them now."))
    return redirect(request.get_full_path())


def _overtaken_text(overtaken: rights.Overtaken) -> str:
    rows = ", ".join(f"{row.holder} ({row.zone})" for row in overtaken.rows)
    said = _("Meanwhile somebody else changed rights of: %(rows)s. Nothing was changed. What you ticked stands below.")
    return said % {"rows": rows}
