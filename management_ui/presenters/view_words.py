"""The definition of a view in words: what it is about, what counts, when a row ends, and its fields."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext as _

from events.domain.event_types import EventTypeVersion
from events.domain.readings import View
from events.domain.refusals import Violation
from management_ui.presenters.places import label_of
from management_ui.presenters.refusals import violation_text
from management_ui.presenters.view_rows import heading, type_names
from readmodels.commands.own_views import MOVED
from readmodels.domain.own_views.conditions import OPERATIONS
from readmodels.domain.own_views.definition import Condition, Definition
from readmodels.domain.own_views.definition_shape import ENDS
from readmodels.domain.own_views.functions import FUNCTIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing that a definition says."""

    what: str
    how: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldSaid:
    """One field: its heading and name, where it stands (in words, and the pointers), what is made of it."""

    heading: str
    name: str
    places: tuple[str, ...]
    pointers: tuple[str, ...]
    made: str
    type: str


def said(definition: Definition, *, titles: Mapping[str, str], types: Sequence[EventTypeVersion]) -> tuple[Said, ...]:
    """What a definition says, but for its fields."""
    return tuple(_said(definition, titles=titles, types=types))


def fields_said(definition: Definition, *, types: Sequence[EventTypeVersion]) -> tuple[FieldSaid, ...]:
    """Its fields."""
    called = type_names()
    return tuple(
        FieldSaid(
            heading=heading(field),
            name=field.name,
            places=tuple(label_of(pointer, types=types) for pointer in field.pointers),
            pointers=field.pointers,
            made=gettext(FUNCTIONS[field.function].meaning),
            type=called[field.type.value],
        )
        for field in definition.fields
    )


def mistake_text(violation: Violation) -> str:
    """What is wrong with a definition, on a form where the inputs have names of their own."""
    if violation.code == "required":
        return _("Fill this in.")
    if violation.code == MOVED:
        return _("Somebody else changed this view meanwhile. Open it beside this page; keeping yours replaces it.")
    if violation.code == "min-items":
        return {"/eventTypes": _("Choose at least one."), "/fields": _("Fill in at least one field.")}.get(
            violation.pointer, violation_text(violation)
        )
    return violation_text(violation)


def misfit_text(violation: Violation, *, definition: Definition) -> str:
    """Where a definition no longer fits its event types: of which field or condition, and what can be done."""
    match violation.pointer.split("/")[1:]:
        case ["fields", index, *_rest]:
            where = heading(definition.fields[int(index)])
        case ["where", index, *_rest]:
            where = _("Condition %(number)s") % {"number": int(index) + 1}
        case _rest:
            return violation_text(violation)
    return f"{where}: {violation_text(violation)}"


def _said(definition: Definition, *, titles: Mapping[str, str], types: Sequence[EventTypeVersion]) -> Iterator[Said]:
    yield Said(what=_("Rows come from"), how=_titles(definition.event_types, titles=titles))
    yield Said(what=_("What counts"), how=(_counts(definition),))
    if definition.where:
        yield Said(what=_("Only if"), how=tuple(_condition(it, types=types) for it in definition.where))
        ends = definition.otherwise == ENDS
        yield Said(what=_("Otherwise"), how=(_("the row ends") if ends else _("the event is passed over"),))
    yield Said(what=_("One row for each"), how=(_per(definition),))
    if definition.ended_by:
        yield Said(what=_("All rows of a person end with"), how=_titles(definition.ended_by, titles=titles))


def _titles(names: Sequence[str], *, titles: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(titles.get(name, name) for name in names)


def _counts(definition: Definition) -> str:
    legal = definition.counts is View.LEGAL
    return _("only what officials decided") if legal else _("open claims too: everything that was not rejected")


def _per(definition: Definition) -> str:
    if definition.is_per_claim:
        return _("event")
    called = {field.name: heading(field) for field in definition.fields}
    return ", ".join([_("person"), *(called.get(name, name) for name in definition.key_fields)])


def _condition(condition: Condition, *, types: Sequence[EventTypeVersion]) -> str:
    place = _(" or ").join(label_of(pointer, types=types) for pointer in condition.pointers)
    words = [place, gettext(OPERATIONS[condition.op].meaning), _value(condition.value)]
    return " ".join(word for word in words if word)


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "" if value is None else f"“{value}”"
