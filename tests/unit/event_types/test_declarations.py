"""Every mistake in a declaration is refused, with its place and how to mend it."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from events.domain.type_declarations import Declaration, DeclarationsRefused, Surroundings, parse, read, render

SURROUNDINGS = Surroundings(
    definitions={
        "Ref": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string", "format": "uuid"}}},
        "Refs": {"type": "array", "items": {"$ref": "#/$defs/Ref"}},
    },
    source_types={"ambtenaar": "Ambtenaar", "burger": "Burger"},
)
MOVE: dict[str, Any] = {
    "name": "Verhuizing",
    "title": "Verhuizing",
    "description": "Iemand is verhuisd.",
    "versions": [
        {
            "version": "1",
            "source_types": ["burger"],
            "identity_key": ["/personen[]/id", "/ingang"],
            "unique_keys": {"nummer": "/nummer"},
            "subject_pointers": ["/personen/*/id"],
            "material_pointer": "/ingang",
            "required_references": [{"event_types": ["Verhuizing"], "when": {"required": ["nummer"]}}],
            "schema": {
                "type": "object",
                "required": ["personen", "ingang"],
                "additionalProperties": False,
                "properties": {
                    "personen": {"$ref": "#/$defs/Refs"},
                    "ingang": {"type": "string", "format": "date"},
                    "nummer": {"type": "string"},
                },
            },
            "examples": [{"personen": [{"id": "6b1c2d3e-4f50-4a61-8b72-9c83ad94be01"}], "ingang": "2026-01-01"}],
        }
    ],
}


def declared(*types: Any) -> Any:
    return parse(
        [Declaration(place=f"type{index}.json#", content=item) for index, item in enumerate(types)],
        surroundings=SURROUNDINGS,
    )


def mistakes(change: Callable[[dict[str, Any]], object]) -> list[tuple[str, str]]:
    """What is refused after changing the first version of a sound declaration: pointers within it, and codes."""
    content = deepcopy(MOVE)
    change(content["versions"][0])
    with pytest.raises(DeclarationsRefused) as refused:
        declared(content)
    return [(item.pointer.removeprefix("type0.json#/versions/0"), item.code) for item in refused.value.mistakes]


def test_a_sound_declaration_becomes_a_version() -> None:
    (version,) = declared(MOVE)
    assert (version.name, version.version, version.acceptances) == ("Verhuizing", "1", 1)
    assert version.source_types == {"burger"}
    assert version.identity_key == ("/personen[]/id", "/ingang")
    assert version.required_references[0].when == {"required": ["nummer"]}


def test_a_version_carries_the_shared_definitions_it_uses_also_indirectly() -> None:
    (version,) = declared(MOVE)
    assert set(version.schema["$defs"]) == {"Ref", "Refs"}


def test_a_definition_of_its_own_goes_before_a_shared_one() -> None:
    content = deepcopy(MOVE)
    own = {"type": "object", "title": "Own", "required": ["id"], "properties": {"id": {"format": "uuid"}}}
    content["versions"][0]["schema"]["$defs"] = {"Ref": own}
    (version,) = declared(content)
    assert version.schema["$defs"]["Ref"] == own
    assert "Refs" in version.schema["$defs"]


def test_a_version_carries_the_texts_and_examples_that_screens_show() -> None:
    (version,) = declared(MOVE)
    assert version.schema["title"] == "Verhuizing"
    assert version.schema["description"] == "Iemand is verhuisd."
    assert version.schema["examples"] == MOVE["versions"][0]["examples"]


def test_a_version_survives_being_rendered() -> None:
    (version,) = declared(MOVE)
    assert read(render(version)) == version


def change(**members: Any) -> Callable[[dict[str, Any]], object]:
    return lambda version: version.update(members)


def within(*path: str, **members: Any) -> Callable[[dict[str, Any]], object]:
    def apply(version: dict[str, Any]) -> None:
        for step in path:
            version = version[step]
        version.update(members)

    return apply


MISTAKES: dict[str, tuple[Callable[[dict[str, Any]], object], str, str]] = {
    "an unknown member": (change(shema={}), "/shema", "unknown-field"),
    "no schema": (lambda version: version.pop("schema"), "/schema", "required"),
    "no acceptances": (change(acceptances=0), "/acceptances", "minimum"),
    "a version that is no number": (change(version="nieuw"), "/version", "pattern"),
    "an unknown source type": (change(source_types=["magier"]), "/source_types", "unknown-name"),
    "an unknown event type": (
        change(required_references=[{"event_types": ["Huwelik"]}]),
        "/required_references/0/event_types",
        "unknown-name",
    ),
    "a condition that is no schema": (
        change(required_references=[{"event_types": ["Verhuizing"], "when": {"required": "x"}}]),
        "/required_references/0/when/required",
        "array",
    ),
    "text that is no pointer": (change(identity_key=["ingang"]), "/identity_key/0", "pointer"),
    "a pointer to no field": (change(unique_keys={"nr": "/numer"}), "/unique_keys/nr", "pointer-nowhere"),
    "an identity that may be absent": (change(identity_key=["/nummer"]), "/identity_key/0", "pointer-optional"),
    "a date that may be absent": (change(material_pointer="/nummer"), "/material_pointer", "pointer-optional"),
    "a person that is no id": (change(subject_pointers=["/nummer"]), "/subject_pointers/0", "pointer-no-id"),
    "members of what is no list": (change(subject_pointers=["/nummer/*"]), "/subject_pointers/0", "pointer-nowhere"),
    "a schema with a wrong keyword value": (within("schema", required="x"), "/schema/required", "array"),
    "a schema with a mistyped keyword": (within("schema", requird=["x"]), "/schema/requird", "keyword"),
    "a mistyped keyword deep inside": (
        within("schema", "properties", "nummer", minlength=3),
        "/schema/properties/nummer/minlength",
        "keyword",
    ),
    "a format that nothing checks": (
        within("schema", "properties", "nummer", format="ipv4"),
        "/schema/properties/nummer/format",
        "format",
    ),
    "a pattern that can take for ever": (
        within("schema", "properties", "nummer", pattern=r"(?=a)b"),
        "/schema/properties/nummer/pattern",
        "regex",
    ),
    "a reference to nothing": (
        within("schema", "properties", "nummer", **{"$ref": "#/$defs/Nummer"}),
        "/schema/properties/nummer/$ref",
        "reference",
    ),
    "a reference to another computer": (
        within("schema", "properties", "nummer", **{"$ref": "https://example.org/nummer"}),
        "/schema/properties/nummer/$ref",
        "reference",
    ),
    "data that is no object": (within("schema", type="array"), "/schema/type", "object-schema"),
    "an accept schema that is none": (change(accept_schema={"type": "objekt"}), "/accept_schema/type", "form"),
    "an example that does not fit": (change(examples=[{"ingang": "2026-01-01"}]), "/examples/0/personen", "required"),
    "an upcast without a predecessor": (change(upcast_from="0"), "/upcast_from", "upcast-first"),
}


@pytest.mark.parametrize(("mistake", "pointer", "code"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_refused_at_its_place(
    mistake: Callable[[dict[str, Any]], object], pointer: str, code: str
) -> None:
    assert (pointer, code) in mistakes(mistake)


def test_a_second_version_says_how_it_reads_the_first() -> None:
    content = deepcopy(MOVE)
    content["versions"].append({**content["versions"][0], "version": "2"})
    with pytest.raises(DeclarationsRefused) as refused:
        declared(content)
    assert [(item.pointer, item.code) for item in refused.value.mistakes] == [
        ("type0.json#/versions/1/upcast_from", "upcast")
    ]


def second(**members: Any) -> dict[str, Any]:
    """The declaration with a second version, in which the number is called `volgnummer`."""
    content = deepcopy(MOVE)
    first = content["versions"][0]
    first["examples"][0]["nummer"] = "1"
    schema = deepcopy(first["schema"])
    schema["properties"]["volgnummer"] = schema["properties"].pop("nummer")
    version = {
        "version": "2",
        "schema": schema,
        "identity_key": first["identity_key"],
        "unique_keys": {"nummer": "/volgnummer"},
        "upcast_from": "1",
        "upcast": [{"op": "rename", "from": "/nummer", "to": "/volgnummer"}],
    }
    content["versions"].append({**version, **members})
    return content


def test_a_second_version_that_reads_the_first_is_sound() -> None:
    assert [version.version for version in declared(second())] == ["1", "2"]


UPCASTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a step that is none": ({"upcast": [{"op": "move"}]}, "/upcast/0", "upcast-step"),
    "a step with a bad path": ({"upcast": [{"op": "remove", "path": "nummer"}]}, "/upcast/0", "upcast-path"),
    "steps that leave data that does not fit": ({"upcast": []}, "/upcast/nummer", "unknown-field"),
    "steps that lose the identity": (
        {"upcast": [{"op": "remove", "path": "/nummer"}]},
        "/upcast",
        "upcast-identity",
    ),
    "a predecessor that is not the one before": ({"upcast_from": "0"}, "/upcast_from", "upcast"),
    "an accepted event that could not be accepted any more": (
        {"accept_schema": {"required": ["reden"]}},
        "/upcast/reden",
        "required",
    ),
}


@pytest.mark.parametrize(("members", "pointer", "code"), UPCASTS.values(), ids=UPCASTS)
def test_a_second_version_that_misreads_the_first_is_refused(members: Any, pointer: str, code: str) -> None:
    with pytest.raises(DeclarationsRefused) as refused:
        declared(second(**members))
    found = [(item.pointer.removeprefix("type0.json#/versions/1"), item.code) for item in refused.value.mistakes]
    assert (pointer, code) in found


def test_a_version_is_declared_once() -> None:
    content = deepcopy(MOVE)
    content["versions"] *= 2
    with pytest.raises(DeclarationsRefused, match="versions/1/version: Give this version another number"):
        declared(content)


def test_a_type_is_declared_once() -> None:
    with pytest.raises(DeclarationsRefused, match=r"type1.json#/name: Declare Verhuizing once"):
        declared(MOVE, MOVE)


def test_the_mistakes_of_all_types_are_refused_together() -> None:
    one, other = deepcopy(MOVE), {**deepcopy(MOVE), "name": "Vertrek"}
    one["versions"][0]["source_types"] = ["magier"]
    other["versions"][0]["identity_key"] = ["/weg"]
    with pytest.raises(DeclarationsRefused) as refused:
        declared(one, other)
    assert {item.pointer.split("#")[0] for item in refused.value.mistakes} == {"type0.json", "type1.json"}


@pytest.mark.parametrize("content", [None, [], "Verhuizing", {}, {"name": "verhuizing", "title": "", "versions": []}])
def test_what_is_no_declaration_at_all_is_refused(content: Any) -> None:
    with pytest.raises(DeclarationsRefused):
        declared(content)
