"""The inputs that a JSON Schema asks for, as a tree: single values, groups of members, lists of rows.

Total: whatever cannot be made an input of its own (a schema without a type, nesting without end, members of any name)
is one input that takes JSON. Names and titles come from the schema; nothing here knows an event type.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Final

from events.domain.event_types import EventTypeVersion
from events.domain.plain_json import pointer_token
from events.domain.pointers import EVERY, UNORDERED
from management_ui.presenters.values import resolve, table_of, title_of

DEPTH_MAX: Final = 5
LINE_LENGTH_MAX: Final = 300
"""Text that may be longer gets an input of several lines."""
ROWS_MAX: Final = 50
"""Rows of a list that stand on a page as inputs; a longer one is one input of JSON."""
INPUTS_MAX: Final = 500
"""Inputs that the rows of one list may have together, for the same reason."""
REST: Final = "~rest"
"""The name of the input for members of a group that its schema does not name; no pointer has such a token."""
_PLAIN_KEYWORDS = frozenset({"objectId"})
Schema = Mapping[str, Any]


class Kind(StrEnum):
    """How a single value is filled in."""

    PERSON = "person"
    PERSON_ID = "person-id"
    EVENT = "event"
    PARTIAL_DATE = "partial-date"
    DATE = "date"
    TIME = "time"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    CODE = "code"
    TEXT = "text"
    LINES = "lines"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A single value. `table` is the national table of its codes; `length_max` counts characters."""

    name: str
    title: str
    hint: str = ""
    required: bool = False
    wanted: bool = False
    kind: Kind = Kind.TEXT
    options: tuple[Any, ...] = ()
    table: int = 0
    event_types: tuple[str, ...] = ()
    length_max: int | None = None
    example: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An object. Where several forms will do (an address, or a location), `forms` says which members each has."""

    name: str
    title: str
    hint: str = ""
    required: bool = False
    wanted: bool = False
    members: tuple["Node", ...] = ()
    forms: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of rows that look alike."""

    name: str
    title: str
    hint: str = ""
    required: bool = False
    wanted: bool = False
    item: "Node" = field(default_factory=lambda: Leaf(name="", title=""))
    rows_min: int = 0
    rows_max: int = ROWS_MAX


Node = Leaf | Group | Listing


def tree(event_type: EventTypeVersion) -> Group:
    """The inputs of an event type, in the order of its schema."""
    reader = _Reader(event_type.schema, subjects=event_type.subject_pointers, events=event_type.event_pointers)
    wanted = _needed(event_type.accept_schema)
    root = reader.group(resolve(event_type.schema, root=event_type.schema), place="", depth=0)
    return replace(root, required=True, members=tuple(_marked(member, wanted=wanted) for member in root.members))


def node_of(name: str, schema: Schema, *, root: Schema) -> Node:
    """The inputs of one member of the data; `root` is the schema in which it stands."""
    return _Reader(root).node(name, schema, place="", required=False, depth=1)


def _needed(accept_schema: Schema) -> frozenset[str]:
    """What must be there to accept; of several that would do, the first."""
    first = [*accept_schema.get("anyOf", ())[:1], *accept_schema.get("oneOf", ())[:1]]
    branches = [resolve(branch, root=accept_schema) for branch in first]
    found = [*accept_schema.get("required", ())]
    return frozenset([*found, *(name for branch in branches for name in branch.get("required", ()))])


def _marked(member: Node, *, wanted: Collection[str]) -> Node:
    return replace(member, wanted=True) if member.name in wanted and not member.required else member


