"""Organisations and zones, and per zone who may do what."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import access
from events.domain.permissions import Permission
from events.models import Organisation, Zone
from management_ui.admin import rights, rights_page
from management_ui.admin.changes import RecordsChanges
from management_ui.admin.reading import Admin
from management_ui.forms.rights import NewHolder
from management_ui.site import site


@admin.register(Organisation, site=site)
class OrganisationAdmin(RecordsChanges, Admin):
    """The municipality that runs this F6."""

    list_display = ("name", "oin")


@admin.register(Zone, site=site)
class ZoneAdmin(RecordsChanges, Admin):
    """The departments, each with its own part of the log. A zone with events cannot be deleted."""

    list_display = ("name", "slug", "organisation", "sensitive", "closed", "who_may")
    list_filter = ("sensitive", "closed")
    search_fields = ("name", "slug")

    def get_readonly_fields(self, request: HttpRequest, obj: Zone | None = None) -> tuple[str, ...]:
        """The short name stands in addresses, so it never changes once made."""
        return ("slug", "who_may") if obj else ("who_may",)

    def has_delete_permission(self, request: HttpRequest, obj: Zone | None = None) -> bool:
        """Zones stay: the log refers to them."""
        return False

    @admin.display(description=gettext_lazy("rights"))
    def who_may(self, zone: Zone) -> SafeString:
        """The way to the matrix."""
        if not zone.pk:
            return format_html("{}", _("Save first."))
        return format_html('<a href="{}">{}</a>', reverse("admin:zone_rights", args=[zone.pk]), _("Who may do what"))

    def get_urls(self) -> list[URLPattern]:
        """The matrix of a zone beside Django's own pages."""
        matrix = self.admin_site.admin_view(self.rights_view)
        return [path("<int:pk>/rights/", matrix, name="zone_rights"), *super().get_urls()]

    def rights_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who may do what in this zone: shown, changed, and somebody added."""
        zone = get_object_or_404(Zone, pk=pk)
        by = access.principal_of(request.user)
        if not by.may(Permission.MANAGE, zone=zone.slug):
            raise PermissionDenied
        addition = NewHolder(request.POST if "add" in request.POST else None, zone=zone)
        if addition.is_bound and addition.is_valid():
            return self._add(request, zone=zone, holder=addition.cleaned_data["holder"])
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Who may do what in %(zone)s") % {"zone": zone},
            "opts": Zone._meta,
            "addition": addition,
        }
        return rights_page.answer(self, request, about=zone, zones=[zone], context=context)

    def _add(self, request: HttpRequest, *, zone: Zone, holder: rights.Holder) -> HttpResponse:
        """Give somebody his first right there: to read."""
        by = access.principal_of(request.user)
        with transaction.atomic():
            change = rights.give(Permission.VIEW, holder=holder, zone=zone, by=by)
            if change:
                self.log_change(request, zone, change)
        messages.success(request, _("The rights are as you see them now."))
        return redirect("admin:zone_rights", zone.pk)
