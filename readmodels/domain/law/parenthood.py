"""Who is a legal parent (BW 1:197–1:199, 1:203, 1:207, 1:227): as stated, and as the law itself makes one."""

from datetime import timedelta

from events.domain.moments import PartialDate
from readmodels.domain.known import Known
from readmodels.domain.person import Ground, Parentage, Person, Someone, Union
from readmodels.domain.societies import Society

AFTER_DEATH_MAX = timedelta(days=306)
"""A child born so long after its father's death is still his (BW 1:199 b)."""
MAN = "M"


def legal_parents(child: Person, society: Society) -> tuple[Known[Parentage], ...]:
    """The legal parents by place. Where nobody states a second one, the husband of the mother at the birth is.

    A register that was taken over states all parents itself: to it nothing is added.
    """
    stated = child.parents()
    if child.taken_over or len(stated) != 1 or stated[0].value.ground is not Ground.BIRTH:
        return stated
    father = _by_marriage(child, stated[0], society)
    return stated if father is None else (*stated, father)


def _by_marriage(child: Person, mother: Known[Parentage], society: Society) -> Known[Parentage] | None:
    """The man who was the mother's spouse or partner at the birth, unless his parenthood was denied (BW 1:199 a, b)."""
    person = society.registered(mother.value.parent.id)
    born = child.birth.value.on if child.birth else None
    if person is None or born is None:
        return None
    denied = {it.value.parent.id for it in child.parentages if it.value.ended is not None}
    for _, union in person.unions:
        partner = society.registered(union.value.partner.id)
        if partner is None or partner.id in denied or partner.sex is None or partner.sex.value != MAN:
            continue
        if _counts(union.value, partner, born=born):
            parentage = Parentage(place=2, parent=Someone(id=partner.id), since=born, ground=Ground.UNION)
            supports = dict.fromkeys((*mother.supports, *union.supports, *partner.sex.supports))
            return Known(value=parentage, since=mother.since, supports=tuple(supports))
    return None


def _counts(union: Union, husband: Person, *, born: PartialDate) -> bool:
    began = union.start is None or union.start.earliest <= born.earliest
    if not began:
        return False
    if union.runs_on(born.earliest) and husband.death is None:
        return True
    if husband.death is None:
        return False
    died = husband.death.value
    ended_earlier = union.end is not None and union.end.earliest < died.earliest
    return not ended_earlier and born.earliest - died.earliest <= AFTER_DEATH_MAX
