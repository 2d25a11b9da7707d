"""Answers as JSON. Nothing is decided here: it only gives what was found its names on the wire."""

from datetime import datetime
from typing import Any

from django.utils.text import camel_case_to_spaces

from events.domain.canonical import instant_text
from events.domain.checks import Examined
from events.domain.event import Event
from events.domain.moments import LAST_MOMENT, Period
from events.domain.refusals import Refusal
from readmodels.domain.attributes import date_form
from readmodels.domain.differences import Change
from readmodels.domain.holdings import Holding, of_attribute, of_consequence
from readmodels.domain.person import Issue
from readmodels.domain.reexamination import Reexamination
from readmodels.domain.rehearsals import Touched
from readmodels.domain.states import State
from readmodels.domain.timelines import Rectangle
from readmodels.queries.objects import Answer
from readmodels.queries.previews import Follows, Preview
from readmodels.queries.reexaminations import UnderInvestigation

ISSUES = {
    "na-overlijden": "Dit gebeurde na het overlijden.",
    "verbintenis-naast-verbintenis": "Er liep al een huwelijk of partnerschap.",
    "ontbinding-zonder-verbintenis": "De verbintenis die eindigt is niet bekend.",
    "einde-zonder-onderzoek": "Het onderzoek dat eindigt is niet bekend.",
    "derde-ouder": "Er zijn al twee ouders.",
    "gegevens-onleesbaar": "De gegevens zijn niet te lezen.",
    "grond-ingetrokken": "Een gebeurtenis waarop dit berust is ingetrokken.",
    "grond-niet-meer-aanvaard": "De aanvaarding van een gebeurtenis waarop dit berust is ingetrokken.",
}
"""What an issue means, for people."""


def envelope(answer: Answer) -> dict[str, Any]:
    """For which moments, rules and zones an answer is given."""
    rules_at = answer.asked.rules_at
    return {
        "geldigOp": instant_text(answer.asked.as_of),
        "beschikbaarOp": instant_text(answer.known.as_at),
        "inWerkingOp": None if rules_at is None else rules_at.isoformat(),
        "view": answer.asked.view.value,
        "provisional": answer.known.provisional,
        "zones": list(answer.known.zones),
    }


def state(found: State) -> dict[str, Any]:
    """A state: attributes, legal consequences and issues, each with the events that it rests on."""
    return {
        "objectId": str(found.object_id),
        "attributes": [holding(of_attribute(it)) | {"since": period(it.since)} for it in found.attributes],
        "consequences": [
            holding(of_consequence(it))
            | {
                "since": None if it.since is None else date_form(it.since),
                "until": None if it.until is None else date_form(it.until),
            }
            for it in found.consequences
        ],
        "issues": [issue(it) for it in found.issues],
    }


def holding(found: Holding) -> dict[str, Any]:
    """A value with what it rests on, and for a legal consequence the rule."""
    told: dict[str, Any] = {
        "name": found.name,
        "value": found.value,
        "uncertain": found.uncertain,
        "underInvestigation": found.in_doubt,
        "events": [str(event) for event in found.supports],
    }
    if found.rule:
        told |= {
            "rule": found.rule,
            "ruleVersion": found.version,
            "article": found.article,
            "determined": found.determined,
            "reason": found.reason or None,
        }
    return told


def rectangle(found: Rectangle) -> dict[str, Any]:
    """A value with the material and the formal interval in which it holds; ends are not included."""
    return holding(found.segment.holding) | {
        "geldigVan": instant_text(found.segment.since),
        "geldigTot": _moment(found.segment.until),
        "bekendVan": instant_text(found.known_from),
        "bekendTot": _moment(found.known_until),
    }


def change(found: Change) -> dict[str, Any]:
    """What is otherwise, over a stretch of material time, and because of which events."""
    return {
        "name": found.name,
        "geldigVan": instant_text(found.since),
        "geldigTot": _moment(found.until),
        "before": None if found.before is None else holding(found.before),
        "after": None if found.after is None else holding(found.after),
        "because": [str(event) for event in found.because],
    }


