"""The transaction log (FSC Logging 1.1.0): written before a call goes on, and never changed."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.domain.transactions import Direction
from federation.models.contracts import HASH_LENGTH_MAX
from federation.models.peers import PEER_ID_LENGTH_MAX


class TransactionRecord(models.Model):
    """One call, seen from one side. `peers` are those whose business it is.

    An id is of who made it, the outway: what one peer sends can neither take nor tell of the ids of another.
    """

    transaction_id = models.UUIDField(_("transaction"))
    direction = models.CharField(_("direction"), max_length=20, choices=[(it.value, it.value) for it in Direction])
    grant_hash = models.CharField(_("grant"), max_length=HASH_LENGTH_MAX)
    outway_peer_id = models.CharField(_("who connects"), max_length=PEER_ID_LENGTH_MAX)
    outway_delegator = models.CharField(_("on behalf of"), max_length=PEER_ID_LENGTH_MAX, null=True, blank=True)
    service_peer_id = models.CharField(_("who offers"), max_length=PEER_ID_LENGTH_MAX)
    service_delegator = models.CharField(_("on behalf of"), max_length=PEER_ID_LENGTH_MAX, null=True, blank=True)
    service_name = models.CharField(_("service"), max_length=100)
    peers = ArrayField(models.CharField(max_length=PEER_ID_LENGTH_MAX), verbose_name=_("peers"))
    additional = models.JSONField(_("additional data"), null=True, blank=True)
    created_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("transaction")
        verbose_name_plural = _("transactions")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["transaction_id", "direction", "outway_peer_id"], name="one_record_of_a_call"
            )
        ]
        indexes = [
            models.Index(fields=["created_at", "id"], name="transaction_by_moment"),
            models.Index(fields=["grant_hash"], name="transaction_by_grant"),
            GinIndex(fields=["peers"], name="transaction_by_peer"),
        ]

    def __str__(self) -> str:
        return str(self.transaction_id)
