"""Whether and how an event can be corrected, tried with the rules themselves; and what stands now."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from events import processing
from events.catalogue import catalogue
from events.commands.rehearsing import rehearse
from events.domain.canonical import instant_text
from events.domain.checks import UNWRITTEN
from events.domain.event import Kind, Operation
from events.domain.permissions import Principal
from events.domain.readings import operation_of
from events.domain.refusals import Refusal, ZoneForbidden
from events.domain.shapes import ERROR_OF_THE_OFFICE
from events.domain.wire import parse_submission
from events.models import ClaimDraft
from events.queries.chain_ends import ChainEnd, chain_end
from events.queries.claim_drafts import drafts_of
from management_ui.presenters.persons import names_of
from management_ui.presenters.queue import persons_text
from management_ui.presenters.refusals import sentence
from management_ui.presenters.values import Row, rows
from readmodels.queries import code_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to correct: what it is called and means, and why it is not possible ("" when it is)."""

    operation: str
    title: str
    meaning: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correctable:
    """An event as the page of its correction shows it. `drafts` are his own that correct it already."""

    end: ChainEnd
    title: str
    persons: str
    rows: tuple[Row, ...]
    ways: tuple[Way, ...]
    drafts: tuple[ClaimDraft, ...]

    def allows(self, operation: str) -> bool:
        """Whether it can be corrected in this way."""
        return any(way.operation == operation and not way.why_not for way in self.ways)


def correctable(event_id: UUID, *, principal: Principal, now: datetime) -> Correctable:
    """The event with the ways to correct it, its reading written down. Raises EventNotFound."""
    with transaction.atomic():
        end = chain_end(event_id, principal=principal)
        subjects = {object_id for event in end.log for object_id in event.object_ids}
        processing.record(
            "Correctie voorbereid", principal=principal, subjects=subjects, activity=processing.Activity.READ
        )
    names = replace(names_of(end.log, catalogue=catalogue()), code=code_tables.description)
    data = {} if end.content is None else end.content.data
    return Correctable(
        end=end,
        title=end.event_type.title,
        persons=persons_text(end.event, catalogue=catalogue(), names=names),
        rows=rows(data, schema=end.event_type.schema, names=names),
        ways=tuple(_ways(end, principal=principal, now=now)),
        drafts=tuple(draft for draft in drafts_of(principal) if draft.about == event_id),
    )


def _ways(end: ChainEnd, *, principal: Principal, now: datetime) -> Iterator[Way]:
    if end.content is not None and end.event.kind is not Kind.VALIDATION:
        yield Way(
            operation=Operation.REPLACE.value,
            title=_("It was otherwise"),
            meaning=_("You give the whole content as it should have been; what stands now is filled in already."),
            why_not=_why_not(_replacement(end), principal=principal, now=now),
        )
    title, meaning = _retraction_words(end)
    yield Way(
        operation=Operation.RETRACT.value,
        title=title,
        meaning=meaning,
        why_not=_why_not(_retraction(end), principal=principal, now=now),
    )


def _retraction_words(end: ChainEnd) -> tuple[str, str]:
    if end.target.kind is Kind.VALIDATION:
        return _("This decision was wrong"), _("The decision falls, and what it was about waits for a decision again.")
    if operation_of(end.target) is Operation.RETRACT:
        return _("It happened after all"), _("The retraction falls, and what stood before it holds again.")
    return _("It never happened"), _("What stands now falls, with everything that followed from it.")


def _retraction(end: ChainEnd) -> dict[str, Any]:
    data = {"operation": Operation.RETRACT.value, "reason": UNWRITTEN, "ground": ERROR_OF_THE_OFFICE}
    return {"event_reference": [str(end.target.id)], "event_data": data}


def _replacement(end: ChainEnd) -> dict[str, Any]:
    assert end.content is not None
    body = _retraction(end)
    body["event_data"] |= {"operation": Operation.REPLACE.value, "data": dict(end.content.data)}
    body["occurred_at"] = instant_text(end.content.occurred_at)
    body["object_ids"] = [str(person) for person in end.content.object_ids]
    return body


def _why_not(body: dict[str, Any], *, principal: Principal, now: datetime) -> str:
    """Why it would be refused; "" when it would be recorded."""
    try:
        rehearse(parse_submission(body, kind=Kind.CORRECTION, principal=principal), principal=principal, now=now)
    except ZoneForbidden:
        return _("You are not allowed to submit corrections in this zone.")
    except Refusal as refusal:
        return sentence(refusal)
    return ""
