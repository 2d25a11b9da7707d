"""Who can have custody: of age, alive, not under curatele (BW 1:233, 1:246)."""

from dataclasses import dataclass
from datetime import date

from events.domain.moments import PartialDate
from readmodels.domain.known import Known
from readmodels.domain.law.evidence import Evidence
from readmodels.domain.person import Birth, Person, Someone
from readmodels.domain.societies import Society

MAJORITY = 18
"""Years; BW 1:233."""
DEATH, NON_RESIDENT = "O", "R"


@dataclass(frozen=True, slots=True)
class Fitness:
    """Whether somebody can have custody (None: it cannot be told), and why not."""

    fit: bool | None
    reason: str = ""


def fitness(someone: Someone, *, society: Society, evidence: Evidence) -> Fitness:
    """Whether somebody can have custody. Of one without a file counts what is written of him."""
    day = society.today
    person = society.registered(someone.id)
    if person is None:
        minor = is_minor(someone.birth.on, on=day)
        return Fitness(fit=not minor, reason="De ouder is minderjarig." if minor else "")
    evidence.use(person.birth, "010310")
    evidence.use(person.guardianship, "113310")
    evidence.use(person.death, "060810")
    if person.suspension is not None and person.suspension.value.reason == NON_RESIDENT:
        return Fitness(fit=None, reason="De ouder is niet ingezetene.")
    if is_dead(person, on=day):
        evidence.use(person.suspension, "076710")
        return Fitness(fit=False, reason="De ouder is overleden.")
    if person.guardianship is not None:
        return Fitness(fit=False, reason="De ouder staat onder curatele.")
    if is_minor(born_on(person.birth), on=day):
        return Fitness(fit=False, reason="De ouder is minderjarig.")
    return Fitness(fit=True)


def is_minor(born: PartialDate | None, *, on: date) -> bool:
    """Whether the 18th birthday has not come; of a partial date its first possible day counts, of an unknown none."""
    if born is None or born.year is None:
        return False
    comes_of_age = majority_on(born)
    return comes_of_age is None or on < comes_of_age


def majority_on(born: PartialDate) -> date | None:
    """The 18th birthday, in a common year that of 29 February on 1 March; None when no calendar has that day."""
    first = born.earliest
    if born.year is None or first.year + MAJORITY > date.max.year:
        return None
    try:
        return first.replace(year=first.year + MAJORITY)
    except ValueError:
        return date(first.year + MAJORITY, 3, 1)


def is_dead(person: Person, *, on: date) -> bool:
    """Whether he had died by that day: by the suspension of his registration, or without one by his death."""
    if person.suspension is None or person.suspension.value.reason != DEATH:
        return person.death is not None and person.death.value.earliest <= on
    died = person.suspension.value.on
    return died is not None and died.earliest <= on


def born_on(birth: Known[Birth] | None) -> PartialDate | None:
    """The date of birth, as far as it is known; None when nothing was said."""
    return None if birth is None else birth.value.on


def digits(on: PartialDate) -> tuple[int, int, int]:
    """A date as the register compares it: what is not known counts as zero, and so comes before every day of it."""
    return on.year or 0, on.month or 0, on.day or 0
