"""Which network addresses may be sent to: only public ones, unless somebody allowed the network.

A receiver chooses where we connect to, so without this he would reach through us what only we can reach (SSRF). What
is judged is the resolved address of each connection, never the name: a name may lead elsewhere the next moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NOT_PUBLIC: Final[tuple[Network, ...]] = (
    IPv6Network("64:ff9b::/96"),  # NAT64: any IPv4 address, private ones too (RFC 6052)
    IPv6Network("64:ff9b:1::/48"),  # NAT64 for local use (RFC 8215)
    IPv6Network("2002::/16"),  # 6to4: idem (RFC 3056)
    IPv6Network("2001::/23"),  # for protocols, among them tunnels that hold an IPv4 address (RFC 2928, 4380)
    IPv6Network("3fff::/20"),  # for documentation (RFC 9637)
    IPv4Network("192.0.0.0/24"),  # for protocols (RFC 6890)
    IPv4Network("192.88.99.0/24"),  # relays of 6to4 (RFC 7526)
    IPv6Network("fec0::/10"),  # site-local (RFC 3879)
    IPv6Network("5f00::/16"),  # segment routing inside a domain (RFC 9602)
)
"""What `ipaddress.is_global` of some version of Python holds for public, and is not, or leads to what is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """A network that may be sent to though it is not public; `plain_http`: also without TLS."""

    network: Network
    plain_http: bool = False


def allowed(network: str, *, plain_http: bool = False) -> Allowed:
    """The allowance of a network such as 10.20.0.0/16, or of one address. Raises `ValueError` for another text."""
    return Allowed(network=ip_network(network.strip()), plain_http=plain_http)


def may_be_sent_to(address: str, *, tls: bool, allowances: Iterable[Allowed] = ()) -> bool:
    """Whether a connection to this resolved address may be made.

    With TLS a public address will do, or one in a network that is allowed; without it only the latter, when it was
    allowed without TLS. What is no address at all may not.
    """
    try:
        found = _plain(ip_address(address))
    except ValueError:
        return False
    return (tls and is_public(found)) or any(found in it.network for it in allowances if tls or it.plain_http)


def is_public(address: Address) -> bool:
    """Whether it is an address of the public internet, for one receiver."""
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in NOT_PUBLIC)
    )


def _plain(address: Address) -> Address:
    """The IPv4 address that an IPv6 one stands for (::ffff:a.b.c.d); else itself, without the scope of an interface."""
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or IPv6Address(int(address))
    return address
