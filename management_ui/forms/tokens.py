"""A new API client, and a new token for one."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.commands.tokens import LIFETIME_MAX
from events.domain.permissions import Permission
from events.models import ApiClient, Zone

DAYS_USUAL = 90


class NewClient(forms.ModelForm[ApiClient]):
    """What `register_client` asks."""

    source_type = forms.CharField(
        label=_("source type"),
        max_length=40,
        help_text=_("The authority with which this client speaks: verloskundige, ouder, systeem, …"),
    )

    class Meta:
        model = ApiClient
        fields = ("name", "intermediary")


class NewToken(forms.Form):
    """What `issue_token` asks."""

    scopes = forms.MultipleChoiceField(
        label=_("What may this token be used for?"),
        choices=list(Zone._meta.permissions),
        initial=[Permission.VIEW.value, Permission.SUBMIT_CLAIM.value],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_("Valid for how many days?"), min_value=1, max_value=LIFETIME_MAX.days, initial=DAYS_USUAL
    )

    def expires_at(self) -> datetime:
        """When the token ends."""
        return timezone.now() + timedelta(days=self.cleaned_data["days"])
