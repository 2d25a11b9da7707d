"""From facts to legal consequences: every rule, in the version that is in force."""

from datetime import date
from uuid import UUID

from readmodels.domain.law.consequence import Consequence, Found, Rule
from readmodels.domain.law.rules import RULES
from readmodels.domain.person import Person
from readmodels.domain.societies import Society


def consequences(person: Person, society: Society, *, rules_at: date | None = None) -> tuple[Consequence, ...]:
    """What follows by law for this person, in the order of the rules. Total: of any person, in any society.

    Each rule is judged on the day of the fact that triggers it, or by the rules of `rules_at`. Of one name there is one
    consequence: where one rule gives an answer and another cannot tell, the answer counts; where none can tell, the
    last says why.
    """
    doubted = society.doubted_events()
    found = [
        _by(rule, found, person=person, doubted=doubted)
        for rule in RULES
        for found in rule.derive(person, society, rules_at)
        if rule.in_force_on(rules_at or found.trigger)
    ]
    answers = {it.name: it for it in reversed(found) if it.determined}
    unknown = {it.name: it for it in found if it.name not in answers}
    counting = {id(it) for it in (*answers.values(), *unknown.values())}
    return tuple(it for it in found if id(it) in counting)


def _by(rule: Rule, found: Found, *, person: Person, doubted: frozenset[UUID]) -> Consequence:
    return Consequence(
        subject=person.id,
        kind=found.kind,
        key=found.key,
        value=found.value if found.determined else {},
        since=found.since,
        until=found.until,
        rule=rule.name,
        version=rule.version,
        article=found.article or rule.article,
        supports=found.supports,
        determined=found.determined,
        reason=found.reason,
        in_doubt=found.in_doubt or not doubted.isdisjoint(found.supports),
    )
