"""Where a newborn lives: at the address of the mother, until something else is stated (Wet BRP 2.3)."""

from collections.abc import Iterator
from datetime import date

from events.domain.moments import period_of
from readmodels.domain.law.capacity import born_on
from readmodels.domain.law.consequence import Found
from readmodels.domain.law.evidence import Evidence
from readmodels.domain.person import NETHERLANDS, Ground, Person, Residence
from readmodels.domain.societies import Society

KIND = "woonadres"
ELEMENTS = ("080910", "081110")


def derive(person: Person, society: Society, _rules_at: date | None) -> Iterator[Found]:
    """The residence of a person of whom none is stated: that of who gave birth to him, on the day of the birth."""
    born = born_on(person.birth)
    if person.birth is None or born is None or person.taken_over or person.residence or person.suspension:
        return
    evidence = Evidence(society.today)
    evidence.use(person.birth)
    mother = next((it for it in person.parentages if it.value.ground is Ground.BIRTH), None)
    evidence.use(mother)
    then = society.at(min(period_of(born).latest, society.as_of))
    bearer = None if mother is None else then.registered(mother.value.parent.id)
    residence = None if bearer is None else bearer.residence
    evidence.use(residence, *ELEMENTS)
    here = residence is not None and residence.value.country == NETHERLANDS
    reason = (
        "De moeder was bij de geboorte geen ingezetene." if residence else "Het adres van de moeder is niet bekend."
    )
    yield Found(
        trigger=born.earliest,
        kind=KIND,
        value=_told(residence.value) if residence is not None and here else {},
        since=born,
        supports=evidence.supports,
        determined=here,
        reason="" if here else reason,
        in_doubt=evidence.in_doubt,
    )


def _told(residence: Residence) -> dict[str, object]:
    return {"gemeente": residence.municipality, "adres": residence.address, "functie": residence.function}
