"""The surname of a child by law (BW 1:5): by choice, and without one by who the parents are to each other.

The name in the act is a fact; this says which name the law gives, so that the two can be laid side by side.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from events.domain.moments import PartialDate, period_of
from readmodels.domain.known import Known, local_day
from readmodels.domain.law.capacity import born_on
from readmodels.domain.law.consequence import Deriving, Found
from readmodels.domain.law.evidence import Evidence
from readmodels.domain.law.parenthood import parents_of
from readmodels.domain.law.spouses import MAN, WOMAN
from readmodels.domain.person import Ground, Name, NameChoice, Parentage, Person
from readmodels.domain.societies import Society

KIND = "geslachtsnaam"
BOTH_NAMES_FROM = date(2024, 1, 1)
"""For births since then both names can be chosen, in either order (BW 1:5)."""
KEEPS_THE_MOTHERS = (Ground.RECOGNITION, Ground.COURT)
"""Without a choice a child keeps the name of the mother when another parent comes later (BW 1:5 lid 2)."""

NAME_UNKNOWN = "De geslachtsnaam van een ouder is niet bekend."
NOT_BY_LAW = "Zonder naamskeuze volgt de geslachtsnaam hier niet uit de wet."
TOO_EARLY = "Een gecombineerde naam kan alleen voor kinderen die zijn geboren vanaf 1 januari 2024."
CHOICE_UNCLEAR = "De naamskeuze is niet volledig."
ADOPTED = "Bij adoptie blijkt de geslachtsnaam uit de uitspraak (BW 1:5 lid 3)."


def of_births(*, both_names: bool) -> Deriving:
    """The rule for births in its time; `both_names`: whether a combined name could be chosen then."""

    def derive(person: Person, society: Society, rules_at: date | None) -> Iterator[Found]:
        born = born_on(person.birth)
        if person.birth is None or person.taken_over or born is None or born.year is None:
            return
        case = _Case(person, born, society=society, rules_at=rules_at)
        if not case.parents and not case.unclear:
            return
        name, reason = case.name(both_names=both_names)
        yield Found(
            trigger=born.earliest,
            kind=KIND,
            value={} if name is None else {"geslachtsnaam": name},
            since=case.since,
            supports=case.evidence.supports,
            determined=name is not None,
            reason=reason,
            in_doubt=case.evidence.in_doubt,
        )

    return derive


class _Case:
    """One child, its legal parents and the choice they made; `evidence` is what was looked at."""

    def __init__(self, person: Person, born: PartialDate, *, society: Society, rules_at: date | None) -> None:
        found = parents_of(person, society, rules_at=rules_at)
        self.person = person
        self.parents: Sequence[Known[Parentage]] = found.certain
        self.unclear = found.unclear
        self.born = born
        self.since: PartialDate = born
        self.then = society.at(min(period_of(born).latest, society.as_of))
        self.society = society
        self.rules_at = rules_at
        self.evidence = Evidence(society.today)
        self._use(person.birth, *found.certain, *(parentage for parentage, _ in found.unclear))

    def name(self, *, both_names: bool) -> tuple[str | None, str]:
        """The name, or why there is none to be told."""
        if self.unclear:
            return None, self.unclear[0][1]
        if any(it.value.ground is Ground.ADOPTION for it in self.parents):
            return None, ADOPTED
        if len(self.parents) == 1:
            return self._said(self._name_of(self.parents[0]))
        mother, other = self.parents[0], self.parents[1]
        first = self._first_child()
        if first is not None:
            name, _ = first.name(both_names=_judged_on(first.born, self.rules_at) >= BOTH_NAMES_FROM)
            self.evidence.include(first.evidence)
            if name is not None:
                return name, ""
        if self.person.name_choice is not None:
            return self._chosen(self.person.name_choice, mother, other, both_names=both_names)
        if other.value.ground in KEEPS_THE_MOTHERS:
            return self._said(self._name_of(mother))
        if other.value.ground is Ground.UNION and self._sexes(mother, other) == (WOMAN, MAN):
            return self._said(self._name_of(other))
        return None, NOT_BY_LAW

    def _chosen(
        self, choice: Known[NameChoice], mother: Known[Parentage], other: Known[Parentage], *, both_names: bool
    ) -> tuple[str | None, str]:
        self._use(choice)
        self.since = _later_of(self.born, choice)
        of_mother, of_other = self._name_of(mother), self._name_of(other)
        both = of_mother is not None and of_other is not None
        match choice.value.choice, choice.value.order:
            case "moeder", _:
                return self._said(of_mother)
            case "ouder2", _:
                return self._said(of_other)
            case "gecombineerd", _ if not both_names:
                return None, TOO_EARLY
            case "gecombineerd", "moederEerst":
                return self._said(f"{of_mother} {of_other}" if both else None)
            case "gecombineerd", "ouder2Eerst":
                return self._said(f"{of_other} {of_mother}" if both else None)
            case _:
                return None, CHOICE_UNCLEAR

    def _first_child(self) -> "_Case | None":
        """The eldest child of the same two parents: its name binds for those after it (BW 1:5 lid 8)."""
        both = _ids(self.parents)
        mother = self.society.registered(self.parents[0].value.parent.id)
        elder: list[_Case] = []
        for _, child in () if mother is None or None in both else mother.children:
            sibling = self.society.registered(child.value.id)
            born = None if sibling is None else born_on(sibling.birth)
            if sibling is None or born is None or sibling.taken_over or born.latest >= self.born.earliest:
                continue
            case = _Case(sibling, born, society=self.society, rules_at=self.rules_at)
            if _ids(case.parents) == both:
                elder.append(case)
        return min(elder, key=lambda case: case.born.earliest, default=None)

    def _name_of(self, parentage: Known[Parentage]) -> str | None:
        parent = self.then.registered(parentage.value.parent.id)
        if parent is None or parent.name is None or not parent.name.value.surname:
            return None
        self._use(parent.name)
        return _whole(parent.name.value)

    def _sexes(self, *parentages: Known[Parentage]) -> tuple[str, ...]:
        parents = [self.then.registered(parentage.value.parent.id) for parentage in parentages]
        self._use(*(None if parent is None else parent.sex for parent in parents))
        return tuple("" if parent is None or parent.sex is None else parent.sex.value for parent in parents)

    def _said(self, name: str | None) -> tuple[str | None, str]:
        return name, "" if name is not None else NAME_UNKNOWN

    def _use(self, *known: Known[object] | None) -> None:
        for one in known:
            self.evidence.use(one)


def _later_of(born: PartialDate, choice: Known[NameChoice]) -> PartialDate:
    """A choice at the birth gives the name from the birth on, a later one from its own day on."""
    made = local_day(choice.since.earliest)
    return PartialDate(made.year, made.month, made.day) if choice.since.is_certain and made > born.latest else born


def _judged_on(born: PartialDate, rules_at: date | None) -> date:
    return rules_at or born.earliest


def _ids(parentages: Sequence[Known[Parentage]]) -> frozenset[object]:
    return frozenset(it.value.parent.id for it in parentages)


def _whole(name: Name) -> str:
    return f"{name.prefix} {name.surname}".strip()
