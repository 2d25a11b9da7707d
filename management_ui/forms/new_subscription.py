"""What an administrator fills in to make a subscription: all that can be changed, and what is asked once."""

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.models import ApiClient, Subscription, SubscriptionKey, User
from events.subscriptions.commands.wishes import BEGINNING, NOW
from management_ui.admin.rights import accounts_with_rights
from management_ui.forms.subscriptions import Choices, SubscriptionForm, usual

MOMENT: Final = "moment"
FIRST: Final[Mapping[str, Any]] = usual() | {"schemes": [SubscriptionKey.Scheme.V1.value], "start": NOW}
"""What a new one begins with."""


class OwnerField(forms.ModelChoiceField[User]):
    """An account by its name, and as what it speaks."""

    def label_from_instance(self, obj: User) -> str:
        """An API client by the name of the client."""
        client: ApiClient | None = getattr(obj, "api_client", None)
        return f"{client.name if client else obj} ({_('API client') if client else obj.source_type})"


class NewSubscriptionForm(SubscriptionForm):
    """Also what is asked once: whose it is, how it signs, where it begins."""

    owner = OwnerField(
        label=_("Owner"),
        help_text=_("The account or API client whose it is. It is told of what that may see, and of nothing else."),
        queryset=User.objects.none(),
    )
    schemes = forms.MultipleChoiceField(
        label=_("How it is signed"),
        help_text=_("A receiver verifies with it that a notice comes from us."),
        choices=SubscriptionKey.Scheme.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    start = forms.ChoiceField(
        label=_("From where"),
        choices=[
            (NOW, _("what is recorded from now on")),
            (BEGINNING, _("everything, from the beginning of the log")),
            (MOMENT, _("what was recorded from this moment on:")),
        ],
        widget=forms.RadioSelect,
    )
    start_at = forms.DateTimeField(
        label=_("Moment to begin at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    field_order = ("owner", "name", "url")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        choices: Choices,
        initial: Mapping[str, Any] | None = None,
        fetched: bool = False,
    ) -> None:
        super().__init__(data, choices=choices, initial=initial or FIRST, fetched=fetched)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = accounts_with_rights().select_related("api_client")

    def clean(self) -> dict[str, Any]:
        """A moment is given when it is to begin at one."""
        found = super().clean() or self.cleaned_data
        if found.get("start") == MOMENT and not found.get("start_at") and "start_at" not in self.errors:
            self.add_error("start_at", _("Fill in from which moment, or choose another beginning."))
        return found

    def asked(self) -> dict[str, Any]:
        """What the command asks for."""
        found = self.cleaned_data
        start = found["start_at"].isoformat() if found["start"] == MOMENT else found["start"]
        asked = super().asked() | {"startFrom": start}
        if self.fetched:
            return asked | {"mode": Subscription.Mode.PULL.value}
        return asked | {"schemes": found["schemes"]}
