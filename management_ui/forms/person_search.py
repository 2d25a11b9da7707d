"""Who is looked for: by what somebody at the desk can say of himself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.domain.moments import PartialDate
from management_ui.forms.partial_dates import typed_date
from readmodels.queries.finding import Sought

NAME_LENGTH_MAX = 200
PREFIX = "find"


class PersonSearch(forms.Form):
    """A number, or a name, or a birth date: more finds fewer."""

    bsn = forms.CharField(label=_("BSN"), required=False, max_length=11)
    surname = forms.CharField(
        label=_("Surname"), help_text=_("The first letters will do."), required=False, max_length=NAME_LENGTH_MAX
    )
    given_names = forms.CharField(label=_("First names"), required=False, max_length=NAME_LENGTH_MAX)
    born_on = forms.CharField(
        label=_("Born on"), help_text=_("Such as 12-04-1985, or 1985."), required=False, max_length=20
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix=PREFIX, label_suffix="")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        self.fields["surname"].widget.attrs["autofocus"] = True

    def goes_on_elsewhere(self) -> None:
        """Begin at who was found, not at the search."""
        del self.fields["surname"].widget.attrs["autofocus"]

    def clean_born_on(self) -> PartialDate | None:
        """The date, as far as it is known."""
        text = self.cleaned_data["born_on"]
        date = typed_date(text) if text else None
        if text and (date is None or date.year is None):
            raise forms.ValidationError(_("Give a date that exists, such as 12-04-1985, or a year."))
        return date

    def clean(self) -> dict[str, Any]:
        """Something must be known."""
        cleaned = super().clean() or {}
        if not self.errors and not _sought(cleaned).is_enough:
            raise forms.ValidationError(_("Give a BSN, two letters of the surname, or a birth date."))
        return cleaned

    def sought(self) -> Sought:
        """What is known of who is looked for."""
        return _sought(self.cleaned_data)


def _sought(cleaned: dict[str, Any]) -> Sought:
    return Sought(
        bsn=cleaned.get("bsn", ""),
        surname=cleaned.get("surname", ""),
        given_names=cleaned.get("given_names", ""),
        born_on=cleaned.get("born_on"),
    )
