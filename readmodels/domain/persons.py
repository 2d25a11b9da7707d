"""A person is a fold of the effective facts that name him (`product.md`, section 3: `state`)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from events.domain import upcasting
from events.domain.event_types import Catalogue
from events.domain.facts import Fact
from events.domain.refusals import UnknownEventType, UnknownEventVersion
from readmodels.domain import happenings, register_reading, register_rows
from readmodels.domain.changing import changed
from readmodels.domain.happenings.reading import with_issue
from readmodels.domain.known import known_by
from readmodels.domain.person import Person

READERS: Mapping[str, Callable[[Person, Fact, Mapping[str, Any]], Person]] = {
    **register_rows.READERS,
    **happenings.READERS,
}
"""Event type → what a fact of it says of a person it names."""

NOT_AFTER_DEATH = frozenset(
    {"Huwelijk", "GeregistreerdPartnerschap", "Verhuizing", "VertrekNaarBuitenland", "VestigingInNederland"}
)
"""What nobody does once dead (`nl-standards.md`, 8.1: no change with validity after the death)."""


def fold(person_id: UUID, facts: Iterable[Fact], *, as_of: datetime, catalogue: Catalogue) -> Person:
    """The person as the facts have him at a material moment. Total: what cannot be read becomes an issue."""
    person = Person(id=person_id)
    for fact in in_order(fact for fact in facts if person_id in fact.object_ids and fact.moment <= as_of):
        person = evolve(person, fact, catalogue=catalogue)
    return person


def evolve(person: Person, fact: Fact, *, catalogue: Catalogue) -> Person:
    """The person after one more fact. A fact that does not fit adds an issue, and never raises."""
    reader = READERS.get(fact.content.event_type.name)
    seen = changed(person, facts=person.facts + 1)
    if reader is None:
        return _with_others(seen, fact, catalogue=catalogue)
    try:
        found = reader(seen, fact, todays_data(fact, catalogue=catalogue))
    except (AttributeError, LookupError, TypeError, ValueError):
        return with_issue(seen, fact, "gegevens-onleesbaar")
    dead = person.death is not None and fact.content.event_type.name in NOT_AFTER_DEATH
    return with_issue(found, fact, "na-overlijden") if dead else found


def _with_others(person: Person, fact: Fact, *, catalogue: Catalogue) -> Person:
    """What a type says that has no reader here: each member of its data is a value of its objects."""
    name = fact.content.event_type.name
    said = {
        f"{name}/{member}": known_by(fact, value) for member, value in todays_data(fact, catalogue=catalogue).items()
    }
    return changed(person, others=tuple((dict(person.others) | said).items()))


def todays_data(fact: Fact, *, catalogue: Catalogue) -> Mapping[str, Any]:
    """The data of a fact in the shape of its type's newest version."""
    declared = fact.content.event_type
    try:
        newest = catalogue.newest(declared.name)
        if newest.version == declared.version:
            return fact.content.data
        return upcasting.to_version(
            fact.content.data,
            event_type=declared.name,
            source=declared.version,
            target=newest.version,
            catalogue=catalogue,
        )
    except (UnknownEventType, UnknownEventVersion):
        return fact.content.data


def in_order(facts: Iterable[Fact]) -> list[Fact]:
    """The facts as they are folded: by material moment, and the rows of one stack of a register as it stacked them.

    A row counts from its own moment, but never before an older row of its stack: the register says which is newer,
    also where a date of validity is missing or was filled in wrongly.
    """
    found = list(facts)
    stacks: dict[str, list[int]] = {}
    for at, fact in enumerate(found):
        if fact.content.event_type.name in register_rows.READERS:
            stacks.setdefault(register_reading.stack_of(fact.content.data), []).append(at)
    keys = [(fact.moment, at) for at, fact in enumerate(found)]
    for rows in stacks.values():
        oldest_first = sorted(rows, key=lambda at: -register_reading.sequence_of(found[at].content.data))
        latest = found[oldest_first[0]].moment
        for at, turn in zip(oldest_first, rows, strict=True):
            latest = max(latest, found[at].moment)
            keys[at] = (latest, turn)
    return [found[at] for at in sorted(range(len(found)), key=keys.__getitem__)]
