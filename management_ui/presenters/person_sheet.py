"""The sheet of a person in words: who he is, what holds of him in groups, and for which moments that is told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from events.catalogue import catalogue
from events.domain.event import Event, Kind
from events.domain.log import Log
from events.domain.moments import UNKNOWN_MOMENT, PartialDate, Period
from management_ui.presenters import person_codes, person_values
from management_ui.presenters.holdings import holding_title, is_by_law
from management_ui.presenters.moments import date_text, moment_text, recorded_text
from management_ui.presenters.person_values import Part, kind_of
from management_ui.presenters.persons import Names, name_text, names_of
from management_ui.presenters.sources import source_text
from readmodels.domain.attributes import Attribute
from readmodels.domain.holdings import Holding, holdings, reference_to
from readmodels.domain.known import local_day
from readmodels.domain.law.consequence import Consequence
from readmodels.domain.states import State
from readmodels.queries import code_tables
from readmodels.queries.known import Known

IDENTITY, PARENTS, PARTNER, CHILDREN, RESIDENCE, NATIONALITY, CUSTODY, REGISTRATION, OTHER = (
    "identity", "parents", "partner", "children", "residence", "nationality", "custody", "registration", "other",
)  # fmt: skip
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    IDENTITY: (
        "naam", "geslachtsnaam", "naamgebruik", "geboorte", "geslacht", "burgerservicenummer", "anummer", "overlijden",
    ),
    PARENTS: ("ouderschap", "ouder", "nietige erkenning", "ouderschap ontvallen"),
    PARTNER: ("burgerlijke staat", "verbintenis"),
    CHILDREN: ("kind",),
    RESIDENCE: ("verblijfplaats", "woonadres"),
    NATIONALITY: ("nationaliteit",),
    CUSTODY: ("gezag", "gezagsbeslissing", "curatele"),
    REGISTRATION: ("einde bijhouding", "opschorting", "geheimhouding", "onderzoek"),
}  # fmt: skip
"""Which kinds of value stand together, in the order in which an official reads them; all others under `other`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A mark beside a value or a name: its colour, and what it says."""

    tone: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One value: what it is called, what it says, since when, by whom, by which article, and what is to be noticed."""

    label: str
    parts: tuple[Part, ...]
    since: str
    source: str
    recorded: str
    review: UUID | None
    article: str
    badges: tuple[Badge, ...]
    reason: str
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Values that belong together."""

    name: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A fact that does not fit, with the event to look at."""

    text: str
    review: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """What is needed to tell of values: the visible events, names, accounts and the clock."""

    log: Log
    names: Names
    people: Mapping[UUID, str]
    now: datetime

    def claim(self, supports: Iterable[UUID]) -> Event | None:
        """The first claim among these that may be seen."""
        events = (self.log.get(it) for it in supports)
        return next((it for it in events if it is not None and it.kind is Kind.CLAIM), None)

    def told_by(self, supports: Iterable[UUID]) -> Event | None:
        """The event that says it as it stands: a correction that was accepted, else the claim."""
        events = [it for it in map(self.log.get, supports) if it is not None and it.kind is not Kind.VALIDATION]
        return max(events, key=lambda it: (it.kind is Kind.CORRECTION, it.created_at), default=None)


def teller_of(known: Known, *, people: Mapping[UUID, str], now: datetime) -> Teller:
    """A teller of what was known at the moment of the answer."""
    log = known.log.as_known_at(known.as_at)
    names = replace(names_of(log, catalogue=catalogue()), code=code_tables.descriptions())
    return Teller(log=log, names=names, people=people, now=now)


