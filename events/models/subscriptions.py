"""Subscriptions: who wants to be told of events, how far each was told, what is parked, and every attempt.

The log is the outbox: of what went well only the cursor is kept. Rows per event exist for exceptions alone.
"""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class Subscription(models.Model):
    """A standing wish to be told of events, of one account: at one address, or fetched by the account itself.

    `cursor` is the place in the log (`events.store.Sealed.seq`) up to which everything was delivered, is parked, or was
    not asked for. Whoever delivers holds the lease; every write of his carries its `fence`. Of what is fetched it is
    how far was asked for last, as of `asked_at`; whoever fetches keeps the place himself. It began after
    `begins_after`, and was given something up to `given_to`.
    """

    class Mode(models.TextChoices):
        """Who makes the requests."""

        PUSH = "push", _("it is sent to an address")
        PULL = "pull", _("its owner fetches it")

    class State(models.TextChoices):
        """What it is in: it begins as new, and nothing is sent before it was verified."""

        NEW = "new", _("waiting for verification")
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")

    class Reason(models.TextChoices):
        """Why it is in that state."""

        BEGUN = "begun", _("just made")
        VERIFIED = "verified", _("the receiver agreed")
        BY_HAND = "by-hand", _("by hand")
        FAILING = "failing", _("the receiver failed for too long")
        GONE = "gone", _("the receiver answered 410: it wants no more")
        READDRESSED = "readdressed", _("it has another address, which must be verified")

    class Content(models.TextChoices):
        """What a notice holds."""

        THIN = "thin", _("only ids and a link")
        FULL = "full", _("the whole event")

    class Ordering(models.TextChoices):
        """What waits for what."""

        OBJECT = "object", _("in order for each object")
        NONE = "none", _("in any order")
        ALL = "all", _("everything in order")

    class Verified(models.TextChoices):
        """How the receiver showed that it wants to be told."""

        HANDSHAKE = "handshake", _("it agreed to an OPTIONS handshake")
        PING = "ping", _("it took in a signed ping")
        AGREED = "agreed", _("agreed by hand")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="subscriptions", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=200)
    mode = models.CharField(_("mode"), max_length=4, choices=Mode.choices, default=Mode.PUSH)
    url = models.CharField(_("address"), max_length=2000, blank=True)
    content = models.CharField(_("content"), max_length=10, choices=Content.choices, default=Content.THIN)
    ordering = models.CharField(_("order"), max_length=10, choices=Ordering.choices, default=Ordering.OBJECT)
    filter = models.JSONField(_("filter"), default=dict, blank=True)
    corrections = models.BooleanField(_("is told of corrections"), default=False)
    schedule = ArrayField(models.PositiveIntegerField(), null=True, blank=True, verbose_name=_("seconds between tries"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    state_reason = models.CharField(_("why"), max_length=20, choices=Reason.choices, default=Reason.BEGUN)
    state_since = models.DateTimeField(_("since"))
    verified_how = models.CharField(_("verified how"), max_length=10, choices=Verified.choices, blank=True, default="")
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    agreed_reason = models.TextField(_("reason for agreeing by hand"), blank=True, default="")
    allowed_per_minute = models.PositiveIntegerField(_("requests a minute that it allows"), null=True, blank=True)
    callback_digest = models.BinaryField(max_length=32, null=True, editable=False)
    access_mark = models.UUIDField(null=True, editable=False)
    """Another one whenever its `ReceiverAccess` changes; None: it has none."""
    created_at = models.DateTimeField(_("made at"))

    cursor = models.BigIntegerField(_("how far"), default=0)
    begins_after = models.BigIntegerField(default=0)
    given_to = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(_("last fetched at"), null=True, blank=True)
    lease_holder = models.CharField(max_length=100, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    fence = models.BigIntegerField(default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    rest_until = models.DateTimeField(_("left alone until"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("last delivered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="subscription_name_of_owner"),
            models.CheckConstraint(
                condition=models.Q(mode="push") | models.Q(mode="pull", url=""), name="subscription_is_sent_or_fetched"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fetched(self) -> bool:
        """Whether its owner fetches it: nothing is sent of it then."""
        return self.mode == self.Mode.PULL

    @property
    def came_to(self) -> int:
        """The place in the log up to which what it asks for was delivered, or given when its owner asked."""
        return max(self.begins_after, self.given_to) if self.is_fetched else self.cursor


class SubscriptionKey(models.Model):
    """A key that deliveries are signed with until `expires_at` (None: until it is replaced).

    `private_key` is sealed with a key of the settings; a copy of the database alone signs nothing.
    """

    class Scheme(models.TextChoices):
        """The schemes of Standard Webhooks."""

        V1 = "v1", _("v1: shared secret (HMAC-SHA256)")
        V1A = "v1a", _("v1a: key pair (ed25519)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="keys")
    scheme = models.CharField(_("scheme"), max_length=4, choices=Scheme.choices)
    private_key = models.BinaryField(editable=False)
    public_key = models.CharField(_("public key"), max_length=100, blank=True, default="")
    created_at = models.DateTimeField(_("made at"))
    expires_at = models.DateTimeField(_("signs until"), null=True, blank=True)

    class Meta:
        verbose_name = _("key of a subscription")
        verbose_name_plural = _("keys of subscriptions")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.scheme} {self.id}"


class ParkedDelivery(models.Model):
    """An event that was not delivered in its turn, or is to be delivered once more.

    `object_ids` are what it keeps in order: a later event about one of them waits behind it, unless the subscription
    asks for no order.
    """

    class State(models.TextChoices):
        """What it waits for."""

        RETRYING = "retrying", _("is tried again")
        BEHIND = "behind", _("waits for an earlier event")
        DEAD = "dead", _("given up: waits for somebody")

    class Cause(models.TextChoices):
        """Why it is here."""

        FAILED = "failed", _("the receiver did not take it")
        ORDER = "order", _("an earlier event of the same object is parked")
        REDELIVERY = "redelivery", _("asked for once more")

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="parked")
    seq = models.BigIntegerField()
    event_id = models.UUIDField(_("event"))
    object_ids = ArrayField(models.UUIDField(), verbose_name=_("objects"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    tries = models.PositiveIntegerField(_("tries"), default=0)
    next_try_at = models.DateTimeField(_("next try"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True, default="")
    parked_at = models.DateTimeField(_("parked at"))

    class Meta:
        verbose_name = _("parked delivery")
        verbose_name_plural = _("parked deliveries")
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["subscription", "seq"], name="parked_once")]
        indexes = [models.Index(fields=["subscription", "state", "next_try_at"], name="parked_due")]

    def __str__(self) -> str:
        return f"{self.event_id} ({self.state})"


class AskedSpan(models.Model):
    """A stretch of the log that a subscription asked for, with its filter of then: what was delivered follows from it.

    After the place `after` up to and with `until` (None: it goes on). `but` are places of which nothing came after all,
    `also` those beyond it that were delivered. `once`: to be delivered once more. Read in `subscriptions/domain/asked`.
    """

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="spans")
    after = models.BigIntegerField()
    until = models.BigIntegerField(null=True)
    filter = models.JSONField(default=dict)
    corrections = models.BooleanField(default=False)
    once = models.BooleanField(default=False)
    but = ArrayField(models.BigIntegerField(), default=list)
    also = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        verbose_name = _("span that was asked for")
        verbose_name_plural = _("spans that were asked for")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["subscription"], condition=models.Q(until=None), name="one_span_of_subscription_goes_on"
            )
        ]

    def __str__(self) -> str:
        return f"{self.after}–{self.until or ''}"


class DeliveryAttempt(models.Model):
    """One try at one delivery, or at a ping (without an event): what was sent, and the first of what was answered.

    Headers are kept without what signs or lets somebody in; the body that was sent is made anew from the event.
    """

    class Outcome(models.TextChoices):
        """How it ended."""

        DELIVERED = "delivered", _("delivered")
        REFUSED = "refused", _("refused by the receiver")
        REDIRECTED = "redirected", _("sent elsewhere, which is never followed")
        BUSY = "busy", _("the receiver is too busy")
        GONE = "gone", _("the receiver wants no more")
        TIMEOUT = "timeout", _("no answer in time")
        UNREACHABLE = "unreachable", _("no connection")
        FORBIDDEN = "forbidden", _("an address that we do not send to")
        TOKEN = "token", _("no token for the receiver")

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="attempts", db_index=False)
    event_id = models.UUIDField(_("event"), null=True)
    seq = models.BigIntegerField(null=True)
    number = models.PositiveIntegerField(_("try"), default=1)
    started_at = models.DateTimeField(_("started at"))
    duration_ms = models.PositiveIntegerField(_("milliseconds"))
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome.choices)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    request_headers = models.JSONField(_("headers sent"), default=dict)
    answer_headers = models.JSONField(_("headers answered"), default=dict)
    answer = models.TextField(_("answer"), blank=True, default="")
    error = models.CharField(_("error"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subscription", "-id"], name="attempt_newest"),
            models.Index(fields=["subscription", "event_id", "-id"], name="attempt_of_event"),
            BrinIndex(fields=["started_at"], name="attempt_retention"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id or 'ping'}: {self.outcome}"


class ReceiverAllowance(models.Model):
    """A network of receivers that may be private: without one, nothing is sent to an address that is not public."""

    network = models.CharField(
        _("network"), max_length=50, unique=True, help_text=_("Such as 10.20.0.0/16, or one address.")
    )
    reason = models.CharField(_("reason"), max_length=300, help_text=_("Who lives there, and who agreed."))
    plain_http = models.BooleanField(
        _("without TLS"),
        default=False,
        help_text=_("Whether http:// will do there: only where nothing leaves a host."),
    )
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("allowed network of receivers")
        verbose_name_plural = _("allowed networks of receivers")
        ordering = ["network"]

    def __str__(self) -> str:
        return self.network
