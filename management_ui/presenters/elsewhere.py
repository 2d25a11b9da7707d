"""What other organisations know of a person, in words: whose each value is, who answered, who did not, and why."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from federation.domain.parts import LeftOut
from federation.queries.answering import FederatedAnswer, SourceTold
from federation.queries.sources import NotAsked, Others
from federation.queries.states import FederatedState
from management_ui.presenters import person_sheet, silence_words
from management_ui.presenters.moments import recorded_text
from management_ui.presenters.person_sheet import Line, Teller
from readmodels.domain.holdings import holdings, reference_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who will be asked, and who will not: before anything is asked."""

    asked: tuple[str, ...]
    not_asked: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A value, and the organisations that recorded what it rests on."""

    line: Line
    organisations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Values that belong together."""

    title: str
    values: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether anything is missing, and what."""

    complete: bool
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """What came of asking about one zone of an organisation. `tone` is that of its badge."""

    name: str
    zone: str
    tone: str
    badge: str
    text: str
    since: str
    left_out: tuple[str, ...]


def plan(others: Others) -> Plan:
    """Who will be asked when it is sent."""
    asked = {it.organisation for it in others.sources if it.responsible_for}
    named = {it.organisation for it in others.sources} | {it.organisation for it in others.not_asked if it.organisation}
    return Plan(asked=tuple(sorted(asked)), not_asked=tuple(sorted(named - asked)))


def groups(found: FederatedState, *, teller: Teller) -> tuple[Group, ...]:
    """What holds, in the groups of the page of a person."""
    whose = {
        reference_to(it.name).digest: tuple(holder.name for holder in found.answer.holders_of(it.supports))
        for it in holdings(found.state)
    }
    return tuple(
        Group(
            title=group.title,
            values=tuple(Told(line=line, organisations=whose[line.reference]) for line in group.lines),
        )
        for group in person_sheet.groups(found.state, teller=teller)
    )


def verdict(answer: FederatedAnswer) -> Verdict:
    """Whether everybody answered, and if not, what is missing."""
    return Verdict(complete=answer.complete, missing=() if answer.complete else tuple(_missing(answer)))


def organisations(answer: FederatedAnswer, *, now: datetime) -> tuple[Organisation, ...]:
    """Everybody: first who did not answer, then who was not asked, then who answered."""
    silent = [_silent(it, now=now) for it in answer.sources if it.reason]
    answered = [_answered(it) for it in answer.sources if not it.reason]
    return (*silent, *(_not_asked(it, now=now) for it in answer.not_asked), *answered)


def _missing(answer: FederatedAnswer) -> Iterator[str]:
    for name in _names(it.source.organisation for it in answer.sources if it.reason):
        yield _("%(organisation)s did not answer.") % {"organisation": name}
    for name in _names(it.organisation for it in answer.not_asked if not it.harmless):
        yield _("%(organisation)s was not asked.") % {"organisation": name or _("Nobody")}
    for name in _names(it.source.organisation for it in answer.sources if not it.reason and not it.complete):
        yield _("Of %(organisation)s something was left out.") % {"organisation": name}
    if not answer.whole:
        yield _("Not everybody who matters for this person could be asked about.")


def _names(names: Iterable[str]) -> list[str]:
    return sorted(set(names))


def _answered(told: SourceTold) -> Organisation:
    count = told.events
    counted = ngettext("%(n)d event counts.", "%(n)d events count.", count) % {"n": count}
    return Organisation(
        name=told.source.organisation,
        zone=told.source.zone,
        tone="safe" if told.complete else "warning",
        badge=_("Answered"),
        text=counted if count else _("It knows nothing of this person or his relatives."),
        since="",
        left_out=tuple(_left_out(told.left_out)),
    )


def _silent(told: SourceTold, *, now: datetime) -> Organisation:
    count = told.events
    before = ngettext(
        "What it told before, %(n)d event, counts.", "What it told before, %(n)d events, counts.", count
    ) % {"n": count}
    reason = silence_words.silence(told.reason)
    return Organisation(
        name=told.source.organisation,
        zone=told.source.zone,
        tone="warning",
        badge=_("No answer"),
        text=f"{reason} {before}" if count else reason,
        since="" if told.since is None else recorded_text(told.since, now=now),
        left_out=tuple(_left_out(told.left_out)),
    )


def _not_asked(told: NotAsked, *, now: datetime) -> Organisation:
    return Organisation(
        name=told.organisation or _("Nobody"),
        zone=told.zone,
        tone="info" if told.harmless else "warning",
        badge=_("Not asked"),
        text=silence_words.not_asked(told.reason, begins_later=told.since is None),
        since="" if told.since is None else recorded_text(told.since, now=now),
        left_out=(),
    )


def _left_out(found: Iterable[LeftOut]) -> Iterator[str]:
    """By reason: how many, of which types."""
    listed = list(found)
    for why in dict.fromkeys(it.why for it in listed):
        those = [it for it in listed if it.why is why]
        types = Counter(it.event_type for it in those if it.event_type)
        yield ngettext("%(n)d event was left out%(types)s: %(why)s", "%(n)d events were left out%(types)s: %(why)s",
                       len(those)) % {
            "n": len(those),
            "types": f" ({', '.join(sorted(types))})" if types else "",
            "why": silence_words.left_out(why),
        }  # fmt: skip
