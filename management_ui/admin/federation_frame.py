"""What the pages of federation share: who may see them, what stands around them, in which order they are."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from federation.domain.agreement_refusals import ContractNotFound, FederationIsOff
from federation.domain.connection_refusals import PeerNotFound
from management_ui.admin.subscription_frame import administrator, refuse, surrounded
from management_ui.presenters.subscriptions import Tab

TEMPLATES: Final = "admin/federation"
OVERVIEW: Final = "app_list"
Page = Callable[..., HttpResponse]


def page_of(site: AdminSite, show: Page) -> Any:
    """The view that shows a page of federation, in its surroundings; not found for what is not there."""

    def view(request: HttpRequest, **more: Any) -> HttpResponse:
        by = administrator(request)
        try:
            answer = show(request, by, **more)
        except (ContractNotFound, PeerNotFound):
            raise Http404 from None
        except FederationIsOff as refusal:
            refuse(request, refusal)
            return redirect(overview_address())
        return surrounded(answer, site=site, request=request)

    return site.admin_view(view)


def page(
    request: HttpRequest, name: str, context: Mapping[str, Any], *, title: str, current: str = ""
) -> TemplateResponse:
    """A page; `problems` in the context make it one that refuses. `current`: the tab that it is, or lies under."""
    shown = {"title": title, "tabs": tabs(current=current), **context}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if context.get("problems") else HTTPStatus.OK
    return TemplateResponse(request, f"{TEMPLATES}/{name}.html", shown, status=status)


def overview_address() -> str:
    """Where federation begins."""
    return reverse("admin:app_list", args=["federation"])


def tabs(*, current: str) -> tuple[Tab, ...]:
    """The pages of federation."""
    pages = {
        OVERVIEW: (_("Overview"), overview_address()),
        "federation_storedcontract_changelist": (_("Connections"), ""),
        "publications": (_("Publishing"), ""),
        "federation_peer_changelist": (_("Peers"), ""),
        "federation_picture": (_("Picture"), ""),
        "federation_transactionrecord_changelist": (_("Transaction log"), ""),
    }
    return tuple(
        Tab(label=label, address=address or reverse(f"admin:{name}"), current=name == current)
        for name, (label, address) in pages.items()
    )
