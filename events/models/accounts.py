"""People, API clients and their tokens.

An API client is a `User` of its own kind, so that django-guardian grants zone permissions to people, groups and
clients alike. A token is shown once; only its digest is kept.
"""

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Whoever can be given rights: an official, an administrator, or the account behind an API client."""

    source_id = models.UUIDField(
        _("source id"),
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("`event_source_id` of what this account records."),
    )
    source_type = models.CharField(
        _("source type"),
        max_length=40,
        default="burger",
        help_text=_("The authority with which this account speaks: ambtenaar, burger, verloskundige, …"),
    )

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class ApiClient(models.Model):
    """A system that calls the API. Its zone permissions are those of its account, narrowed by its token's scopes."""

    account = models.OneToOneField(User, models.PROTECT, related_name="api_client", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=200)
    intermediary = models.BooleanField(
        _("intermediary"),
        default=False,
        help_text=_("May name another source for what it submits, but never an official."),
    )
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("API client")
        verbose_name_plural = _("API clients")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ApiToken(models.Model):
    """One bearer token of a client: hashed, scoped, expiring."""

    client = models.ForeignKey(ApiClient, models.CASCADE, related_name="tokens", verbose_name=_("API client"))
    prefix = models.CharField(_("prefix"), max_length=12, help_text=_("The first characters, to recognise it by."))
    digest = models.BinaryField(_("digest"), max_length=32, unique=True, editable=False)
    scopes = models.JSONField(_("scopes"), default=list, help_text=_("Permissions this token may use."))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}…"
