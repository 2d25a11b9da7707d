"""Connections to receivers, each judged by the address that it really goes to (ADR 13).

aiohttp makes every connection through `socket_factory`, with the resolved address, also when the URL names an address
itself. So a name that leads elsewhere at the second look (DNS rebinding) gains nothing.
"""

import errno
import socket
import ssl
from collections.abc import Callable, Sequence
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, InvalidURL, TCPConnector

from events.subscriptions.domain.addresses import Allowed, may_be_sent_to

CONNECT_SECONDS: Final = 5.0
TOTAL_SECONDS: Final = 30.0
"""From the beginning of an attempt to the end of reading its answer."""
KEPT_OPEN_SECONDS: Final = 4.0
"""Shorter than receivers keep a connection: one that he closes while we send counts as a failure."""
CONNECTIONS_MAX: Final = 200
NOT_SENT_TO: Final = "an address that we do not send to"

AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[Any, ...]]


class ForbiddenAddress(OSError):
    """The connection would go to an address that we do not send to. Its text is always the same: aiohttp joins."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, NOT_SENT_TO)


def guard(allowances: Sequence[Allowed], *, tls: bool) -> Callable[[AddrInfo], socket.socket]:
    """A maker of sockets that raises `ForbiddenAddress` for an address that may not be sent to."""

    def make(info: AddrInfo) -> socket.socket:
        family, kind, protocol, _, target = info
        if not may_be_sent_to(str(target[0]), tls=tls, allowances=allowances):
            raise ForbiddenAddress
        return socket.socket(family=family, type=kind, proto=protocol)

    return make


def is_forbidden(fault: BaseException) -> bool:
    """Whether that was why there was no connection, or the address is none."""
    return isinstance(getattr(fault, "os_error", fault), ForbiddenAddress) or isinstance(fault, InvalidURL)


def told(fault: Exception) -> str:
    """What a fault of the network is called and says."""
    said = str(fault).strip()
    return f"{type(fault).__name__}: {said}" if said else type(fault).__name__


def session(allowances: Sequence[Allowed], *, tls: bool, context: ssl.SSLContext | None = None) -> ClientSession:
    """A session that connects only where it may; without proxies of the environment, cookies or decompression.

    `context`: trust and certificate of its own; without it the system's authorities are trusted.
    """
    connector = TCPConnector(
        ssl=context or True,
        socket_factory=guard(allowances, tls=tls),
        limit=CONNECTIONS_MAX,
        keepalive_timeout=KEPT_OPEN_SECONDS,
        ttl_dns_cache=10,
    )
    return ClientSession(
        connector=connector,
        timeout=ClientTimeout(total=TOTAL_SECONDS, sock_connect=CONNECT_SECONDS),
        cookie_jar=DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
    )
