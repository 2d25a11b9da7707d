"""What an official fills in about work in hand: to whom he hands it, why he takes it over, what he asks the source."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from events.commands.work_entries import TEXT_LENGTH_MAX
from events.models import User

Recipient = User | Group


class HandOverForm(forms.Form):
    """A colleague or a group, and a note for them."""

    to = forms.ChoiceField(label=_("Hand over to"))
    note = forms.CharField(
        label=_("Note"), max_length=TEXT_LENGTH_MAX, widget=forms.Textarea(attrs={"rows": 2}), strip=True
    )

    def __init__(self, data: Any = None, *, officials: Iterable[User], groups: Iterable[Group]) -> None:
        super().__init__(data, label_suffix="")
        self._recipients: dict[str, Recipient] = {
            **{f"group-{group.pk}": group for group in groups},
            **{f"user-{user.pk}": user for user in officials},
        }
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [("", _("Choose")), *((key, str(it)) for key, it in self._recipients.items())]

    @property
    def has_recipients(self) -> bool:
        """Whether there is anybody to hand it to."""
        return bool(self._recipients)

    def recipient(self) -> Recipient:
        """Who was chosen; the form is valid."""
        return self._recipients[self.cleaned_data["to"]]


class ReasonForm(forms.Form):
    """Why something is taken out of the hands of a colleague."""

    reason = forms.CharField(
        label=_("Why you take this over (your colleague reads it)"), max_length=TEXT_LENGTH_MAX, strip=True
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class QuestionForm(forms.Form):
    """What the source is asked for."""

    text = forms.CharField(
        label=_("What do you need from who submitted this?"),
        help_text=_("The source reads this word for word. Ask for no more than you need."),
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        strip=True,
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
