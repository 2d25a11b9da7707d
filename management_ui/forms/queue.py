"""The filters of the work queue: all in the address, so that a filtered queue can be kept and shared.

Who is sought is no filter but a search: it goes in the body of a request, never in an address, which others may see.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.domain.event import Kind
from events.domain.formats import is_bsn
from events.queries import work
from events.queries.work import Cursor, Order, Pile, Whose
from management_ui.forms.partial_dates import typed_date
from readmodels.queries.person_search import Wanted

NAME_LENGTH_MAX = 100
FILTER_NAME_LENGTH_MAX = 60
ANY = ("", _("All"))
FILTERS = ("zone", "type", "kind", "source", "age", "due", "order")
KEPT = ("pile", "whose", *FILTERS)
"""What of an address belongs to a filter that is kept; the place in the pages does not."""
OVERDUE, SOON, WEEK = "overdue", "soon", "week"
DUE_DAYS = {OVERDUE: 0, SOON: 2, WEEK: 8}
"""Within how many days from today the term must have ended, for each choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Of whom the work is sought: as it was typed; then by a part of a name, or by a number or birth date."""

    text: str = ""
    name: str = ""
    person: Wanted | None = None


class QueueFilter(forms.Form):
    """Zone, type, kind, source, how long it waits, when its term ends, and the order."""

    type = forms.ChoiceField(label=_("Type of event"), required=False)
    zone = forms.ChoiceField(label=_("Zone"), required=False)
    source = forms.ChoiceField(label=_("Submitted by"), required=False)
    kind = forms.ChoiceField(
        label=_("Claim or correction"),
        required=False,
        choices=[ANY, (Kind.CLAIM.value, _("Claims")), (Kind.CORRECTION.value, _("Corrections"))],
    )
    age = forms.ChoiceField(
        label=_("Waiting"),
        required=False,
        choices=[
            ANY,
            ("1", _("More than a day")),
            ("7", _("More than a week")),
            ("28", _("More than four weeks")),
        ],
    )
    due = forms.ChoiceField(
        label=_("Legal term"),
        required=False,
        choices=[
            ANY,
            (OVERDUE, _("Run out")),
            (SOON, _("Ends today or tomorrow, or ran out")),
            (WEEK, _("Ends within a week, or ran out")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("Oldest first")), (Order.TERM.value, _("Legal term first"))],
    )

    def __init__(
        self, data: Any, *, zones: Mapping[str, str], types: Mapping[str, str], sources: Mapping[str, str]
    ) -> None:
        super().__init__(data, label_suffix="")
        choices = {"zone": zones, "type": types, "source": sources}
        for name, options in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [ANY, *options.items()]
        if len(zones) < 2:
            del self.fields["zone"]

    def wanted(self, *, pile: Pile, whose: Whose, today: date, now: datetime) -> work.Wanted:
        """What is asked; a value that no longer exists counts as not given."""
        self.is_valid()
        given = self.cleaned_data
        age, due = given.get("age", ""), given.get("due", "")
        return work.Wanted(
            pile=pile,
            whose=whose,
            zone=given.get("zone", ""),
            event_type=given.get("type", ""),
            event_kind=given.get("kind", ""),
            source_type=given.get("source", ""),
            recorded_before=now - timedelta(days=int(age)) if age else None,
            due_before=today + timedelta(days=DUE_DAYS[due]) if due else None,
            order=Order(given.get("order") or (Order.TERM if due else Order.OLDEST)),
        )


class WorkSearch(forms.Form):
    """Of whom the work is sought, by the one thing that is typed: a part of a name, a birth date or a BSN."""

    person = forms.CharField(label=_("Name, date of birth or BSN"), max_length=NAME_LENGTH_MAX, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        self.fields["person"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean_person(self) -> Sought:
        """What was typed, told apart. Digits are a date that exists, or a BSN that passes the eleven-test."""
        text = str(self.cleaned_data["person"]).strip()
        day = typed_date(text)
        if day is not None and day.year is not None:
            return Sought(text=text, person=Wanted(born_on=day))
        number = "".join(sign for sign in text if sign not in " .-/")
        if number and number.isdigit():
            if not is_bsn(number):
                raise forms.ValidationError(
                    gettext("This is no BSN and no date. Check the nine digits, or write a date such as 12-04-1985.")
                )
            return Sought(text=text, person=Wanted(bsn=number))
        return Sought(text=text, name=text)

    def sought(self) -> Sought:
        """Who is sought; nobody while nothing right was typed."""
        return self.cleaned_data["person"] if self.is_bound and self.is_valid() else Sought()


class FilterName(forms.Form):
    """The name by which a filter is kept."""

    filter_name = forms.CharField(label=_("Name of the filter"), max_length=FILTER_NAME_LENGTH_MAX)


def pile_of(text: str) -> Pile:
    """The pile that an address names; the open one for anything else."""
    return Pile(text) if text in set(Pile) else Pile.OPEN


def whose_of(text: str) -> Whose:
    """Whose work an address names; everybody's for anything else."""
    return Whose(text) if text in set(Whose) else Whose.ALL


def kept_query(query: QueryDict) -> str:
    """The part of an address that belongs to a filter, in a fixed order; what says nothing is left out."""
    return urlencode([(name, query[name]) for name in KEPT if query.get(name)])


def cursor_of(text: str) -> Cursor | None:
    """The cursor that an address carries; None (the first page) for anything that is none."""
    moment, day, identifier = (*text.split("_"), "", "", "")[:3]
    try:
        created_at = datetime.fromisoformat(moment)
        found = Cursor(created_at=created_at, event_id=UUID(identifier), due_on=date.fromisoformat(day))
    except ValueError:
        return None
    return found if created_at.tzinfo else None


def cursor_text(cursor: Cursor) -> str:
    """The cursor as it stands in an address."""
    return f"{cursor.created_at.isoformat()}_{cursor.due_on.isoformat()}_{cursor.event_id}"
