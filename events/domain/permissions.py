"""Who may do what: the one place that decides.

A `Principal` is whoever asks: an official in the browser, an API client, a command run by an operator, later a peer.
It carries its rights per zone; `require` is the only question commands and queries ask.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from events.domain.refusals import ZoneForbidden

OFFICIAL = "ambtenaar"


class Permission(StrEnum):
    """What may be done in a zone; the values are the codenames of the Django permissions on `Zone`."""

    VIEW = "view_events"
    SUBMIT_CLAIM = "submit_claim"
    SUBMIT_CORRECTION = "submit_correction"
    VALIDATE = "validate_claim"
    CONSULT = "consult_partners"
    IMPORT = "import_register"
    MANAGE = "manage_zone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Somebody or something with rights in zones, and the source that its events carry.

    `zones` maps a zone's slug to the permissions held there (already narrowed by the scopes of the token used).
    `intermediary` may name another source for its claims and corrections, but never an official.

    `event_types` maps a zone's slug to the only event types of which its events may be read there. Such a zone is in
    no other answer: `may` and `zones_with` say that nothing is held in it, so that a query which does not know of this
    narrowing finds nothing. Only what asks `sees` and `seen_in_part` honours it.
    """

    source_id: UUID
    source_type: str
    name: str
    zones: Mapping[str, frozenset[Permission]] = field(default_factory=dict)
    intermediary: bool = False
    event_types: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def may(self, permission: Permission, *, zone: str) -> bool:
        """Whether this principal holds the permission in that zone."""
        return permission in self.zones.get(zone, frozenset())

    def require(self, permission: Permission, *, zone: str) -> None:
        """Pass, or raise `ZoneForbidden`. A zone that does not exist answers exactly as one that is not granted."""
        if not self.may(permission, zone=zone):
            raise ZoneForbidden(zone=zone, permission=permission.value)

    def zones_with(self, permission: Permission) -> frozenset[str]:
        """The zones in which this principal holds the permission."""
        return frozenset(zone for zone, held in self.zones.items() if permission in held)

    def sees(self, event_type: str, *, zone: str) -> bool:
        """Whether an event of this type in that zone may be read: for who sees the whole zone, or a part with it."""
        return self.may(Permission.VIEW, zone=zone) or event_type in self.event_types.get(zone, frozenset())

    @property
    def seen_in_part(self) -> Mapping[str, frozenset[str]]:
        """The zones of which only events of some types may be read, with those types; none that is seen whole."""
        return {
            zone: types
            for zone, types in self.event_types.items()
            if types and not self.may(Permission.VIEW, zone=zone)
        }
