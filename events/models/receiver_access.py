"""How a receiver is entered: whom we trust to be it, what we show of ourselves, and where we get a token for it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.models.subscriptions import Subscription


class ReceiverAccess(models.Model):
    """What one subscription needs beside the ordinary: of most there is no row.

    Secrets are sealed with a key of the settings, as the keys of subscriptions are. The subscription's `access_mark`
    is another one after every change here.
    """

    class Method(models.TextChoices):
        """How we show the token endpoint who we are (RFC 6749, 2.3.1; RFC 8705, 2.1)."""

        BASIC = "client_secret_basic", _("the secret in a header (client_secret_basic)")
        POST = "client_secret_post", _("the secret in the body (client_secret_post)")
        TLS = "tls_client_auth", _("the client certificate (tls_client_auth)")

    subscription = models.OneToOneField(Subscription, models.CASCADE, primary_key=True, related_name="access")
    authorities = models.TextField(_("trusted authorities"), blank=True, default="")
    authorities_until = models.DateTimeField(_("the first of them is valid until"), null=True, blank=True)
    authorities_at = models.DateTimeField(_("given at"), null=True, blank=True)
    certificate = models.TextField(_("client certificate"), blank=True, default="")
    certificate_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    certificate_at = models.DateTimeField(_("given at"), null=True, blank=True)
    private_key = models.BinaryField(null=True, editable=False)
    token_url = models.CharField(_("token endpoint"), max_length=2000, blank=True, default="")
    client_id = models.CharField(_("client id"), max_length=200, blank=True, default="")
    client_secret = models.BinaryField(null=True, editable=False)
    scope = models.CharField(_("scope"), max_length=1000, blank=True, default="")
    audience = models.CharField(_("audience"), max_length=500, blank=True, default="")
    method = models.CharField(
        _("how we show who we are"), max_length=30, choices=Method.choices, blank=True, default=""
    )
    credentials_at = models.DateTimeField(_("given at"), null=True, blank=True)

    class Meta:
        verbose_name = _("access to a receiver")
        verbose_name_plural = _("access to receivers")
        constraints = [
            models.CheckConstraint(
                condition=Q(certificate="", private_key=None) | ~Q(certificate="") & Q(private_key__isnull=False),
                name="certificate_with_its_key",
            ),
        ]

    def __str__(self) -> str:
        return str(self.subscription_id)
