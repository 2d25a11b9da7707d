"""Marital status: from the last union that was entered into, and how it ended (BW 1:30, 1:80a, 1:149, 1:80c)."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from events.domain.moments import PartialDate
from readmodels.domain.known import Known
from readmodels.domain.law.capacity import is_dead
from readmodels.domain.law.consequence import Found
from readmodels.domain.person import Person, Union
from readmodels.domain.societies import Society

KIND = "burgerlijke staat"
MARRIED, PARTNER = "gehuwd", "geregistreerd partner"
UNMARRIED, DIVORCED, ENDED, WIDOWED, LEFT_BEHIND = (
    "ongehuwd",
    "gescheiden",
    "partnerschap beëindigd",
    "verweduwd",
    "achtergebleven partner",
)
NEVER_WAS = frozenset({"nietig", "N"})
"""Ends of a union that is deemed never to have been (BW 1:69, 1:77)."""
PARTNERSHIP = "P"


def derive(person: Person, society: Society, _rules_at: date | None) -> Iterator[Found]:
    """The status on the society's day of somebody who is alive: his own death ends it."""
    if is_dead(person, on=society.today):
        return
    unions = [union for _, union in person.unions if _counts(union.value, on=society.today)]
    if not unions and person.birth is not None:
        yield _found(UNMARRIED, since=person.birth.value.on, supports=person.birth.supports, article="BW 1:30, 1:80a")
    if not unions:
        return
    last = max(unions, key=lambda union: date.min if union.value.start is None else union.value.start.earliest)
    yield _of_union(last, society=society)


def _of_union(union: Known[Union], *, society: Society) -> Found:
    value, partnership = union.value, union.value.kind == PARTNERSHIP
    partner = None if value.partner.id is None else str(value.partner.id)
    other = None if value.partner.id is None else society.registered(value.partner.id)
    died = None if other is None or not is_dead(other, on=society.today) else other.death
    ended = value.end if value.end is not None and value.end.earliest <= society.today else None
    if died is not None and (ended is None or died.value.earliest < ended.earliest):
        supports = (*union.supports, *died.supports)
        status = LEFT_BEHIND if partnership else WIDOWED
        article = "BW 1:80c lid 1 onder a" if partnership else "BW 1:149 onder a"
        return _found(status, since=died.value, supports=supports, partner=partner, article=article)
    if ended is not None:
        by_death = value.ended_by in ("overlijden", "O")
        status = (LEFT_BEHIND if by_death else ENDED) if partnership else (WIDOWED if by_death else DIVORCED)
        article = "BW 1:80c" if partnership else "BW 1:149, 1:163"
        return _found(status, since=ended, supports=union.supports, partner=partner, article=article)
    status = PARTNER if partnership else MARRIED
    return _found(status, since=value.start, supports=union.supports, partner=partner, article="BW 1:30, 1:80a")


def _counts(union: Union, *, on: date) -> bool:
    begun = union.start is not None and union.start.earliest <= on
    return begun and union.ended_by not in NEVER_WAS


def _found(
    status: str, *, since: PartialDate | None, supports: tuple[UUID, ...], article: str, partner: str | None = None
) -> Found:
    return Found(
        trigger=date.min if since is None else since.earliest,
        kind=KIND,
        value={"staat": status} | ({"partner": partner} if partner else {}),
        since=since,
        supports=tuple(dict.fromkeys(supports)),
        article=article,
    )
