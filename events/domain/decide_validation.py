"""Whether an official may decide on a claim or correction, and what his decision records."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from events.domain import acts, chains, checks, moments, readings, shapes, submissions
from events.domain.canonical import instant_text
from events.domain.chains import Content
from events.domain.checks import Check
from events.domain.decide_claim import CLOCK_SKEW_MAX
from events.domain.decide_correction import refuse_place, refuse_without_ground, target_of
from events.domain.event import Decision, Draft, Event, Kind, Operation
from events.domain.event_types import Catalogue
from events.domain.examining import UNEXAMINED, Examination, Examiner
from events.domain.log import Log
from events.domain.permissions import OFFICIAL
from events.domain.readings import View, decision_of, operation_of
from events.domain.refusals import (
    AlreadyDecided,
    AlreadyDecidedByYou,
    EffectiveFromNotAllowed,
    MomentOutOfRange,
    MotivationRequired,
    NotAnOfficial,
    SelfValidation,
    TargetMissing,
)
from events.domain.suppositions import Supposition, refuse_two_in_force, suppose

EFFECTIVE_FROM = "/event_data/effective_from"


def decide_validation(
    draft: Draft,
    *,
    log: Log,
    catalogue: Catalogue,
    now: datetime | None = None,
    examine: Examiner = UNEXAMINED,
) -> Draft:
    """The decision, fit to be recorded, with its `checks` completed.

    Raises IdentifierInUse, NotAnOfficial, TargetMissing, ReferenceNotFound, TargetMismatch, InvalidData,
    ObjectsMismatch, SelfValidation, AlreadyDecided, AlreadyDecidedByYou, MotivationRequired, EffectiveFromNotAllowed,
    ChainMoved, NothingToRetract, ClaimRejected, GroundMissing, SameOccurrence, NotUnique, ReferenceMissing,
    ChecksFailed, and (told what time it is) MomentOutOfRange.
    """
    submissions.refuse_known_id(draft, log=log)
    target = _target(draft, log=log, catalogue=catalogue, now=now, own_checks=checks.OURS | examine.names)
    _refuse_interested(draft, target=target, log=log)
    _refuse_decided(draft, target=target, log=log, catalogue=catalogue)
    _refuse_without_motivation(draft, target=target)
    content = chains.content(target, log=log, catalogue=catalogue)
    _refuse_act(draft, target=target, content=content, log=log)
    _refuse_effective_from(draft, content=content)
    supposed = suppose(draft, accepting=target.id, log=log, catalogue=catalogue)
    made = _checks(draft, target=target, content=content, supposed=supposed, examine=examine)
    if decision_of(draft) is Decision.ACCEPTED:
        _refuse_broken_chain(target, supposed=supposed)
        checks.refuse_failed(made, draft=draft)
    return replace(draft, data={**draft.data, "checks": checks.completed(made, draft=draft)})


def _refuse_broken_chain(target: Event, *, supposed: Supposition) -> None:
    """What a correction was checked for on filing is checked again on accepting it; a rejection changes no chain."""
    if target.kind is Kind.CORRECTION:
        refuse_place(target, supposed=supposed)
        refuse_without_ground(target, supposed=supposed)
    refuse_two_in_force(supposed, tip=target.id)


def _target(draft: Draft, *, log: Log, catalogue: Catalogue, now: datetime | None, own_checks: frozenset[str]) -> Event:
    """What is decided on, when the decision has the shape of one."""
    if draft.source_type != OFFICIAL:
        raise NotAnOfficial(source_type=draft.source_type)
    target = target_of(draft, log=log)
    if target.kind is Kind.VALIDATION:
        raise TargetMissing(
            reason="A validation is not decided on: retract it, and have the retraction decided on.",
            pointer="/event_reference/0",
        )
    submissions.refuse_other_shape(draft, target=target)
    submissions.refuse_invalid(shapes.misshapen_decision(draft, own_checks=own_checks), draft=draft)
    submissions.refuse_unknown_grounds(draft, log=log)
    objects = chains.objects_of(target, log=log, catalogue=catalogue)
    submissions.refuse_other_objects(draft, object_ids=objects)
    if now is not None and draft.occurred_at > now + CLOCK_SKEW_MAX:
        raise MomentOutOfRange(
            moment=instant_text(draft.occurred_at),
            reason="A decision is not taken in the future.",
            pointer="/occurred_at",
        )
    return target


def _refuse_interested(draft: Draft, *, target: Event, log: Log) -> None:
    """Nobody decides on what he said himself, nor on the retraction (or its undoing) of his own validation."""
    subject = chains.subject_of(target, log=log)
    own_decision = subject.kind is Kind.VALIDATION and subject.source_id == draft.source_id
    if target.source_id == draft.source_id or own_decision:
        raise SelfValidation(event_id=target.id, pointer="/event_reference/0")


def _refuse_decided(draft: Draft, *, target: Event, log: Log, catalogue: Catalogue) -> None:
    link = readings.link_of(target, log=log, catalogue=catalogue, view=View.LEGAL)
    if link.is_decided:
        raise AlreadyDecided(event_id=target.id, pointer="/event_reference/0")
    if any(decision.source_id == draft.source_id for decision in (*link.accepts, *link.rejects)):
        raise AlreadyDecidedByYou(event_id=target.id, pointer="/event_reference/0")


def _refuse_without_motivation(draft: Draft, *, target: Event) -> None:
    if checks.has_motivation(draft):
        return
    if decision_of(draft) is Decision.REJECTED:
        raise MotivationRequired(reason="This rejects.", pointer="/event_data/motivation")
    if operation_of(target) is Operation.RETRACT:
        raise MotivationRequired(reason="This accepts a retraction.", pointer="/event_data/motivation")


def _refuse_act(draft: Draft, *, target: Event, content: Content | None, log: Log) -> None:
    """An act belongs to the acceptance of something with content; it adds, and names only persons that are objects."""
    if "act" not in draft.data:
        return
    if content is None or decision_of(draft) is Decision.REJECTED:
        message = "Leave act out: it belongs to the acceptance of a claim or replacement."
        submissions.refuse_invalid((shapes.wrong("/act", "unexpected", message),), draft=draft)
        return
    act = draft.data["act"]
    submissions.refuse_invalid(tuple(acts.conflicts(content.data, act=act, pointer=checks.ACT)), draft=draft)
    together = acts.merged(content.data, act=act)
    submissions.refuse_unnamed_persons(together, object_ids=draft.object_ids, event_type=content.event_type)
    submissions.refuse_unlinked_events(
        act,
        grounds=submissions.grounds_of(draft, target, log=log),
        draft=draft,
        log=log,
        event_type=content.event_type,
        pointer=checks.ACT,
    )


def _refuse_effective_from(draft: Draft, *, content: Content | None) -> None:
    """Only the acceptance of something constitutive works ex nunc, and never before it happened."""
    stated = moments.parse_instant(draft.data.get("effective_from"))
    if stated is None:
        return
    if content is None or decision_of(draft) is Decision.REJECTED:
        raise EffectiveFromNotAllowed(reason="Here nothing takes effect.", pointer=EFFECTIVE_FROM)
    if not content.event_type.constitutive:
        raise EffectiveFromNotAllowed(reason="This type is not constitutive.", pointer=EFFECTIVE_FROM)
    added = chains.Said(acts.merged(content.data, act=_act(draft)), content.occurred_at)
    if stated < moments.material_moment(added, content.event_type).earliest:
        raise EffectiveFromNotAllowed(reason="It lies before the material moment.", pointer=EFFECTIVE_FROM)


def _checks(
    draft: Draft, *, target: Event, content: Content | None, supposed: Supposition, examine: Examiner
) -> list[Check]:
    """Every check of this decision: ours in a fixed order, those of the state, and then the official's own."""
    log, catalogue = supposed.log, supposed.catalogue
    comes_to_hold = supposed.content_after if supposed.content_after != supposed.content_before else None
    bearers = [it.event for it in (content, comes_to_hold) if it is not None]
    grounds = _grounds((draft, target, *bearers), log=log)
    made = [checks.of_grounds(grounds, log=log, catalogue=catalogue)]
    if comes_to_hold is not None:
        claimed = [*grounds, *_grounds((log[supposed.root_id],), log=log)]
        made.append(checks.of_required_grounds(comes_to_hold, grounds=claimed, log=log, catalogue=catalogue))
    made.append(checks.of_content(supposed, content=content, act=_act(draft)))
    made += checks.of_keys(supposed)
    if comes_to_hold is not None:
        claim = log[supposed.root_id]
        made += examine(Examination(claim=claim, content=comes_to_hold, log=log, catalogue=catalogue))
    return [*made, *checks.of_official(draft, own_checks=checks.OURS | examine.names)]


def _grounds(bearing: Iterable[Draft], *, log: Log) -> list[Event]:
    """The grounds of these: a decision, its target, and the content that it is about or revives."""
    ids = dict.fromkeys(ground for event in bearing for ground in event.grounds)
    return [log[ground] for ground in ids if ground in log]


def _act(draft: Draft) -> Mapping[str, Any]:
    act = draft.data.get("act")
    return act if isinstance(act, Mapping) else {}
