"""A check looks at nothing but what it says it reads: else nobody looks at its decision again when that changes."""

from dataclasses import replace
from uuid import UUID

import pytest

from events.domain.chains import Content
from events.domain.facts import Fact
from events.domain.moments import LAST_MOMENT
from readmodels.domain.person import Person
from readmodels.domain.questions import Before
from readmodels.domain.relatives import named_in
from readmodels.domain.societies import Society
from readmodels.domain.state_checks import CHECKS, StateCheck, passes
from tests.unit.domain.trying import hold
from tests.unit.law.test_totality import some_facts
from tests.unit.states.stories import CATALOGUE

MEMBERS = {
    "geboorte": "birth",
    "overlijden": "death",
    "ouder": "parentages",
    "verbintenis": "unions",
    "opschorting": "suspension",
}
"""The member of a person that an attribute is told from."""


class Blinkered(Society):
    """Shows of the persons concerned what a check reads of them, and of others what it reads of others."""

    check: StateCheck
    concerned: tuple[UUID, ...]

    def person(self, person_id: UUID) -> Person:
        reads = self.check.reads if person_id in self.concerned else self.check.reads_of_others
        whole = super().person(person_id)
        seen = {MEMBERS[name]: getattr(whole, MEMBERS[name]) for name in reads}
        return Person(id=person_id, facts=whole.facts, **seen)


def outcomes(check: StateCheck, fact: Fact, others: list[Fact]) -> tuple[bool, bool]:
    """How the check comes out, and how when nothing else can be seen."""
    society = Society(others, as_of=LAST_MOMENT, catalogue=CATALOGUE)
    blinkered = Blinkered(others, as_of=LAST_MOMENT, catalogue=CATALOGUE)
    blinkered.check, blinkered.concerned = check, fact.object_ids
    content: Content = fact.content
    return tuple(  # type: ignore[return-value]
        passes(check, Before(content=content, data=content.data, society=seen, claim=fact.claim.id))
        for seen in (society, blinkered)
    )


def try_out(check: StateCheck, *, examples: int) -> None:
    """On any facts about a few people, each in turn decided on beside the others. Whom data name, it is about."""

    def looks_at_nothing_else(known: list[Fact]) -> None:
        for fact in known:
            if fact.content.event_type.name in check.types:
                event = replace(fact.content.event, object_ids=tuple(named_in([fact.content.event.data])))
                about = replace(fact, content=replace(fact.content, event=event))
                whole, blinkered = outcomes(check, about, [it for it in known if it is not fact])
                assert whole == blinkered

    hold(looks_at_nothing_else, (some_facts(),), examples=examples, shrink=False)


@pytest.mark.parametrize("check", CHECKS, ids=lambda it: it.name)
def test_a_check_reads_what_it_says_it_reads(check: StateCheck) -> None:
    try_out(check, examples=60)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@pytest.mark.parametrize("name", ["meerderjarig", "ongehuwd", "geen_verwantschap", "niet_eerder_geboren"])
def test_a_check_that_does_not_say_what_it_reads_is_found(name: str) -> None:
    check = next(it for it in CHECKS if it.name == name)
    with pytest.raises(AssertionError):
        try_out(replace(check, reads=frozenset(), reads_of_others=frozenset()), examples=1000)
