"""What an administrator fills in to ask another organisation for a connection, and to publish a zone."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from events.domain.moments import AMSTERDAM, first_instant
from federation.domain.properties import Terms
from federation.domain.proposals import Validity
from management_ui.presenters.moments import now

PURPOSE_LENGTH_MAX: Final = 2_000
USUAL: Final = timedelta(days=365)
YEARS_MAX: Final = 10
Choices = Sequence[tuple[str, str]]


class RequestForm(forms.Form):
    """Of which event types, what for, from when until when; whether we want to be told of whom there is something."""

    event_types = forms.MultipleChoiceField(
        label=_("Of which event types"),
        help_text=_("Ask no more than is needed: the other organisation decides on all of it at once."),
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.CharField(
        label=_("What for"),
        help_text=_(
            "With the legal ground. The other organisation reads this before it decides, and both sign it. "
            "It stands in the contract, so name no person."
        ),
        max_length=PURPOSE_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    begins = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends = forms.DateField(
        label=_("Up to and including"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    announces = forms.BooleanField(
        label=_("Let us be told of which persons there is something (without what)"), required=False
    )

    def __init__(self, data: Any = None, *, event_types: Choices) -> None:
        today = now().astimezone(AMSTERDAM).date()
        super().__init__(data, label_suffix="", initial={"begins": today, "ends": today + USUAL, "announces": True})
        field = self.fields["event_types"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = event_types

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, after today, and not in the far future."""
        found = super().clean() or self.cleaned_data
        begins, ends = found.get("begins"), found.get("ends")
        today = now().astimezone(AMSTERDAM).date()
        if begins and ends and ends < begins:
            self.add_error("ends", _("Choose an end after the beginning."))
        elif ends and ends < today:
            self.add_error("ends", _("Choose an end that has not been yet."))
        elif begins and ends and ends > _years_later(max(begins, today), YEARS_MAX):
            self.add_error("ends", _("Choose an end within ten years: who signs must oversee it."))
        return found

    def terms(self) -> Terms:
        """What is asked."""
        found = self.cleaned_data
        return Terms(
            event_types=frozenset(found["event_types"]), announces=found["announces"], purpose=found["purpose"]
        )

    def validity(self) -> Validity:
        """From the beginning of the first day until the end of the last, here."""
        begins, ends = self.cleaned_data["begins"], self.cleaned_data["ends"]
        return Validity(begins=first_instant(begins), ends=first_instant(ends + timedelta(days=1)))


class PublicationForm(forms.Form):
    """Which event types a zone holds, and of which we are the one that is believed."""

    event_types = forms.MultipleChoiceField(
        label=_("Event types that it holds"),
        help_text=_("Everyone in the group sees this."),
        widget=forms.CheckboxSelectMultiple,
    )
    responsible_for = forms.MultipleChoiceField(
        label=_("Of which we are the source"),
        help_text=_("Who asks several organisations believes us on these. Only what you ticked above."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Any = None, *, event_types: Choices, held: Collection[str] = (), terms: Terms | None = None
    ) -> None:
        first = sorted(terms.event_types if terms else held)
        initial = {"event_types": first, "responsible_for": sorted(terms.responsible_for) if terms else first}
        super().__init__(data, label_suffix="", initial=initial)
        for name in ("event_types", "responsible_for"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = event_types
        if terms is None:
            self.fields["event_types"].help_text = _(
                "Everyone in the group sees this. Ticked is what the zone holds something of now."
            )

    def clean(self) -> dict[str, Any]:
        """We are the source of nothing that the zone does not hold."""
        found = super().clean() or self.cleaned_data
        beyond = set(found.get("responsible_for", ())) - set(found.get("event_types", ()))
        if beyond and "event_types" not in self.errors:
            self.add_error("responsible_for", _("Tick only what you ticked above too."))
        return found

    def terms(self) -> Terms:
        """What is told."""
        found = self.cleaned_data
        return Terms(event_types=frozenset(found["event_types"]), responsible_for=frozenset(found["responsible_for"]))


def _years_later(day: date, years: int) -> date:
    return day + timedelta(days=366 * years)
