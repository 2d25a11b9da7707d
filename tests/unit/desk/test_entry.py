"""A form made from a schema: data go into its inputs and come out again, and what is typed wrong stays to be told."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from django.utils.html import escape
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.domain.event_types import EventTypeVersion
from events.domain.plain_json import pointer_token
from events.domain.schemas import violations
from management_ui.forms.entry.editing import leaves_at
from management_ui.forms.entry.inputs import EntryForm
from management_ui.forms.entry.meant import meant
from management_ui.forms.entry.nodes import DEPTH_MAX, Group, Kind, Leaf, Listing, leaves, tree
from management_ui.forms.entry.typing_down import at_first, said, typed_as
from management_ui.presenters.persons import Names
from management_ui.presenters.values import rows
from tests.unit.desk.valid_data import FREE, data_of
from tests.unit.desk.wild_type import WILD
from tests.unit.event_types.shipped import EXAMPLES, VERSIONS, label, shipped

CODES = {(33, "0518"): "Lindenveen (oud)", (34, "6030"): "Nederland"}
TEXTS = st.text(max_size=8) | st.sampled_from(["x", "onbekend", "31-02-2026", "2026", "yes", "12", "NaN", "[1]", "{}"])
EXAMPLES_OF_BIRTH: tuple[EventTypeVersion, Any] = (shipped("Geboorte"), shipped("Geboorte").schema["examples"][1])


def describe(table: int, code: str) -> str | None:
    return CODES.get((table, code))


def again(event_type: EventTypeVersion, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What comes out of the form that the data went into."""
    root = tree(event_type)
    return said(root, typed_as(root, data, describe=describe)).data


def written(data: Any) -> str:
    """As JSON, which tells true from 1."""
    return json.dumps(data, sort_keys=True)


@pytest.mark.parametrize(("event_type", "example"), EXAMPLES, ids=label)
def test_every_example_comes_out_of_its_form_as_it_went_in(event_type: EventTypeVersion, example: Any) -> None:
    assert again(event_type, example) == example


@pytest.mark.parametrize("event_type", [*VERSIONS, WILD], ids=label)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(made=st.data())
def test_any_valid_data_come_out_of_their_form_as_they_went_in(
    event_type: EventTypeVersion, made: st.DataObject
) -> None:
    data = made.draw(data_of(event_type))
    assert written(again(event_type, data)) == written(data)
    assert all(isinstance(row.text, str) for row in rows(data, schema=event_type.schema, names=Names()))


@pytest.mark.parametrize(("event_type", "example"), [*EXAMPLES, (WILD, {"leeg": {}, "rijen": [{}]})], ids=label)
def test_all_that_stands_in_a_form_is_sent_again(event_type: EventTypeVersion, example: Any) -> None:
    """By an input that shows it, or by a hidden mark; also what no option of a choice says."""
    root = tree(event_type)
    typed = typed_as(root, example, describe=describe)
    form = EntryForm(root, typed, persons={}, events={}, around={})
    page = "".join(str(form[name]) for name in form.fields)
    assert dict(form.marks) | {name: form[name].value() for name in form.fields if form[name].value()} == typed
    for name, text in typed.items():
        assert name.endswith("#") or escape(text) in page


def test_an_error_is_put_at_the_input_and_what_is_folded_around_it_opens() -> None:
    root = tree(shipped("Geboorte"))
    form = EntryForm(root, {}, persons={}, events={}, around={})
    assert form.blame("data/andereOuder/grond", "Kies.") == "id_data/andereOuder/grond"
    other = next(it for it in form.shown if it.path == "data/andereOuder")
    assert other.is_open
    assert form["data/andereOuder/grond"].errors == ["Kies."]
    assert form.blame("data/andereOuder", "Zo niet.") == "id_data/andereOuder"
    assert other.errors == ["Zo niet."]
    assert form.blame("data/niets", "Waar?") == ""


@settings(max_examples=25, deadline=None)
@given(more=st.dictionaries(st.text("xyz", min_size=1, max_size=3), FREE, max_size=3))
def test_members_that_the_schema_does_not_name_are_not_lost(more: dict[str, Any]) -> None:
    data = {"leeg": {}, **more}
    assert written(again(WILD, data)) == written(data)


