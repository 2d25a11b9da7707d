"""Who takes part in the group, as far as we know, and the certificates that they sign with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

PEER_ID_LENGTH_MAX = 255


class Peer(models.Model):
    """An organisation in the group: one that announced itself, or is on a contract with us.

    `failing_since` is the first moment of an unbroken row of failures to reach it; None while it answers.
    """

    peer_id = models.CharField(_("peer id"), max_length=PEER_ID_LENGTH_MAX, primary_key=True)
    name = models.CharField(_("name"), max_length=255, blank=True, default="")
    manager_address = models.CharField(_("manager address"), max_length=300, blank=True, default="")
    is_directory = models.BooleanField(_("directory"), default=False)
    known_since = models.DateTimeField(_("known since"), auto_now_add=True)
    announced_at = models.DateTimeField(_("announced itself at"), null=True, blank=True)
    heard_at = models.DateTimeField(_("last heard from"), null=True, blank=True)
    answered_at = models.DateTimeField(_("last answered us"), null=True, blank=True)
    failing_since = models.DateTimeField(_("does not answer since"), null=True, blank=True)
    failed_at = models.DateTimeField(_("last did not answer"), null=True, blank=True)
    failure = models.CharField(_("why not"), max_length=300, blank=True, default="")
    extensions = models.JSONField(_("extensions"), default=dict, blank=True)

    class Meta:
        verbose_name = _("peer")
        verbose_name_plural = _("peers")
        ordering = ["name", "peer_id"]

    def __str__(self) -> str:
        return self.name or self.peer_id


class KnownCertificate(models.Model):
    """A certificate with which a peer signs, as its manager gave it: leaf and intermediates, chain verified then."""

    peer = models.ForeignKey(Peer, models.CASCADE, related_name="certificates", verbose_name=_("peer"))
    thumbprint = models.CharField(_("thumbprint"), max_length=43)
    chain = models.TextField(_("certificates (PEM)"))
    fetched_at = models.DateTimeField(_("fetched at"))
    valid_until = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("certificate of a peer")
        verbose_name_plural = _("certificates of peers")
        constraints = [models.UniqueConstraint(fields=["peer", "thumbprint"], name="one_certificate_by_thumbprint")]

    def __str__(self) -> str:
        return self.thumbprint
