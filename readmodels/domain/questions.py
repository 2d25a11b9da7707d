"""What is asked of the state of persons before a decision: one question a function, each read as the law has it.

What the state leaves unknown passes, unless an official may overrule the check: then he is asked to look.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events.domain import moments
from events.domain.chains import Content
from events.domain.moments import PartialDate
from readmodels.domain.happenings.reading import identifier, own_date, person_in
from readmodels.domain.known import local_day
from readmodels.domain.law.capacity import born_on, is_dead, is_minor
from readmodels.domain.law.kinship import too_near
from readmodels.domain.law.marital_status import NEVER_WAS
from readmodels.domain.person import Person, Union
from readmodels.domain.societies import Society

Data = Mapping[str, Any]

PARENTS_MAX = 2
"""A child has two legal parents at most (BW 1:204 lid 1 onder e)."""
RECOGNISER_AGE = 16
"""BW 1:204 lid 1 onder b."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What is examined, and the society as the law has it without it: all that is known, also of what came later."""

    content: Content
    data: Data
    society: Society
    claim: UUID

    def persons(self, *pointers: str) -> Iterator[Person]:
        """The persons that the data names at these members (one, or a list of them)."""
        for pointer in pointers:
            found = self.data.get(pointer)
            for reference in found if isinstance(found, list | tuple) else (found,):
                named = person_in(reference)
                if named is not None:
                    yield self.society.person(named)


def unmarried(before: Before) -> bool:
    """Nobody marries while he is in a union, nor before one that he entered while this one ran; one converted ends."""
    converted = identifier(before.data.get("omzettingVan"))
    unions = [union.value for partner in before.persons("partners") for _, union in partner.unions]
    return all(
        _over_by(union, before) or _begins_after(union, before) for union in unions if converted not in union.claims
    )


def of_age(before: Before) -> bool:
    """Both partners have turned 18."""
    day = local_day(before.content.moment)
    return not any(is_minor(born_on(partner.birth), on=day) for partner in before.persons("partners"))


def unrelated(before: Before) -> bool:
    """Neither descends from the other, and they have no parent in common."""
    partners = tuple(before.persons("partners"))
    return len(partners) != 2 or not too_near(*partners, society=before.society)


def alive(before: Before) -> bool:
    """Nobody it is about had died before. On the day of the death itself it may still have happened."""
    moment = before.content.material
    for person_id in before.content.object_ids:
        died = before.society.person(person_id).death
        if died is not None and moments.period_of(died.value).latest < moment.earliest:
            return False
    return True


def no_union_after(before: Before) -> bool:
    """Who died did not marry later: one of the two is wrong, and is corrected first."""
    died = before.content.material
    for person in before.persons("persoon"):
        starts = (union.value.start for _, union in person.unions)
        if any(start is not None and moments.period_of(start).earliest > died.latest for start in starts):
            return False
    return True


def not_born_before(before: Before) -> bool:
    """Of the child no birth is known yet, also not from a register that was taken over."""
    return all(child.birth is None for child in before.persons("kind"))


def parents_known(before: Before) -> bool:
    """The parents that are named are persons of whom something is known."""
    other = before.data.get("andereOuder")
    named = [person_in(before.data.get("geboortemoeder"))]
    named += [person_in(other.get("persoon"))] if isinstance(other, Mapping) else []
    return all(before.society.person(parent).exists for parent in named if parent is not None)


def recognisable(before: Before) -> bool:
    """The child has room for a parent, and the recogniser is of age to recognise."""
    recogniser = next(before.persons("erkenner"), None)
    for child in before.persons("kind"):
        others = [it for it in child.parents() if recogniser is None or it.value.parent.id != recogniser.id]
        if len(others) >= PARENTS_MAX:
            return False
    born = None if recogniser is None else born_on(recogniser.birth)
    return born is None or born.year is None or not _younger(born, before, than=RECOGNISER_AGE)


def union_runs(before: Before) -> bool:
    """The union that is dissolved has not ended already."""
    named = identifier(before.data.get("verbintenis"))
    partners = [before.society.person(object_id) for object_id in before.content.object_ids]
    unions = [union.value for partner in partners for _, union in partner.unions if named in union.value.claims]
    return not unions or any(union.end is None for union in unions)


# -- whether what is asked is known at all -----------------------------------------------------------------------------


def never_unknown(_before: Before) -> bool:
    """The answer never depends on something that may be unknown."""
    return False


def persons_unknown(before: Before) -> bool:
    """Of one of the persons it is about nothing at all is known: then also not that he died, or is in a union."""
    return not all(before.society.person(object_id).exists for object_id in before.content.object_ids)


def birth_unknown(before: Before) -> bool:
    """Of one of the partners the day of birth is not known."""
    return any(_born_unknown(partner) for partner in before.persons("partners"))


def parents_unknown(before: Before) -> bool:
    """Of one of the partners no parent is known."""
    return any(not partner.parents() for partner in before.persons("partners"))


def recogniser_unknown(before: Before) -> bool:
    """Of the recogniser the day of birth is not known."""
    return any(_born_unknown(recogniser) for recogniser in before.persons("erkenner"))


def _born_unknown(person: Person) -> bool:
    born = born_on(person.birth)
    return born is None or born.year is None


def _over_by(union: Union, before: Before) -> bool:
    """Whether a union never was, or had ended when this one began: also by the death of the partner (BW 1:149).

    Of days of which only a part is known it is held to have been in time.
    """
    day = local_day(before.content.material.latest)
    if union.start is None or union.ended_by in NEVER_WAS or (union.end is not None and union.end.earliest <= day):
        return True
    return union.partner.id is not None and is_dead(before.society.person(union.partner.id), on=day)


def _begins_after(union: Union, before: Before) -> bool:
    """Whether it begins when the union that is decided on has ended."""
    first = local_day(before.content.material.earliest)
    start = None if union.start is None else union.start.latest
    return start is not None and any(first <= it.latest and it.earliest <= start for it in _own_ends(before))


def _own_ends(before: Before) -> Iterator[PartialDate]:
    """When the union that is decided on ends, as far as is known: by a dissolution, a conversion, or a death."""
    persons = before.content.object_ids
    for person in map(before.society.person, persons):
        if person.death is not None:
            yield person.death.value
    for fact in before.society.facts_about(persons):
        named = [fact.content.data.get(member) for member in ("verbintenis", "omzettingVan")]
        if str(before.claim) in named:
            yield own_date(fact) or PartialDate()


def _younger(born: PartialDate, before: Before, *, than: int) -> bool:
    day = local_day(before.content.moment)
    return (born.earliest.year + than, born.earliest.month, born.earliest.day) > (day.year, day.month, day.day)
