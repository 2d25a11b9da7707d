"""Who are too near of kin (BW 1:41): in the direct line, or brothers and sisters."""

from uuid import UUID

from readmodels.domain.person import Person
from readmodels.domain.societies import Society

GENERATIONS_MAX = 3
"""How far up the line is looked for: as far as it is read, and as anybody's children marry."""


def too_near(one: Person, other: Person, *, society: Society) -> bool:
    """Whether these two may not marry, by the parents that are stated of them; who is not stated does not count."""
    if one.id == other.id:
        return False
    lines = (ancestors(it, society=society, generations=GENERATIONS_MAX) for it in (one, other))
    in_line = any(it.id in line for it, line in zip((other, one), lines, strict=True))
    return in_line or not _parents(one).isdisjoint(_parents(other))


def ancestors(person: Person, *, society: Society, generations: int = GENERATIONS_MAX) -> frozenset[UUID]:
    """Everybody in the ascending line, as far as parents are stated, so many generations up.

    Stops where the facts go round in a circle.
    """
    found: set[UUID] = set()
    generation, seen = _parents(person), 0
    while generation and seen < generations:
        found |= generation
        registered = (society.registered(ancestor) for ancestor in sorted(generation))
        above = (_parents(ancestor) for ancestor in registered if ancestor is not None)
        generation = frozenset[UUID]().union(*above) - found
        seen += 1
    return frozenset(found)


def _parents(person: Person) -> frozenset[UUID]:
    return frozenset(it.value.parent.id for it in person.parents() if it.value.parent.id is not None)
