"""The surname of a child by law (BW 1:5): by choice, and without one by who the parents are to each other.

The name in the act is a fact; this says which name the law gives, so that the two can be laid side by side.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from events.domain.moments import PartialDate, period_of
from readmodels.domain.known import Known
from readmodels.domain.law.capacity import born_on
from readmodels.domain.law.consequence import Deriving, Found
from readmodels.domain.law.parenthood import legal_parents
from readmodels.domain.person import WOMAN, Ground, Name, NameChoice, Parentage, Person
from readmodels.domain.societies import Society

KIND = "geslachtsnaam"
BOTH_NAMES_FROM = date(2024, 1, 1)
"""For births since then both names can be chosen, in either order (BW 1:5)."""
MOTHER, OTHER, COMBINED = "moeder", "ouder2", "gecombineerd"
MOTHER_FIRST = "moederEerst"


def of_births(*, both_names: bool) -> Deriving:
    """The rule for births in its time; `both_names`: whether a combined name could be chosen then."""

    def derive(person: Person, society: Society, _rules_at: date | None) -> Iterator[Found]:
        born = born_on(person.birth)
        if person.birth is None or person.taken_over or born is None or born.year is None:
            return
        parents = [it for it in legal_parents(person, society) if it.value.ground is not Ground.ADOPTION]
        if not parents:
            return
        case = _Case(person=person, parents=parents, born=born, society=society)
        name, reason = case.name(both_names=both_names)
        yield Found(
            trigger=born.earliest,
            kind=KIND,
            value={} if name is None else {"geslachtsnaam": name},
            since=born,
            supports=case.supports,
            determined=name is not None,
            reason=reason,
        )

    return derive


class _Case:
    """One child, its legal parents and the choice they made; `supports` is what was looked at."""

    def __init__(
        self, *, person: Person, parents: Sequence[Known[Parentage]], born: PartialDate, society: Society
    ) -> None:
        self.person = person
        self.parents = parents
        self.then = society.at(period_of(born).earliest)
        self.society = society
        self.born = born
        self._supports: dict[UUID, None] = {}
        self._use(person.birth, *parents)

    @property
    def supports(self) -> tuple[UUID, ...]:
        return tuple(self._supports)

    def name(self, *, both_names: bool) -> tuple[str | None, str]:
        """The name, or why there is none to be told."""
        if len(self.parents) == 1:
            return self._said(self._name_of(self.parents[0]))
        mother, other = self.parents[0], self.parents[1]
        choice = self._choice()
        if choice is not None:
            return self._chosen(choice, mother, other, both_names=both_names)
        if other.value.ground is Ground.RECOGNITION:
            return self._said(self._name_of(mother))
        if other.value.ground is Ground.UNION and self._sexes(mother, other) == (WOMAN, "M"):
            return self._said(self._name_of(other))
        return None, "Zonder naamskeuze volgt de geslachtsnaam hier niet uit de wet."

    def _chosen(
        self, choice: NameChoice, mother: Known[Parentage], other: Known[Parentage], *, both_names: bool
    ) -> tuple[str | None, str]:
        names = self._name_of(mother), self._name_of(other)
        match choice.choice:
            case "moeder":
                return self._said(names[0])
            case "ouder2":
                return self._said(names[1])
            case "gecombineerd" if not both_names:
                return None, "Een gecombineerde naam kan alleen voor kinderen die zijn geboren vanaf 1 januari 2024."
            case "gecombineerd" if names[0] is not None and names[1] is not None:
                first, last = names if choice.order == MOTHER_FIRST else names[::-1]
                return f"{first} {last}", ""
            case _:
                return self._said(None)

    def _choice(self) -> NameChoice | None:
        """The choice made for this child, or else for an earlier child of the same parents: it binds."""
        own = self.person.name_choice
        if own is not None:
            self._use(own)
            return own.value
        both = {parentage.value.parent.id for parentage in self.parents}
        mother = self.society.registered(self.parents[0].value.parent.id)
        for _, child in () if mother is None else mother.children:
            earlier = self.society.registered(child.value.id)
            born = None if earlier is None else born_on(earlier.birth)
            if earlier is None or earlier.name_choice is None or born is None or born.earliest >= self.born.earliest:
                continue
            if {it.value.parent.id for it in legal_parents(earlier, self.society)} == both:
                self._use(earlier.name_choice)
                return earlier.name_choice.value
        return None

    def _name_of(self, parentage: Known[Parentage]) -> str | None:
        parent = self.then.registered(parentage.value.parent.id)
        if parent is None or parent.name is None or not parent.name.value.surname:
            return None
        self._use(parent.name)
        return _whole(parent.name.value)

    def _sexes(self, *parentages: Known[Parentage]) -> tuple[str, ...]:
        parents = [self.society.registered(parentage.value.parent.id) for parentage in parentages]
        self._use(*(None if parent is None else parent.sex for parent in parents))
        return tuple("" if parent is None or parent.sex is None else parent.sex.value for parent in parents)

    def _said(self, name: str | None) -> tuple[str | None, str]:
        return name, "" if name is not None else "De geslachtsnaam van de ouder bij de geboorte is niet bekend."

    def _use(self, *known: Known[object] | None) -> None:
        for one in known:
            self._supports.update(dict.fromkeys(() if one is None else one.supports))


def _whole(name: Name) -> str:
    return f"{name.prefix} {name.surname}".strip()
