"""One minor, judged once. The order of the questions is that of the national rules (`custody`, issue of gezag).

Can it be determined at all; did a court decide, and does its decision still stand; and else what follows from the law.
Who holds custody must be able to.
"""

from collections.abc import Iterable
from datetime import date

from events.domain.moments import PartialDate
from readmodels.domain.known import Known
from readmodels.domain.law.capacity import Fitness, born_on, digits, fitness
from readmodels.domain.law.custody_abroad import why_not_from_here
from readmodels.domain.law.custody_outcome import UNKNOWN_THIRD, Custody, Kind
from readmodels.domain.law.evidence import Evidence
from readmodels.domain.law.parenthood import parents_of, was_denied
from readmodels.domain.law.recognition import custody_left_to
from readmodels.domain.law.unions import between, running_at
from readmodels.domain.person import WOMAN, Ground, Parentage, Person, Someone, Union
from readmodels.domain.societies import Society

BY_ADOPTION, BY_DENIAL = frozenset("Q"), frozenset("E")
BY_RECOGNITION = frozenset("ABCJV")
"""The letters of the acts in which a child is recognised: at birth, after it, by a notary, or by the court."""
RECOGNITION_GIVES_CUSTODY_FROM = date(2023, 1, 1)
"""BW 1:251b, since then."""
IDENTIFYING = ("0120", "0240")
"""Elements that tell who a parent is."""
RELATION, SEX = "6210", "0410"


