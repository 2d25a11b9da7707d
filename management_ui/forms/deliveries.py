"""What is asked about deliveries: which attempts, which of what is parked, what once more, back to where."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import DeliveryAttempt, ParkedDelivery
from events.subscriptions.commands.redelivering import ParkedChoice
from events.subscriptions.queries.attempts import AttemptFilter
from events.subscriptions.queries.parked import ParkedFilter

EVERYTHING: Final = ("", _("everything"))
EVENT: Final = "event"
MOMENT: Final = "moment"
BEGINNING: Final = "beginning"


class AttemptFilterForm(forms.Form):
    """By outcome and event; nothing filled in is everything."""

    outcome = forms.ChoiceField(
        label=_("Outcome"), required=False, choices=[EVERYTHING, *DeliveryAttempt.Outcome.choices]
    )
    event = forms.UUIDField(label=_("Id of an event"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def asked(self) -> AttemptFilter:
        """The filter; what cannot be read asks nothing (and is told of at its field)."""
        self.is_valid()
        outcome = self.cleaned_data.get("outcome")
        return AttemptFilter(
            outcome=DeliveryAttempt.Outcome(outcome) if outcome else None, event_id=self.cleaned_data.get("event")
        )


class ParkedFilterForm(forms.Form):
    """By what it waits for, and by object."""

    state = forms.ChoiceField(label=_("Waits for"), required=False, choices=[EVERYTHING, *ParkedDelivery.State.choices])
    object = forms.UUIDField(label=_("Id of an object"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def asked(self) -> ParkedFilter:
        """The filter; what cannot be read asks nothing (and is told of at its field)."""
        self.is_valid()
        state = self.cleaned_data.get("state")
        return ParkedFilter(
            state=ParkedDelivery.State(state) if state else None, object_id=self.cleaned_data.get("object")
        )


class OnceMoreForm(forms.Form):
    """One event by its id."""

    event_id = forms.UUIDField(
        label=_("Id of the event"), help_text=_("As it stands with an attempt, or in the receiver's own log.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class ParkedOnceMoreForm(forms.Form):
    """Which of what is parked."""

    state = forms.ChoiceField(
        label=_("Which of them"),
        required=False,
        choices=[
            ("", _("given up, and being tried again")),
            (ParkedDelivery.State.DEAD.value, _("only what was given up")),
            (ParkedDelivery.State.RETRYING.value, _("only what is being tried again")),
        ],
    )
    event_types = forms.MultipleChoiceField(
        label=_("Of these event types"),
        help_text=_("Nothing ticked: every type."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    object_id = forms.UUIDField(label=_("Only about this object"), required=False)

    def __init__(self, data: Any = None, *, event_types: list[tuple[str, str]]) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["event_types"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = event_types

    def choice(self) -> ParkedChoice:
        """What was chosen."""
        found = self.cleaned_data
        return ParkedChoice(
            state=ParkedDelivery.State(found["state"]) if found["state"] else None,
            event_types=frozenset(found["event_types"]) or None,
            object_id=found["object_id"],
        )


class SinceForm(forms.Form):
    """From a moment on."""

    since = forms.DateTimeField(
        label=_("Recorded from"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")


class RewindForm(forms.Form):
    """Back to where: an event, a moment, the beginning."""

    to = forms.ChoiceField(
        label=_("Back to"),
        choices=[
            (EVENT, _("an event, itself included")),
            (MOMENT, _("a moment: all that was recorded from then on")),
            (BEGINNING, _("the beginning of the log: everything once more")),
        ],
        initial=EVENT,
        widget=forms.RadioSelect,
    )
    back_to_event = forms.UUIDField(label=_("Id of the event to go back to"), required=False)
    moment = forms.DateTimeField(
        label=_("Moment to go back to"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def clean(self) -> dict[str, Any]:
        """What was chosen is filled in."""
        found = super().clean() or self.cleaned_data
        name = {EVENT: "back_to_event", MOMENT: "moment"}.get(found.get("to", ""))
        if name is not None and not found.get(name) and name not in self.errors:
            self.add_error(name, _("Fill this in, or choose another place to go back to."))
        return found

    def place(self) -> UUID | datetime | None:
        """As the command takes it."""
        found = self.cleaned_data
        places: dict[str, UUID | datetime | None] = {EVENT: found["back_to_event"], MOMENT: found["moment"]}
        return places.get(found["to"])
