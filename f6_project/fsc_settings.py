"""Federation's settings (FSC): who we are in the group, whom we trust, where we listen. `settings.py` imports them."""

import re
from ipaddress import ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from f6_project.embedded.places import PROJECT

environ.Env.read_env(PROJECT / ".env")
_env = environ.Env()
_PUBLIC: Final = "public"
_PORT_MAX: Final = 65_535


def address(name: str, value: str) -> str:
    """The value of a setting that is an address of ours or a directory's. Raises ImproperlyConfigured."""
    found = urlsplit(value)
    try:
        whole = found.scheme == "https" and bool(found.hostname) and bool(found.port)
    except ValueError:
        whole = False
    if not whole or found.path.strip("/") or found.query or found.fragment or found.username is not None:
        raise ImproperlyConfigured(
            f"{name} holds “{value}”: it must be https://host:port, with the port and without a path, "
            "such as https://fsc.gemeente.nl:8443."
        )
    return value.rstrip("/")


def _directories(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in _env.list(name, default=[]):
        peer_id, equals, where = item.strip().partition("=")
        if not equals or not re.fullmatch(F6_FSC_PEER_ID_PATTERN, peer_id):
            raise ImproperlyConfigured(f"{name} holds “{item}”: each must be peer_id=https://host:port.")
        found[peer_id] = address(name, where)
    return found


def _networks(name: str, default: list[str]) -> list[str]:
    found = [str(it).strip() for it in _env.list(name, default=default)]
    for item in found:
        try:
            _ = item == _PUBLIC or ip_network(item)
        except ValueError as fault:
            raise ImproperlyConfigured(
                f"{name} holds “{item}”, which is no network ({fault}): write it as 10.20.0.0/16, or {_PUBLIC} for "
                "every public address."
            ) from None
    return found


def listened(given: list[str], *addresses: str) -> list[str]:
    """What the listener binds: what is given, else the addresses themselves; a name stands for every interface."""
    found = list(given)
    for it in () if given else dict.fromkeys(addresses):
        parts = urlsplit(it)
        host = parts.hostname or ""
        try:
            host = f"[{host}]" if ip_address(host).version == 6 else host
        except ValueError:
            host = "0.0.0.0"  # noqa: S104  # who comes in shows a certificate
        found += [f"{host}:{parts.port}"] if parts.port else []
    return list(dict.fromkeys(found))


def _listen(name: str) -> list[str]:
    found = [str(it).strip() for it in _env.list(name, default=[])]
    for item in found:
        if not re.fullmatch(r"unix:/\S+|(\[[0-9a-fA-F:.]+\]|[^\s:\[\]/]+):\d{1,5}", item):
            raise ImproperlyConfigured(
                f"{name} holds “{item}”: each must be host:port, such as 0.0.0.0:8443, or unix:/path for a proxy."
            )
    return found


def _pattern(name: str, default: str) -> str:
    found = _env.str(name, default=default)
    try:
        re.compile(found)
    except re.error as fault:
        raise ImproperlyConfigured(f"{name} is no regular expression: {fault}.") from None
    return str(found)


def _number(name: str, text: str, *, most: int) -> int:
    if not text.strip().isdecimal() or not 1 <= int(text) <= most:
        raise ImproperlyConfigured(f"{name} holds “{text}”: it must be a number from 1 to {most}.")
    return int(text)


def _own_address(name: str) -> str:
    value = _env.str(name, default="")
    return address(name, value) if value else ""


def _services(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in _env.list(name, default=[]):
        service, _, application = item.strip().partition("=")
        if not re.fullmatch(r"(?!f6-zone-)[a-zA-Z0-9._-]{3,100}", service) or "." not in application:
            raise ImproperlyConfigured(
                f"{name} holds “{item}”: each must be service=module.application, a WSGI application in this process; "
                "names that begin with f6-zone- are those of zones."
            )
        found[service] = application
    return found


F6_FSC_GROUP_ID = _env.str("F6_FSC_GROUP_ID", default="")
"""The group that we are a peer of (FSC Core 2.0.0, 3.1). Empty: federation is off."""
if F6_FSC_GROUP_ID and not re.fullmatch(r"[a-zA-Z0-9./_-]{1,100}", F6_FSC_GROUP_ID):
    raise ImproperlyConfigured(
        f"F6_FSC_GROUP_ID is “{F6_FSC_GROUP_ID}”: it must be 1 to 100 letters, digits, dots, slashes, _ or -."
    )
F6_FSC_TRUST_ANCHORS = _env.str("F6_FSC_TRUST_ANCHORS", default="")
"""File (PEM) with the root certificates that every peer of the group trusts; nothing else is trusted."""
F6_FSC_CERTIFICATE = _env.str("F6_FSC_CERTIFICATE", default="")
"""File (PEM) with our certificate, and after it the intermediate ones."""
F6_FSC_KEY = _env.str("F6_FSC_KEY", default="")
"""File (PEM) with the private key of that certificate, without a password."""
F6_FSC_CRLS = _env.str("F6_FSC_CRLS", default="")
"""Directory with the revocation lists (PEM or DER) of the group's authorities. Empty: revocation is not looked at."""
F6_FSC_PEER_ID_PATTERN = _pattern("F6_FSC_PEER_ID_PATTERN", "^[0-9A-Za-z]{20}$")
"""What a Peer ID of the group looks like; as it stands, an OIN."""
F6_FSC_MANAGER_ADDRESS = _own_address("F6_FSC_MANAGER_ADDRESS")
"""`https://host:port` at which other peers find our manager."""
F6_FSC_INWAY_ADDRESS = _own_address("F6_FSC_INWAY_ADDRESS") or F6_FSC_MANAGER_ADDRESS
"""`https://host:port` at which other peers ask for data; may be that of the manager, which it is when not given."""
F6_FSC_LISTEN = listened(_listen("F6_FSC_LISTEN"), F6_FSC_MANAGER_ADDRESS, F6_FSC_INWAY_ADDRESS)
"""What the listener binds, `host:port` each; when not given: the two addresses, or their ports on every interface."""
F6_FSC_WORKERS = _number("F6_FSC_WORKERS", _env.str("F6_FSC_WORKERS", default="1"), most=64)
"""Processes of the listener."""
F6_FSC_DIRECTORIES = _directories("F6_FSC_DIRECTORIES")
"""Directories of the group: by Peer ID, where their managers are."""
F6_FSC_IS_DIRECTORY = _env.bool("F6_FSC_IS_DIRECTORY", default=False)
"""Whether we are a directory ourselves, which signs contracts that publish services by itself."""
F6_FSC_PORTS = [
    _number("F6_FSC_PORTS", it, most=_PORT_MAX) for it in _env.list("F6_FSC_PORTS", default=["443", "8443"])
]
"""Ports at which managers and inways of others may be (Digikoppeling REST-API profile, 3.4.3)."""
F6_FSC_NETWORKS = _networks(
    "F6_FSC_NETWORKS",
    [_PUBLIC, "127.0.0.0/8", "::1/128"] if _env.str("F6_ENV", default="development") == "development" else [_PUBLIC],
)
"""Networks that managers and inways of others may lie in; `public` stands for every public address."""
F6_FSC_CLIENT_CERTIFICATE_HEADER = _env.str("F6_FSC_CLIENT_CERTIFICATE_HEADER", default="")
"""Name of the header in which a proxy of ours that ends TLS tells the client's certificate (PEM, percent-encoded).

Empty: TLS ends in the listener itself. Believed only over a Unix socket (F6_FSC_LISTEN names its path).
"""
F6_FSC_SERVICES = _services("F6_FSC_SERVICES")
"""WSGI applications in this process that peers may be granted beside the zones: by the name of the service."""
F6_FSC_TRANSACTIONS_KEPT_DAYS = _env.int("F6_FSC_TRANSACTIONS_KEPT_DAYS", default=1_095)
"""How long the transaction log is kept (FSC Logging 1.1.0: the group agrees on it); never less than thirty days."""
if F6_FSC_TRANSACTIONS_KEPT_DAYS < 30:
    raise ImproperlyConfigured("F6_FSC_TRANSACTIONS_KEPT_DAYS must be 30 or more: the database keeps those at least.")
F6_FSC_REQUESTS_PER_MINUTE = _number(
    "F6_FSC_REQUESTS_PER_MINUTE", _env.str("F6_FSC_REQUESTS_PER_MINUTE", default="3000"), most=10_000_000
)
"""Requests of one peer in a minute that the manager answers, and as many that the inway does."""
F6_FSC_MANAGER_SECONDS_PER_MINUTE = _number(
    "F6_FSC_MANAGER_SECONDS_PER_MINUTE", _env.str("F6_FSC_MANAGER_SECONDS_PER_MINUTE", default="15"), most=3_600
)
"""Seconds of the processor that the manager works for one peer in a minute, over all processes of the listener."""
F6_FSC_OBJECTS_PER_MINUTE = _number(
    "F6_FSC_OBJECTS_PER_MINUTE", _env.str("F6_FSC_OBJECTS_PER_MINUTE", default="30000"), most=10_000_000
)
"""Objects that may be asked about on one grant in a minute: each is a line in the log of processing."""
if F6_FSC_OBJECTS_PER_MINUTE < 1_500:
    raise ImproperlyConfigured("F6_FSC_OBJECTS_PER_MINUTE must be 1500 or more: one question may be about so many.")
F6_FSC_EVENTS_PER_MINUTE = _number(
    "F6_FSC_EVENTS_PER_MINUTE", _env.str("F6_FSC_EVENTS_PER_MINUTE", default="60000"), most=10_000_000
)
"""Events that are told on one grant in a minute; the answer that goes beyond is the last of that minute."""
F6_FSC_TASKS_AT_ONCE = _number("F6_FSC_TASKS_AT_ONCE", _env.str("F6_FSC_TASKS_AT_ONCE", default="2"), most=1_000)
"""Tasks that may wait for peers at one time, over all workers: fewer than there are workers, or the rest waits too."""
F6_FSC_EXTENSIONS = {"EXTENSION_TRANSACTION_LOGGING": "1.1.0"}
"""Extensions that this program speaks, with their versions: others read them at `/v1/peer`."""
