"""Administration that only shows."""

from typing import TYPE_CHECKING, Any, Final

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from events import access
from events.administration import is_administrator

if TYPE_CHECKING:
    Admin = admin.ModelAdmin[Any]
    Stacked = admin.StackedInline[Any, Any]
else:
    Admin = admin.ModelAdmin
    Stacked = admin.StackedInline


ADMINISTERS: Final = "_administers_every_zone"
"""Where a request remembers whether it is of who administers every zone."""


class NothingChanges:
    """Refuses to add, change and delete, whoever asks; looking is as Django's permissions say."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody adds."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody changes."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody deletes."""
        return False


class ReadOnlyAdmin(NothingChanges, Admin):
    """A list and a page that only show."""


class AdministratorsOnly(ReadOnlyAdmin):
    """Pages of our own, for who administers every zone. What they change they change by commands, which record it."""

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Who manages every zone. Django asks it several times for each model on a page; the database is asked once."""
        known = vars(request)
        if ADMINISTERS not in known:
            known[ADMINISTERS] = is_administrator(access.principal_of(request.user))
        return bool(known[ADMINISTERS])

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for looking."""
        return self.has_view_permission(request)


class ReadOnlyInline(NothingChanges, Stacked):
    """Rows on another page that only show."""

    extra = 0
    can_delete = False
