"""Adding a person or a group to those who hold rights in a zone."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from events.models import User, Zone
from management_ui.admin.rights import Holder, holders_in, kind_of


class NewHolder(forms.Form):
    """Whom to add; he starts with the right to read, and the matrix gives the rest."""

    who = forms.ChoiceField(label=_("Add a group or account"))

    def __init__(self, data: Any = None, *, zone: Zone) -> None:
        super().__init__(data, label_suffix="")
        everybody: list[Holder] = [*Group.objects.order_by("name")]
        everybody += User.objects.filter(is_active=True).order_by("username")
        present = holders_in(zone)
        self.candidates = {f"{kind_of(it)}-{it.pk}": it for it in everybody if it not in present}
        choices = [(key, f"{holder} ({_title(holder)})") for key, holder in self.candidates.items()]
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices]

    def clean(self) -> dict[str, Any]:
        """Put the chosen holder in `holder`."""
        cleaned = super().clean() or {}
        holder = self.candidates.get(str(cleaned.get("who")))
        return cleaned | {"holder": holder}


def _title(holder: Holder) -> str:
    return str(_("group")) if isinstance(holder, Group) else holder.username
