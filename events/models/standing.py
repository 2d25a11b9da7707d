"""What each claim and correction counts for now: written in the transaction of the append, rebuildable from the log."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.zones import Zone

OPEN = models.Q(standing="open")
"""What waits for a decision: few beside what was decided, and alone in having a term."""


class Standing(models.Model):
    """The standing of one claim or correction. Decisions never read this; queues and filters do."""

    event_id = models.UUIDField(primary_key=True)
    root_id = models.UUIDField(_("root claim"), db_index=True)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("zone"))
    event_type = models.CharField(_("event type"), max_length=80)
    event_kind = models.CharField(_("kind"), max_length=10)
    standing = models.CharField(_("standing"), max_length=10)
    order = models.BigIntegerField(_("order"))
    created_at = models.DateTimeField(_("recorded at"))
    source_type = models.CharField(_("source type"), max_length=80, default="")
    due_on = models.DateField(_("due on"), default=date.max, help_text=_("The last day of the legal term."))

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        indexes = [
            models.Index(fields=["zone", "standing", "created_at", "event_id"], name="standing_queue"),
            models.Index(fields=["zone", "standing", "event_type", "created_at", "event_id"], name="standing_type"),
            models.Index(fields=["zone", "due_on", "event_id"], name="standing_due", condition=OPEN),
            models.Index(
                fields=["zone", "standing", "source_type", "created_at", "event_id"], name="standing_of_source"
            ),
            models.Index(fields=["zone", "standing", "event_kind", "created_at", "event_id"], name="standing_of_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.standing}"
