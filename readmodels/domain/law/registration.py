"""When the registration of somebody is no longer kept: by death, and by leaving the country."""

from collections.abc import Iterator
from datetime import date

from readmodels.domain.law.consequence import Deriving, Found
from readmodels.domain.person import Person
from readmodels.domain.societies import Society

KIND = "einde bijhouding"


def ended_by(*reasons: str) -> Deriving:
    """The rule by which the registration is suspended for one of these reasons (element 67.20)."""

    def derive(person: Person, society: Society, _rules_at: date | None) -> Iterator[Found]:
        suspension = person.suspension
        if suspension is None or suspension.value.reason not in reasons:
            return
        since = suspension.value.on
        yield Found(
            trigger=date.min if since is None else since.earliest,
            kind=KIND,
            value={"reden": suspension.value.reason},
            since=since,
            supports=suspension.supports,
            in_doubt=any(doubt.runs_on(society.today) for doubt in suspension.doubts),
        )

    return derive