FAULTS: Mapping[str, Callable[[str, str], bool]] = {
    "marks": lambda name, _text: name.endswith("#"),
    "days": lambda name, _text: name == "data/geboortedatum",
    "codes": lambda _name, text: text.endswith("(0518)"),
    "deep members": lambda name, _text: name.count("/") > 1,
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_law_fails_when_a_form_loses_something(fault: str) -> None:
    """Each fault is one that the law above must find: this shows that it can."""
    for event_type, data in ((WILD, {"leeg": {}, "rijen": [{}]}), EXAMPLES_OF_BIRTH):
        typed = typed_as(tree(event_type), data, describe=describe)
        left = {name: text for name, text in typed.items() if not FAULTS[fault](name, text)}
        if left != typed:
            assert said(tree(event_type), left).data != data
            return
    pytest.fail("the fault was not planted")


@settings(deadline=None)
@given(typed=st.dictionaries(st.sampled_from(["kind", "plaats/land", "naam", "andereOuder", "akte#", "x"]), st.text()))
def test_any_text_says_something_and_the_schema_judges_it(typed: dict[str, str]) -> None:
    birth = shipped("Geboorte")
    found = said(tree(birth), {f"data/{name}": text for name, text in typed.items()})
    assert violations(birth.schema, found.data) is not None


@pytest.mark.parametrize("text", ["[" * 100_000, "NaN", "1e999", "9" * 40, '{"a": "\\ud800"}', "{", "gewoon"])
def test_json_that_no_event_may_hold_stays_text(text: str) -> None:
    assert said(tree(WILD), {"data/los": text}).data["los"] == text


def test_the_kinds_of_inputs_follow_from_the_schema() -> None:
    move = tree(shipped("Verhuizing"))
    kinds = {leaf.name or "*": leaf.kind for leaf in leaves(move)}
    assert kinds["*"] is Kind.PERSON
    assert kinds["datumIngang"] is Kind.PARTIAL_DATE
    assert kinds["aangiftedatum"] is Kind.DATE
    assert kinds["gemeente"] is Kind.CODE
    assert kinds["huisnummer"] is Kind.INTEGER
    assert kinds["functieAdres"] is Kind.CHOICE
    assert {leaf.table for leaf in leaves(move)} == {0, 33}
    people = next(it for it in move.members if it.name == "personen")
    assert isinstance(people, Listing)
    assert (people.required, people.rows_min, people.rows_max) == (True, 1, 30)
    assert at_first(move) == {"data/personen#": "1"}


def test_what_is_needed_to_accept_is_marked_and_of_alternatives_the_first() -> None:
    birth = {it.name: it for it in tree(shipped("Geboorte")).members}
    assert birth["kind"].required
    assert birth["naam"].wanted
    assert birth["akte"].wanted
    assert not birth["brondocument"].wanted


def test_events_that_data_name_are_chosen_of_the_types_that_fit() -> None:
    found = next(leaf for leaf in leaves(tree(shipped("OntbindingVerbintenis"))) if leaf.name == "verbintenis")
    assert found.kind is Kind.EVENT
    assert found.event_types == ("Huwelijk", "GeregistreerdPartnerschap", "OvernameVerbintenis")


def test_a_schema_without_end_is_one_input_of_json_at_last() -> None:
    endless = replace(
        WILD,
        schema={
            "type": "object",
            "properties": {"meer": {"$ref": "#/$defs/Meer"}},
            "$defs": {"Meer": {"type": "object", "properties": {"meer": {"$ref": "#/$defs/Meer"}}}},
        },
    )
    deep: dict[str, Any] = {"meer": {"meer": {"meer": {"meer": {"meer": {"meer": {"meer": {}}}}}}}}
    assert again(endless, deep) == deep
    assert depth(tree(endless)) <= DEPTH_MAX + 1


def depth(node: Group | Leaf | Listing) -> int:
    inner = node.members if isinstance(node, Group) else (node.item,) if isinstance(node, Listing) else ()
    return 1 + max((depth(it) for it in inner), default=0)


def test_an_optional_group_in_which_nothing_is_typed_is_not_there() -> None:
    root = tree(shipped("Geboorte"))
    assert "andereOuder" not in said(root, {"data/kind": "x"}).data
    assert said(root, {"data/andereOuder/grond": "huwelijk"}).data["andereOuder"] == {"grond": "huwelijk"}


def test_each_place_in_the_data_is_told_at_the_input_where_it_was_typed() -> None:
    """A row without a person says nothing, so the second row is the first in the data."""
    root = tree(shipped("Verhuizing"))
    found = said(root, {"data/personen#": "3", "data/personen/1": "a", "data/personen/2": "b"})
    assert found.data["personen"] == [{"objectId": "a"}, {"objectId": "b"}]
    assert found.path_at("/personen/0/objectId") == "data/personen/1"
    assert found.path_at("/personen") == "data/personen"
    assert found.path_at("/datumIngang/datum") == "data/datumIngang"
    assert found.path_at("/geen") == "data"


def test_what_is_wrong_is_told_of_the_form_that_is_filled_in() -> None:
    event_type = shipped("Verhuizing")
    root = tree(event_type)
    typed = {"data/nieuwAdres/straat": "Molenweg", "data/nieuwAdres/huisnummer": "vier"}
    data = said(root, typed).data
    plain = {it.pointer for it in violations(event_type.schema, data, "")}
    told = {it.pointer for it in violations(meant(event_type.schema, root, typed), data, "")}
    assert "/nieuwAdres" in plain
    assert {"/nieuwAdres/huisnummer", "/nieuwAdres/woonplaats"} <= told
    assert "/nieuwAdres/adresseerbaarObject" not in told
    both = typed | {"data/nieuwAdres/locatiebeschrijving": "Aan de kade"}
    assert violations(meant(event_type.schema, root, both), said(root, both).data, "")


@pytest.mark.parametrize("event_type", [*VERSIONS, WILD], ids=label)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=st.data())
def test_whatever_is_typed_each_fault_is_told_at_an_input(event_type: EventTypeVersion, made: st.DataObject) -> None:
    """Of any text in any input: it says something, the schema judges it, and every judgement finds its place."""
    root = tree(event_type)
    rows = {f"{path}#": "2" for path in lists_in(root, "data")}
    names = sorted({path for path, _leaf in leaves_at(root, rows)})
    typed = rows | made.draw(st.dictionaries(st.sampled_from(names), TEXTS, max_size=6))
    typed = {name: text for name, text in typed.items() if text}
    form = EntryForm(root, typed, persons={}, events={}, around={})
    found = said(root, typed)
    for wrong in violations(meant(event_type.schema, root, typed), found.data, ""):
        path = found.path_at(wrong.pointer)
        assert path == "data" or form.blame(path, wrong.message), wrong


def lists_in(node: Group | Leaf | Listing, path: str) -> Iterator[str]:
    """The paths of the lists of a form, of inner ones in the first row."""
    if isinstance(node, Listing):
        yield path
        yield from lists_in(node.item, f"{path}/0")
    elif isinstance(node, Group):
        for member in node.members:
            yield from lists_in(member, f"{path}/{pointer_token(member.name)}")
