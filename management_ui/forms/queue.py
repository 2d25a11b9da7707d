"""The filters of the work queue: all in the address, so that a filtered queue can be kept and shared."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from events.domain.event import Kind
from events.queries.work import Cursor, Pile, Wanted

NAME_LENGTH_MAX = 100
ANY = ("", _("All"))


class QueueFilter(forms.Form):
    """Zone, type, kind and a part of a name."""

    name = forms.CharField(label=_("Name of a person"), max_length=NAME_LENGTH_MAX, required=False)
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    type = forms.ChoiceField(label=_("Type of event"), required=False)
    kind = forms.ChoiceField(
        label=_("Claim or correction"),
        required=False,
        choices=[ANY, (Kind.CLAIM.value, _("Claims")), (Kind.CORRECTION.value, _("Corrections"))],
    )

    def __init__(self, data: Any, *, zones: Mapping[str, str], types: Mapping[str, str]) -> None:
        super().__init__(data, label_suffix="")
        choices = {"zone": [ANY, *zones.items()], "type": [ANY, *types.items()]}
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = options

    def wanted(self, *, pile: Pile) -> Wanted:
        """What is asked; a value that no longer exists counts as not given."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            pile=pile,
            zone=given.get("zone", ""),
            event_type=given.get("type", ""),
            event_kind=given.get("kind", ""),
        )

    def searched_name(self) -> str:
        """The part of a name that is searched for."""
        self.is_valid()
        return str(self.cleaned_data.get("name", "")).strip()


def pile_of(text: str) -> Pile:
    """The pile that an address names; the open one for anything else."""
    return Pile(text) if text in set(Pile) else Pile.OPEN


def cursor_of(text: str) -> Cursor | None:
    """The cursor that an address carries; None (the first page) for anything that is none."""
    moment, _separator, identifier = text.partition("_")
    try:
        created_at = datetime.fromisoformat(moment)
        return Cursor(created_at=created_at, event_id=UUID(identifier)) if created_at.tzinfo else None
    except ValueError:
        return None


def cursor_text(cursor: Cursor) -> str:
    """The cursor as it stands in an address."""
    return f"{cursor.created_at.isoformat()}_{cursor.event_id}"
