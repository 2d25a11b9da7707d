"""A definition while somebody writes it: the text of every input, and the JSON of a definition that it says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict

from events.domain.event_types import EventTypeVersion
from management_ui.forms.draft_words import Reading, last_step, name_of_field, name_of_view, value_text
from management_ui.presenters.places import Place
from readmodels.domain.own_views import functions
from readmodels.domain.own_views.definition_shape import (
    CLAIM,
    CONDITIONS_MAX,
    ENDS,
    FIELDS_MAX,
    OBJECT,
    POINTERS_MAX,
)
from readmodels.domain.own_views.functions import VALUE

FORM_OF_WHERE: Final = "where"
FORM_OF_FIELD: Final = "fields"


@dataclass(slots=True, kw_only=True)
class ConditionRow:
    """One condition as typed."""

    pointers: list[str] = field(default_factory=lambda: [""])
    op: str = "equals"
    value: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in: such a row says nothing."""
        return not "".join((*self.pointers, self.value)).strip()

    def data(self, number: int) -> dict[str, Any]:
        """The names and values of its inputs."""
        prefix = f"{FORM_OF_WHERE}-{number}"
        return _pointer_data(self.pointers, prefix) | {f"{prefix}-op": self.op, f"{prefix}-value": self.value}


@dataclass(slots=True, kw_only=True)
class FieldRow:
    """One field as typed."""

    title: str = ""
    pointers: list[str] = field(default_factory=lambda: [""])
    function: str = VALUE
    type: str = ""
    name: str = ""
    key: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in: such a row says nothing."""
        return not "".join((*self.pointers, self.title, self.name)).strip()

    def data(self, number: int) -> dict[str, Any]:
        """The names and values of its inputs."""
        prefix = f"{FORM_OF_FIELD}-{number}"
        said = {name: getattr(self, name) for name in ("title", "function", "type", "name", "key")}
        return _pointer_data(self.pointers, prefix) | {f"{prefix}-{name}": value for name, value in said.items()}


@dataclass(slots=True, kw_only=True)
class Draft:
    """All that was typed."""

    title: str = ""
    name: str = ""
    description: str = ""
    counts: str = "legal"
    event_types: list[str] = field(default_factory=list)
    ended_by: list[str] = field(default_factory=list)
    per: str = OBJECT
    otherwise: str = ENDS
    conditions: list[ConditionRow] = field(default_factory=list)
    fields: list[FieldRow] = field(default_factory=lambda: [FieldRow()])
    _inputs: dict[str, str] = field(default_factory=dict)

    def head(self) -> dict[str, Any]:
        """The names and values of the inputs that are not in rows."""
        names = ("title", "name", "description", "counts", "event_types", "ended_by", "per", "otherwise")
        return {name: getattr(self, name) for name in names}

    def input_at(self, place: str) -> str:
        """The name of the input that says what stands at a place of the JSON; nothing when it is about the whole."""
        while place and place not in self._inputs:
            place = place.rpartition("/")[0]
        return self._inputs.get(place, "")

    def json(self, *, types: Sequence[EventTypeVersion], suggested: Sequence[Place]) -> dict[str, Any]:
        """The definition that it says; rows in which nothing was filled in say nothing.

        A place may also be given by what it is called (`suggested`).
        """
        self._inputs = {f"/{member}": name for member, name in _HEAD.items()}
        if self.fields:
            self._inputs["/fields"] = f"{FORM_OF_FIELD}-0-pointer-0"
        reading = Reading(types=types, called={place.label.casefold(): place.pointer for place in suggested})
        title, fields = self.title.strip(), list(self._fields_json(reading))
        said: dict[str, Any] = {
            "name": self.name.strip() or name_of_view(title),
            "title": title,
            "description": self.description.strip(),
            "counts": self.counts,
            "eventTypes": self.event_types,
            "where": list(self._where_json(reading)),
            "otherwise": self.otherwise,
            "endedBy": self.ended_by,
            "key": [self.per, *(it["name"] for it, is_key in fields if is_key and "name" in it)],
            "fields": [it for it, _is_key in fields],
        }
        return {member: value for member, value in said.items() if value != "" or member == "description"}

    def _where_json(self, reading: Reading) -> Iterator[dict[str, Any]]:
        filled = ((at, row) for at, row in enumerate(self.conditions) if not row.is_empty)
        for to, (at, row) in enumerate(filled):
            place, prefix = f"/where/{to}", f"{FORM_OF_WHERE}-{at}"
            pointers = self._pointers(row.pointers, place=place, prefix=prefix, reading=reading)
            self._inputs |= {f"{place}/op": f"{prefix}-op", f"{place}/value": f"{prefix}-value"}
            said = {"op": row.op} | ({"pointer": pointers} if pointers else {})
            value = reading.value(row.value.strip(), op=row.op, at=pointers)
            yield said if value is None else said | {"value": value}

    def _fields_json(self, reading: Reading) -> Iterator[tuple[dict[str, Any], bool]]:
        filled = ((at, row) for at, row in enumerate(self.fields) if not row.is_empty)
        for to, (at, row) in enumerate(filled):
            place, prefix = f"/fields/{to}", f"{FORM_OF_FIELD}-{at}"
            pointers = self._pointers(row.pointers, place=place, prefix=prefix, reading=reading)
            for member in ("title", "function", "type", "name"):
                self._inputs[f"{place}/{member}"] = f"{prefix}-{member}"
            title = row.title.strip()
            said = {
                "name": row.name.strip() or name_of_field(title or last_step(pointers)),
                "title": title,
                "pointer": pointers,
                "function": row.function,
                "type": row.type,
            }
            yield {member: value for member, value in said.items() if value}, row.key

    def _pointers(self, typed: Sequence[str], *, place: str, prefix: str, reading: Reading) -> str | list[str]:
        """The places that were filled in: one as text, several as a list."""
        filled = [(at, text.strip()) for at, text in enumerate(typed) if text.strip()]
        self._inputs[place] = self._inputs[f"{place}/pointer"] = f"{prefix}-pointer-{filled[0][0] if filled else 0}"
        for to, (at, _text) in enumerate(filled):
            self._inputs[f"{place}/pointer/{to}"] = f"{prefix}-pointer-{at}"
        pointers = [reading.pointer(text) for _at, text in filled]
        return pointers if len(pointers) > 1 else "".join(pointers)


_HEAD: Final[Mapping[str, str]] = {
    **{name: name for name in ("title", "name", "description", "counts", "otherwise")},
    "eventTypes": "event_types",
    "endedBy": "ended_by",
    "key": "per",
    "where": "add-where",
    "fields": "add-fields",
}
"""Member of the definition → the input (or the button) that mends it."""


def typed_in(posted: QueryDict) -> Draft:
    """What a form sent."""
    return Draft(
        title=posted.get("title", ""),
        name=posted.get("name", ""),
        description=posted.get("description", ""),
        counts=posted.get("counts", ""),
        event_types=posted.getlist("event_types"),
        ended_by=posted.getlist("ended_by"),
        per=posted.get("per", ""),
        otherwise=posted.get("otherwise", ENDS),
        conditions=[_condition_typed(posted, at) for at in _numbers(posted, FORM_OF_WHERE, limit=CONDITIONS_MAX)],
        fields=[_field_typed(posted, at) for at in _numbers(posted, FORM_OF_FIELD, limit=FIELDS_MAX)],
    )


def written_as(definition: Mapping[str, Any]) -> Draft:
    """A definition (as `to_json` gives it) as one would have typed it."""
    key = definition["key"]
    return Draft(
        title=definition["title"],
        name=definition["name"],
        description=definition["description"],
        counts=definition["counts"],
        event_types=list(definition["eventTypes"]),
        ended_by=list(definition["endedBy"]),
        per=CLAIM if key == [CLAIM] else OBJECT,
        otherwise=definition["otherwise"],
        conditions=[
            ConditionRow(pointers=_several(it["pointer"]), op=it["op"], value=value_text(it.get("value")))
            for it in definition["where"]
        ],
        fields=[
            FieldRow(
                title=it.get("title", ""),
                pointers=_several(it["pointer"]),
                function=it["function"],
                type="" if it["type"] == functions.natural_type(it["function"]) else it["type"],
                name=it["name"],
                key=it["name"] in key[1:],
            )
            for it in definition["fields"]
        ],
    )


def _numbers(posted: QueryDict, of: str, *, limit: int) -> list[int]:
    """The rows that were sent, in their order; one more than there may be at most, so that it is told."""
    found = {int(match[1]) for name in posted if (match := re.match(rf"{of}-(\d{{1,3}})-", name))}
    return sorted(found)[: limit + 1]


def _condition_typed(posted: QueryDict, number: int) -> ConditionRow:
    prefix = f"{FORM_OF_WHERE}-{number}"
    return ConditionRow(
        pointers=_pointers_typed(posted, prefix),
        op=posted.get(f"{prefix}-op", ""),
        value=posted.get(f"{prefix}-value", ""),
    )


def _field_typed(posted: QueryDict, number: int) -> FieldRow:
    prefix = f"{FORM_OF_FIELD}-{number}"
    return FieldRow(
        title=posted.get(f"{prefix}-title", ""),
        pointers=_pointers_typed(posted, prefix),
        function=posted.get(f"{prefix}-function", ""),
        type=posted.get(f"{prefix}-type", ""),
        name=posted.get(f"{prefix}-name", ""),
        key=f"{prefix}-key" in posted,
    )


def _pointers_typed(posted: QueryDict, prefix: str) -> list[str]:
    names = (f"{prefix}-pointer-{at}" for at in range(POINTERS_MAX + 1))
    return [posted.get(name, "") for name in names if name in posted] or [""]


def _pointer_data(pointers: Sequence[str], prefix: str) -> dict[str, Any]:
    return {f"{prefix}-pointer-{at}": text for at, text in enumerate(pointers)}


def _several(pointer: str | Sequence[str]) -> list[str]:
    return [pointer] if isinstance(pointer, str) else list(pointer)