def event(found: Event) -> dict[str, Any]:
    """Enough of an event to recognise it; the event itself is read by its id."""
    return {
        "id": str(found.id),
        "event_type": found.event_type,
        "event_kind": found.kind.value,
        "event_source_type": found.source_type,
        "occurred_at": instant_text(found.occurred_at),
        "created_at": instant_text(found.created_at),
        "zone": found.zone,
    }


def reexamination(found: UnderInvestigation) -> dict[str, Any]:
    """A decision under investigation, with the difference."""
    concluded = found.concluded
    return {
        "claim": str(found.claim),
        "decision": str(found.decision),
        "eventType": found.event_type,
        "zone": found.zone,
        "objectIds": [str(it) for it in found.object_ids],
        "since": instant_text(found.since),
        "difference": found.name,
        "changes": [
            {
                "restedOn": it.rested,
                "name": it.name or None,
                "about": None if it.about is None else str(it.about),
                "before": it.before,
                "after": it.after,
                "because": [str(event) for event in it.because],
                "hidden": it.hidden,
            }
            for it in found.shifts
        ],
        "concluded": None
        if concluded is None
        else {"motivation": concluded.motivation, "at": instant_text(concluded.concluded_at)},
    }


def preview(found: Preview) -> dict[str, Any]:
    """What would be checked, and what would follow."""
    once = None
    if found.trial is not None:
        once = {
            "refusal": _refusal(found.trial.refusal),
            "checks": [check(it) for it in found.trial.checks],
            **_follows(found.once_accepted),
        }
    return {
        "recordable": found.rehearsed.refusal is None,
        "refusal": _refusal(found.rehearsed.refusal),
        "checks": [check(it) for it in found.rehearsed.checks],
        **_follows(found.at_once),
        "onceAccepted": once,
    }


def _follows(found: Follows | None) -> dict[str, Any]:
    """What would be otherwise, and which decisions would come under investigation."""
    return {
        "difference": [touched(it) for it in (() if found is None else found.touched)],
        "underInvestigation": [_again(it) for it in (() if found is None else found.reexaminations)],
    }


def _again(found: Reexamination) -> dict[str, Any]:
    return {
        "claim": str(found.claim.id),
        "decision": str(found.decision.id),
        "eventType": found.claim.event_type,
        "objectIds": [str(it) for it in found.object_ids],
        "changes": [
            {
                "restedOn": it.rested.value,
                "name": it.name,
                "about": str(it.about),
                "before": it.before,
                "after": it.after,
                "because": [str(event_id) for event_id in it.because],
                "hidden": False,
            }
            for it in found.shifts
        ],
    }


def check(found: Examined) -> dict[str, Any]:
    """One check and how it comes out."""
    return {
        "check": found.name,
        "outcome": found.outcome,
        "overrulable": found.overrulable,
    }


def touched(found: Touched) -> dict[str, Any]:
    """What changes for one object."""
    return {"objectId": str(found.object_id), "changes": [change(it) for it in found.changes]}


def issue(found: Issue) -> dict[str, Any]:
    """Something that does not fit."""
    return {
        "code": found.code,
        "message": ISSUES.get(found.code, found.code),
        "events": [str(event_id) for event_id in found.supports],
    }


def period(found: Period) -> dict[str, Any]:
    """The first and the last moment at which something can have begun; no last one when that is not known."""
    return {"earliest": instant_text(found.earliest), "latest": _moment(found.latest)}


def _refusal(found: Refusal | None) -> str | None:
    """The name of a refusal, as in the type of its problem."""
    return None if found is None else camel_case_to_spaces(type(found).__name__).replace(" ", "-")


def _moment(found: datetime | None) -> str | None:
    return None if found is None or found == LAST_MOMENT else instant_text(found)
