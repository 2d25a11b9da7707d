"""The decision an official takes on one claim or correction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from events.domain.canonical import instant_text
from events.domain.event import Decision
from events.domain.moments import first_instant, parse_instant
from management_ui.forms.act_fields import ActField, act_of

MOTIVATION_LENGTH_MAX = 4000
FORM_ID = "decision"
ASK = "ask"
"""The third button: no decision, but a question to the source."""


@dataclass(slots=True, kw_only=True)
class ActGroup:
    """The inputs of one member of the data; an alternative is folded away until it has something to say."""

    title: str
    is_alternative: bool
    fields: list[forms.BoundField] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether it shows at once."""
        return not self.is_alternative or any(bound.errors or bound.value() for bound in self.fields)


class DecisionForm(forms.Form):
    """Decide, say why, overrule, add the act. `event_id` makes a resend harmless.

    `expected` is what was shown of the objects, `seen_at` the formal moment of the newest event that was looked at.
    """

    decision = forms.ChoiceField(choices=[*((it.value, it.value) for it in Decision), (ASK, ASK)], required=False)
    motivation = forms.CharField(
        label=_("Motivation (required to reject or to overrule), or your question"),
        max_length=MOTIVATION_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "data-shortcut": "m"}),
    )
    effective_from = forms.DateField(
        label=_("Works from"),
        help_text=_("Only when the decision works from another day than that of the event."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=_("Why you take this over (your colleague reads it)"), max_length=MOTIVATION_LENGTH_MAX, required=False
    )
    overruled = forms.MultipleChoiceField(required=False)
    event_id = forms.UUIDField(widget=forms.HiddenInput)
    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    seen_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        overrulable: Sequence[str],
        act: Sequence[ActField],
        constitutive: bool,
        expected: Mapping[UUID, UUID],
    ) -> None:
        initial = {"event_id": uuid4(), "expected": expected_text(expected)}
        super().__init__(data, initial=initial, label_suffix="")
        self.act = act
        overruled = self.fields["overruled"]
        assert isinstance(overruled, forms.MultipleChoiceField)
        overruled.choices = [(name, name) for name in overrulable]
        if not constitutive:
            del self.fields["effective_from"]
        for item in act:
            self.fields[item.name] = item.field
        for bound in self:
            bound.field.widget.attrs["form"] = FORM_ID

    def clean_expected(self) -> Mapping[UUID, UUID]:
        """What the page had shown, read back."""
        try:
            return {
                UUID(object_id): UUID(last) for object_id, last in json.loads(self.cleaned_data["expected"]).items()
            }
        except (ValueError, AttributeError, RecursionError) as error:
            raise forms.ValidationError(_("This page is damaged. Open the claim again.")) from error

    def clean_seen_at(self) -> datetime | None:
        """Up to when the page had looked; None where that is not told."""
        return parse_instant(self.cleaned_data["seen_at"])

    def shows(self, expected: Mapping[UUID, UUID], *, seen_at: datetime) -> None:
        """Let the page carry what it shows: a fresh page, and one that asks again because of what is new."""
        carried = {"expected": expected_text(expected), "seen_at": instant_text(seen_at)}
        self.initial = {**self.initial, **carried}
        if self.is_bound:
            self.data = {**self.data, **carried}

    def chosen(self) -> Decision | None:
        """Which of the two decisions was chosen; None when neither was."""
        given = self.cleaned_data.get("decision", "")
        return Decision(given) if given and given != ASK else None

    @property
    def asks(self) -> bool:
        """Whether the source is asked for more."""
        return self.cleaned_data.get("decision") == ASK

    def act_filled(self) -> dict[str, Any]:
        """The act: belongs to an acceptance only."""
        return act_of(self.act, filled=self.cleaned_data)

    def effective_moment(self) -> datetime | None:
        """The first instant of the day from which the decision works."""
        day = self.cleaned_data.get("effective_from")
        return first_instant(day) if day else None

    def acceptance(self) -> dict[str, Any]:
        """What an acceptance would say besides, as the data of a validation; empty while nothing is filled in."""
        act, effective = self.act_filled(), self.effective_moment()
        works = {} if effective is None else {"effective_from": instant_text(effective)}
        return ({"act": act} if act else {}) | works

    def act_groups(self) -> list[ActGroup]:
        """The inputs of the act, together per member of the data."""
        groups: dict[str, ActGroup] = {}
        for item in self.act:
            group = groups.setdefault(item.group, ActGroup(title=item.group, is_alternative=item.is_alternative))
            group.fields.append(self[item.name])
        return list(groups.values())


def expected_text(expected: Mapping[UUID, UUID]) -> str:
    """What the page shows, as it travels through the form."""
    return json.dumps({str(object_id): str(last) for object_id, last in expected.items()}, sort_keys=True)
