"""Every refusal has a sentence for people."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from events.domain.refusals import Refusal
from management_ui.presenters.refusals import SENTENCES, sentence

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
        if child.__module__.startswith("events.domain."):
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
