"""Event types and their published versions. A published version never changes (a trigger holds that too)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventType(models.Model):
    """A kind of thing that can happen to a person, e.g. `Geboorte`."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    title = models.CharField(_("Dutch title"), max_length=200)

    class Meta:
        verbose_name = _("event type")
        verbose_name_plural = _("event types")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.title


class EventTypeVersion(models.Model):
    """One version: its JSON Schema and rules, exactly as declared (`events.domain.event_types.EventTypeVersion`)."""

    event_type = models.ForeignKey(EventType, models.PROTECT, related_name="versions", verbose_name=_("event type"))
    version = models.CharField(_("version"), max_length=20)
    sequence = models.PositiveIntegerField(_("sequence"), help_text=_("Order of the versions; the highest is newest."))
    declaration = models.JSONField(_("declaration"))
    published_at = models.DateTimeField(_("published at"), auto_now_add=True)

    class Meta:
        verbose_name = _("event type version")
        verbose_name_plural = _("event type versions")
        ordering = ["event_type", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["event_type", "version"], name="event_type_version_unique"),
            models.UniqueConstraint(fields=["event_type", "sequence"], name="event_type_sequence_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type.name} {self.version}"
