"""What an administrator fills in of a subscription; whether it can be is judged by the command, not here."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from events.models import Subscription
from events.subscriptions.commands.addresses import URL_LENGTH_MAX
from events.subscriptions.commands.wishes import NAME_LENGTH_MAX, SENT_ONLY
from events.subscriptions.domain.retries import SCHEDULE
from events.subscriptions.domain.wanted import CONDITIONS_MAX
from management_ui.forms.typed_values import values_read, values_written
from management_ui.forms.waits import NoWait, waits_read, waits_written

COLUMNS: Final = ("name", "url", "content", "ordering", "corrections", "schedule")
TEXT_LENGTH_MAX: Final = 50_000
_POINTER: Final = re.compile(r"pointer-(\d{1,3})")
_AT: Final[Mapping[str, str]] = {
    "/filter/eventTypes": "event_types",
    "/filter/kinds": "kinds",
    "/filter/zones": "zones",
    "/filter/standings": "standings",
    "/filter/objectIds": "objects",
    "/filter/data": "pointer-0",
    "/schemes": "schemes",
    "/startFrom": "start_at",
    **{f"/{name}": name for name in COLUMNS},
}
"""Place in what is asked → the input that mends it."""


LISTS: Final = ("event_types", "kinds", "zones", "standings")
"""The inputs of which several are ticked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What can be chosen: event types, kinds, zones and standings, each by its value and title."""

    event_types: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    zones: Sequence[tuple[str, str]]
    standings: Sequence[tuple[str, str]]


class SubscriptionForm(forms.Form):
    """What can be changed of a subscription, too. Conditions on data are rows: `pointer-0`, `values-0` and so on."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH_MAX, help_text=_("By which you know it again in the list.")
    )
    url = forms.CharField(
        label=_("Address of the receiver"),
        max_length=URL_LENGTH_MAX,
        help_text=_("With https://. Another address than before must be verified anew."),
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off", "inputmode": "url"}),
    )
    event_types = forms.MultipleChoiceField(
        label=_("Event types"),
        help_text=_("Nothing ticked: every type."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds"),
        help_text=_("Nothing ticked: every kind."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    zones = forms.MultipleChoiceField(
        label=_("Zones"),
        help_text=_("Nothing ticked: every zone that the owner may see."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    standings = forms.MultipleChoiceField(
        label=_("Only what gives a standing"),
        help_text=_(
            "Told when a claim or correction gets one of these, and which: “Accepted” leaves out what was only "
            "claimed. Nothing ticked: whatever it changes."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    objects = forms.CharField(
        label=_("Only about these objects"),
        help_text=_("Their ids, a line each. Nothing: about all."),
        required=False,
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "class": "code short"}),
    )
    corrections = forms.BooleanField(
        label=_("Also what corrects something that was delivered"),
        help_text=_(
            "When what a delivered notice was about is corrected, retracted or stands again, it is told where, "
            "whatever else it asks for; in whole events also what stood there and what stands there."
        ),
        required=False,
    )
    content = forms.ChoiceField(
        label=_("What a notice holds"), choices=Subscription.Content.choices, widget=forms.RadioSelect
    )
    ordering = forms.ChoiceField(
        label=_("Order"),
        help_text=_("In order, later events wait until an earlier one was taken in."),
        choices=Subscription.Ordering.choices,
        widget=forms.RadioSelect,
    )
    schedule = forms.CharField(
        label=_("Time between tries"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        choices: Choices,
        initial: Mapping[str, Any] | None = None,
        fetched: bool = False,
    ) -> None:
        super().__init__(data, initial=dict(initial or usual()), label_suffix="")
        self.fetched = fetched
        for name in LISTS:
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = list(getattr(choices, name))
        self.fields["schedule"].help_text = _("After each try that failed. Nothing: the usual (%(waits)s).") % {
            "waits": waits_written(SCHEDULE)
        }
        for name in SENT_ONLY if fetched else ():
            self.fields.pop(name, None)
        self.rows = self._rows()
        for row in range(self.rows):
            self.fields[f"pointer-{row}"] = _pointer()
            self.fields[f"values-{row}"] = _values()

    def conditions(self) -> Iterator[tuple[BoundField, BoundField]]:
        """The inputs of each row."""
        for row in range(self.rows):
            yield self[f"pointer-{row}"], self[f"values-{row}"]

    @property
    def can_grow(self) -> bool:
        """Whether there may be another row."""
        return self.rows < CONDITIONS_MAX

    def clean_objects(self) -> list[str]:
        """The ids, each once."""
        return list(dict.fromkeys(str(self.cleaned_data["objects"]).lower().split()))

    def clean_schedule(self) -> list[int] | None:
        """The seconds; nothing for the usual."""
        try:
            return waits_read(self.cleaned_data["schedule"]) or None
        except NoWait as fault:
            told = _("Write times such as 5 s, 5 min, 2 h or 1 d, with commas between them. “%(part)s” is none.")
            raise forms.ValidationError(told % {"part": fault}) from fault

    def asked(self) -> dict[str, Any]:
        """What the command asks for."""
        found = self.cleaned_data
        parts = {
            "eventTypes": found["event_types"],
            "kinds": found["kinds"],
            "zones": found["zones"],
            "standings": found["standings"],
            "objectIds": found["objects"],
            "data": [condition for _row, condition in self._filled()],
        }
        said = {name: found[name] for name in COLUMNS if name in found}
        return said | {"filter": {name: value for name, value in parts.items() if value}}

    def input_at(self, pointer: str) -> str | None:
        """The input that says what stands at a place of what is asked; None when it is about the whole."""
        if pointer.startswith("/filter/data/"):
            _root, _filter, _data, number, *rest = pointer.split("/")
            row = [row for row, _condition in self._filled()][int(number)]
            return f"{'values' if rest[:1] == ['values'] else 'pointer'}-{row}"
        place = pointer
        while place and place not in _AT:
            place = place.rpartition("/")[0]
        name = _AT.get(place)
        return name if name in self.fields else None

    def _filled(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for row in range(self.rows):
            pointer = self.cleaned_data.get(f"pointer-{row}", "")
            values = values_read(self.cleaned_data.get(f"values-{row}", ""))
            if pointer or values:
                yield row, {"pointer": pointer} | ({"values": values} if values else {})

    def _rows(self) -> int:
        """Those that were sent; else those that there are, and an empty one."""
        names = self.data if self.is_bound else self.initial
        last = max((int(found[1]) for name in names if (found := _POINTER.fullmatch(name))), default=-1)
        return min(max(last + 1, 1) if self.is_bound else last + 2, CONDITIONS_MAX)


def usual() -> dict[str, Any]:
    """What a new one begins with."""
    return {
        "content": Subscription.Content.THIN.value,
        "ordering": Subscription.Ordering.OBJECT.value,
    }


def typed(posted: QueryDict) -> dict[str, Any]:
    """What was sent, to be shown again without being judged."""
    lists = {*LISTS, "schemes"}
    return {name: posted.getlist(name) if name in lists else posted[name] for name in posted}


def written(held: Subscription) -> dict[str, Any]:
    """A subscription as one would have typed it."""
    asked = held.filter
    conditions = asked.get("data", ())
    return {
        "name": held.name,
        "url": held.url,
        "content": held.content,
        "ordering": held.ordering,
        "corrections": held.corrections,
        "schedule": waits_written(held.schedule or ()),
        "event_types": asked.get("eventTypes", []),
        "kinds": asked.get("kinds", []),
        "zones": asked.get("zones", []),
        "standings": asked.get("standings", []),
        "objects": "\n".join(asked.get("objectIds", ())),
        **{f"pointer-{row}": it["pointer"] for row, it in enumerate(conditions)},
        **{f"values-{row}": values_written(it.get("values", ())) for row, it in enumerate(conditions)},
    }


def _pointer() -> forms.CharField:
    return forms.CharField(
        label=_("Place in the data"),
        help_text=_("Such as /functie. * stands for every item of a list: /personen/*/objectId."),
        required=False,
        max_length=TEXT_LENGTH_MAX,
        widget=forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "off"}),
    )


def _values() -> forms.CharField:
    return forms.CharField(
        label=_("One of these values"),
        help_text=_(
            "A line each; a number that is text between double quotes. Nothing: it is enough that it is there."
        ),
        required=False,
        max_length=TEXT_LENGTH_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
