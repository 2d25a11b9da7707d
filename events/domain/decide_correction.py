"""Whether a correction may be filed, and (again) whether it may be accepted: its place in the chain and its ground."""

from datetime import datetime

from events.domain import chains, readings, shapes, submissions, suppositions
from events.domain.decide_claim import refuse_ahead
from events.domain.event import Draft, Event, Kind, Operation
from events.domain.event_types import Catalogue
from events.domain.log import Log, root_of
from events.domain.readings import operation_of
from events.domain.refusals import (
    ChainMoved,
    ClaimRejected,
    GroundMissing,
    NothingToRetract,
    ReferenceNotFound,
    TargetMissing,
)
from events.domain.suppositions import Supposition, suppose


def decide_correction(draft: Draft, *, log: Log, catalogue: Catalogue, now: datetime | None = None) -> Draft:
    """The correction, fit to be filed: it would leave the chain linear if it were accepted now.

    Raises IdentifierInUse, TargetMissing, ReferenceNotFound, TargetMismatch, InvalidData, ObjectsMismatch, ChainMoved,
    AlreadyDecided, NothingToRetract, ClaimRejected, GroundMissing, and (told what time it is) MomentOutOfRange.
    """
    submissions.refuse_known_id(draft, log=log)
    target = target_of(draft, log=log)
    submissions.refuse_other_shape(draft, target=target)
    submissions.refuse_invalid(shapes.misshapen_correction(draft), draft=draft)
    _refuse_kind_of_target(draft, target=target)
    submissions.refuse_unknown_grounds(draft, log=log)
    _refuse_content(draft, target=target, log=log, catalogue=catalogue, now=now)
    supposed = suppose(draft, accepting=draft.id, log=log, catalogue=catalogue)
    refuse_place(draft, supposed=supposed)
    refuse_without_ground(draft, supposed=supposed)
    return draft


def refuse_place(correction: Draft, *, supposed: Supposition) -> None:
    """Pass, or raise: the chain stays linear. Asked on filing, and again on accepting.

    A replacement targets the tip; a retraction the tip, a validation in force or a retraction in force; nothing may be
    left with two corrections or two outcomes in force; a rejected claim is not corrected. Raises ChainMoved,
    AlreadyDecided, NothingToRetract, ClaimRejected.
    """
    log, before = supposed.log, supposed.before
    target = target_of(correction, log=log)
    subject = chains.subject_of(target, log=log)
    about_a_decision = subject.kind is Kind.VALIDATION
    if before[supposed.root_id].rejects and not about_a_decision:
        raise ClaimRejected(event_id=supposed.root_id, pointer="/event_reference/0")
    tip = chains.tip_in(before, subject.id if about_a_decision else supposed.root_id).id
    suppositions.refuse_two_in_force(supposed, tip=tip)
    retracts, in_force = operation_of(correction) is Operation.RETRACT, before[target.id].in_force
    revives = retracts and in_force and operation_of(target) is Operation.RETRACT
    if target.id == tip or revives:
        return
    if retracts and not in_force:
        raise NothingToRetract(event_id=target.id, pointer="/event_reference/0")
    raise ChainMoved(event_id=target.id, tip=tip, pointer="/event_reference/0")


def refuse_without_ground(correction: Draft, *, supposed: Supposition) -> None:
    """Pass, or raise `GroundMissing`: what changes an act of civil status says by what right (BW 1:24, 1:24a).

    A claim of such a type is an act once it is accepted; before that it can be corrected without.
    """
    root = supposed.before[supposed.root_id]
    event_type = readings.declared(root.event, catalogue=supposed.catalogue)
    changes = root.accepted and supposed.content_before != supposed.content_after
    if not (event_type.civil_status and changes):
        return
    ground = correction.data.get("ground")
    if ground not in shapes.GROUNDS:
        raise GroundMissing(reason="Say misslag, or beschikking.", pointer="/event_data/ground")
    if ground == shapes.COURT_RULING and not shapes.is_text(correction.data.get("court_reference")):
        raise GroundMissing(
            reason="A beschikking comes with the court's reference in “court_reference”.",
            pointer="/event_data/court_reference",
        )


def target_of(draft: Draft, *, log: Log) -> Event:
    """The event that a correction or validation is about. Raises TargetMissing, ReferenceNotFound."""
    root_of(draft, log)
    target = None if draft.target is None else log.get(draft.target)
    if target is None:
        raise ReferenceNotFound(event_id=draft.references[0], pointer="/event_reference/0")
    return target


def _refuse_kind_of_target(draft: Draft, *, target: Event) -> None:
    if operation_of(draft) is not Operation.REPLACE:
        return
    if target.kind is Kind.VALIDATION:
        raise TargetMissing(
            reason="A validation is not replaced: retract it, and decide anew.", pointer="/event_reference/0"
        )
    if operation_of(target) is Operation.RETRACT:
        raise TargetMissing(
            reason="A retraction is not replaced: retract it first, which revives what it retracted.",
            pointer="/event_reference/0",
        )


def _refuse_content(draft: Draft, *, target: Event, log: Log, catalogue: Catalogue, now: datetime | None) -> None:
    """A replacement gives full content, fit for its type; a retraction is about the objects of its target."""
    if operation_of(draft) is Operation.RETRACT:
        objects = chains.objects_of(target, log=log, catalogue=catalogue)
        submissions.refuse_other_objects(draft, object_ids=objects)
        return
    event_type = catalogue.version(draft.event_type, draft.event_version)
    said = chains.said_by(draft)
    submissions.refuse_invalid_data(said.data, draft=draft, event_type=event_type, pointer="/event_data/data")
    submissions.refuse_unnamed_persons(said.data, object_ids=draft.object_ids, event_type=event_type)
    submissions.refuse_unlinked_events(
        said.data,
        grounds=submissions.grounds_of(draft, target, log=log),
        draft=draft,
        log=log,
        event_type=event_type,
        pointer="/event_data/data",
    )
    refuse_ahead(said, event_type=event_type, now=now)
