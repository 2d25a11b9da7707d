"""What is wrong with a subscription is said in Dutch: to machines and on the screen, by one table."""

import re
from collections.abc import Callable

import pytest
from django.utils import translation

from events.domain import declaration_messages, schema_messages
from events.domain.refusals import Violation
from events.subscriptions.domain.messages import MESSAGES, mistake
from f6_project.problem_errors import sentence
from management_ui.presenters.refusals import violation_text
from readmodels.domain.own_views import messages as own_views


@pytest.mark.parametrize("say", [sentence, violation_text])
@pytest.mark.parametrize("code", MESSAGES)
def test_every_mistake_in_a_subscription_is_said_in_dutch_with_its_words(
    code: str, say: Callable[[Violation], str]
) -> None:
    facts = {name: f"‹{name}›" for name in re.findall(r"%\((\w+)\)s", MESSAGES[code])}
    violation = mistake(code, pointer="/filter", **facts)
    with translation.override("en"):
        assert say(violation) == violation.message
    with translation.override("nl"):
        dutch = say(violation)
    assert dutch != violation.message
    assert all(word in dutch for word in facts.values())
    assert "%" not in dutch


def test_no_code_stands_in_two_tables() -> None:
    for others in (schema_messages.MESSAGES, declaration_messages.MESSAGES, own_views.MESSAGES):
        assert not MESSAGES.keys() & others.keys()
