"""Builders: a test names only what it is about.

`claim`, `correction` and `validation` make drafts with sensible defaults; `recorded` and `a_log` record them. `TYPES`
is a small catalogue of our own with one type for every rule: it is not the catalogue that F6 ships.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID, uuid4

from events.domain import chains
from events.domain.decide import decide
from events.domain.event import Draft, Event, Kind
from events.domain.event_types import Deprecation, EventTypeVersion, RequiredReference
from events.domain.facts import Fact, facts
from events.domain.log import Log
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.readings import View
from events.domain.refusals import UnknownEventType, UnknownEventVersion
from events.domain.standing import StandingOf, standing_of

ZONE = "burgerlijke-stand"
START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HAPPENED = datetime(2026, 1, 4, 3, 30, tzinfo=UTC)


def _object(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


_TEXT = {"type": "string"}
_PERSON = _object("objectId", objectId={"type": "string", "format": "uuid"})
_ACT = _object("aktenummer", aktenummer=_TEXT)

BIRTH = EventTypeVersion(
    name="Geboorte",
    version="1",
    title="Geboorte",
    schema=_object("kind", "geboortedatum", kind=_PERSON, geboortedatum=_TEXT, moeder=_PERSON, naam=_TEXT, akte=_ACT),
    accept_schema={"required": ["naam", "akte"]},
    source_types=frozenset({"verloskundige", "ouder", "arts", OFFICIAL}),
    identity_key=("/kind/objectId",),
    unique_keys={"aktenummer": "/akte/aktenummer"},
    subject_pointers=("/kind", "/moeder"),
    civil_status=True,
    may_lie_ahead=False,
    rank=10,
)
DEATH = EventTypeVersion(
    name="Overlijden",
    version="1",
    title="Overlijden",
    schema=_object("persoon", persoon=_PERSON, overlijdensdatum=_TEXT),
    identity_key=("/persoon/objectId",),
    subject_pointers=("/persoon",),
    rank=90,
)
MARRIAGE = EventTypeVersion(
    name="Huwelijk",
    version="1",
    title="Huwelijk",
    schema=_object(
        "partners", "huwelijksdatum", partners={"type": "array", "items": _PERSON}, huwelijksdatum={}, plaats=_TEXT
    ),
    identity_key=("/partners[]/objectId", "/huwelijksdatum"),
    subject_pointers=("/partners/*",),
    rank=20,
)
DISSOLUTION = EventTypeVersion(
    name="OntbindingVerbintenis",
    version="1",
    title="Ontbinding",
    schema=_object("reden", reden=_TEXT),
    required_references=(RequiredReference(event_types=("Huwelijk",)),),
    rank=30,
)
MOVE = EventTypeVersion(
    name="Verhuizing",
    version="1",
    title="Verhuizing",
    schema=_object("ingangsdatum", "adres", ingangsdatum={}, adres=_TEXT),
    material_pointer="/ingangsdatum",
    rank=50,
)
NAME_CHANGE = EventTypeVersion(
    name="Naamswijziging",
    version="1",
    title="Naamswijziging",
    schema=_object("nieuweNaam", nieuweNaam=_TEXT),
    constitutive=True,
)
ADOPTION = EventTypeVersion(
    name="Adoptie", version="1", title="Adoptie", schema=_object("uitspraak", uitspraak=_TEXT), acceptances=2
)
BSN = EventTypeVersion(
    name="BsnToegekend",
    version="1",
    title="BSN toegekend",
    schema=_object("persoon", "bsn", persoon=_PERSON, bsn=_TEXT),
    source_types=frozenset({"systeem"}),
    unique_keys={"bsn": "/bsn"},
    subject_pointers=("/persoon",),
)


class SmallCatalogue:
    """A catalogue of given versions; of one type the last given is the newest."""

    def __init__(
        self,
        versions: Iterable[EventTypeVersion],
        *,
        deprecations: Mapping[tuple[str, str], Deprecation] = MappingProxyType({}),
    ) -> None:
        self.deprecations = deprecations
        self.versions = {(version.name, version.version): version for version in versions}
        self._newest = {version.name: version for version in self.versions.values()}

    def version(self, name: str, version: str) -> EventTypeVersion:
        found = self.versions.get((name, version))
        if found is None:
            self.newest(name)
            known = tuple(number for of, number in self.versions if of == name)
            raise UnknownEventVersion(event_type=name, event_version=version, versions=known)
        return found

    def newest(self, name: str) -> EventTypeVersion:
        if name not in self._newest:
            raise UnknownEventType(event_type=name)
        return self._newest[name]

    def deprecation(self, name: str, version: str) -> Deprecation | None:
        return self.deprecations.get((name, version))


TYPES = SmallCatalogue((BIRTH, DEATH, MARRIAGE, DISSOLUTION, MOVE, NAME_CHANGE, ADOPTION, BSN))


def person() -> UUID:
    """A new human."""
    return uuid4()


def named(*people: UUID) -> list[dict[str, str]]:
    """References to persons, as they stand in data."""
    return [{"objectId": str(someone)} for someone in people]


def official(name: str = "A. de Wit", *, zones: Sequence[str] = (ZONE,), source_id: UUID | None = None) -> Principal:
    """A civil servant with every permission in the zones."""
    rights = dict.fromkeys(zones, frozenset(Permission))
    return Principal(source_id=source_id or uuid4(), source_type=OFFICIAL, name=name, zones=rights)


def source(source_type: str, *, zones: Sequence[str] = (ZONE,)) -> Principal:
    """Somebody who may submit claims and corrections and read, but not decide."""
    rights = frozenset({Permission.VIEW, Permission.SUBMIT_CLAIM, Permission.SUBMIT_CORRECTION})
    return Principal(source_id=uuid4(), source_type=source_type, name=source_type, zones=dict.fromkeys(zones, rights))


def claim(
    event_type: EventTypeVersion = BIRTH,
    *,
    data: Mapping[str, Any] | None = None,
    object_ids: Sequence[UUID] | None = None,
    by: Principal | None = None,
    **fields: Any,
) -> Draft:
    """A claim of the type; `about` someone by default a new person. Further fields are those of `Draft`."""
    about = tuple(object_ids) if object_ids is not None else (person(),)
    maker = by or source(min(event_type.source_types, default="burger"))
    said = data if data is not None else _said_of(event_type, about)
    draft = Draft(
        id=uuid4(),
        occurred_at=HAPPENED,
        object_ids=about,
        event_type=event_type.name,
        event_version=event_type.version,
        kind=Kind.CLAIM,
        source_id=maker.source_id,
        source_type=maker.source_type,
        references=(),
        data=said,
        zone=ZONE,
    )
    return replace(draft, **fields)


def birth(child: UUID | None = None, *, complete: bool = True, **fields: Any) -> Draft:
    """A claim of a birth; complete: with the name and the act that it takes to be accepted."""
    born = child or person()
    data: dict[str, Any] = {"kind": {"objectId": str(born)}, "geboortedatum": "2026-01-04"}
    if complete:
        data |= {"naam": "Anna", "akte": {"aktenummer": f"1A{born.hex[:6]}"}}
    return claim(BIRTH, **{"object_ids": (born,), "data": data, **fields})


def marriage(one: UUID, other: UUID, *, on: Any = "2026-01-04", **fields: Any) -> Draft:
    """A claim of a marriage."""
    data = {"partners": named(one, other), "huwelijksdatum": on}
    return claim(MARRIAGE, object_ids=(one, other), data=data, **fields)


def replacement(target: Draft, *, data: Mapping[str, Any] | None = None, **fields: Any) -> Draft:
    """A correction that gives the full new content; by default what the target says already, now by misslag."""
    said = data if data is not None else chains.said_by(target).data
    about = {"operation": "replace", "reason": "Verkeerd overgenomen.", "ground": "misslag", "data": said}
    return _correction(target, data=about, **fields)


def retraction(target: Draft, **fields: Any) -> Draft:
    """A correction that says that the target never happened."""
    return _correction(target, data={"operation": "retract", "reason": "Nooit gebeurd.", "ground": "misslag"}, **fields)


def correction(target: Draft, *, operation: str = "replace", **fields: Any) -> Draft:
    """A correction of the target."""
    return replacement(target, **fields) if operation == "replace" else retraction(target, **fields)


def validation(
    target: Draft,
    *,
    decision: str = "accepted",
    by: Principal | None = None,
    motivation: str | None = "Akkoord bevonden.",
    **fields: Any,
) -> Draft:
    """An official's decision on the target. `act`, `effective_from` and `checks` go into its data."""
    maker = by or official()
    data: dict[str, Any] = {"decision": decision, "checks": fields.pop("checks", [])}
    if motivation is not None:
        data["motivation"] = motivation
    data |= {name: fields.pop(name) for name in ("act", "effective_from") if name in fields}
    return _about(target, kind=Kind.VALIDATION, data=data, maker=maker, fields=fields)


