"""Each scenario of the test suite of the standard is one test here, named by its id: none missing, none left out."""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.shared_material import SHARED, needs_shared_material

HERE = Path(__file__).parent
CASES = SHARED / "fsc" / "cases.json"
LEFT_OUT = {"skip", "skipif", "xfail", "importorskip"}


def _snake(case: str) -> str:
    """`Manager-SubmitContract-1` as it begins the name of its test: `manager_submit_contract_1`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", case.replace("-", "_"))
    return words.lower()


def _tests(source: str) -> Iterator[str]:
    """The names of tests in a module, without `test_`."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name.removeprefix("test_")


def _left_out(source: str) -> set[str]:
    """By what a module could leave a test out."""
    named = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
    return named & LEFT_OUT


def _of(test: str, cases: list[str]) -> list[str]:
    """The cases that a test is named by: the digit that ends an id must end there."""
    return [case for case in cases if re.match(rf"{re.escape(case)}(?!\d)", test)]


def _compared(sources: dict[str, str], cases: list[str]) -> list[str]:
    """What is amiss: cases without a test or with two, tests of no case, and what leaves tests out."""
    tests = [test for source in sources.values() for test in _tests(source)]
    named = Counter(case for test in tests for case in _of(test, cases))
    amiss = [f"{case} has {named[case]} tests" for case in cases if named[case] != 1]
    amiss += [f"{test} is of no case" for test in tests if not _of(test, cases)]
    amiss += [f"{name} leaves out by {word}" for name, source in sources.items() for word in sorted(_left_out(source))]
    return amiss


def _sources() -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(HERE.glob("test_*.py")) if path.name != Path(__file__).name}


@pytest.fixture
def cases() -> list[str]:
    told: dict[str, Any] = json.loads(CASES.read_text())
    return [_snake(case["id"]) for case in told["cases"]]


@needs_shared_material
def test_there_is_one_test_for_each_of_the_84_scenarios_and_no_other(cases: list[str]) -> None:
    assert len(cases) == len(set(cases)) == 84
    assert _compared(_sources(), cases) == []


@needs_shared_material
@pytest.mark.parametrize(
    ("found", "planted", "told"),
    [
        ("test_manager_peers_1_", "test_manager_peer_s_1_", "manager_peers_1 has 0 tests"),
        ("test_manager_submit_contract_1_", "test_manager_submit_contract_10_", "manager_submit_contract_10 has 2"),
        ("test_inway_port_1_", "test_inway_port_2_", "inway_port_2_it_answers_at_443_or_8443 is of no case"),
        ("def test_inway_port_1_", "@pytest.mark.skip\ndef test_inway_port_1_", "test_inway.py leaves out by skip"),
    ],
)
def test_what_is_missing_or_left_out_would_be_seen(cases: list[str], found: str, planted: str, told: str) -> None:
    sources = {name: source.replace(found, planted) for name, source in _sources().items()}
    assert any(it.startswith(told) for it in _compared(sources, cases)), _compared(sources, cases)
