"""The documents that a claim names: what each is, by whom and when, and how to recognise it. F6 holds no document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from management_ui.presenters.persons import Names
from management_ui.presenters.values import Schema, resolve, rows, title_of

MEMBER = "brondocument"
"""The member in which every type of the catalogue names a document (`Brondocument` in the definitions)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document: its title, and what is told of it as (label, text) in the order of the schema."""

    title: str
    facts: tuple[tuple[str, str], ...]


def documents(data: Mapping[str, Any], *, schema: Schema, names: Names) -> tuple[Document, ...]:
    """Every document that the data name, one or a list of them."""
    member = resolve(schema.get("properties", {}).get(MEMBER, {}), root=schema)
    title = title_of(MEMBER, member)
    return tuple(
        Document(title=title, facts=tuple((row.label, row.text) for row in _told(item, member, schema, names)))
        for item in _listed(data.get(MEMBER))
    )


def _listed(value: Any) -> Iterator[Mapping[str, Any]]:
    for item in value if isinstance(value, list | tuple) else (value,):
        if isinstance(item, Mapping):
            yield item


def _told(item: Mapping[str, Any], member: Schema, schema: Schema, names: Names) -> Iterator[Any]:
    shape = resolve(member.get("items", member), root=schema)
    yield from rows(item, schema={**shape, "$defs": schema.get("$defs", {})}, names=names)
