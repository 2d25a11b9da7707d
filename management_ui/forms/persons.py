"""Who is sought, and for which moments and value a person is shown."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.domain.formats import is_bsn
from events.domain.moments import AMSTERDAM, PartialDate, first_instant
from management_ui.forms.moments import TICK, MomentsForm
from management_ui.forms.partial_dates import typed_date
from management_ui.presenters.moments import now
from readmodels.domain.holdings import REFERENCE_LENGTH, Reference
from readmodels.queries.person_search import Wanted

NAME_LENGTH_MAX: Final = 200
NAME_LETTERS_MIN: Final = 2
DATE_LENGTH_MAX: Final = 20
BSN_LENGTH_MAX: Final = 20
"""With the spaces or dots that people write in it."""
LAST_DAY: Final = date(9998, 12, 31)


class PersonSearchForm(forms.Form):
    """Name, birth date, citizen service number: at least one of them."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Surname, or first name and surname. The beginning is enough."),
        max_length=NAME_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    born_on = forms.CharField(
        label=gettext_lazy("Date of birth"),
        help_text=gettext_lazy("Such as 12-04-1985, or 1985."),
        max_length=DATE_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    bsn = forms.CharField(
        label=gettext_lazy("Citizen service number (BSN)"),
        max_length=BSN_LENGTH_MAX,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix, label_suffix="")

    def clean_born_on(self) -> PartialDate | None:
        """The date, as far as it is known: a year at least."""
        text = str(self.cleaned_data["born_on"]).strip()
        day = typed_date(text) if text else None
        if text and (day is None or day.year is None):
            raise forms.ValidationError(_("Give a date that exists, such as 12-04-1985, or a year."))
        return day

    def clean_name(self) -> str:
        """The name; too few letters would find half the town."""
        name = str(self.cleaned_data["name"]).strip(" ,")
        if name and sum(sign.isalpha() for sign in name) < NAME_LETTERS_MIN:
            raise forms.ValidationError(_("Give at least two letters of the name."))
        return name

    def clean_bsn(self) -> str:
        """Nine digits that pass the eleven-test, however they were written."""
        bsn = "".join(sign for sign in str(self.cleaned_data["bsn"]) if sign not in " .-")
        if bsn and not is_bsn(bsn):
            raise forms.ValidationError(_("This is no BSN. Check the nine digits."))
        return bsn

    def clean(self) -> dict[str, Any]:
        """Something must be asked."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            self.add_error("name", _("Fill in a name, a date of birth or a BSN."))
        return cleaned

    def wanted(self) -> Wanted:
        """Who is sought; only of a form that is valid."""
        return Wanted(**self.cleaned_data)

    def terms(self) -> dict[str, str]:
        """The same as text, to keep."""
        day = self.cleaned_data["born_on"]
        return {**self.cleaned_data, "born_on": "" if day is None else day.text}


class PersonMomentsForm(MomentsForm):
    """The two moments of a person's sheet, and the value of which the picture is shown."""

    value = forms.CharField(max_length=REFERENCE_LENGTH, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, str]) -> None:
        today = now().astimezone(AMSTERDAM).date().isoformat()
        shown = {name: data.get(name, "") or today for name in ("as_of", "as_at")}
        super().__init__({**shown, "value": data.get("value", "")[:REFERENCE_LENGTH]})
        self.fields["as_of"].label = _("Valid on")
        self.fields["as_of"].help_text = _("As it was in reality on this day.")
        self.fields["as_at"].label = _("As known on")
        self.fields["as_at"].help_text = _("With what was recorded up to the end of this day.")

    def moments(self) -> tuple[datetime, datetime | None]:
        """As in any such form; a day to come is asked for as it is, and the answer to that is provisional."""
        as_of, as_at = super().moments()
        day = self.cleaned_data.get("as_at")
        if day is not None and day > now().astimezone(AMSTERDAM).date():
            as_at = first_instant(min(day, LAST_DAY) + timedelta(days=1)) - TICK
        return as_of, as_at

    def chosen(self) -> Reference | None:
        """The value of the picture; None when none is chosen."""
        self.is_valid()
        digest = self.cleaned_data.get("value", "")
        return Reference(digest) if digest else None

    def days(self) -> dict[str, str]:
        """The days that are asked for other than today, as an address holds them."""
        self.is_valid()
        today = now().astimezone(AMSTERDAM).date()
        given = {name: self.cleaned_data.get(name) for name in ("as_of", "as_at")}
        return {name: day.isoformat() for name, day in given.items() if day is not None and day != today}
