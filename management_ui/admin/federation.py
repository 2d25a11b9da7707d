"""Federation in the administration: connections, peers and the transaction log. For who administers every zone."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from federation.models import Peer, StoredContract, TransactionRecord
from management_ui.admin import (
    federation_connection,
    federation_lists,
    federation_peers,
    federation_picture,
    federation_publications,
    federation_request,
)
from management_ui.admin.federation_frame import Page, page_of
from management_ui.admin.reading import AdministratorsOnly
from management_ui.admin.subscription_frame import administrator
from management_ui.site import site


@admin.register(StoredContract, site=site)
class ConnectionAdmin(AdministratorsOnly):
    """Contracts are shown by pages of our own and signed by the commands that the API calls too."""

    def get_urls(self) -> list[URLPattern]:
        """Asking, publishing, and what is asked before it is done, beside Django's own addresses."""
        pages: dict[str, tuple[Page, str]] = {
            "new/": (federation_request.new, "connection_new"),
            "publications/": (federation_publications.publications, "publications"),
            "publications/<slug:slug>/": (federation_publications.publication, "publication"),
            "publications/<slug:slug>/withdraw/": (federation_publications.withdraw, "publication_withdraw"),
            "<str:content_hash>/reject/": (federation_connection.reject, "connection_reject"),
            "<str:content_hash>/revoke/": (federation_connection.revoke, "connection_revoke"),
        }
        own = [path(at, page_of(self.admin_site, show), name=name) for at, (show, name) in pages.items()]
        return [*own, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Every connection, newest first."""
        answer: HttpResponse = page_of(self.admin_site, federation_lists.connections)(request)
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What one says, who signed it, and what can be done with it."""
        show = page_of(self.admin_site, federation_connection.one)
        answer: HttpResponse = show(request, content_hash=object_id)
        return answer

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """What our administrators did with it stands in the record of changes."""
        return _history(request, object_id)


@admin.register(Peer, site=site)
class PeerAdmin(AdministratorsOnly):
    """Other organisations: how it goes with each, and how all of it hangs together."""

    def get_urls(self) -> list[URLPattern]:
        """The picture beside Django's own addresses."""
        picture = page_of(self.admin_site, federation_picture.picture)
        return [path("picture/", picture, name="federation_picture"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Every peer, those that do not answer first."""
        answer: HttpResponse = page_of(self.admin_site, federation_peers.peers)(request)
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """How it goes with one."""
        answer: HttpResponse = page_of(self.admin_site, federation_peers.one)(request, peer_id=object_id)
        return answer

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A peer is not administered: what was agreed with it is."""
        return _history(request, object_id)


@admin.register(TransactionRecord, site=site)
class TransactionAdmin(AdministratorsOnly):
    """The transaction log: searched, and never changed."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A page of calls, newest first."""
        answer: HttpResponse = page_of(self.admin_site, federation_lists.transactions)(request)
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """All that there is of a call stands in the list."""
        administrator(request)
        found = TransactionRecord.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        asked = f"?{urlencode({'transaction': str(found.transaction_id)})}" if found else ""
        return redirect(f"{reverse('admin:federation_transactionrecord_changelist')}{asked}")

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Nothing ever changes of a call."""
        return self.change_view(request, object_id)


def _history(request: HttpRequest, thing: str) -> HttpResponse:
    administrator(request)
    asked = {"thing": thing}
    return redirect(f"{reverse('admin:events_administrativechange_changelist')}?{urlencode(asked)}")
