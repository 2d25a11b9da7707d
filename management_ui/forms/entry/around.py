"""The inputs beside the data: when it happened, if its type has no own date; why and by what right to correct.

Whether one is required is said here; what lacks is told when the draft is checked, not while it is written.
"""

from django import forms
from django.utils.translation import gettext as _

from events.domain.event import Operation
from events.domain.event_types import EventTypeVersion
from events.domain.shapes import COURT_RULING, ERROR_OF_THE_OFFICE, TEXT_LENGTH_MAX
from management_ui.forms.entry.body import COURT, OCCURRED, REASON, RIGHT


def of_claim(event_type: EventTypeVersion) -> dict[str, forms.Field]:
    """The day that it happened, unless the data say so."""
    if event_type.material_pointer is not None:
        return {}
    label, hint = _("When did it happen? (required)"), _("Day-month-year, such as 12-04-1985.")
    return {OCCURRED: _text(label, help_text=hint, length=40, required=True)}


def of_correction(event_type: EventTypeVersion, *, operation: Operation, is_act: bool) -> dict[str, forms.Field]:
    """Why; of an act of civil status also by what right. A retraction is about the moment of what it retracts."""
    found: dict[str, forms.Field] = {
        REASON: forms.CharField(
            label=_("What was wrong, and how do you know? (required)"),
            widget=forms.Textarea(attrs={"rows": 3, "maxlength": TEXT_LENGTH_MAX}),
        )
    }
    if is_act:
        rights = [
            ("", _("Choose")),
            (ERROR_OF_THE_OFFICE, _("Misslag: an error in making the act (article 1:24a BW)")),
            (COURT_RULING, _("Beschikking: the court ordered it (article 1:24 BW)")),
        ]
        found[RIGHT] = forms.CharField(
            label=_("By what right is the act corrected? (required)"),
            widget=forms.Select(choices=rights),
        )
        found[COURT] = _text(_("Reference of the court"), help_text=_("Only for a beschikking."), length=200)
    return found if operation is Operation.RETRACT else found | of_claim(event_type)


def _text(label: str, *, help_text: str, length: int, required: bool = False) -> forms.Field:
    widget = forms.TextInput(attrs={"maxlength": length, "autocomplete": "off"})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=widget)
