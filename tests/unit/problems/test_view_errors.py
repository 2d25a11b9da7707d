"""What is wrong with the definition of a view is said in Dutch: to machines and on the screen, by one table."""

import re

import pytest
from django.utils import translation

from f6_project.problem_errors import sentence
from management_ui.presenters.refusals import violation_text
from readmodels.domain.own_views import conditions, source_rules
from readmodels.domain.own_views.messages import MESSAGES, mistake


@pytest.mark.parametrize("say", [sentence, violation_text])
@pytest.mark.parametrize("code", MESSAGES)
def test_every_mistake_in_a_definition_is_said_in_dutch_with_its_words(code: str, say: object) -> None:
    facts = {name: f"‹{name}›" for name in re.findall(r"%\((\w+)\)s", MESSAGES[code])}
    violation = mistake(code, pointer="/fields/0", **facts)
    assert callable(say)
    with translation.override("en"):
        english = say(violation)
    with translation.override("nl"):
        dutch = say(violation)
    assert english == violation.message
    assert dutch != english
    assert all(word in dutch for word in facts.values())
    assert "%" not in dutch.replace("%2B", "")


def test_the_kinds_of_value_that_are_asked_for_are_said_in_dutch_too() -> None:
    several = mistake("never-such", pointer="/fields/0/pointer", at="/zone", wanted="a date or text")
    of_a_list = mistake("value-type", pointer="/where/0/value", op="in", wanted=source_rules._WANTED["several"])
    with translation.override("nl"):
        assert sentence(several) == "Kies een andere plaats of een ander type: op /zone staat nooit een datum of tekst."
        assert "een lijst van 1 tot en met 100 teksten of getallen" in sentence(of_a_list)


def test_the_limits_in_those_words_are_the_limits_of_conditions() -> None:
    said = " ".join(source_rules._WANTED.values())
    assert f"1 to {conditions.VALUE_LENGTH_MAX} characters" in said
    assert f"1 to {conditions.OPTIONS_MAX} texts" in said
