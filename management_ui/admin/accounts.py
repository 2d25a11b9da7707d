"""People and groups, and per person or group their rights in every zone."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import access
from events.domain.permissions import Permission
from events.models import User, Zone
from management_ui.admin import changes, rights, rights_page, superusers
from management_ui.site import site

ONLY_BY_SUPERUSERS = ("source_type", "groups", "is_staff", "is_superuser", "user_permissions")


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
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("What %(holder)s may do") % {"holder": holder},
            "opts": self.model._meta,
            "groups": holder.groups.all() if isinstance(holder, User) else (),
        }
        return rights_page.answer(self, request, about=holder, zones=zones, context=context)


@admin.register(User, site=site)
class AccountAdmin(superusers.RecordsRights, HasRights, changes.RecordsChanges, UserAdmin):  # type: ignore[type-arg]  # not at run time
    """People who log in, and the accounts behind API clients."""

    rights_name = "user_rights"
    rights_fields = (*ONLY_BY_SUPERUSERS, "is_active")
    rights_action = "Account gewijzigd"
    filter_horizontal = ()  # its tooltips say nothing to a screen reader
    list_display = ("username", "full_name", "source_type", "is_staff", "is_active", "rights_in_zones")
    list_filter = ("source_type", "is_staff", "is_active", "groups")
    readonly_fields = ("source_id", "rights_in_zones", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (gettext_lazy("Person"), {"fields": ("first_name", "last_name", "email")}),
        (gettext_lazy("On the log"), {"fields": ("source_type", "source_id", "groups", "rights_in_zones")}),
        (gettext_lazy("Administration"), {"fields": ("is_active", "is_staff", "is_superuser", "user_permissions")}),
        (gettext_lazy("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "source_type", "usable_password", "password1", "password2")}),)

    @admin.display(description=gettext_lazy("name"), ordering="last_name")
    def full_name(self, account: User) -> str:
        """What somebody is called; a client, its name."""
        return account.get_full_name()

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser changes what somebody may, or makes active again; others may end a person's access."""
        fixed = tuple(self.readonly_fields)
        if superusers.asks(request):
            return fixed
        ends_only = obj is not None and obj.is_active and not _is_client(obj)
        return (*fixed, *ONLY_BY_SUPERUSERS, *(() if ends_only else ("is_active",)))

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """The way to the password, for whoever may set it."""
        found = super().get_fieldsets(request, obj)
        if obj is None or _may_set_password(request, account=obj):
            return found
        return ((None, {"fields": ("username",)}), *found[1:])

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002  # Django's name
        """One's own password, or anybody's by a superuser; never one for the account of an API client."""
        account = self.get_object(request, unquote(id))
        if account is not None and not _may_set_password(request, account=account):
            raise PermissionDenied
        with transaction.atomic():
            answer = super().user_change_password(request, id, form_url)
            if account is not None and User.objects.get(pk=account.pk).password != account.password:
                superusers.record("Wachtwoord gewijzigd", request=request, details={"user": account.pk})
                superusers.record_password(account, request=request)
        return answer

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A new account has a source type and a password: both are given by superusers only."""
        return superusers.asks(request) and super().has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A superuser's account is changed by superusers only: its password would give everything."""
        if obj is not None and obj.is_superuser and not superusers.asks(request):
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are made inactive, never deleted: the log names their source id."""
        return False


@admin.register(Group, site=site)
class GroupsAdmin(superusers.RecordsRights, HasRights, changes.RecordsChanges, GroupAdmin):
    """Groups of people; rights given to a group hold for everybody in it."""

    rights_name = "group_rights"
    rights_fields = ("permissions",)
    rights_action = "Groep gewijzigd"
    filter_horizontal = ()
    list_display = ("name", "rights_in_zones")
    readonly_fields = ("rights_in_zones",)
    fields = ("name", "rights_in_zones", "permissions")

    def get_readonly_fields(self, request: HttpRequest, obj: Group | None = None) -> tuple[str, ...]:
        """Only a superuser says what a group may do in the administration."""
        fixed = tuple(self.readonly_fields)
        return fixed if superusers.asks(request) else (*fixed, "permissions")

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        """Deleting a group takes its rights from everybody in it, in every zone: for superusers only."""
        return superusers.asks(request) and super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        """Delete the group, and record that."""
        self.delete_queryset(request, Group.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Group]) -> None:
        """Delete the groups, and record that."""
        with transaction.atomic():
            for pk, name in list(queryset.values_list("pk", "name")):
                superusers.record("Groep verwijderd", request=request, details={"group": pk, "name": name})
            super().delete_queryset(request, queryset)


def _is_client(account: User) -> bool:
    return hasattr(account, "api_client")


def _may_set_password(request: HttpRequest, *, account: User) -> bool:
    return not _is_client(account) and (superusers.asks(request) or account == request.user)
