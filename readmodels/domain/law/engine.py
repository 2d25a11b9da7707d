"""From facts to legal consequences: every rule in the version that is in force."""

from datetime import date

from readmodels.domain.law.consequence import Consequence
from readmodels.domain.law.rules import RULES
from readmodels.domain.person import Person
from readmodels.domain.societies import Society


def consequences(person: Person, society: Society, *, rules_at: date | None = None) -> tuple[Consequence, ...]:
    """What follows by law for this person."""
    in_force = (rule for rule in RULES if rule.in_force_on(rules_at or society.today))
    return tuple(consequence for rule in in_force for consequence in rule.derive(person, society))
