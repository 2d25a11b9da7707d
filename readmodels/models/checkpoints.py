"""How far each projector has followed the log."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Checkpoint(models.Model):
    """The last place in the log that a projector has taken in: written in the transaction of what it made of it.

    `moved_at` is when that was, by the clock: a projector that stands still while there is more to take in is stuck.
    """

    projector = models.CharField(_("projector"), max_length=80, primary_key=True)
    seq = models.BigIntegerField(_("place in the log"), default=0)
    moved_at = models.DateTimeField(_("moved at"), auto_now=True)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")

    def __str__(self) -> str:
        return f"{self.projector} {self.seq}"
