"""An official looked again at a decision that rested on what has changed, and lets it stand."""

from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare

from events import processing, store
from events.domain.event import Event
from events.domain.permissions import OFFICIAL, Permission, Principal
from events.domain.refusals import (
    DifferenceMoved,
    MotivationRequired,
    NotAnOfficial,
    ReexaminationNotFound,
    SelfValidation,
)
from events.queries.work import readable_zones
from readmodels.models import Conclusion, Reexamination


@transaction.atomic
def let_stand(decision_id: UUID, *, difference: str, motivation: str, principal: Principal) -> None:
    """Conclude that with this difference the decision stands; repeating it changes nothing.

    Who finds that it does not stand corrects the claim or retracts the decision: then nothing is left to look at.

    Raises ReexaminationNotFound, NotAnOfficial, ZoneForbidden, SelfValidation (who submitted what was decided on does
    not judge it), MotivationRequired, and DifferenceMoved when it is another difference by now than the one looked at.
    """
    row = _locked(decision_id, principal=principal)
    if principal.source_type != OFFICIAL:
        raise NotAnOfficial(source_type=principal.source_type)
    principal.require(Permission.VALIDATE, zone=row.zone.slug)
    target = _target(decision_id)
    if target.source_id == principal.source_id:
        raise SelfValidation(event_id=target.id, pointer="/decision_id")
    if not motivation.strip():
        raise MotivationRequired(reason="This lets a decision stand.", pointer="/motivation")
    if not constant_time_compare(row.difference, difference):
        raise DifferenceMoved(decision_id=decision_id, pointer="/difference")
    Conclusion.objects.get_or_create(
        decision_id=decision_id,
        digest=row.digest,
        defaults={"claim_id": row.claim_id, "source_id": principal.source_id, "motivation": motivation.strip()},
    )
    Reexamination.objects.filter(pk=row.pk).update(open=False)
    processing.record(
        "Besluit na onderzoek gehandhaafd",
        principal=principal,
        subjects=row.object_ids,
        details={"claim": str(row.claim_id), "decision": str(row.decision_id)},
    )


def _locked(decision_id: UUID, *, principal: Principal) -> Reexamination:
    rows = Reexamination.objects.select_for_update(of=("self",)).select_related("zone")
    row = rows.filter(decision_id=decision_id, zone__slug__in=readable_zones(principal)).first()
    if row is None:
        raise ReexaminationNotFound(decision_id=decision_id)
    return row


def _target(decision_id: UUID) -> Event:
    """The claim or correction that was decided on."""
    decision = store.find([decision_id])[decision_id]
    assert decision.target is not None
    return store.find([decision.target])[decision.target]
