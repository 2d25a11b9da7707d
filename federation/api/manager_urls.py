"""Addresses of the Manager API below `/v1/` (FSC Core 2.0.0, 4.3). The hash has signs in it: `$`, raw or as `%24`."""

from django.urls import path

from federation.api import log_views, token_views
from federation.api import manager_views as views
from federation.api.answers import manager

urlpatterns = [
    path("announce", manager(put=views.announce), name="fsc-announce"),
    path("contracts", manager(get=views.list_contracts, post=views.submit_contract), name="fsc-contracts"),
    *(
        path(
            f"contracts/<str:content_hash>/{kind}",
            manager(put=views.submit_signature),
            {"kind": kind},
            name=f"fsc-{kind}",
        )
        for kind in ("accept", "reject", "revoke")
    ),
    path("peer", manager(get=views.tell_peer), name="fsc-peer"),
    path("peers", manager(get=views.list_peers), name="fsc-peers"),
    path("services", manager(get=views.list_services), name="fsc-services"),
    path("token", manager(post=token_views.give_token), name="fsc-token"),
    path("logs", manager(get=log_views.read_log), name="fsc-logs"),
    path(".well-known/jwks.json", manager(get=views.tell_keys), name="fsc-keys"),
]
