"""The log of processing (Logboek Dataverwerkingen): one line per action, one child line per data subject.

Who acted is kept apart, as the standard asks: no line of the LDV says anything about a user. An `AccessRecord` carries
the same trace and span, so that an auditor can bring the two together. Triggers hold both tables insert-only.
"""

from django.db import models
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import gettext_lazy as _


class ProcessingRecord(models.Model):
    """One line of the LDV (field names of the standard). Inserted in the transaction of the act, never changed."""

    class Status(models.TextChoices):
        """As the standard's enum: Error is an internal failure only; wrong input handled well is Unset."""

        UNSET = "Unset"
        OK = "Ok"
        ERROR = "Error"

    trace_id = models.BinaryField(max_length=16)
    span_id = models.BinaryField(max_length=8)
    parent_span_id = models.BinaryField(max_length=8, null=True)
    status = models.CharField(max_length=5, choices=Status)
    name = models.CharField(max_length=200)
    start_time = models.BigIntegerField(help_text=_("Milliseconds since the epoch."))
    end_time = models.BigIntegerField(help_text=_("Milliseconds since the epoch."))
    resource = models.JSONField(default=dict)
    attributes = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("processing record")
        verbose_name_plural = _("processing records")
        indexes = [
            models.Index(fields=["trace_id"], name="processing_trace"),
            models.Index(
                KeyTextTransform("dpl.core.data_subject_id", "attributes"),
                models.F("id"),
                name="processing_subject",
                condition=models.Q(attributes__has_key="dpl.core.data_subject_id"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccessRecord(models.Model):
    """Who did what, when: one row per line of action, found by its trace and span. `details` hold no personal data."""

    trace_id = models.BinaryField(max_length=16)
    span_id = models.BinaryField(max_length=8)
    recorded_at = models.DateTimeField(_("recorded at"))
    source_id = models.UUIDField(_("source id"))
    source_type = models.CharField(_("source type"), max_length=80)
    action = models.CharField(_("action"), max_length=200)
    details = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        indexes = [
            models.Index(fields=["trace_id"], name="access_trace"),
            models.Index(fields=["source_id", "recorded_at"], name="access_source"),
        ]

    def __str__(self) -> str:
        return f"{self.action} ({self.source_type})"
