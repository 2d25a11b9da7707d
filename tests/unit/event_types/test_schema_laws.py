"""What is called not stricter refuses nothing that was right, whatever keyword it is said by; and each law bites."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import assume

from events.domain import schema_fields, schema_meaning, version_differences
from events.domain.event_types import EventTypeVersion
from events.domain.schema_fields import Field
from events.domain.schemas import satisfies
from events.domain.version_differences import Aspect, Effect, differences
from tests.unit.domain.trying import Law, hold
from tests.unit.event_types.generated_schemas import DATA, are_declarable, pairs
from tests.unit.event_types.stricter_schemas import STRICTER

TYPE = EventTypeVersion(name="Feest", version="1", title="Feest", schema={})
STRICTER_EFFECTS = {Effect.NARROWS, Effect.RENEWS}
Bug = Callable[[pytest.MonkeyPatch], None]


def effects(old: Any, new: Any) -> set[Effect]:
    found = differences(replace(TYPE, schema=old), replace(TYPE, schema=new))
    return {it.effect for it in found if it.aspect is Aspect.DATA} - {Effect.SAYS}


def what_is_not_stricter_refuses_nothing_that_was_right(pair: tuple[Any, Any]) -> None:
    old, new = pair
    assume(are_declarable(old, new))
    if not effects(old, new) & STRICTER_EFFECTS:
        assert [it for it in DATA if satisfies(old, it) and not satisfies(new, it)] == []


def what_is_only_stricter_allows_nothing_that_was_wrong(pair: tuple[Any, Any]) -> None:
    old, new = pair
    assume(are_declarable(old, new))
    if effects(old, new) <= {Effect.NARROWS}:
        assert [it for it in DATA if satisfies(new, it) and not satisfies(old, it)] == []


LAWS = (
    what_is_not_stricter_refuses_nothing_that_was_right,
    what_is_only_stricter_allows_nothing_that_was_wrong,
)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds(law: Law) -> None:
    hold(law, [pairs()], examples=200)


@pytest.mark.verify
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_law_holds_of_many_more_schemas(law: Law) -> None:
    hold(law, [pairs()], examples=6_000)


@pytest.mark.parametrize(("old", "new", "data"), STRICTER.values(), ids=STRICTER)
def test_what_refuses_what_was_right_is_called_stricter(old: Any, new: Any, data: Any) -> None:
    assert are_declarable(old, new)
    assert satisfies(old, data)
    assert not satisfies(new, data)
    assert effects(old, new) & STRICTER_EFFECTS


@pytest.mark.parametrize(
    ("old", "new", "effect"),
    [
        ({"oneOf": [{"type": "string"}]}, {"oneOf": [{"type": "string"}, {"type": "integer"}]}, Effect.WIDENS),
        ({"type": "integer"}, {"type": "number"}, Effect.WIDENS),
        ({"maximum": 2}, {"maximum": 2.0}, None),
        ({"enum": ["a", "b"]}, {"enum": ["b", "a"]}, None),
        ({"$ref": "#/$defs/A"}, {"type": "string"}, None),
    ],
)
def test_what_can_be_told_is_told(old: Any, new: Any, effect: Effect | None) -> None:
    definitions = {"$defs": {"A": {"type": "string"}}}
    found = effects({"properties": {"a": old}, **definitions}, {"properties": {"a": new}, **definitions})
    assert found == ({effect} if effect else set())


# -- with a bug planted ------------------------------------------------------------------------------------------------


def the_whole_is_never_looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema_fields._Place, "is_told_in_parts", lambda _place: True)


def what_other_members_must_be_is_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema_fields._Place, "rests", lambda _place: [])


def one_of_some_forms_is_any_of_them(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(version_differences, "_fit_once", lambda _before, _after: True)


def no_kind_is_any_kind(patch: pytest.MonkeyPatch) -> None:
    right = schema_fields._field

    def wrong(place: Any) -> Field:
        found = right(place)
        return found if found.kinds else replace(found, kinds=schema_meaning.KINDS)

    patch.setattr(schema_fields, "_field", wrong)


def constants_are_schemas(patch: pytest.MonkeyPatch) -> None:
    """So that what is called a title in them is left out."""

    def change_all(_keyword: str, value: Any, *, change: Callable[[Any], Any]) -> Any:
        return [change(it) for it in value] if isinstance(value, list) else change(value)

    patch.setattr(schema_fields, "within_schemas", change_all)


def what_goes_together_is_not_looked_at(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema_fields, "_TOGETHER", {"contains": (), "if": ()})


def the_first_of_some_schemas_is_enough(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(schema_fields, "_together", lambda schemas: schemas[0])


def one_condition_of_some_is_enough(patch: pytest.MonkeyPatch) -> None:
    right = version_differences._of_one
    patch.setattr(version_differences, "_of_one", lambda keyword, old, new: right(keyword, old[:1], new[:1]))


def what_a_definition_says_is_put_aside_by_what_stands_beside_it(patch: pytest.MonkeyPatch) -> None:
    right = schema_fields._parts
    patch.setattr(schema_fields, "_parts", lambda schema, **more: list(right(schema, **more))[:1])


FOUND_QUICKLY: list[tuple[Law, Bug]] = [
    (LAWS[0], what_other_members_must_be_is_not_looked_at),
    (LAWS[0], no_kind_is_any_kind),
    (LAWS[1], the_whole_is_never_looked_at),
]


@pytest.mark.parametrize(("law", "bug"), FOUND_QUICKLY, ids=lambda it: it.__name__)
def test_the_law_bites(law: Law, bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):
        hold(law, [pairs()], examples=2_000, shrink=False)


BUGS: list[Bug] = [
    the_whole_is_never_looked_at,
    what_other_members_must_be_is_not_looked_at,
    no_kind_is_any_kind,
    one_of_some_forms_is_any_of_them,
    constants_are_schemas,
    what_goes_together_is_not_looked_at,
    the_first_of_some_schemas_is_enough,
    one_condition_of_some_is_enough,
    what_a_definition_says_is_put_aside_by_what_stands_beside_it,
]


@pytest.mark.parametrize("bug", BUGS, ids=lambda it: it.__name__)
def test_the_pairs_bite(bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    assert any(not effects(old, new) & STRICTER_EFFECTS for old, new, _data in STRICTER.values())
