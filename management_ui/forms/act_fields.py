"""Inputs for what a claim lacks before it can be accepted, made from the schema of its type.

Each missing member becomes one input per value, named by its JSON Pointer (RFC 6901) into the data; what is filled in
becomes the `act` of the decision. Nothing here decides whether the act is enough: the domain does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _

from events.domain.pointers import tokens
from events.domain.schemas import violations
from management_ui.forms.partial_dates import date_data, typed_date
from management_ui.presenters.persons import Names
from management_ui.presenters.values import code_text, resolve, title_of

DEPTH_MAX = 5
TEXT_LENGTH_MAX = 1000
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActField:
    """One input: the place of its value in the data, its title, and the form field. `kind` says how to read it."""

    pointer: str
    group: str
    kind: str
    field: forms.Field
    is_alternative: bool = False
    """Whether another member would do as well."""

    @property
    def name(self) -> str:
        """The input's name in the form."""
        return f"act{self.pointer}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The schemas of a type, what its data say now, and the persons that may be named."""

    schema: Schema
    accept_schema: Schema
    data: Mapping[str, Any]
    persons: Sequence[UUID]
    names: Names


def act_fields(demand: Demand) -> tuple[ActField, ...]:
    """An input for every value that is missing to accept, in the order of the schema of acceptance."""
    found: dict[str, ActField] = {}
    for pointer, is_alternative in _missing(demand):
        group, schema = _at(pointer, root=demand.schema)
        for item in _fields(schema, pointer=pointer, group=group, demand=demand, depth=0):
            found.setdefault(item.pointer, replace(item, is_alternative=is_alternative))
    return tuple(found.values())


def act_of(fields: Sequence[ActField], *, filled: Mapping[str, Any]) -> dict[str, Any]:
    """The act that was filled in: only what has a value, nested as its pointers say."""
    act: dict[str, Any] = {}
    for item in fields:
        value = _value(filled.get(item.name), kind=item.kind)
        if value is None:
            continue
        *path, last = tokens(item.pointer)
        place = act
        for token in path:
            place = place.setdefault(token, {})
        place[last] = value
    return act


def _missing(demand: Demand) -> Iterator[tuple[str, bool]]:
    """The pointers of what is missing, and whether another would do as well (all but the first of several)."""
    if not demand.accept_schema:
        return
    for item in violations(demand.accept_schema, demand.data, ""):
        if item.code == "required":
            yield item.pointer, False
        elif item.code == "one-of":
            members = _alternatives(item.pointer.rpartition("/")[0], schema=demand.accept_schema)
            yield from ((pointer, index > 0) for index, pointer in enumerate(members))


def _alternatives(place: str, *, schema: Schema) -> Iterator[str]:
    """Every member of which one must be given at that place (a pointer)."""
    _title, found = _at(place, root=schema)
    for branch in (*found.get("anyOf", ()), *found.get("oneOf", ())):
        for member in branch.get("required", ()) if isinstance(branch, Mapping) else ():
            yield f"{place}/{member}"


def _at(pointer: str, *, root: Schema) -> tuple[str, Schema]:
    """The title and the schema of the place that a pointer leads to."""
    place: Schema = root
    title = ""
    for token in tokens(pointer):
        place = resolve(resolve(place, root=root).get("properties", {}).get(token, {}), root=root)
        title = title_of(token, place)
    return title, place


def _fields(schema: Schema, *, pointer: str, group: str, demand: Demand, depth: int) -> Iterator[ActField]:
    kind = _kind(schema, root=demand.schema)
    if kind == "object" and depth < DEPTH_MAX:
        required = set(schema.get("required", ()))
        for name, member in schema.get("properties", {}).items():
            inner = resolve(member, root=demand.schema)
            if name in required or depth == 0:
                yield from _fields(inner, pointer=f"{pointer}/{name}", group=group, demand=demand, depth=depth + 1)
    elif kind != "object":
        label = title_of(tokens(pointer)[-1], schema)
        field = _field(kind, schema=schema, label=label, demand=demand)
        yield ActField(pointer=pointer, group=group, kind=kind, field=field)


def _kind(schema: Schema, *, root: Schema) -> str:
    """How a value is filled in: person, partial-date, choice, boolean, integer, date, object or text."""
    if "objectId" in schema.get("properties", {}):
        return "person"
    if "enum" in schema:
        return "choice"
    forms_of_date = [resolve(form, root=root).get("properties", {}) for form in schema.get("oneOf", ())]
    if any("datum" in properties for properties in forms_of_date):
        return "partial-date"
    if schema.get("type") in ("object", "integer", "boolean"):
        return str(schema["type"])
    return "date" if schema.get("format") == "date" else "text"


def _field(kind: str, *, schema: Schema, label: str, demand: Demand) -> forms.Field:
    hint = str(schema.get("description", ""))
    shared: dict[str, Any] = {"label": label, "help_text": hint, "required": False}
    if kind == "person":
        persons = [(str(person), demand.names.of(person)) for person in demand.persons]
        return forms.ChoiceField(choices=[("", _("Choose")), *persons], **shared)
    if kind == "choice":
        return forms.ChoiceField(
            choices=[
                ("", _("Choose")),
                *((str(it), code_text(it, among=schema["enum"]) or str(it)) for it in schema["enum"]),
            ],
            **shared,
        )
    if kind == "boolean":
        return forms.ChoiceField(choices=[("", _("Choose")), ("yes", _("yes")), ("no", _("no"))], **shared)
    if kind == "integer":
        return forms.IntegerField(**shared)
    if kind == "date":
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **shared)
    if kind == "partial-date":
        shared["help_text"] = _("Year-month-day; leave out what is unknown, such as 1985-04 or 1985.")
    return forms.CharField(max_length=schema.get("maxLength", TEXT_LENGTH_MAX), **shared)


def _value(filled: Any, *, kind: str) -> Any:
    """The JSON value of what was filled in; None when nothing was."""
    if filled in (None, ""):
        return None
    if kind == "person":
        return {"objectId": str(filled)}
    if kind == "boolean":
        return filled == "yes"
    if kind == "date":
        return filled.isoformat()
    if kind == "partial-date":
        return _partial_date(str(filled))
    return filled


def _partial_date(text: str) -> Any:
    known = typed_date(text)
    return text if known is None else date_data(known)
