"""The local object directory: which organisation under contract holds events about which object.

Learned from what partners tell us under a contract; there is no directory of objects for others to ask.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.models.peers import PEER_ID_LENGTH_MAX


class ObjectHolding(models.Model):
    """A service of a peer holds events about an object."""

    class Learned(models.TextChoices):
        """How we know."""

        ANNOUNCED = "announced", _("announced by the peer")
        REFERENCE = "reference", _("named in an event")
        ANSWER = "answer", _("found when it was asked")

    object_id = models.UUIDField(_("object"))
    peer_id = models.CharField(_("peer id"), max_length=PEER_ID_LENGTH_MAX)
    service_name = models.CharField(_("service"), max_length=100)
    learned = models.CharField(_("learned by"), max_length=10, choices=Learned.choices)
    learned_at = models.DateTimeField(_("learned at"))

    class Meta:
        verbose_name = _("place of an object")
        verbose_name_plural = _("places of objects")
        constraints = [
            models.UniqueConstraint(fields=["object_id", "peer_id", "service_name"], name="one_place_of_an_object")
        ]
        indexes = [models.Index(fields=["peer_id", "service_name"], name="holding_by_service")]

    def __str__(self) -> str:
        return f"{self.object_id} @ {self.peer_id}"


class FollowedFeed(models.Model):
    """How far we read what a partner announces of its objects, by the cursor that it gave us.

    `told_until` is up to which formal moment of its log we know of every object that it may tell; None before we do.
    """

    grant_hash = models.CharField(_("grant"), max_length=100, primary_key=True)
    peer_id = models.CharField(_("peer id"), max_length=PEER_ID_LENGTH_MAX)
    service_name = models.CharField(_("service"), max_length=100)
    cursor = models.TextField(_("cursor"), blank=True, default="")
    told_until = models.DateTimeField(_("told until"), null=True, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    failing_since = models.DateTimeField(_("fails since"), null=True, blank=True)
    failure = models.CharField(_("why"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("followed feed")
        verbose_name_plural = _("followed feeds")

    def __str__(self) -> str:
        return self.grant_hash
