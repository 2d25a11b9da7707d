"""Who is a legal parent (BW 1:197–1:207, 1:229): by what is stated, and as the law itself makes or unmakes one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from events.domain.moments import LAST_MOMENT, PartialDate, Truth
from readmodels.domain.known import Known
from readmodels.domain.law import spouses
from readmodels.domain.law.capacity import born_on
from readmodels.domain.law.recognition import is_void
from readmodels.domain.law.spouses import Spouse
from readmodels.domain.person import Ending, Ground, Parentage, Person, Someone
from readmodels.domain.societies import Society

UNDONE = (Ending.DENIAL, Ending.ANNULMENT)
"""Endings after which it is deemed never to have been (BW 1:202, 1:206)."""
DONOR_FROM = date(2014, 4, 1)
"""The statement of an unknown donor makes the mother's wife a mother since then (BW 1:198 lid 1 onder b)."""
BY_A_UNION = (Ground.UNION, Ground.DONOR)
OTHER_PLACE = 2

NO_UNION_TOLD = "De verbintenis waarop het ouderschap rust, is niet bekend."
UNION_UNCLEAR = "Of de verbintenis van de moeder bij de geboorte bestond, is uit de data niet op te maken."
SEX_UNKNOWN = "Het geslacht van de partner van de moeder bij de geboorte is niet bekend."
TWO_ALREADY = "Het kind had al twee ouders (BW 1:204 lid 1 onder e)."

