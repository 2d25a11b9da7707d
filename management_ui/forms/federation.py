"""What to look for among connections and in the transaction log."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from events.domain.moments import first_instant
from federation.domain.contracts import State
from federation.domain.directions import Direction
from federation.domain.transactions import Direction as Way
from federation.queries.connections import ConnectionFilter
from federation.queries.transaction_search import TransactionFilter
from management_ui.presenters.federation_overview import WAITING

EVERYTHING: Final = ("", _("everything"))
EVERYBODY: Final = ("", _("everybody"))
Choices = Sequence[tuple[str, str]]


class ConnectionFilterForm(forms.Form):
    """By state, direction and peer; nothing filled in is everything."""

    show = forms.ChoiceField(label=_("State"), required=False)
    direction = forms.ChoiceField(label=_("Direction"), required=False)
    peer = forms.ChoiceField(label=_("Peer"), required=False)

    def __init__(self, data: Any, *, states: Choices, directions: Choices, peers: Choices) -> None:
        super().__init__(data, label_suffix="")
        shown = [EVERYTHING, (WAITING, _("waits for us")), *states]
        for name, choices in (("show", shown), ("direction", [EVERYTHING, *directions]), ("peer", [EVERYBODY, *peers])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    def asked(self, *, own: str | None) -> ConnectionFilter:
        """The filter; what cannot be read asks nothing (and is told of at its field). `own`: who we are."""
        self.is_valid()
        shown, direction = self.cleaned_data.get("show"), self.cleaned_data.get("direction")
        return ConnectionFilter(
            state=State(shown) if shown and shown != WAITING else None,
            waits_for=(own or "") if shown == WAITING else None,
            direction=Direction(direction) if direction else None,
            peer_id=self.cleaned_data.get("peer") or None,
            own=own,
        )


class TransactionFilterForm(forms.Form):
    """By peer, service, grant, period and id; nothing filled in is everything."""

    peer = forms.ChoiceField(label=_("Peer"), required=False)
    service = forms.CharField(label=_("Service"), required=False, max_length=100)
    direction = forms.ChoiceField(
        label=_("Direction"),
        required=False,
        choices=[EVERYTHING, (Way.INCOMING.value, _("asked of us")), (Way.OUTGOING.value, _("asked by us"))],
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Up to and including"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    grant = forms.CharField(label=_("Hash of the grant"), required=False, max_length=100)
    transaction = forms.UUIDField(label=_("Id of the transaction"), required=False)

    def __init__(self, data: Any, *, peers: Choices) -> None:
        super().__init__(data, label_suffix="")
        field = self.fields["peer"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [EVERYBODY, *peers]

    def asked(self) -> TransactionFilter:
        """The filter; what cannot be read asks nothing (and is told of at its field)."""
        self.is_valid()
        found = self.cleaned_data
        since, until = found.get("since"), found.get("until")
        return TransactionFilter(
            peer_id=found.get("peer") or None,
            service_name=found.get("service") or None,
            grant_hash=found.get("grant") or None,
            transaction_id=found.get("transaction"),
            direction=Way(found["direction"]) if found.get("direction") else None,
            since=first_instant(since) if since else None,
            until=first_instant(until + timedelta(days=1)) if until and until < date.max else None,
        )
