"""The organisation and its zones: where events lie, and what permissions are granted on."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.domain.permissions import Permission


class Organisation(models.Model):
    """The municipality that runs this F6."""

    name = models.CharField(_("name"), max_length=200)
    oin = models.CharField(
        _("OIN"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^\d{20}$", _("An OIN has exactly 20 digits."))],
        help_text=_("Organisation identification number: 20 digits; test numbers start with 99."),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name


class Zone(models.Model):
    """A department's part of the log. Permissions are granted per zone (django-guardian)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="zones", verbose_name=_("organisation"))
    slug = models.SlugField(_("short name"), max_length=60, unique=True, help_text=_("In addresses; never changes."))
    name = models.CharField(_("name"), max_length=200)
    description = models.TextField(_("description"), blank=True)
    sensitive = models.BooleanField(
        _("sensitive"), default=False, help_text=_("Never announced to other organisations, not even that it exists.")
    )
    closed = models.BooleanField(
        _("closed"), default=False, help_text=_("Being filled by an import; answers nothing until it is opened.")
    )

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["name"]
        permissions = [
            (Permission.VIEW.value, _("May read events")),
            (Permission.SUBMIT_CLAIM.value, _("May submit claims")),
            (Permission.SUBMIT_CORRECTION.value, _("May submit corrections")),
            (Permission.VALIDATE.value, _("May decide on claims and corrections")),
            (Permission.CONSULT.value, _("May ask other organisations")),
            (Permission.IMPORT.value, _("May take over a register")),
            (Permission.MANAGE.value, _("May manage the zone")),
        ]

    def __str__(self) -> str:
        return self.name
