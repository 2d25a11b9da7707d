"""The Manager API of FSC Core 2.0.0 (4.3): contracts, signatures, peers, services and keys."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from federation.api import answers, asking
from federation.commands import receiving
from federation.domain import contracts
from federation.domain.contracts import SignatureKind
from federation.domain.grants import GrantType
from federation.domain.refusals import Code, FscRefusal
from federation.queries import contract_pages, key_sets, pages, peers, services
from federation.transport import identity


def announce(request: HttpRequest) -> HttpResponse:
    """`PUT /announce`: a peer says where its manager is."""
    now = timezone.now()
    receiving.receive_announcement(sender=asking.sender(request, now=now), now=now)
    return answers.done(200)


def submit_contract(request: HttpRequest) -> HttpResponse:
    """`POST /contracts`: a contract with the acceptance of who sends it."""
    now = timezone.now()
    sender = asking.sender(request, now=now)
    body = answers.body_of(request)
    receiving.receive_contract(body.get("content"), _signature(body), sender=sender, now=now)
    return answers.done(201)


def submit_signature(request: HttpRequest, content_hash: str, kind: str) -> HttpResponse:
    """`PUT /contracts/{hash}/accept`, `/reject` and `/revoke`."""
    now = timezone.now()
    sender = asking.sender(request, now=now)
    body = answers.body_of(request)
    receiving.receive_signature(
        content_hash, SignatureKind(kind), body.get("content"), _signature(body), sender=sender, now=now
    )
    return answers.done(201)


def list_contracts(request: HttpRequest) -> HttpResponse:
    """`GET /contracts`: those that the caller is on."""
    caller = asking.caller(request, now=timezone.now()).peer_id
    hashes = asking.listed(request, "grant_hash", most=contract_pages.HASHES_MAX)
    if hashes:
        return _page("contracts", _with_grants(caller, hashes), "")
    kind = asking.one_of(request, "grant_type", among=[it.value for it in GrantType])
    try:
        found, cursor = contract_pages.of_peer(caller, asking.page(request), grant_type=kind)
    except pages.NoCursor as fault:
        raise FscRefusal(code=Code.MALFORMED, message=str(fault)) from None
    return _page("contracts", found, cursor)


def _with_grants(caller: str, hashes: list[str]) -> list[dict[str, Any]]:
    try:
        return contract_pages.with_grants(caller, hashes)
    except contract_pages.TooMuch:
        raise FscRefusal(code=Code.TOO_LARGE, message="Ask for fewer grants at once.") from None


def tell_peer(request: HttpRequest) -> HttpResponse:
    """`GET /peer`: who we are."""
    asking.caller(request, now=timezone.now())
    own = identity.own()
    return answers.answer(
        {
            "peer_id": own.peer_id,
            "peer_name": own.peer_name,
            "fsc_version": contracts.FSC_VERSION,
            "enabled_extensions": dict(settings.F6_FSC_EXTENSIONS),
        }
    )


def list_peers(request: HttpRequest) -> HttpResponse:
    """`GET /peers`: who announced himself, and who is on a contract with the caller."""
    caller = asking.caller(request, now=timezone.now()).peer_id
    ids = asking.listed(request, "peer_id", most=peers.IDS_MAX)
    if ids:
        return _page("peers", peers.rendered(peers.with_ids(caller, ids)), "")
    try:
        found, cursor = peers.page_for(caller, asking.page(request), name=asking.text(request, "peer_name"))
    except pages.NoCursor as fault:
        raise FscRefusal(code=Code.MALFORMED, message=str(fault)) from None
    return _page("peers", peers.rendered(found), cursor)


def list_services(request: HttpRequest) -> HttpResponse:
    """`GET /services`: what is published at us, as a directory."""
    now = timezone.now()
    asking.caller(request, now=now)
    try:
        found, cursor = services.page_of(
            asking.page(request),
            now=now,
            peer_id=asking.text(request, "peer_id"),
            service_name=asking.text(request, "service_name"),
        )
    except pages.NoCursor as fault:
        raise FscRefusal(code=Code.MALFORMED, message=str(fault)) from None
    return _page("services", found, cursor)


def tell_keys(request: HttpRequest) -> HttpResponse:
    """`GET /.well-known/jwks.json`: the certificates that our signatures are verified with."""
    now = timezone.now()
    asking.caller(request, now=now)
    return answers.answer(key_sets.own(now=now))


def _signature(body: Mapping[str, Any]) -> str:
    found = body.get("signature")
    if not isinstance(found, str) or not found:
        raise FscRefusal(code=Code.MALFORMED, message="Send the signature as text, beside the content.")
    return found


def _page(name: str, rows: list[dict[str, Any]], cursor: str) -> HttpResponse:
    return answers.answer({name: rows, "pagination": {"next_cursor": cursor}})
