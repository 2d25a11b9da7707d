"""A JSON Schema as a list of fields that people can read, and compare: where each stands and what may stand there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from events.domain.declared_schemas import within_schemas
from events.domain.plain_json import pointer_token
from events.domain.pointers import EVERY
from events.domain.schema_meaning import KINDS, TEXTS, kinds, settled, target_of, text_of

FORMS: Final = ("anyOf", "oneOf")
_WALKED: Final = frozenset(
    {"$ref", "$defs", "allOf", "properties", "required", "items", "additionalProperties", "type"}
)
_TOGETHER: Final[Mapping[str, tuple[str, ...]]] = {"contains": ("minContains", "maxContains"), "if": ("then", "else")}
"""Keywords that mean something together only: the first of them asks, the others say of it how."""
_FOLLOWERS: Final = frozenset(name for names in _TOGETHER.values() for name in names)
_OF_THE_WHOLE: Final = frozenset({"patternProperties", "prefixItems", "unevaluatedItems", "unevaluatedProperties"})
"""Keywords by which what stands at one place cannot be told without the whole of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One place in the data. `pointer` is "" for the data itself; `*` stands for every member of a list.

    `types` is empty when any will do. `limits` are the keywords that say more, each with its value, as they are shown;
    `form_titles` the shapes of which one must fit; `closed`: whether an object has no other members than those listed.
    """

    pointer: str
    path: tuple[str | None, ...] = ()
    """The names from the outside in; None for the members of a list."""
    required: bool
    types: frozenset[str] = frozenset()
    kinds: frozenset[str] = KINDS
    """The kinds of values that may stand here; none when nothing may."""
    title: str = ""
    description: str = ""
    limits: Mapping[str, Any] = field(default_factory=dict)
    conditions: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Every keyword that says something by itself, with all that it says here: each must be met."""
    form_titles: tuple[str, ...] = ()
    closed: bool = False
    rest: Any = True
    """What the members that are not listed must be: a settled schema; True: anything."""
    whole: str = ""
    """The settled text of everything here, where what may stand here cannot be told in parts; else nothing."""
    definition: str = ""
    """The name of the shared definition that is used here, if one is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """The schemas that hold at one place together, each with the name of its definition."""

    path: tuple[str | None, ...]
    pointer: str
    required: bool
    parts: tuple[tuple[str, Mapping[str, Any]], ...]
    definitions: Mapping[str, Any]

    @property
    def schemas(self) -> list[Mapping[str, Any]]:
        return [part for _, part in self.parts]

    def settled(self, schema: Any) -> Any:
        return settled(schema, definitions=self.definitions)

    def rests(self) -> list[Any]:
        """What the parts say of members that they do not list, as far as they say something."""
        found = [self.settled(part["additionalProperties"]) for part in self.schemas if "additionalProperties" in part]
        return [rest for rest in found if rest not in (True, {})]

    def is_told_in_parts(self) -> bool:
        """Whether what holds of each member, and of the value itself, can be told apart from the rest."""
        names = {name for name, _ in self.parts}
        if any(
            part.keys() & _OF_THE_WHOLE or ("$ref" in part and target_of(part) not in names) for part in self.schemas
        ):
            return False
        listing = [part for part in self.schemas if part.get("properties") or "additionalProperties" in part]
        return len(listing) <= 1 or not self.rests()


def fields_of(schema: Mapping[str, Any]) -> tuple[Field, ...]:
    """Every place that the (bundled) schema names, in its own order: a field before what stands in it.

    A member that is only demanded, and described nowhere, is among them: so `accept_schema` is mostly written.
    """
    definitions = schema.get("$defs", {})
    return tuple(_walk(schema, path=(), pointer="", required=True, definitions=definitions, within=frozenset()))


def _walk(
    schema: Any,
    *,
    path: tuple[str | None, ...],
    pointer: str,
    required: bool,
    definitions: Mapping[str, Any],
    within: frozenset[str],
) -> Iterator[Field]:
    parts = tuple(_parts(schema, definitions=definitions, seen=within))
    names = frozenset(name for name, _ in parts if name) | within
    place = _Place(path=path, pointer=pointer, required=required, parts=parts, definitions=definitions)
    yield _field(place)
    demanded = {name for part in place.schemas for name in part.get("required", ())}
    for name, inner in _members(place, demanded=demanded).items():
        inside = f"{pointer}/{pointer_token(name)}"
        must = name in demanded
        yield from _walk(
            inner, path=(*path, name), pointer=inside, required=must, definitions=definitions, within=names
        )
    items = [part["items"] for part in place.schemas if "items" in part]
    if items:
        inner, inside = _together(items), f"{pointer}/{EVERY}"
        yield from _walk(
            inner, path=(*path, None), pointer=inside, required=True, definitions=definitions, within=names
        )


def _members(place: _Place, *, demanded: set[str]) -> dict[str, Any]:
    """Each member that is listed or demanded, with what it must be."""
    found: dict[str, list[Any]] = {}
    for part in place.schemas:
        for name, inner in part.get("properties", {}).items():
            found.setdefault(name, []).append(inner)
    for name in sorted(demanded - found.keys()):
        found[name] = [part["additionalProperties"] for part in place.schemas if "additionalProperties" in part] or [{}]
    return {name: _together(schemas) for name, schemas in found.items()}


def _together(schemas: Sequence[Any]) -> Any:
    return schemas[0] if len(schemas) == 1 else {"allOf": list(schemas)}


def _parts(
    schema: Any, *, definitions: Mapping[str, Any], seen: frozenset[str], name: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schemas that hold at one place together, each with the name of its definition; a circle ends."""
    if schema is False:
        yield name, {"type": []}
    if not isinstance(schema, Mapping):
        return
    yield name, schema
    target = target_of(schema)
    if target in definitions and target not in seen:
        yield from _parts(definitions[target], definitions=definitions, seen=seen | {target}, name=target)
    for inner in schema.get("allOf", ()):
        yield from _parts(inner, definitions=definitions, seen=seen)


