"""What a version of an event type declares, as the rules read it. Loaded from the database by `events.catalogue`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredReference:
    """An event of one of these types must be among the grounds; `accepted` says whether it must be in force."""

    event_types: tuple[str, ...]
    accepted: bool = True
    when: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schema that the data must satisfy for the demand to apply; empty: always."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventTypeVersion:
    """One published version of an event type: immutable once published.

    Pointers are JSON Pointers (RFC 6901) into `event_data`; in `identity_key` and `unique_keys` a pointer that ends in
    `[]` is an unordered list (its members are sorted before comparing).
    """

    name: str
    version: str
    title: str
    """Dutch title, as officials see it."""
    schema: Mapping[str, Any]
    """JSON Schema 2020-12 of the data that a claim must satisfy."""
    accept_schema: Mapping[str, Any] = field(default_factory=dict)
    """What the data (with the act that the validation adds) must satisfy as well before it can be accepted."""
    source_types: frozenset[str] = frozenset()
    """The sources that may claim this type; empty: any."""
    required_references: tuple[RequiredReference, ...] = ()
    identity_key: tuple[str, ...] = ()
    """Pointers whose values say which occurrence this is; empty: every claim is its own occurrence."""
    unique_keys: Mapping[str, str] = field(default_factory=dict)
    """Name of a uniqueness rule (one BSN, one act number) → pointer of the value that only one claim in force holds."""
    subject_pointers: tuple[str, ...] = ()
    """Pointers (with `/*` for list members) to the persons in the data; each must be among `object_ids`."""
    event_pointers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Pointers to ids of events in the data → the types these may have (none: any). Each names a claim, and is among
    the references too; so that one event has one name, also in an identity key."""
    material_pointer: str | None = None
    """Pointer to the type's own date, when that, not `occurred_at`, is the material moment."""
    acceptances: int = 1
    """How many different officials must accept."""
    constitutive: bool = False
    """Whether a decision may set `effective_from` (ex nunc)."""
    may_lie_ahead: bool = True
    """Whether it can be claimed before it happens (a move can, a birth cannot)."""
    rank: int = 100
    """Order among facts of one material moment: lower first."""
    upcast_from: str | None = None
    """The version that `upcast` turns into this one."""
    upcast: Sequence[Mapping[str, Any]] = ()
    """The declared steps; see `events.domain.upcasting`."""
    civil_status: bool = False
    """Whether it is an act of civil status, whose corrections say their ground (`misslag` or `beschikking`)."""
    takeover: bool = False
    """Whether this type only enters by an import of an existing register."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deprecation:
    """That a published version is not claimed with any more, from `since` on; `successor` is to be used instead."""

    since: datetime
    reason: str
    successor: str | None = None


class Catalogue(Protocol):
    """The published event types."""

    def version(self, name: str, version: str) -> EventTypeVersion:
        """That version. Raises `UnknownEventType` or `UnknownEventVersion`."""
        ...

    def newest(self, name: str) -> EventTypeVersion:
        """The newest version of the type. Raises `UnknownEventType`."""
        ...

    def deprecation(self, name: str, version: str) -> Deprecation | None:
        """What is said of that version's deprecation, if it is deprecated (or will be)."""
        ...
