"""Who takes part in the group, as far as we know, and the certificates that they sign with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

PEER_ID_LENGTH_MAX = 255


class Peer(models.Model):
    """An organisation in the group: one that announced itself, or is on a contract with us.

    `failing_since` is the first moment of an unbroken row of failures to reach it; None while it answers. `sending`
    and `sending_until` are the lease of the worker that sends to it: one at a time.
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
    told_address = models.CharField(_("our address that it was told"), max_length=300, blank=True, default="")
    told_at = models.DateTimeField(_("was told it at"), null=True, blank=True)
    reconciled_at = models.DateTimeField(_("contracts compared at"), null=True, blank=True)
    sending = models.UUIDField(_("who sends to it now"), null=True, blank=True)
    sending_until = models.DateTimeField(_("sends until"), null=True, blank=True)

    class Meta:
        verbose_name = _("peer")
        verbose_name_plural = _("peers")
        ordering = ["name", "peer_id"]

    def __str__(self) -> str:
        return self.name or self.peer_id


class KnownCertificate(models.Model):
    """A certificate that signatures are verified with: leaf and intermediates. Of a peer, and every one of our own.

    Of a peer as its manager gave it, the chain verified then. Our own are kept for as long as a signature of ours may
    have to be verified with one that was replaced. `valid_until`: when the first of the chain ends.
    """

    peer_id = models.CharField(_("peer id"), max_length=PEER_ID_LENGTH_MAX)
    thumbprint = models.CharField(_("thumbprint"), max_length=43)
    chain = models.TextField(_("certificates (PEM)"))
    fetched_at = models.DateTimeField(_("fetched at"))
    valid_until = models.DateTimeField(_("valid until"))

    class Meta:
        verbose_name = _("certificate of a peer")
        verbose_name_plural = _("certificates of peers")
        constraints = [models.UniqueConstraint(fields=["peer_id", "thumbprint"], name="one_certificate_by_thumbprint")]
        indexes = [models.Index(fields=["thumbprint"], name="certificate_by_thumbprint")]

    def __str__(self) -> str:
        return self.thumbprint


class KeyRequests(models.Model):
    """How often a peer's certificates were asked for since `since`: who sends nonsense makes us ask so often only."""

    peer_id = models.CharField(_("peer id"), max_length=PEER_ID_LENGTH_MAX, primary_key=True)
    since = models.DateTimeField(_("since"))
    asked = models.PositiveIntegerField(_("asked"), default=0)

    class Meta:
        verbose_name = _("requests for certificates")
        verbose_name_plural = _("requests for certificates")

    def __str__(self) -> str:
        return f"{self.peer_id}: {self.asked}"


class DirectoryReading(models.Model):
    """What a directory told when it was last read: it may be away for long, and what it said is still known."""

    peer_id = models.CharField(_("directory"), max_length=PEER_ID_LENGTH_MAX, primary_key=True)
    services = models.JSONField(_("services"), default=list)
    peers = models.JSONField(_("peers"), default=list)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    tried_at = models.DateTimeField(_("tried at"), null=True, blank=True)
    failing_since = models.DateTimeField(_("does not answer since"), null=True, blank=True)
    failure = models.CharField(_("why not"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("reading of a directory")
        verbose_name_plural = _("readings of directories")

    def __str__(self) -> str:
        return self.peer_id
