"""Who was in a union with the mother when a child was born, or had died shortly before (BW 1:198 lid 1, 1:199)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from events.domain.moments import PartialDate, Truth, before, period_of
from readmodels.domain.known import Known
from readmodels.domain.law import unions
from readmodels.domain.person import Person, Someone, Union
from readmodels.domain.societies import Society

AFTER_DEATH_DAYS = 306
"""A child born so long after the death of the mother's spouse is still his (BW 1:199 onder b)."""
PARTNERSHIP = "P"
PARTNERS_TOO_FROM = date(2014, 4, 1)
"""Since then a registered partner counts as a spouse does (Stb. 2013, 480)."""
MAN, WOMAN = "M", "V"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spouse:
    """Somebody in a union with the mother. `truth`: whether it counted at the birth; `died`: he had died before it."""

    partner: Someone
    union: Known[Union]
    truth: Truth
    died: bool = False
    sex: Known[str] | None = None
    """As it was registered at the birth: a later change leaves parenthood as it was (BW 1:28c)."""

    @property
    def is_man(self) -> Truth:
        """Whether he was a man by law at the birth."""
        if self.sex is None or self.sex.value not in (MAN, WOMAN):
            return Truth.UNKNOWN
        return Truth.YES if self.sex.value == MAN else Truth.NO


def at_birth(mother: Person, born: PartialDate, *, society: Society, judged_on: date) -> list[Spouse]:
    """The unions of the mother that counted at the birth, or may have: of a spouse who had died first.

    The child of a widow is that of the deceased, also when she had married again (BW 1:199 onder b).
    """
    found = [spouse for _, it in mother.unions for spouse in _counting(it, born, society=society, judged_on=judged_on)]
    of_the_dead = [spouse for spouse in found if spouse.died]
    if any(spouse.truth is Truth.YES for spouse in of_the_dead):
        return of_the_dead
    return [*of_the_dead, *(spouse for spouse in found if not spouse.died)]


def told_by_either(mother: Person, other: Someone, born: PartialDate, *, society: Society) -> list[Spouse]:
    """The unions between the two that counted at the birth, or may have, as either of their files has them."""
    both = unions.between(mother.as_someone(), other, society=society)
    return [spouse for it in both for spouse in _counting(it, born, society=society, judged_on=date.max)]


def _counting(union: Known[Union], born: PartialDate, *, society: Society, judged_on: date) -> Iterator[Spouse]:
    value = union.value
    if value.start is None or (value.kind == PARTNERSHIP and judged_on < PARTNERS_TOO_FROM):
        return
    partner = society.registered(value.partner.id)
    died = None if partner is None or partner.death is None else partner.death.value
    begun, over = ~before(born, value.start), value.end
    lasted = Truth.YES if over is None else before(born, over)
    if died is not None:
        until_death = Truth.YES if over is None else ~before(over, died)
        lasted = (lasted | until_death) & _within(AFTER_DEATH_DAYS, died=died, born=born)
    if (begun & lasted) is not Truth.NO:
        deceased = died is not None and before(died, born) is Truth.YES
        sex = _sex_at(value.partner, born, society=society)
        yield Spouse(partner=value.partner, union=union, truth=begun & lasted, died=deceased, sex=sex)


def _within(days: int, *, died: PartialDate, born: PartialDate) -> Truth:
    """Whether the birth was no more than so many days after the death; before it, it was."""
    if (born.latest - died.earliest).days <= days:
        return Truth.YES
    return Truth.NO if (born.earliest - died.latest).days > days else Truth.UNKNOWN


def _sex_at(someone: Someone, born: PartialDate, *, society: Society) -> Known[str] | None:
    then = society.no_later_than(period_of(born).latest)
    person = then.registered(someone.id)
    return None if person is None else person.sex
