"""The networks in which receivers may be although they are private: listed, allowed, withdrawn."""

from http import HTTPStatus
from typing import Any, Final

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from events.domain.permissions import Principal
from events.domain.refusals import Refusal
from events.models import ReceiverAllowance
from events.subscriptions.commands import allowances as commands
from events.subscriptions.queries import subscriptions
from management_ui.admin.reading import AdministratorsOnly
from management_ui.admin.subscription_frame import administrator, problems_of
from management_ui.forms.receivers import NetworkForm
from management_ui.presenters.problems import Problem, labelled_problems_of
from management_ui.site import site

AT: Final = {"/network": "network", "/reason": "reason"}


@admin.register(ReceiverAllowance, site=site)
class ReceiverAllowanceAdmin(AdministratorsOnly):
    """One page, on which networks are allowed by the command; and one that asks before one is withdrawn."""

    def get_urls(self) -> list[URLPattern]:
        """Withdrawing beside Django's own addresses."""
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:pk>/withdraw/", view, name="network_withdraw"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The networks, and a form to allow another."""
        by = administrator(request)
        form = NetworkForm(request.POST if request.method == "POST" else None)
        problems = _allow(form, by=by) if request.method == "POST" else ()
        if request.method == "POST" and not problems:
            messages.success(request, _("From now on receivers may be there."))
            return redirect("admin:events_receiverallowance_changelist")
        context = {"networks": subscriptions.allowances(principal=by), "form": form, "problems": problems}
        return self._page(request, "networks", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A network is allowed or withdrawn, never changed: its page is the list."""
        administrator(request)
        return redirect("admin:events_receiverallowance_changelist")

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send nothing there any more, after asking."""
        by = administrator(request)
        row = ReceiverAllowance.objects.filter(pk=pk).first()
        if row is None:
            raise Http404
        if request.method != "POST":
            return self._page(request, "withdraw", {"row": row, "title": _("Withdraw %(name)s") % {"name": row}})
        commands.withdraw_network(pk, by=by)
        messages.success(request, _("Nothing is sent to %(name)s any more.") % {"name": row})
        return redirect("admin:events_receiverallowance_changelist")

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> TemplateResponse:
        shown = {
            **self.admin_site.each_context(request),
            "title": _("Allowed networks of receivers"),
            "opts": ReceiverAllowance._meta,
            **context,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if context.get("problems") else HTTPStatus.OK
        return TemplateResponse(request, f"admin/receivers/{name}.html", shown, status=status)


def _allow(form: NetworkForm, *, by: Principal) -> tuple[Problem, ...]:
    """Allow what was filled in; what is wrong with it."""
    if not form.is_valid():
        return labelled_problems_of(form)
    asked = form.cleaned_data
    try:
        commands.allow_network(asked["network"], reason=asked["reason"], plain_http=asked["plain_http"], by=by)
    except Refusal as refusal:
        return problems_of(refusal, form=form, at=AT)
    return ()
