"""What is wrong with our own certificate files: for `manage.py pki check` and for `manage.py doctor`."""

import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from events.models import Organisation
from federation.domain import examining
from federation.domain.examining import Brought, Finding, Level
from federation.transport import identity
from federation.transport.identity import Files, IdentityUnusable


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is examined: these files, for a manager and inway at these hosts."""

    files: Files
    hosts: Sequence[str]


def configured() -> Subject:
    """What the settings name. Raises `FederationOff` and `IdentityUnusable`."""
    addresses = (settings.F6_FSC_MANAGER_ADDRESS, settings.F6_FSC_INWAY_ADDRESS)
    return Subject(files=identity.files(), hosts=[str(urlsplit(it).hostname) for it in addresses if it])


def examine(subject: Subject, *, now: datetime) -> list[Finding]:
    """Every finding, in the order in which to mend it; what cannot be read at all is the only one."""
    try:
        found = identity.load(replace(subject.files, crls=None))
        crls = identity.revocations(subject.files) if subject.files.crls is not None else None
    except IdentityUnusable as fault:
        return [Finding(check="files", level=Level.WRONG, found="they cannot be used", remedy=fault.reason)]
    brought = Brought(
        chain=found.chain,
        anchors=found.anchors,
        crls=crls,
        hosts=subject.hosts,
        oins=_oins(),
        peer_id_pattern=settings.F6_FSC_PEER_ID_PATTERN,
    )
    return [_rights(subject.files.key), *examining.examine(brought, now=now)]


def _oins() -> list[str] | None:
    try:
        return list(Organisation.objects.exclude(oin="").values_list("oin", flat=True))
    except DatabaseError:
        return None


def _rights(key: Path) -> Finding:
    """Who may read the key; its contents fit the certificate, or this would not be reached."""
    if key.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH | stat.S_IWGRP):
        return Finding(
            check="files",
            level=Level.WARNING,
            found=f"everybody on this machine can read or replace {key}",
            remedy=f"chmod 600 {key} (or 640, with the group that F6 runs as).",
        )
    return Finding(check="files", level=Level.FINE, found="certificate and key fit, and others cannot read the key")
