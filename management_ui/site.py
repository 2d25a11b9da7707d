"""The administration: our own AdminSite, in the house style, behind the same way in as the desk."""

from typing import Any, Final

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from events import access
from events.administration import is_administrator
from events.domain.permissions import Principal
from events.models import User
from events.queries import changes
from events.queries.changes import ChangeFilter
from federation.queries import connections, ourselves
from federation.queries.connections import ConnectionFilter
from management_ui.presenters.administration import sections
from management_ui.presenters.changes import change_lines
from management_ui.presenters.moments import now

NO_FILTER: Final = ChangeFilter()
NEWEST_MAX: Final = 8


class F6AdminSite(AdminSite):
    """Administers what stands beside the log. Nothing here writes to the log."""

    site_title = _("Administration")
    site_header = _("Administration")
    index_title = _("Administration")
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """What there is to do, and what was changed last."""
        principal = access.principal_of(request.user)
        newest, requests = None, 0
        if is_administrator(principal):
            requests = _requests(principal)
            newest = change_lines(changes.changes(NO_FILTER, principal=principal, size=NEWEST_MAX), now=now())
        found = {"sections": sections(self.get_app_list(request), requests=requests), "newest": newest}
        return super().index(request, {**found, **(extra_context or {})})

    def app_index(
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """The models of an application; of federation, how it is."""
        if app_label != "federation":
            return super().app_index(request, app_label, extra_context)
        from management_ui.admin import federation_frame, federation_lists  # which register pages on this site

        answer: TemplateResponse = federation_frame.page_of(self, federation_lists.overview)(request)
        return answer

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send whoever is not logged in to the one login page; whoever is, but is no administrator, may not enter."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """One's own password; that it was changed is recorded, as everywhere."""
        from management_ui.admin import superusers  # which registers its pages on this site

        before = User.objects.get(username=request.user.get_username())
        with transaction.atomic():
            answer = super().password_change(request, extra_context)
            if User.objects.get(pk=before.pk).password != before.password:
                superusers.record("Wachtwoord gewijzigd", request=request, details={"user": before.pk})
                superusers.record_password(before, request=request)
        return answer


def _requests(principal: Principal) -> int:
    """How many connections are asked of us; none while we are in no group."""
    own = ourselves.ourselves(principal=principal).peer_id
    if own is None:
        return 0
    asked = ConnectionFilter(waits_for=own, own=own)
    return len(connections.connections(asked, principal=principal, now=now()).connections)


site = F6AdminSite(name="admin")
