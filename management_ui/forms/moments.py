"""For which moments the rows of a view are asked: as it was on a day, as known on a day."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from events.domain.moments import AMSTERDAM, first_instant
from management_ui.presenters.moments import now

TICK = timedelta(microseconds=1)


class MomentsForm(forms.Form):
    """Two days; without them: now."""

    as_of = forms.DateField(
        label=_("As it was on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    as_at = forms.DateField(
        label=_("As known on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: object) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]  # a QueryDict, as Django's own forms take

    def moments(self) -> tuple[datetime, datetime | None]:
        """As of the beginning of the one day, as known at the end of the other; today is this very moment.

        The second is None for the newest that is settled. Days that cannot be read count as not given.
        """
        self.is_valid()
        today = now().astimezone(AMSTERDAM).date()
        as_of, as_at = self.cleaned_data.get("as_of"), self.cleaned_data.get("as_at")
        known = None if as_at is None or as_at >= today else first_instant(as_at + timedelta(days=1)) - TICK
        return now() if as_of is None or as_of == today else first_instant(as_of), known
