"""Who are too near of kin (BW 1:41): in the direct line, or brothers and sisters."""

from uuid import UUID

from readmodels.domain.person import Person
from readmodels.domain.societies import Society


def too_near(one: Person, other: Person, *, society: Society) -> bool:
    """Whether these two may not marry, by the parents that are stated of them; who is not stated does not count."""
    if one.id == other.id:
        return False
    in_line = other.id in _ancestors(one, society=society) or one.id in _ancestors(other, society=society)
    return in_line or not _parents(one).isdisjoint(_parents(other))


def _ancestors(person: Person, *, society: Society) -> frozenset[UUID]:
    """Everybody in the ascending line. Stops where the facts go round in a circle."""
    found: set[UUID] = set()
    ahead = list(_parents(person))
    while ahead:
        ancestor_id = ahead.pop()
        if ancestor_id in found:
            continue
        found.add(ancestor_id)
        ancestor = society.registered(ancestor_id)
        ahead += [] if ancestor is None else _parents(ancestor)
    return frozenset(found)


def _parents(person: Person) -> frozenset[UUID]:
    return frozenset(it.value.parent.id for it in person.parents() if it.value.parent.id is not None)
