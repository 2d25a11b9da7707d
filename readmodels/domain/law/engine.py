"""From facts to legal consequences: every rule, in the version that is in force."""

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from events.domain.moments import LAST_MOMENT
from readmodels.domain.law.consequence import Consequence, Found, Rule
from readmodels.domain.law.rules import RULES
from readmodels.domain.person import Person
from readmodels.domain.societies import Society

GENERATIONS = 2


def consequences(person: Person, society: Society, *, rules_at: date | None = None) -> tuple[Consequence, ...]:
    """What follows by law for this person, in the order of the rules. Total: of any person, in any society.

    Each rule is judged on the day of the fact that triggers it, or by the rules of `rules_at`. Of one name there is one
    consequence: where one rule gives an answer and another cannot tell, the answer counts; where none can tell, the
    last says why.
    """
    doubted = society.doubted_events(_near(person, society)) if society.anybody_investigated else frozenset()
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


def _near(person: Person, society: Society) -> frozenset[UUID]:
    """Himself and at whom the law looks for him: two generations up, also of partners, and brothers and sisters.

    Whoever else an event is about says nothing here: whether his file was read is chance.
    """
    in_the_end = society.at(LAST_MOMENT)
    line = generation = frozenset({person.id})
    for _ in range(GENERATIONS):
        generation |= _every(_partners, generation, society=in_the_end)
        generation = _every(_parents, generation, society=in_the_end)
        line |= generation
    parents = _every(_parents, [person.id], society=in_the_end)
    parents |= _every(_partners, parents, society=in_the_end)
    return line | _every(_partners, line, society=in_the_end) | _every(_children, parents, society=in_the_end)


def _every(
    ties: Callable[[Person], Iterable[UUID | None]], persons: Iterable[UUID], *, society: Society
) -> frozenset[UUID]:
    return frozenset(it for one in persons for it in ties(society.person(one)) if it is not None)


def _parents(person: Person) -> Iterable[UUID | None]:
    return (it.value.parent.id for it in person.parentages)


def _partners(person: Person) -> Iterable[UUID | None]:
    return (union.value.partner.id for _, union in person.unions)


def _children(person: Person) -> Iterable[UUID | None]:
    return (child.value.id for _, child in person.children)


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
