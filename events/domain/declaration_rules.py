"""What must hold between the members of a declaration, beyond their shape: each broken rule with place and remedy."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from events.domain import identity, upcasting
from events.domain.declaration_messages import mistake
from events.domain.declared_pointers import Place, is_pointer, place
from events.domain.event_types import EventTypeVersion
from events.domain.plain_json import pointer_token
from events.domain.refusals import Violation
from events.domain.schemas import satisfies, violations


def broken_rules(
    version: EventTypeVersion,
    *,
    previous: EventTypeVersion | None,
    source_types: Mapping[str, str],
    event_types: Collection[str],
    base: str,
) -> Iterator[Violation]:
    """Every rule that a version with sound schemas still breaks; `previous` is the version declared before it."""
    rules = _Rules(version=version, base=base)
    yield from rules.schema_is_of_an_object()
    yield from rules.names_are_known("source_types", version.source_types, known=source_types)
    for index, reference in enumerate(version.required_references):
        yield from rules.names_are_known(
            f"required_references/{index}/event_types", reference.event_types, known=event_types
        )
    for pointer, names in version.event_pointers.items():
        yield from rules.names_are_known(f"event_pointers/{pointer_token(pointer)}", names, known=event_types)
    yield from rules.pointers_lead_somewhere()
    yield from rules.examples_fit()
    yield from rules.upcasts(previous)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    version: EventTypeVersion
    base: str

    def mistake(self, member: str, code: str, **facts: str) -> Violation:
        return mistake(code, pointer=f"{self.base}/{member}", **facts)

    def schema_is_of_an_object(self) -> Iterator[Violation]:
        if self.version.schema.get("type") != "object":
            yield self.mistake("schema/type", "object-schema")

    def names_are_known(self, member: str, names: Collection[str], *, known: Collection[str]) -> Iterator[Violation]:
        for name in sorted(set(names) - set(known)):
            yield self.mistake(member, "unknown-name", name=name, known=", ".join(sorted(known)))

    def pointers_lead_somewhere(self) -> Iterator[Violation]:
        version = self.version
        for index, pointer in enumerate(version.identity_key):
            yield from self._leads(f"identity_key/{index}", pointer, demands=(_always,))
        for name, pointer in version.unique_keys.items():
            yield from self._leads(f"unique_keys/{name}", pointer, demands=())
        for index, pointer in enumerate(version.subject_pointers):
            yield from self._leads(f"subject_pointers/{index}", pointer, demands=(_identifier,))
        for pointer in version.event_pointers:
            yield from self._leads(f"event_pointers/{pointer_token(pointer)}", pointer, demands=(_identifier,))
        if version.material_pointer is not None:
            yield from self._leads("material_pointer", version.material_pointer, demands=(_always,))

    def _leads(self, member: str, pointer: str, *, demands: "tuple[_Demand, ...]") -> Iterator[Violation]:
        if not is_pointer(pointer):
            yield self.mistake(member, "pointer")
            return
        found = place(pointer, schema=self.version.schema)
        if found is None:
            yield self.mistake(member, "pointer-nowhere", place=pointer)
            return
        for demand in demands:
            if code := demand(found):
                yield self.mistake(member, code, place=pointer)

    def examples_fit(self) -> Iterator[Violation]:
        for index, example in enumerate(self.version.schema.get("examples", ())):
            yield from violations(self.version.schema, example, f"{self.base}/examples/{index}")

    def upcasts(self, previous: EventTypeVersion | None) -> Iterator[Violation]:
        version = self.version
        if previous is None:
            if version.upcast_from is not None or version.upcast:
                member = "upcast_from" if version.upcast_from is not None else "upcast"
                yield self.mistake(member, "upcast-first")
        elif version.upcast_from != previous.version:
            yield self.mistake("upcast_from", "upcast", version=previous.version)
        else:
            wrong = tuple(upcasting.mistakes(version.upcast, base=f"{self.base}/upcast"))
            yield from wrong or self._reads(previous)

    def _reads(self, previous: EventTypeVersion) -> Iterator[Violation]:
        """Whether the examples of the previous version, read as this one, still say the same in its shape."""
        version = self.version
        for example in previous.schema.get("examples", ()):
            found = upcasting.upcast(example, steps=version.upcast)
            yield from violations(version.schema, found, f"{self.base}/upcast")
            if satisfies(previous.accept_schema, example):
                yield from violations(version.accept_schema, found, f"{self.base}/upcast")
            if identity.key_ids(previous, data=example) != identity.key_ids(version, data=found):
                yield self.mistake("upcast", "upcast-identity")


_Demand = Callable[[Place], str]
"""The code of what is wrong with a place; nothing when it will do."""


def _always(found: Place) -> str:
    return "" if found.always else "pointer-optional"


def _identifier(found: Place) -> str:
    return "" if found.has("format", "uuid") else "pointer-no-id"
