"""From facts to legal consequences: every rule, in the version that is in force."""

from datetime import date

from readmodels.domain.law.consequence import Consequence, Found, Rule
from readmodels.domain.law.rules import RULES
from readmodels.domain.person import Person
from readmodels.domain.societies import Society


def consequences(person: Person, society: Society, *, rules_at: date | None = None) -> tuple[Consequence, ...]:
    """What follows by law for this person, in the order of the rules.

    Each rule is judged on the day of the fact that triggers it, or by the rules of `rules_at`.
    """
    return tuple(
        _by(rule, found, person=person)
        for rule in RULES
        for found in rule.derive(person, society, rules_at)
        if rule.in_force_on(rules_at or found.trigger)
    )


def _by(rule: Rule, found: Found, *, person: Person) -> Consequence:
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
        in_doubt=found.in_doubt,
    )
