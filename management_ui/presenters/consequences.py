"""What would follow from a decision, as a difference: whom it touches, what holds now, what would hold, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from events.domain.event import Event
from events.domain.event_types import Catalogue
from management_ui.presenters.holdings import holding_text, holding_title, is_by_law
from management_ui.presenters.moments import moment_text
from management_ui.presenters.persons import Names, names_of
from readmodels.domain.differences import Change
from readmodels.domain.holdings import Holding
from readmodels.domain.known import local_day
from readmodels.domain.rehearsals import Touched
from readmodels.queries import code_tables
from readmodels.queries.previews import Acceptance, Follows

REGISTERED = frozenset({"ouder", "kind"})
"""Attributes that say from the other side what a consequence says already, and so come after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsequenceLine:
    """One value of one person that a decision changes; `period` says when, where that is not from the event on."""

    person: str
    person_id: UUID
    title: str
    before: str
    after: str
    period: str
    ground: str
    is_by_law: bool
    is_undetermined: bool
    is_uncertain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """Everything that would change, by person, and how many decisions would have to be looked at again for it.

    `told` are values of the subject that nothing was known of: what the event itself says, so less of a surprise.
    """

    lines: tuple[ConsequenceLine, ...]
    told: tuple[ConsequenceLine, ...]
    reexamined: int

    @property
    def are_none(self) -> bool:
        """Whether nothing would change for anybody."""
        return not self.lines and not self.told


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an official is shown before he decides. `unknown` says why it cannot be shown; then `told` is None.

    `then` is what would have followed by what he had seen when he opened his page, when that is asked.
    """

    told: Consequences | None = None
    then: Consequences | None = None
    unknown: str = ""
    awaits_root: bool = False
    """Nothing follows until the claim that this corrects is accepted."""
    readable: frozenset[UUID] = frozenset()
    """Who has a page that he may open."""


def expected(acceptance: Acceptance, *, event: Event, catalogue: Catalogue) -> Expected:
    """What would follow if this event were accepted."""
    names = replace(names_of(acceptance.log, catalogue=catalogue), code=code_tables.descriptions())

    def said(follows: Follows) -> Consequences:
        return consequences(
            follows.touched,
            first=event.object_ids,
            moment=event.occurred_at,
            names=names,
            reexamined=len(follows.reexaminations),
        )

    return Expected(
        told=said(acceptance.follows),
        then=None if acceptance.earlier is None else said(acceptance.earlier),
        awaits_root=acceptance.awaits_root,
        readable=acceptance.log.objects,
    )


def too_many() -> Expected:
    """That more persons are related than can be looked at at once."""
    return Expected(
        unknown=_(
            "More persons are related to this than can be looked at at once, so what follows cannot be shown here."
        )
    )


def consequences(
    touched: Iterable[Touched], *, first: Sequence[UUID], moment: datetime, names: Names, reexamined: int = 0
) -> Consequences:
    """The changes in words: the persons in `first` before others, what follows by law before what is only told.

    `moment` is that of the event: a change that begins on its day and lasts needs no dates.
    """
    order = {person: place for place, person in enumerate(first)}
    ordered = sorted(touched, key=lambda it: (order.get(it.object_id, len(order)), names.of(it.object_id)))
    lines = [
        _line(change, person=it.object_id, moment=moment, names=names)
        for it in ordered
        for change in sorted(it.changes, key=_rank)
        if _says_something(change, names=names)
    ]
    told = [line for line in lines if line.person_id in first[:1] and not line.is_by_law and not line.before]
    return Consequences(
        lines=tuple(line for line in lines if line not in told), told=tuple(told), reexamined=reexamined
    )


def _rank(change: Change) -> tuple[bool, bool, str, datetime]:
    kind = change.name.partition("/")[0]
    return (not is_by_law(change.name), kind in REGISTERED, change.name, change.since)


def _says_something(change: Change, *, names: Names) -> bool:
    """Whether an official sees a difference; a value may rest on other events and say the same."""
    return _said(change.before, names=names) != _said(change.after, names=names)


def _line(change: Change, *, person: UUID, moment: datetime, names: Names) -> ConsequenceLine:
    told = change.after or change.before
    assert told is not None, "a change has a value on one side"
    return ConsequenceLine(
        person=names.of(person),
        person_id=person,
        title=holding_title(change.name),
        before=_said(change.before, names=names),
        after=_said(change.after, names=names),
        period=_period(change, moment=moment),
        ground=_ground(told),
        is_by_law=is_by_law(change.name),
        is_undetermined=change.after is not None and not change.after.determined,
        is_uncertain=told.uncertain or told.in_doubt,
    )


def _said(holding: Holding | None, *, names: Names) -> str:
    return "" if holding is None else holding_text(holding, names=names)


def _ground(holding: Holding) -> str:
    """The article of law that a consequence follows from; what an event tells follows from that event."""
    return holding.article or _("follows from the event")


def _period(change: Change, *, moment: datetime) -> str:
    since = "" if local_day(change.since) == local_day(moment) else moment_text(change.since)
    until = "" if change.until is None else moment_text(change.until)
    if since and until:
        return _("from %(since)s until %(until)s") % {"since": since, "until": until}
    if since:
        return _("from %(since)s") % {"since": since}
    return _("until %(until)s") % {"until": until} if until else ""
