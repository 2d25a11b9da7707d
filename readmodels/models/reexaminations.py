"""Decisions to look at again, and what officials concluded of them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from events.models import Zone


class Reexamination(models.Model):
    """A decision on a claim that rested on what has changed since. Derived: dropped and made anew without loss.

    `digest` names the difference. `open`: nobody has concluded yet that with it the decision stands.
    """

    claim_id = models.UUIDField(_("claim"), db_index=True)
    decision_id = models.UUIDField(_("decision"), unique=True)
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+", verbose_name=_("zone"))
    event_type = models.CharField(_("event type"), max_length=80)
    object_ids = ArrayField(models.UUIDField(), verbose_name=_("objects"))
    shifts = models.JSONField(_("difference"))
    digest = models.BinaryField(_("digest"), max_length=32)
    since = models.DateTimeField(_("changed at"))
    open = models.BooleanField(_("open"))

    class Meta:
        verbose_name = _("decision under investigation")
        verbose_name_plural = _("decisions under investigation")
        indexes = [models.Index(fields=["zone", "open", "id"], name="reexamination_queue")]

    def __str__(self) -> str:
        return f"{self.event_type} {self.decision_id}"

    @property
    def difference(self) -> str:
        """The name of the difference outside: keyed, so that nobody can try out what is hidden from him in it."""
        told = f"{self.decision_id} {bytes(self.digest).hex()}"
        return salted_hmac("reexamination", told, algorithm="sha256").hexdigest()


class Conclusion(models.Model):
    """An official looked at a difference, and let the decision stand. Not derived: only he can say it."""

    claim_id = models.UUIDField(_("claim"))
    decision_id = models.UUIDField(_("decision"))
    digest = models.BinaryField(_("digest"), max_length=32)
    source_id = models.UUIDField(_("official"))
    motivation = models.TextField(_("motivation"))
    concluded_at = models.DateTimeField(_("concluded at"), db_default=Now())

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        constraints = [
            models.UniqueConstraint(fields=["decision_id", "digest"], name="conclusion_once"),
        ]

    def __str__(self) -> str:
        return str(self.decision_id)