class CustodyCase:
    """One minor in a society; `decided` asks the questions in their order, and gathers what the answer rests on."""

    def __init__(self, child: Person, society: Society, *, rules_at: date | None = None) -> None:
        self.child = child
        self.society = society
        self.rules_at = rules_at
        self.parents = parents_of(child, society, rules_at=rules_at)
        self.parentages = self.parents.certain
        self.evidence = Evidence(society.today)

    def decided(self) -> Custody:
        """Who has custody."""
        self.evidence.use(self.child.birth, "010310", "010330", "010410")
        return self._undeterminable_by_residence() or self._by_court() or self._by_law()

    def _undeterminable_by_residence(self) -> Custody | None:
        together = any(union.value.runs_on(self.society.today) for union in self._unions_of_the_parents())
        reason = why_not_from_here(self.child, parents_together=together, adopted=self._is_adopted)
        if not reason:
            return None
        self.evidence.use(self.child.residence)
        return self._undeterminable(reason)

    # -- a court decided -----------------------------------------------------------------------------------------------

    def _by_court(self) -> Custody | None:
        decision = self.child.custody
        if decision is None:
            return None
        self.evidence.use(decision, "113210", "118510")
        since = decision.value.since
        if since is None or since.year is None:
            return self._undeterminable("De ingangsdatum van de gezagsbeslissing ontbreekt.")
        if self._yields(decision.value.indication, since=since):
            return None
        match decision.value.indication:
            case "12":
                return self._joint(self.parentages, article="BW 1:252, 1:253c")
            case "1" | "2" as place:
                return self._sole(self._parent_at(int(place)), article="BW 1:251a, 1:253c")
            case "1D" | "2D" as code:
                return self._with_unknown_third(self._parent_at(int(code[0])))
            case "D":
                return self._answer(Kind.GUARDIANSHIP, article="BW 1:280, 1:295")
            case _:
                return self._undeterminable("De gezagsbeslissing is niet te lezen.")

    def _yields(self, indication: str, *, since: PartialDate) -> bool:
        """Whether something later takes the place of the court's decision."""
        if indication == "12":
            if len(self.parentages) < 2:
                return True
        elif indication[:1] in ("1", "2") and self._parent_at(int(indication[0])) is None:
            return True
        if self._is_adopted() and any(_related_since(parentage, since) for parentage in self.parentages):
            self._use_parents(RELATION)
            return True
        return indication in ("1", "2") and self._reunited(since=since)

    def _reunited(self, *, since: PartialDate) -> bool:
        """Whether the parents, having been together before, married each other again on or after that day."""
        started = [union for union in self._unions_of_the_parents() if union.value.start is not None]
        again = [union for union in started if union.value.start and digits(union.value.start) >= digits(since)]
        if not again or len(again) == len(started):
            return False
        for union in again:
            self._use_union(union)
        return True

    # -- by the law itself ---------------------------------------------------------------------------------------------

    def _by_law(self) -> Custody:
        self._use_parents()
        for parentage, reason in self.parents.unclear:
            self._use_parent(parentage)
            return self._undeterminable(reason)
        if any(parentage.value.parent.is_unknown for parentage in self.parentages):
            return self._undeterminable("Een ouder is niet bekend.")
        if not self.parentages:
            return self._none_for_now("De ouders zijn niet bekend.")
        if len(self.parentages) == 1:
            return self._of_one_parent(self.parentages[0])
        return self._of_two_parents(self.parentages[0], self.parentages[1])

    def _of_two_parents(self, one: Known[Parentage], other: Known[Parentage]) -> Custody:
        union = self._union_since_the_birth()
        if union is not None:
            self._use_union(union)
            return self._joint((one, other), article="BW 1:251, 1:253aa")
        if self._is_adopted():
            return self._joint((one, other), article="BW 1:251, 1:253aa")
        self._use_parents(RELATION)
        recognised = [it for it in (one, other) if it.value.ground in (Ground.RECOGNITION, Ground.COURT)]
        related_late = any(self._gives_custody(it.value.since) for it in (one, other))
        if related_late and (recognised or self._acts_say(BY_RECOGNITION)):
            if (left_to := custody_left_to(one, other)) is not None:
                return self._sole(left_to, article="BW 1:251b")
            return self._joint((one, other), article="BW 1:251b")
        if len(recognised) == 1:
            return self._sole(other if recognised[0] is one else one, article="BW 1:253b")
        if self._gives_custody(born_on(self.child.birth)):
            return self._joint((one, other), article="BW 1:251b")
        women = [it for it in (one, other) if self._sex(it) == WOMAN]
        if len(women) == 1:
            return self._sole(women[0], article="BW 1:253b")
        return self._the_fit_one(one, other)

    def _gives_custody(self, moment: PartialDate | None) -> bool:
        """Whether recognition gave custody by the law of that moment (or of the moment asked for)."""
        judged_on = self.rules_at or (None if moment is None else moment.earliest)
        return moment is not None and judged_on is not None and judged_on >= RECOGNITION_GIVES_CUSTODY_FROM

    def _the_fit_one(self, one: Known[Parentage], other: Known[Parentage]) -> Custody:
        fit = [it for it in (one, other) if self._fitness(it.value.parent).fit]
        if len(fit) == 1:
            return self._answer(Kind.SOLE, parents=(self._identified(fit[0].value.parent),), article="BW 1:253b")
        return self._undeterminable("De geboortemoeder is niet vast te stellen.")

    def _of_one_parent(self, parentage: Known[Parentage]) -> Custody:
        """With the spouse or partner at the birth, who is no parent (BW 1:253sa), or alone."""
        parent = parentage.value.parent
        union = running_at(parent, born_on(self.child.birth), society=self.society)
        denied = was_denied(self.child, self.society) or self._acts_say(BY_DENIAL)
        if union is None or denied:
            return self._sole(parentage, article="BW 1:253b")
        self._use_union(union)
        told, partner = self._identified(parent), self._identified(union.value.partner)
        able, partner_able = self._fitness(parent), self._fitness(union.value.partner)
        match able.fit, partner_able.fit:
            case (None, _) | (_, None):
                return self._undeterminable(able.reason or partner_able.reason)
            case True, True:
                return self._answer(Kind.JOINT_WITH_THIRD, parents=(told,), third=partner, article="BW 1:253sa")
            case True, _:
                return self._answer(Kind.SOLE, parents=(told,), article="BW 1:253sa", reason=partner_able.reason)
            case _, True:
                return self._answer(Kind.GUARDIANSHIP, guardians=(partner,), article="BW 1:253x", reason=able.reason)
            case _:
                return self._none_for_now(able.reason)

    # -- who can have it -----------------------------------------------------------------------------------------------

    def _joint(self, parentages: Iterable[Known[Parentage]], *, article: str) -> Custody:
        """Both parents, as far as they can: the other alone when one cannot (BW 1:253f)."""
        self._use_parents()
        found = [(it.value.parent, self._fitness(it.value.parent)) for it in parentages]
        unclear = [able for _, able in found if able.fit is None]
        if unclear:
            return self._undeterminable(unclear[0].reason)
        fit = tuple(self._identified(parent) for parent, able in found if able.fit)
        if len(fit) == len(found):
            return self._answer(Kind.JOINT_PARENTAL, parents=fit, article=article)
        reason = next(able.reason for _, able in found if not able.fit)
        if fit:
            return self._answer(Kind.SOLE, parents=fit[:1], article="BW 1:253f", reason=reason)
        return self._none_for_now(reason)

    def _sole(self, parentage: Known[Parentage] | None, *, article: str) -> Custody:
        if parentage is None:
            return self._none_for_now("De ouder is niet bekend.")
        self._use_parent(parentage)
        able = self._fitness(parentage.value.parent)
        if able.fit is None:
            return self._undeterminable(able.reason)
        if not able.fit:
            return self._none_for_now(able.reason)
        return self._answer(Kind.SOLE, parents=(self._identified(parentage.value.parent),), article=article)

    def _with_unknown_third(self, parentage: Known[Parentage] | None) -> Custody:
        """The court gave it to a parent and another: of the other the register does not say who it is."""
        able = Fitness(fit=False) if parentage is None else self._fitness(parentage.value.parent)
        if able.fit is None:
            return self._undeterminable(able.reason)
        if parentage is None or not able.fit:
            return self._answer(Kind.GUARDIANSHIP, article="BW 1:253x", reason=able.reason)
        told = self._identified(parentage.value.parent)
        return self._answer(Kind.JOINT_WITH_THIRD, parents=(told,), third=UNKNOWN_THIRD, article="BW 1:253t")

    def _fitness(self, someone: Someone) -> Fitness:
        return fitness(someone, society=self.society, evidence=self.evidence)

    def _is_adopted(self) -> bool:
        """Whether a Dutch deed says so."""
        by_ground = any(parentage.value.ground is Ground.ADOPTION for parentage in self.parentages)
        return self._acts_say(BY_ADOPTION) or by_ground

    def _acts_say(self, letters: frozenset[str]) -> bool:
        """Whether one of the acts of the child, present or past, has one of these letters."""
        for act in self.child.acts:
            self.evidence.use(act, "018120")
        return any(act.value in letters for act in self.child.acts)

    def _parent_at(self, place: int) -> Known[Parentage] | None:
        return next((parentage for parentage in self.parentages if parentage.value.place == place), None)

    def _sex(self, parentage: Known[Parentage]) -> str:
        self._use_parent(parentage, SEX)
        own = self.society.registered(parentage.value.parent.id)
        return parentage.value.parent.sex or ("" if own is None or own.sex is None else own.sex.value)

    def _identified(self, someone: Someone) -> Someone:
        """Somebody with what his own file says of him, where there is one."""
        person = self.society.registered(someone.id)
        return someone if person is None else person.as_someone()

    def _unions_of_the_parents(self) -> list[Known[Union]]:
        if len(self.parentages) < 2:
            return []
        one, other = (self._identified(parentage.value.parent) for parentage in self.parentages[:2])
        return between(one, other, society=self.society)

    def _union_since_the_birth(self) -> Known[Union] | None:
        """A union of the parents that ran on the day of birth, or at some time after it."""
        born = born_on(self.child.birth)
        first = date.min if born is None else born.earliest
        ran = (it for it in self._unions_of_the_parents() if it.value.ran_between(first, self.society.today))
        return next(ran, None)

    # -- the answer ----------------------------------------------------------------------------------------------------

    def _use_parents(self, *elements: str) -> None:
        for parentage in self.parentages:
            self._use_parent(parentage, *elements)

    def _use_parent(self, parentage: Known[Parentage], *elements: str) -> None:
        """Rest on a parent as the child's file states him: who he is, and the elements (without category) looked at."""
        category = f"0{parentage.value.place + 1}"
        self.evidence.use(parentage, *(f"{category}{element}" for element in (*IDENTIFYING, *elements)))

    def _use_union(self, union: Known[Union]) -> None:
        identified = ("050120",) if union.value.partner.id is not None else ("050240", "050310")
        self.evidence.use(union, "050610", "050710", "050740", *identified)

    def _answer(
        self,
        kind: Kind,
        *,
        article: str,
        parents: tuple[Someone, ...] = (),
        third: Someone | None = None,
        guardians: tuple[Someone, ...] = (),
        reason: str = "",
    ) -> Custody:
        return Custody(
            kind=kind,
            minor=self.child,
            parents=parents,
            third=third,
            guardians=guardians,
            reason=reason,
            article=article,
            in_doubt=self.evidence.in_doubt,
            supports=self.evidence.supports,
        )

    def _none_for_now(self, reason: str) -> Custody:
        return self._answer(Kind.NONE_FOR_NOW, article="BW 1:253r, 1:295", reason=reason)

    def _undeterminable(self, reason: str) -> Custody:
        return self._answer(Kind.UNDETERMINABLE, article="", reason=reason)


def _related_since(parentage: Known[Parentage], since: PartialDate) -> bool:
    started = parentage.value.since
    return started is not None and digits(started) >= digits(since)
