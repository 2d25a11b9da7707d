"""What a caller asks of the manager: who he is, where his manager is, and which page he wants."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from federation.api import connections
from federation.commands.peers import Sender
from federation.domain import peer_addresses
from federation.domain.certificates import CertificateUnusable, PeerCertificate
from federation.domain.refusals import Code, FscRefusal
from federation.queries import pages
from federation.queries.pages import Asked

MANAGER_ADDRESS: Final = "Fsc-Manager-Address"
ADDRESS_LENGTH_MAX: Final = 255
ORDERS: Final = {"SORT_ORDER_ASCENDING": False, "SORT_ORDER_DESCENDING": True}
TEXT_LENGTH_MAX: Final = 255
LIST_BYTES_MAX: Final = 50_000


def caller(request: HttpRequest, *, now: datetime) -> PeerCertificate:
    """Whose connection this is. Raises `FscRefusal`."""
    try:
        return connections.certificate_of(request, now=now)
    except CertificateUnusable as fault:
        raise FscRefusal(code=Code.PEER_CERTIFICATE_VERIFICATION_FAILED, message=fault.reason) from None


def sender(request: HttpRequest, *, now: datetime) -> Sender:
    """The same of who sends something, with the address of his manager. Raises `FscRefusal`."""
    found = caller(request, now=now)
    address = request.headers.get(MANAGER_ADDRESS, "")
    try:
        checked = peer_addresses.manager_address(address, ports=settings.F6_FSC_PORTS)
    except peer_addresses.AddressRefused as fault:
        raise _address_refused(str(fault)) from None
    if len(checked) > ADDRESS_LENGTH_MAX:
        raise _address_refused(f"It must be at most {ADDRESS_LENGTH_MAX} characters.")
    return Sender(peer_id=found.peer_id, name=found.peer_name, manager_address=checked)


def page(request: HttpRequest) -> Asked:
    """Which page is asked for. Raises `FscRefusal`."""
    order = request.GET.get("sort_order") or "SORT_ORDER_DESCENDING"
    if order not in ORDERS:
        raise _malformed(f"Set sort_order to one of {', '.join(ORDERS)}.")
    limit = request.GET.get("limit") or str(pages.PAGE_SIZE)
    if not (limit.isascii() and limit.isdigit() and len(limit) <= 4 and 1 <= int(limit) <= pages.PAGE_SIZE_MAX):
        raise _malformed(f"Set limit to a whole number from 1 to {pages.PAGE_SIZE_MAX}.")
    return Asked(
        cursor=text(request, "cursor", most=pages.CURSOR_LENGTH_MAX), limit=int(limit), descending=ORDERS[order]
    )


def text(request: HttpRequest, name: str, *, most: int = TEXT_LENGTH_MAX) -> str:
    """A parameter of the query; empty when it is not given. Raises `FscRefusal`."""
    found = request.GET.get(name) or ""
    if len(found) > most or "\0" in found:
        raise _malformed(f"Give {name} in at most {most} characters.")
    return found


def one_of(request: HttpRequest, name: str, *, among: Collection[str]) -> str:
    """A parameter that is one of some words; empty when it is not given. Raises `FscRefusal`."""
    found = request.GET.get(name) or ""
    if found and found not in among:
        raise _malformed(f"Set {name} to one of {', '.join(among)}.")
    return found


def listed(request: HttpRequest, name: str, *, most: int) -> list[str]:
    """A list with commas between. Raises `FscRefusal`."""
    whole = ",".join(request.GET.getlist(name))
    found = [it for it in whole.split(",") if it]
    if len(whole) > LIST_BYTES_MAX or len(found) > most or "\0" in whole:
        raise _malformed(f"Give at most {most} values in {name}.")
    return found


def _malformed(message: str) -> FscRefusal:
    return FscRefusal(code=Code.MALFORMED, message=message)


def _address_refused(why: str) -> FscRefusal:
    return FscRefusal(
        code=Code.MANAGER_ADDRESS, message=f"Say where your manager is in the header {MANAGER_ADDRESS}. {why}"
    )
