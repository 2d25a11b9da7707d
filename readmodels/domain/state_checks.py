"""The checks of a decision against the legal state of the persons it is about (`product.md`, section 3: Zones, Checks).

Each looks at the state just before the decision: of the facts in force, but for the claim that is decided on. What the
state leaves unknown passes, unless an official may overrule the check: then he is asked to look.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from events.domain import facts as effective
from events.domain.chains import Content
from events.domain.checks import Check
from events.domain.event import Event
from events.domain.event_types import Catalogue
from events.domain.examining import Examination
from events.domain.facts import Fact
from events.domain.log import Log
from events.domain.moments import LAST_MOMENT
from events.domain.refusals import ChecksFailed
from readmodels.domain import questions
from readmodels.domain.law.kinship import ancestors
from readmodels.domain.persons import NOT_AFTER_DEATH, todays_data
from readmodels.domain.questions import Before, Data
from readmodels.domain.societies import Society

BIRTH, DEATH, PARENTS, UNIONS = (frozenset({it}) for it in ("geboorte", "overlijden", "ouder", "verbintenis"))
"""What checks look at: attributes by the first part of their name."""
SUSPENSION = frozenset({"opschorting"})
UNION_TYPES = frozenset({"Huwelijk", "GeregistreerdPartnerschap"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCheck:
    """One check: its name on the wire, what it looks at in Dutch, the law, the types it applies to, the question.

    `unknown` says of a check that passes whether it proves nothing, as what it looks at is not known.
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
    unknown: Callable[[Before], bool] = questions.never_unknown


CHECKS = (
    StateCheck(
        name="in_leven",
        title="Niet na een overlijden",
        article="Logisch Ontwerp BRP, 67.20 (O)",
        types=NOT_AFTER_DEATH,
        passes=questions.alive,
        unknown=questions.persons_unknown,
        reads=DEATH,
    ),
    StateCheck(
        name="niet_gehuwd_na_overlijden",
        title="Geen huwelijk of partnerschap na het overlijden",
        article="BW 1:149, 1:80c",
        types=frozenset({"Overlijden"}),
        passes=questions.no_union_after,
        unknown=questions.persons_unknown,
        reads=UNIONS,
    ),
    StateCheck(
        name="ongehuwd",
        title="Geen lopend huwelijk of partnerschap",
        article="BW 1:33, 1:42, 1:80a",
        types=UNION_TYPES,
        passes=questions.unmarried,
        unknown=questions.persons_unknown,
        reads=UNIONS,
        reads_of_others=DEATH | SUSPENSION,
    ),
    StateCheck(
        name="meerderjarig",
        title="Beide partners meerderjarig",
        article="BW 1:31",
        types=UNION_TYPES,
        passes=questions.of_age,
        unknown=questions.birth_unknown,
        reads=BIRTH,
    ),
    StateCheck(
        name="geen_verwantschap",
        title="Partners geen naaste verwanten",
        article="BW 1:41",
        types=UNION_TYPES,
        passes=questions.unrelated,
        unknown=questions.parents_unknown,
        reads=PARENTS,
        reads_of_others=PARENTS,
        overrulable=True,
    ),
    StateCheck(
        name="niet_eerder_geboren",
        title="Nog geen geboorte van het kind bekend",
        article="BW 1:19",
        types=frozenset({"Geboorte"}),
        passes=questions.not_born_before,
        reads=BIRTH,
    ),
    StateCheck(
        name="ouders_bekend",
        title="Genoemde ouders bekend",
        article="BW 1:19e",
        types=frozenset({"Geboorte"}),
        passes=questions.parents_known,
        reads=frozenset(),
        overrulable=True,
    ),
    StateCheck(
        name="erkenning_mogelijk",
        title="Kind heeft nog plaats voor een ouder, erkenner 16 jaar of ouder",
        article="BW 1:204",
        types=frozenset({"Erkenning"}),
        passes=questions.recognisable,
        unknown=questions.recogniser_unknown,
        reads=PARENTS | BIRTH,
    ),
    StateCheck(
        name="verbintenis_loopt",
        title="De verbintenis is nog niet beëindigd",
        article="BW 1:149, 1:80c",
        types=frozenset({"OntbindingVerbintenis"}),
        passes=questions.union_runs,
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
        """Of who marries, the former partners, by whose death a union is over, and the ascending line (BW 1:41)."""
        if event_type not in UNION_TYPES:
            return frozenset()
        found = effective.facts(log, catalogue=catalogue, as_at=LAST_MOMENT)
        society = Society(found, as_of=LAST_MOMENT, catalogue=catalogue)
        marrying = [society.person(object_id) for object_id in object_ids]
        former = {union.value.partner.id for person in marrying for _, union in person.unions} - {None}
        lines = (ancestors(person, society=society) for person in marrying)
        return frozenset(it for it in former if it is not None).union(*lines)

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


def proves_nothing(check: StateCheck, before: Before) -> bool:
    """Whether a check that passes does so because nothing is known that it looks at."""
    try:
        return check.unknown(before)
    except (AttributeError, LookupError, TypeError, ValueError):
        return True


def _made(check: StateCheck, before: Before) -> Check:
    passed = passes(check, before)
    names = (check.name,)
    refusal = ChecksFailed(checks=names, overrulable=names if check.overrulable else (), pointer="/event_data/checks")
    return Check(
        name=check.name,
        refusal=None if passed else refusal,
        overrulable=check.overrulable,
        unknown=passed and proves_nothing(check, before),
    )
