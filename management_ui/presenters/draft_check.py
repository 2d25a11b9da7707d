"""A draft in words, for who checks it before recording: what it says and changes, and what a decision would check."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from events.catalogue import catalogue
from events.domain import chains
from events.domain.event import Kind
from events.queries.people import people_behind
from management_ui.presenters.checks import CheckLine, check_lines
from management_ui.presenters.comparison import Change, changes
from management_ui.presenters.consequences import Expected, consequences
from management_ui.presenters.entry_rows import beside_rows
from management_ui.presenters.history import Happening, Teller, happening
from management_ui.presenters.persons import names_of
from management_ui.presenters.values import Row, rows
from management_ui.presenters.writing import Writing
from readmodels.queries.previews import Preview


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSheet:
    """What the page of the check shows."""

    rows: tuple[Row, ...]
    beside: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    checks: tuple[CheckLine, ...]
    complete: bool

    @property
    def is_same(self) -> bool:
        """Whether a correction gives what stands already."""
        return bool(self.changes) and not any(change.is_changed for change in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanwhile:
    """What was recorded of what it corrects since its writer looked last: the events, and what they changed."""

    tip: UUID
    events: tuple[Happening, ...]
    changes: tuple[Change, ...]


def meanwhile(writing: Writing, *, now: datetime) -> Meanwhile | None:
    """What a correction would undo unseen; None while what stands is what its writer has seen."""
    end, seen = writing.end, writing.draft.seen_tip
    if end is None or end.target.id == seen:
        return None
    before = None if seen is None else end.log.get(seen)
    teller = Teller(
        log=end.log,
        catalogue=catalogue(),
        names=writing.names,
        now=now,
        people=people_behind(end.log.chain(writing.root_id)),
        here=writing.draft.pk,
    )
    since = [it for it in end.log.chain(writing.root_id) if before is None or it.order > before.order]
    stood = {} if before is None else chains.said_by(before).data
    stands = {} if end.content is None else end.content.data
    moved = changes(stood, stands, event_type=writing.event_type, names=writing.names)
    return Meanwhile(
        tip=end.target.id,
        events=tuple(happening(it, teller=teller) for it in since),
        changes=tuple(it for it in moved if it.is_changed),
    )


def sheet(writing: Writing, tried: Preview | None) -> CheckSheet:
    """The check of a draft, after it was tried; without what was tried when too many persons bear on it."""
    trial = None if tried is None else tried.trial
    lines = () if trial is None else check_lines(trial.checks, refusal=trial.refusal)
    data = {} if writing.operation else writing.said.data
    return CheckSheet(
        rows=rows(data, schema=writing.event_type.schema, names=writing.names),
        beside=beside_rows(writing),
        changes=_changes(writing),
        checks=lines,
        complete=all(line.passed for line in lines),
    )


def follows(writing: Writing, tried: Preview) -> Expected:
    """What would follow once officials accept it."""
    draft, then = tried.rehearsed.draft, tried.once_accepted
    known = {**writing.names.known, **names_of(tried.log, catalogue=catalogue()).known}
    names = replace(writing.names, known=known)
    told = None
    if then is not None:
        told = consequences(
            then.touched,
            first=draft.object_ids,
            moment=draft.occurred_at,
            names=names,
            reexamined=len(then.reexaminations),
        )
    return Expected(told=told, awaits_root=writing.end is not None and writing.end.awaits_root)


def _changes(writing: Writing) -> tuple[Change, ...]:
    """What a correction would change, beside what stands; of a decision that falls, nothing of what it was about."""
    end = writing.end
    if end is None or end.content is None or end.target.kind is Kind.VALIDATION:
        return ()
    return changes(end.content.data, writing.said.data, event_type=writing.event_type, names=writing.names)