def acceptance(target: Draft, **fields: Any) -> Draft:
    """An official's acceptance of the target."""
    return validation(target, decision="accepted", **fields)


def rejection(target: Draft, **fields: Any) -> Draft:
    """An official's rejection of the target."""
    return validation(target, decision="rejected", **fields)


def recorded(draft: Draft, *, at: datetime | None = None, order: int = 1, position: int | None = None) -> Event:
    """The draft as the log recorded it: the n-th event n minutes after START, unless said otherwise."""
    return Event.from_draft(draft, created_at=at or START + order * MINUTE, order=order, position=position)


def a_log(*drafts: Draft) -> Log:
    """A log of these, recorded in this order; nothing is decided about whether they may be."""
    return Log(recorded(draft, order=order) for order, draft in enumerate(drafts, start=1))


def moment_of(order: int) -> datetime:
    """When `a_log` recorded its n-th event."""
    return START + order * MINUTE


def _correction(target: Draft, *, data: Mapping[str, Any], by: Principal | None = None, **fields: Any) -> Draft:
    return _about(target, kind=Kind.CORRECTION, data=data, maker=by or source("burger"), fields=fields)


def _about(target: Draft, *, kind: Kind, data: Mapping[str, Any], maker: Principal, fields: Mapping[str, Any]) -> Draft:
    draft = Draft(
        id=uuid4(),
        occurred_at=target.occurred_at,
        object_ids=target.object_ids,
        event_type=target.event_type,
        event_version=target.event_version,
        kind=kind,
        source_id=maker.source_id,
        source_type=maker.source_type,
        references=(target.id,),
        data=data,
        zone=target.zone,
    )
    grounds = fields.get("grounds", ())
    rest = {name: value for name, value in fields.items() if name != "grounds"}
    return replace(draft, references=(target.id, *grounds), **rest)


