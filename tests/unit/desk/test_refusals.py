"""Every refusal has a sentence for people."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from events.domain import declaration_messages, schema_messages
from events.domain.acts import conflicts
from events.domain.refusals import Refusal, RequestTooLarge, Violation
from management_ui.presenters.refusals import SENTENCES, UNITS, sentence, violation_text
from readmodels.domain.own_views import messages as own_views

CODES = sorted({*schema_messages.MESSAGES, *declaration_messages.MESSAGES, *own_views.MESSAGES, "a-code-of-its-own"})
EXAMPLES: dict[str, Any] = {
    "UUID": uuid4(),
    "UUID | None": None,
    "str": "voorbeeld",
    "int": 3,
    "bool": True,
    "datetime": datetime(2026, 1, 1, tzinfo=UTC),
}


def _refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Every refusal that a command or query gives; those of another edge's own reading never reach the desk."""
    for child in kind.__subclasses__():
        if child.__module__.startswith(("events.domain.", "federation.domain.")):
            yield child
        yield from _refusals(child)


def _example(kind: type[Refusal]) -> Refusal:
    required = {
        field.name: field for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING
    }
    return kind(**{name: _value(str(getattr(field.type, "__name__", field.type))) for name, field in required.items()})


def _value(annotation: str) -> Any:
    return ("voorbeeld",) if annotation.startswith("tuple") else EXAMPLES[annotation]


@pytest.mark.parametrize("kind", list(_refusals()), ids=lambda kind: kind.__name__)
def test_every_refusal_has_a_dutch_sentence_that_its_facts_fill(kind: type[Refusal]) -> None:
    assert kind in SENTENCES
    refusal = _example(kind)
    with translation.override("en"):
        english = sentence(refusal)
    with translation.override("nl"):
        dutch = sentence(refusal)
    assert dutch != english
    assert "%(" not in dutch


@pytest.mark.parametrize("code", CODES)
def test_a_violation_without_the_words_of_its_code_is_told_as_the_domain_said_it(code: str) -> None:
    """The code may be of one rule, and the words of another: a sentence that cannot be filled is not used."""
    found = violation_text(Violation(pointer="/x", code=code, message="Zoals het domein het zei."))
    assert found
    assert "%(" not in found


def test_what_an_act_may_not_change_is_told_in_dutch() -> None:
    [wrong] = conflicts({"kinderen": [{}]}, act={"kinderen": {"0": {}}}, pointer="/act")
    with translation.override("nl"):
        assert violation_text(wrong) != wrong.message


@pytest.mark.parametrize("unit", UNITS)
def test_what_is_too_large_is_counted_in_dutch(unit: str) -> None:
    with translation.override("nl"):
        said = sentence(RequestTooLarge(limit=3, unit=unit))
    assert f"3 {unit}" not in said or unit == "bytes"


def test_every_unit_in_which_something_is_counted_has_dutch() -> None:
    sources = "".join(path.read_text() for room in ("events", "readmodels") for path in Path(room).rglob("*.py"))
    assert set(re.findall(r'RequestTooLarge\([^)]*unit="([^"]+)"', sources)) == set(UNITS)
