"""Event types, their published versions, what became of those, and drafts of the next.

A published version never changes (a trigger holds that too): that it is deprecated stands beside it, in its own row.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.domain.moments import LAST_MOMENT, UNKNOWN_MOMENT


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


class EventTypeDeprecation(models.Model):
    """That a published version is no longer to be claimed with: since when, why, and which to use instead.

    Events of the version are read for ever, and what was claimed with it is corrected and decided as before. Taking a
    deprecation back removes the row; the record of changes keeps both.
    """

    version = models.OneToOneField(
        EventTypeVersion, models.PROTECT, related_name="deprecation", verbose_name=_("version")
    )
    since = models.DateTimeField(_("since"), help_text=_("From this moment new claims with the version are refused."))
    reason = models.CharField(_("reason"), max_length=500)
    successor = models.ForeignKey(
        EventTypeVersion, models.PROTECT, null=True, related_name="+", verbose_name=_("version to use instead")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("deprecation")
        verbose_name_plural = _("deprecations")
        constraints = [
            # Others can be stored, but not read: then no event type could be read any more.
            models.CheckConstraint(
                condition=models.Q(since__range=(UNKNOWN_MOMENT, LAST_MOMENT)), name="deprecation_since_readable"
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)


class EventTypeDraft(models.Model):
    """A version that is being written: kept as typed, also while it is wrong. Only publishing makes it count."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event_type = models.CharField(_("event type"), max_length=80)
    base = models.CharField(
        _("base"), max_length=20, blank=True, help_text=_("The newest version when this was begun; empty: a new type.")
    )
    title = models.CharField(_("Dutch title"), max_length=200)
    text = models.TextField(_("declaration"), help_text=_("The version in JSON, exactly as it was typed."))
    revision = models.PositiveIntegerField(_("revision"), default=1)
    changed_by = models.UUIDField(_("changed by"))
    changed_at = models.DateTimeField(_("changed at"))

    class Meta:
        verbose_name = _("draft of an event type")
        verbose_name_plural = _("drafts of event types")
        ordering = ["event_type", "changed_at"]

    def __str__(self) -> str:
        return f"{self.event_type} ({self.title})"
