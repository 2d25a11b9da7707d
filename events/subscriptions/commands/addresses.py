"""The address of a receiver: what of it can be judged without asking anybody.

A host by name is judged again at each connection, by the addresses that it leads to then.
"""

import ipaddress
import re
from typing import Final
from urllib.parse import SplitResult, parse_qsl, urlsplit

from events.domain.refusals import Violation
from events.subscriptions.domain.addresses import may_be_sent_to
from events.subscriptions.domain.messages import mistake
from events.subscriptions.sending.publishing import allowances

URL_LENGTH_MAX: Final = 2_000
IN_QUERY: Final = "access_token"
"""The query parameter of RFC 6750, 2.3, which OAuth-NL forbids: an address ends up in logs."""
_WRITABLE: Final = re.compile(r"[\x21-\x7e]+")


def mistakes_in(url: str, *, pointer: str) -> tuple[Violation, ...]:
    """Everything that is wrong with an address; empty when nothing is."""
    if not _WRITABLE.fullmatch(url):
        return (mistake("url-characters", pointer=pointer),)
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return (mistake("url-host", pointer=pointer),)
    if parts.scheme not in ("https", "http"):
        return (mistake("url-scheme", pointer=pointer),)
    if not host:
        return (mistake("url-host", pointer=pointer),)
    return (*_written(parts, url=url, pointer=pointer), *_place(host, scheme=parts.scheme, pointer=pointer))


def is_plain(url: str) -> bool:
    """Whether it is an address without TLS."""
    return url.lower().startswith("http:")


def same_receiver(one: str, other: str) -> bool:
    """Whether both lead to one server: the same scheme, host and port (RFC 6454)."""
    return _server(one) == _server(other)


def _server(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _written(parts: SplitResult, *, url: str, pointer: str) -> tuple[Violation, ...]:
    found = []
    if parts.username is not None or parts.password is not None:
        found.append(mistake("url-credentials", pointer=pointer))
    if "#" in url:
        found.append(mistake("url-fragment", pointer=pointer))
    if any(name == IN_QUERY for name, _value in parse_qsl(parts.query, keep_blank_values=True)):
        found.append(mistake("url-token", pointer=pointer, name=IN_QUERY))
    return tuple(found)


def _place(host: str, *, scheme: str, pointer: str) -> tuple[Violation, ...]:
    """Whether something may be sent there at all, as far as the written host tells."""
    tls = scheme == "https"
    if not _is_literal(host):
        return () if tls else (mistake("url-plain", pointer=pointer),)
    if may_be_sent_to(host, tls=tls, allowances=allowances()):
        return ()
    return (mistake("url-private" if tls else "url-plain", pointer=pointer),)


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
