"""The log of processing (Logboek Dataverwerkingen): one line per action, one child line per data subject."""

from django.db import models
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
        indexes = [models.Index(fields=["trace_id"], name="processing_trace")]

    def __str__(self) -> str:
        return self.name
