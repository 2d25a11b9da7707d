"""What F6 puts in the properties of grants: of which event types, and what for. Both sides sign it (ADR 16).

One member, `f6`; the rest is for others. Where it says nothing, nothing is granted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

MEMBER: Final = "f6"
SERVICE_PREFIX: Final = "f6-zone-"
_TYPES_MAX: Final = 1_000
_NAME_LENGTH_MAX: Final = 80
_PURPOSE_LENGTH_MAX: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a grant says of a zone. `event_types`: which are held (publication) or may be read (connection).

    `responsible_for`: of which its organisation is the one that is believed. `announces`: whether it may be told about
    which objects there is anything. `purpose` is what the data are for, in words.
    """

    event_types: frozenset[str] = frozenset()
    responsible_for: frozenset[str] = frozenset()
    announces: bool = False
    purpose: str = ""

    def rendered(self) -> dict[str, Any]:
        """As it stands in a grant."""
        said: dict[str, Any] = {"eventTypes": sorted(self.event_types), "announcements": self.announces}
        if self.responsible_for:
            said["responsibleFor"] = sorted(self.responsible_for)
        if self.purpose:
            said["purpose"] = self.purpose
        return {MEMBER: said}


def terms_of(properties: Mapping[str, Any] | None) -> Terms:
    """What a grant says, as far as it is well-formed. Total: what cannot be read grants nothing."""
    said = (properties or {}).get(MEMBER)
    if not isinstance(said, Mapping):
        return Terms()
    purpose = said.get("purpose")
    return Terms(
        event_types=_names(said.get("eventTypes")),
        responsible_for=_names(said.get("responsibleFor")),
        announces=said.get("announcements") is True,
        purpose=purpose[:_PURPOSE_LENGTH_MAX] if isinstance(purpose, str) else "",
    )


def service_name(zone: str) -> str:
    """How the query API of a zone is called as a service."""
    return f"{SERVICE_PREFIX}{zone}"


def zone_of(service: str) -> str | None:
    """The zone whose query API a service is; None for a service that is none of F6."""
    return service.removeprefix(SERVICE_PREFIX) or None if service.startswith(SERVICE_PREFIX) else None


def _names(value: Any) -> frozenset[str]:
    if not isinstance(value, list):
        return frozenset()
    fits = (it for it in value[:_TYPES_MAX] if isinstance(it, str) and 0 < len(it) <= _NAME_LENGTH_MAX)
    return frozenset(fits)
