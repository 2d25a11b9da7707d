"""The table of problems is complete, says how to mend, and speaks both languages."""

import dataclasses
import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from django.utils import translation

from events.domain.refusals import InvalidRequest, Refusal, Violation
from f6_project import problem_answers, problem_errors, problems

SOME = UUID(int=7)
SAMPLES: dict[Any, Any] = {
    UUID: SOME,
    UUID | None: SOME,
    str | None: "iets",
    str: "iets",
    bool: True,
    int: 3,
    datetime | None: datetime(2026, 1, 1, tzinfo=UTC),
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
    tuple[str, ...]: ("een", "twee"),
    tuple[UUID, ...]: (SOME,),
    tuple[Violation, ...]: (Violation(pointer="/a", code="required", message="Add a."),),
    dict[str, Any]: {},
}


def all_refusals(kind: type[Refusal] = Refusal) -> list[type[Refusal]]:
    return [found for child in kind.__subclasses__() for found in (child, *all_refusals(child))]


DECLARED = [kind for kind in all_refusals() if kind.__module__.startswith(("events.domain.", "federation.domain."))]


def sample(kind: type[Refusal]) -> Refusal:
    """A refusal with every fact filled in."""
    facts = {
        field.name: SAMPLES[field.type] for field in dataclasses.fields(kind) if field.name not in {"pointer", "item"}
    }
    return kind(**facts)


def test_every_refusal_has_its_row_and_every_row_its_refusal() -> None:
    assert set(problems.REFUSALS) == set(DECLARED)
    for kind in all_refusals():
        assert problems.row_of(kind).status >= 400


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.__name__)
def test_every_problem_can_be_said_with_the_facts_of_its_refusal(kind: type[Refusal], language: str) -> None:
    with translation.override(language):
        problem = problems.problem_of(sample(kind))
    body = problem.body(instance="/api/v1/events")
    assert 400 <= body["status"] < 600
    assert body["type"] == f"urn:f6:problem:{problem.name}"
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", problem.name)
    assert body["title"]
    assert "%(" not in body["detail"]
    assert body["instance"] == "/api/v1/events"


def test_no_two_refusals_are_the_same_kind_of_problem() -> None:
    names = [problems.name_of(kind) for kind in DECLARED] + [name for name, _, _ in problem_answers.STATUSES.values()]
    shared = {name for name in names if names.count(name) > 1}
    assert shared == {"request-too-large"}  # a body over the limit, found by us or by the framework: one problem


@pytest.mark.parametrize("kind", DECLARED, ids=lambda kind: kind.__name__)
def test_every_problem_is_said_in_dutch(kind: type[Refusal]) -> None:
    row = problems.REFUSALS[kind]
    with translation.override("nl"):
        for sentence in (row.title, row.detail, row.mend):
            assert translation.gettext(sentence) != sentence, sentence


def test_every_status_and_every_plain_sentence_is_said_in_dutch() -> None:
    said = [text for _, title, detail in problem_answers.STATUSES.values() for text in (title, detail)]
    with translation.override("nl"):
        for sentence in [*said, *problem_errors.PLAIN.values(), *problems.REASONS.values()]:
            assert translation.gettext(sentence) != sentence, sentence


def test_in_a_batch_pointers_are_those_of_the_whole_body() -> None:
    refusal = InvalidRequest(violations=(Violation(pointer="/zone", code="required", message="Add zone."),), item=3)
    problem = problems.problem_of(refusal)
    assert problem.facts["item"] == 3
    assert [error["pointer"] for error in problem.errors] == ["/events/3/zone"]


def test_a_violation_of_a_schema_is_said_in_the_language_of_the_request_with_its_words() -> None:
    violation = Violation(
        pointer="/event_data/naam",
        code="required",
        message="Add “naam”: it is required.",
        facts=(("member", "naam"),),
    )
    with translation.override("en"):
        assert problem_errors.sentence(violation) == "Add “naam”: it is required."
    with translation.override("nl"):
        said = problem_errors.sentence(violation)
    assert "naam" in said
    assert said != violation.message


def test_a_code_without_a_sentence_falls_back_on_what_the_domain_says() -> None:
    with translation.override("nl"):
        said = problem_errors.sentence(Violation(pointer="/x", code="of-our-own", message="Do it otherwise."))
    assert said == "Do it otherwise."
