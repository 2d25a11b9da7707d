"""Everything that is wrong with the JSON of a definition, each with its place and how to mend it.

The shape is told by JSON Schema; a rule looks only at what has its shape, so that one answer tells all mistakes.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from events.domain import schemas
from events.domain.event_types import Catalogue, EventTypeVersion
from events.domain.refusals import UnknownEventType, Violation
from readmodels.domain.own_views.definition_shape import CLAIM, OBJECT, SHAPE
from readmodels.domain.own_views.field_names import wrong_names
from readmodels.domain.own_views.messages import mistake
from readmodels.domain.own_views.source_rules import wrong_condition, wrong_field


def mistakes(body: object, *, catalogue: Catalogue) -> tuple[Violation, ...]:
    """All mistakes, by place as the shape has them and then as the rules find them."""
    shape = schemas.violations(SHAPE, body, "")
    if not isinstance(body, Mapping):
        return shape
    return (*shape, *_Rules(body, shape=shape, catalogue=catalogue).broken())


class _Rules:
    """The rules over a body of which some places may have no shape."""

    def __init__(self, body: Mapping[str, Any], *, shape: Sequence[Violation], catalogue: Catalogue) -> None:
        self.body = body
        self.catalogue = catalogue
        self._misshapen = tuple(f"{found.pointer}/" for found in shape)
        self.types: list[EventTypeVersion] = []

    def broken(self) -> Iterator[Violation]:
        """Every rule that is broken, in the order of the members."""
        yield from self._event_types("eventTypes", found=self.types)
        for place, condition in self._sound("where"):
            yield from wrong_condition(condition, place=place, types=self.types)
        yield from self._event_types("endedBy", found=[])
        yield from self._key()
        for place, field in self._sound("fields"):
            yield from wrong_field(field, place=place, types=self.types)
        yield from wrong_names(list(self._named()))

    def _event_types(self, member: str, *, found: list[EventTypeVersion]) -> Iterator[Violation]:
        """Types that are not published; those that are go into `found`."""
        for place, name in self._sound(member):
            try:
                found.append(self.catalogue.newest(name))
            except UnknownEventType:
                yield mistake("unknown-event-type", pointer=place, name=name)

    def _key(self) -> Iterator[Violation]:
        """A row is about a claim, or about an object: alone, or with values that tell its rows apart."""
        key = [name for _, name in self._sound("key")]
        if not key or not self._is_sound("/key"):
            return
        if key[0] not in (OBJECT, CLAIM) or (key[0] == CLAIM and len(key) > 1):
            yield mistake("key-form", pointer="/key")
            return
        names = {name for _, name in self._names()}
        for index, name in enumerate(key[1:], start=1):
            if name not in names:
                yield mistake("key-field", pointer=f"/key/{index}", name=name)

    def _named(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The fields of which the name has its shape."""
        for place, _ in self._names():
            index = int(place.split("/")[2])
            yield place, self.body["fields"][index]

    def _names(self) -> Iterator[tuple[str, str]]:
        """The names of fields that have their shape, also where the rest of the field has not."""
        fields = self.body.get("fields")
        for index, field in enumerate(fields if isinstance(fields, list) else ()):
            place = f"/fields/{index}/name"
            if isinstance(field, Mapping) and isinstance(field.get("name"), str) and self._is_sound(place):
                yield place, field["name"]

    def _sound(self, member: str) -> Iterator[tuple[str, Any]]:
        """The entries of a list that have their shape, each with its place."""
        entries = self.body.get(member)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            place = f"/{member}/{index}"
            if self._is_sound(place):
                yield place, entry

    def _is_sound(self, place: str) -> bool:
        """Whether the shape has nothing against what stands at the place."""
        return not any(wrong.startswith(f"{place}/") for wrong in self._misshapen)
