"""The record of changes: who administered what and when, with what it was before and after. Only added to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AdministrativeChange(models.Model):
    """One change of what stands beside the log. Written in the transaction of the change; triggers hold it as it is.

    `subject` is what the thing was called then. `before` is None for what was made, `after` for what is gone; neither
    ever holds a secret, nor anything of a citizen.
    """

    class Action(models.TextChoices):
        """What was done; one word per command."""

        PERMISSION_GRANTED = "permission-granted", _("Right granted")
        PERMISSION_REVOKED = "permission-revoked", _("Right taken away")
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        REMOVED = "removed", _("Removed")
        PASSWORD_SET = "password-set", _("Password set")
        CLIENT_REGISTERED = "client-registered", _("API client registered")
        TOKEN_ISSUED = "token-issued", _("Token issued")
        TOKEN_ROTATED = "token-rotated", _("Token replaced")
        TOKEN_REVOKED = "token-revoked", _("Token revoked")
        DRAFT_BEGUN = "draft-begun", _("Draft begun")
        DRAFT_CHANGED = "draft-changed", _("Draft changed")
        DRAFT_DISCARDED = "draft-discarded", _("Draft discarded")
        VERSION_PUBLISHED = "version-published", _("Version published")
        VERSION_DEPRECATED = "version-deprecated", _("Version deprecated")
        VERSION_RESTORED = "version-restored", _("Deprecation taken back")
        VIEW_DEFINED = "view-defined", _("View made")
        VIEW_REDEFINED = "view-redefined", _("View changed")
        VIEW_REMOVED = "view-removed", _("View removed")
        REBUILD_BEGUN = "rebuild-begun", _("Rebuild begun")
        REBUILD_PACED = "rebuild-paced", _("Speed of a rebuild changed")
        REBUILD_STOPPED = "rebuild-stopped", _("Rebuild stopped")
        PARKED_RETRIED = "parked-retried", _("Parked object tried again")
        ZONE_OPENED = "zone-opened", _("Zone made for a register")
        SUBSCRIBED = "subscribed", _("Subscription made")
        RESUBSCRIBED = "resubscribed", _("Subscription changed")
        UNSUBSCRIBED = "unsubscribed", _("Subscription removed")
        RECEIVER_VERIFIED = "receiver-verified", _("Receiver verified")
        DELIVERY_PAUSED = "delivery-paused", _("Delivery paused")
        DELIVERY_RESUMED = "delivery-resumed", _("Delivery resumed")
        DELIVERY_STOPPED = "delivery-stopped", _("Delivery stopped")
        KEY_ADDED = "key-added", _("Signing key added")
        KEY_RETIRED = "key-retired", _("Signing key ends")
        ACCESS_SET = "access-set", _("Access to a receiver set")
        ACCESS_REMOVED = "access-removed", _("Access to a receiver removed")
        REDELIVERY_ASKED = "redelivery-asked", _("Delivery asked for once more")
        REWOUND = "rewound", _("Subscription set back")
        CODES_LOADED = "codes-loaded", _("National table loaded")
        CONTRACT_PROPOSED = "contract-proposed", _("Contract proposed")
        CONTRACT_ACCEPTED = "contract-accepted", _("Contract accepted")
        CONTRACT_REJECTED = "contract-rejected", _("Contract rejected")
        CONTRACT_REVOKED = "contract-revoked", _("Contract revoked")

    class Subject(models.TextChoices):
        """Of what kind the thing is."""

        ACCOUNT = "account", _("Account")
        GROUP = "group", _("Group")
        ORGANISATION = "organisation", _("Organisation")
        ZONE = "zone", _("Zone")
        API_CLIENT = "api-client", _("API client")
        EVENT_TYPE = "event-type", _("Event type")
        LEGAL_TERM = "legal-term", _("Legal term")
        VIEW = "view", _("View")
        SUBSCRIPTION = "subscription", _("Subscription")
        RECEIVER_ALLOWANCE = "receiver-allowance", _("Allowed network of receivers")
        CODE_TABLE = "code-table", _("National table")
        CONTRACT = "contract", _("Contract with other organisations")
        LOGIN_ATTEMPT = "login-attempt", _("Failed attempt to log in")

    changed_at = models.DateTimeField(_("changed at"))
    source_id = models.UUIDField(_("source id"))
    source_type = models.CharField(_("source type"), max_length=80)
    action = models.CharField(_("action"), max_length=40)
    subject_type = models.CharField(_("kind of thing"), max_length=40)
    subject_id = models.CharField(_("id of the thing"), max_length=100)
    subject = models.CharField(_("thing"), max_length=300)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    trace_id = models.BinaryField(max_length=16)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["source_id", "-id"], name="change_source"),
            models.Index(fields=["subject_type", "subject_id", "-id"], name="change_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.subject}"
