"""Subscriptions in the administration: the list, and the pages of each. Only for who administers every zone."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from events.administration import Subject
from events.models import Subscription
from events.subscriptions.queries import health, subscriptions
from events.subscriptions.receiver_access import to_mend
from management_ui.admin import (
    subscription_access,
    subscription_acts,
    subscription_attempts,
    subscription_forms,
    subscription_keys,
    subscription_once_more,
    subscription_parked,
)
from management_ui.admin.reading import AdministratorsOnly
from management_ui.admin.subscription_frame import TEMPLATES, administrator, page_of, surrounded
from management_ui.presenters import subscriptions as presenting
from management_ui.presenters.moments import now
from management_ui.presenters.receiver_access import mending
from management_ui.site import site


@admin.register(Subscription, site=site)
class SubscriptionAdmin(AdministratorsOnly):
    """Everything is shown by pages of our own and changed by the commands that the API calls too."""

    def get_urls(self) -> list[URLPattern]:
        """The pages of a subscription beside Django's own addresses."""
        return [
            path("new/", self.admin_site.admin_view(self.new_view), name="subscription_new"),
            path("<uuid:pk>/edit/", self._page(subscription_forms.edit), name="subscription_edit"),
            path("<uuid:pk>/remove/", self._page(subscription_acts.remove), name="subscription_remove"),
            path("<uuid:pk>/keys/", self._page(subscription_keys.keys), name="subscription_keys"),
            path("<uuid:pk>/access/", self._page(subscription_access.access), name="subscription_access"),
            path("<uuid:pk>/again/", self._page(subscription_once_more.again), name="subscription_again"),
            path("<uuid:pk>/attempts/", self._page(subscription_attempts.attempts), name="subscription_attempts"),
            path(
                "<uuid:pk>/attempts/<int:number>/",
                self._page(subscription_attempts.attempt),
                name="subscription_attempt",
            ),
            path("<uuid:pk>/parked/", self._page(subscription_parked.parked), name="subscription_parked"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Every subscription, what needs somebody first."""
        by = administrator(request)
        moment = now()
        found = subscriptions.subscriptions(principal=by)
        anew = mending(to_mend(now=moment), now=moment)
        healths = health.healths(principal=by, now=moment)
        lines = presenting.lines(found, healths=healths, now=moment, mending=anew)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Subscriptions"),
            "opts": Subscription._meta,
            "lines": lines,
            "needing": presenting.needing(lines),
        }
        return TemplateResponse(request, f"{TEMPLATES}/list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """How one is, and what can be done with it."""
        answer: HttpResponse = self._page(subscription_acts.one)(request, _id(object_id))
        return answer

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What was changed of it stands in the record of changes."""
        administrator(request)
        held = Subscription.objects.filter(pk=_id(object_id)).first()
        asked = {"kind": Subject.SUBSCRIPTION.value, "thing": held.name if held else ""}
        return redirect(f"{reverse('admin:events_administrativechange_changelist')}?{urlencode(asked)}")

    def new_view(self, request: HttpRequest) -> HttpResponse:
        """Make a subscription; what the receiver must know of its keys is in this one answer only."""
        answer = subscription_forms.new(request, administrator(request))
        return surrounded(answer, site=self.admin_site, request=request)

    def _page(self, show: Any) -> Any:
        return page_of(self.admin_site, show)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
