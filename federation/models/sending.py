"""What must still be sent to another manager: kept until it arrived, tried with back-off."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from federation.models.contracts import StoredContract
from federation.models.peers import PEER_ID_LENGTH_MAX


class Outgoing(models.Model):
    """One message to one peer. `next_at` is when it is tried (again); one that `arrived_at` is done.

    `refused`: the peer answered, and did not want it as it is; `failure` is what it said. It is tried again, slowly.
    """

    class Kind(models.TextChoices):
        """What is sent."""

        CONTRACT = "contract", _("contract")
        ACCEPT = "accept", _("acceptance")
        REJECT = "reject", _("rejection")
        REVOKE = "revoke", _("revocation")
        ANNOUNCE = "announce", _("announcement")

    peer_id = models.CharField(_("to"), max_length=PEER_ID_LENGTH_MAX)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    contract = models.ForeignKey(
        StoredContract, models.CASCADE, null=True, blank=True, related_name="outgoing", verbose_name=_("contract")
    )
    made_at = models.DateTimeField(_("made at"))
    attempts = models.PositiveIntegerField(_("tried"), default=0)
    next_at = models.DateTimeField(_("next try"))
    arrived_at = models.DateTimeField(_("arrived at"), null=True, blank=True)
    failure = models.CharField(_("why not"), max_length=500, blank=True, default="")
    refused = models.BooleanField(_("refused"), default=False)

    class Meta:
        verbose_name = _("outgoing message")
        verbose_name_plural = _("outgoing messages")
        ordering = ["next_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["peer_id", "kind", "contract"],
                condition=Q(arrived_at=None),
                name="one_message_of_a_kind_under_way",
            ),
            # Without a contract: PostgreSQL 14 has no NULLS NOT DISTINCT.
            models.UniqueConstraint(
                fields=["peer_id", "kind"],
                condition=Q(arrived_at=None, contract=None),
                name="one_message_without_a_contract_under_way",
            ),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(arrived_at=None), name="outgoing_due")]

    def __str__(self) -> str:
        return f"{self.kind} → {self.peer_id}"
