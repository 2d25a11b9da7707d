"""What an official concludes of a decision that rested on what has changed."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOTIVATION_LENGTH_MAX = 4000


class ConclusionForm(forms.Form):
    """Why the decision stands. `difference` names the difference that was shown."""

    motivation = forms.CharField(
        label=_("Why does the decision stand?"),
        max_length=MOTIVATION_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the decision stands.")},
    )
    difference = forms.CharField(widget=forms.HiddenInput)
