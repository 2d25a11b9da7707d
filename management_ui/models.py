"""What the desk keeps of one account: how it likes to work, and what was typed when its session had ended.

Nothing here is a fact about a person: the log is, and only commands of the other rooms write there.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PATH_LENGTH_MAX = 500
"""Of an address for which something is kept; those of the desk are shorter."""


class DeskPreference(models.Model):
    """How somebody likes the desk. No row: as it comes."""

    owner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("account")
    )
    shortcuts = models.BooleanField(_("shortcuts"), default=True)

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.owner_id)


class KeptForm(models.Model):
    """What somebody sent to an address that could not take it, encrypted, for a short while; the newest per address."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account"))
    path = models.CharField(_("address"), max_length=PATH_LENGTH_MAX)
    sealed = models.BinaryField(_("content"), editable=False)
    kept_at = models.DateTimeField(_("kept at"), db_index=True)

    class Meta:
        verbose_name = _("kept form")
        verbose_name_plural = _("kept forms")
        constraints = [models.UniqueConstraint(fields=["owner", "path"], name="one_kept_form_per_address")]

    def __str__(self) -> str:
        return self.path
