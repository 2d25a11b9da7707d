"""Addresses of others’ managers and inways: who gives one makes us connect, so little is allowed (FSC Core 2.0.0)."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final

from events.subscriptions.domain.addresses import Allowed, may_be_sent_to

PUBLIC: Final = "public"
LENGTH_MAX: Final = 2_000
_PORT_DEFAULT: Final = 443
_VISIBLE: Final = re.compile(r"[!-~]+")
_PARTS: Final = re.compile(
    r"https://(?P<host>\[[0-9A-Fa-f:.]+\]|[^/?#@:\[\]\\]+)(:(?P<port>\d{1,5}))?(?P<rest>[/?][^#\\]*)?"
)
_LABEL: Final = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DNS_NAME: Final = re.compile(rf"(?=.{{1,253}}$)({_LABEL}\.)*(?=[A-Za-z]){_LABEL}")
"""Whose last label begins with a letter: what ends in a number is an address in disguise (0x7f.1, 2130706433)."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Of an address: `host` in lower-case and without brackets; `rest`: path and query, as they were written."""

    host: str
    port: int | None
    rest: str


def parts(url: str) -> Parts:
    """What an address consists of. Raises `AddressRefused` for one that is not https, or could be read in two ways."""
    if len(url) > LENGTH_MAX or not _VISIBLE.fullmatch(url):
        raise AddressRefused(f"It must be at most {LENGTH_MAX} characters, without spaces or characters beyond ASCII.")
    if not url.lower().startswith("https://"):
        raise AddressRefused("It must begin with https://: peers are reached over mutual TLS only.")
    found = _PARTS.fullmatch("https" + url[5:])
    host = found["host"].strip("[]").lower() if found else ""
    if found is None or not _is_host(host, bracketed=found["host"].startswith("[")):
        raise AddressRefused("It must be https://host:port: a DNS name or an IP address, without a name or password.")
    return Parts(host=host, port=None if found["port"] is None else int(found["port"]), rest=found["rest"] or "")


def manager_address(text: str, *, ports: Collection[int]) -> str:
    """A manager's or inway's address: `https://host:port`, the port one of these. Raises `AddressRefused`.

    The port must stand in it (FSC Core 2.0.0: scheme and port are part of the address), and nothing may follow it.
    """
    checked(text, ports=ports)
    found = parts(text)
    if found.port is None or found.rest not in ("", "/"):
        raise AddressRefused("It must be https://host:port, with the port, and with nothing after it.")
    return f"https://{f'[{found.host}]' if ':' in found.host else found.host}:{found.port}"


def checked(url: str, *, ports: Collection[int]) -> str:
    """This URL, when it may be asked: https, and one of these ports. Raises `AddressRefused`."""
    given = parts(url).port
    port = _PORT_DEFAULT if given is None else given
    if port not in ports:
        listed = ", ".join(str(it) for it in sorted(ports))
        raise AddressRefused(f"Its port is {port}: managers and inways of this group are at {listed}.")
    return url


def is_host(text: str) -> bool:
    """Whether it is a DNS name or an IP address (an IPv6 one without brackets)."""
    return _is_host(text, bracketed=":" in text)


def _is_host(host: str, *, bracketed: bool) -> bool:
    try:
        return (ip_address(host).version == 6) is bracketed  # IPv6 stands in brackets
    except ValueError:
        return not bracketed and _DNS_NAME.fullmatch(host) is not None
