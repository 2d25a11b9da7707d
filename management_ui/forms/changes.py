"""What to look for in the record of changes."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from events.administration import Action, Subject
from events.domain.moments import first_instant
from events.models import User
from events.queries.changes import ChangeFilter

EVERYBODY = ("", _("everybody"))


class ChangeFilterForm(forms.Form):
    """By who, what and when; nothing filled in is everything."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.ChoiceField(label=_("What was done"), required=False, choices=[("", _("everything")), *Action.choices])
    kind = forms.ChoiceField(label=_("With what"), required=False, choices=[("", _("everything")), *Subject.choices])
    thing = forms.CharField(label=_("Name"), required=False, max_length=80)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Up to and including"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any = None, *, people: tuple[User, ...] = ()) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [EVERYBODY, *((str(user.source_id), str(user)) for user in people)]

    def asked(self) -> ChangeFilter:
        """The filter; what cannot be read asks nothing (and is told of at its field)."""
        self.is_valid()
        found = self.cleaned_data
        since, until = found.get("since"), found.get("until")
        return ChangeFilter(
            source_id=UUID(found["who"]) if found.get("who") else None,
            action=Action(found["what"]) if found.get("what") else None,
            subject_type=Subject(found["kind"]) if found.get("kind") else None,
            thing=found.get("thing") or None,
            changed_from=first_instant(since) if since else None,
            changed_until=first_instant(until + timedelta(days=1)) if until and until < date.max else None,
        )
