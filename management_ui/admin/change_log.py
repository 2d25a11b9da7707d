"""The record of changes: who changed what in the administration, when, from what to what. Only shown."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from events import access
from events.administration import is_administrator
from events.models import AdministrativeChange
from events.queries import changes
from management_ui.admin.reading import ReadOnlyAdmin
from management_ui.forms.changes import ChangeFilterForm
from management_ui.presenters.changes import change_lines
from management_ui.presenters.moments import now
from management_ui.site import site

PAGE_SIZE = 25


@admin.register(AdministrativeChange, site=site)
class AdministrativeChangeAdmin(ReadOnlyAdmin):
    """Every change, newest first, for who administers every zone."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """It tells of the rights in every zone, so it takes managing every zone."""
        return is_administrator(access.principal_of(request.user))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for looking."""
        return self.has_view_permission(request)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A page of changes, with a readable difference of each."""
        principal = access.principal_of(request.user)
        if not is_administrator(principal):
            raise PermissionDenied
        form = ChangeFilterForm(request.GET, people=changes.administrators(principal=principal))
        said = request.GET.get("before", "")
        before = int(said[:18]) if said.isascii() and said.isdigit() else None
        page = changes.changes(form.asked(), principal=principal, before=before, size=PAGE_SIZE)
        asked = {name: value for name, value in request.GET.items() if name != "before" and value}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record of changes"),
            "opts": AdministrativeChange._meta,
            "form": form,
            "lines": change_lines(page, now=now()),
            "older": f"?{urlencode(asked | {'before': page.before})}" if page.before else "",
            "newest": f"?{urlencode(asked)}" if before else "",
        }
        return TemplateResponse(request, "admin/changes.html", context)
