"""The page about views of one's own says what is so."""

import json
import re
from pathlib import Path

from readmodels.domain.own_views.conditions import OPERATIONS
from readmodels.domain.own_views.definition_shape import SHAPE
from readmodels.domain.own_views.functions import FUNCTIONS
from tests.unit.own_views.views import accepted

PAGE = (Path(__file__).parents[3] / "docs" / "own-views.md").read_text(encoding="utf-8")


def test_the_example_on_the_page_is_right() -> None:
    (example,) = re.findall(r"^```json\n(\{.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    assert set(json.loads(example)) == set(SHAPE["properties"])
    assert accepted(json.loads(example)).name == "adressen"


def test_every_member_is_explained() -> None:
    first_columns = "\n".join(re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE))
    assert set(SHAPE["properties"]) <= set(re.findall(r"`(\w+)`", first_columns))


def test_the_functions_on_the_page_are_those_there_are() -> None:
    rows = [f"| `{name}` | {', '.join(it.types)} | {it.meaning} |" for name, it in FUNCTIONS.items()]
    assert "\n".join(rows) in PAGE


def test_the_operations_on_the_page_are_those_there_are() -> None:
    rows = [f"| `{name}` | {it.takes} | {it.meaning} |" for name, it in OPERATIONS.items()]
    assert "\n".join(rows) in PAGE
