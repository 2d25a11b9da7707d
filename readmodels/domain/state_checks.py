"""The checks of a decision against the legal state of the persons it is about (`product.md`, section 3: Zones, Checks).

Each looks at the state just before the decision: of the facts in force, but for the claim that is decided on. What the
state leaves unknown passes, unless an official may overrule the check: then he is asked to look.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events.domain import facts as effective
from events.domain import moments
from events.domain.chains import Content
from events.domain.checks import Check
from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.examining import Examination
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT, PartialDate
from events.domain.refusals import ChecksFailed
from readmodels.domain.happenings.reading import identifier, person_in
from readmodels.domain.known import local_day
from readmodels.domain.law.capacity import born_on, is_minor
from readmodels.domain.person import Person, Union
from readmodels.domain.persons import NOT_AFTER_DEATH, todays_data
from readmodels.domain.societies import Society

Data = Mapping[str, Any]

PARENTS_MAX = 2
"""A child has two legal parents at most (BW 1:204 lid 1 onder e)."""
RECOGNISER_AGE = 16
"""BW 1:204 lid 1 onder b."""
BIRTH, DEATH, PARENTS, UNIONS = (frozenset({it}) for it in ("geboorte", "overlijden", "ouder", "verbintenis"))
"""What checks look at: attributes by the first part of their name."""
UNION_TYPES = frozenset({"Huwelijk", "GeregistreerdPartnerschap"})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCheck:
    """One check: its name on the wire, what it looks at in Dutch, the law, the types it applies to, the question.

    `reads` are the attributes of the persons concerned that it looks at, `reads_of_others` those of whom they were in
    a union with: when one of these changes, the decision is looked at again (`readmodels.domain.reexamination`).
    """

    name: str
    title: str
    article: str
    types: frozenset[str]
    passes: Callable[[Before], bool]
    reads: frozenset[str]
    reads_of_others: frozenset[str] = frozenset()
    overrulable: bool = False


def unmarried(before: Before) -> bool:
    """Nobody marries while he is in a union, nor before one that is known already; one that is converted ends."""
    converted = identifier(before.data.get("omzettingVan"))
    day = local_day(before.content.moment)
    unions = [union.value for partner in before.persons("partners") for _, union in partner.unions]
    return all(_over_by(union, day, before) for union in unions if converted not in union.claims)


def of_age(before: Before) -> bool:
    """Both partners have turned 18."""
    day = local_day(before.content.moment)
    return not any(is_minor(born_on(partner.birth), on=day) for partner in before.persons("partners"))


def unrelated(before: Before) -> bool:
    """Neither is a parent or child of the other, and they have no parent in common."""
    partners = tuple(before.persons("partners"))
    if len(partners) != 2:
        return True
    one, other = partners
    parents = [{it.value.parent.id for it in person.parents()} - {None} for person in (one, other)]
    in_line = other.id in parents[0] or one.id in parents[1]
    return not in_line and parents[0].isdisjoint(parents[1])


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


CHECKS = (
    StateCheck(
        name="in_leven",
        title="Niet na een overlijden",
        article="Logisch Ontwerp BRP, 67.20 (O)",
        types=NOT_AFTER_DEATH,
        passes=alive,
        reads=DEATH,
    ),
    StateCheck(
        name="niet_gehuwd_na_overlijden",
        title="Geen huwelijk of partnerschap na het overlijden",
        article="BW 1:149, 1:80c",
        types=frozenset({"Overlijden"}),
        passes=no_union_after,
        reads=UNIONS,
    ),
    StateCheck(
        name="ongehuwd",
        title="Geen lopend huwelijk of partnerschap",
        article="BW 1:33, 1:42, 1:80a",
        types=UNION_TYPES,
        passes=unmarried,
        reads=UNIONS,
        reads_of_others=DEATH,
    ),
    StateCheck(
        name="meerderjarig",
        title="Beide partners meerderjarig",
        article="BW 1:31",
        types=UNION_TYPES,
        passes=of_age,
        reads=BIRTH,
    ),
    StateCheck(
        name="geen_verwantschap",
        title="Partners geen naaste verwanten",
        article="BW 1:41",
        types=UNION_TYPES,
        passes=unrelated,
        reads=PARENTS,
        overrulable=True,
    ),
    StateCheck(
        name="niet_eerder_geboren",
        title="Nog geen geboorte van het kind bekend",
        article="BW 1:19",
        types=frozenset({"Geboorte"}),
        passes=not_born_before,
        reads=BIRTH,
    ),
    StateCheck(
        name="ouders_bekend",
        title="Genoemde ouders bekend",
        article="BW 1:19e",
        types=frozenset({"Geboorte"}),
        passes=parents_known,
        reads=frozenset(),
        overrulable=True,
    ),
    StateCheck(
        name="erkenning_mogelijk",
        title="Kind heeft nog plaats voor een ouder, erkenner 16 jaar of ouder",
        article="BW 1:204",
        types=frozenset({"Erkenning"}),
        passes=recognisable,
        reads=PARENTS | BIRTH,
    ),
    StateCheck(
        name="verbintenis_loopt",
        title="De verbintenis is nog niet beëindigd",
        article="BW 1:149, 1:80c",
        types=frozenset({"OntbindingVerbintenis"}),
        passes=union_runs,
        reads=UNIONS,
    ),
)
"""Every check, in the order in which a decision records them."""


class StateExaminer:
    """The checks against the state of persons, for decisions on claims and corrections (`EXAMINER` in the settings)."""

    names: frozenset[str] = frozenset(check.name for check in CHECKS)
    overrulable: frozenset[str] = frozenset(check.name for check in CHECKS if check.overrulable)

    def also_reads(
        self, event_type: str, /, *, object_ids: Collection[UUID], log: Log, catalogue: Catalogue
    ) -> frozenset[UUID]:
        """Of who marries, the former partners: by their death a union is over."""
        if event_type not in UNION_TYPES:
            return frozenset()
        found = effective.facts(log, catalogue=catalogue, as_at=LAST_MOMENT)
        society = Society(found, as_of=LAST_MOMENT, catalogue=catalogue)
        unions = (union.value for object_id in object_ids for _, union in society.person(object_id).unions)
        return frozenset(union.partner.id for union in unions if union.partner.id is not None)

    def __call__(self, examination: Examination) -> Iterable[Check]:
        """Those that apply to the type, in order."""
        applying = [check for check in CHECKS if examination.content.event_type.name in check.types]
        before = _before(examination) if applying else None
        return [_made(check, before) for check in applying if before is not None]


examine = StateExaminer()


def _before(examination: Examination) -> Before:
    content = examination.content
    found = effective.facts(examination.log, catalogue=examination.catalogue, as_at=LAST_MOMENT)
    others = [fact for fact in found if fact.claim.id != examination.claim.id]
    return Before(
        content=content,
        data=todays(examination.claim, content, catalogue=examination.catalogue),
        society=Society(others, as_of=LAST_MOMENT, catalogue=examination.catalogue),
        claim=examination.claim.id,
    )


def todays(claim: Event, content: Content, *, catalogue: Catalogue) -> Data:
    """The data of a content in the shape of its type's newest version."""
    return todays_data(Fact(claim=claim, content=content), catalogue=catalogue)


def passes(check: StateCheck, before: Before) -> bool:
    """How the check comes out; what cannot be read does not pass."""
    try:
        return check.passes(before)
    except (AttributeError, LookupError, TypeError, ValueError):
        return False


def _made(check: StateCheck, before: Before) -> Check:
    passed = passes(check, before)
    names = (check.name,)
    refusal = ChecksFailed(checks=names, overrulable=names if check.overrulable else (), pointer="/event_data/checks")
    return Check(name=check.name, refusal=None if passed else refusal, overrulable=check.overrulable)


def _over_by(union: Union, day: date, before: Before) -> bool:
    """Whether a union never was, or had ended by that day: also by the death of the partner (BW 1:149 onder a)."""
    if union.start is None or (union.end is not None and union.end.earliest <= day):
        return True
    died = None if union.partner.id is None else before.society.person(union.partner.id).death
    return died is not None and died.value.earliest <= day


def _younger(born: PartialDate, before: Before, *, than: int) -> bool:
    day = local_day(before.content.moment)
    return (born.earliest.year + than, born.earliest.month, born.earliest.day) > (day.year, day.month, day.day)
