"""What an administrator fills in about event types: a new one, the text of a draft, a trial, a deprecation."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.commands.event_types import REASON_LENGTH_MAX
from events.domain.declaration_shape import NAME_LENGTH_MAX, TITLE_LENGTH_MAX
from events.domain.json_text import TEXT_LENGTH_MAX
from events.domain.moments import first_instant

ROWS = 24


class NewTypeForm(forms.Form):
    """The name and title of a type that does not exist yet."""

    name = forms.CharField(
        label=_("Name in the data"),
        help_text=_("One word with a capital, letters and digits only, such as Hondenpenning. It never changes."),
        max_length=NAME_LENGTH_MAX,
    )
    title = forms.CharField(label=_("Title on screen"), max_length=TITLE_LENGTH_MAX)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class DraftForm(forms.Form):
    """The text of a draft, and at which revision it was when the page was opened."""

    title = forms.CharField(label=_("Title on screen"), max_length=TITLE_LENGTH_MAX, required=False)
    text = forms.CharField(
        label=_("Declaration"),
        help_text=_("JSON. Everything is checked when you save; what is wrong is kept too, so nothing is lost."),
        strip=False,
        required=False,
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": ROWS, "spellcheck": "false", "class": "code", "data-code": ""}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)

    def clean_text(self) -> str:
        """The text with the line ends of this house: browsers send others."""
        found: str = self.cleaned_data["text"]
        return found.replace("\r\n", "\n").replace("\r", "\n")


class TrialForm(forms.Form):
    """What to try: data as JSON, or a stored event by its id."""

    event_id = forms.UUIDField(
        label=_("Id of a stored event"),
        help_text=_("An event of this type in a zone that you may read. Looking at it is written down."),
        required=False,
    )
    document = forms.CharField(
        label=_("Or data of your own"),
        help_text=_("JSON, as in event_data. Use made-up persons. It is not kept."),
        strip=False,
        required=False,
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "code", "data-code": ""}),
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)


class DeprecationForm(forms.Form):
    """Why a version is no longer to be used, from when, and what to use instead."""

    reason = forms.CharField(
        label=_("Why is it no longer to be used?"),
        help_text=_("Whoever still claims with it reads this."),
        max_length=REASON_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    since = forms.DateField(
        label=_("From which day?"),
        help_text=_("From that day on new claims with it are refused. Leave it empty for: from now on."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    successor = forms.ChoiceField(label=_("Version to use instead"), required=False)

    def __init__(self, data: Any = None, *, choices: tuple[str, ...] = ()) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["successor"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(it, it) for it in choices]
        if not choices:
            del self.fields["successor"]

    def moment(self) -> datetime:
        """The first instant of the day, or now; a day that has begun counts from now."""
        day = self.cleaned_data["since"]
        return max(first_instant(day), timezone.now()) if day else timezone.now()
