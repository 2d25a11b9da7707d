"""Whose address a request came from, also behind proxies of our own (setting `PROXIES`)."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address of whoever asks: what the rate limits count by, and what logging in is paused by.

    Each proxy of ours adds the address it was called from at the right of X-Forwarded-For; what stands further left the
    caller wrote himself. The rule is that of Django REST framework (`BaseThrottle.get_ident`). What is no address in
    that place is not believed: then it is the address that called us. None: not known, as on a Unix socket.
    """
    called_from: str | None = request.META.get("REMOTE_ADDR") or None
    forwarded = request.headers.get("X-Forwarded-For")
    if not settings.PROXIES or not forwarded:
        return called_from
    added = [address.strip() for address in forwarded.split(",")][-settings.PROXIES :]
    try:
        return str(ip_address(added[0]))
    except ValueError:
        return called_from
