"""What somebody is writing and has not recorded yet: beside the log, never part of it."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from events.domain.permissions import Permission, Principal
from events.domain.refusals import ClaimDraftNotFound

NAME_LENGTH_MAX = 80
PAGE_LENGTH_MAX = 36


class ClaimDraft(models.Model):
    """A claim, or a correction, while somebody fills in its form: what was typed, as it was typed.

    Its id becomes the id of the event: recording it twice is recording it once. Only its owner sees it.
    """

    class Operation(models.TextChoices):
        """What it will be: a claim, or a correction that replaces or retracts."""

        CLAIM = "claim", _("claim")
        REPLACE = "replace", _("correction that replaces")
        RETRACT = "retract", _("correction that retracts")

    id = models.UUIDField(primary_key=True)
    owner = models.UUIDField(_("source id of who writes it"))
    zone = models.ForeignKey("events.Zone", models.CASCADE, related_name="drafts", verbose_name=_("zone"))
    event_type = models.CharField(_("event type"), max_length=NAME_LENGTH_MAX)
    event_version = models.CharField(_("version"), max_length=NAME_LENGTH_MAX)
    operation = models.CharField(_("operation"), max_length=10, choices=Operation.choices, default=Operation.CLAIM)
    about = models.UUIDField(_("event that it corrects"), null=True, blank=True)
    tip = models.UUIDField(_("end of the chain that its writer has seen"), null=True, blank=True)
    typed = models.JSONField(_("what was typed"), default=dict)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    page = models.CharField(_("page that it was written on last"), max_length=PAGE_LENGTH_MAX, blank=True)
    begun_at = models.DateTimeField(_("begun at"), db_default=Now())
    saved_at = models.DateTimeField(_("saved at"), db_default=Now())

    class Meta:
        verbose_name = _("draft of a claim")
        verbose_name_plural = _("drafts of claims")
        ordering: ClassVar[list[str]] = ["-saved_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["owner", "-saved_at"], name="claim_draft_owner"),
            models.Index(fields=["saved_at"], name="claim_draft_saved"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.id}"

    @classmethod
    def of(cls, draft_id: UUID, *, principal: Principal, lock: bool = False) -> "ClaimDraft":
        """His draft with this id; locked, nobody else changes or forgets it until the transaction ends.

        Raises ClaimDraftNotFound, also when he may not record it any more.
        """
        drafts = cls.objects.select_for_update(of=("self",)) if lock else cls.objects.all()
        draft = drafts.select_related("zone").filter(pk=draft_id, owner=principal.source_id).first()
        if draft is None or not draft.may_be_recorded_by(principal):
            raise ClaimDraftNotFound(draft_id=draft_id)
        return draft

    @property
    def seen_tip(self) -> UUID | None:
        """What stood at the end of the chain when its writer looked last."""
        return self.tip or self.about

    def may_be_recorded_by(self, principal: Principal) -> bool:
        """Whether he may record what it says; a correction holds what stands, which he must be able to read."""
        if self.operation == self.Operation.CLAIM:
            return principal.may(Permission.SUBMIT_CLAIM, zone=self.zone.slug)
        reads = principal.may(Permission.VIEW, zone=self.zone.slug)
        return reads and principal.may(Permission.SUBMIT_CORRECTION, zone=self.zone.slug)
