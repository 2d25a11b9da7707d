"""A view of one's own: which facts, of which objects, which fields, and what one row is about. Without programming.

    {"name": "verhuizingen", "title": "Verhuizingen", "counts": "legal",
     "eventTypes": ["Verhuizing", "VestigingInNederland"],
     "where": [{"pointer": "/event_data/nieuwAdres/woonplaats", "op": "equals", "value": "Lindenveen"}],
     "otherwise": "ends", "endedBy": ["Overlijden"], "key": ["object"],
     "fields": [{"name": "postcode", "pointer": ["/event_data/nieuwAdres/postcode", "/event_data/adres/postcode"]}]}

A row holds from the moment of its fact until a later fact of these types with the same key takes its place, or one of a
type in `endedBy` ends all rows of its object. A fact that does not meet `where` has no row; by `otherwise` it ends the
row of its key all the same, or passes as if it were not there. Rows of one object depend on its own events only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from events.domain.event_types import Catalogue
from events.domain.plain_json import unsafe_values
from events.domain.readings import View
from events.domain.refusals import InvalidRequest
from readmodels.domain.own_views import definition_rules
from readmodels.domain.own_views.conditions import Scalar
from readmodels.domain.own_views.definition_shape import CLAIM, ENDS, OBJECT
from readmodels.domain.own_views.functions import VALUE, FieldType, natural_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What a fact must meet to have a row; of several pointers the first counts at which something stands."""

    pointers: tuple[str, ...]
    op: str
    value: Scalar | tuple[Scalar, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value of a row; of several pointers the first counts at which something stands."""

    name: str
    pointers: tuple[str, ...]
    function: str
    type: FieldType
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A view that was found right. `counts`: what officials decided, or all that was said and not rejected."""

    name: str
    title: str
    description: str
    counts: View
    event_types: tuple[str, ...]
    where: tuple[Condition, ...]
    otherwise: str
    ended_by: tuple[str, ...]
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def is_per_claim(self) -> bool:
        """Whether every claim has a row of its own, that no other takes the place of."""
        return self.key == (CLAIM,)

    @property
    def key_fields(self) -> tuple[str, ...]:
        """The fields that tell the rows of one object apart."""
        return self.key[1:]


def parse(body: object, *, catalogue: Catalogue) -> Definition:
    """The definition that a JSON body says. Raises `InvalidRequest` with everything that is wrong with it."""
    found = unsafe_values(body) or definition_rules.mistakes(body, catalogue=catalogue)
    if found:
        raise InvalidRequest(violations=tuple(found))
    assert isinstance(body, Mapping)
    return from_json(body)


def from_json(stored: Mapping[str, Any]) -> Definition:
    """The definition of what `to_json` made, or `parse` found right; nothing is checked again.

    So a view stays readable when a newer version of an event type no longer has what it points to.
    """
    return Definition(
        name=stored["name"],
        title=stored["title"],
        description=stored.get("description", ""),
        counts=View(stored.get("counts", View.LEGAL)),
        event_types=tuple(stored["eventTypes"]),
        where=tuple(map(_condition, stored.get("where", ()))),
        otherwise=stored.get("otherwise", ENDS),
        ended_by=tuple(stored.get("endedBy", ())),
        key=tuple(stored.get("key", (OBJECT,))),
        fields=tuple(map(_field, stored["fields"])),
    )


def to_json(definition: Definition) -> dict[str, Any]:
    """The definition as JSON, every member written out; `parse` makes the same of it."""
    return {
        "name": definition.name,
        "title": definition.title,
        "description": definition.description,
        "counts": definition.counts.value,
        "eventTypes": list(definition.event_types),
        "where": [_condition_json(condition) for condition in definition.where],
        "otherwise": definition.otherwise,
        "endedBy": list(definition.ended_by),
        "key": list(definition.key),
        "fields": [_field_json(field) for field in definition.fields],
    }


def _condition(stored: Mapping[str, Any]) -> Condition:
    value = stored.get("value")
    return Condition(
        pointers=_pointers(stored["pointer"]),
        op=stored["op"],
        value=tuple(value) if isinstance(value, list) else value,
    )


def _field(stored: Mapping[str, Any]) -> Field:
    function = stored.get("function", VALUE)
    return Field(
        name=stored["name"],
        pointers=_pointers(stored["pointer"]),
        function=function,
        type=FieldType(stored.get("type", natural_type(function))),
        title=stored.get("title", ""),
    )


def _condition_json(condition: Condition) -> dict[str, Any]:
    value = list(condition.value) if isinstance(condition.value, tuple) else condition.value
    said = {"pointer": _pointer_json(condition.pointers), "op": condition.op}
    return said if value is None else {**said, "value": value}


def _field_json(field: Field) -> dict[str, Any]:
    said = {"name": field.name, "title": field.title} if field.title else {"name": field.name}
    pointer = _pointer_json(field.pointers)
    return {**said, "pointer": pointer, "function": field.function, "type": field.type.value}


def _pointers(said: str | list[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _pointer_json(pointers: tuple[str, ...]) -> str | list[str]:
    return pointers[0] if len(pointers) == 1 else list(pointers)
