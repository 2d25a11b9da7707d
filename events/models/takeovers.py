"""Which register was taken over into which zone: by whom, when, from which file, with what result."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.accounts import User
from events.models.zones import Zone


class Takeover(models.Model):
    """One takeover; a zone has at most one. Written in the transaction that fills the zone."""

    zone = models.OneToOneField(Zone, models.PROTECT, related_name="takeover", verbose_name=_("zone"))
    register = models.CharField(_("register"), max_length=200)
    register_id = models.UUIDField(
        _("source id of the register"), help_text=_("`event_source_id` of the claims that were taken over.")
    )
    namespace = models.UUIDField(
        _("namespace"),
        editable=False,
        help_text=_("From which object ids are made out of BSNs; secret, as they could be made back with it."),
    )
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64)
    official = models.ForeignKey(User, models.PROTECT, related_name="takeovers", verbose_name=_("official"))
    taken_over_at = models.DateTimeField(_("taken over at"))
    events = models.PositiveIntegerField(_("number of events"))
    report = models.JSONField(_("report"))

    class Meta:
        verbose_name = _("takeover of a register")
        verbose_name_plural = _("takeovers of registers")
        ordering = ["taken_over_at"]

    def __str__(self) -> str:
        return f"{self.register} → {self.zone}"