class _Reader:
    """Reads the schema of one event type. `place` is where a node stands in the data, with `*` for any row.

    `subjects` and `events` are the pointers of the type to persons, and to events of which types.
    """

    def __init__(
        self, root: Schema, *, subjects: Collection[str] = (), events: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.root = root
        self.subjects = {_plainly(pointer) for pointer in subjects}
        self.events = {_plainly(pointer): types for pointer, types in (events or {}).items()}

    def node(self, name: str, schema: Schema, *, place: str, required: bool, depth: int) -> Node:
        found = resolve(schema, root=self.root)
        shared: dict[str, Any] = {"name": name, "required": required}
        shared |= {"title": title_of(name, found), "hint": str(found.get("description", ""))}
        if self._is_group(found) and depth < DEPTH_MAX:
            group = self.group(found, place=place, depth=depth)
            return replace(group, **shared)
        if found.get("type") == "array" and isinstance(found.get("items"), Mapping) and depth < DEPTH_MAX:
            item = self.node("", found["items"], place=f"{place}/{EVERY}", required=True, depth=depth + 1)
            limits = {"rows_min": found.get("minItems", 0), "rows_max": min(found.get("maxItems", ROWS_MAX), ROWS_MAX)}
            return Listing(**shared, **limits, item=item)
        return self._leaf(found, shared=shared, place=place)

    def group(self, schema: Schema, *, place: str, depth: int) -> Group:
        """The members of an object; of one that takes several forms, those of each."""
        required = set(schema.get("required", ()))
        members: dict[str, Node] = {}
        forms: list[tuple[str, tuple[str, ...]]] = []
        for form in self._forms(schema) or (schema,):
            properties = {name: it for name, it in form.get("properties", {}).items() if it is not False}
            forms.append((title_of("", form), tuple(properties)))
            for name, member in properties.items():
                at = f"{place}/{pointer_token(name)}"
                within = required | (set(form.get("required", ())) if form is schema else set())
                members.setdefault(name, self.node(name, member, place=at, required=name in within, depth=depth + 1))
            if form.get("additionalProperties", True) is not False:
                members[REST] = Leaf(name=REST, title="", kind=Kind.JSON)
        return Group(name="", title="", members=tuple(members.values()), forms=tuple(forms) if len(forms) > 1 else ())

    def _forms(self, schema: Schema) -> tuple[Schema, ...]:
        """The objects of which the schema takes any one; none when it is an object itself."""
        if "properties" in schema:
            return ()
        found = tuple(resolve(form, root=self.root) for form in schema.get("anyOf", ()))
        names = [name for form in found for name in form.get("properties", {})]
        apart = len(set(names)) == len(names)
        return found if found and apart and all(form.get("type") == "object" for form in found) else ()

    def _is_group(self, schema: Schema) -> bool:
        if set(schema.get("properties", {})) == _PLAIN_KEYWORDS:
            return False
        return ("properties" in schema and schema.get("type") == "object") or bool(self._forms(schema))

    def _leaf(self, schema: Schema, *, shared: dict[str, Any], place: str) -> Leaf:
        kind = self._kind(schema, place=place)
        table = table_of(schema)
        options = (schema["const"],) if "const" in schema else tuple(schema.get("enum", ()))
        if kind is Kind.TEXT and table:
            kind = Kind.CODE
        return Leaf(
            **shared,
            kind=kind,
            options=options if kind is Kind.CHOICE else (),
            table=table if kind is Kind.CODE else 0,
            event_types=self.events.get(place, ()),
            length_max=schema.get("maxLength") if kind in (Kind.TEXT, Kind.LINES) else None,
            example=next((str(it) for it in schema.get("examples", ()) if isinstance(it, str)), ""),
        )

    def _kind(self, schema: Schema, *, place: str) -> Kind:
        found = self._kind_of_place(schema, place=place)
        if found is not None:
            return found
        if "const" in schema or "enum" in schema:
            return Kind.CHOICE
        if self._is_partial_date(schema):
            return Kind.PARTIAL_DATE
        if schema.get("type") == "string":
            return _KIND_OF_FORMAT.get(schema.get("format", ""), _kind_of_text(schema))
        return _KIND_OF_TYPE.get(_type_of(schema), Kind.JSON)

    def _kind_of_place(self, schema: Schema, *, place: str) -> Kind | None:
        """What the type says by its pointers: a person, an event."""
        if set(schema.get("properties", {})) == _PLAIN_KEYWORDS:
            return Kind.PERSON
        if place in self.subjects:
            return Kind.PERSON_ID
        return Kind.EVENT if place in self.events else None

    def _is_partial_date(self, schema: Schema) -> bool:
        forms = [resolve(form, root=self.root).get("properties", {}) for form in schema.get("oneOf", ())]
        return (
            bool(forms)
            and all("const" in resolve(form.get("type", {}), root=self.root) for form in forms)
            and any("datum" in it for it in forms)
        )


_KIND_OF_FORMAT: Final = {"date": Kind.DATE, "time-local": Kind.TIME}
_KIND_OF_TYPE: Final = {"boolean": Kind.BOOLEAN, "integer": Kind.INTEGER, "number": Kind.NUMBER}


def _type_of(schema: Schema) -> str:
    found = schema.get("type")
    return found if isinstance(found, str) else ""


def _kind_of_text(schema: Schema) -> Kind:
    return Kind.LINES if schema.get("maxLength", 0) > LINE_LENGTH_MAX and schema.get("minLength", 0) else Kind.TEXT


def _plainly(pointer: str) -> str:
    """A pointer with `*` for every kind of list."""
    return pointer.replace(f"/{UNORDERED}", f"/{EVERY}").replace(UNORDERED, f"/{EVERY}")


def leaves(node: Node) -> Iterator[Leaf]:
    """Every single value of the tree, in its order."""
    match node:
        case Leaf():
            yield node
        case Group():
            for member in node.members:
                yield from leaves(member)
        case Listing():
            yield from leaves(node.item)
