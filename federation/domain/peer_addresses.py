"""Addresses of others’ managers and inways: who gives one makes us connect, so little is allowed (FSC Core 2.0.0)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from events.subscriptions.domain.addresses import Allowed, may_be_sent_to

PUBLIC: Final = "public"
LENGTH_MAX: Final = 2_000
_PORT_DEFAULT: Final = 443
_VISIBLE: Final = re.compile(r"[!-~]+")
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?\.?")


class AddressRefused(ValueError):
    """An address that we do not connect to; the text says what it must be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """Where peers may be: in these networks, and at every public address when `public`."""

    public: bool
    allowed: tuple[Allowed, ...]

    def hold(self, address: str) -> bool:
        """Whether a connection to this resolved address may be made."""
        if self.public and may_be_sent_to(address, tls=True):
            return True
        return may_be_sent_to(address, tls=False, allowances=self.allowed)  # then these networks alone count


def networks(listed: Iterable[str]) -> Networks:
    """The networks of a list such as `public`, `10.20.0.0/16`. Raises `ValueError` for what is none."""
    found = [it.strip() for it in listed]
    return Networks(
        public=PUBLIC in found,
        allowed=tuple(Allowed(network=ip_network(it), plain_http=True) for it in found if it != PUBLIC),
    )


def manager_address(text: str, *, ports: Collection[int]) -> str:
    """A manager's or inway's address: `https://host:port`, the port one of these. Raises `AddressRefused`.

    The port must stand in it (FSC Core 2.0.0: scheme and port are part of the address), and nothing may follow it.
    """
    checked(text, ports=ports)
    found = urlsplit(text)
    if found.port is None or found.path not in ("", "/") or found.query:
        raise AddressRefused("It must be https://host:port, with the port, and with nothing after it.")
    return f"https://{found.netloc.lower()}"


def checked(url: str, *, ports: Collection[int]) -> str:
    """This URL, when it may be asked: https, one of these ports, and no name or password. Raises `AddressRefused`."""
    if len(url) > LENGTH_MAX or not _VISIBLE.fullmatch(url):
        raise AddressRefused(f"It must be at most {LENGTH_MAX} characters, without spaces or characters beyond ASCII.")
    try:
        found = urlsplit(url)
        port = found.port or _PORT_DEFAULT
    except ValueError as fault:
        raise AddressRefused(f"It is no address ({fault}): it must be https://host:port.") from None
    if found.scheme != "https":
        raise AddressRefused("It must begin with https://: peers are reached over mutual TLS only.")
    if found.username is not None or found.fragment or "\\" in url:
        raise AddressRefused("It must hold no name, password, backslash or fragment.")
    if not _is_host(found.hostname or ""):
        raise AddressRefused("It must name a host: a DNS name or an IP address.")
    if port not in ports:
        listed = ", ".join(str(it) for it in sorted(ports))
        raise AddressRefused(f"Its port is {port}: managers and inways of this group are at {listed}.")
    return url


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return _HOST.fullmatch(host) is not None
    return True
