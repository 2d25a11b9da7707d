"""Event types and their published versions: shown whole, deprecated with a reason; drafts lead to new versions."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from events import access
from events.administration import is_administrator
from events.catalogue import catalogue
from events.commands import event_types as commands
from events.domain import version_differences
from events.domain.event_types import EventTypeVersion as Version
from events.domain.refusals import InvalidRequest, Refusal, UnknownEventVersion
from events.models import EventType
from events.queries import type_drafts
from management_ui.admin import type_drafts as pages
from management_ui.admin.reading import ReadOnlyAdmin
from management_ui.forms.event_types import DeprecationForm, NewTypeForm
from management_ui.presenters import event_types as presenting
from management_ui.presenters.moments import now
from management_ui.presenters.problems import labelled_problems_of
from management_ui.presenters.refusals import sentence, violation_text
from management_ui.presenters.version_differences import difference_lines
from management_ui.site import site


@admin.register(EventType, site=site)
class EventTypeAdmin(ReadOnlyAdmin):
    """The types of the catalogue with every version ever published, and the drafts of who administers every zone."""

    search_fields = ("name", "title")

    def get_urls(self) -> list[URLPattern]:
        """Versions and drafts beside Django's own pages."""
        view = self.admin_site.admin_view
        return [
            *pages.urls(self),
            path("<int:pk>/versions/<str:version>/", view(self.version_view), name="type_version"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Every type with its versions and drafts; for administrators, a form to begin a new one."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = request.GET.get("q", "").strip()[:80]
        published = catalogue()
        found = EventType.objects.filter(name__in=published.names()).prefetch_related("versions").order_by("title")
        if asked:
            found = found.filter(Q(name__icontains=asked) | Q(title__icontains=asked))
        form = NewTypeForm(request.POST if request.method == "POST" else None)
        refused = pages.begun_from(request, form) if request.method == "POST" else None
        if isinstance(refused, HttpResponse):
            return refused
        lines = presenting.type_lines(found, published=published, now=now())
        taken = {name for name in published.names() if published.newest(name).takeover}
        context = {
            "title": _("Event types"),
            "own": [line for line in lines if line.name not in taken],
            "taken_over": [line for line in lines if line.name in taken],
            "drafts": self._drafts(request),
            "is_administrator": _administers(request),
            "form": form,
            "problems": labelled_problems_of(form) if form.is_bound else (),
            "asked": asked,
        }
        return self._page(request, "list", context, refused=form.is_bound)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One type: its versions, and the drafts of the next."""
        if request.method == "POST":
            raise PermissionDenied
        event_type = self._found(request, object_id)
        published = catalogue()
        context = {
            "title": event_type.title,
            "line": presenting.type_line(event_type, published=published, now=now()),
            "object": event_type,
            "drafts": self._drafts(request, event_type=event_type.name),
            "is_administrator": _administers(request),
            "is_takeover": published.newest(event_type.name).takeover,
        }
        return self._page(request, "type", context)

    def version_view(self, request: HttpRequest, pk: int, version: str) -> HttpResponse:
        """One version: its fields, its rules, what it changed; and its deprecation."""
        event_type = self._found(request, str(pk))
        try:
            found = catalogue().version(event_type.name, version)
        except UnknownEventVersion:
            raise Http404 from None
        choices = commands.successors(event_type.name, version)
        form = DeprecationForm(request.POST if "deprecate" in request.POST else None, choices=choices)
        if request.method == "POST" and self._changed(request, found, form=form):
            return redirect("admin:type_version", pk, version)
        return self._page(request, "version", self._version(request, event_type, found, form), refused=form.is_bound)

    def _version(
        self, request: HttpRequest, event_type: EventType, found: Version, form: DeprecationForm
    ) -> dict[str, Any]:
        published = catalogue()
        line = presenting.type_line(event_type, published=published, now=now())
        known = published.versions(event_type.name)
        earlier = known[known.index(found) - 1] if known.index(found) else None
        changes = version_differences.differences(earlier, found) if earlier else ()
        return {
            "title": _("%(type)s, version %(version)s") % {"type": event_type.title, "version": found.version},
            "object": event_type,
            "line": next(it for it in line.versions if it.version == found.version),
            "deprecation": published.deprecation(event_type.name, found.version),
            "fields": presenting.field_lines(found.schema),
            "accept_fields": presenting.field_lines(found.accept_schema, beside=found.schema),
            "rules": presenting.rule_lines(found),
            "earlier": earlier,
            "differences": difference_lines(changes),
            "declaration": presenting.declaration_text(found),
            "is_administrator": _administers(request),
            "form": form,
            "problems": labelled_problems_of(form) if form.is_bound else (),
        }

    def _changed(self, request: HttpRequest, found: Version, *, form: DeprecationForm) -> bool:
        """Do what the button says; whether it was done. What is wrong goes to the form."""
        by = access.principal_of(request.user)
        if not is_administrator(by):
            raise PermissionDenied
        if "restore" in request.POST:
            commands.restore_version(found.name, found.version, by=by)
            messages.success(request, _("The version may be used again."))
            return True
        if not form.is_valid():
            return False
        try:
            commands.deprecate_version(
                found.name,
                found.version,
                reason=form.cleaned_data["reason"],
                since=form.moment(),
                successor=form.cleaned_data.get("successor") or None,
                by=by,
            )
        except InvalidRequest as refusal:
            for it in refusal.violations:
                form.add_error(it.pointer.removeprefix("/") if it.pointer[1:] in form.fields else None, _said(it))
            return False
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
            return False
        messages.success(request, _("New claims with this version are refused. What was recorded stays as it is."))
        return True

    def _found(self, request: HttpRequest, pk: str) -> EventType:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not (pk.isascii() and pk.isdigit()):
            raise Http404
        return get_object_or_404(EventType.objects.prefetch_related("versions"), pk=int(pk))

    def _drafts(self, request: HttpRequest, *, event_type: str | None = None) -> tuple[Any, ...]:
        principal = access.principal_of(request.user)
        return type_drafts.drafts(principal=principal, event_type=event_type) if is_administrator(principal) else ()

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, refused: bool = False
    ) -> TemplateResponse:
        shown = {**self.admin_site.each_context(request), "opts": EventType._meta, **context}
        return TemplateResponse(request, f"admin/event_types/{name}.html", shown, status=422 if refused else 200)


def _administers(request: HttpRequest) -> bool:
    return is_administrator(access.principal_of(request.user))


_said = violation_text
