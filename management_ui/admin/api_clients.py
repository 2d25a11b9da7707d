"""API clients and their tokens: issued (the secret is shown once) and revoked through the commands of `events`."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events import access
from events.commands.clients import register_client
from events.commands.tokens import issue_token, revoke_token
from events.domain.refusals import InvalidRequest, Refusal, ZoneForbidden
from events.models import ApiClient, ApiToken
from management_ui.admin import superusers
from management_ui.admin.changes import RecordsChanges
from management_ui.admin.reading import Admin
from management_ui.forms.tokens import NewClient, NewToken
from management_ui.presenters import refusals
from management_ui.site import site

ONLY_BY_SUPERUSERS = ("intermediary", "active")


@admin.register(ApiClient, site=site)
class ApiClientAdmin(superusers.RecordsRights, RecordsChanges, Admin):
    """The systems that call the API."""

    rights_fields = ONLY_BY_SUPERUSERS
    rights_action = "API-client gewijzigd"

    list_display = ("name", "speaks_as", "intermediary", "active", "tokens_page")
    list_filter = ("active", "intermediary")
    list_select_related = ("account",)
    search_fields = ("name",)
    readonly_fields = ("account", "created_at", "rights_in_zones", "tokens_page")

    def get_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> tuple[str, ...]:
        """A new client also says as what it speaks; an existing one shows its account."""
        if obj is None:
            return ("name", "source_type", "intermediary") if superusers.asks(request) else ("name", "source_type")
        return ("name", "intermediary", "active", "account", "rights_in_zones", "tokens_page", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: ApiClient | None = None) -> tuple[str, ...]:
        """Only a superuser lets a client speak for others, or opens and shuts its way in."""
        fixed = tuple(self.readonly_fields)
        return fixed if superusers.asks(request) else (*fixed, *ONLY_BY_SUPERUSERS)

    def get_form(self, request: HttpRequest, obj: ApiClient | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form of a new client asks what the command needs."""
        if obj is None:
            kwargs["form"] = NewClient
        return super().get_form(request, obj, change=change, **kwargs)

    def save_form(self, request: HttpRequest, form: ModelForm[ApiClient], change: bool) -> ApiClient:
        """Register a new client by the command, which makes its account too."""
        if change:
            changed: ApiClient = super().save_form(request, form, change)
            return changed
        try:
            registered = register_client(
                form.cleaned_data["name"],
                source_type=form.cleaned_data["source_type"],
                intermediary=form.cleaned_data.get("intermediary", False),
                by=access.principal_of(request.user),
            )
        except ZoneForbidden as refusal:
            raise PermissionDenied from refusal
        form.instance = registered
        form.save(commit=False)  # Django's admin asks for what this prepares
        return registered

    def save_model(self, request: HttpRequest, obj: ApiClient, form: ModelForm[ApiClient], change: bool) -> None:
        """Save a change; what is new was saved and recorded by the command."""
        if change:
            super().save_model(request, obj, form, change)

    def has_delete_permission(self, request: HttpRequest, obj: ApiClient | None = None) -> bool:
        """Clients are made inactive, never deleted: the log names their source id."""
        return False

    @admin.display(description=gettext_lazy("speaks as"))
    def speaks_as(self, client: ApiClient) -> str:
        """The source type of what it records."""
        return client.account.source_type

    @admin.display(description=gettext_lazy("rights"))
    def rights_in_zones(self, client: ApiClient) -> SafeString:
        """The matrix of the client's account."""
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:user_rights", args=[client.account_id]), _("Rights per zone")
        )

    @admin.display(description=gettext_lazy("tokens"))
    def tokens_page(self, client: ApiClient) -> SafeString:
        """The way to the tokens."""
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:client_tokens", args=[client.pk]), _("Issue or revoke a token")
        )

    def get_urls(self) -> list[URLPattern]:
        """The tokens of a client beside Django's own pages."""
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/tokens/", view(self.tokens_view), name="client_tokens"),
            path("tokens/<int:pk>/revoke/", view(require_POST(self.revoke_view)), name="token_revoke"),
            *super().get_urls(),
        ]

    def tokens_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The tokens of a client; a new one's secret is in this one answer only."""
        client = get_object_or_404(ApiClient, pk=pk)
        if not self.has_change_permission(request, client):
            raise PermissionDenied
        form = NewToken(request.POST or None)
        secret = self._issue(request, client=client, form=form) if form.is_bound and form.is_valid() else ""
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Tokens of %(client)s") % {"client": client},
            "opts": ApiClient._meta,
            "object": client,
            "form": NewToken() if secret else form,
            "secret": secret,
            "tokens": client.tokens.all(),
        }
        response = TemplateResponse(request, "admin/tokens.html", context)
        add_never_cache_headers(response)
        return response

    def _issue(self, request: HttpRequest, *, client: ApiClient, form: NewToken) -> str:
        try:
            with transaction.atomic():
                issued = issue_token(
                    client,
                    scopes=form.cleaned_data["scopes"],
                    expires_at=form.expires_at(),
                    by=access.principal_of(request.user),
                )
                self.log_change(request, client, f"+ token {issued.token.prefix}…")
        except Refusal as refusal:
            form.add_error(None, _why_not(refusal))
            return ""
        return issued.secret

    def revoke_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Revoke a token at once."""
        token = get_object_or_404(ApiToken, pk=pk)
        if not self.has_change_permission(request, token.client):
            raise PermissionDenied
        try:
            with transaction.atomic():
                revoke_token(token, by=access.principal_of(request.user))
                self.log_change(request, token.client, f"- token {token}")
            messages.success(request, _("The token %(token)s no longer works.") % {"token": token})
        except Refusal as refusal:
            messages.error(request, refusals.sentence(refusal))
        return redirect("admin:client_tokens", token.client_id)


def _why_not(refusal: Refusal) -> str:
    if isinstance(refusal, InvalidRequest) and any(violation.code == "inactive" for violation in refusal.violations):
        return _("This client or its account is not active. Make it active again, then issue the token.")
    return refusals.sentence(refusal)
