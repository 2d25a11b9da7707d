"""Custody (gezag): who holds it over a minor, on any day (BW Book 1, title 14)."""

from datetime import date
from uuid import UUID

from readmodels.domain.law import capacity
from readmodels.domain.law.custody_case import CustodyCase
from readmodels.domain.law.custody_outcome import Custody
from readmodels.domain.societies import Society


def custody_over(child_id: UUID, society: Society, *, rules_at: date | None = None) -> Custody | None:
    """The custody over one person on the society's day; None when there is nobody over whom there can be any.

    `rules_at`: judge by the rules of that day, in place of those of the facts that trigger them.
    """
    child = society.registered(child_id)
    if child is None or capacity.is_dead(child, on=society.today):
        return None
    if not capacity.is_minor(capacity.born_on(child.birth), on=society.today):
        return None
    return CustodyCase(child, society, rules_at=rules_at).decided()


def custody_of(person_id: UUID, society: Society, *, rules_at: date | None = None) -> tuple[Custody, ...]:
    """The custody that a person is in: over himself, and over the minor children of himself and of his partners.

    An adult is told of a child only when he holds custody over it.
    """
    if society.registered(person_id) is None:
        return ()
    own = custody_over(person_id, society, rules_at=rules_at)
    over_others = (custody_over(child, society, rules_at=rules_at) for child in children_around(person_id, society))
    held = (custody for custody in over_others if custody is not None and person_id in custody.holders())
    return (*(() if own is None else (own,)), *held)


def children_around(person_id: UUID, society: Society) -> tuple[UUID, ...]:
    """The children that he and his partners, present and former, were told to have: over whom he may hold custody."""
    person = society.registered(person_id)
    if person is None:
        return ()
    partners = (society.registered(union.value.partner.id) for _, union in person.unions)
    everyone = (person, *(partner for partner in partners if partner is not None))
    children = (child.value.id for one in everyone for _, child in one.children)
    return tuple(dict.fromkeys(child for child in children if child is not None and child != person_id))