def _said_of(event_type: EventTypeVersion, about: Sequence[UUID]) -> Mapping[str, Any]:
    """Data that satisfies one of the types above, about these persons."""
    people = named(*about)
    said: dict[str, Mapping[str, Any]] = {
        "Geboorte": {
            "kind": people[0],
            "geboortedatum": "2026-01-04",
            "naam": "Anna",
            "akte": {"aktenummer": f"1A{about[0].hex[:6]}"},
        },
        "Overlijden": {"persoon": people[0], "overlijdensdatum": "2026-01-04"},
        "Huwelijk": {"partners": people, "huwelijksdatum": "2026-01-04"},
        "OntbindingVerbintenis": {"reden": "echtscheiding"},
        "Verhuizing": {"ingangsdatum": "2026-01-04", "adres": "Dorpsstraat 1"},
        "Naamswijziging": {"nieuweNaam": "Jansen"},
        "Adoptie": {"uitspraak": "C/10/123"},
        "BsnToegekend": {"persoon": people[0], "bsn": "999990342"},
    }
    return said[event_type.name]


class Register:
    """A log that only lets through what may be recorded: the write path without a database."""

    def __init__(self, *, catalogue: SmallCatalogue = TYPES) -> None:
        self.catalogue = catalogue
        self.log = Log()

    def record(self, draft: Draft) -> Event:
        """Decide, and record. Raises the refusals of `decide`."""
        decided = decide(draft, log=self.log, catalogue=self.catalogue)
        event = recorded(decided, order=len(self.log) + 1)
        self.log = self.log.with_(event)
        return event

    def accept(self, target: Event, **fields: Any) -> Event:
        """Record an official's acceptance of the target, about the objects it must be about."""
        return self.record(acceptance(target, **{"object_ids": self.objects_of(target), **fields}))

    def reject(self, target: Event, **fields: Any) -> Event:
        """Record an official's rejection of the target."""
        return self.record(rejection(target, **{"object_ids": self.objects_of(target), **fields}))

    def retract(self, target: Event, **fields: Any) -> Event:
        """File a retraction of the target and have it accepted; the retraction."""
        filed = self.record(retraction(target, object_ids=self.objects_of(target), **fields))
        self.accept(filed)
        return filed

    def replace(self, target: Event, **fields: Any) -> Event:
        """File a replacement of the target and have it accepted; the replacement."""
        filed = self.record(replacement(target, **fields))
        self.accept(filed)
        return filed

    def objects_of(self, target: Event) -> tuple[UUID, ...]:
        """The objects that a decision on the target, or its retraction, is about."""
        return chains.objects_of(target, log=self.log, catalogue=self.catalogue)

    def standing(self, event: Event) -> StandingOf:
        """What the event counts for now."""
        return standing_of(event, log=self.log, catalogue=self.catalogue)

    def content(self, event: Event) -> chains.Content | None:
        """What the event says by law now."""
        return chains.content(event, log=self.log, catalogue=self.catalogue)

    def facts(self, view: View = View.LEGAL, *, as_at: datetime | None = None) -> tuple[Fact, ...]:
        """The effective facts as known at a formal moment, by default now."""
        moment = as_at or moment_of(len(self.log))
        return facts(self.log, catalogue=self.catalogue, as_at=moment, view=view)