def groups(state: State, *, teller: Teller) -> tuple[Group, ...]:
    """What holds, in groups; a group of which nothing is known is left out."""
    told = {kind: name for name, kinds in GROUPS.items() for kind in kinds}
    found: dict[str, list[tuple[int, Line]]] = {}
    values: tuple[Attribute | Consequence, ...] = (*state.attributes, *state.consequences)
    named = {it.name: it.value for it in state.attributes}
    for found_holding, value in zip(holdings(state), values, strict=True):
        holding = _with_parent(found_holding, named)
        kind = kind_of(holding.name)
        name = told.get(kind, OTHER)
        place = GROUPS[name].index(kind) if name in GROUPS else 0
        found.setdefault(name, []).append((place, line(holding, value, teller=teller)))
    return tuple(
        Group(
            name=name,
            title=_titles()[name],
            lines=tuple(it for _place, it in sorted(found[name], key=lambda pair: pair[0])),
        )
        for name in (*GROUPS, OTHER)
        if name in found
    )


def line(holding: Holding, value: Attribute | Consequence, *, teller: Teller) -> Line:
    """One value."""
    told_by = teller.told_by(holding.supports)
    claim = teller.claim(holding.supports)
    by_law = is_by_law(holding.name)
    return Line(
        label=holding_title(holding.name),
        parts=person_values.parts(holding, names=teller.names),
        since=since_text(value.since),
        source="" if told_by is None or by_law else source_text(told_by, people=teller.people),
        recorded="" if told_by is None or by_law else recorded_text(told_by.created_at, now=teller.now),
        review=None if claim is None or by_law else claim.id,
        article=holding.article,
        badges=tuple(badges_of(holding, log=teller.log)),
        reason=holding.reason,
        reference=reference_to(holding.name).digest,
    )


def _with_parent(holding: Holding, named: Mapping[str, Any]) -> Holding:
    """The same, with the parent who is meant by his place as he was stated."""
    for member in ("ouder", "erkenner"):
        stated = named.get(f"ouder/{holding.value.get(member)}") if isinstance(holding.value, Mapping) else None
        if is_by_law(holding.name) and isinstance(stated, Mapping):
            return replace(holding, value={**holding.value, member: name_text(stated["ouder"].get("naam", {}))})
    return holding


def badges_of(holding: Holding, *, log: Log) -> Iterator[Badge]:
    """What is to be noticed about a value."""
    if is_by_law(holding.name):
        yield Badge(tone="info", text=_("By law"))
    if is_corrected(holding, log=log):
        yield Badge(tone="info", text=_("After a correction"))
    if holding.uncertain:
        yield Badge(tone="warning", text=_("Uncertain"))
    if holding.in_doubt:
        yield Badge(tone="warning", text=_("Under investigation"))


def is_corrected(holding: Holding, *, log: Log) -> bool:
    """Whether it rests on a correction."""
    return any(event is not None and event.kind is Kind.CORRECTION for event in map(log.get, holding.supports))


def since_text(since: Period | PartialDate | None) -> str:
    """Since when a value holds, as far as that is known; "" when nothing is said of it."""
    if since is None:
        return ""
    if isinstance(since, PartialDate):
        return date_text(since.text) if since.text else _("date unknown")
    if since.is_certain or since.earliest == UNKNOWN_MOMENT:
        return moment_text(since.earliest)
    first, last = local_day(since.earliest), local_day(since.latest)
    if (first.year, first.month) == (last.year, last.month):
        return date_text(f"{first:%Y-%m}")
    if first.year == last.year:
        return date_text(f"{first.year:04d}")
    return _("between %(first)s and %(last)s") % {
        "first": date_text(first.isoformat()),
        "last": date_text(last.isoformat()),
    }


def notices(state: State, *, teller: Teller) -> tuple[Notice, ...]:
    """What does not fit, and is for an official to look at."""
    found = []
    for issue in state.issues:
        claim = teller.claim(issue.supports)
        found.append(Notice(text=person_codes.issue(issue.code), review=None if claim is None else claim.id))
    return tuple(found)


def _titles() -> Mapping[str, str]:
    return {
        IDENTITY: _("Identity"),
        PARENTS: _("Parents"),
        PARTNER: _("Partner"),
        CHILDREN: _("Children"),
        RESIDENCE: _("Residence"),
        NATIONALITY: _("Nationality"),
        CUSTODY: _("Custody"),
        REGISTRATION: _("Registration"),
        OTHER: _("Other"),
    }
