"""How fast a rebuild may go."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from readmodels.commands.rebuilding import RATE_MAX


class RateForm(forms.Form):
    """Persons per second at most; without a number as fast as it can."""

    rate_max = forms.IntegerField(
        label=_("Persons per second at most"),
        help_text=_("Leave it empty to go as fast as it can. Less is gentler on those who work meanwhile."),
        min_value=1,
        max_value=RATE_MAX,
        required=False,
    )

    def __init__(self, data: Any = None, *, rate_max: int | None = None) -> None:
        super().__init__(data, initial={"rate_max": rate_max}, label_suffix="")
