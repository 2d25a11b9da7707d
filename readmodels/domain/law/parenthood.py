"""Who is a legal parent (BW 1:197–1:199, 1:203, 1:207, 1:227): as stated, and as the law itself makes one."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from events.domain.moments import LAST_MOMENT, PartialDate
from readmodels.domain.known import Known
from readmodels.domain.person import Ending, Ground, Parentage, Person, Someone, Union
from readmodels.domain.societies import Society

AFTER_DEATH_MAX = timedelta(days=306)
"""A child born so long after its father's death is still his (BW 1:199 b)."""
MAN = "M"
RECOGNISER_AGE = 16
"""Years; BW 1:204 lid 1 onder b."""
UNDONE = (Ending.DENIAL, Ending.ANNULMENT)
REACHING_BACK = (Ground.COURT, Ground.DONOR)
"""Grounds that work back to the birth, however late they are recorded."""


def legal_parents(child: Person, society: Society) -> tuple[Known[Parentage], ...]:
    """The legal parents by place, by all that is known of the child, also of rulings that reach back.

    Who was denied, or whose recognition was annulled, never was one (BW 1:202, 1:206); whom the court established was
    one from the birth (BW 1:207); a void recognition makes nobody a parent (BW 1:204). Where nobody states a second
    one, the husband of the mother at the birth is. A register that was taken over states all parents itself: to it
    nothing is added.
    """
    in_the_end = society.at(LAST_MOMENT).person(child.id)
    undone = {it.value.parent.id for it in in_the_end.parentages if it.value.ended in UNDONE} - {None}
    established = [it for it in in_the_end.parents() if it.value.ground in REACHING_BACK and child.exists]
    named = {it.value.parent.id for it in established}
    stated = (it for it in child.parents() if it.value.parent.id not in (undone | named))
    found = [it for it in (*stated, *established) if not is_void(it.value, society)]
    if not child.taken_over and len(found) == 1 and found[0].value.ground is Ground.BIRTH:
        father = _by_marriage(child, found[0], society, undone=undone)
        found += [] if father is None else [father]
    return tuple(sorted(found, key=lambda it: it.value.place))


def was_denied(child: Person, society: Society) -> bool:
    """Whether a parenthood of the child was denied at any time: it never was (BW 1:202)."""
    in_the_end = society.at(LAST_MOMENT).person(child.id)
    return any(it.value.ended is Ending.DENIAL for it in in_the_end.parentages)


def is_void(parentage: Parentage, society: Society) -> bool:
    """Whether a recognition is void: a consent was refused, or the recogniser was under sixteen (BW 1:204 lid 1)."""
    if parentage.ground is not Ground.RECOGNITION:
        return False
    recogniser = society.registered(parentage.parent.id)
    born = None if recogniser is None or recogniser.birth is None else recogniser.birth.value.on
    return not parentage.consented or _too_young(born, parentage.since)


def _too_young(born: PartialDate | None, recognised: PartialDate | None) -> bool:
    """Three-valued: only who certainly was too young makes it void."""
    if born is None or born.year is None or recognised is None or recognised.year is None:
        return False
    first, last = born.earliest, recognised.latest
    return (first.year + RECOGNISER_AGE, first.month, first.day) > (last.year, last.month, last.day)


def _by_marriage(
    child: Person, mother: Known[Parentage], society: Society, *, undone: Collection[UUID | None]
) -> Known[Parentage] | None:
    """The man who was the mother's spouse or partner at the birth, unless his parenthood was denied (BW 1:199 a, b)."""
    person = society.registered(mother.value.parent.id)
    born = child.birth.value.on if child.birth else None
    if person is None or born is None:
        return None
    for _, union in person.unions:
        partner = society.registered(union.value.partner.id)
        if partner is None or partner.id in undone or partner.sex is None or partner.sex.value != MAN:
            continue
        if _counts(union.value, partner, born=born):
            parentage = Parentage(place=2, parent=Someone(id=partner.id), since=born, ground=Ground.UNION)
            supports = dict.fromkeys((*mother.supports, *union.supports, *partner.sex.supports))
            return Known(value=parentage, since=mother.since, supports=tuple(supports))
    return None


def _counts(union: Union, husband: Person, *, born: PartialDate) -> bool:
    began = union.start is not None and union.start.earliest <= born.earliest
    if not began:
        return False
    if union.runs_on(born.earliest) and husband.death is None:
        return True
    if husband.death is None:
        return False
    died = husband.death.value
    ended_earlier = union.end is not None and union.end.earliest < died.earliest
    return not ended_earlier and born.earliest - died.earliest <= AFTER_DEATH_MAX
