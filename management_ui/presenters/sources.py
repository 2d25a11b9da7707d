"""Who said it: the authority of a source, and the kinds and standings of events, in words."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from events.domain.event import Decision, Event, Kind, Operation
from events.domain.standing import StandingOf


def source_text(event: Event, *, people: Mapping[UUID, str]) -> str:
    """The authority with which somebody spoke (the register's own word, Dutch), and his name if he has an account."""
    return " ".join(part for part in (event.source_type.replace("_", " "), people.get(event.source_id)) if part)


def kind_text(event: Event) -> str:
    """The kind of an event as its badge says it."""
    if event.kind is Kind.CLAIM:
        return _("Claim")
    if event.kind is Kind.VALIDATION:
        return _("Validation")
    return _("Retraction") if event.data.get("operation") == Operation.RETRACT else _("Correction")


def deed_text(event: Event, *, title: str) -> str:
    """What an event did, as a line of the timeline: "Geboorte claimed", "Geboorte accepted"."""
    if event.kind is Kind.CLAIM:
        return _("%(title)s claimed") % {"title": title}
    if event.kind is Kind.CORRECTION:
        if event.data.get("operation") == Operation.RETRACT:
            return _("%(title)s: retraction asked") % {"title": title}
        return _("%(title)s: correction asked") % {"title": title}
    if event.data.get("decision") == Decision.ACCEPTED:
        return _("%(title)s accepted") % {"title": title}
    return _("%(title)s rejected") % {"title": title}


def standing_text(standing: StandingOf) -> str:
    """What a claim or correction counts for."""
    return {
        StandingOf.OPEN: _("To decide"),
        StandingOf.ACCEPTED: _("Accepted"),
        StandingOf.REJECTED: _("Rejected"),
        StandingOf.CORRECTED: _("Corrected"),
        StandingOf.RETRACTED: _("Retracted"),
        StandingOf.SETTLED: _("Settled by another claim"),
    }[standing]


def standing_tone(standing: StandingOf) -> str:
    """The colour of a standing's badge."""
    return {
        StandingOf.OPEN: "info",
        StandingOf.ACCEPTED: "safe",
        StandingOf.REJECTED: "danger",
        StandingOf.CORRECTED: "warning",
        StandingOf.RETRACTED: "danger",
        StandingOf.SETTLED: "warning",
    }[standing]
