"""Contracts as they were received, their grants for look-ups, and every signature byte for byte."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from federation.domain.contracts import SignatureKind
from federation.domain.grants import GrantType
from federation.models.peers import PEER_ID_LENGTH_MAX

HASH_LENGTH_MAX = 100


class StoredContract(models.Model):
    """A contract. `canonical` is what its hash is of; what it counts for is a fold of its signatures, never stored.

    `proposed_by` is empty while we know it only from the signature of one who may not propose it.
    """

    content_hash = models.CharField(_("hash"), max_length=HASH_LENGTH_MAX, primary_key=True)
    iv = models.UUIDField(_("initialisation vector"), unique=True)
    canonical = models.TextField(_("content"))
    created_at = models.DateTimeField(_("made at"), db_index=True)
    valid_from = models.DateTimeField(_("valid from"))
    valid_until = models.DateTimeField(_("valid until"))
    received_at = models.DateTimeField(_("received at"))
    proposed_by = models.CharField(_("proposed by"), max_length=PEER_ID_LENGTH_MAX, blank=True, default="")

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        ordering = ["-created_at", "content_hash"]

    def __str__(self) -> str:
        return self.content_hash


class StoredGrant(models.Model):
    """One grant of a contract, at its place. `peers` are all whom its contract's grants name in this grant."""

    contract = models.ForeignKey(StoredContract, models.CASCADE, related_name="grants", verbose_name=_("contract"))
    place = models.PositiveSmallIntegerField(_("place"))
    grant_hash = models.CharField(_("hash"), max_length=HASH_LENGTH_MAX, unique=True)
    type = models.CharField(_("type"), max_length=50, choices=[(it.value, it.value) for it in GrantType])
    service_peer_id = models.CharField(_("peer of the service"), max_length=PEER_ID_LENGTH_MAX)
    service_name = models.CharField(_("service"), max_length=100)
    outway_peer_id = models.CharField(_("peer that connects"), max_length=PEER_ID_LENGTH_MAX, blank=True, default="")
    directory_peer_id = models.CharField(_("directory"), max_length=PEER_ID_LENGTH_MAX, blank=True, default="")

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["contract", "place"]
        constraints = [models.UniqueConstraint(fields=["contract", "place"], name="one_grant_at_a_place")]
        indexes = [
            models.Index(fields=["service_peer_id", "service_name"], name="grant_by_service"),
            models.Index(fields=["outway_peer_id"], name="grant_by_outway"),
            models.Index(fields=["directory_peer_id"], name="grant_by_directory"),
        ]

    def __str__(self) -> str:
        return self.grant_hash


class ContractPeer(models.Model):
    """Who is on a contract: for what is whose business."""

    contract = models.ForeignKey(StoredContract, models.CASCADE, related_name="parties", verbose_name=_("contract"))
    peer_id = models.CharField(_("peer id"), max_length=PEER_ID_LENGTH_MAX)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["peer_id", "contract"], name="one_party_of_a_contract")]

    def __str__(self) -> str:
        return self.peer_id


class StoredSignature(models.Model):
    """What one peer signed of a contract: the last of each kind, byte for byte (FSC Core 2.0.0, 4.2.7)."""

    contract = models.ForeignKey(StoredContract, models.CASCADE, related_name="signatures", verbose_name=_("contract"))
    peer_id = models.CharField(_("peer id"), max_length=PEER_ID_LENGTH_MAX)
    kind = models.CharField(_("kind"), max_length=6, choices=[(it.value, it.value) for it in SignatureKind])
    jws = models.TextField(_("signature"))
    signed_at = models.DateTimeField(_("signed at"))
    received_at = models.DateTimeField(_("received at"))
    expires_at = models.DateTimeField(_("can be verified until"), null=True, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "peer_id", "kind"], name="one_signature_of_a_kind_by_a_peer")
        ]
        indexes = [models.Index(fields=["peer_id", "kind"], name="signature_by_peer")]

    def __str__(self) -> str:
        return f"{self.kind} {self.peer_id}"
