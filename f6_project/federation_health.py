"""Is this F6 a peer that others can reach: for `manage.py doctor`. Where federation is off, that is sound."""

import socket
import ssl
from contextlib import closing
from typing import Final

from django.conf import settings
from django.utils import timezone

from f6_project.health import Finding
from federation.domain.examining import Level
from federation.queries import own_certificate
from federation.transport import identity, tls
from federation.transport.identity import FederationOff, IdentityUnusable

OFF: Final = "off: this F6 is a peer of no group"
ANSWER_SECONDS: Final = 5.0
LISTENER_REMEDY: Final = (
    "See that the process `federation` runs (`make run` starts it when F6_FSC_GROUP_ID is set), and that F6_FSC_LISTEN "
    "names addresses of this machine."
)


def check_certificate() -> Finding:
    """Our certificate leads to a trust anchor, names the organisation of this registry, and does not end soon."""
    try:
        findings = own_certificate.examine(own_certificate.configured(), now=timezone.now())
    except FederationOff:
        return Finding("fsc_certificate", sound=True, found=OFF)
    except IdentityUnusable as fault:
        return Finding("fsc_certificate", sound=False, found="not all is set", remedy=fault.reason)
    wrong = [it for it in findings if it.level is Level.WRONG]
    ending = [it for it in findings if it.level is Level.WARNING and it.check == "dates"]
    if to_mend := [*wrong, *ending]:
        found = "; ".join(f"{it.check}: {it.found}" for it in to_mend)
        return Finding("fsc_certificate", sound=False, found=found, remedy=to_mend[0].remedy)
    told = {it.check: it.found for it in findings}
    return Finding("fsc_certificate", sound=True, found=f"{told['peer']}; {told['dates']}")


def check_listener() -> Finding:
    """The listener answers who shows our own certificate, and shows it too."""
    try:
        own = identity.own()
    except FederationOff:
        return Finding("federation", sound=True, found=OFF)
    except IdentityUnusable as fault:
        return Finding("federation", sound=False, found="no identity", remedy=fault.reason)
    if not settings.F6_FSC_LISTEN:
        remedy = "Set F6_FSC_MANAGER_ADDRESS to https://host:port, as peers find it."
        return Finding("federation", sound=False, found="it listens nowhere", remedy=remedy)
    for where in settings.F6_FSC_LISTEN:
        if why := _does_not_answer(where, own):
            return Finding("federation", sound=False, found=f"{where}: {why}", remedy=LISTENER_REMEDY)
    return Finding("federation", sound=True, found=f"answers at {', '.join(settings.F6_FSC_LISTEN)}")


def _does_not_answer(where: str, own: identity.Identity) -> str:
    """Why not; empty when it does."""
    if where.startswith("unix:"):
        return _refuses_socket(where.removeprefix("unix:"))
    host, _, port = where.rpartition(":")
    host = {"0.0.0.0": "127.0.0.1", "[::]": "::1"}.get(host, host.strip("[]"))  # noqa: S104  # every interface: this one too
    context = tls.reaching_ourselves(own)
    try:
        with (
            closing(socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS)) as plain,
            closing(context.wrap_socket(plain, server_side=False)) as end,
        ):
            shown = end.getpeercert(binary_form=True)
    except (OSError, ssl.SSLError) as fault:
        return str(fault)
    return "" if shown == own.certificate.der else "another certificate is shown than the files hold"


def _refuses_socket(path: str) -> str:
    with closing(socket.socket(socket.AF_UNIX)) as tried:
        tried.settimeout(ANSWER_SECONDS)
        try:
            tried.connect(path)
        except OSError as fault:
            return str(fault)
    return ""
