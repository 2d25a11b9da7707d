"""People and groups, and per person or group their rights in every zone."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import access
from events.domain.permissions import Permission
from events.models import User, Zone
from management_ui.admin import rights
from management_ui.site import site

ONLY_BY_SUPERUSERS = ("is_superuser", "user_permissions")


class HasRights:
    """A page with the zones in which somebody holds rights; mixed into the admin of people and of groups."""

    admin_site: Any
    model: Any
    rights_name: str

    def get_urls(self) -> list[URLPattern]:
        """The matrix of one holder beside Django's own pages."""
        matrix = self.admin_site.admin_view(self.rights_view)
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]  # mixed into a ModelAdmin
        return [path("<int:pk>/rights/", matrix, name=self.rights_name), *urls]

    @admin.display(description=gettext_lazy("rights"))
    def rights_in_zones(self, holder: rights.Holder) -> SafeString:
        """The way to the matrix."""
        if not holder.pk:
            return format_html("{}", _("Save first."))
        return format_html(
            '<a href="{}">{}</a>', reverse(f"admin:{self.rights_name}", args=[holder.pk]), _("Rights per zone")
        )

    def rights_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What this holder may do, in the zones that the administrator manages."""
        holder = get_object_or_404(self.model, pk=pk)
        by = access.principal_of(request.user)
        zones = list(Zone.objects.filter(slug__in=by.zones_with(Permission.MANAGE)))
        if not zones:
            raise PermissionDenied
        rows = rights.matrix(holders=[holder], zones=zones)
        if request.method == "POST":
            with transaction.atomic():
                changes = rights.apply(rows, ticked=set(request.POST), by=by)
                if changes:
                    self.log_change(request, holder, "; ".join(changes))  # type: ignore[attr-defined]  # idem
            messages.success(request, _("The rights are as you see them now."))
            return redirect(f"admin:{self.rights_name}", holder.pk)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("What %(holder)s may do") % {"holder": holder},
            "opts": self.model._meta,
            "rows": rows,
            "permissions": [rights.permission_title(permission) for permission in Permission],
            "seen_from": "holder",
            "object": holder,
            "groups": holder.groups.all() if isinstance(holder, User) else (),
        }
        return TemplateResponse(request, "admin/rights.html", context)


@admin.register(User, site=site)
class AccountAdmin(HasRights, UserAdmin):  # type: ignore[type-arg]  # UserAdmin takes no argument at run time
    """People who log in, and the accounts behind API clients."""

    rights_name = "user_rights"
    filter_horizontal = ()  # its tooltips say nothing to a screen reader
    list_display = ("username", "get_full_name", "source_type", "is_staff", "is_active", "rights_in_zones")
    list_filter = ("source_type", "is_staff", "is_active", "groups")
    readonly_fields = ("source_id", "rights_in_zones", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
        (gettext_lazy("On the log"), {"fields": ("source_type", "source_id", "groups", "rights_in_zones")}),
        (gettext_lazy("Administration"), {"fields": ("is_active", "is_staff", *ONLY_BY_SUPERUSERS)}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "source_type", "usable_password", "password1", "password2")}),)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes superusers, and nobody else changes what a superuser may."""
        fixed = tuple(self.readonly_fields)
        if getattr(request.user, "is_superuser", False):
            return fixed
        return (*fixed, *ONLY_BY_SUPERUSERS)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is changed by superusers only: its password would give everything."""
        if obj is not None and obj.is_superuser and not getattr(request.user, "is_superuser", False):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are made inactive, never deleted: the log names their source id."""
        return False


@admin.register(Group, site=site)
class GroupsAdmin(HasRights, GroupAdmin):
    """Groups of people; rights given to a group hold for everybody in it."""

    rights_name = "group_rights"
    filter_horizontal = ()
    list_display = ("name", "rights_in_zones")
    readonly_fields = ("rights_in_zones",)
    fields = ("name", "rights_in_zones", "permissions")