Unsure = tuple[Known[Parentage], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parents:
    """The parents of a child on a day.

    Who certainly is one, who may be one (and why that cannot be told), whose recognition is void (and why). By place.
    """

    certain: tuple[Known[Parentage], ...] = ()
    unclear: tuple[Unsure, ...] = ()
    void: tuple[Unsure, ...] = ()


def legal_parents(child: Person, society: Society, *, rules_at: date | None = None) -> tuple[Known[Parentage], ...]:
    """Who certainly are the legal parents, by place."""
    return parents_of(child, society, rules_at=rules_at).certain


def parents_of(child: Person, society: Society, *, rules_at: date | None = None, hindsight: bool = True) -> Parents:
    """The legal parents by place, judged by the law of the day of birth, or that of `rules_at`.

    A register that was taken over states all parents itself: to it nothing is added. With hindsight a ruling of later
    that reaches back counts as well: who was denied never was a parent, and whom the court established always was.
    """
    if child is not society.person(child.id):
        return _parents_of(child, society, rules_at=rules_at, hindsight=hindsight)
    return society.answer(
        ("parents of", child.id, rules_at, hindsight),
        lambda: _parents_of(child, society, rules_at=rules_at, hindsight=hindsight),
    )


def _parents_of(child: Person, society: Society, *, rules_at: date | None, hindsight: bool) -> Parents:
    stated = _with_hindsight(child, society) if hindsight else child.parents()
    born = born_on(child.birth)
    if child.taken_over:
        return Parents(certain=_by_place(stated))
    if born is None:
        return Parents()
    return _Judged(child, stated, born, society=society, judged_on=rules_at or born.earliest, hindsight=hindsight).all()


def was_denied(child: Person, society: Society) -> bool:
    """Whether a parenthood of the child was denied at any time: it never was (BW 1:202)."""
    in_the_end = society.at(LAST_MOMENT).person(child.id)
    return any(it.value.ended is Ending.DENIAL for it in in_the_end.parentages)


def undoing(parentage: Known[Parentage], child: Person) -> Known[Parentage] | None:
    """How the parenthood was undone, by all that the child's file tells; None when it was not."""
    undone = (it for it in child.parentages if it.value.ended in UNDONE)
    return next((it for it in undone if _is_the_same(it, parentage)), None)


def _is_the_same(one: Known[Parentage], other: Known[Parentage]) -> bool:
    """One statement, later and earlier. A denial of who is nowhere stated is of him whom the law makes the father."""
    who = one.value.parent.id is not None and one.value.parent.id == other.value.parent.id
    by_law = one.value.ground is Ground.UNION and other.value.ground is Ground.UNION
    return who and (by_law or not set(one.supports).isdisjoint(other.supports))


def _with_hindsight(child: Person, society: Society) -> tuple[Known[Parentage], ...]:
    in_the_end = society.at(LAST_MOMENT).person(child.id)
    established = [it for it in in_the_end.parentages if child.exists and _reaches_back(it.value, today=society.today)]
    named = {it.value.parent.id for it in established}
    stated = (it for it in child.parents() if undoing(it, in_the_end) is None and it.value.parent.id not in named)
    return (*stated, *established)


def _reaches_back(parentage: Parentage, *, today: date) -> bool:
    """Whether a court established it, at whatever time (BW 1:207), and it had not ended by this day."""
    ended = parentage.ended is not None and (parentage.ended_on is None or parentage.ended_on.earliest <= today)
    return parentage.ground is Ground.COURT and parentage.ended not in UNDONE and not ended


class _Judged:
    """One child and who is stated as its parents, judged by the law of one day."""

    def __init__(
        self,
        child: Person,
        stated: Iterable[Known[Parentage]],
        born: PartialDate,
        *,
        society: Society,
        judged_on: date,
        hindsight: bool,
    ) -> None:
        self.child = child
        self.born = born
        self.society = society
        self.judged_on = judged_on
        self.stated = tuple(stated)
        self.bearer = next((it for it in self.stated if it.value.ground is Ground.BIRTH), None)
        self.mother = None if self.bearer is None else society.registered(self.bearer.value.parent.id)
        self.denied_by = society.at(LAST_MOMENT).person(child.id) if hindsight else child
        self.spouses = [] if self.mother is None else list(self._spouses(self.mother))

    def all(self) -> Parents:
        fathers = list(self._fathers())
        certain: list[Known[Parentage]] = []
        unclear: list[Unsure] = []
        void: list[Unsure] = []
        for it in self.stated:
            truth, reason = self._stands(it, fathers)
            if truth is Truth.YES:
                certain.append(self._resting_on_unions(it))
            elif truth is Truth.UNKNOWN:
                unclear.append((it, reason))
            elif it.value.ground is Ground.RECOGNITION:
                void.append((it, reason))
        told = {it.value.parent.id for it in (*certain, *(one for one, _ in unclear))}
        if all(it.value.ground in (Ground.BIRTH, Ground.RECOGNITION) for it in self.stated):
            certain += [it for it, reason in fathers if not reason and it.value.parent.id not in told]
            unclear += [(it, why) for it, why in fathers if why and it.value.parent.id not in told]
        return Parents(
            certain=_by_place(certain),
            unclear=tuple(sorted(unclear, key=lambda one: one[0].value.place)),
            void=tuple(void),
        )

    def _stands(self, stated: Known[Parentage], fathers: list[Unsure]) -> tuple[Truth, str]:
        """Whether what is stated makes a parent by law."""
        if stated.value.ground in BY_A_UNION:
            return self._by_union(stated.value)
        if stated.value.ground is not Ground.RECOGNITION:
            return Truth.YES, ""
        void, flaw = is_void(stated.value, child=self.child, mother=self.mother, society=self.society)
        others = [(it, why) for it, why in fathers if it.value.parent.id != stated.value.parent.id]
        if void is not Truth.YES and any(not why for _, why in others):
            return Truth.NO, TWO_ALREADY
        return ~void, flaw or next((why for _, why in others), "")

    def _by_union(self, stated: Parentage) -> tuple[Truth, str]:
        """The act of birth says it was by a union: then there must have been one."""
        if stated.ground is Ground.DONOR and self.judged_on < DONOR_FROM:
            return Truth.NO, ""
        if self.mother is None:
            return Truth.UNKNOWN, NO_UNION_TOLD
        found = max((it.truth for it in self._unions_with(stated)), key=lambda truth: truth.value, default=Truth.NO)
        if found is Truth.NO and any(it.partner.id is None for it in self.spouses):
            return Truth.UNKNOWN, NO_UNION_TOLD
        return found, UNION_UNCLEAR

    def _unions_with(self, stated: Parentage) -> list[Spouse]:
        if self.mother is None:
            return []
        return spouses.told_by_either(self.mother, stated.parent, self.born, society=self.society)

    def _resting_on_unions(self, stated: Known[Parentage]) -> Known[Parentage]:
        found = self._unions_with(stated.value) if stated.value.ground in BY_A_UNION else []
        supports = (*stated.supports, *(support for it in found for support in it.union.supports))
        return replace(stated, supports=tuple(dict.fromkeys(supports)))

    def _fathers(self) -> Iterator[Unsure]:
        """The men who, by the law itself, are the father, each with what makes it unsure (BW 1:199 onder a, b)."""
        for spouse in self.spouses:
            if self.bearer is not None and spouse.is_man is not Truth.NO:
                reason = "" if spouse.truth is Truth.YES else UNION_UNCLEAR
                supports = (*self.bearer.supports, *spouse.union.supports, *(spouse.sex.supports if spouse.sex else ()))
                made = Parentage(
                    place=OTHER_PLACE, parent=Someone(id=spouse.partner.id), since=self.born, ground=Ground.UNION
                )
                known = replace(self.bearer, value=made, supports=tuple(dict.fromkeys(supports)))
                yield known, reason or ("" if spouse.is_man is Truth.YES else SEX_UNKNOWN)

    def _spouses(self, mother: Person) -> Iterator[Spouse]:
        found = spouses.at_birth(mother, self.born, society=self.society, judged_on=self.judged_on)
        denied = [it.value.parent.id for it in self.denied_by.parentages if it.value.ended is Ending.DENIAL]
        return (spouse for spouse in found if spouse.partner.id is None or spouse.partner.id not in denied)


def _by_place(parentages: Iterable[Known[Parentage]]) -> tuple[Known[Parentage], ...]:
    return tuple(sorted(parentages, key=lambda it: it.value.place))
