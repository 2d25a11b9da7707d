"""Custody over a minor as a legal consequence; who holds it is judged in `custody`."""

from collections.abc import Iterator
from datetime import date

from readmodels.domain.law.consequence import Found
from readmodels.domain.law.custody import custody_over
from readmodels.domain.law.custody_outcome import UNKNOWN_THIRD, Kind
from readmodels.domain.person import Person, Someone
from readmodels.domain.societies import Society

ONE_FOR_ALL = "BW 1:245–1:253x"


def derive(person: Person, society: Society, rules_at: date | None) -> Iterator[Found]:
    """The custody over this person, if he is a minor."""
    custody = custody_over(person.id, society, rules_at=rules_at)
    if custody is None:
        return
    determined = custody.kind is not Kind.UNDETERMINABLE
    third = custody.third
    yield Found(
        trigger=society.today,
        kind="gezag",
        value={
            "soort": custody.kind.value,
            "ouders": [_told(parent) for parent in custody.parents],
            "derde": None if third is None else "onbekend" if third is UNKNOWN_THIRD else _told(third),
            "voogden": [_told(guardian) for guardian in custody.guardians],
        },
        supports=custody.supports,
        determined=determined,
        reason=custody.reason,
        in_doubt=custody.in_doubt,
        article=custody.article,
    )


def _told(someone: Someone) -> str:
    """The id of somebody; of one who is not identified his name."""
    return str(someone.id) if someone.id else f"{someone.name.given_names} {someone.name.surname}".strip()
