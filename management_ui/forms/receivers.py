"""What is asked about receivers: who agreed by hand, with which key to sign, in which networks they may be."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import SubscriptionKey
from events.subscriptions.commands.allowances import REASON_LENGTH_MAX as NETWORK_REASON_LENGTH_MAX
from events.subscriptions.commands.key_changes import OVERLAP_MAX
from events.subscriptions.commands.verifying import REASON_LENGTH_MAX

NETWORK_LENGTH_MAX = 50


class AgreeForm(forms.Form):
    """Who agreed, and how."""

    reason = forms.CharField(
        label=_("Who agreed, and how?"),
        help_text=_("Such as: by letter of 3 November, A. Smit of Haarlem. It stays in the record of changes."),
        max_length=REASON_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class KeyForm(forms.Form):
    """A new key: of which scheme, and how long the former ones sign beside it."""

    scheme = forms.ChoiceField(
        label=_("How it signs"),
        choices=SubscriptionKey.Scheme.choices,
        initial=SubscriptionKey.Scheme.V1,
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=_("How many days do the former keys of this kind sign on?"),
        help_text=_("So long a receiver can verify with either. 0: the former stop at once."),
        min_value=0,
        max_value=OVERLAP_MAX.days,
        initial=OVERLAP_MAX.days,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def overlap(self) -> timedelta:
        """How long the former keys sign on."""
        return timedelta(days=self.cleaned_data["days"])


class NetworkForm(forms.Form):
    """A network to allow; what lacks is told by the command, all at once."""

    network = forms.CharField(
        label=_("Network"),
        help_text=_("Such as 10.20.0.0/16, or one address."),
        max_length=NETWORK_LENGTH_MAX,
        required=False,
    )
    reason = forms.CharField(
        label=_("Who lives there, and who agreed?"),
        max_length=NETWORK_REASON_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    plain_http = forms.BooleanField(
        label=_("Also without TLS (http://): only where nothing leaves a host"), required=False
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
