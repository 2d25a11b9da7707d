"""Who are too near of kin (BW 1:41): in the direct line, or brothers and sisters."""

from uuid import UUID

from readmodels.domain.person import Person
from readmodels.domain.societies import Society


def too_near(one: Person, other: Person, *, society: Society) -> bool:
    """Whether these two may not marry, by the parents that are stated of them; who is not stated does not count."""
    if one.id == other.id:
        return False
    in_line = other.id in ancestors(one, society=society) or one.id in ancestors(other, society=society)
    return in_line or not _parents(one).isdisjoint(_parents(other))


def ancestors(person: Person, *, society: Society, generations: int | None = None) -> frozenset[UUID]:
    """Everybody in the ascending line, as far as parents are stated: so many generations up (None: all).

    Stops where the facts go round in a circle.
    """
    found: set[UUID] = set()
    generation, seen = _parents(person), 0
    while generation and (generations is None or seen < generations):
        found |= generation
        registered = (society.registered(ancestor) for ancestor in sorted(generation))
        above = (_parents(ancestor) for ancestor in registered if ancestor is not None)
        generation = frozenset[UUID]().union(*above) - found
        seen += 1
    return frozenset(found)


def _parents(person: Person) -> frozenset[UUID]:
    return frozenset(it.value.parent.id for it in person.parents() if it.value.parent.id is not None)
