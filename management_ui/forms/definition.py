"""Defining a view on a form: what was typed, its inputs, and the JSON that it says.

Nothing here decides what a right definition is: `own_views.definition.parse` does, and what it finds wrong is put at
the inputs. What was typed stays as it was typed, whatever is wrong with it.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.domain.readings import View
from management_ui.forms.draft import FORM_OF_FIELD, FORM_OF_WHERE, ConditionRow, Draft, FieldRow
from management_ui.forms.draft_words import last_step, name_of_field
from management_ui.presenters.places import Place
from management_ui.presenters.view_rows import type_names
from readmodels.domain.own_views.conditions import OPERATIONS
from readmodels.domain.own_views.definition_shape import (
    CLAIM,
    DESCRIPTION_LENGTH_MAX,
    ENDS,
    NAME_LENGTH_MAX,
    OBJECT,
    PASSES,
    POINTER_LENGTH_MAX,
    TITLE_LENGTH_MAX,
)
from readmodels.domain.own_views.functions import FUNCTIONS

PLACES: Final = "places"
"""The id of the list of places that an input suggests."""


class HeadForm(forms.Form):
    """What the view is about; its rows of conditions and fields are forms of their own."""

    title = forms.CharField(label=_("Title"), required=False, help_text=_("As people read it, such as: Addresses."))
    name = forms.CharField(
        label=_("Name in addresses"),
        required=False,
        help_text=_("Small letters, digits and hyphens. Leave it empty to derive it from the title."),
    )
    description = forms.CharField(
        label=_("Description (optional)"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    counts = forms.ChoiceField(
        label=_("What counts?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (View.LEGAL.value, _("Only what officials decided")),
            (View.ASSERTED.value, _("Open claims too: everything that was not rejected")),
        ],
    )
    event_types = forms.MultipleChoiceField(
        label=_("Which events give a row?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ended_by = forms.MultipleChoiceField(
        label=_("Which events end all rows of a person?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    per = forms.ChoiceField(
        label=_("What is one row about?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (OBJECT, _("A person: a newer event replaces the row")),
            (CLAIM, _("An event: every event keeps a row of its own")),
        ],
    )
    otherwise = forms.ChoiceField(
        label=_("And an event that does not meet this?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (ENDS, _("It ends the row that there was")),
            (PASSES, _("It is passed over, and the row stays")),
        ],
    )

    def __init__(self, draft: Draft, *, types: Mapping[str, str], is_new: bool) -> None:
        super().__init__(draft.head(), label_suffix="")
        self._limit("title", TITLE_LENGTH_MAX)
        self._limit("name", NAME_LENGTH_MAX)
        self._limit("description", DESCRIPTION_LENGTH_MAX)
        for name in ("event_types", "ended_by"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = list(types.items())
        if not is_new:
            self.fields["name"].widget.attrs["readonly"] = True
            self.fields["name"].help_text = _("The name stays: another name is another view.")

    def _limit(self, name: str, length: int) -> None:
        self.fields[name].widget.attrs |= {"maxlength": length, "autocomplete": "off"}


class ConditionForm(forms.Form):
    """One condition: where, how it compares, with what."""

    op = forms.ChoiceField(label=_("Comparison"), required=False)
    value = forms.CharField(
        label=_("Value to compare with"),
        required=False,
        help_text=_("Of several: with commas between. A day as 2026-11-20."),
    )

    def __init__(self, row: ConditionRow, *, number: int, labels: Mapping[str, str]) -> None:
        super().__init__(row.data(number), prefix=f"{FORM_OF_WHERE}-{number}", label_suffix="")
        self.number = number
        self.places = _add_places(self, row.pointers, labels=labels)
        choice = self.fields["op"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [(name, gettext(it.meaning)) for name, it in OPERATIONS.items()]
        self.fields["value"].widget.attrs["autocomplete"] = "off"

    @property
    def pointers(self) -> list[forms.BoundField]:
        """The inputs of its places."""
        return [self[name] for name in self.places]


class FieldForm(forms.Form):
    """One field: its heading, where its value stands, and what is made of it."""

    title = forms.CharField(label=_("Heading"), required=False)
    function = forms.ChoiceField(label=_("What to show of it"), required=False)
    type = forms.ChoiceField(label=_("Kind of value"), required=False)
    name = forms.CharField(
        label=_("Name in the API"),
        required=False,
        help_text=_("Leave it empty to derive it from the heading."),
    )
    key = forms.BooleanField(label=_("A person has a row for each value of this field"), required=False)

    def __init__(self, row: FieldRow, *, number: int, labels: Mapping[str, str]) -> None:
        super().__init__(row.data(number), prefix=f"{FORM_OF_FIELD}-{number}", label_suffix="")
        self.number = number
        self.derived_name = name_of_field(row.title.strip() or last_step(row.pointers))
        self.places = _add_places(self, row.pointers, labels=labels)
        functions, types = self.fields["function"], self.fields["type"]
        assert isinstance(functions, forms.ChoiceField)
        assert isinstance(types, forms.ChoiceField)
        functions.choices = [(name, gettext(it.meaning)) for name, it in FUNCTIONS.items()]
        types.choices = [("", gettext("As the function gives it")), *type_names().items()]
        for name in ("title", "name"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def pointers(self) -> list[forms.BoundField]:
        """The inputs of its places."""
        return [self[name] for name in self.places]

    @property
    def more(self) -> list[forms.BoundField]:
        """The inputs that most fields do without."""
        return [self["type"], self["name"]]

    @property
    def is_open(self) -> bool:
        """Whether those show at once."""
        is_named = self["name"].value() not in ("", self.derived_name)
        said = self["type"].value() or self["key"].value() or is_named
        return bool(said) or any(bound.errors for bound in self.more)


class DefinitionForm:
    """All inputs of a definition, as they were typed. `focus`: the input or button to begin at."""

    def __init__(
        self, draft: Draft, *, types: Mapping[str, str], places: Sequence[Place], is_new: bool, focus: str = ""
    ) -> None:
        labels = {place.pointer: place.label for place in places}
        self.draft = draft
        self.focus = focus
        self.places = places
        self.head = HeadForm(draft, types=types, is_new=is_new)
        self.conditions = [ConditionForm(row, number=at, labels=labels) for at, row in enumerate(draft.conditions)]
        self.fields = [FieldForm(row, number=at, labels=labels) for at, row in enumerate(draft.fields)]
        for form in self._forms():
            form.is_valid()
            for bound in form:
                if bound.html_name == focus:
                    bound.field.widget.attrs["autofocus"] = True

    def blame(self, place: str, text: str) -> tuple[str, str]:
        """Put a sentence at the input of a place of the definition (a JSON Pointer).

        The id of that input, and what it is called with the sentence; no id when it is about the whole.
        """
        name = self.draft.input_at(place)
        for form in self._forms():
            for bound in form:
                if bound.html_name == name:
                    form.add_error(bound.name, text)
                    return _id(bound), f"{self._called(form)}{str(bound.label).rstrip('?')}: {text}"
        return name, text

    def _forms(self) -> list[forms.Form]:
        return [self.head, *self.conditions, *self.fields]

    def _called(self, form: forms.Form) -> str:
        """Which row, for inputs that every row has."""
        match form:
            case ConditionForm():
                return gettext("Condition %(number)d, ") % {"number": form.number + 1}
            case FieldForm():
                return gettext("Field %(number)d, ") % {"number": form.number + 1}
            case _:
                return ""


def _id(bound: forms.BoundField) -> str:
    """The id of the input; of several choices that of the first."""
    several = isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if several else str(bound.auto_id)


def _add_places(form: forms.Form, typed: Sequence[str], *, labels: Mapping[str, str]) -> list[str]:
    """An input for every place, before the others; the first that has a value counts."""
    names = []
    for at, pointer in enumerate(typed):
        name = f"pointer-{at}"
        attrs = {"list": PLACES, "maxlength": POINTER_LENGTH_MAX, "autocomplete": "off", "spellcheck": "false"}
        form.fields[name] = forms.CharField(
            label=gettext("Where it stands") if at == 0 else gettext("Or else, where it stands"),
            help_text=labels.get(pointer, ""),
            required=False,
            widget=forms.TextInput(attrs=attrs),
        )
        names.append(name)
    return names
