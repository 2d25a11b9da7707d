"""A decision under investigation in the words of an official: what it rested on, as known then and as known now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from events.domain.event import Decision, Event, Kind
from events.domain.event_types import Catalogue
from events.domain.log import Log
from events.domain.readings import decision_of, declared
from management_ui.presenters.checks import check_title_and_law
from management_ui.presenters.comparison import Change
from management_ui.presenters.history import Happening, Teller, happening
from management_ui.presenters.moments import recorded_text
from management_ui.presenters.persons import Names
from management_ui.presenters.queue import PersonLink, person_links, persons_text
from management_ui.presenters.values import Schema, rows
from readmodels.domain.reexamination import Rested
from readmodels.queries.reexaminations import Shifted, UnderInvestigation


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One decision in the list."""

    decision: UUID
    title: str
    persons: str
    zone: str
    since: str
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that the decision rested on: what it is, each value of it then and now, and what changed it."""

    title: str
    badge: str
    tone: str
    hidden: bool
    changes: tuple[Change, ...]
    because: tuple[Happening, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """The page of one decision."""

    claim: UUID
    title: str
    persons: str
    links: tuple[PersonLink, ...]
    zone: str
    since: str
    difference: str
    was_accepted: bool
    decision: Happening | None
    differences: tuple[Difference, ...]
    motivation: str


def line(found: UnderInvestigation, *, log: Log, catalogue: Catalogue, names: Names, zone: str, now: datetime) -> Line:
    """One decision in the list."""
    return Line(
        decision=found.decision,
        title=_title(found, log=log, catalogue=catalogue),
        persons=_persons(found, log=log, catalogue=catalogue, names=names),
        zone=zone,
        since=recorded_text(found.since, now=now),
        changed=tuple(dict.fromkeys(_thing(it, names=names) for it in found.shifts)),
    )


def inquiry(found: UnderInvestigation, *, teller: Teller, zone: str) -> Inquiry:
    """The page of one decision."""
    decision = teller.log.get(found.decision)
    return Inquiry(
        claim=found.claim,
        title=_title(found, log=teller.log, catalogue=teller.catalogue),
        persons=_persons(found, log=teller.log, catalogue=teller.catalogue, names=teller.names),
        links=_links(found, teller=teller),
        zone=zone,
        since=recorded_text(found.since, now=teller.now),
        difference=found.name,
        was_accepted=decision is None or decision_of(decision) is Decision.ACCEPTED,
        decision=None if decision is None else happening(decision, teller=teller),
        differences=tuple(_difference(it, teller=teller) for it in found.shifts),
        motivation="" if found.concluded is None else found.concluded.motivation,
    )


def _difference(shift: Shifted, *, teller: Teller) -> Difference:
    because = [event for event in map(teller.log.get, shift.because) if event is not None]
    badge, tone = _badge(shift)
    return Difference(
        title=_thing(shift, names=teller.names),
        badge=badge,
        tone=tone,
        hidden=shift.hidden and shift.rested != Rested.CHECK,
        changes=_changes(shift, teller=teller),
        because=tuple(happening(event, teller=teller) for event in because if event.kind is not Kind.VALIDATION),
    )


def _badge(shift: Shifted) -> tuple[str, str]:
    if shift.rested == Rested.CHECK:
        return (_("Passes now"), "safe") if shift.after else (_("Fails now"), "danger")
    return (_("Fell"), "warning") if shift.after is None and not shift.hidden else (_("Changed"), "warning")


def _thing(shift: Shifted, *, names: Names) -> str:
    """What it is that the decision rested on."""
    if shift.rested == Rested.CHECK:
        return _("Check: %(check)s") % {"check": check_title_and_law(shift.name)}
    if shift.hidden:
        return _("Something in a zone that you may not see")
    if shift.rested == Rested.GROUND:
        return _("Ground: %(event_type)s") % {"event_type": shift.name}
    person = "" if shift.about is None else names.of(shift.about)
    titles = {
        "geboorte": _("Birth of %(person)s"),
        "overlijden": _("Death of %(person)s"),
        "ouder": _("Parent of %(person)s"),
        "verbintenis": _("Marriage or partnership of %(person)s"),
    }
    title = titles.get(shift.name.partition("/")[0], "%(name)s – %(person)s")
    return title % {"person": person, "name": shift.name}


def _changes(shift: Shifted, *, teller: Teller) -> tuple[Change, ...]:
    """Each value that is otherwise now; of a check how it comes out."""
    if shift.rested == Rested.CHECK:
        outcomes = {True: _("passes"), False: _("fails"), None: ""}
        return (Change(label=_("Outcome"), old=outcomes[shift.before], new=outcomes[shift.after]),)
    if shift.hidden:
        return ()
    schema = _schema(shift, teller=teller)
    old, new = (
        {row.pointer: row for row in rows(_said(it, shift=shift), schema=schema, names=teller.names)}
        for it in (shift.before, shift.after)
    )
    found = (
        Change(
            label=(new.get(pointer) or old[pointer]).label,
            old=old[pointer].text if pointer in old else "",
            new=new[pointer].text if pointer in new else "",
        )
        for pointer in dict.fromkeys([*old, *new])
    )
    return tuple(change for change in found if change.is_changed)


def _said(value: Any, *, shift: Shifted) -> Mapping[str, Any]:
    """A value as an object with members."""
    if value is None:
        return {}
    if shift.rested == Rested.GROUND:
        said: Mapping[str, Any] = value["gegevens"]
        return said
    return {"waarde": value}


def _schema(shift: Shifted, *, teller: Teller) -> Schema:
    """The schema of a ground's own data; a value of a person has titles of its own."""
    if shift.rested == Rested.GROUND and shift.about is not None and shift.about in teller.log:
        return declared(teller.log[shift.about], catalogue=teller.catalogue).schema
    return {"properties": {"waarde": {"title": _("Value")}}}


def _title(found: UnderInvestigation, *, log: Log, catalogue: Catalogue) -> str:
    claim = log.get(found.claim)
    return found.event_type if claim is None else declared(claim, catalogue=catalogue).title


def _persons(found: UnderInvestigation, *, log: Log, catalogue: Catalogue, names: Names) -> str:
    claim: Event | None = log.get(found.claim)
    return "" if claim is None else persons_text(claim, catalogue=catalogue, names=names)


def _links(found: UnderInvestigation, *, teller: Teller) -> tuple[PersonLink, ...]:
    """Whom the claim is about, and of whom something changed: as far as there are pages of them."""
    claim = teller.log.get(found.claim)
    names, readable = teller.names, teller.log.objects
    own = () if claim is None else person_links(claim, catalogue=teller.catalogue, names=names, readable=readable)
    others = {shift.about for shift in found.shifts if shift.about in readable} - {it.id for it in own}
    return (
        *own,
        *sorted((PersonLink(id=it, name=names.of(it)) for it in others), key=lambda it: (it.name, str(it.id))),
    )