def _field(place: _Place) -> Field:
    schemas, rests = place.schemas, place.rests()
    allowed = [kinds(part["type"]) for part in schemas if "type" in part]
    possible = frozenset.intersection(*allowed) if allowed else KINDS
    return Field(
        pointer=place.pointer,
        path=place.path,
        required=place.required,
        types=_shortest(possible) if allowed else frozenset(),
        kinds=possible,
        title=next((str(part["title"]) for part in schemas if "title" in part), ""),
        description=next((str(part["description"]) for part in schemas if "description" in part), ""),
        limits={keyword: said[0] if len(said) == 1 else list(said) for keyword, said in _limits(place).items()},
        conditions=_conditions(place),
        form_titles=_form_titles(place),
        closed=False in rests,
        rest=rests[0] if rests else True,
        whole="" if place.is_told_in_parts() else text_of([place.settled(part) for part in schemas]),
        definition=next((name for name, _ in place.parts if name), ""),
    )


def _shortest(possible: frozenset[str]) -> frozenset[str]:
    return possible - {"integer"} if "number" in possible else possible


def _limits(place: _Place) -> dict[str, tuple[Any, ...]]:
    """Each keyword that says more of a value, with all that it says."""
    found: dict[str, tuple[Any, ...]] = {}
    for keyword, value in ((keyword, value) for part in place.schemas for keyword, value in part.items()):
        if keyword not in TEXTS | _WALKED | {*FORMS}:
            said = within_schemas(keyword, value, change=place.settled)
            found[keyword] = (*found.get(keyword, ()), said)
    return found


def _conditions(place: _Place) -> dict[str, tuple[Any, ...]]:
    """The same by what must be met: keywords that belong together as one, and forms as the set or list of them."""
    found = {keyword: said for keyword, said in _limits(place).items() if keyword not in _FOLLOWERS | _TOGETHER.keys()}
    for part in place.schemas:
        for lead, followers in _TOGETHER.items():
            if lead in part:
                said = {name: place.settled(part[name]) for name in (lead, *followers) if name in part}
                found[lead] = (*found.get(lead, ()), said)
        for keyword in FORMS:
            if keyword in part:
                forms = sorted(text_of(place.settled(form)) for form in part[keyword])
                found[keyword] = (*found.get(keyword, ()), forms)
    return found


def _form_titles(place: _Place) -> tuple[str, ...]:
    forms = [form for part in place.schemas for keyword in FORMS for form in part.get(keyword, ())]
    return tuple(_title(form, definitions=place.definitions) for form in forms)


def _title(form: Any, *, definitions: Mapping[str, Any]) -> str:
    target = target_of(form) if isinstance(form, Mapping) else ""
    found = definitions.get(target, form)
    return str(found.get("title") or target or "") if isinstance(found, Mapping) else ""
