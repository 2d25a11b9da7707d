"""Marriages and registered partnerships between persons, as either of their files has them (BW 1:30, 1:80a)."""

from events.domain.moments import PartialDate
from readmodels.domain.known import Known
from readmodels.domain.person import Someone, Union
from readmodels.domain.societies import Society


def between(one: Someone, other: Someone, *, society: Society) -> list[Known[Union]]:
    """The unions of these two with each other. Who has no file is recognised by surname and date of birth."""
    return [*_in_file_of(one, other, society=society), *_in_file_of(other, one, society=society)]


def running_at(someone: Someone, day: PartialDate | None, *, society: Society) -> Known[Union] | None:
    """The union of this person that ran on the (first possible) day; None when there was none, or no file."""
    person = society.registered(someone.id)
    if person is None or day is None:
        return None
    return next((union for _, union in person.unions if union.value.runs_on(day.earliest)), None)


def _in_file_of(one: Someone, other: Someone, *, society: Society) -> list[Known[Union]]:
    person = society.registered(one.id)
    if person is None:
        return []
    return [union for _, union in person.unions if union.value.partner.is_the_same(other)]
