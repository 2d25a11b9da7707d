"""The national code tables (countries, municipalities, nationalities …): loaded from files, never shipped."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class CodeTable(models.Model):
    """One national table, by its number (33 is municipalities)."""

    number = models.PositiveSmallIntegerField(_("number"), primary_key=True)
    title = models.CharField(_("title"), max_length=200)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded at"), db_default=Now())

    class Meta:
        verbose_name = _("code table")
        verbose_name_plural = _("code tables")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CodeEntry(models.Model):
    """What a code means in a period: from `valid_from_on` (empty: always) up to, not including, `valid_until_on`."""

    table = models.ForeignKey(CodeTable, models.CASCADE, related_name="entries", verbose_name=_("code table"))
    code = models.CharField(_("code"), max_length=10)
    description = models.CharField(_("description"), max_length=200)
    valid_from_on = models.DateField(_("valid from"), null=True, blank=True)
    valid_until_on = models.DateField(_("valid until"), null=True, blank=True)
    details = models.JSONField(_("other columns"), default=dict, blank=True)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering = ["table", "code", models.F("valid_from_on").asc(nulls_first=True)]
        constraints = [
            models.UniqueConstraint(fields=["table", "code", "valid_from_on"], name="code_entry_unique"),
            models.UniqueConstraint(
                fields=["table", "code"], condition=models.Q(valid_from_on=None), name="code_entry_always_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"
